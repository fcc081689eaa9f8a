"""What step five asks for and shows besides: merges, and what was perhaps said twice."""

from dataclasses import dataclass

from workflows.snapshots import MapSnapshot, Note


@dataclass(frozen=True, slots=True)
class MergeNotes:
    """Pairs of contributions that say the same: (the one that is kept, the one that is merged into it)."""

    workshop_id: int
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two contributions that seem to say the same."""

    first: Note
    second: Note


@dataclass(frozen=True, slots=True)
class Likenesses:
    """A map, and what was perhaps said twice on it: pains first, then joys and itches."""

    snapshot: MapSnapshot
    pairs: tuple[Alike, ...]
