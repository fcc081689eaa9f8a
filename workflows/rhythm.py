"""When a map is looked at again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from workflows.errors import InvalidError
from workflows.words import Cadence

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_EVERY: Mapping[Cadence, tuple[Literal[1, 2], int]] = {
    Cadence.WEEKLY: (WEEKLY, 1),
    Cadence.BIWEEKLY: (WEEKLY, 2),
    Cadence.MONTHLY: (MONTHLY, 1),
    Cadence.QUARTERLY: (MONTHLY, 3),
}
BY_MONTH = frozenset({Cadence.MONTHLY, Cadence.QUARTERLY})
NTH = (1, 2, 3, 4, -1)  # the last one: months differ in whether they have a fifth
_SURE_DAY = 28  # every month has it


@dataclass(frozen=True, slots=True)
class Rule:
    """How often, from which day on, at what local time (HH:MM).

    By the month, `nth` keeps to the first … fourth (or, as -1, the last) of the weekday that `starts_on` is;
    without it, to its day of the month.
    """

    cadence: Cadence
    starts_on: date
    local_time: str
    tz: str
    nth: int | None = None


def zone(tz: str) -> ZoneInfo:
    """A time zone by its name, or InvalidError."""
    try:
        return ZoneInfo(tz)
    except (ValueError, KeyError, OSError):
        raise InvalidError("tz", "bad_zone") from None


def clock_time(local_time: str) -> time:
    """HH:MM as a time, or InvalidError."""
    match = _TIME.fullmatch(local_time)
    if match is None:
        raise InvalidError("local_time", "bad_time")
    return time(int(match[1]), int(match[2]))


def instant(day: date, local_time: str, tz: str) -> datetime:
    """A day's time on the wall as an aware UTC instant; one that the clocks skip comes when they have skipped it."""
    return datetime.combine(day, clock_time(local_time), zone(tz)).astimezone(UTC)


def next_due(rule: Rule, after: datetime) -> datetime | None:
    """The first review strictly after `after`, as an aware UTC instant; None where there is none any more.

    It keeps its wall-clock time when the clocks change, and one that began on the 31st comes on a
    shorter month's last day.
    """
    return next(_following(rule, after), None)


def coming(rule: Rule, after: datetime, count: int) -> list[datetime]:
    """The next reviews after `after`, as many as there are up to `count`."""
    return list(islice(_following(rule, after), count))


def first_on(day: date, nth: int, day_of_week: int) -> date:
    """The first day from `day` on that is the nth such weekday of its month (Monday is 0)."""
    found = rrule(MONTHLY, dtstart=datetime.combine(day, time.min), byweekday=weekday(day_of_week, nth), count=1)
    return next(iter(found)).date()


def _following(rule: Rule, after: datetime) -> Iterator[datetime]:
    place, at = zone(rule.tz), clock_time(rule.local_time)
    first = datetime.combine(rule.starts_on, at)
    days = iter([first]) if rule.cadence is Cadence.ONCE else _repeated(rule, first, after.astimezone(place))
    for day in days:
        due = day.replace(tzinfo=place).astimezone(UTC)
        if due > after:
            yield due


def _repeated(rule: Rule, first: datetime, after: datetime) -> Iterator[datetime]:
    freq, interval = _EVERY[rule.cadence]
    if freq == MONTHLY and rule.nth is not None:
        by_day = weekday(rule.starts_on.weekday(), rule.nth)
        days = rrule(freq, dtstart=first, interval=interval, byweekday=by_day)
    elif freq == MONTHLY and rule.starts_on.day > _SURE_DAY:
        last = tuple(range(_SURE_DAY, rule.starts_on.day + 1))
        days = rrule(freq, dtstart=first, interval=interval, bymonthday=last, bysetpos=-1)
    else:
        days = rrule(freq, dtstart=first, interval=interval)
    # A day early: where clocks change, local order and real order can differ by an hour.
    return days.xafter(after.replace(tzinfo=None) - timedelta(days=1))
