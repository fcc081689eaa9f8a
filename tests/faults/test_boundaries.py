"""kill -9 at every statement of a contribution: no acknowledged word is lost, and no effect is there twice."""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import col, select

from storage import tables
from storage.db import Database
from tests.workflows.engine_parts import QUICK, HandClock, RecordingSlack, Scene, Sketches, desk_of, make_workshop
from workflows.durable import Engine
from workflows.words import PostingKind

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[2]
STATEMENTS = {"contribution": 20, "addition": 10, "invitation": 20}  # it has more of them


async def kept(db: Database, kind: str) -> Counter[str]:
    """What is there of the words that were given, or the people who were invited, by their delivery."""
    async with db.read() as session:
        if kind != "invitation":
            return Counter((await session.exec(select(tables.Contribution.text))).all())
        query = select(tables.Participant.user_id).where(col(tables.Participant.called) > 0)
        return Counter((await session.exec(query)).all())


@pytest.mark.parametrize("kind", ["contribution", "addition", "invitation"])
async def test_killed_at_every_statement(database: Database, kind: str) -> None:
    await make_workshop(database)
    clock, slack = HandClock(), RecordingSlack()
    url = database.url.render_as_string(hide_password=False)
    engine = Engine(database, clock, QUICK)
    await engine.start(slack, Sketches())
    scene = Scene(desk_of(database, clock, engine), slack, Sketches(), clock)  # type: ignore[arg-type]
    await scene.post(PostingKind.CARD, "card:1")
    await engine.idle()
    await engine.stop()

    killer = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.boundaries", url, kind),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert killer.stdout is not None
    told: list[dict] = []
    while (line := (await killer.stdout.readline()).decode().strip()) != "REPEATED":
        told.append(json.loads(line))
    before = await kept(database, kind)
    rest, _ = await killer.communicate(b"\n")
    assert all(json.loads(line)["acknowledged"] for line in rest.decode().split("\n") if line)
    after = await kept(database, kind)

    await engine.start(slack, Sketches())
    for _ in range(2):
        await engine.tick()
        await engine.idle()
    await engine.stop()

    acknowledged = sum(one["acknowledged"] for one in told)
    stored = [one["what"] for one in told if one["what"] in {"all", "after COMMIT"}]
    twice = sum(count - 1 for count in after.values()) + sum(count - 1 for count in slack.sent.values())
    lost = len(told) - len(after)
    print(
        f"\n{kind} on {database.dialect}: killed at {len(told) - acknowledged} boundaries, "
        f"{len(before)} stored before the repeats, {len(after)} after them, {lost} lost, {twice} twice"
    )
    assert len(told) > STATEMENTS[kind]
    assert len(before) == len(stored) >= 2, "what is not committed leaves nothing, what is stays"
    assert (lost, twice) == (0, 0)
    workshop = await scene.workshop()
    assert workshop.revision == 1 + len(told) == workshop.drawn_revision
    calls = sum(key.startswith("invited:") for key in slack.sent)
    assert calls == (len(told) if kind == "invitation" else 0), "each is called into the thread, once"
