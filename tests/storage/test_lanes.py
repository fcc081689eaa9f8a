"""A statement that is handed to the driver as it was written down says the same as by SQLAlchemy, in the same transaction."""

import asyncio
import sqlite3
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.psycopg import AsyncAdapt_psycopg_connection
from sqlmodel import select

from storage import lanes, rows
from storage.db import Database, NoRoomError
from storage.onehop import Connection
from storage.tables import Audit, Installation, Profile, Workspace

PATIENCE = 3.0  # seconds; what is asked below takes more
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PROFILES = (
    sa.select(rows.table("profile"))
    .where(rows.table("profile").c.user_id.in_(sa.bindparam("people", expanding=True)))
    .order_by(rows.table("profile").c.user_id)
)
NAMES = sa.select(Workspace.name, Workspace.installed_at).where(rows.table("workspace").c.team_id == rows.TEAM)
CUT = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
AUDITS = sa.select(rows.table("audit")).where(rows.table("audit").c.team_id == rows.TEAM)


async def people(database: Database) -> None:
    async with database.write() as session:
        session.add(Workspace(team_id="T1", name="before", installed_at=NOW))
        for number in range(5):
            session.add(
                Profile(
                    team_id="T1",
                    user_id=f"U{number}",
                    name="Анна",
                    refreshed_at=NOW if number % 2 else None,
                    is_guest=number == 3,
                    works_on=[0, number],
                )
            )


async def test_rows_are_the_same_by_either_way_however_long_a_list_is(database: Database):
    await people(database)
    async with database.read() as session:
        for wanted in (["U1"], ["U1", "U2", "U3"], [], ["U9", "U3"], ["U4"]):
            ours = await rows.read(session, PROFILES, people=wanted)
            theirs = (await (await session.connection()).execute(PROFILES, {"people": wanted})).mappings().all()
            assert ours == [dict(row) for row in theirs]
            assert await rows.plain(session, PROFILES, people=wanted) == [tuple(row.values()) for row in theirs]
        assert ours[0]["works_on"] == [0, 4]
        assert ours[0]["is_guest"] is False


async def test_what_is_secret_and_dates_are_read_as_they_were_written(sqlite_url):
    database = await Database.open(sqlite_url)
    asked = sa.select(rows.table("installation")).where(rows.table("installation").c.team_id == rows.TEAM)
    async with database.write() as session:
        session.add(Workspace(team_id="T1", installed_at=NOW))
        await session.flush()
        session.add(Installation(team_id="T1", token="xoxb-secret", expires_at=NOW))
    async with database.read() as session:
        (row,) = await rows.read(session, asked, team_id="T1")
    assert row["token"] == "xoxb-secret"
    assert row["expires_at"] == NOW
    await database.close()


async def test_what_is_not_flushed_yet_is_seen_and_rows_are_added_with_their_ids(database: Database):
    fields = {"workshop_id": None, "item": "", "item_id": None, "before": None, "after": {"был": True}}
    async with database.write() as session:
        session.add(Workspace(team_id="T1", name="new", installed_at=NOW))
        assert await rows.read(session, NAMES, team_id="T1") == [{"name": "new", "installed_at": NOW}]
        first = await rows.put(session, Audit, team_id="T1", actor_id="U1", action="a", at=NOW, **fields)
        rows.put_last(session, Audit, team_id="T1", actor_id="U1", action="b", at=NOW, **fields)
        assert [row["id"] for row in await rows.read(session, AUDITS, team_id="T1")] == [first]
    async with database.read() as session:
        ours = await rows.read(session, AUDITS, team_id="T1")
        theirs = (await session.exec(select(Audit).order_by(sa.text("id")))).all()
    assert [row["action"] for row in ours] == ["a", "b"]
    assert [row.after for row in theirs] == [row["after"] for row in ours] == [fields["after"]] * 2


async def test_what_was_to_be_added_last_is_not_where_the_change_fails(database: Database):
    async def fail() -> None:
        async with database.write() as session:
            await rows.put(session, Audit, team_id="T1", actor_id="U1", action="a", at=NOW)
            rows.put_last(session, Audit, team_id="T1", actor_id="U1", action="b", at=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with database.read() as session:
        assert not await rows.read(session, AUDITS, team_id="T1")


async def test_both_ways_see_one_state_while_others_write(database: Database):
    await people(database)
    async with database.read() as reader:
        first = (await rows.read(reader, NAMES, team_id="T1"))[0]["name"]
        async with database.write() as writer:
            (await writer.get_one(Workspace, "T1")).name = "after"
        second = (await reader.exec(select(Workspace.name))).one()
        third = (await rows.read(reader, NAMES, team_id="T1"))[0]["name"]
    assert (first, second, third) == ("before", "before", "before")
    async with database.read() as reader:
        assert (await rows.read(reader, NAMES, team_id="T1"))[0]["name"] == "after"


async def test_an_error_of_the_driver_comes_as_sqlalchemy_tells_it(database: Database):
    await people(database)

    async def twice() -> None:
        async with database.write() as session:
            rows.put_last(session, Workspace, team_id="T1", name="again", installed_at=NOW)

    with pytest.raises(sa.exc.IntegrityError):
        await twice()
    async with database.write() as session:
        (await session.get_one(Workspace, "T1")).name = "works"
    async with database.read() as session:
        assert (await rows.read(session, NAMES, team_id="T1"))[0]["name"] == "works"


async def test_whoever_stops_waiting_leaves_a_clean_connection(database: Database):
    await people(database)
    slow = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT max(i) FROM n",
        "postgresql": "SELECT pg_sleep(5)",
    }[database.dialect]
    asked = sa.select(sa.literal_column("x")).select_from(sa.text(f"({slow}) AS t(x)"))
    if database.dialect == "sqlite":
        asked = sa.select(sa.text("1")).select_from(sa.text(f"({slow})"))

    async def give_up(room) -> None:
        async with room() as session, asyncio.timeout(0.05):
            await rows.plain(session, asked)

    began = time.monotonic()
    for room in (database.read, database.write):
        with pytest.raises(TimeoutError):
            await give_up(room)
    assert time.monotonic() - began < PATIENCE, "it is broken off, and not waited for"
    async with database.write() as session:
        (await session.get_one(Workspace, "T1")).name = "after"
    for _ in range(3):
        async with database.read() as session:
            assert (await rows.read(session, NAMES, team_id="T1"))[0]["name"] == "after"


async def test_a_full_disk_is_told_as_such_by_a_change_that_makes_no_objects(sqlite_url):
    database = await Database.open(sqlite_url)

    async def fill() -> None:
        async with database.write() as session:
            pages = (await session.exec(sa.text("PRAGMA page_count"))).one()[0]
            await session.exec(sa.text(f"PRAGMA max_page_count={pages + 2}"))
        async with database.write() as session:
            for number in range(200):
                rows.put_last(session, Profile, team_id="T1", user_id=f"U{number}", works_on=[], muted=["n" * 100])

    with pytest.raises(NoRoomError):
        await fill()
    async with database.read() as session:
        assert not await rows.read(session, PROFILES, people=["U1"])
    await database.close()


async def test_after_a_change_that_could_not_be_committed_the_next_one_is(database: Database, monkeypatch):
    await people(database)
    adapter = {"sqlite": Connection, "postgresql": AsyncAdapt_psycopg_connection}[database.dialect]

    async def change(name: str) -> None:
        async with database.write() as session:
            (await session.get_one(Workspace, "T1")).name = name

    def fails(_connection) -> None:
        raise sqlite3.OperationalError if database.dialect == "sqlite" else psycopg.OperationalError

    with monkeypatch.context() as broken:  # a disk that is full just then cannot be had on both databases
        broken.setattr(adapter, "commit", fails)
        with pytest.raises(sa.exc.OperationalError):
            await change("lost")
    for name in ("kept", "after"):
        await change(name)
    async with database.read() as session:
        assert (await rows.read(session, NAMES, team_id="T1"))[0]["name"] == "after"


async def test_who_is_stopped_while_a_connection_is_made_clean_keeps_their_turn_until_it_is(sqlite_url):
    database = await Database.open(sqlite_url)
    await people(database)
    ends = lanes.SqliteLane._end
    began, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(lane, *, keep: bool) -> None:
        if not keep:
            began.set()
            await goes_on.wait()
        await ends(lane, keep=keep)

    async def refused() -> None:
        async with database.write():
            raise LookupError

    lanes.SqliteLane._end = slowly
    try:
        stopped = asyncio.ensure_future(refused())
        await began.wait()
        stopped.cancel()
        await asyncio.sleep(0)
        goes_on.set()
        with pytest.raises(asyncio.CancelledError):
            await stopped
    finally:
        lanes.SqliteLane._end = ends
    async with asyncio.timeout(PATIENCE), database.write() as session:
        (await session.get_one(Workspace, "T1")).name = "after"
    await database.close()


async def test_connections_that_were_cut_while_nobody_used_them_are_replaced(postgres_url, monkeypatch):
    monkeypatch.setattr(lanes, "DOUBTFUL", 0.0)
    database, other = await Database.open(postgres_url), await Database.open(postgres_url)
    await people(database)
    async with database.read(), database.read(), database.read():
        pass  # three connections are kept
    async with other.write() as session:
        await session.exec(CUT)
    async with database.read() as one, database.read() as two:
        assert await rows.read(one, NAMES, team_id="T1") == await rows.read(two, NAMES, team_id="T1")
    async with database.write() as session:
        (await session.get_one(Workspace, "T1")).name = "after"
    await database.close()
    await other.close()


async def test_of_many_connections_that_were_cut_just_now_one_request_is_told(postgres_url):
    database, other = await Database.open(postgres_url), await Database.open(postgres_url)
    await people(database)
    async with AsyncExitStack() as many:
        for _ in range(8):
            await rows.read(await many.enter_async_context(database.read()), NAMES, team_id="T1")
    async with other.write() as session:
        await session.exec(CUT)
    failed = 0
    for _ in range(8):
        try:
            async with database.read() as session:
                await rows.read(session, NAMES, team_id="T1")
        except sa.exc.OperationalError:
            failed += 1
    assert failed <= 1
    await database.close()
    await other.close()


async def test_a_connection_that_is_cut_in_the_middle_fails_once(postgres_url):
    database, other = await Database.open(postgres_url), await Database.open(postgres_url)
    await people(database)

    async def cut_off() -> None:
        async with database.read() as session:
            await rows.read(session, NAMES, team_id="T1")
            async with other.write() as killer:
                await killer.exec(CUT)
            await rows.read(session, NAMES, team_id="T1")

    with pytest.raises(sa.exc.OperationalError) as told:
        await cut_off()
    assert told.value.connection_invalidated
    await asyncio.sleep(lanes.DOUBTFUL)
    async with database.read() as session:
        assert (await rows.read(session, NAMES, team_id="T1"))[0]["name"] == "before"
    await database.close()
    await other.close()
