"""Two years of reviews on a clock that is moved by hand: none missed, none told twice, and how much is kept.

`CAIRN_YEARS=1` plays 300 workspaces with 2,000 maps; without it three hundredths of that. `CAIRN_YEARS_SEED` makes
other people of it, so that several parts can be played at once.
"""

import heapq
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select, update

from storage import tables
from storage.db import PRAGMAS, Database
from tests.conftest import Databases
from tests.faults.years_model import Expected, Rhythm
from tests.workflows.conftest import HandClock, Tray
from tests.workflows.engine_parts import QUICK, RecordingSlack, Sketches
from workflows import lives, posting, retention, reviews, sweeping, workshops
from workflows.commands import Actor, StartWorkshop
from workflows.desk import Desk
from workflows.personal import Letter
from workflows.ports import Delivered, Order
from workflows.reviewing import HoldReview, SetReview
from workflows.snapshots import MapSnapshot
from workflows.words import Cadence, PostingState
from workflows.works import Budget, Works

SHARE = float(os.environ.get("CAIRN_YEARS", "0.03"))
SEED = int(os.environ.get("CAIRN_YEARS_SEED", "2026"))
WORKSPACES, MAPS = max(int(300 * SHARE), 3), max(int(2000 * SHARE), 20)
BEGIN, DAYS = datetime(2026, 1, 5, tzinfo=UTC), 730
END = BEGIN + timedelta(days=DAYS)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Jerusalem", "Asia/Shanghai", "Australia/Lord_Howe")
TIMES = ("09:00", "10:00", "02:30", "23:45", "00:15")
CADENCES = {"weekly": 2, "biweekly": 3, "monthly": 20, "quarterly": 75}
AWAY = ((100, 103), (300, 321), (500, 507))  # days on which nobody runs the bot
WEEKEND = 4  # days: what came due on a Friday evening is told on Monday
SENT_FOR_REAL = 20  # one map in so many goes through the engine's own sending; of the others the ledger is filled in
FULL = 5  # one map in so many is a complete one of six stages; planting them takes most of the beginning
ANSWERS, AHEAD = 0.6, 0.03  # of the calls are followed by a review; of the maps hold one before it is due, per quarter

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(7200)]


@dataclass
class Life:
    """One map: who looks after it, its rhythm, and how it should go."""

    id: int
    actor: Actor
    rhythm: Rhythm
    expected: Expected
    owner: str = ""
    asked: dict[int, str] = field(default_factory=dict)  # who answered for the map when a round came due


@dataclass
class Ears(RecordingSlack):
    """Slack, where people of several workspaces have the same ids."""

    async def deliver(self, order: Order, snapshot: MapSnapshot | Letter) -> Delivered:
        assert order.ts is None, "everything is sent once, and nothing is edited here"
        return await super().deliver(replace(order, key=f"{order.team_id}/{order.key}"), snapshot)


@dataclass
class World:
    """Everything that runs, and what people are going to do."""

    db: Database
    clock: HandClock
    works: Works
    desk: Desk
    tray: Tray
    chance: random.Random
    slack: Ears
    lives: dict[int, Life] = field(default_factory=dict)
    plans: list[tuple[datetime, int, int, str]] = field(default_factory=list)  # at, order, map, what
    told: Counter[int] = field(default_factory=Counter)  # by ledger row, of those that the ledger was filled in for
    counted: Counter[str] = field(default_factory=Counter)
    deleted: set[int] = field(default_factory=set)
    said: set[str] = field(default_factory=set)  # the keys of messages
    heard: Counter[str] = field(default_factory=Counter)  # the keys of the notices that letters brought
    halted: set[int] = field(default_factory=set)  # maps that were ended or deleted at some time
    present: dict[str, set[str]] = field(default_factory=dict)  # by workspace: who has not left
    left: dict[tuple[str, str], datetime] = field(default_factory=dict)  # when the others did

    def plan(self, at: datetime, map_id: int, what: str) -> None:
        heapq.heappush(self.plans, (at, len(self.plans) + self.counted["plans"], map_id, what))
        self.counted["plans"] += 1

    async def deliver(self) -> None:
        """Have everything said that was handed over, and every map drawn."""
        while self.tray.posted or self.tray.documents:
            papers = set(self.tray.documents)  # nothing is drawn here
            given = papers | set(self.tray.posted)
            self.tray.posted.clear()
            self.tray.documents.clear()
            async with self.db.write() as session:
                found = await session.exec(
                    select(tables.Posting.id, tables.Posting.workshop_id, tables.Posting.key).where(
                        col(tables.Posting.id).in_(given), col(tables.Posting.state) == PostingState.QUEUED.value
                    )
                )
                waiting = {number: (map_id, key) for number, map_id, key in found}
                self.said.update(key for map_id, key in waiting.values() if map_id)
                letters = {number for number, (map_id, _) in waiting.items() if map_id is None}
                real = {
                    number
                    for number, (map_id, _) in waiting.items()
                    if number not in papers and not (map_id or number) % SENT_FOR_REAL
                }
                await self._fill_in(session, sorted(waiting.keys() - real))
                await self._read_out(session, sorted(letters - real))
            for number in sorted(real):
                while await posting.attempt(self.works, number) is not None:
                    self.counted["tried again"] += 1
            async with self.db.read() as session:
                for page in pages(sorted(letters), 500):
                    keys = select(tables.Notice.key).where(
                        col(tables.Notice.posting_id).in_(page), col(tables.Notice.told_at).is_not(None)
                    )
                    self.heard.update(await session.exec(keys))
            self.counted["letters"] += len(letters)
        if self.tray.refreshed:
            async with self.db.write() as session:
                for page in pages(sorted({one for one, _ in self.tray.refreshed}), 500):
                    await session.exec(
                        update(tables.Workshop)
                        .where(col(tables.Workshop.id).in_(page))
                        .values(drawn_revision=tables.Workshop.revision)
                    )
        for kept in (self.tray.refreshed, self.tray.updated, self.tray.profiles):
            kept.clear()

    async def _fill_in(self, session, numbers: list[int]) -> None:
        """What the ledger says when a message stands in Slack."""
        self.told.update(numbers)
        for page in pages(numbers, 500):
            await session.exec(
                update(tables.Posting)
                .where(col(tables.Posting.id).in_(page))
                .values(
                    state=PostingState.SENT.value,
                    ts=sa.cast(col(tables.Posting.id), sa.String),
                    message_channel_id=tables.Posting.channel_id,
                    sent_at=self.clock.now(),
                )
            )

    async def _read_out(self, session, letters: list[int]) -> None:
        """What notices say when the letter that they are in stands in Slack."""
        for page in pages(letters, 500):
            await session.exec(
                update(tables.Notice)
                .where(col(tables.Notice.posting_id).in_(page))
                .values(send_at=None, told_at=self.clock.now())
            )

    async def tick(self) -> None:
        await sweeping.sweep(self.works, running)
        now = self.clock.now()
        for life in self.lives.values():
            called = life.expected.calls
            opened = life.expected.tick(now)
            if opened:
                life.asked[len(life.expected.rounds)] = life.owner
            if (opened or life.expected.calls > called) and self.chance.random() < ANSWERS:
                self.plan(now + timedelta(days=self.chance.uniform(0, 20)), life.id, "hold")
        await self.deliver()

    async def act(self) -> None:
        """What people do until now."""
        now = self.clock.now()
        while self.plans and self.plans[0][0] <= now:
            _, _, map_id, what = heapq.heappop(self.plans)
            if map_id in self.lives:
                await getattr(self, what)(self.lives[map_id])
        await self.deliver()

    async def hold(self, life: Life) -> None:
        if life.expected.alive and life.expected.open() is not None:
            await self._hold(life)

    async def hold_ahead(self, life: Life) -> None:
        if life.expected.alive and life.expected.open() is None:
            self.counted["held ahead of time"] += 1
            await self._hold(life)

    async def _hold(self, life: Life) -> None:
        command = HoldReview(life.id, None, {}, {}, "What we changed helps; the wait at the counter is still too long.")
        await reviews.hold(self.desk, life.actor, command, f"hold:{life.id}:{self.counted['held']}")
        life.expected.hold(self.clock.now())
        self.counted["held"] += 1

    async def set_rhythm(self, life: Life) -> None:
        """Somebody else answers for the map from now on, or it is looked at more or less often."""
        if not life.expected.alive:
            return
        cadence = self.chance.choices(list(CADENCES), list(CADENCES.values()))[0]
        life.rhythm = Rhythm(cadence, self.clock.now().date(), self.chance.choice(TIMES), life.rhythm.tz)
        await self.set(life)

    async def set(self, life: Life) -> None:
        now, rhythm = self.clock.now(), life.rhythm
        owner = life.owner = self.chance.choice(sorted(self.present[life.actor.team_id]))
        command = SetReview(life.id, Cadence(rhythm.cadence), rhythm.starts_on, rhythm.local_time, rhythm.tz, owner)
        await reviews.set_review(self.desk, life.actor, command, f"set:{life.id}:{now}")
        life.expected.set(rhythm, now)

    async def end(self, life: Life) -> None:
        if life.expected.alive:
            await workshops.end(self.desk, life.actor, life.id)
            life.expected.end()
            self.halted.add(life.id)
            self.counted["ended"] += 1
            if self.chance.random() < 0.3:
                self.plan(self.clock.now() + timedelta(days=self.chance.uniform(1, 200)), life.id, "reopen")

    async def reopen(self, life: Life) -> None:
        await lives.reopen(self.desk, life.actor, life.id)
        life.expected.wake(self.clock.now())
        self.counted["reopened"] += 1

    async def delete(self, life: Life) -> None:
        if life.expected.alive:
            await lives.delete(self.desk, life.actor, life.id)
            life.expected.end()
            self.deleted.add(life.id)
            self.halted.add(life.id)
            back = self.chance.random() < 0.3
            self.plan(self.clock.now() + timedelta(days=20 if back else 40), life.id, "restore" if back else "gone")

    async def restore(self, life: Life) -> None:
        await lives.restore(self.desk, life.actor, life.id)
        self.deleted.discard(life.id)
        life.expected.wake(self.clock.now())
        self.counted["brought back"] += 1

    async def gone(self, life: Life) -> None:
        """Deleted forty days ago."""
        async with self.db.read() as session:
            assert await session.get(tables.Workshop, life.id) is None
        self.deleted.discard(life.id)
        del self.lives[life.id]
        self.counted["gone for good"] += 1

    async def leave(self, life: Life) -> None:
        """The person who answers for a map leaves the company; a month later somebody else answers for it."""
        team = life.actor.team_id
        async with self.db.write() as session:
            owner = (await session.get_one(tables.Workshop, life.id)).journey_owner_id
            if owner not in self.present[team] or len(self.present[team]) <= 2:
                return
            profile = await session.get_one(tables.Profile, (team, owner))
            profile.deactivated = True
        self.present[team].discard(owner)
        self.left[team, owner] = self.clock.now()
        self.counted["left"] += 1
        self.plan(self.clock.now() + timedelta(days=30), life.id, "set_rhythm")


async def running(prefixes: Sequence[str]) -> set[str]:
    """No message got stuck: a job looks after each of them."""
    return {f"{prefix}:x" for prefix in prefixes}


def away(at: datetime) -> bool:
    """Whether nobody ran the bot at a moment, or just after it."""
    return any(first - WEEKEND <= (at - BEGIN).days < last for first, last in AWAY)


def pages(numbers: list[int], size: int) -> list[list[int]]:
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]


@pytest.fixture
async def world(databases: Databases, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(PRAGMAS, "synchronous", "OFF")  # nobody pulls the plug here
    db = await Database.open(databases.new("sqlite"))
    clock, tray = HandClock(BEGIN), Tray()
    slack = Ears()
    works = Works(db, clock, tray, slack, Sketches(), replace(QUICK, lease_seconds=60), Budget(0))
    yield World(db, clock, works, Desk(db, clock, tray), tray, random.Random(SEED), slack)
    await db.close()


async def populate(world: World) -> None:
    """Workspaces, people, maps with some flesh, each with a rhythm and a fate."""
    chance = world.chance
    async with world.db.write() as session:
        for team in range(WORKSPACES):
            session.add(tables.Workspace(team_id=f"T{team}", name=f"Shop {team}", installed_at=BEGIN))
            world.present[f"T{team}"] = {f"U{user}" for user in range(4)}
            for user in range(4):
                session.add(tables.Profile(team_id=f"T{team}", user_id=f"U{user}", name=f"P{user}", refreshed_at=BEGIN))
    for number in range(MAPS):
        team = number if number < WORKSPACES else chance.randrange(WORKSPACES)
        actor = Actor(f"T{team}", f"U{chance.randrange(4)}", "Ann")
        command = StartWorkshop(
            f"C{number}",
            f"Map {number}",
            "Find out why people give up",
            template="" if number % FULL else "example:ecommerce",
            people=("U0", "U1"),
        )
        done = await workshops.start(world.desk, actor, command, f"start:{number}")
        cadence = chance.choices(list(CADENCES), list(CADENCES.values()))[0]
        starts = BEGIN.date() + timedelta(days=chance.randrange(-60, 120))
        if chance.random() < 0.2:
            starts = date(starts.year, chance.choice((1, 3, 8)), 31)
        rhythm = Rhythm(cadence, starts, chance.choice(TIMES), chance.choice(ZONES))
        life = Life(done.workshop_id, actor, rhythm, Expected(END.date() + timedelta(days=200)))
        world.lives[life.id] = life
        await world.set(life)
        for what, share in (("end", 0.2), ("delete", 0.08), ("leave", 0.15), ("set_rhythm", 0.1)):
            if chance.random() < share:
                world.plan(BEGIN + timedelta(days=chance.uniform(10, DAYS)), life.id, what)
        for quarter in range(8):
            if chance.random() < AHEAD:
                world.plan(BEGIN + timedelta(days=chance.uniform(0, 90) + quarter * 91), life.id, "hold_ahead")
    await world.deliver()


def size(url: str) -> int:
    """Bytes of the file, its log written back and what was deleted given back."""
    engine = sa.create_engine(url.replace("+aiosqlite", ""), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("VACUUM")
    engine.dispose()
    return Path(sa.make_url(url).database or "").stat().st_size


async def rows(db: Database) -> Counter[str]:
    async with db.read() as session:
        connection = await session.connection()
        return Counter(
            {
                table.name: (await connection.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()
                for table in SQLModel.metadata.sorted_tables
            }
        )


async def check(world: World) -> int:
    """What was told is what had to be told; how many rounds that were."""
    async with world.db.read() as session:
        found = list(await session.exec(select(tables.ReviewRound).order_by(tables.ReviewRound.number)))
        said = list(await session.exec(select(tables.Posting)))
    rounds: dict[int, list[tables.ReviewRound]] = {}
    for one in found:
        rounds.setdefault(one.workshop_id, []).append(one)
    for life in world.lives.values():
        got = rounds.pop(life.id, [])
        if life.id in world.deleted:
            continue  # there for thirty days, then gone some day
        assert [one.due_at for one in got] == life.expected.rounds, life
        assert {one.number for one in got if one.held_at} == life.expected.held, life
        called = {one.number for one in got if f"review:{one.id}" in world.said}
        assert called == {one.number for one in got} - life.expected.ahead, life
        assert {one.number: one.late_told for one in got if one.late_told} == life.expected.late_told, life
        again = {one.number for one in got if f"review-again:{one.id}" in world.said}
        assert again == life.expected.late_told.keys(), life
        for one in got:
            told = world.heard[f"review-owner:{one.id}"] or one.number in life.expected.ahead
            weekend = timedelta(days=WEEKEND)
            left = world.left.get((life.actor.team_id, life.asked.get(one.number, "")), END) - one.due_at < weekend
            soon = one.held_at is not None and one.held_at - one.due_at < weekend
            late = world.clock.now() - one.due_at < weekend or life.id in world.halted
            assert told or left or soon or late or away(one.due_at), (one, life, world.left)
    assert not rounds, "rounds of maps that are gone"
    for told in (world.told, world.slack.sent, world.heard):
        assert set(told.values()) <= {1}, "something was told twice"
    states = {row.state for row in said if row.error != "nothing_to_say"}
    assert states == {PostingState.SENT.value}, "something was not told"
    return len(found)


async def test_in_two_years_no_review_is_missed_and_none_told_twice(world: World, capsys) -> None:
    started = time.monotonic()
    await populate(world)
    url = str(world.db.url)
    with capsys.disabled():
        print(f"begun: {time.monotonic() - started:.0f} s", flush=True)
    at_first, bytes_at_first, made = await rows(world.db), size(url), time.monotonic() - started
    for day in range(DAYS):
        world.clock.at = BEGIN + timedelta(days=day, hours=12)
        await world.act()
        if not any(first <= day < last for first, last in AWAY):
            await world.tick()
        if day % 7 == 0:
            await retention.tidy(world.works)
        if day % 73 == 72:
            await check(world)
            with capsys.disabled():
                print(f"day {day + 1}: {time.monotonic() - started:.0f} s", flush=True)
    await world.tick()
    counted = await check(world)
    at_last, bytes_at_last = await rows(world.db), size(url)
    async with world.db.read() as session:
        oldest = (await session.exec(select(sa.func.min(tables.DeliveryClaim.at)))).one()
        kept = set(await session.exec(select(tables.Workshop.id)))
    assert oldest is None or oldest >= world.clock.now() - retention.CLAIMS - timedelta(days=7)
    assert kept >= set(world.lives) - world.deleted
    sums = [one.expected for one in world.lives.values()]
    years = len(world.lives) * DAYS / 365
    grown = at_last - at_first
    with capsys.disabled():
        print(
            f"\n{WORKSPACES} workspaces, {MAPS} maps, {DAYS} days, {time.monotonic() - started:.0f} s ({made:.0f} s to begin)"
        )
        print(
            f"dates in the calendar {sum(s.dates for s in sums)}, rounds {counted}, told {world.told.total() + world.slack.sent.total()} messages"
        )
        for word in ("late", "passed_over", "held_back"):
            print(f"  {word.replace('_', ' ')}: {sum(getattr(one, word) for one in sums)}")
        for word, number in sorted(world.counted.items()):
            print(f"  {word}: {number}")
        print(
            f"kept: {bytes_at_first / MAPS:.0f} bytes a map at first; {(bytes_at_last - bytes_at_first) / years:.0f} bytes a map and year"
        )
        print("rows a map and year: " + ", ".join(f"{name} {n / years:.1f}" for name, n in grown.most_common() if n))
