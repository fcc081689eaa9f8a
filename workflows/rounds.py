"""What keeps a map alive, as views see it: metrics, the rhythm of reviews, and what came of each."""

from dataclasses import dataclass
from datetime import date, datetime

from workflows.persons import Person
from workflows.words import (
    Answered,
    Cadence,
    MetricKind,
    PutOff,
)


@dataclass(frozen=True, slots=True)
class Metric:
    """A number of the journey; `values` are (day, value), oldest first; `actual` is the newest."""

    id: int
    stage_id: int | None
    kind: MetricKind
    name: str
    unit: str
    higher_is_better: bool
    baseline: float | None
    target: float | None
    values: tuple[tuple[date, float], ...]
    version: int
    author: Person | None = None  # who keeps it

    @property
    def actual(self) -> float | None:
        """The newest measured value, or None while there is only a baseline."""
        return self.values[-1][1] if self.values else None


@dataclass(frozen=True, slots=True)
class Review:
    """The rhythm of looking at the map again; `local_time` is HH:MM in `tz`."""

    cadence: Cadence
    starts_on: date
    local_time: str
    tz: str
    due_at: datetime | None
    version: int
    nth: int | None = None  # by the month: the first … fourth (-1: last) weekday that `starts_on` is
    claim_days: int = 90
    put_off: PutOff | None = None
    put_off_from: datetime | None = None
    put_off_by: Person | None = None
    put_off_reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answered in a review. `before` is what stood there."""

    kind: Answered
    item_id: int
    answer: str
    before: str
    author: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewRound:
    """One review that came due, and what came of it."""

    id: int
    number: int
    due_at: datetime
    held_at: datetime | None
    held_by: Person | None
    conclusion: str
    revision: int | None
    early: bool = False
    late_told: int = 0  # how often it was said that nobody held it
    answers: tuple[Answer, ...] = ()  # of the newest rounds only
