"""What the rules of every language are made of."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from babel import Locale
from dateutil.relativedelta import relativedelta

Again = Callable[[re.Match[str], date], str]
Rule = tuple[re.Pattern[str], str | Again]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NTH = ("", "first", "second", "third", "fourth", "last")
WEEKLY, BIWEEKLY, MONTH, QUARTERLY, ONCE = " weekly ", " every two weeks ", " of the month ", " quarterly ", " once "
MONTHS = tuple(name.casefold() for name in Locale.parse("en").months["format"]["wide"].values())
UNSEEN = re.compile(r"[\u200e\u200f\u200b\u00ad\u0591-\u05bd\u05bf-\u05c7'’׳\"”״]")
NOON = 12


def rules(*pairs: tuple[str, str | Again]) -> tuple[Rule, ...]:
    """Patterns, each with what it is said again as."""
    return tuple((re.compile(pattern), again) for pattern, again in pairs)


def either(names: Iterable[str]) -> str:
    """A pattern of any of the names, longer ones first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def months(locale: str) -> Mapping[str, int]:
    """Months by name, without what `in_english` has taken away."""
    kinds = Locale.parse(locale).months
    named = [(name, month) for kind in ("format", "stand-alone") for width in ("wide", "abbreviated")
             for month, name in kinds[kind][width].items()]  # fmt: skip
    return {UNSEEN.sub("", name.casefold()).rstrip("."): month for name, month in named}


def day_of(names: Mapping[str, int]) -> Again:
    """A day and a month by name, and perhaps a year."""

    def say(found: re.Match[str], _today: date) -> str:
        return f"{found['day']} {MONTHS[names[found['month']] - 1]} {found['year'] or ''}"

    return say


def weekday(days: Mapping[str, int], ending: str = "") -> Again:
    """A day of the week; with the ending “s”, every one."""
    return lambda found, _today: DAYS[days[found["weekday"]]] + ending


def within(weeks: int, days: Mapping[str, int]) -> Again:
    """A weekday of this week or of the next one; a week begins on Monday."""

    def say(found: re.Match[str], today: date) -> str:
        monday = today - timedelta(days=today.weekday())
        return (monday + timedelta(weeks=weeks, days=days[found["weekday"]])).isoformat()

    return say


def coming(days: Mapping[str, int]) -> Again:
    """“Next Friday” where the coming one and the one of next week are the same; else it stays unclear."""

    def say(found: re.Match[str], today: date) -> str:
        wanted = days[found["weekday"]]
        coming = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
        of_next_week = today - timedelta(days=today.weekday()) + timedelta(weeks=1, days=wanted)
        return coming.isoformat() if coming == of_next_week else "next"

    return say


def ahead(**step: int) -> Again:
    """The date so far from today."""
    return lambda _found, today: (today + relativedelta(**step)).isoformat()  # type: ignore[arg-type]


def counted(unit: str, numbers: Mapping[str, int]) -> Again:
    """So many days, weeks or months from today."""

    def say(found: re.Match[str], today: date) -> str:
        count = numbers.get(found["count"]) or int(found["count"])
        return (today + relativedelta(**{unit: min(count, 1000)})).isoformat()  # type: ignore[arg-type]

    return say


def clock(hour: int, minute: int, *, evening: bool, night: bool = False) -> str:
    """A time of day: 3 in the evening is 15:00, 12 at night 0:00."""
    if evening and hour < NOON:
        hour += NOON
    if night and hour == NOON:
        hour = 0
    return f"at {hour}:{minute:02}"
