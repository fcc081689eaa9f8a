"""Many workspaces install Cairn by themselves: the page, the way to Slack and back, and what becomes of it."""

import asyncio
import logging
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from bot import logs
from bot.grants import mark_of
from bot.ids import Field, Modal
from bot.installs import NONE, Installs
from bot.settings import Mode
from bot.simulator.people import Hand
from bot.simulator.rehearsal import Rehearsal, rehearsal
from bot.simulator.server import Simulator
from bot.simulator.state import World
from bot.simulator.things import SimChannel
from storage.tables import Installation, Posting, Profile, Workshop, Workspace
from tests.conftest import Databases
from tests.journeys.team import block as block_of
from workflows import access, lifecycle, maps, stopping, workshops
from workflows.commands import Actor, SetStages, StartWorkshop
from workflows.errors import Answer, CairnError, DeliveryError
from workflows.words import PostingState

NUMBERS = count(2)


@dataclass
class Tenant:
    """A workspace with one person, one channel, and the app installed or not."""

    there: Rehearsal
    simulator: Simulator
    ana: Hand
    channel: SimChannel

    @property
    def id(self) -> str:
        return self.simulator.world.tenant

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.ana.id, "Ana")

    async def row(self, table):
        async with self.there.cairn.desk.db.read() as session:
            return await session.get(table, self.id)

    async def begin(self) -> int:
        """A workshop of this tenant's."""
        desk = self.there.cairn.desk
        begun = await workshops.start(desk, self.actor, StartWorkshop(self.channel.id, "Jackets", "See why"))
        await maps.set_stages(desk, self.actor, SetStages(begun.workshop_id, ("Awareness", "Checkout")))
        await self.there.said()
        return begun.workshop_id

    def said(self) -> list:
        return list(self.simulator.world.messages[self.channel.id].values())


@pytest.fixture(scope="module")
async def there(databases: Databases) -> AsyncIterator[Rehearsal]:
    """Cairn on PostgreSQL, installed nowhere."""
    url = databases.new("postgresql")
    async with rehearsal(
        database_url=url, mode=Mode.SERVE, many=True, refresh_delay=60.0, secret_keys=["k" * 32]
    ) as one:
        one.simulator.core.ack_seconds = one.simulator.core.trigger_seconds = 15.0
        yield one
    databases.drop(url)


def moved_in(there: Rehearsal, **world) -> Tenant:
    """A new workspace behind the same address."""
    number = next(NUMBERS)
    made = World(there.simulator.clock, team_id=f"T0OTHER{number:02}", bot_user_id=f"U0BOT{number:02}", **world)
    made.team_name = f"Team {number}"
    simulator = there.simulator.neighbour(made)
    simulator.deliver_to(f"http://127.0.0.1:{there.cairn.settings.port}/slack/events")
    ana = made.add_user("ana", "Ana Ruiz")
    return Tenant(there, simulator, simulator.hand("ana"), made.add_channel("shop", [ana.id]))


class Browser:
    """Somebody's browser: it keeps cookies, and stops at every redirect."""

    def __init__(self, there: Rehearsal) -> None:
        self.at = there.cairn.settings.public_url
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.session.close()

    async def leave(self, language: str = "en") -> str:
        async with self.session.post(f"{self.at}/slack/install?lang={language}", allow_redirects=False) as answer:
            assert answer.status == 303
            return answer.headers["location"]

    async def answer(self, url: str, tenant: Tenant, answer: str = "allow", optional: str = "") -> str:
        form = {"tenant": tenant.id, "user": tenant.ana.id, "answer": answer, "optional": optional}
        async with self.session.post(url, data=form, allow_redirects=False) as answered:
            assert answered.status == 302, await answered.text()
            return answered.headers["location"]

    async def get(self, url: str, **headers) -> tuple[int, str]:
        async with self.session.get(url, headers=headers) as answer:
            return answer.status, await answer.text()

    async def install(self, tenant: Tenant, optional: str = "") -> tuple[int, str]:
        return await self.get(await self.answer(await self.leave(), tenant, optional=optional))


async def installed(there: Rehearsal, **world) -> Tenant:
    tenant = moved_in(there, **world)
    async with Browser(there) as browser:
        status, page = await browser.install(tenant)
    assert status == 200, page
    return tenant


async def raw(there: Rehearsal, tenant: Tenant) -> tuple[str, str]:
    """What really stands in the database."""
    async with there.cairn.desk.db.read() as session:
        connection = await session.connection()
        query = sa.text("SELECT token, refresh_token FROM installation WHERE team_id = :id").bindparams(id=tenant.id)
        return tuple((await connection.execute(query)).one())


@pytest.fixture
def logged(monkeypatch):
    """All that the program would log at its most talkative, as it would stand there."""
    root, written = logging.getLogger(), StringIO()
    before, levels = list(root.handlers), {name: logging.getLogger(name).level for name in ("", *logs._OURS)}
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        logs.setup("DEBUG")
    yield written
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def test_a_workspace_comes_in_by_the_page_and_its_command_is_answered(there, logged):
    tenant = moved_in(there)
    await tenant.ana.command(tenant.channel, "/journey help")
    assert "not installed in this workspace" in tenant.said()[-1].text
    async with Browser(there) as browser:
        status, page = await browser.get(f"{browser.at}/slack/install")
        assert status == 200
        assert "Add Cairn to Slack" in page
        url = await browser.leave()
        asked = parse_qs(urlsplit(url).query)
        assert asked["redirect_uri"] == [f"{browser.at}/slack/oauth_redirect"]
        assert "chat:write" in asked["scope"][0].split(",")
        back = await browser.answer(url, tenant)
        status, page = await browser.get(back)
        assert (status, tenant.simulator.world.team_name in page) == (200, True)
        assert "https://slack.com/app_redirect?app=A0CAIRN01&amp;team=" + tenant.id in page
        status, page = await browser.get(back)
        assert status == 400, "a link leads in once"
        assert "Please begin once more" in page
    answer = await tenant.ana.command(tenant.channel, "/journey help")
    assert "six short steps" in answer.text
    kept = await tenant.row(Installation)
    for secret, sealed in zip((kept.token, kept.refresh_token), await raw(there, tenant), strict=True):
        assert secret.startswith("xoxe")
        assert "xoxe" not in sealed
        assert len(sealed) > 200, "more than a column of 200 would hold"
        for told in (logged.getvalue(), page, repr(there.cairn.installs), repr(there.cairn.settings)):
            assert secret not in told
            assert secret[-40:] not in told
    assert f"installed in {tenant.id}" in logged.getvalue()
    for secret in (*parse_qs(urlsplit(back).query)["code"], *asked["state"], "simulated-client-secret"):
        assert secret not in logged.getvalue()
    assert kept.installed_by == tenant.ana.id


@pytest.mark.parametrize("language", ["ru", "zh_Hans", "he"])
async def test_the_page_speaks_the_language_of_the_browser_or_the_one_that_was_chosen(there, language):
    async with Browser(there) as browser:
        wanted = {"zh_Hans": "zh-CN,zh;q=0.9", "he": "he-IL", "ru": "ru,en;q=0.5"}[language]
        headers = {"Accept-Language": wanted}
        _status, page = await browser.get(f"{browser.at}/slack/install", **headers)
        assert f'<html lang="{language.replace("_", "-")}" dir="{"rtl" if language == "he" else "ltr"}">' in page
        _status, page = await browser.get(f"{browser.at}/slack/install?lang=en", **headers)
        assert '<html lang="en" dir="ltr">' in page
        # What Slack sends back with is told in the language that was begun in.
        back = await browser.answer(await browser.leave(language), moved_in(there), "deny")
        status, page = await browser.get(back)
        assert status == 200
        assert f'<html lang="{language.replace("_", "-")}"' in page


async def test_who_chooses_not_to_allow_it_is_told_that_nothing_was_kept(there):
    tenant = moved_in(there)
    async with Browser(there) as browser:
        status, page = await browser.get(await browser.answer(await browser.leave(), tenant, "deny"))
    assert (status, "Cairn was not added" in page) == (200, True)
    assert await tenant.row(Workspace) is None


async def test_nobody_goes_on_for_somebody_else_or_after_ten_minutes_or_with_a_made_up_state(there):
    tenant = moved_in(there)
    async with Browser(there) as mallory, Browser(there) as victim:
        bait = await mallory.answer(await mallory.leave(), tenant)
        await victim.leave()
        status, page = await victim.get(bait)
        assert (status, "Please begin once more" in page) == (400, True)
        assert (await mallory.get(bait))[0] == 200, "whose link it is can still use it"
        late = await victim.answer(await victim.leave(), tenant)
        await there.simulator.clock.shift(timedelta(minutes=11))
        assert (await victim.get(late))[0] == 400
        for query in ("", "?state=x&code=y", "?code=1", "?state=" + "x" * 5000, "?state=%F0%9F%98%80&code=a"):
            assert (await victim.get(f"{victim.at}/slack/oauth_redirect{query}"))[0] == 400
        # Two tabs at once: the code of one of them is taken.
        twice = await victim.answer(await victim.leave(), tenant)
        answers = sorted([status for status, _ in await asyncio.gather(victim.get(twice), victim.get(twice))])
        assert answers == [200, 400]


async def test_a_slack_that_refuses_or_is_away_is_a_page_with_a_number_for_whoever_runs_it(there, monkeypatch, caplog):
    tenant = moved_in(there)
    app = there.simulator.distribution
    caplog.set_level(logging.INFO, "bot")  # whatever the tests before asked for
    async with Browser(there) as browser:
        monkeypatch.setattr(app, "client_secret", "another")
        status, page = await browser.install(tenant)
        assert (status, "That did not work" in page) == (502, True)
        number = re.search(r"this number: (\w[\w-]*)", page)[1]
        assert number in caplog.text
        assert "bad_client_secret" in caplog.text
        assert "simulated-client-secret" not in caplog.text
    assert await tenant.row(Workspace) is None


async def test_two_tenants_never_see_each_other_whatever_ids_they_forge(there):
    one, two = await installed(there), await installed(there)
    workshop = await one.begin()
    assert one.said(), "the card stands in its own channel"
    assert not two.said()
    desk = there.cairn.desk
    with pytest.raises(CairnError):
        await maps.snapshot(desk, two.actor, workshop)
    async with desk.db.read() as session:
        with pytest.raises(CairnError):
            await access.workshop(session, two.actor, workshop)
    # The card of the one, as if it stood in the other: every button of it is refused, and says nothing of the map.
    card = next(message for message in one.said() if message.blocks)
    theirs = two.simulator.world
    forged = type(card)(two.channel.id, theirs.clock.ts(), theirs.bot_user_id, card.text, card.blocks)
    theirs.put(forged)
    before, pressed = (await maps.snapshot(desk, one.actor, workshop)).outline.revision, 0
    for block in card.blocks:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            if element["type"] == "button" and "url" not in element:
                pressed += 1
                await two.ana.click(forged, element["action_id"], element.get("value"), block_id=block["block_id"])
                await there.cairn.background.drain(10)
                shown = str([view.blocks for view in theirs.stack(two.ana.id)]) + str([m.text for m in two.said()[1:]])
                assert "Jackets" not in shown
                theirs.stack(two.ana.id).clear()
    assert pressed
    # A form of the one, submitted by somebody of the other.
    await one.ana.command(one.channel, "/journey pain")
    form = await one.ana.sees_view(Modal.NOTE)
    theirs.stack(two.ana.id).append(replace(form, user=two.ana.id))
    await two.ana.submit({block_of(form, Field.TEXT): "stolen", Field.STAGE: "Checkout", Field.SEVERITY: "Critical"})
    theirs.stack(two.ana.id).clear()
    answer = await two.ana.command(two.channel, "/journey list")
    assert "Jackets" not in str(answer.text) + str(answer.blocks)
    after = await maps.snapshot(desk, one.actor, workshop)
    assert after.outline.revision == before
    assert not after.pains
    # What is kept of a person belongs to one tenant.
    async with desk.db.read() as session:
        known = (await session.exec(select(Profile.team_id).where(col(Profile.user_id) == one.ana.id))).all()
    assert set(known) == {one.id}
    async with desk.db.read() as session:
        assert await session.get(Profile, (two.id, one.ana.id)) is None


@pytest.mark.thorough
async def test_a_token_is_renewed_before_it_ends_by_one_of_many_at_once(there):
    tenant = await installed(there)
    app, installs = there.simulator.distribution, there.cairn.installs
    replica = Installs(installs.db, installs.clock, "", installs.client, installs.credentials)
    old = (await tenant.row(Installation)).token
    assert await installs.renewed(tenant.id) == old, "not before it is time"
    await there.simulator.clock.shift(timedelta(hours=11))
    before = app.exchanges[tenant.id]
    tokens = await asyncio.gather(*(one.renewed(tenant.id) for one in (installs, replica) for _ in range(4)))
    assert app.exchanges[tenant.id] == before + 1
    new = (await tenant.row(Installation)).token
    assert new != old
    assert set(tokens) <= {old, new}
    # Cairn was away overnight: what there is has ended, and they all wait for the one that asks.
    await there.simulator.clock.shift(timedelta(hours=13))
    tokens = await asyncio.gather(*(one.renewed(tenant.id) for one in (installs, replica) for _ in range(4)))
    assert app.exchanges[tenant.id] == before + 2
    assert len(set(tokens)) == 1
    await there.simulator.clock.shift(timedelta(hours=11))
    await installs.renew_all()
    assert (await tenant.row(Installation)).token not in tokens


@pytest.mark.thorough
async def test_a_form_opens_and_a_message_is_sent_although_the_token_had_ended_overnight(there):
    tenant = await installed(there)
    await there.simulator.clock.shift(timedelta(hours=13))
    await tenant.ana.command(tenant.channel, "/journey start")
    await tenant.ana.sees_view(Modal.START)
    tenant.simulator.world.stack(tenant.ana.id).clear()
    there.simulator.distribution.expire(tenant.simulator.core)  # before the time that Slack had said
    await tenant.begin()
    assert tenant.said()


@pytest.mark.thorough
async def test_a_refresh_that_slack_refuses_is_an_answer_and_not_a_wait(there):
    tenant = await installed(there)
    await there.simulator.clock.shift(timedelta(hours=11))
    there.simulator.distribution.refresh_tokens.clear()
    installs = there.cairn.installs
    assert await installs.renewed(tenant.id), "what there is still works for an hour"
    await there.simulator.clock.shift(timedelta(hours=2))
    with pytest.raises(DeliveryError) as caught:
        await installs.renewed(tenant.id)
    assert (caught.value.error, caught.value.answer) == ("invalid_refresh_token", Answer.TELL)
    async with Browser(there) as browser:
        assert (await browser.install(tenant))[0] == 200, "installing again mends it"
    await tenant.begin()
    assert tenant.said()


@pytest.mark.thorough
async def test_history_is_read_only_where_that_workspace_allowed_it(there):
    one = moved_in(there)
    async with Browser(there) as browser:
        await browser.install(one, optional="channels:history,groups:history")
    two = await installed(there)
    installs = there.cairn.installs
    assert "channels:history" in (await installs.grant(one.id)).scopes
    assert "channels:history" not in (await installs.grant(two.id)).scopes


@pytest.mark.thorough
async def test_an_organisation_is_one_tenant_although_slack_names_no_workspace(there):
    tenant = await installed(there, enterprise_id="E0ORG", is_org=True)
    assert (await tenant.row(Workspace)).team_id == "E0ORG"
    assert tenant.id == "E0ORG"
    workshop = await tenant.begin()
    card = next(message for message in tenant.said() if message.blocks)
    button = next(
        element
        for block in card.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button" and "url" not in element
    )
    await tenant.ana.click(card, button["action_id"], button.get("value"))
    assert await tenant.ana.sees_view()
    tenant.simulator.world.stack(tenant.ana.id).clear()
    assert (await maps.snapshot(there.cairn.desk, tenant.actor, workshop)).outline.title == "Jackets"
    await tenant.simulator.uninstall()
    assert (await tenant.row(Workspace)).removed_at is not None
    assert await tenant.row(Installation) is None


@pytest.mark.thorough
async def test_who_removes_the_app_is_sent_nothing_more_and_who_comes_back_finds_everything(there):
    tenant = await installed(there)
    workshop = await tenant.begin()
    await tenant.simulator.uninstall()
    assert await tenant.row(Installation) is None, "the tokens are gone at once"
    await tenant.ana.command(tenant.channel, "/journey help")
    assert "not installed in this workspace" in tenant.said()[-1].text, "a late request recreates nothing"
    stood = len(tenant.said())
    desk, engine = there.cairn.desk, there.cairn.engine
    async with desk.db.write() as session:
        session.add(
            Posting(
                team_id=tenant.id,
                workshop_id=workshop,
                key="late",
                kind="guide",
                channel_id=tenant.channel.id,
                subject_id=1,
                created_at=desk.clock.now(),
            )
        )
    assert await tenant.row(Installation) is None
    await there.simulator.clock.shift(timedelta(days=20))
    await there.said()
    assert len(tenant.said()) == stood
    with pytest.raises(DeliveryError, match="not_installed"):
        await there.cairn.installs.grant(tenant.id)
    # Slack repeats what was not acknowledged: an older removal does not undo a newer installation.
    old_time = there.simulator.clock.seconds()
    await there.simulator.clock.shift(timedelta(minutes=5))
    async with Browser(there) as browser:
        assert (await browser.install(tenant))[0] == 200
    await lifecycle.workspace_removed(desk, tenant.id, datetime.fromtimestamp(old_time, UTC))
    assert (await tenant.row(Workspace)).removed_at is None
    assert (await maps.snapshot(desk, tenant.actor, workshop)).outline.title == "Jackets"
    await engine.tick()
    await there.said()
    async with desk.db.read() as session:
        late = (await session.exec(select(Posting).where(col(Posting.key) == "late"))).one()
    assert late.state == PostingState.SENT
    assert len(tenant.said()) > stood


@pytest.mark.thorough
async def test_thirty_days_after_the_app_was_removed_nothing_is_left_of_that_workspace_alone(there):
    gone, stays = await installed(there), await installed(there)
    await gone.begin()
    kept = await stays.begin()
    await gone.simulator.uninstall()
    engine, desk = there.cairn.engine, there.cairn.desk
    await there.simulator.clock.shift(timedelta(days=29))
    engine._cleaned_at = float("-inf")
    await engine.tick()
    assert await gone.row(Workspace) is not None, "there is time to change one's mind"
    await there.simulator.clock.shift(timedelta(days=2))
    engine._cleaned_at = float("-inf")
    await engine.tick()
    await gone.ana.command(gone.channel, "/journey help")
    assert "not installed in this workspace" in gone.said()[-1].text, "a late request recreates nothing"
    await gone.simulator.uninstall()  # Slack says it once more
    await there.said()
    async with desk.db.read() as session:
        connection = await session.connection()
        for table in Workshop.metadata.sorted_tables:
            if "team_id" in table.c:
                query = sa.select(sa.func.count()).select_from(table).where(table.c.team_id == gone.id)
                assert (await connection.execute(query)).scalar() == 0, table.name
    assert await gone.row(Workspace) is None
    assert (await maps.snapshot(desk, stays.actor, kept)).outline.title == "Jackets"


async def test_a_refusal_of_the_older_token_that_comes_late_does_not_remove_a_workspace_that_is_installed_again(there):
    tenant = await installed(there)
    installs, works = there.cairn.installs, there.cairn.engine.works
    older = (await installs.grant(tenant.id)).token
    await tenant.simulator.uninstall()
    gone = DeliveryError("not_installed", Answer.STOP_WORKSPACE, mark=NONE)
    with pytest.raises(DeliveryError) as refused:
        await installs.grant(tenant.id)
    assert refused.value.mark == gone.mark
    async with Browser(there) as browser:
        assert (await browser.install(tenant))[0] == 200
    late = DeliveryError("token_revoked", Answer.STOP_WORKSPACE, mark=mark_of(older))
    for one in (late, gone):
        assert not await stopping.workspace(works, tenant.id, one)
        assert (await tenant.row(Workspace)).removed_at is None
    # A token that was renewed is an older one, too.
    present = (await installs.grant(tenant.id)).token
    renewed = await installs.renewed(tenant.id, refused_token=present)
    assert not await stopping.workspace(
        works, tenant.id, DeliveryError("token_revoked", late.answer, mark=mark_of(present))
    )
    # And the wire says which one was refused.
    tenant.simulator.core.account_error = "token_revoked"
    with pytest.raises(DeliveryError) as refused:
        await works.messenger.profile(tenant.id, tenant.ana.id)
    tenant.simulator.core.account_error = ""
    assert refused.value.mark == mark_of(renewed)
    assert await stopping.workspace(works, tenant.id, refused.value)
    assert (await tenant.row(Workspace)).removed_at is not None


@pytest.mark.thorough
async def test_when_cairn_lets_go_of_its_token_itself_the_workspace_is_removed(there):
    tenant = await installed(there)
    installs = there.cairn.installs
    token = (await installs.grant(tenant.id)).token
    await installs.client.auth_revoke(token=token)
    async with asyncio.timeout(10):
        while await tenant.row(Installation) is not None:
            await asyncio.sleep(0.05)
    assert (await tenant.row(Workspace)).removed_at is not None
