"""SQLite's statements make one trip to its thread each, and everything else is as with SQLAlchemy's own driver."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from storage.db import Database
from storage.onehop import DRIVER

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


async def test_a_statement_makes_one_trip(sqlite_url, monkeypatch):
    database = await Database.open(sqlite_url)
    try:
        async with database.read() as session:
            connection = (await (await session.connection()).get_raw_connection()).driver_connection
            trips = []
            put = connection._tx.put_nowait
            monkeypatch.setattr(
                connection, "_tx", type("Counted", (), {"put_nowait": lambda _, it: (trips.append(it), put(it))})()
            )
            for _ in range(3):
                await session.exec(sa.text("SELECT 1 UNION SELECT 2"))
            assert len(trips) == 3
            monkeypatch.undo()
    finally:
        await database.close()
