"""What the engine uses of DBOS beyond its documented interface, and taking over from lost copies."""

import asyncio
import inspect
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from dbos import DBOS

from storage import heartbeats
from storage.db import Database
from tests.workflows.engine_parts import QUICK, HandClock, RecordingSlack, Scene, Sketches, desk_of, make_workshop
from workflows.bells import Queues
from workflows.durable import Engine
from workflows.engine_room import JsonSerializer
from workflows.replicas import Pulse
from workflows.words import PostingKind
from workflows.works import EngineSettings

pytestmark = pytest.mark.faults


def test_the_private_recovery_call_takes_the_lost_copies():
    assert list(inspect.signature(DBOS._recover_pending_workflows).parameters) == ["executor_ids"]


async def test_what_draining_looks_at_is_there(database: Database):
    engine = Engine(database, HandClock(), QUICK)
    await engine.start(RecordingSlack(), Sketches())
    from dbos._dbos import _get_dbos_instance

    dbos = _get_dbos_instance()
    assert dbos.background_thread_stop_events
    assert dbos._active_workflows_set.activeList() == []
    assert isinstance(dbos._workflow_tasks, set)
    assert dbos.conductor_websocket is None, "nobody is phoned"
    await engine.stop()


def test_jobs_are_kept_as_json():
    serializer = JsonSerializer()
    inputs = {"args": (1, "T1"), "kwargs": {}}
    assert serializer.serialize(inputs) == '{"args": [1, "T1"], "kwargs": {}}'
    assert serializer.deserialize(serializer.serialize(inputs)) == {"args": [1, "T1"], "kwargs": {}}
    error = serializer.deserialize(serializer.serialize(ValueError("Мир")))
    assert isinstance(error, RuntimeError)
    assert str(error) == "ValueError: Мир"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_lost_copy_had_under_way_is_taken_over(database: Database):
    clock, slack = HandClock(), RecordingSlack()
    await make_workshop(database)
    engine = Engine(database, clock, replace(QUICK, silent_seconds=0.4))
    await engine.start(slack, Sketches())
    scene = Scene(desk_of(database, clock, engine), slack, Sketches(), clock)
    slack.seconds = 60
    posting = await scene.post(PostingKind.CARD, "card:1")
    while not slack.running["C1"]:
        await asyncio.sleep(0.02)
    # As if the copy that sends it were another one, which has died: its lease ends, and nobody hears of it.
    slack.seconds = 0
    async with database.write() as session:
        await session.exec(
            sa.text("UPDATE dbos.workflow_status SET executor_id = 'lost' WHERE status = 'PENDING' AND name = 'post'")
        )
        await session.exec(sa.text("UPDATE posting SET lease_until = now()"))
    taken_over: list[str] = []
    for _ in range(100):
        taken_over += await engine.reap()
        if (await scene.posting("card:1")).state == "sent":
            break
        await asyncio.sleep(0.1)
    assert (await scene.posting("card:1")).id == posting
    assert slack.sent == {"card:1": 1}
    engine._settings = replace(QUICK, drain_seconds=0.1)
    await engine.stop()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_after_a_break_of_its_own_a_copy_takes_nobody_for_dead(database: Database):
    pulse = Pulse(database, "me", replace(QUICK, silent_seconds=60))
    await pulse.start()

    async def owners() -> set[str]:
        return {"somebody"}

    async def recover(dead: list[str]) -> None:
        pytest.fail(f"{dead} were taken for dead")

    assert await pulse.reap(owners, recover) == []
    async with database.read() as session:
        assert await heartbeats.alive(session, timedelta(seconds=5)) == {"me"}
        assert isinstance(await heartbeats.settled(session, timedelta(days=1)), bool)
    await pulse.stop()
    async with database.read() as session:
        assert await heartbeats.alive(session, timedelta(seconds=5)) == set()


async def test_messages_of_one_channel_keep_the_pace_while_another_channel_goes_on(database: Database):
    clock, slack, times = HandClock(), RecordingSlack(), {}
    await make_workshop(database)
    engine = Engine(database, clock, replace(QUICK, pace_seconds=EngineSettings().pace_seconds))
    await engine.start(slack, Sketches())
    taken = slack._post

    def timed(order, snapshot):
        times[order.key] = datetime.now().timestamp()  # noqa: DTZ005
        return taken(order, snapshot)

    slack._post = timed  # type: ignore[method-assign]
    scene = Scene(desk_of(database, clock, engine), slack, Sketches(), clock)
    # The pace is kept from job to job, what is looked at is the sending, to which the first job takes the longest.
    await scene.post(PostingKind.REVIEW_DUE, "first", "U3")
    await engine.idle()
    for number in range(3):
        await scene.post(PostingKind.REVIEW_DUE, f"a{number}", "U1")
    await scene.post(PostingKind.REVIEW_DUE, "b0", "U2")
    await engine.idle()
    await engine.stop()
    assert times["a1"] - times["a0"] > 0.5
    assert times["a2"] - times["a1"] > 0.5
    assert times["a2"] - times["a0"] > 1.6
    assert times["b0"] < times["a2"]


async def test_a_queue_is_looked_at_as_soon_as_something_is_in_it(database: Database):
    clock, slack = HandClock(), RecordingSlack()
    await make_workshop(database)
    engine = Engine(database, clock, replace(QUICK, poll_seconds=30, rare_poll_seconds=30))
    await engine.start(slack, Sketches())
    try:
        names = {thread.name for thread in threading.enumerate()}
        while not names >= {f"queue-worker-{queue}" for queue in Queues}:
            await asyncio.sleep(0.05)
            names = {thread.name for thread in threading.enumerate()}
        scene = Scene(desk_of(database, clock, engine), slack, Sketches(), clock)
        await scene.post(PostingKind.CARD, "card:1")
        await scene.post(PostingKind.GUIDE, "guide:1")
        await engine.idle(10)  # seconds, where looking alone would take thirty
        assert len(slack.sent) == 2
    finally:
        started = time.monotonic()
        await engine.stop()
    assert time.monotonic() - started < 5, "nobody waits for the next look when it ends"
