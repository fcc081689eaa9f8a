"""How complete a map is in each of the five dimensions: target, path, qualitative, quantitative, conclusions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from workflows.snapshots import MapSnapshot, Stage
from workflows.words import EvidenceKind

MEASURED = frozenset({EvidenceKind.SURVEY, EvidenceKind.ANALYTICS, EvidenceKind.TICKET})
SCORERS, SPECIFICS = 2, 3


class Dimension(StrEnum):
    """A side from which a journey has to be known."""

    TARGET = "target"
    PATH = "path"
    QUALITATIVE = "qualitative"
    QUANTITATIVE = "quantitative"
    CONCLUSIONS = "conclusions"


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a dimension is there, in percent."""

    dimension: Dimension
    percent: int


def scorecard(snapshot: MapSnapshot) -> tuple[Completeness, ...]:
    """Score every dimension: the mean of what it is made of, each part between nothing and all."""
    return tuple(Completeness(one, round(100 * fmean(rule(snapshot)))) for one, rule in _RULES.items())


def _target(snapshot: MapSnapshot) -> list[float]:
    personas = snapshot.personas
    return [
        float(bool(snapshot.outline.goal)),
        float(bool(personas)),
        _share(bool(one.goal) for one in personas),
        _share(bool(one.segment) for one in personas),
        _share(len(one.details) >= SPECIFICS for one in personas),
    ]


def _path(snapshot: MapSnapshot) -> list[float]:
    return [
        _stages(snapshot, lambda stage: bool(stage.actions)),
        _stages(snapshot, lambda stage: bool(stage.touchpoints)),
        _share(one.classed is not None for one in snapshot.touchpoints),
    ]


def _qualitative(snapshot: MapSnapshot) -> list[float]:
    return [
        _stages(snapshot, lambda stage: bool(stage.thoughts)),
        _stages(snapshot, lambda stage: stage.emotion is not None and stage.emotion.count >= SCORERS),
        _stages(snapshot, lambda stage: bool(stage.pains or stage.joys)),
        float(any(one.evidence_kind and one.evidence_kind not in MEASURED for one in snapshot.evidence)),
    ]


def _quantitative(snapshot: MapSnapshot) -> list[float]:
    return [
        float(any(one.evidence_kind in MEASURED for one in snapshot.evidence)),
        _share(one.sample_size is not None for one in snapshot.evidence),
        _share(one.baseline is not None for one in snapshot.metrics),
        _share(one.target is not None for one in snapshot.metrics),
    ]


def _conclusions(snapshot: MapSnapshot) -> list[float]:
    decided = snapshot.decisions or [one for one in snapshot.ideas if one.decided]
    return [
        float(bool(decided)),
        float(bool(snapshot.ideas)),
        _share(one.ownership is not None for one in snapshot.open_pains),
        _share(one.ownership is not None and one.ownership.due_on is not None for one in snapshot.open_pains),
    ]


def _stages(snapshot: MapSnapshot, there: Callable[[Stage], bool]) -> float:
    return _share(there(stage) for stage in snapshot.stages)


def _share(there: Iterable[bool]) -> float:
    """The part of some things that something is true of; of no things it is nothing."""
    found = list(there)
    return fmean(found) if found else 0.0


_RULES: dict[Dimension, Callable[[MapSnapshot], list[float]]] = {
    Dimension.TARGET: _target,
    Dimension.PATH: _path,
    Dimension.QUALITATIVE: _qualitative,
    Dimension.QUANTITATIVE: _quantitative,
    Dimension.CONCLUSIONS: _conclusions,
}
