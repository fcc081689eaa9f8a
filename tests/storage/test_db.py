"""Reading and writing, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlmodel import select

from storage.db import Database, DatabaseUrlError, parse, plain
from storage.tables import Profile, Workspace

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


async def test_what_is_written_is_read_back(database: Database):
    async with database.write() as session:
        session.add(Workspace(team_id="T1", name="Мир 世界 שלום", installed_at=NOW))
    async with database.read() as session:
        workspace = await session.get_one(Workspace, "T1")
    assert workspace.name == "Мир 世界 שלום"
    assert workspace.installed_at == NOW


async def test_a_failed_change_leaves_nothing_behind(database: Database):
    async def fail() -> None:
        async with database.write() as session:
            session.add(Workspace(team_id="T1", installed_at=NOW))
            await session.flush()
            msg = "half way"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="half way"):
        await fail()
    async with database.read() as session:
        assert await session.get(Workspace, "T1") is None


async def test_a_reader_cannot_change_anything(database: Database):
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
        async with database.read() as session:
            await session.exec(sa.text("DELETE FROM workspace"))


async def test_a_reader_sees_one_state_while_others_write(database: Database):
    async with database.write() as session:
        session.add(Workspace(team_id="T1", name="before", installed_at=NOW))
    async with database.read() as reader:
        first = (await reader.exec(select(Workspace.name))).one()
        async with database.write() as writer:
            (await writer.get_one(Workspace, "T1")).name = "after"
        second = (await reader.exec(select(Workspace.name))).one()
    assert (first, second) == ("before", "before")


async def test_a_hundred_writers_at_once_all_succeed(database: Database):
    async def write(number: int) -> None:
        async with database.write() as session:
            session.add(Profile(team_id="T1", user_id=f"U{number}"))

    await asyncio.gather(*(write(number) for number in range(100)))
    async with database.read() as session:
        assert (await session.exec(select(sa.func.count()).select_from(Profile))).one() == 100


async def test_times_keep_their_instant_whatever_zone_they_are_given_in(database: Database):
    given = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    async with database.write() as session:
        session.add(Workspace(team_id="T1", installed_at=given))
    async with database.read() as session:
        assert (await session.get_one(Workspace, "T1")).installed_at == NOW


async def test_a_time_without_a_zone_is_refused(database: Database):
    with pytest.raises(sa.exc.StatementError, match="naive"):
        async with database.write() as session:
            session.add(Workspace(team_id="T1", installed_at=NOW.replace(tzinfo=None)))


async def test_text_that_is_too_long_is_refused_by_the_database_itself(database: Database):
    with pytest.raises(sa.exc.DBAPIError):
        async with database.write() as session:
            session.add(Profile(team_id="T1", user_id="U1", name="x" * 81))


async def test_a_workshop_of_an_unknown_workspace_is_refused(database: Database):
    with pytest.raises(sa.exc.IntegrityError):
        async with database.write() as session:
            await session.exec(
                sa.text(
                    "INSERT INTO participant (workshop_id, user_id, department, side, role, attendance, added_by, added_at) "
                    "VALUES (99, 'U1', '', 'unknown', 'participant', 'invited', 'U1', '2026-11-22 10:00:00')"
                )
            )


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///data/cairn.sqlite", "sqlite+aiosqlite:///data/cairn.sqlite"),
        ("sqlite+aiosqlite:////data/cairn.sqlite", "sqlite+aiosqlite:////data/cairn.sqlite"),
        ("postgresql://cairn:secret@db/cairn", "postgresql+psycopg://cairn:secret@db/cairn"),
        ("postgresql+asyncpg://db/cairn", "postgresql+psycopg://db/cairn"),
        ("postgres://db/cairn", "postgresql+psycopg://db/cairn"),
    ],
)
def test_an_address_gets_its_driver_and_keeps_its_password(given, used):
    assert plain(parse(given)) == used


@pytest.mark.parametrize("given", ["sqlite://", "sqlite:///:memory:", "mysql://db/cairn", "nonsense", ""])
def test_an_address_that_cannot_be_used_is_refused_with_a_sentence(given):
    with pytest.raises(DatabaseUrlError, match=r"sqlite:///|needs a file"):
        parse(given)


async def test_what_people_wrote_is_not_told_with_what_went_wrong(database: Database):
    with pytest.raises(sa.exc.DBAPIError) as caught:
        async with database.write() as session:
            await (await session.connection()).execute(
                sa.text("SELECT * FROM nowhere WHERE said = :said"), {"said": "fees!"}
            )
    assert "fees!" not in str(caught.value)
