"""What the tick looks for stands in an index: it reads what is due, however much is kept."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, notices, pains, reviews, workshops
from storage.db import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SWEEPS: dict[str, Callable[[AsyncSession], Awaitable[object]]] = {
    "ix_pain_owner_remind_at": lambda session: pains.due(session, NOW, 0, 100),
    "ix_notice_send_at": lambda session: notices.due_people(session, NOW, ("", ""), 100),
    "ix_review_due_at": lambda session: reviews.due(session, NOW, 0, 100),
    "ix_workshop_clock_at": lambda session: workshops.timed(session, NOW, 0, 100),
    "ix_profile_watch_at": lambda session: notices.watched(session, NOW, 20),
    "ix_posting_unsent": lambda session: ledger.unsent(session, 0, 100),
}


@pytest.mark.parametrize("index", SWEEPS)
async def test_each_sweep_goes_by_the_index_of_what_is_due(sqlite_url: sa.URL, index: str) -> None:
    database, plans = await Database.open(sqlite_url.render_as_string(hide_password=False)), []
    async with database.read() as session:
        connection = await session.connection()

        def explain(connection_: sa.Connection, cursor: object, said: str, given: object, *_more: object) -> None:
            if not said.startswith("EXPLAIN"):
                rows = connection_.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given)  # type: ignore[arg-type]
                plans.extend(row[-1] for row in rows)

        sa.event.listen(connection.sync_connection, "before_cursor_execute", explain)
        await SWEEPS[index](session)
    await database.close()
    assert any(index in plan for plan in plans), plans
    assert not any("SCAN notice" in plan or ("rowid>?" in plan and index not in plan) for plan in plans), plans
