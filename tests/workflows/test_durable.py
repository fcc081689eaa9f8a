"""The engine, on both databases."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select, update

from storage import tables
from storage.db import Database
from tests.conftest import Databases
from tests.workflows.engine_parts import (
    QUICK,
    START,
    TEAM,
    HandClock,
    RecordingSlack,
    Scene,
    Sketches,
    desk_of,
    empty,
    make_workshop,
    set_review,
)
from workflows.durable import Engine, EngineError
from workflows.errors import Answer, DeliveryError
from workflows.words import PostingKind

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Engine]:
    """An engine on a database of either kind."""
    url = databases.new(request.param)
    database = await Database.open(url)
    engine = Engine(database, HandClock(), QUICK)
    yield engine
    await engine.stop()
    await database.close()
    databases.drop(url)


@pytest.fixture
async def scene(engine: Engine) -> AsyncIterator[Scene]:
    """A workshop, alone in the database, on a running engine."""
    clock, slack, pictures = HandClock(), RecordingSlack(), Sketches()
    engine._settings, engine._clock = QUICK, clock
    if engine._works is None:
        await engine.start(slack, pictures)
    await empty(engine._db)
    await make_workshop(engine._db)
    engine._works = replace(engine.works, clock=clock, messenger=slack, pictures=pictures, settings=QUICK)
    yield Scene(desk_of(engine._db, clock, engine), slack, pictures, clock)
    if engine._works is not None:
        try:
            await engine.idle(0.5)
        except TimeoutError:
            await engine.stop()  # what is left over would go on in the next test


def engine_of(scene: Scene) -> Engine:
    assert isinstance(scene.desk.outbox, Engine)
    return scene.desk.outbox


async def test_a_message_is_sent_once_and_its_place_is_known(scene: Scene):
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    card = await scene.posting("card:1")
    assert scene.slack.sent == {"card:1": 1}
    assert (card.state, card.ts, card.message_channel_id) == ("sent", "1700000000.000000", "C1")


async def test_the_guide_follows_the_card_into_its_thread(scene: Scene):
    await scene.post(PostingKind.GUIDE, "guide:1:1", in_thread=True)
    await asyncio.sleep(0.3)
    assert scene.slack.sent == {}
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    assert scene.slack.in_order() == ["card:1", "guide:1:1"]
    assert scene.slack.messages["1700000000.000001"].thread_ts == "1700000000.000000"


async def test_messages_of_one_channel_go_one_at_a_time_and_in_order(scene: Scene):
    scene.slack.seconds = 0.03
    keys = [f"owner:{number}:1" for number in range(5)]
    for key in keys:
        await scene.post(PostingKind.REVIEW_DUE, key, "U7")
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    assert [key for key in scene.slack.in_order() if key.startswith("owner")] == keys
    assert scene.slack.most_at_once == {"U7": 1, "C1": 1}


async def test_fifty_contributions_make_few_drawings_and_the_last_one_is_shown(scene: Scene):
    engine_of(scene)._settings = replace(QUICK, refresh_delay=0.5)
    await scene.post(PostingKind.CARD, "card:1")
    await asyncio.gather(*(scene.contribute(f"thought {number}") for number in range(50)))
    await engine_of(scene).idle()
    workshop = await scene.workshop()
    assert workshop.revision == 51
    assert workshop.drawn_revision == 51
    assert scene.pictures.revisions[-1] == 51
    assert len(scene.pictures.revisions) <= 6
    picture = await scene.posting("picture:1:0")
    assert scene.slack.revisions[picture.ts or ""] == 51
    assert workshop.map_file_id == f"F{len(scene.slack.uploads)}"
    assert len(scene.slack.sent) == 2, "the picture is replaced in place, not piled up"


async def test_a_map_is_published_only_so_often_but_at_the_end_of_a_step_at_once(scene: Scene):
    engine = engine_of(scene)
    engine._settings = replace(QUICK, publish_every=30)
    await scene.contribute()
    await engine.idle()
    await scene.contribute()
    await asyncio.sleep(0.8)
    assert scene.pictures.revisions == [2]
    await scene.contribute(soon=True)
    for _ in range(100):
        await asyncio.sleep(0.03)
        if (await scene.workshop()).drawn_revision == 4:
            break
    assert scene.pictures.revisions == [2, 4]


async def test_a_contribution_that_is_rolled_back_sends_nothing(scene: Scene):
    async def fail() -> None:
        async with scene.db.write() as session:
            workshop = await session.get_one(tables.Workshop, 1)
            row = tables.Posting(
                team_id=TEAM, workshop_id=workshop.id, key="k", kind="card", channel_id="C1", created_at=START
            )
            session.add(row)
            await session.flush()
            await scene.desk.outbox.post(session, row.id or 0)
            msg = "no"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError):
        await fail()
    await asyncio.sleep(0.3)
    assert scene.slack.sent == {}


async def test_ten_deliveries_of_one_click_at_the_same_moment_have_one_effect_and_one_answer(scene: Scene):
    answers = await asyncio.gather(*(scene.contribute("twice", "view:1") for _ in range(10)))
    assert len({answer.item_id for answer in answers}) == 1
    assert (await scene.workshop()).revision == 2


async def test_slack_that_asks_for_patience_gets_it(scene: Scene):
    scene.slack.trouble["card"] = [
        DeliveryError("ratelimited", Answer.WAIT, 0.1),
        DeliveryError("ratelimited", Answer.WAIT),
    ]
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    assert scene.slack.sent == {"card:1": 1}
    assert scene.slack.asked_for == [], "Slack said that it did not take it: nothing to look up"


async def test_a_message_whose_fate_is_unknown_is_looked_up_before_it_is_sent_again(scene: Scene):
    taken = scene.slack._post

    def lost(order, snapshot):
        taken(order, snapshot)
        error = "TimeoutError"
        raise DeliveryError(error, Answer.RETRY)

    scene.slack._post = lost  # type: ignore[method-assign]
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    assert scene.slack.sent == {"card:1": 1}
    assert scene.slack.asked_for == ["card:1"]
    assert (await scene.posting("card:1")).state == "sent"


async def test_it_is_looked_up_although_slack_has_whoever_looks_wait_first(scene: Scene):
    taken, looked = scene.slack._post, scene.slack.find

    def lost(order, snapshot):
        taken(order, snapshot)
        error = "TimeoutError"
        raise DeliveryError(error, Answer.RETRY)

    async def busy(order):
        found = await looked(order)
        if len(scene.slack.asked_for) == 1:
            raise DeliveryError("ratelimited", Answer.WAIT, 0.01)
        return found

    scene.slack._post, scene.slack.find = lost, busy  # type: ignore[method-assign]
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    assert scene.slack.sent == {"card:1": 1}
    assert scene.slack.asked_for == ["card:1", "card:1"]
    assert (await scene.posting("card:1")).state == "sent"


async def test_a_channel_that_is_archived_is_told_to_the_facilitator_once_and_goes_on_when_it_works_again(scene: Scene):
    engine = engine_of(scene)
    stop = [DeliveryError("is_archived", Answer.STOP_CHANNEL) for _ in range(9)]
    scene.slack.trouble = {"card": stop, "review": stop}
    await scene.post(PostingKind.CARD, "card:1")
    await scene.post(PostingKind.REVIEW_DUE, "review:1")
    for _ in range(2):
        await engine.idle()
        await engine.tick()
    await engine.idle()
    rows = await scene.postings()
    assert [(row.kind, row.state, row.attempts, row.channel_id) for row in rows] == [
        ("card", "queued", 0, "C1"),
        ("review_due", "queued", 0, "C1"),
        ("trouble", "sent", 1, "U1"),
    ]
    assert len(stop) == 8, "one try is enough to know"
    await tried_again(scene)
    assert len(stop) == 7, "once in a while it is tried, with one message"
    assert len(await scene.postings()) == 3
    stop.clear()
    await tried_again(scene)
    await engine.tick()
    await engine.idle()
    said = [key.split(":")[0] for key in scene.slack.in_order()]
    assert said[:2] == ["stopped", "card"]
    assert sorted(said[2:]) == ["picture", "review"], "what waited, and the map as it is now"
    async with scene.db.read() as session:
        assert (await session.exec(select(tables.StoppedChannel))).all() == []


async def tried_again(scene: Scene) -> None:
    """The pause between two tries is over."""
    async with scene.db.write() as session:
        await session.exec(update(tables.StoppedChannel).values(next_try_at=datetime.now(UTC) - timedelta(seconds=1)))
    await engine_of(scene).tick()
    await engine_of(scene).idle()


async def test_a_card_that_cannot_be_changed_in_a_stopped_channel_shows_the_newest_when_it_works_again(scene: Scene):
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    scene.slack.trouble["card"] = [DeliveryError("not_in_channel", Answer.STOP_CHANNEL)]
    for text in ("one", "two"):
        await scene.contribute(text)
        await engine_of(scene).idle()
    card = await scene.posting("card:1")
    assert scene.slack.revisions[card.ts or ""] == 1
    await tried_again(scene)
    assert scene.slack.revisions[card.ts or ""] == 3
    assert sum(key.startswith("stopped") for key in scene.slack.sent) == 1


async def test_a_workspace_that_took_its_token_back_is_left_alone_until_cairn_is_installed_again(scene: Scene):
    engine = engine_of(scene)
    revoked = [DeliveryError("token_revoked", Answer.STOP_WORKSPACE) for _ in range(9)]
    scene.slack.trouble = {"card": revoked, "upload": revoked}
    await scene.post(PostingKind.CARD, "card:1")
    await engine.idle()
    await scene.contribute("meanwhile")
    for _ in range(3):
        await engine.idle()
        await engine.tick()
    assert len(revoked) == 8, "Slack is asked no more"
    assert [(row.key, row.state) for row in await scene.postings()] == [("card:1", "queued")]
    assert (await scene.workshop()).draw_failures == 0
    revoked.clear()
    async with scene.db.write() as session:
        workspace = await session.get_one(tables.Workspace, TEAM)
        assert workspace.removed_at == START
        workspace.removed_at = None
    for _ in range(2):
        await engine.tick()
        await engine.idle()
    assert scene.slack.sent == {"card:1": 1, "picture:1:0": 1}
    assert (await scene.workshop()).drawn_revision == 2


async def test_a_message_that_slack_took_in_words_only_is_told_to_the_facilitator_once(scene: Scene):
    taken = scene.slack._post
    scene.slack._post = lambda order, snapshot: replace(taken(order, snapshot), shortened="msg_too_long")  # type: ignore[method-assign]
    await scene.post(PostingKind.CARD, "card:1")
    await scene.post(PostingKind.TROUBLE, "trouble:1:1", "U5")
    await engine_of(scene).idle()
    rows = await scene.postings()
    assert sorted((row.kind, row.state, row.channel_id) for row in rows) == [
        ("card", "sent", "C1"),
        ("trouble", "sent", "U1"),
        ("trouble", "sent", "U5"),
    ], "once for each place"


async def test_a_message_in_trouble_makes_way_for_those_behind_it_and_is_not_given_up(scene: Scene):
    engine = engine_of(scene)
    engine._works = replace(engine.works, settings=replace(QUICK, attempts=2, attempts_in_all=99, rest_seconds=0.1))
    scene.slack.trouble["trouble:1"] = [DeliveryError("internal_error", Answer.RETRY) for _ in range(6)]
    await scene.post(PostingKind.TROUBLE, "trouble:1:1", "U5")
    await scene.post(PostingKind.TROUBLE, "trouble:2:1", "U5")
    await engine.idle()
    assert scene.slack.in_order() == ["trouble:2:1"]
    for _ in range(9):
        await asyncio.sleep(0.15)
        await engine.tick()
        await engine.idle()
    assert scene.slack.in_order() == ["trouble:2:1", "trouble:1:1"]
    assert (await scene.posting("trouble:1:1")).attempts == 7


async def test_what_never_works_is_given_up_after_some_tries(scene: Scene):
    scene.slack.trouble["card"] = [DeliveryError("internal_error", Answer.RETRY) for _ in range(99)]
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    card = await scene.posting("card:1")
    assert (card.state, card.attempts, card.error) == ("failed", QUICK.attempts, "internal_error")


async def test_a_card_that_somebody_deleted_is_posted_anew(scene: Scene):
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    scene.slack.trouble["card"] = [DeliveryError("message_not_found", Answer.REPLACE)]
    await scene.contribute()
    await engine_of(scene).idle()
    card = await scene.posting("card:1")
    assert card.ts != "1700000000.000000"
    assert scene.slack.removed == ["1700000000.000000"]
    assert scene.slack.revisions[card.ts or ""] == 2


async def test_where_pictures_cannot_be_shown_by_their_id_the_map_is_the_message(scene: Scene):
    refused = [DeliveryError("slack_file_refused", Answer.REPLACE) for _ in range(9)]
    scene.slack.trouble["picture"] = refused
    await scene.post(PostingKind.CARD, "card:1")
    await scene.contribute()
    await engine_of(scene).idle()
    first = (await scene.posting("picture:1:0")).ts
    await scene.contribute()
    await engine_of(scene).idle()
    assert scene.slack.shared == ["cairn-map-1-r2.png", "cairn-map-1-r3.png"]
    assert scene.slack.removed == [first]
    assert (await scene.posting("picture:1:0")).ts != first


async def test_a_map_that_cannot_be_drawn_still_gets_its_card_and_is_not_tried_for_ever(scene: Scene):
    scene.pictures.broken = True
    await scene.post(PostingKind.CARD, "card:1")
    await scene.contribute()
    for _ in range(6):
        await engine_of(scene).idle()
        await engine_of(scene).tick()
    assert scene.slack.updated[0] == ("card:1", 2)
    assert len(scene.pictures.revisions) == 5
    scene.pictures.broken = False
    await scene.contribute()
    await engine_of(scene).idle()
    assert (await scene.workshop()).drawn_revision == 3


async def test_the_pdf_goes_into_the_thread_once(scene: Scene):
    await scene.post(PostingKind.CARD, "card:1")
    await engine_of(scene).idle()
    await scene.post(PostingKind.DOCUMENT, "pdf:1:1", in_thread=True)
    await engine_of(scene).idle()
    assert scene.slack.shared == ["cairn-map-1-r1.pdf"]
    assert (await scene.posting("pdf:1:1")).state == "sent"


async def test_what_slack_says_of_a_person_is_kept_and_asked_for_once(scene: Scene):
    for _ in range(3):
        async with scene.db.write() as session:
            await scene.desk.outbox.profile(session, TEAM, "U9")
    await engine_of(scene).idle()
    async with scene.db.read() as session:
        profile = await session.get_one(tables.Profile, (TEAM, "U9"))
    assert (profile.name, profile.tz, profile.is_admin) == ("Мария", "Europe/Berlin", True)
    assert scene.slack.asked_for == ["U9"]


async def test_a_review_comes_due_once_however_often_the_clock_ticks(scene: Scene):
    await scene.post(PostingKind.CARD, "card:1")
    await set_review(scene.db, START + timedelta(days=1))
    await engine_of(scene).tick()
    await engine_of(scene).idle()
    assert len(await scene.postings()) == 1
    scene.clock.shift(timedelta(days=1))
    await asyncio.gather(*(engine_of(scene).tick() for _ in range(4)))
    await engine_of(scene).idle()
    sent = {key: count for key, count in scene.slack.sent.items() if key.startswith(("review", "day:U2"))}
    assert list(sent.values()) == [1, 1]
    assert {scene.slack.messages[ts].channel_id for ts in scene.slack.messages} == {"C1", "U2"}


async def test_after_a_long_outage_a_review_is_caught_up_with_once(scene: Scene):
    await scene.post(PostingKind.CARD, "card:1")
    await set_review(scene.db, START + timedelta(days=1))
    scene.clock.shift(timedelta(days=100))
    for _ in range(3):
        await engine_of(scene).tick()
    await engine_of(scene).idle()
    async with scene.db.read() as session:
        review = await session.get_one(tables.Review, 1)
    assert sum(key.startswith("review:") for key in scene.slack.sent) == 1
    assert review.due_at is not None
    assert scene.clock.now() < review.due_at <= scene.clock.now() + timedelta(days=7)


async def test_one_review_that_cannot_be_opened_keeps_no_other_from_coming_due(scene: Scene):
    await set_review(scene.db, START)
    async with scene.db.write() as session:
        review = await session.get_one(tables.Review, 1)
        review.tz = "Mars/Olympus"
    await engine_of(scene).tick()
    assert (await scene.workshop()).id == 1


async def test_a_message_that_no_job_looks_after_is_handed_over_again(scene: Scene):
    async with scene.db.write() as session:
        session.add(
            tables.Posting(team_id=TEAM, workshop_id=1, key="card:1", kind="card", channel_id="C1", created_at=START)
        )
        session.add(
            tables.Posting(
                team_id=TEAM, workshop_id=1, key="owner:1:1", kind="review_due", channel_id="U3", created_at=START,
                state="sending", lease_until=datetime.now(UTC) - timedelta(seconds=1), attempts=1,
            )
        )  # fmt: skip
    await engine_of(scene).tick()
    await engine_of(scene).idle()
    assert scene.slack.sent == {"card:1": 1, "owner:1:1": 1}
    assert scene.slack.asked_for == ["owner:1:1"]


async def test_a_map_that_fell_behind_is_drawn_at_the_next_tick(scene: Scene):
    await scene.change_workshop(revision=7)
    await engine_of(scene).tick()
    await engine_of(scene).idle()
    assert scene.pictures.revisions == [7]


async def test_a_drawing_whose_job_was_lost_is_ordered_again(scene: Scene):
    await scene.change_workshop(revision=3, refresh_pending=True, refresh_generation=5)
    await engine_of(scene).tick()
    await engine_of(scene).idle()
    assert scene.pictures.revisions == [3]


async def test_an_engine_can_be_stopped_and_started_again_and_goes_on_where_it_was(scene: Scene):
    engine = engine_of(scene)
    scene.slack.trouble["card"] = [DeliveryError("ratelimited", Answer.WAIT, 30)]
    engine._settings = replace(QUICK, drain_seconds=0.1)
    await scene.post(PostingKind.CARD, "card:1")
    await asyncio.sleep(0.3)
    await engine.stop()
    assert scene.slack.sent == {}
    with pytest.raises(EngineError, match="not running"):
        await scene.contribute()
    await engine.start(scene.slack, scene.pictures)
    assert await asyncio.to_thread(lambda: 3) == 3
    await engine.tick()
    assert scene.slack.sent == {}, "the patience that Slack asked for outlives a restart"


async def test_stopping_lets_what_is_under_way_finish(scene: Scene):
    scene.slack.seconds = 0.4
    await scene.post(PostingKind.CARD, "card:1")
    for _ in range(50):
        await asyncio.sleep(0.02)
        if scene.slack.running["C1"]:
            break
    await engine_of(scene).stop()
    assert (await scene.posting("card:1")).state == "sent"


async def test_two_engines_in_one_process_are_refused(scene: Scene):
    with pytest.raises(EngineError, match="another engine"):
        await Engine(scene.db, scene.clock, QUICK).start(scene.slack, scene.pictures)


async def test_nothing_but_ids_is_kept_by_the_engine(scene: Scene):
    await scene.post(PostingKind.CARD, "card:1")
    await scene.contribute("a secret thought")
    await engine_of(scene).idle()
    client = engine_of(scene)._client
    assert client is not None
    jobs = [job for job in await client.list_workflows_async() if job.name != "reap"]
    assert {job.name for job in jobs} == {"post", "renew", "refresh"}
    for job in jobs:
        assert job.input is not None
        *ids, number = job.input["args"]
        assert all(isinstance(value, int) for value in ids)
        assert re.fullmatch(r"[0-9a-f]{8}|", number), "by which the log tells what caused it"
        assert "secret" not in str(job.output)


async def test_the_ticking_schedule_ticks(scene: Scene):
    engine = engine_of(scene)
    await engine.stop()
    engine._settings = replace(QUICK, tick_seconds=1)
    await scene.change_workshop(revision=9)
    await engine.start(scene.slack, scene.pictures)
    until = time.monotonic() + 8
    while not scene.pictures.revisions and time.monotonic() < until:
        await asyncio.sleep(0.1)
    assert scene.pictures.revisions == [9]
