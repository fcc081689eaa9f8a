"""Which reviews had to come due: worked out day by day from the calendar, knowing nothing of how the program does it."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKS, MONTHS = {"weekly": 1, "biweekly": 2}, {"monthly": 1, "quarterly": 3}
ONE_DAY = timedelta(days=1)
LATE_DAYS, ESCALATES, FRIDAY = 3, timedelta(days=7), 4


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
        return [self.at(day) for day in self.days(until)]

    def at(self, day: date) -> datetime:
        """Its time on a day."""
        hour, minute = map(int, self.local_time.split(":"))
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.tz)).astimezone(UTC)

    def late(self, called: datetime) -> datetime:
        """When nobody has held it for three working days."""
        day, left = called.astimezone(ZoneInfo(self.tz)).date(), LATE_DAYS
        while left:
            day += ONE_DAY
            left -= day.weekday() <= FRIDAY
        return self.at(day)


@dataclass
class Expected:
    """One map as it should have gone: it is told what happens to it, in order."""

    until: date
    moments: list[datetime] = field(default_factory=list)
    alive: bool = True
    next: datetime | None = None
    rhythm: Rhythm | None = None
    late_at: datetime | None = None  # when it is said that nobody held the one that is open
    late_told: dict[int, int] = field(default_factory=dict)  # how often it was, by number
    rounds: list[datetime] = field(default_factory=list)  # when each round was due, in order
    held: set[int] = field(default_factory=set)  # numbers from 1
    ahead: set[int] = field(default_factory=set)  # of those: held before anybody was called
    dates: int = 0  # that came while the map was alive
    late: int = 0  # told more than a day after they were due: the bot was away
    passed_over: int = 0  # dates that came and went while the bot was away
    held_back: int = 0  # dates that came while a round was open

    def set(self, rhythm: Rhythm, at: datetime) -> None:
        self.rhythm, self.moments = rhythm, rhythm.moments(self.until)
        self._wait(at)

    def end(self) -> None:
        self.alive, self.next = False, None

    def wake(self, at: datetime) -> None:
        self.alive = True
        self._wait(at)

    def tick(self, at: datetime) -> bool:
        """Whether a round is opened now."""
        opened = self._opens(at)
        if opened and self.rhythm is not None:
            self.late_at = self.rhythm.late(at)
        if self.late_at is not None and self.late_at <= at:
            self._tell_late(at)
        return opened

    def _tell_late(self, at: datetime) -> None:
        number, self.late_at = self.open(), None
        told = self.late_told.get(number or 0, 0)
        if self.alive and number is not None and told < 2:
            self.late_told[number] = told + 1
            self.late_at = None if told else at + ESCALATES

    def _opens(self, at: datetime) -> bool:
        if not self.alive or self.next is None or self.next > at:
            return False
        due = self.next
        came = [moment for moment in self.moments if due <= moment <= at]
        self.dates += len(came)
        self._wait(at)
        if self.open() is not None:
            self.held_back += len(came)
            if self.late_at is None and self.late_told.get(self.open() or 0, 0) < 2:
                self.late_at = at
            return False
        self.passed_over += len(came) - 1
        self.late += at - due > ONE_DAY
        self.rounds.append(due)
        return True

    @property
    def calls(self) -> int:
        """How often it was said that nobody held one."""
        return sum(self.late_told.values())

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
