"""What changed between two states of a journey: stage by stage, pain by pain, metric by metric."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from bot.rendering.words import CLOSED
from workflows.rounds import Metric
from workflows.snapshots import MapSnapshot, Note, Stage


@dataclass(frozen=True, slots=True)
class Pair:
    """A stage as it was and as it is; one of them may be missing."""

    before: Stage | None
    after: Stage | None

    @property
    def stage(self) -> Stage:
        """The stage, as new as there is."""
        found = self.after or self.before
        assert found
        return found

    @property
    def change(self) -> float | None:
        """By how much the feeling moved, where both states were scored."""
        if self.before and self.after and self.before.emotion and self.after.emotion:
            return self.after.emotion.median - self.before.emotion.median
        return None


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric before and after. `was` is the value of the earlier state, `now` of the later."""

    metric: Metric
    was: float | None
    now: float | None

    @property
    def better(self) -> bool | None:
        """Whether it moved the right way since the baseline; None where it did not move, or nobody knows."""
        start = self.metric.baseline if self.metric.baseline is not None else self.was
        if start is None or self.now is None or start == self.now:
            return None
        return (self.now > start) == self.metric.higher_is_better


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed."""

    pairs: tuple[Pair, ...]
    closed: tuple[Note, ...]
    opened: tuple[Note, ...]
    still: tuple[Note, ...]
    metrics: tuple[Measured, ...]

    @property
    def change(self) -> float | None:
        """The average change of the feeling."""
        return mean_of(pair.change for pair in self.pairs)


def compare(before: MapSnapshot, after: MapSnapshot) -> Comparison:
    """Compare two states: of one workshop by ids, of two (a map and its clone for the future) by names."""
    same = before.outline.id == after.outline.id
    pairs = _pairs(before.stages, after.stages, same=same)
    open_before = {_key(pain, same=same) for pain in before.open_pains}
    known = {_key(pain, same=same) for pain in before.pains}
    after_open = {_key(pain, same=same) for pain in after.open_pains}
    now = {_key(pain, same=same): pain for pain in after.pains}
    closed = [
        now.get(_key(pain, same=same), pain) for pain in before.open_pains if _key(pain, same=same) not in after_open
    ]
    closed += [pain for pain in after.pains if pain.status in CLOSED and _key(pain, same=same) not in known]
    opened = [pain for pain in after.open_pains if _key(pain, same=same) not in open_before]
    still = [pain for pain in after.open_pains if _key(pain, same=same) in open_before]
    return Comparison(pairs, tuple(closed), tuple(opened), tuple(still), _measured(before, after, same=same))


def feeling(snapshot: MapSnapshot) -> float | None:
    """The average of the stages' medians."""
    return mean_of(stage.emotion.median if stage.emotion else None for stage in snapshot.stages)


def mean_of(numbers: Iterable[float | None]) -> float | None:
    """The average of those that are known, to one decimal."""
    known = [number for number in numbers if number is not None]
    return round(mean(known), 1) if known else None


def pain_stage(pair: Pair, pains: Sequence[Note]) -> list[Note]:
    """Those of some pain points that stand in a stage, in either state."""
    ids = {note.id for stage in (pair.before, pair.after) if stage for note in stage.pains}
    return [pain for pain in pains if pain.id in ids]


def _key(thing: Stage | Note | Metric, *, same: bool) -> Hashable:
    if same:
        return thing.id
    text = thing.text if isinstance(thing, Note) else thing.name
    return " ".join(text.casefold().split())


def _pairs(before: Sequence[Stage], after: Sequence[Stage], *, same: bool) -> tuple[Pair, ...]:
    """The later state's order; stages that are gone stand where they were."""
    earlier = {_key(stage, same=same): stage for stage in before}
    pairs = [Pair(earlier.get(_key(stage, same=same)), stage) for stage in after]
    kept = {_key(stage, same=same) for stage in after}
    for place, stage in enumerate(before):
        if _key(stage, same=same) not in kept:
            pairs.insert(min(place, len(pairs)), Pair(stage, None))
    return tuple(pairs)


def _measured(before: MapSnapshot, after: MapSnapshot, *, same: bool) -> tuple[Measured, ...]:
    earlier = {_key(metric, same=same): metric for metric in before.metrics}
    found = []
    for metric in after.metrics:
        old = earlier.get(_key(metric, same=same))
        found.append(Measured(metric, _value(old), _value(metric)))
    return tuple(found)


def _value(metric: Metric | None) -> float | None:
    if metric is None:
        return None
    return metric.actual if metric.actual is not None else metric.baseline
