"""What was said twice, read as one: votes, evidence and words of merged contributions stand with the one that was kept.

Merging moves none of them. They are put together here, whenever a map is read, so that taking a merge apart gives
everything back as it was, in whatever order things were merged and taken apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import merges as rows
from storage.asking import Named
from workflows.forming import Names
from workflows.snapshots import Idea, Note, SaidToo
from workflows.words import NoteKind, Severity


@dataclass(frozen=True, slots=True)
class Merged:
    """What was merged on a map, and who voted for what has a part in that."""

    rows: Sequence[Named] = ()
    votes: Sequence[Named] = ()
    roots: Mapping[int, int] = field(default_factory=dict)  # where each stands in the end

    @property
    def authors(self) -> set[str]:
        """Whose words were merged."""
        return {row["author_id"] for row in self.rows}


async def load(session: AsyncSession, workshop_id: int, merged: Sequence[Named]) -> Merged:
    """The merges of a map from the rows of what was merged; one query more where there is something."""
    if not merged:
        return Merged()
    roots = rows.roots(merged)
    return Merged(merged, await rows.voters(session, workshop_id, {*roots, *roots.values()}), roots)


def notes(given: Sequence[Note], merged: Merged, names: Names) -> list[Note]:
    """The contributions of a map with what was merged into them.

    Who voted for several of them counts once; a pain point is as bad as the worst that anybody said of it.
    """
    live = {note.id for note in given}
    placed = [
        note if note.about_id is None else replace(note, about_id=_stands(note.about_id, merged, live))
        for note in given
    ]
    also: dict[int, list[SaidToo]] = defaultdict(list)
    for row in merged.rows:
        said = SaidToo(row["id"], row["merged_into_id"], row["text"], names(row["author_id"]))
        also[merged.roots[row["id"]]].append(said)
    dots: dict[int, set[str]] = defaultdict(set)
    for row in merged.votes:
        dots[merged.roots.get(row["contribution_id"], row["contribution_id"])].add(row["author_id"])
    proofs = Counter(note.about_id for note in placed if note.kind is NoteKind.EVIDENCE)
    worst: dict[int, int] = defaultdict(int)
    for row in merged.rows:
        worst[merged.roots[row["id"]]] = max(worst[merged.roots[row["id"]]], row["severity"] or 0)
    return [
        replace(
            note,
            also=tuple(also[note.id]),
            votes=len(dots[note.id]),
            evidence_count=proofs[note.id],
            severity=Severity(max(note.severity, worst[note.id])) if note.severity else None,
        )
        if note.id in also
        else note
        for note in placed
    ]


def ideas(given: Iterable[Idea], merged: Merged, live: set[int]) -> list[Idea]:
    """The ideas of a map: one for a pain that was merged is for the pain that was kept."""
    return [one if one.pain_id is None else replace(one, pain_id=_stands(one.pain_id, merged, live)) for one in given]


def _stands(note_id: int | None, merged: Merged, live: set[int]) -> int | None:
    """Where a contribution stands by now, where that is on the map."""
    stands = merged.roots.get(note_id or 0, note_id)
    return stands if stands in live else None
