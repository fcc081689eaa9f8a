"""When a map is looked at again."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.rhythm import next_due
from workflows.words import Cadence

ZONES = st.sampled_from(
    ["UTC", "Europe/Paris", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TIMES = st.times().map(lambda t: f"{t.hour:02}:{t.minute:02}")
INSTANTS = st.datetimes(datetime(2019, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LONGEST = {Cadence.WEEKLY: 7, Cadence.BIWEEKLY: 14, Cadence.MONTHLY: 31, Cadence.QUARTERLY: 92}


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(Cadence), DAYS, TIMES, ZONES, INSTANTS)
def test_the_next_review_is_later_not_too_late_and_at_the_same_hour_on_the_wall(
    cadence: Cadence, starts_on: date, local_time: str, tz: str, after: datetime
) -> None:
    due = next_due(cadence, starts_on, local_time, tz, after)
    zone = ZoneInfo(tz)
    local = due.astimezone(zone)
    begins = datetime.combine(starts_on, datetime.min.time(), zone)
    assert due > after
    assert due - max(after, begins) <= timedelta(days=LONGEST[cadence] + 1, hours=2)
    hour, minute = map(int, local_time.split(":"))
    wall = local.replace(hour=hour, minute=minute)
    if wall.astimezone(UTC).astimezone(zone) == wall and wall.astimezone(UTC).astimezone(zone).hour == hour:
        assert (local.hour, local.minute) == (hour, minute)
    if cadence in {Cadence.WEEKLY, Cadence.BIWEEKLY}:
        assert (local.date() - starts_on).days % LONGEST[cadence] == 0


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(Cadence), DAYS, TIMES, ZONES, INSTANTS)
def test_reviews_follow_each_other_without_gaps_or_repeats(
    cadence: Cadence, starts_on: date, local_time: str, tz: str, after: datetime
) -> None:
    first = next_due(cadence, starts_on, local_time, tz, after)
    assert next_due(cadence, starts_on, local_time, tz, first - timedelta(seconds=1)) == first
    second = next_due(cadence, starts_on, local_time, tz, first)
    assert timedelta(days=6, hours=22) <= second - first <= timedelta(days=LONGEST[cadence], hours=2)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2027-01-31T12:00", "2027-02-28T09:00"),
        ("2027-02-28T12:00", "2027-03-31T08:00"),
        ("2027-03-31T12:00", "2027-04-30T08:00"),
        ("2028-02-01T12:00", "2028-02-29T09:00"),
    ],
)
def test_what_began_on_the_31st_comes_on_a_shorter_months_last_day_and_keeps_its_hour(after: str, due: str) -> None:
    found = next_due(
        Cadence.MONTHLY, date(2026, 12, 31), "10:00", "Europe/Paris", datetime.fromisoformat(after).replace(tzinfo=UTC)
    )
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_comes_an_hour_later_and_only_once() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)
    due = next_due(Cadence.WEEKLY, date(2027, 3, 28), "02:30", "Europe/Paris", before)
    assert due == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert next_due(Cadence.WEEKLY, date(2027, 3, 28), "02:30", "Europe/Paris", due) == datetime(
        2027, 4, 4, 0, 30, tzinfo=UTC
    )
