"""The ledger of messages: who may send one, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import ledger
from storage.db import Database
from storage.ledger import Held, Lease
from storage.tables import Posting, Workshop, Workspace

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LONG, OVER = timedelta(seconds=30), timedelta(seconds=-1)


@pytest.fixture
async def queued(database: Database) -> Database:
    async with database.write() as session:
        session.add(Workspace(team_id="T1", installed_at=NOW))
        await session.flush()
        session.add(Workshop(team_id="T1", channel_id="C1", facilitator_id="U1", created_by="U1", created_at=NOW))
        await session.flush()
        session.add(Posting(team_id="T1", workshop_id=1, key="card:1", kind="card", channel_id="C1", created_at=NOW))
    return database


async def take(database: Database, lease: timedelta) -> Lease:
    async with database.write() as session:
        taken = await ledger.take(session, 1, lease)
    assert isinstance(taken, Lease)
    return taken


async def test_a_message_that_somebody_sends_is_not_sent_by_another(queued: Database):
    assert not (await take(queued, LONG)).doubtful
    async with queued.write() as session:
        second = await ledger.take(session, 1, LONG)
    assert isinstance(second, Held)
    assert 25 < second.seconds <= 30


async def test_a_message_whose_lease_ended_may_stand_in_slack(queued: Database):
    await take(queued, OVER)
    assert (await take(queued, LONG)).doubtful


async def test_who_lost_the_lease_can_neither_give_it_back_nor_give_the_message_up(queued: Database):
    late = await take(queued, OVER)
    mine = await take(queued, LONG)
    async with queued.write() as session:
        await ledger.give_back(session, late.posting, doubtful=False)
        assert not await ledger.failed(session, late.posting, "late")
    async with queued.read() as session:
        posting = await session.get_one(Posting, 1)
    assert (posting.state, posting.lease_until) == ("sending", mine.until)


async def test_of_two_copies_of_a_message_the_first_one_counts(queued: Database):
    async with queued.write() as session:
        assert await ledger.sent(session, 1, "C1", "1.0", NOW)
        assert not await ledger.sent(session, 1, "C1", "2.0", NOW)
    async with queued.read() as session:
        assert (await session.get_one(Posting, 1)).ts == "1.0"
