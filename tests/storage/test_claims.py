"""Delivery claims go when Slack cannot repeat the delivery any more."""

from datetime import UTC, datetime, timedelta

from storage import claims
from storage.db import Database
from storage.tables import DeliveryClaim

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


async def test_answers_of_last_week_are_forgotten_and_those_of_today_are_kept(database: Database):
    async with database.write() as session:
        session.add(DeliveryClaim(team_id="T1", key="old", reply={}, at=NOW - timedelta(days=8)))
        session.add(DeliveryClaim(team_id="T1", key="new", reply={}, at=NOW))
    async with database.write() as session:
        await claims.forget(session, NOW - timedelta(days=7))
    async with database.read() as session:
        assert await session.get(DeliveryClaim, ("T1", "old")) is None
        assert await session.get(DeliveryClaim, ("T1", "new")) is not None
