"""Which reviews had to come due: worked out day by day from the calendar, knowing nothing of how the program does it."""

import calendar
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKS, MONTHS = {"weekly": 1, "biweekly": 2}, {"monthly": 1, "quarterly": 3}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rhythm:
    """From which day on, how often, at what time, where."""

    cadence: str
    starts_on: date
    local_time: str
    tz: str

    def days(self, until: date) -> Iterator[date]:
        """Every day on which a review stands in the calendar."""
        day, first = self.starts_on, self.starts_on
        while day <= until:
            if self.cadence in WEEKS:
                wanted = (day - first).days % (7 * WEEKS[self.cadence]) == 0
            else:
                last = calendar.monthrange(day.year, day.month)[1]
                months = (day.year - first.year) * 12 + day.month - first.month
                wanted = day.day == min(first.day, last) and months % MONTHS[self.cadence] == 0
            if wanted:
                yield day
            day += ONE_DAY

    def moments(self, until: date) -> list[datetime]:
        """The instants of those days."""
        hour, minute = map(int, self.local_time.split(":"))
        place = ZoneInfo(self.tz)
        return [datetime.combine(day, time(hour, minute), place).astimezone(UTC) for day in self.days(until)]


@dataclass
class Expected:
    """One map as it should have gone: it is told what happens to it, in order."""

    until: date
    moments: list[datetime] = field(default_factory=list)
    alive: bool = True
    next: datetime | None = None
    rounds: list[datetime] = field(default_factory=list)  # when each round was due, in order
    held: set[int] = field(default_factory=set)  # numbers from 1
    ahead: set[int] = field(default_factory=set)  # of those: held before anybody was called
    dates: int = 0  # that came while the map was alive
    late: int = 0  # told more than a day after they were due: the bot was away
    passed_over: int = 0  # dates that came and went while the bot was away
    held_back: int = 0  # dates that came while a round was open
    missed: Counter[int] = field(default_factory=Counter)  # by number: how often one that waited was called to again

    def set(self, rhythm: Rhythm, at: datetime) -> None:
        self.moments = rhythm.moments(self.until)
        self._wait(at)

    def end(self) -> None:
        self.alive, self.next = False, None

    def wake(self, at: datetime) -> None:
        self.alive = True
        self._wait(at)

    def tick(self, at: datetime) -> bool:
        """Whether a round is opened now."""
        if not self.alive or self.next is None or self.next > at:
            return False
        due = self.next
        came = [moment for moment in self.moments if due <= moment <= at]
        self.dates += len(came)
        self._wait(at)
        waiting = self.open()
        if waiting is not None:
            self.held_back += len(came)
            self.missed[waiting] += 1
            return False
        self.passed_over += len(came) - 1
        self.late += at - due > ONE_DAY
        self.rounds.append(due)
        return True

    def open(self) -> int | None:
        """The number of the last round, where it is not held."""
        return len(self.rounds) if self.rounds and len(self.rounds) not in self.held else None

    def hold(self, at: datetime) -> None:
        """The last round, or one ahead of time where none is open."""
        if self.open() is None:
            self.rounds.append(at)
            self.ahead.add(len(self.rounds))
        self.held.add(len(self.rounds))

    def _wait(self, at: datetime) -> None:
        self.next = next((moment for moment in self.moments if moment > at), None)
