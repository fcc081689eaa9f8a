"""The clock jumps: reviews stay at their local hour, and come once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from storage import tables
from tests.workflows.conftest import Room
from tests.workflows.conftest import emptied as emptied
from tests.workflows.conftest import kept_open as kept_open
from tests.workflows.conftest import office as office
from tests.workflows.conftest import room as room
from tests.workflows.engine_parts import QUICK
from workflows import sweeping
from workflows.cadences import rule_of
from workflows.rhythm import next_due
from workflows.works import Budget, Works

pytestmark = pytest.mark.faults
BERLIN, HOURS = ZoneInfo("Europe/Berlin"), 24 * 7 * 4
SPRING, AUTUMN = datetime(2027, 3, 15, tzinfo=UTC), datetime(2027, 10, 18, tzinfo=UTC)  # two weeks before each change


@pytest.mark.parametrize("local_time", ["10:00", "02:30"])
@pytest.mark.parametrize("begin", [SPRING, AUTUMN], ids=["spring", "autumn"])
async def test_reviews_keep_their_local_hour_and_come_once(room: Room, begin: datetime, local_time: str) -> None:
    works = Works(room.desk.db, room.clock, room.tray, None, None, QUICK, Budget(0))  # type: ignore[arg-type]
    room.clock.at = begin
    sunday = date(begin.year, begin.month, begin.day) - timedelta(days=1)
    async with room.desk.db.write() as session:
        review = tables.Review(workshop_id=room.workshop_id, cadence="weekly", starts_on=sunday, updated_at=begin)
        review.local_time, review.tz = local_time, "Europe/Berlin"
        review.due_at = next_due(rule_of(review), begin)
        session.add(review)
    for _hour in range(HOURS):
        room.clock.forward(hours=1)
        await sweeping._due_reviews(works)
        if room.clock.at.weekday() == 6:  # the day of the review: the clock jumps back, and goes on
            room.clock.forward(hours=-1)
            await sweeping._due_reviews(works)
            room.clock.forward(hours=1)
            await sweeping._due_reviews(works)
        elif room.clock.at.weekday() == 1:  # it is held on Tuesday: while one waits there is no other
            async with room.desk.db.write() as session:
                await session.exec(sa.update(tables.ReviewRound).values(held_at=room.clock.at))
    async with room.desk.db.read() as session:
        rounds = list(await session.exec(select(tables.ReviewRound).order_by(col(tables.ReviewRound.number))))
        keys = Counter(await session.exec(select(tables.Posting.key).where(tables.Posting.kind == "review_due")))
    due = [one.due_at.astimezone(BERLIN) for one in rounds]
    print(f"\n{local_time}: {len(rounds)} rounds, {sum(keys.values()) - len(rounds)} reminders too many")
    assert [one.date() for one in due] == [sunday + timedelta(days=7 * week) for week in range(1, 5)]
    moved = {one.strftime("%H:%M") for one in due} - {local_time}
    assert moved <= ({"03:30"} if begin == SPRING else set()), "only where that hour was left out is it another"
    assert len(moved) == (begin == SPRING and local_time == "02:30")
    assert set(keys.values()) == {1}
    assert len(keys) == len(rounds)
