"""A rhythm as people say it: "every two weeks on Monday at 10", "the first Tuesday of each month", "15 March 2027".

Other languages are said again in English first (`workflows.spoken`). What is not understood makes a phrase unclear,
and nothing is guessed: who typed it is shown what was understood in the form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from babel import Locale
from dateutil.relativedelta import relativedelta

from workflows.rhythm import BY_MONTH, first_on
from workflows.words import Cadence

_STEP: Mapping[Cadence, relativedelta] = {
    Cadence.WEEKLY: relativedelta(weeks=1),
    Cadence.BIWEEKLY: relativedelta(weeks=2),
    Cadence.MONTHLY: relativedelta(months=1),
    Cadence.QUARTERLY: relativedelta(months=3),
}
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h)?"
NOON, HOURS, MINUTES = 12, 24, 60


@dataclass(frozen=True)
class Words:
    """How rhythms are spoken of, in lower case. Longer phrases win over shorter ones."""

    locale: str
    often: Mapping[str, Cadence]
    month: tuple[str, ...]  # beside a day: monthly, where nothing else is said
    each: tuple[str, ...]  # before a day of the week: weekly
    ordinals: Mapping[str, int]
    at: tuple[str, ...]
    moments: Mapping[str, str]
    endings: tuple[str, ...]  # of numbers of days: 1st
    fillers: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def weekdays(self) -> dict[str, int]:
        """Days of the week by name, Monday is 0."""
        named = Locale.parse(self.locale).days["format"]
        whole = {name.casefold(): day for day, name in named["wide"].items()}
        short = {name.casefold().rstrip("."): day for day, name in named["abbreviated"].items()}
        return {**short, **{f"{name}s": day for name, day in whole.items()}, **whole}

    @cached_property
    def months(self) -> dict[str, int]:
        """Months by name."""
        there = [Locale.parse(locale).months["format"] for locale in (self.locale, "en_150")]  # Sep and Sept
        kinds = [named[kind] for named in there for kind in ("abbreviated", "wide")]
        return {name.casefold().rstrip("."): month for kind in kinds for month, name in kind.items()}


_WORDS = Words(
    "en",
    often={
        "every week": Cadence.WEEKLY, "each week": Cadence.WEEKLY, "once a week": Cadence.WEEKLY,
        "weekly": Cadence.WEEKLY, "every 1 week": Cadence.WEEKLY,
        "every two weeks": Cadence.BIWEEKLY, "every 2 weeks": Cadence.BIWEEKLY, "every second week": Cadence.BIWEEKLY,
        "every other week": Cadence.BIWEEKLY, "every other": Cadence.BIWEEKLY,
        "biweekly": Cadence.BIWEEKLY, "bi-weekly": Cadence.BIWEEKLY,
        "fortnightly": Cadence.BIWEEKLY, "every fortnight": Cadence.BIWEEKLY,
        "every month": Cadence.MONTHLY, "each month": Cadence.MONTHLY, "once a month": Cadence.MONTHLY,
        "monthly": Cadence.MONTHLY,
        "every quarter": Cadence.QUARTERLY, "each quarter": Cadence.QUARTERLY, "once a quarter": Cadence.QUARTERLY,
        "of every quarter": Cadence.QUARTERLY, "of the quarter": Cadence.QUARTERLY, "quarterly": Cadence.QUARTERLY,
        "every three months": Cadence.QUARTERLY, "every 3 months": Cadence.QUARTERLY,
        "once": Cadence.ONCE, "one time": Cadence.ONCE, "only once": Cadence.ONCE, "once on one day": Cadence.ONCE,
    },
    month=("of the month", "of every month", "of each month", "in the month", "a month"),
    each=("every", "each"),
    ordinals={
        "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1,
    },
    at=("at", "around"),
    moments={"noon": "12:00", "midday": "12:00"},
    endings=("st", "nd", "rd", "th"),
    fillers=frozenset(
        ("on", "the", "of", "from", "starting", "beginning", "in", "a", "please", "review", "reviews", "o'clock")
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of a phrase. `clear`: all of it, and enough to set the rhythm by."""

    clear: bool
    cadence: Cadence | None = None
    starts_on: date | None = None
    nth: int | None = None
    local_time: str = ""


def hear(said: str, today: date) -> Heard:
    """Understand a phrase, in whichever language it is said; `today` is the day where the speaker is."""
    from workflows.spoken import in_english  # its many patterns are made where the first rhythm is read

    return _Reader(_WORDS, in_english(said, today), today).read()


class _Reader:
    """Takes a phrase apart, piece by piece; what is left in the end was not understood."""

    def __init__(self, words: Words, said: str, today: date) -> None:
        self.words, self.today = words, today
        self.left = " ".join(re.sub(r"[,;!?]|[.:](?!\d)", " ", said.casefold()).split())
        self.wrong = self.plural = False

    def read(self) -> Heard:
        day = self._iso()
        clock = self._clock()
        cadence = self._known(self.words.often)
        monthly = self._month()
        day = day or self._dated()
        nth, weekday = self._nth_weekday()
        plain = self._weekday() if weekday is None else None
        numbered = self._number()
        if cadence is None:
            cadence = Cadence.MONTHLY if monthly else self._implied(day, nth, plain)
        starts_on = day or self._first(cadence, nth, weekday if plain is None else plain, numbered)
        loose = [word for word in self.left.split() if word not in self.words.fillers]
        clear = not (loose or self.wrong) and self._whole(cadence, starts_on, nth, plain, numbered)
        if nth is not None and starts_on is not None and weekday is not None:
            starts_on = first_on(starts_on, nth, weekday)
        return Heard(clear, cadence, starts_on, nth if cadence in BY_MONTH else None, clock)

    def _take(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        found = re.search(pattern, self.left)
        if found:
            self.left = f"{self.left[: found.start()]} {self.left[found.end() :]}".strip()
        return found

    def _any(self, names: Mapping[str, object] | tuple[str, ...]) -> str:
        return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

    def _known(self, names: Mapping[str, Cadence]) -> Cadence | None:
        found = self._take(rf"(?<!\w)({self._any(names)})(?!\w)")
        return names[found[1]] if found else None

    def _month(self) -> bool:
        """Whether a day is said to be one of the month; said twice is said once."""
        month = rf"(?<!\w)(?:{self._any(self.words.month)})(?!\w)"
        found = False
        while self._take(month):
            found = True
        return found

    def _day(self, year: int, month: int, day: int) -> date | None:
        try:
            return date(year, month, day)
        except ValueError:
            self.wrong = True
            return None

    def _iso(self) -> date | None:
        found = self._take(_ISO)
        return self._day(int(found[1]), int(found[2]), int(found[3])) if found else None

    def _clock(self) -> str:
        at = self._any(self.words.at)
        moment = self._take(rf"\b(?:(?:{at}) )?({self._any(self.words.moments)})\b")
        if moment:
            return self.words.moments[moment[1]]
        shapes = (
            rf"\b(?:{at}) {_CLOCK}(?!\w)",
            r"\b(\d{1,2})[:.](\d{2})\s*(am|pm|h)?(?!\w)",
            r"\b(\d{1,2})()\s*(am|pm)\b",
        )
        found = next((match for shape in shapes if (match := self._take(shape))), None)
        if found is None:
            return ""
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half in {"am", "pm"}:
            self.wrong |= not 1 <= hour <= NOON
            hour = hour % NOON + (NOON if half == "pm" else 0)
        if hour >= HOURS or minute >= MINUTES:
            self.wrong = True
            return ""
        return f"{hour:02}:{minute:02}"

    def _dated(self) -> date | None:
        months, ending = self._any(self.words.months), f"(?:{self._any(self.words.endings)})?"
        number, year = rf"(?P<day>\d{{1,2}}){ending}", r"(?: (?P<year>\d{4}))?(?!\w)"
        found = self._take(rf"\b{number}(?: of)? (?P<month>{months}){year}") or self._take(
            rf"\b(?P<month>{months}) {number}{year}"
        )
        if found is None:
            return None
        month, day = self.words.months[found["month"]], int(found["day"])
        if found["year"]:
            return self._day(int(found["year"]), month, day)
        this = self._day(self.today.year, month, day)
        return this if this is None or this >= self.today else self._day(self.today.year + 1, month, day)

    def _nth_weekday(self) -> tuple[int | None, int | None]:
        days, ordinals = self._any(self.words.weekdays), self._any(self.words.ordinals)
        turned = self._take(rf"(?<!\w)(?P<day>{days}) the (?P<nth>{ordinals})(?!\w)")
        if turned:
            return self.words.ordinals[turned["nth"]], self.words.weekdays[turned["day"]]
        found = self._take(rf"(?<!\w)({self._any(self.words.each)} )?({ordinals}) ({days})(?!\w)")
        if found is None:
            return None, None
        nth = self.words.ordinals[found[2]]
        self.wrong |= bool(found[1]) and nth == 2  # "every second Monday" is said of two rhythms
        return nth, self.words.weekdays[found[3]]

    def _weekday(self) -> int | None:
        found = self._take(rf"(?<!\w)({self._any(self.words.weekdays)})(?!\w)")
        if found is None:
            return None
        self.plural = found[1].endswith("s") and found[1].removesuffix("s") in self.words.weekdays
        return self.words.weekdays[found[1]]

    def _number(self) -> int | None:
        found = self._take(rf"\b(\d{{1,2}})(?:{self._any(self.words.endings)})(?!\w)") or self._take(
            r"\bday (\d{1,2})(?!\w)"
        )
        return int(found[1]) if found else None

    def _implied(self, day: date | None, nth: int | None, plain: int | None) -> Cadence | None:
        """A date alone is meant once, "every Monday" weekly, "the first Monday" monthly."""
        if day is not None:
            return Cadence.ONCE
        if nth is not None:
            return Cadence.MONTHLY
        each = self._take(rf"(?<!\w)(?:{self._any(self.words.each)})(?!\w)") if plain is not None else None
        return Cadence.WEEKLY if each or (plain is not None and self.plural) else None

    def _first(
        self, cadence: Cadence | None, nth: int | None, weekday: int | None, numbered: int | None
    ) -> date | None:
        if numbered is not None:
            return self._numbered(numbered)
        if nth is not None or weekday is not None:
            ahead = ((weekday or 0) - self.today.weekday()) % 7
            return self.today if nth is not None else self.today + timedelta(days=ahead)
        return self.today + _STEP[cadence] if cadence is not None and cadence in _STEP else None

    def _numbered(self, number: int) -> date | None:
        """The next day of that number: not every month has a 31st."""
        ahead = (self.today + timedelta(days=days) for days in range(62))
        found = next((day for day in ahead if day.day == number), None)
        self.wrong |= found is None
        return found

    def _whole(
        self, cadence: Cadence | None, starts_on: date | None, nth: int | None, plain: int | None, numbered: int | None
    ) -> bool:
        """Whether the pieces make one rhythm: "monthly on Monday" leaves open which one."""
        if cadence is None or starts_on is None:
            return False
        if cadence in BY_MONTH:
            return plain is None and (nth is None or numbered is None)
        if cadence is Cadence.ONCE:
            return nth is None and numbered is None and (plain is None or starts_on.weekday() == plain)
        return nth is None and numbered is None and (plain is None or starts_on.weekday() == plain)
