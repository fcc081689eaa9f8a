"""A link for people outside Slack: it opens one map for a while, and any other link opens nothing."""

import re
from collections.abc import Mapping
from datetime import timedelta

import aiohttp
import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_HTTP, LEADER, Team
from workflows import lives, sharing
from workflows.commands import Actor
from workflows.errors import NotAllowedError
from workflows.words import Step

SALES = "sales"


async def fetched(address: str, **headers: str) -> tuple[int, str, Mapping[str, str]]:
    async with aiohttp.ClientSession() as http, http.get(address, headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers


async def made(team: Team) -> str:
    """A link, by form."""
    export = await team.opens(LEADER, "export", Modal.EXPORT)
    form = await team.presses(LEADER, export, Action.LINKS, modal=Modal.LINK)
    shown = await team.submits(LEADER, {Field.LINK_DAYS: "7"}, form)
    assert shown is not None
    await team.closes(LEADER)
    (address,) = re.findall(r"http://127\.0\.0\.1:\d+/map/\d+-[\w-]{43}", words_of(shown))
    return str(address)


async def listed(team: Team) -> OpenView:
    export = await team.opens(LEADER, "export", Modal.EXPORT)
    return await team.presses(LEADER, export, Action.LINKS, modal=Modal.LINK)


@pytest.mark.thorough
@BY_HTTP
async def test_a_link_opens_one_map_until_it_is_over_and_everything_else_looks_the_same(team: Team) -> None:
    actor = team.actor()
    admin = Actor(actor.team_id, actor.user_id, actor.name, is_admin=True)
    workshop = await team.begin(step=Step.FEEL)
    with pytest.raises(NotAllowedError):
        await sharing.make(team.desk, actor, workshop, 7)  # off by default
    with pytest.raises(NotAllowedError):
        await sharing.allow(team.desk, team.actor(SALES), links=True)
    await sharing.allow(team.desk, admin, links=True)
    with pytest.raises(NotAllowedError):
        await sharing.make(team.desk, team.actor(SALES), workshop, 7)

    address = await made(team)
    status, page, headers = await fetched(address)
    assert (status, "Buying a kitchen" in page) == (200, True)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "noindex" in headers["X-Robots-Tag"]
    await team.adds_pain(SALES, "Nobody calls back")
    assert "Nobody calls back" in (await fetched(address))[1], "it shows the map as it is"
    await sharing.allow(team.desk, admin, links=False)
    closed = await fetched(address)
    assert closed[0] == 404
    await sharing.allow(team.desk, admin, links=True)
    assert (await fetched(address))[:2] == closed[:2], "what was ended does not come back"

    first, second, third = [await made(team) for _ in range(3)]
    assert len({first, second, third}) == 3
    await fetched(first)
    form = await listed(team)
    assert "opened 1 time" in words_of(form)
    number = re.findall(r"/map/(\d+)-", first)[0]
    await team.hand(LEADER).click(form, f"{Action.LINK_END}:{number}")
    await team.settle()
    await team.closes(LEADER)
    swapped = second.replace(re.findall(r"/map/(\d+-)", second)[0], f"{number}-")
    base = second.rpartition("/")[0]
    others = (first, swapped, second[:-1], f"{second}a", f"{base}/", f"{base}/x", f"{base}/{'9' * 30}-{'a' * 43}")
    for wrong in (*others, f"{base}/1-%00", f"{base}/..%2f..%2fetc", f"{base}/1%27--{'a' * 43}"):
        assert (await fetched(wrong))[:2] == closed[:2], wrong
    assert (await fetched(second))[0] == 200

    hebrew = (await fetched(first, **{"Accept-Language": "he-IL,he;q=0.9"}))[1]
    assert '<html lang="he" dir="rtl">' in hebrew
    await lives.delete(team.desk, actor, workshop)
    await lives.restore(team.desk, actor, workshop)
    assert (await fetched(second))[:2] == closed[:2], "a map that was deleted is not shared by coming back"

    fourth = await made(team)
    assert (await fetched(fourth))[0] == 200
    await team.running.simulator.clock.shift(timedelta(days=7, minutes=1))
    assert (await fetched(fourth))[:2] == closed[:2]
    assert (await sharing.of(team.desk, actor, workshop)).links == ()


@pytest.mark.thorough
@BY_HTTP
async def test_a_form_that_is_repeated_shows_the_same_link_and_a_busy_one_has_to_wait(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = team.actor()
    admin = Actor(actor.team_id, actor.user_id, actor.name, is_admin=True)
    workshop = await team.begin()
    await sharing.allow(team.desk, admin, links=True)
    once, again = [await sharing.make(team.desk, actor, workshop, 7, "the same form") for _ in range(2)]
    assert once == again
    address = await sharing.address(team.desk, actor, workshop, once.item_id or 0)
    assert address == await sharing.address(team.desk, actor, workshop, again.item_id or 0)
    assert (await fetched(address))[0] == 200
    monkeypatch.setattr("bot.shares.LINKS_MINUTE", 0)  # somebody tries one made-up link after the other
    assert (await fetched(f"{address.rpartition('/')[0]}/1-{'a' * 43}"))[0] == 429
    assert (await fetched(f"{address[:-2]}"))[0] == 404, "what cannot be a link costs nobody anything"
    assert (await fetched(address))[0] == 200, "who has a link that is good goes on"
    monkeypatch.setattr("bot.shares.LINK_MINUTE", 1)
    status, _page, headers = await fetched(address)
    assert (status, headers["Retry-After"]) == (429, "60")
    await sharing.allow(team.desk, admin, links=False)
