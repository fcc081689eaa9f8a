"""Short statements run where they are asked for, long ones in SQLite's thread, and the rest is as by SQLAlchemy's driver."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from storage.db import Database
from storage.onehop import DRIVER, Connection

NUMBERS = sa.Table("numbers", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))


@pytest.fixture(params=["sqlite+aiosqlite", DRIVER])
async def engine(request, tmp_path):
    made = create_async_engine(URL.create(request.param, database=str(tmp_path / "one.sqlite")))
    async with made.begin() as connection:
        await connection.run_sync(NUMBERS.metadata.create_all)
    yield made
    await made.dispose()


async def test_results_counts_keys_and_errors_are_the_same_by_either_driver(engine):
    async with engine.begin() as connection:
        made = await connection.execute(NUMBERS.insert().values(n=1))
        assert made.inserted_primary_key == (1,)
        many = await connection.execute(NUMBERS.insert(), [{"n": 2}, {"n": 3}])
        assert many.rowcount == 2
        back = await connection.execute(NUMBERS.insert().values(n=4).returning(NUMBERS.c.id))
        assert back.scalar_one() == 4
        changed = await connection.execute(NUMBERS.update().where(NUMBERS.c.n > 2).values(n=9))
        assert changed.rowcount == 2
        found = await connection.execute(sa.select(NUMBERS.c.n).order_by(NUMBERS.c.id))
        assert found.keys() == ["n"]
        assert found.scalars().all() == [1, 2, 9, 9]
        none = await connection.execute(sa.select(NUMBERS).where(NUMBERS.c.n > 100))
        assert none.first() is None
        streamed = await connection.stream(sa.select(NUMBERS.c.n))
        assert [row.n async for row in streamed] == [1, 2, 9, 9]
        with pytest.raises(sa.exc.IntegrityError):
            await connection.execute(NUMBERS.insert().values(id=1))
        with pytest.raises(sa.exc.OperationalError):
            await connection.exec_driver_sql("SELECT nothing FROM nowhere")
        async with connection.begin_nested() as inner:
            await connection.execute(NUMBERS.delete())
            await inner.rollback()
        assert (await connection.execute(sa.select(sa.func.count()).select_from(NUMBERS))).scalar_one() == 4


LONG = "SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n)"


@pytest.fixture
async def database(sqlite_url):
    made = await Database.open(sqlite_url)
    yield made
    await made.close()


@pytest.fixture
def trips(monkeypatch):
    made, trip = [], Connection.trip

    async def counted(self, work):
        made.append(work)
        return await trip(self, work)

    monkeypatch.setattr(Connection, "trip", counted)
    return made


async def test_a_short_question_makes_no_trip_and_a_long_one_makes_one(database, trips):
    async with database.read() as session:
        await session.connection()
        trips.clear()  # of the preparation of a new connection
        assert (await session.exec(sa.text("SELECT 1 UNION SELECT 2"))).all() == [(1,), (2,)]
        assert not trips
        assert (await session.exec(sa.text(LONG))).all() == [(300000,)]
        assert len(trips) == 1
        assert (await session.exec(sa.text("SELECT 3"))).all() == [(3,)]
    assert len(trips) == 1


async def test_a_change_makes_a_trip_to_begin_and_one_to_end(database, trips):
    async with database.write() as session:
        await session.exec(sa.text("CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER)"))
    trips.clear()
    async with database.write() as session:
        await session.exec(sa.text("INSERT INTO thing (id, n) VALUES (1, 2)"))
        await session.exec(sa.text("UPDATE thing SET n=:n WHERE thing.id = :id").bindparams(n=7, id=1))
        assert (await session.exec(sa.text("SELECT n FROM thing"))).all() == [(7,)]
        assert len(trips) == 1
    assert len(trips) == 2
    async with database.read() as session:
        assert (await session.exec(sa.text("SELECT n FROM thing"))).all() == [(7,)]


async def test_what_is_broken_off_leaves_the_connection_as_it_was(database):
    async with database.read() as session:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await session.exec(sa.text(LONG.replace("300000", "3000000")))
    async with database.read() as session:
        assert (await session.exec(sa.text("SELECT 1"))).all() == [(1,)]
    async with database.write() as session:
        assert (await session.exec(sa.text("SELECT 1"))).all() == [(1,)]
