"""When a map is looked at again."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule

from workflows.errors import InvalidError
from workflows.words import Cadence

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_EVERY: Mapping[Cadence, tuple[Literal[1, 2], int]] = {
    Cadence.WEEKLY: (WEEKLY, 1),
    Cadence.BIWEEKLY: (WEEKLY, 2),
    Cadence.MONTHLY: (MONTHLY, 1),
    Cadence.QUARTERLY: (MONTHLY, 3),
}
_SURE_DAY = 28  # every month has it


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


def next_due(cadence: Cadence, starts_on: date, local_time: str, tz: str, after: datetime) -> datetime:
    """The first review strictly after `after`, as an aware UTC instant.

    It keeps its wall-clock time when the clocks change, and one that began on the 31st comes on a
    shorter month's last day.
    """
    place = zone(tz)
    first = datetime.combine(starts_on, clock_time(local_time))
    freq, interval = _EVERY[cadence]
    if freq == MONTHLY and starts_on.day > _SURE_DAY:
        days = tuple(range(_SURE_DAY, starts_on.day + 1))
        rule = rrule(freq, dtstart=first, interval=interval, bymonthday=days, bysetpos=-1)
    else:
        rule = rrule(freq, dtstart=first, interval=interval)
    # A day early: where clocks change, local order and real order can differ by an hour.
    local = after.astimezone(place).replace(tzinfo=None) - timedelta(days=1)
    found = rule.after(local)
    while found is not None:
        due = found.replace(tzinfo=place).astimezone(UTC)
        if due > after:
            return due
        found = rule.after(found)
    raise InvalidError("starts_on", "out_of_range")
