"""A review as one person goes through it: its pages, and which of them are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflows import asking
from workflows.asking import Asked, answers_of
from workflows.rounds import Metric, ReviewRound
from workflows.snapshots import MapSnapshot, Note
from workflows.words import Answered

ON_A_PAGE = 5


class Part(StrEnum):
    """The parts of a review, in their order."""

    PAINS = "pains"
    METRICS = "metrics"
    CLAIMS = "claims"
    NEWS = "news"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One review as somebody sees it who fills it in."""

    snapshot: MapSnapshot
    this: ReviewRound | None
    asked: Asked
    user_id: str

    def items(self, part_: Part) -> Sequence[Note | Metric]:
        """What a part asks about."""
        if part_ is Part.METRICS:
            return self.asked.metrics
        return {Part.PAINS: self.asked.pains, Part.CLAIMS: self.asked.claims}.get(part_, ())

    def answered(self, part_: Part) -> set[int]:
        """What was answered in a part, by whomever."""
        kinds = {Part.PAINS: Answered.PAIN, Part.METRICS: Answered.METRIC, Part.CLAIMS: Answered.CLAIM}
        return set(answers_of(self.this, kinds[part_])) if part_ in kinds else set()

    def open(self, part_: Part) -> int:
        """How many questions of a part nobody has answered yet."""
        done = self.answered(part_)
        return sum(one.id not in done for one in self.items(part_))

    @property
    def parts(self) -> list[Part]:
        """The parts that have something in them."""
        return [one for one in Part if one is Part.CLOSE or self.items(one) or (one is Part.NEWS and self.asked.news)]


def sitting(snapshot: MapSnapshot, this: ReviewRound | None, user_id: str) -> Sitting:
    """A review, `this` or one that nobody has begun, as one person sees it."""
    return Sitting(snapshot, this, asking.asked(snapshot, this), user_id)


def following(now: Sitting, part_: Part, page: int) -> tuple[Part, int]:
    """The page after another one."""
    if (page + 1) * ON_A_PAGE < len(now.items(part_)):
        return part_, page + 1
    later = [one for one in now.parts if list(Part).index(one) > list(Part).index(part_)]
    return (later[0] if later else Part.CLOSE), 0
