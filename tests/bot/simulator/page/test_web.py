"""The edges of the page's server: strangers, junk, and files that are not for everybody."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.simulator.methods_files import new_file
from bot.simulator.page import simulator_with_page
from bot.simulator.server import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    made = simulator_with_page()
    people = [made.world.add_user(name, f"{name} <b>") for name in ("ana", "ben")]
    made.world.add_channel("shop", [user.id for user in people])
    async with made:
        yield made


@pytest.fixture
async def web(simulator: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(simulator.url) as session:
        yield session


async def test_another_site_that_is_open_in_the_browser_can_do_nothing(web, simulator) -> None:
    async with web.post(
        "/page/do", json={"as": "x", "what": "home"}, headers={"Origin": "https://evil.example"}
    ) as answer:
        assert answer.status == 403
    async with web.post("/page/do", data="as=x") as answer:
        assert answer.status == 403


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"as": 1}'])
async def test_junk_is_told_so(web, body: str) -> None:
    async with web.post("/page/do", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400


async def test_a_place_that_is_not_there_becomes_one_that_is(web) -> None:
    async with web.get("/?as=nobody&at=nowhere&thread=1.2") as answer:
        page = await answer.text()
    assert answer.status == 200
    assert "<h1" in page
    assert "ana &lt;b&gt;" in page
    assert "ana <b>" not in page


async def test_a_file_is_served_only_to_those_who_may_see_it(web, simulator) -> None:
    ana, ben = simulator.world.people()
    file = new_file(simulator.core, "plan.svg", ana.id, b"<svg/>")
    async with web.get(f"/page/file/{ana.id}/{file.id}/plan.svg") as answer:
        assert answer.status == 200
        assert answer.content_type == "application/octet-stream"  # never shown as a page of ours
    async with web.get(f"/page/file/{ben.id}/{file.id}/plan.svg") as answer:
        assert answer.status == 404


async def test_what_cannot_be_done_comes_back_as_a_sentence(web, simulator) -> None:
    ana = simulator.world.people()[0]
    shop = next(one.id for one in simulator.world.channels.values() if one.name == "shop")
    for asked, words in [
        ({"what": "fly"}, "unknown"),
        ({"what": "act", "surface": "C1:1", "block": "b", "action": "a"}, "not there any more"),
        ({"what": "say", "channel": "C404", "text": "hi"}, "not there any more"),
        ({"what": "say", "channel": shop, "text": "/nothing"}, "is not a command"),
        ({"what": "say", "channel": shop, "text": "/journey"}, "did not answer in time"),
        ({"what": "clock", "by": "review"}, "No review is planned"),
    ]:
        async with web.post("/page/do", json={"as": ana.id, **asked}) as answer:
            said = await answer.json()
        assert not said["ok"]
        assert words in said["error"]
