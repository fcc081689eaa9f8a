"""When a map is looked at again."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows import phrases
from workflows.rhythm import BY_MONTH, NTH, Rule, coming, first_on, next_due
from workflows.words import Cadence

ZONES = st.sampled_from(
    ["UTC", "Europe/Paris", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TIMES = st.times().map(lambda t: f"{t.hour:02}:{t.minute:02}")
INSTANTS = st.datetimes(datetime(2019, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
REPEATED = st.sampled_from([one for one in Cadence if one is not Cadence.ONCE])
LONGEST = {Cadence.WEEKLY: 7, Cadence.BIWEEKLY: 14, Cadence.MONTHLY: 31, Cadence.QUARTERLY: 92}


@settings(max_examples=50, deadline=None)
@given(REPEATED, DAYS, TIMES, ZONES, INSTANTS)
def test_the_next_review_is_later_not_too_late_and_at_the_same_hour_on_the_wall(
    cadence: Cadence, starts_on: date, local_time: str, tz: str, after: datetime
) -> None:
    due = next_due(Rule(cadence, starts_on, local_time, tz), after)
    assert due
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
@given(REPEATED, DAYS, TIMES, ZONES, INSTANTS)
def test_reviews_follow_each_other_without_gaps_or_repeats(
    cadence: Cadence, starts_on: date, local_time: str, tz: str, after: datetime
) -> None:
    rule = Rule(cadence, starts_on, local_time, tz)
    first, second = coming(rule, after, 2)
    assert next_due(rule, first - timedelta(seconds=1)) == first
    assert next_due(rule, first) == second
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
    rule = Rule(Cadence.MONTHLY, date(2026, 12, 31), "10:00", "Europe/Paris")
    found = next_due(rule, datetime.fromisoformat(after).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_comes_an_hour_later_and_only_once() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)
    rule = Rule(Cadence.WEEKLY, date(2027, 3, 28), "02:30", "Europe/Paris")
    due = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert coming(rule, before, 2) == [due, datetime(2027, 4, 4, 0, 30, tzinfo=UTC)]


def test_an_hour_that_comes_twice_is_reviewed_once() -> None:
    rule = Rule(Cadence.WEEKLY, date(2027, 10, 31), "02:30", "Europe/Paris")
    found = coming(rule, datetime(2027, 10, 30, tzinfo=UTC), 2)
    assert found == [datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 11, 7, 1, 30, tzinfo=UTC)]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(BY_MONTH)), st.sampled_from(NTH), st.integers(0, 6), DAYS, ZONES, INSTANTS)
def test_a_weekday_of_the_month_stays_that_weekday_at_that_hour(
    cadence: Cadence, nth: int, weekday: int, day: date, tz: str, after: datetime
) -> None:
    rule = Rule(cadence, first_on(day, nth, weekday), "10:00", tz, nth)
    days = coming(rule, after, 6)
    assert days == sorted(set(days))
    for due in days:
        local = due.astimezone(ZoneInfo(tz))
        assert (local.weekday(), local.hour, local.minute) == (weekday, 10, 0)
        if nth == -1:
            assert (local.date() + timedelta(days=7)).month != local.month
        else:
            assert (local.day - 1) // 7 + 1 == nth


def test_a_single_day_comes_once() -> None:
    rule = Rule(Cadence.ONCE, date(2027, 3, 15), "10:00", "UTC")
    day = datetime(2027, 3, 15, 10, tzinfo=UTC)
    assert coming(rule, datetime(2027, 1, 1, tzinfo=UTC), 3) == [day]
    assert next_due(rule, day) is None


TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("said", "rhythm"),
    [
        ("every two weeks on Monday at 10", (Cadence.BIWEEKLY, date(2026, 11, 23), None, "10:00")),
        ("monthly on the first Monday", (Cadence.MONTHLY, date(2026, 12, 7), 1, "")),
        ("the last Friday of each month, 3pm", (Cadence.MONTHLY, date(2026, 11, 27), -1, "15:00")),
        ("every quarter", (Cadence.QUARTERLY, date(2027, 2, 22), None, "")),
        ("15 March 2027", (Cadence.ONCE, date(2027, 3, 15), None, "")),
        ("on March 3 at 9.30", (Cadence.ONCE, date(2027, 3, 3), None, "09:30")),
        ("Every other week on Thu", (Cadence.BIWEEKLY, date(2026, 11, 26), None, "")),
        ("Mondays at noon", (Cadence.WEEKLY, date(2026, 11, 23), None, "12:00")),
        ("monthly on the 31st", (Cadence.MONTHLY, date(2026, 12, 31), None, "")),
        ("every 3 months from 2027-01-15", (Cadence.QUARTERLY, date(2027, 1, 15), None, "")),
    ],
)
def test_a_rhythm_is_understood_as_people_say_it(said: str, rhythm: tuple) -> None:
    heard = phrases.hear(said, TODAY)
    assert heard.clear
    assert (heard.cadence, heard.starts_on, heard.nth, heard.local_time) == rhythm


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "on Monday",
        "monthly on Monday",
        "every second Monday",
        "31 February 2027",
        "weekly at 25",
        "every moon",
    ],
)
def test_what_can_be_meant_in_two_ways_or_none_is_not_guessed(said: str) -> None:
    assert not phrases.hear(said, TODAY).clear


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), DAYS)
def test_no_phrase_is_too_strange_to_be_answered(said: str, today: date) -> None:
    heard = phrases.hear(said, today)
    assert not heard.clear or heard.starts_on
