"""How well a journey is looked after, in five figures and one word: a pure function of what the database added up.

The figures are those of the founding method's sixth step (what is overdue, what is stale, what the numbers say) and of
its warning against maps that rest on guesses. Nothing here is a grade of people: each figure names what to do next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from statistics import median

from workflows.words import Step, WorkshopStatus

MOOD_SCORERS = 3  # fewer opinions of a stage are no mood, and would give single people away
OVERDUE_MANY = 3
LATE_REVIEW = timedelta(days=7)
PROVEN_ENOUGH = 1 / 2  # of the claims
SHIFT = 0.25  # a smaller change of the median is none
FALL = 0.75  # a change for the worse that is more than a ripple
ON_TARGET_ENOUGH = 1 / 2


class State(IntEnum):
    """One word for a map, worst first: so a list is sorted."""

    CARE = 1
    LOOK = 2
    WELL = 3
    EARLY = 4


class Worst(StrEnum):
    """What to do first about a map."""

    OVERDUE = "overdue"
    REVIEW = "review"
    RHYTHM = "rhythm"
    MOOD = "mood"
    TARGETS = "targets"
    EVIDENCE = "evidence"
    MEASURE = "measure"


class Trend(StrEnum):
    """Where the customer's feeling goes."""

    UP = "up"
    SAME = "same"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of a map.

    `overdue`: open pain points whose day has passed. `last_held_at`: when the last review was held;
    `waiting_since`: when the one came due that nobody held yet; `rhythm`: whether a next one is planned.
    `claims`: pain points that were not dropped, merged ones counted once; `proven`: those with at least one piece of
    evidence. `moods`: the mood of the last kept revision that has one, then of the one before it (see `mood`).
    `measured`: metrics with a target and a value; `on_target`: those whose newest value is at the target or better;
    `unmeasured`: metrics with a target and without a value.
    """

    status: WorkshopStatus
    step: Step
    overdue: int = 0
    last_held_at: datetime | None = None
    waiting_since: datetime | None = None
    rhythm: bool = False
    claims: int = 0
    proven: int = 0
    moods: tuple[float, ...] = ()
    measured: int = 0
    on_target: int = 0
    unmeasured: int = 0

    @property
    def trend(self) -> Trend | None:
        """Where the mood went between the last two kept revisions; None where there are no two."""
        if len(self.moods) < 2:
            return None
        now, before = self.moods[:2]
        if abs(now - before) < SHIFT:
            return Trend.SAME
        return Trend.UP if now > before else Trend.DOWN

    @property
    def evidence_share(self) -> int | None:
        """How many in a hundred claims have evidence; None where there is no claim."""
        return round(100 * self.proven / self.claims) if self.claims else None


@dataclass(frozen=True, slots=True)
class Health:
    """The figures of a map, one word for them, and what to do first. `weight` sorts maps of one state, worst first."""

    figures: Figures
    state: State
    worst: Worst | None
    weight: int
    review_age: int | None = None  # days since the last review was held

    @property
    def says_something(self) -> bool:
        """Whether it is worth a line: one that has only begun tells nothing, and one that ended needs nobody."""
        return self.state is not State.EARLY and self.figures.status is not WorkshopStatus.ENDED


def judge(figures: Figures, now: datetime) -> Health:
    """Weigh the figures: two points for what harms the customer while one waits, one for what is thin."""
    age = (now - figures.last_held_at).days if figures.last_held_at else None
    points = {worst: found for worst, found in _points(figures, now) if found}
    weight = sum(points.values())
    worst = max(points, key=lambda one: points[one], default=None)  # of equal ones the first
    return Health(figures, _state(figures, points), worst, weight, age)


def mood(stages: Iterable[tuple[float, int]]) -> float | None:
    """How a journey feels as a whole: the median of its stages' medians, −2 … +2, from (median, people) of each.

    A stage counts where three people or more scored it. Scores that are private are not among them
    (`storage.scores.open_scores`).
    """
    felt = [middle for middle, people in stages if people >= MOOD_SCORERS]
    return float(median(felt)) if felt else None


def early(status: WorkshopStatus, step: Step) -> bool:
    """Whether a map is still being drawn up: unless something on it is overdue, there is nothing to say of it."""
    return status is WorkshopStatus.OPEN and step < Step.REDESIGN


def _state(figures: Figures, points: dict[Worst, int]) -> State:
    if early(figures.status, figures.step) and not figures.overdue:
        return State.EARLY
    if any(found > 1 for found in points.values()):
        return State.CARE
    return State.LOOK if points else State.WELL


def _points(figures: Figures, now: datetime) -> Iterable[tuple[Worst, int]]:
    """What is wrong, the most pressing first."""
    living = figures.status is WorkshopStatus.LIVING
    waiting = figures.waiting_since
    fell = figures.moods[1] - figures.moods[0] if figures.trend is Trend.DOWN else 0.0
    share = figures.proven / figures.claims if figures.claims else 1.0
    reached = figures.on_target / figures.measured if figures.measured else 1.0
    yield Worst.OVERDUE, (2 if figures.overdue >= OVERDUE_MANY else 1) if figures.overdue else 0
    yield Worst.REVIEW, (2 if now - waiting >= LATE_REVIEW else 1) if waiting else 0
    yield Worst.RHYTHM, int(living and not figures.rhythm and waiting is None)
    yield Worst.MOOD, (2 if fell >= FALL else 1) if fell else 0
    yield Worst.TARGETS, int(reached < ON_TARGET_ENOUGH)
    yield Worst.EVIDENCE, int(share < PROVEN_ENOUGH)
    yield Worst.MEASURE, int(living and bool(figures.unmeasured))
