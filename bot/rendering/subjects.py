"""What a picture can be about. A map and its card are about a `MapSnapshot`; the other kinds have a subject each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflows.snapshots import MapSnapshot, Persona

Kind = Literal["card", "map", "personas", "matrix", "before_after", "persona", "history"]


@dataclass(frozen=True, slots=True)
class Personas:
    """Several customers on the same stages: how each feels, stage by stage (None where nobody said).

    `lines` holds each persona with the medians of the stages of `snapshot`, in their order.
    """

    snapshot: MapSnapshot
    lines: tuple[tuple[Persona, tuple[float | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The opportunities of a map by impact and effort."""

    snapshot: MapSnapshot


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Two states of a journey: two revisions, or how it is and how it should be."""

    before: MapSnapshot
    after: MapSnapshot


@dataclass(frozen=True, slots=True)
class PersonaSheet:
    """One customer, with the journey they go through where there is one."""

    persona: Persona
    snapshot: MapSnapshot


@dataclass(frozen=True, slots=True)
class History:
    """A journey over its reviews, oldest first: what to call each (a label, or the day) and the map as it stood."""

    reviews: tuple[tuple[str | datetime, MapSnapshot], ...]


Subject = MapSnapshot | Personas | Matrix | BeforeAfter | PersonaSheet | History


def map_of(subject: Subject) -> MapSnapshot:
    """The map that a picture is about; the newest where there are several."""
    match subject:
        case MapSnapshot():
            return subject
        case BeforeAfter():
            return subject.after
        case History():
            return subject.reviews[-1][1]
        case Personas() | Matrix() | PersonaSheet():
            return subject.snapshot
