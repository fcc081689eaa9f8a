"""Databases of a given size, filled by SQL alone: one map is written, the others are made of it where it lies."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from storage import migrate, tables
from storage.db import Database

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STAGES = ("Awareness", "Choice", "Checkout", "Delivery", "Service")
TOUCHPOINTS = NOTES = 100
USERS = tuple(f"U{number:08d}" for number in range(200))
_KINDS = ("pain", "joy", "action", "thought", "pain")


def channel(number: int) -> str:
    """The channel of a map; they are counted from one."""
    return f"C{number:08d}"


async def plant(url: str, team: str, maps: int) -> None:
    """Fill an empty database: maps of five stages, a hundred touchpoints and a hundred contributions each."""
    migrate.upgrade(url)
    database = await Database.open(url)
    try:
        async with database.write() as session:
            session.add(tables.Workspace(team_id=team, name="Load", installed_at=NOW))
            await session.flush()
            profiles = [
                tables.Profile(team_id=team, user_id=user, name=user, refreshed_at=datetime.now(UTC)) for user in USERS
            ]
            session.add_all(profiles)
            session.add(_workshop(team))
            await session.flush()
            session.add_all(
                tables.Stage(workshop_id=1, position=place, name=name, created_at=NOW, updated_at=NOW)
                for place, name in enumerate(STAGES)
            )
            await session.flush()
            session.add_all(map(_touchpoint, range(TOUCHPOINTS)))
            session.add_all(map(_note, range(NOTES)))
            await session.flush()
            if maps > 1:
                for statement in _copies():
                    await (await session.connection()).execute(sa.text(statement), {"maps": maps})
        async with database.write() as session:
            connection = await session.connection()
            await connection.execute(sa.text("ANALYZE"))
    finally:
        await database.close()


def _workshop(team: str) -> tables.Workshop:
    return tables.Workshop(
        team_id=team,
        channel_id=channel(1),
        title="Buying an e-bike online",
        goal="Find out where people give up",
        step=3,
        facilitator_id=USERS[0],
        created_by=USERS[0],
        created_at=NOW,
        drawn_revision=1,
    )


def _touchpoint(number: int) -> tables.Touchpoint:
    return tables.Touchpoint(
        workshop_id=1,
        stage_id=number % len(STAGES) + 1,
        position=number,
        title=f"Page {number} of the shop, where people compare",
        channel="web",
        author_id=USERS[number % len(USERS)],
        created_at=NOW,
        updated_at=NOW,
    )


def _note(number: int) -> tables.Contribution:
    kind = _KINDS[number % len(_KINDS)]
    return tables.Contribution(
        workshop_id=1,
        stage_id=number % len(STAGES) + 1,
        kind=kind,
        text=f"The price changes at the last step, said customer {number}",
        severity=number % 3 + 1 if kind == "pain" else None,
        status="open" if kind == "pain" else None,
        author_id=USERS[number % len(USERS)],
        created_at=NOW,
        updated_at=NOW,
    )


def _columns(table: type[SQLModel], but: set[str]) -> str:
    return ", ".join(one.name for one in sa.inspect(table).local_table.columns if one.name not in but)


def _copies() -> list[str]:
    """Statements that make maps 2 to :maps of map 1."""
    numbers = "WITH RECURSIVE numbers(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM numbers WHERE i < :maps) "
    workshop = _columns(tables.Workshop, {"id", "channel_id"})
    stage = _columns(tables.Stage, {"id", "workshop_id"})
    workshops = (
        f"INSERT INTO workshop (channel_id, {workshop}) {numbers}"
        f"SELECT 'C' || substr('00000000' || i, length('00000000' || i) - 7), {workshop} "
        "FROM workshop, numbers WHERE id = 1 ORDER BY i"
    )
    stages = (
        f"INSERT INTO stage (workshop_id, {stage}) SELECT w.id, {_of('s', stage)} "
        "FROM workshop w, stage s WHERE w.id > 1 AND s.workshop_id = 1 ORDER BY w.id, s.position"
    )
    made = [workshops, stages]
    for table in (tables.Touchpoint, tables.Contribution):
        name = str(table.__tablename__)
        kept = _columns(table, {"id", "workshop_id", "stage_id"})
        made.append(
            f"INSERT INTO {name} (workshop_id, stage_id, {kept}) SELECT w.id, other.id, {_of('one', kept)} "
            f"FROM workshop w, {name} one, stage mine, stage other WHERE w.id > 1 AND one.workshop_id = 1 "
            "AND mine.id = one.stage_id AND other.workshop_id = w.id AND other.position = mine.position"
        )
    return made


def _of(alias: str, columns: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in columns.split(", "))
