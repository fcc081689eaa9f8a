"""Into another database with work under way: what was to be said is said there, once."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from storage import stops, tables
from storage.db import Database, plain, sync_url
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
    make_workshop,
    set_review,
)
from workflows import notices, retention
from workflows.durable import KEEP, Engine
from workflows.errors import DeliveryError
from workflows.words import NoticeKind, PostingKind

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[2]
KEYS = (Fernet.generate_key().decode(),)  # beside the databases: what is sealed moves as it is
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


@pytest.fixture(params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, databases: Databases):
    """A database, and an empty one of the other kind."""
    urls = databases.new(request.param), databases.new(OTHER[request.param])
    yield urls
    for url in urls:
        databases.drop(url)


def cairn(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """One command, as an administrator says it."""
    environment = {**os.environ, "DATABASE_URL": plain(sync_url(url)).replace("+psycopg", "")}
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


async def begin(url: str, slack: RecordingSlack, pictures: Sketches, **measures: float) -> tuple[Engine, Scene]:
    database, clock = await Database.open(url, KEYS), HandClock()
    engine = Engine(database, clock, replace(QUICK, **measures))
    await engine.start(slack, pictures)
    return engine, Scene(desk_of(database, clock, engine), slack, pictures, clock)


async def until(what, sentence: str) -> None:
    async with asyncio.timeout(30):
        while not await what():
            await asyncio.sleep(0.05)
    assert await what(), sentence


def refuse(slack: RecordingSlack, key: str) -> None:
    slack.trouble[key] = [DeliveryError("ratelimited", "retry", 3600.0) for _ in range(9)]


async def test_what_was_to_be_said_is_said_once_in_the_database_that_was_moved_to(pair, tmp_path):
    source, target = pair
    slack, pictures = RecordingSlack(), Sketches()
    opened = await Database.open(source)
    await make_workshop(opened)
    await opened.close()

    engine, scene = await begin(source, slack, pictures, drain_seconds=0.2, refresh_delay=3600)
    await scene.post(PostingKind.CARD, "card:1")
    await engine.idle()
    for key in ("card:1", "trouble:", "day:"):
        refuse(slack, key)
    await scene.post(PostingKind.TROUBLE, "trouble:1", "U1")  # waits for Slack to take it
    async with scene.db.write() as session:
        await stops.stop_channel(session, TEAM, "C9", "is_archived")
    await scene.post(PostingKind.HELP, "help:1", "C9")  # waits for its channel
    async with scene.db.write() as session:
        session.add(tables.ReviewRound(id=1, workshop_id=1, number=1, due_at=START, early=True))
        session.add(tables.Profile(team_id=TEAM, user_id="U1", works_on=list(range(7))))
        session.add(tables.Installation(team_id=TEAM, token="xoxb-sealed"))
        workshop = await session.get_one(tables.Workshop, 1)
        told = (session, engine, START, workshop, NoticeKind.REVIEW_DUE, "review-owner:1", "U1")
        await notices.tell(*told, subject_id=1)  # a letter, of no map: waits for Slack too
        await engine.update(session, 1, "later")  # the card is to be brought up to date: a job and nothing else
    await scene.contribute()  # a drawing in an hour
    await set_review(scene.db, START - timedelta(hours=1))
    await asyncio.sleep(0.5)
    await engine.stop()
    await scene.db.close()
    assert slack.sent == {"card:1": 1}
    day = f"day:U1:{START:%Y-%m-%d}"

    moved = await asyncio.to_thread(cairn, source, "db", "move", "--to", plain(sync_url(target)))
    assert moved.returncode == 0, moved.stderr
    assert "1 message to be brought up to date" in moved.stdout
    assert "Set DATABASE_URL" in moved.stdout

    slack.trouble.clear()
    updated = len(slack.updated)
    engine, scene = await begin(target, slack, pictures)
    async with asyncio.timeout(60):
        while (await scene.workshop()).drawn_revision < 2 or slack.sent.keys() < {"trouble:1", day}:
            await engine.tick()
            await asyncio.sleep(0.1)
    await engine.idle()
    assert slack.sent["trouble:1"] == slack.sent[day] == slack.sent["review:1"] == slack.sent["card:1"] == 1
    assert set(slack.sent.values()) == {1}
    assert any(key == "card:1" for key, _ in slack.updated[updated:]), "the card stays as it was"
    assert (await scene.posting("trouble:1")).state == (await scene.posting(day)).state == "sent"
    assert "help:1" not in slack.sent, "its channel is stopped here too"
    async with scene.db.write() as session:
        assert (await session.get_one(tables.Installation, TEAM)).token == "xoxb-sealed"
        stopped = await session.get_one(tables.StoppedChannel, (TEAM, "C9"))
        stopped.next_try_at -= timedelta(hours=1)
    for _ in range(3):
        await engine.tick()
        await engine.idle()
    assert slack.sent["help:1"] == 1
    assert set(slack.sent.values()) == {1}

    working = await asyncio.to_thread(cairn, target, "restore", str(tmp_path / "x"), "--replace")
    assert working.returncode == 2, "a restore below a running Cairn"
    kept = await asyncio.to_thread(cairn, target, "backup", str(tmp_path / "running.gz"))
    assert kept.returncode == 0, kept.stderr
    restored = await asyncio.to_thread(cairn, target, "restore", str(tmp_path / "running.gz"), "--replace")
    assert restored.returncode == 2
    assert "Stop it first" in restored.stderr
    await engine.stop()
    await scene.db.close()
    restored = await asyncio.to_thread(cairn, target, "restore", str(tmp_path / "running.gz"), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert "Restored and checked" in restored.stdout


@pytest.fixture
async def running(pair):
    """An engine on a database with one workshop."""
    opened = await Database.open(pair[0])
    await make_workshop(opened)
    await opened.close()
    engine, scene = await begin(pair[0], RecordingSlack(), Sketches())
    yield engine, scene
    await engine.stop()
    await scene.db.close()


async def test_what_is_long_over_is_forgotten_and_what_is_not_is_kept(running):
    engine, scene = running
    await scene.post(PostingKind.CARD, "card:1")
    await scene.post(PostingKind.TROUBLE, "trouble:1", "U1")
    await engine.idle()
    name = "dbos.workflow_status" if scene.db.dialect == "postgresql" else "workflow_status"

    async def ask(statement: str, **values: object) -> list:
        async with scene.db.write() as session:
            result = await session.exec(sa.text(statement), params=values)
            return list(result) if result.returns_rows else []

    jobs = [row[0] for row in await ask(f"SELECT workflow_uuid FROM {name} WHERE name = 'post' ORDER BY 1")]
    assert len(jobs) == 2
    old = (datetime.now(UTC) - KEEP - timedelta(minutes=1)).timestamp() * 1000
    await ask(f"UPDATE {name} SET completed_at = :at WHERE workflow_uuid = :job", at=int(old), job=jobs[0])

    start = scene.clock.now()
    async with scene.db.write() as session:
        for number, (status, ended, deleted) in enumerate(
            [("ended", 100, None), ("ended", 10, None), ("open", None, 31), ("open", None, 29)], 2
        ):
            at = {
                "ended_at": ended and start - timedelta(days=ended),
                "deleted_at": deleted and start - timedelta(days=deleted),
            }
            session.add(
                tables.Workshop(
                    id=number,
                    team_id="T1",
                    channel_id="C1",
                    title="x",
                    facilitator_id="U1",
                    created_by="U1",
                    created_at=START,
                    status=status,
                    drawn_revision=1,
                    copied_from_id=None,
                    **at,
                )
            )
            await session.flush()
            for kind in ("card", "guide"):
                session.add(
                    tables.Posting(
                        team_id="T1",
                        workshop_id=number,
                        key=f"{kind}:{number}",
                        kind=kind,
                        channel_id="C1",
                        state="sent",
                        ts="1",
                        created_at=START,
                    )
                )
            session.add(tables.Audit(team_id="T1", workshop_id=number, actor_id="U1", action="x", at=START))
            session.add(tables.Stage(workshop_id=number, name="s", created_at=START, updated_at=START))
        session.add(
            tables.DeliveryClaim(team_id="T1", key="old", reply={}, at=start - retention.CLAIMS - timedelta(hours=1))
        )
        session.add(tables.DeliveryClaim(team_id="T1", key="new", reply={}, at=start - timedelta(days=6)))
    engine._cleaned_at = float("-inf")
    await engine.tick()
    await engine.idle()
    assert [row[0] for row in await ask(f"SELECT workflow_uuid FROM {name} WHERE name = 'post'")] == [jobs[1]]
    assert [row[0] for row in await ask("SELECT id FROM workshop ORDER BY id")] == [1, 2, 3, 5], "31 days ago is gone"
    assert [row[0] for row in await ask("SELECT workshop_id FROM stage ORDER BY 1")] == [2, 3, 5]
    assert [row[0] for row in await ask("SELECT workshop_id FROM audit WHERE action = 'x' ORDER BY 1")] == [2, 3, 5]
    assert [row[0] for row in await ask("SELECT key FROM delivery_claim")] == ["new"]
    said = {row[0] for row in await ask("SELECT key FROM posting")}
    assert said == {"card:1", "trouble:1", "card:2", "card:3", "guide:3", "card:5", "guide:5"}
