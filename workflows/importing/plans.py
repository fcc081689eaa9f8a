"""What an import would do: what is added, what changes and from what, what is left alone, what cannot be taken."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from workflows.importing.problems import Problem
from workflows.importing.vocabulary import Kind

PROBLEMS_MAX = 200
Fields = dict[str, Any]  # by the names of the columns; `details.need` for what is kept in `details`


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the plan. `before` holds what would change of what is there, `id` which row that is."""

    row: int
    title: str
    stage: str  # its name; empty for the whole journey
    fields: Fields
    id: int | None = None
    before: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole import. With problems nothing of it can be done; notes are worth a look, and harmless."""

    kind: Kind
    stages: tuple[str, ...] = ()  # new ones
    order: tuple[str, ...] = ()  # every stage that the file names, as it comes there
    metrics: tuple[str, ...] = ()
    added: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()
    left: int = 0
    scores: dict[str, int] = field(default_factory=dict)  # a stage's name -> how it feels
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def size(self) -> int:
        """How many things it touches."""
        return len(self.added) + len(self.changed) + len(self.scores)

    @property
    def mark(self) -> str:
        """A short word for the whole of it: two plans with the same one do the same."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class There:
    """What stands on the map already, as far as imports compare with it."""

    stages: Sequence[tuple[int, str]]
    touchpoints: Sequence[Mapping[str, Any]]
    evidence: frozenset[tuple[int | None, str, str]]  # stage, text, source
    notes: int
    notes_max: int  # as many as the map may hold
    metrics: Mapping[str, tuple[int, str, str]]  # by folded name: id, name, unit
    values: Mapping[tuple[int, date], tuple[int, float]]  # by metric and day: id, value
    scores: Mapping[int, int] | None  # one's own, by stage; None while they are private
