"""The whole bot, started as people start it, ended in the middle of a burst, by kill -9 or by being asked to end.

What was acknowledged stands.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.manifest import manifest
from bot.simulator.cast import Cast, enter
from bot.simulator.core import AppProfile
from bot.simulator.errors import Unacknowledged
from bot.simulator.reading import words_of
from bot.simulator.server import Simulator
from bot.simulator.things import SimMessage
from storage.db import Database
from storage.tables import Posting, Workshop
from tests.conftest import Databases
from tests.faults.crowd import HISTORY
from workflows import maps, presets, workshops
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.words import PostingState

pytestmark = [pytest.mark.faults, pytest.mark.alone, pytest.mark.timeout(240)]
ROOT = Path(__file__).parents[2]
PATIENCE = 90.0


class Bot:
    """`python -m bot socket`, as a process of its own."""

    def __init__(self, simulator: Simulator, url: str, folder: Path) -> None:
        self.simulator, self.url, self.folder = simulator, url, folder
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        core = self.simulator.core
        given = {
            "SLACK_BOT_TOKEN": core.bot_token,
            "SLACK_APP_TOKEN": core.app_token,
            "SLACK_API_URL": self.simulator.api_url,
            "DATABASE_URL": self.url,
            "CAIRN_DATA": str(self.folder),
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "socket", cwd=ROOT, env={**os.environ, **given}
        )
        await self.simulator.socket.connected(PATIENCE)

    async def end(self, how: signal.Signals = signal.SIGKILL) -> int | None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(how)
            async with asyncio.timeout(PATIENCE):
                await self.process.wait()
        await self.simulator.socket.cut()
        self.simulator.socket.links.clear()
        return self.process.returncode if self.process else None


@pytest.fixture
async def bot(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> AsyncIterator[Bot]:
    url = databases.new(request.param)
    profile = AppProfile.from_manifest(manifest())
    profile.scopes |= HISTORY  # else what was under way at the end may come twice
    simulator = Simulator(None, profile)
    await simulator.start()
    simulator.core.ack_seconds = simulator.core.trigger_seconds = 20
    one = Bot(simulator, url, tmp_path)
    await one.start()
    yield one
    await one.end()
    await simulator.stop()
    databases.drop(url)


async def until(what, sentence: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            found = what()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return
            await asyncio.sleep(0.2)
    raise AssertionError(sentence)


def keyed(simulator: Simulator, cast: Cast) -> list[str]:
    messages = simulator.world.messages[cast.channel.id].values()
    return [m.metadata["event_payload"]["key"] for m in messages if m.metadata]


def card(simulator: Simulator, cast: Cast) -> SimMessage | None:
    messages = simulator.world.messages[cast.channel.id].values()
    return next((m for m in messages if m.metadata and m.metadata["event_payload"]["key"].startswith("card:")), None)


@pytest.mark.parametrize(
    ("bot", "how"),
    [("sqlite", signal.SIGKILL), ("postgresql", signal.SIGKILL), ("sqlite", signal.SIGTERM)],
    indirect=["bot"],
)
async def test_nothing_acknowledged_is_lost_and_the_thread_goes_on_after_the_end(bot: Bot, how: signal.Signals) -> None:
    simulator = bot.simulator
    cast = enter(simulator.world, presets.example("ecommerce")["cast"])
    leader = simulator.hand(cast.facilitator.id)
    await leader.command(cast.channel, "/journey start")
    await leader.sees_view(patience=20)
    await leader.submit({"title": "Buying a kitchen", "goal": "Fewer give up", "template": "ecommerce"})
    await until(lambda: card(simulator, cast), "no card")

    acknowledged: list[str] = []

    async def contributes(role: str) -> None:
        hand = simulator.hand(cast.people[role].id)
        for number in range(40):
            text = f"{role} {number}"
            try:
                answer = await hand.command(cast.channel, f"/journey pain Research: {text}")
            except Unacknowledged:
                return
            assert answer is not None
            assert "added" in words_of(answer)
            acknowledged.append(text)

    simulator.core.ack_seconds = 2  # what the killed bot owes is not waited for
    burst = asyncio.gather(*(contributes(role) for role in cast.people))
    await until(lambda: len(acknowledged) >= 25, "nobody could contribute")
    code = await bot.end(how)
    assert code == (0 if how is signal.SIGTERM else -signal.SIGKILL), "it drains, and ends as if nothing was"
    await burst
    assert 25 <= len(acknowledged) < 200, "ended in the middle"

    simulator.core.ack_seconds = 20
    await bot.start()
    db = await Database.open(bot.url)
    desk = Desk(db, simulator.clock, None)  # type: ignore[arg-type]  # it only reads
    actor = Actor(simulator.world.team_id, leader.id)
    (outline,) = await workshops.open_in(desk, actor, cast.channel.id)
    kept = Counter(pain.text for pain in (await maps.snapshot(desk, actor, outline.id)).pains)
    assert set(acknowledged) <= set(kept), "an acknowledged word was lost"
    assert set(kept.values()) == {1}

    await leader.command(cast.channel, "/journey pain Research: after the end")

    async def caught_up() -> bool:
        async with db.read() as session:
            row = await session.get_one(Workshop, outline.id)
            owed = await session.exec(select(Posting.key).where(col(Posting.state) != PostingState.SENT))
            if owed.first() is not None:
                return False  # what the killed one had in hand
        shown = card(simulator, cast)
        return bool(shown and row.drawn_revision == row.revision and row.card_file_id in str(shown.blocks))

    await until(caught_up, "posting did not resume")
    await db.close()
    counted = Counter(keyed(simulator, cast))
    assert counted[f"card:{outline.id}"] == 1
    assert counted[f"guide:{outline.id}:1"] == 1
    assert counted[f"picture:{outline.id}:0"] == 1
