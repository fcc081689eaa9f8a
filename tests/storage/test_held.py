"""A row that a change holds: what is changed of it is seen and kept, with or without SQLAlchemy's session."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from storage import rows
from storage.db import Database
from storage.tables import Audit, DeliveryClaim, Workspace

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HELD = select(Audit).where(col(Audit.id) == sa.bindparam("audit_id")).with_for_update()
AUDITS = sa.select(rows.table("audit")).where(rows.table("audit").c.team_id == rows.TEAM).order_by(sa.text("id"))
ISOLATION = sa.text(
    "SELECT current_setting('transaction_isolation') || ' ' || current_setting('transaction_read_only')"
)


async def audits(database: Database) -> list[dict[str, object]]:
    async with database.glance() as session:
        return [dict(row) for row in await rows.read(session, AUDITS, team_id="T1")]


@pytest.fixture
async def written(database: Database) -> int:
    async with database.write() as session:
        session.add(Workspace(team_id="T1", installed_at=NOW))
        await session.flush()
        return await rows.put(session, Audit, team_id="T1", actor_id="U1", action="first", at=NOW, item="", after=None)


async def test_what_is_changed_is_seen_by_the_next_question_and_by_sqlalchemy_and_kept(
    database: Database, written: int
):
    async with database.write() as session:
        row = await rows.held(session, Audit, HELD, audit_id=written)
        assert row is not None
        assert await rows.held(session, Audit, HELD, audit_id=written) is row
        row.action, row.after = "second", {"а": [1]}
        (seen,) = await rows.read(session, AUDITS, team_id="T1")
        assert (seen["action"], seen["after"]) == ("second", {"а": [1]})
        row.item = "map"
        assert await session.get(Audit, written) is row
        assert await rows.held(session, Audit, HELD, audit_id=written) is row
        (seen,) = (await (await session.connection()).execute(AUDITS, {"team_id": "T1"})).mappings()
        assert seen["item"] == "map"
        row.item_id = 7
    (kept,) = await audits(database)
    assert (kept["action"], kept["item"], kept["item_id"], kept["after"]) == ("second", "map", 7, {"а": [1]})


async def test_what_is_changed_last_is_kept_together_with_what_is_added_last(database: Database, written: int):
    async with database.write() as session:
        row = await rows.held(session, Audit, HELD, audit_id=written)
        assert row is not None
        row.action = "second"
        rows.put_last(session, Audit, team_id="T1", actor_id="U1", action="third", at=NOW, item="", after=None)
    assert [one["action"] for one in await audits(database)] == ["second", "third"]
    assert [one["at"] for one in await audits(database)] == [NOW, NOW]


async def test_a_row_that_is_not_there_is_not_held(database: Database, written: int):
    async with database.write() as session:
        assert await rows.held(session, Audit, HELD, audit_id=written + 1) is None


async def test_nothing_is_kept_of_a_change_that_fails_at_its_very_end(database: Database, written: int):
    claim = {"team_id": "T1", "key": "once", "reply": {}, "at": NOW}
    async with database.write() as session:
        rows.put_last(session, DeliveryClaim, **claim)

    async def repeated() -> None:
        async with database.write() as session:
            row = await rows.held(session, Audit, HELD, audit_id=written)
            assert row is not None
            row.action = "lost"
            rows.put_last(session, Audit, team_id="T1", actor_id="U1", action="lost", at=NOW, item="", after=None)
            rows.put_last(session, DeliveryClaim, **claim)

    for _again in range(3):
        with pytest.raises(IntegrityError):
            await repeated()
    assert [one["action"] for one in await audits(database)] == ["first"]
    async with database.write() as session:
        row = await rows.held(session, Audit, HELD, audit_id=written)
        assert row is not None
        row.action = "second"
    assert [one["action"] for one in await audits(database)] == ["second"]


async def test_after_a_glance_a_read_sees_one_state_as_before(postgres_url):
    database = await Database.open(postgres_url)
    for look in (database.read, database.glance, database.read):
        async with look() as session:
            said = (await (await session.connection()).execute(ISOLATION)).scalar_one()
            assert said == ("repeatable read on" if look == database.read else "read committed off")
    await database.close()
