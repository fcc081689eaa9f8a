"""What Slack tells about the workspace itself, and who may speak to the bot."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import select

from bot import failures, lazy, middleware
from bot.installs import Installs
from bot.lazy import Background
from bot.listeners import lifecycle
from bot.settings import SettingsError
from bot.simulator.server import Simulator
from bot.simulator.state import World
from storage.db import Database
from storage.tables import Audit, Posting, Profile, Review, StoppedChannel, Workshop, Workspace
from workflows.desk import Desk

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class StoppedClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Written:
    """An outbox that only writes down what it is handed."""

    profiles: list = field(default_factory=list)
    posts: list = field(default_factory=list)

    async def profile(self, session, team_id, user_id, stamp=""):
        self.profiles.append((team_id, user_id))

    async def post(self, session, posting_id):
        self.posts.append(posting_id)

    async def refresh(self, session, workshop_id, *, soon=False):
        del session, workshop_id, soon


@dataclass
class House:
    bolt: AsyncApp
    desk: Desk
    installs: Installs
    client: AsyncWebClient
    background: Background
    seen: list

    async def event(self, kind: str, event_id: str = "Ev1", team_id: str = "T1", **event):
        body = {
            "type": "event_callback",
            "team_id": team_id,
            "event_id": event_id,
            "event": {"type": kind, **event},
        }
        return await self.bolt.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))

    async def command(self, **body):
        command = {"command": "/journey", "text": "", "team_id": "T1", "user_id": "U1", **body}
        return await self.bolt.async_dispatch(AsyncBoltRequest(body=command, mode="socket_mode"))

    async def press(self, **body):
        press = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "team_id": "T1"},
            "actions": [{"action_id": "next_step", "block_id": "b", "type": "button"}],
        } | body
        return await self.bolt.async_dispatch(AsyncBoltRequest(body=press, mode="socket_mode"))

    async def all(self, table):
        async with self.desk.db.read() as session:
            return (await session.exec(select(table))).all()


@pytest.fixture
async def house(sqlite_url) -> AsyncIterator[House]:
    db = await Database.open(sqlite_url)
    desk = Desk(db, StoppedClock(), Written())
    installs = Installs(db, StoppedClock(), "xoxb-1")
    client = AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    logger = logging.getLogger("test.lifecycle.bolt")
    logger.setLevel(logging.CRITICAL)

    async def authorize(enterprise_id, team_id):
        return await installs.authorize(enterprise_id, team_id)

    bolt = AsyncApp(
        name="test",
        logger=logger,
        client=client,
        authorize=authorize,
        signing_secret="",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        user_facing_authorize_error_message="not installed",
    )
    background, seen = Background(), []
    lazy.install(bolt, background)
    failures.install(bolt, background)
    middleware.install(bolt, desk)
    lifecycle.register(bolt, desk)

    async def listener(ack, context):
        seen.append((context["actor"], context["say_in"]))
        await ack()

    bolt.command("/journey")(listener)
    bolt.action("next_step")(listener)
    async with db.write() as session:
        session.add(Workspace(team_id="T1", bot_user_id="UB", installed_at=NOW))
        session.add(
            Profile(team_id="T1", user_id="U1", name="Ana", tz="Europe/Berlin", language="he", refreshed_at=NOW)
        )
    yield House(bolt, desk, installs, client, background, seen)
    await background.drain(5)
    await db.close()


async def test_who_acts_is_known_before_any_listener_with_language_and_time_zone(house):
    assert (await house.command()).status == 200
    ((actor, say),) = house.seen
    assert (actor.team_id, actor.user_id) == ("T1", "U1")
    assert (say.language, say.tz) == ("he", "Europe/Berlin")


async def test_a_workspace_that_never_installed_the_app_is_answered_by_nobody(house):
    answer = await house.command(team_id="T9")
    assert (answer.status, answer.body) == (200, "not installed")
    assert house.seen == []


async def test_somebody_of_another_company_in_a_shared_channel_is_refused(house):
    await house.press(user={"id": "U7", "team_id": "T7"})
    assert house.seen == []
    await house.press()
    assert len(house.seen) == 1


async def test_an_organisation_without_a_named_workspace_is_found_by_its_id(house):
    async with house.desk.db.write() as session:
        session.add(Workspace(team_id="E1", enterprise_id="E1", installed_at=NOW))
    await house.press(team=None, enterprise={"id": "E1"}, is_enterprise_install=True, user={"id": "U1"})
    assert house.seen[0][0].team_id == "E1", "an organisation is one tenant"


async def test_a_changed_profile_is_fetched_again_only_of_people_we_know(house):
    assert (await house.event("user_change", user={"id": "U1"})).status == 200
    assert (await house.event("user_change", user={"id": "U8"})).status == 200
    assert house.desk.outbox.profiles == [("T1", "U1")]


async def test_after_the_app_is_removed_a_late_request_recreates_nothing(house):
    await house.event("app_uninstalled")
    assert (await house.all(Workspace))[0].removed_at == NOW
    answer = await house.command(user_id="U5")
    assert answer.body == "not installed"
    assert house.seen == []
    assert [row.user_id for row in await house.all(Profile)] == ["U1"]


async def test_only_the_bots_own_revoked_token_ends_the_installation(house):
    await house.event("tokens_revoked", tokens={"oauth": ["U1"], "bot": []})
    assert (await house.all(Workspace))[0].removed_at is None
    await house.event("tokens_revoked", tokens={"bot": ["UB"]})
    assert (await house.all(Workspace))[0].removed_at == NOW


@pytest.mark.parametrize("kind", ["channel_archive", "group_archive"])
async def test_an_archived_channel_has_no_reviews_and_its_facilitator_is_told_once(house, kind):
    async with house.desk.db.write() as session:
        workshop = Workshop(
            team_id="T1", channel_id="C1", title="t", facilitator_id="U1", created_by="U1", created_at=NOW
        )
        session.add(workshop)
        await session.flush()
        session.add(
            Review(workshop_id=workshop.id, cadence="weekly", starts_on=date(2026, 12, 1), due_at=NOW, updated_at=NOW)
        )
    for _delivery in range(3):
        assert (await house.event(kind, channel="C1", user="U2")).status == 200
    (review,), (posting,) = await house.all(Review), await house.all(Posting)
    assert (review.due_at, review.paused_at) == (NOW, NOW)
    assert (posting.kind, posting.channel_id) == ("trouble", "U1")
    assert house.desk.outbox.posts == [posting.id]
    assert len(await house.all(StoppedChannel)) == 1
    for _delivery in range(2):
        await house.event(kind.replace("archive", "unarchive"), event_id="Ev2", channel="C1", user="U2")
    (review,) = await house.all(Review)
    assert (review.due_at, review.paused_at) == (NOW, None), "it goes on in its rhythm"
    assert [row.action for row in await house.all(Audit)] == ["channel_archived", "channel_opened"]
    assert await house.all(StoppedChannel) == []
    assert len(await house.all(Posting)) == 1, "there is nothing to say about that"


async def test_only_the_bot_itself_coming_back_wakes_reviews(house):
    async with house.desk.db.write() as session:
        workshop = Workshop(
            team_id="T1", channel_id="C1", title="t", facilitator_id="U1", created_by="U1", created_at=NOW
        )
        session.add(workshop)
        await session.flush()
        of = {"cadence": "weekly", "starts_on": date(2026, 12, 1), "due_at": NOW, "updated_at": NOW}
        session.add(Review(workshop_id=workshop.id, **of))
    await house.event("channel_left", channel="C1")
    await house.event("member_joined_channel", event_id="Ev2", channel="C1", user="U9")
    assert (await house.all(Review))[0].paused_at == NOW
    await house.event("member_joined_channel", event_id="Ev3", channel="C1", user="UB")
    assert (await house.all(Review))[0].paused_at is None


async def test_the_start_writes_down_who_we_are_and_revives_a_removed_installation(house):
    async with Simulator(World()) as simulator:
        client = AsyncWebClient(token=simulator.core.bot_token, base_url=simulator.api_url, retry_handlers=[])

        async def started() -> Workspace:
            await house.installs.connect(client)
            assert house.installs.home == simulator.world.team_id
            return next(one for one in await house.all(Workspace) if one.team_id == house.installs.home)

        for _start in range(2):
            row = await started()
            assert row.removed_at is None
            assert "chat:write" in row.scopes.split(",")
            assert row.url.startswith("https://")
            async with house.desk.db.write() as session:
                row.removed_at = NOW
                session.add(row)
        assert (await started()).removed_at is None


@pytest.mark.parametrize(("code", "words"), [("invalid_auth", "does not know"), ("account_inactive", "was revoked")])
async def test_a_token_slack_refuses_is_a_sentence_that_says_where_to_find_another(house, code, words):
    async with Simulator(World()) as simulator:
        simulator.core.account_error = code
        client = AsyncWebClient(token=simulator.core.bot_token, base_url=simulator.api_url, retry_handlers=[])
        with pytest.raises(SettingsError, match=words) as caught:
            await house.installs.connect(client)
        assert "OAuth & Permissions" in str(caught.value)
