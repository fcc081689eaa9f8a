"""What stands in for Slack and for drawing at the edge of the engine, and a workshop to work on."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from storage import tables
from storage.db import Database
from workflows import maps, postings
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import DeliveryError
from workflows.exported import File
from workflows.personal import Letter
from workflows.ports import Delivered, Drawn, Order, Outbox, Told
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind
from workflows.works import EngineSettings

JOBS = ["operation_outputs", "workflow_input", "workflow_output", "workflow_status"]  # the engine's tables
TEAM, CHANNEL, HEAD = "T1", "C1", "U1"
ACTOR = Actor(TEAM, HEAD, "Ann")
START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
QUICK = EngineSettings(
    pace_seconds=0,
    update_seconds=0,
    publish_every=0,
    refresh_delay=0,
    tick_seconds=0,
    poll_seconds=0.05,
    lease_seconds=2,
    file_lease_seconds=2,
    retry_seconds=0.02,
    attempts=4,
    attempts_in_all=4,
    beat_seconds=0.2,
    silent_seconds=0.8,
    drain_seconds=3,
)


@dataclass
class HandClock:
    """A clock that is moved by hand."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def shift(self, by: timedelta) -> None:
        self.at += by


def revision_of(content: MapSnapshot | Letter) -> int:
    """The revision that a message shows; the newest one of those that a letter speaks of."""
    if isinstance(content, Letter):
        return max(item.snapshot.outline.revision for item in content.items)
    return content.outline.revision


@dataclass
class RecordingSlack:
    """A Messenger that keeps what it was given. `trouble` maps a key's beginning to the errors to raise first."""

    messages: dict[str, Order] = field(default_factory=dict)  # by ts: what stands there
    revisions: dict[str, int] = field(default_factory=dict)  # by ts: the revision it shows
    sent: Counter = field(default_factory=Counter)
    updated: list[tuple[str, int]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    uploads: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    trouble: dict[str, list[DeliveryError]] = field(default_factory=dict)
    seconds: float = 0.0
    running: Counter = field(default_factory=Counter)
    most_at_once: Counter = field(default_factory=Counter)

    async def deliver(self, order: Order, snapshot: MapSnapshot | Letter) -> Delivered:
        self.running[order.channel_id] += 1
        self.most_at_once[order.channel_id] = max(self.most_at_once[order.channel_id], self.running[order.channel_id])
        try:
            await asyncio.sleep(self.seconds)
            self._stumble(order.key)
            if order.ts:
                self.updated.append((order.key, revision_of(snapshot)))
                self.revisions[order.ts] = revision_of(snapshot)
                return Delivered(order.message_channel_id or "", order.ts)
            return self._post(order, snapshot)
        finally:
            self.running[order.channel_id] -= 1

    def _post(self, order: Order, snapshot: MapSnapshot | Letter) -> Delivered:
        ts = f"1700000000.{sum(self.sent.values()):06d}"
        self.sent[order.key] += 1
        self.messages[ts], self.revisions[ts] = order, revision_of(snapshot)
        return Delivered(order.channel_id, ts)

    def _stumble(self, key: str) -> None:
        for beginning, errors in self.trouble.items():
            if key.startswith(beginning) and errors:
                raise errors.pop(0)

    async def find(self, order: Order) -> Delivered | None:
        self.asked_for.append(order.key)
        for ts, known in self.messages.items():
            if known.key == order.key:
                return Delivered(known.channel_id, ts)
        return None

    async def remove(self, order: Order) -> None:
        self.removed.append(order.ts or "")
        self.messages.pop(order.ts or "", None)

    async def upload(self, team_id: str, filename: str, content: bytes, alt: str) -> str:
        self._stumble("upload")
        self.uploads.append(filename)
        return f"F{len(self.uploads)}"

    async def share_file(self, order: Order, filename: str, content: bytes, title: str, alt: str = "") -> Delivered:
        self.shared.append(filename)
        ts = f"1800000000.{len(self.shared):06d}"
        self.messages[ts] = order
        if order.ts:
            self.removed.append(order.ts)
        return Delivered(order.channel_id, ts)

    async def canvas(self, order: Order, file: File, language: str) -> Delivered:
        return await self.share_file(order, file.name, file.content, file.title)

    async def profile(self, team_id: str, user_id: str) -> dict[str, object]:
        self.asked_for.append(user_id)
        return {"name": "Мария", "tz": "Europe/Berlin", "locale": "ru-RU", "is_guest": False, "is_admin": True}

    def in_order(self) -> list[str]:
        """What was sent, in order."""
        return [order.key for _, order in sorted(self.messages.items())]


@dataclass
class Sketches:
    """Pictures that note the revision they were drawn of."""

    revisions: list[int] = field(default_factory=list)
    broken: bool = False

    async def draw(self, snapshot: MapSnapshot) -> Drawn:
        self.revisions.append(snapshot.outline.revision)
        await asyncio.sleep(0.01)
        if self.broken:
            msg = "cannot draw"
            raise RuntimeError(msg)
        return Drawn(b"card", "a card", b"map", "a map")

    async def pdf(self, snapshot: MapSnapshot) -> bytes:
        return b"%PDF"

    async def matrix(self, snapshot: MapSnapshot) -> Told:
        return Told(b"matrix", "a matrix")

    async def compare(self, before: MapSnapshot, after: MapSnapshot) -> Told:
        return Told(b"both", "both maps")


@dataclass
class Scene:
    """One workshop on a running engine."""

    desk: Desk
    slack: RecordingSlack
    pictures: Sketches
    clock: HandClock

    @property
    def db(self) -> Database:
        return self.desk.db

    async def contribute(self, text: str = "It is slow", claim: str | None = None, *, soon: bool = False) -> Done:
        """Add a note, the way a service does."""

        async def work(change_: Change) -> Done:
            workshop = (
                await change_.session.exec(select(tables.Workshop).where(tables.Workshop.id == 1).with_for_update())
            ).one()
            note = tables.Contribution(
                workshop_id=1, kind="thought", text=text, author_id=HEAD, created_at=change_.now, updated_at=change_.now
            )
            change_.session.add(note)
            await change_.session.flush()
            await maps.touched(change_, workshop, soon=soon)
            return Done(1, note.id)

        return await change(self.desk, ACTOR, claim, work)

    async def post(self, kind: PostingKind, key: str, channel: str = CHANNEL, *, in_thread: bool = False) -> int:
        """Make a message due."""
        async with self.db.write() as session:
            workshop = await session.get_one(tables.Workshop, 1)
            row = await postings.ensure(
                session,
                self.desk.outbox,
                self.clock.now(),
                workshop,
                kind,
                key,
                channel_id=channel,
                in_thread=in_thread,
            )
        return row.id or 0

    async def posting(self, key: str) -> tables.Posting:
        async with self.db.read() as session:
            return (await session.exec(select(tables.Posting).where(tables.Posting.key == key))).one()

    async def postings(self) -> list[tables.Posting]:
        async with self.db.read() as session:
            return list(await session.exec(select(tables.Posting).order_by(col(tables.Posting.id))))

    async def workshop(self) -> tables.Workshop:
        async with self.db.read() as session:
            return await session.get_one(tables.Workshop, 1)

    async def change_workshop(self, **values: object) -> None:
        async with self.db.write() as session:
            workshop = await session.get_one(tables.Workshop, 1)
            for name, value in values.items():
                setattr(workshop, name, value)


async def empty(db: Database) -> None:
    """Everything gone, the engine's jobs too, and ids from 1 on."""
    names = [table.name for table in reversed(SQLModel.metadata.sorted_tables)]
    if db.dialect == "sqlite":
        every = [f"DELETE FROM {name}" for name in [*names, *JOBS, "sqlite_sequence"]]
    else:
        every = [f"DELETE FROM dbos.{job}" for job in JOBS]
        every.append(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
    for statement in every:  # a transaction each: the engine may be looking at its tables meanwhile
        async with db.write() as session:
            await session.exec(sa.text(statement))


async def make_workshop(db: Database) -> None:
    """A workspace with one workshop, without any message yet."""
    async with db.write() as session:
        session.add(tables.Workspace(team_id=TEAM, name="Shop", installed_at=START))
        await session.flush()
        session.add(
            tables.Workshop(
                team_id=TEAM,
                channel_id=CHANNEL,
                title="Buying online",
                facilitator_id=HEAD,
                journey_owner_id="U2",
                created_by=HEAD,
                created_at=START,
                drawn_revision=1,
            )
        )


async def set_review(db: Database, due_at: datetime) -> None:
    """A weekly review that comes due at `due_at`."""
    async with db.write() as session:
        session.add(
            tables.Review(
                workshop_id=1,
                cadence="weekly",
                starts_on=date(2026, 11, 2),
                local_time="10:00",
                tz="UTC",
                due_at=due_at,
                updated_at=START,
            )
        )


def desk_of(db: Database, clock: HandClock, outbox: Outbox) -> Desk:
    return Desk(db, clock, outbox)
