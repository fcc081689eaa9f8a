"""Two thousand reminders due in one minute, copies of the program that send them, and what stands in Slack after it."""

import asyncio
import os
import random
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col, insert, select

from bot.manifest import manifest
from bot.simulator.core import AppProfile
from bot.simulator.server import Simulator
from bot.simulator.things import SimChannel, SimMessage
from storage import tables
from storage.db import Database
from workflows.words import PostingState

ROOT = Path(__file__).parents[2]
COUNT = int(os.environ.get("CAIRN_CROWD", "2000"))  # reminders
FEWER = min(COUNT, 200)  # where more show no more than these do
CHANNELS = 40
HISTORY = frozenset({"channels:history", "groups:history"})
PATIENCE = 900.0  # seconds for two thousand, on a machine that is busy
QUARTER = 0.25  # seconds between two looks


def seeded(name: str) -> random.Random:
    """Chance that can be had again: the seed is printed."""
    seed = int(os.environ.get("CAIRN_SEED", "0")) or secrets.randbelow(10**6) + 1
    print(f"\n{name}: seed {seed} (CAIRN_SEED={seed} repeats it)")
    return random.Random(seed)


@dataclass(slots=True)
class Crowd:
    """A workspace with many maps, whose reviews come due at the same time."""

    simulator: Simulator
    db: Database
    url: str
    most: int = COUNT
    copies: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self) -> asyncio.subprocess.Process:
        """Start one copy more."""
        given = (self.url, self.simulator.api_url, self.simulator.core.bot_token)
        copy = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.replica", *given, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        self.copies.append(copy)
        assert copy.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = await copy.stdout.readline()
        assert said == b"READY\n", "it did not start"
        return copy

    async def kill(self, copy: asyncio.subprocess.Process) -> None:
        """Kill -9, asleep or not."""
        if copy.returncode is None:
            copy.send_signal(signal.SIGKILL)
            await copy.wait()

    async def seed(self) -> None:
        """Maps whose card stands in Slack, fifty to a channel, each with a weekly review that is not due yet."""
        world, now = self.simulator.world, datetime.now(UTC)
        yesterday = now.date() - timedelta(days=1)  # so that nobody is told ahead of the next one yet
        ann = world.add_user("ann", "Ann", tz="UTC")
        places: list[tuple[SimChannel, SimMessage]] = []
        for number in range(CHANNELS):
            channel = world.add_channel(f"map-{number}", [ann.id, world.bot_user_id])
            ts = self.simulator.clock.ts()
            places.append((channel, world.put(SimMessage(channel.id, ts, world.bot_user_id, "card"))))
        maps, cards, reviews = [], [], []
        for number in range(1, self.most + 1):
            channel, card = places[number % CHANNELS]
            of = {"team_id": world.team_id, "channel_id": channel.id, "created_at": now}
            maps.append({**of, "id": number, "title": "Map", "facilitator_id": ann.id, "created_by": ann.id})
            stands = {"state": PostingState.SENT.value, "ts": card.ts, "message_channel_id": channel.id}
            cards.append({**of, "workshop_id": number, "key": f"card:{number}", "kind": "card", **stands})
            review = {"workshop_id": number, "cadence": "quarterly", "starts_on": yesterday}
            reviews.append({**review, "due_at": None, "updated_at": now})
        async with self.db.write() as session:
            session.add(tables.Workspace(team_id=world.team_id, name="Shop", installed_at=now))
            await session.flush()
            for table, rows in ((tables.Workshop, maps), (tables.Posting, cards), (tables.Review, reviews)):
                defaults = table.model_validate(rows[0]).model_dump(exclude={"id", *rows[0]})
                await session.exec(insert(table), params=[{**defaults, **row} for row in rows])
            await session.exec(sa.update(tables.Workshop).values(drawn_revision=tables.Workshop.revision))

    async def come_due(self) -> None:
        """Now."""
        async with self.db.write() as session:
            await session.exec(sa.update(tables.Review).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))

    def standing(self) -> Counter[str]:
        """The reminders that stand in Slack, by their keys."""
        messages = (one for channel in self.simulator.world.messages.values() for one in channel.values())
        keys = (one.metadata["event_payload"]["key"] for one in messages if one.metadata)
        return Counter(key for key in keys if key.startswith("review:"))

    def orders(self) -> list[list[int]]:
        """The numbers of the reminders of each channel, as they stand there."""
        channels = (
            [one.metadata["event_payload"]["key"] for _ts, one in sorted(channel.items()) if one.metadata]
            for channel in self.simulator.world.messages.values()
        )
        said = [[int(key.split(":")[1]) for key in keys if key.startswith("review:")] for keys in channels]
        return [one for one in said if one]

    async def until(self, count: int) -> None:
        """Wait until so many reminders stand."""
        async with asyncio.timeout(PATIENCE):
            while len(self.standing()) < count:
                await asyncio.sleep(0.02)

    async def all_told(self) -> None:
        """Wait until all reminders are written down as sent."""
        async with asyncio.timeout(PATIENCE):
            while await self._sent() < self.most:
                await asyncio.sleep(QUARTER)

    async def _sent(self) -> int:
        sent = select(sa.func.count()).where(
            tables.Posting.kind == "review_due", tables.Posting.state == PostingState.SENT
        )
        try:
            async with self.db.read() as session:
                return int((await session.exec(sent)).one())
        except sa.exc.OperationalError:
            return 0  # the database is being started again

    async def held_by(self, copy: asyncio.subprocess.Process) -> tuple[list[int], int]:
        """The unsent messages a copy that was killed had taken on, and how many of them may have been on their way."""
        async with self.db.read() as session:
            found = await session.exec(
                sa.text(
                    "SELECT posting.id, posting.state FROM dbos.workflow_status JOIN posting"
                    " ON posting.id = CAST(split_part(workflow_uuid, ':', 2) AS integer)"
                    " WHERE name = 'post' AND status = 'PENDING' AND posting.state IN ('queued', 'sending')"
                    " AND split_part(executor_id, '-', -2) = :pid"
                ),
                params={"pid": str(copy.pid)},
            )
            rows = found.all()
        return [row[0] for row in rows], sum(row[1] == PostingState.SENDING for row in rows)

    async def first_sent(self, ids: list[int]) -> datetime | None:
        """When the first of some messages was sent."""
        async with self.db.read() as session:
            first = select(sa.func.min(tables.Posting.sent_at)).where(col(tables.Posting.id).in_(ids))
            return (await session.exec(first)).one()

    def count(self, name: str, **more: object) -> tuple[int, int]:
        """Print what became of the reminders; how many are lost, and how many stand there more than once."""
        standing = self.standing()
        lost, twice = self.most - len(standing), sum(count - 1 for count in standing.values())
        words = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in more.items())
        print(f"{name}: {self.most} due, {lost} lost, {twice} twice" + (f", {words}" if words else ""))
        return lost, twice


@asynccontextmanager
async def crowd(url: str, *, scopes: frozenset[str] = HISTORY, most: int = COUNT) -> AsyncIterator[Crowd]:
    """Set up the workspace; in the end every copy is ended."""
    profile = AppProfile.from_manifest(manifest())
    profile.scopes = (profile.scopes - HISTORY) | scopes
    db = await Database.open(url)
    async with Simulator(None, profile) as simulator:
        one = Crowd(simulator, db, url, most)
        try:
            await one.seed()
            yield one
        finally:
            for copy in one.copies:
                await one.kill(copy)
            await db.close()


@asynccontextmanager
async def measured(name: str) -> AsyncIterator[None]:
    """Print how long something took."""
    began = time.monotonic()
    yield
    print(f"{name}: {time.monotonic() - began:.1f} s")
