"""A desk with a recording outbox, a clock that is moved by hand, and a workshop to work in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables
from storage.db import Database
from tests.conftest import Databases
from workflows import maps, workshops
from workflows.commands import Actor, SetStages, StartWorkshop
from workflows.desk import Desk
from workflows.snapshots import MapSnapshot

TEAM, CHANNEL = "T1", "C1"
LEAD, ANN, BOB = Actor(TEAM, "ULEAD", "Lena"), Actor(TEAM, "UANN", "Ann"), Actor(TEAM, "UBOB", "Bob")
GUEST, STRANGER = Actor(TEAM, "UGUEST", "Gus", is_guest=True), Actor("T2", "USTRANGER", "Sam")
STAGES = ("Awareness", "Checkout", "Delivery")


# Some ask once: what they look at is the same on both databases.
BY_SQLITE, BY_POSTGRES = (
    pytest.mark.parametrize("kept_open", [kind], indirect=True) for kind in ("sqlite", "postgresql")
)


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    at: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Tray:
    """An outbox that keeps what it was given, in order."""

    posted: list[int] = field(default_factory=list)
    updated: list[tuple[int, str]] = field(default_factory=list)
    refreshed: list[tuple[int, bool]] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    hooks: list[int] = field(default_factory=list)

    async def post(self, session: AsyncSession, posting_id: int) -> None:
        self.posted.append(posting_id)

    async def update(self, session: AsyncSession, posting_id: int, stamp: str) -> None:
        self.updated.append((posting_id, stamp))

    async def refresh(self, session: AsyncSession, workshop_id: int, *, soon: bool = False) -> None:
        self.refreshed.append((workshop_id, soon))

    async def profile(self, session: AsyncSession, team_id: str, user_id: str, stamp: str = "") -> None:
        self.profiles.append(user_id)

    async def document(self, session: AsyncSession, posting_id: int) -> None:
        self.documents.append(posting_id)

    async def hook(self, session: AsyncSession, delivery_id: int) -> None:
        self.hooks.append(delivery_id)


@dataclass
class Room:
    """One workshop of the lead's, and what is needed to work in it."""

    desk: Desk
    clock: HandClock
    tray: Tray
    workshop_id: int = 0
    lead: Actor = LEAD
    ann: Actor = ANN
    bob: Actor = BOB
    guest: Actor = GUEST
    stranger: Actor = STRANGER

    async def map(self) -> MapSnapshot:
        return await maps.snapshot(self.desk, self.lead, self.workshop_id)

    async def stage(self, name: str) -> int:
        outline = await maps.outline(self.desk, self.lead, self.workshop_id)
        return next(stage_id for stage_id, named in outline.stages if named == name)

    async def count(self, model: type) -> int:
        async with self.desk.db.read() as session:
            return (await session.exec(select(func.count()).select_from(model))).one()

    async def all(self, model: type) -> list:
        async with self.desk.db.read() as session:
            return list((await session.exec(select(model).order_by(*model.__table__.primary_key))).all())

    async def posting(self, key: str) -> tables.Posting | None:
        async with self.desk.db.read() as session:
            return (await session.exec(select(tables.Posting).where(col(tables.Posting.key) == key))).first()

    async def notice(self, key: str) -> tables.Notice | None:
        async with self.desk.db.read() as session:
            return (await session.exec(select(tables.Notice).where(col(tables.Notice.key) == key))).first()


# The rules once more on PostgreSQL are thorough: what differs there, locks and statements, is tried by the tests that ask
# for it (`BY_POSTGRES`), by those of the storage and by whole journeys.
@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)])
async def kept_open(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Database]:
    """One database of each kind for all tests of this room: making one for each test takes most of the time."""
    url = databases.new(request.param)
    opened = await Database.open(url)
    yield opened
    await opened.close()
    databases.drop(url)


@pytest.fixture
async def emptied(kept_open: Database) -> Database:
    """The database without a row in it."""
    async with kept_open.write() as session:
        connection = await session.connection()
        for table in reversed(SQLModel.metadata.sorted_tables):
            await connection.execute(table.delete())
    return kept_open


@pytest.fixture
async def office(emptied: Database) -> Room:
    """Two workspaces with some people, and no workshop yet."""
    database = emptied
    clock, tray = HandClock(), Tray()
    room = Room(Desk(database, clock, tray), clock, tray)
    async with database.write() as session:
        for team in (TEAM, "T2"):
            session.add(
                tables.Workspace(
                    team_id=team, name=team, url=f"https://{team.lower()}.slack.com/", installed_at=clock.now()
                )
            )
        await session.flush()
        for channel in (CHANNEL, "C2"):
            session.add(tables.Channel(team_id=TEAM, channel_id=channel, is_private=False))
        for person in (room.lead, room.ann, room.bob, room.guest, room.stranger):
            session.add(
                tables.Profile(
                    team_id=person.team_id,
                    user_id=person.user_id,
                    name=person.name,
                    is_guest=person.is_guest,
                    refreshed_at=clock.now(),
                )
            )
        session.add(tables.Profile(team_id=TEAM, user_id="UBOT", name="Botty", is_bot=True, refreshed_at=clock.now()))
    return room


@pytest.fixture
async def room(office: Room) -> Room:
    """A workshop that has begun, with three stages."""
    done = await workshops.start(
        office.desk,
        office.lead,
        StartWorkshop(CHANNEL, "Buying an oven", "Find out why people give up", people=("UANN",)),
        claim="start",
    )
    office.workshop_id = done.workshop_id
    await maps.set_stages(office.desk, office.lead, SetStages(done.workshop_id, STAGES))
    return office
