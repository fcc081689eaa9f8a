"""What can be asked for about keeping a map alive: metrics, the rhythm of reviews, and answers in one."""

from dataclasses import dataclass, field
from datetime import date

from workflows.words import (
    Cadence,
    MetricKind,
    PainStatus,
    Truth,
)


@dataclass(frozen=True, slots=True)
class SaveMetric:
    """A metric with baseline and target: new where `metric_id` is None."""

    workshop_id: int
    name: str
    kind: MetricKind = MetricKind.OWN
    unit: str = ""
    higher_is_better: bool = True
    baseline: float | None = None
    target: float | None = None
    stage_id: int | None = None
    metric_id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class SetReview:
    """How often the map is looked at again, from which day, at what local time, and who answers for it.

    By the month, `nth` and `weekday` (Monday is 0) keep to a day such as the first Monday.
    """

    workshop_id: int
    cadence: Cadence
    starts_on: date
    local_time: str
    tz: str
    journey_owner_id: str
    nth: int | None = None
    weekday: int | None = None
    claim_days: int = 90


@dataclass(frozen=True, slots=True)
class PutOffReview:
    """Move the next review to another day, or leave it out (`to` is None), for a reason. `version` is the one seen."""

    workshop_id: int
    version: int
    to: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class HoldReview:
    """What was answered in a review: pains, metrics and claims by id, decisions, and what the team concludes."""

    workshop_id: int
    round_id: int | None
    statuses: dict[int, PainStatus]
    values: dict[int, float]
    conclusion: str = ""
    due: dict[int, date] = field(default_factory=dict)  # new days of pains that have an owner
    claims: dict[int, Truth] = field(default_factory=dict)
    decisions: tuple[str, ...] = ()
