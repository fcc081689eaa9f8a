"""What a review asks about, and whom it can ask: pure functions of the map.

Only what changed or is stale is asked. What was answered in the round stays in its list, so that the pages of the form
stand still while people fill them in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.rounds import Answer, Metric, ReviewRound
from workflows.snapshots import MapSnapshot, Note
from workflows.words import Answered, Attendance, NoteKind, PainStatus

CLAIM_DAYS = 90
ASKED_MAX = 24  # of one kind in one review: more is no review but an inventory
_CLAIMS = frozenset({NoteKind.PAIN, NoteKind.JOY, NoteKind.EVIDENCE})
_OPEN = frozenset({PainStatus.OPEN, PainStatus.DOING})


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one review. `more_*`: how many there are besides those that are asked this time."""

    since: datetime | None  # the review before this one
    pains: tuple[Note, ...]
    metrics: tuple[Metric, ...]
    claims: tuple[Note, ...]
    news: tuple[Note, ...]
    more_pains: int = 0
    more_claims: int = 0


@dataclass(frozen=True, slots=True)
class Brings:
    """What one person can bring to a review."""

    pains: tuple[Note, ...] = ()
    metrics: tuple[Metric, ...] = ()
    claims: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.pains or self.metrics or self.claims)


def every_note(snapshot: MapSnapshot) -> tuple[Note, ...]:
    """Every contribution on the map, in the order of their ids."""
    placed = (
        note
        for one in snapshot.stages
        for lane in (one.actions, one.thoughts, one.pains, one.joys, one.itches, one.evidence)
        for note in lane
    )
    return tuple(sorted((*placed, *snapshot.loose), key=lambda note: note.id))


def answers_of(this: ReviewRound | None, kind: Answered) -> dict[int, Answer]:
    """What was answered in a round to one kind of question, by item: the last word on each."""
    return {one.item_id: one for one in (this.answers if this else ()) if one.kind is kind}


def since(snapshot: MapSnapshot, this: ReviewRound | None) -> datetime | None:
    """When the review before this one was held."""
    held = [one.held_at for one in snapshot.rounds if one.held_at and (this is None or one.number < this.number)]
    return max(held, default=None)


def today_of(snapshot: MapSnapshot, at: datetime | None = None) -> date:
    """The day of the map, by which things are overdue."""
    return (at or snapshot.taken_at or snapshot.outline.created_at).date()


def late(pain: Note, today: date) -> bool:
    """Whether the day that a pain point was promised for has passed."""
    return bool(pain.ownership and pain.ownership.due_on and pain.ownership.due_on < today)


def verified(note: Note) -> date:
    """When somebody last said that it is so: at the latest when it was given."""
    return note.verified_on or note.created_at.date()


def stale(snapshot: MapSnapshot, on: date) -> list[Note]:
    """The claims that nobody will have verified for longer than the set age by a day."""
    days = snapshot.review.claim_days if snapshot.review else CLAIM_DAYS
    oldest = on - timedelta(days=days)
    return [note for note in every_note(snapshot) if _is_claim(note) and verified(note) < oldest]


def _is_claim(note: Note) -> bool:
    if note.status is not None:
        return note.status in _OPEN
    return note.kind in _CLAIMS or note.evidence_count > 0


def unmeasured(snapshot: MapSnapshot, after: datetime | None) -> list[Metric]:
    """The metrics without a value since the review before."""
    return [one for one in snapshot.metrics if not one.values or (after and one.values[-1][0] <= after.date())]


def asked(snapshot: MapSnapshot, this: ReviewRound | None) -> Asked:
    """The questions of a review: `this`, or one that nobody has begun yet."""
    before, today = since(snapshot, this), today_of(snapshot)
    told = {kind: answers_of(this, kind) for kind in (Answered.PAIN, Answered.CLAIM)}
    pains = [pain for pain in snapshot.pains if pain.id in told[Answered.PAIN] or _moved(pain, before, today)]
    pains.sort(key=lambda pain: (-int(pain.severity or 0), -pain.votes, pain.id))
    known, shown = {pain.id for pain in pains}, {pain.id for pain in pains[:ASKED_MAX]}
    old = {note.id for note in stale(snapshot, today)} | told[Answered.CLAIM].keys()
    claims = [note for note in every_note(snapshot) if note.id in old - known]
    return Asked(
        since=before,
        pains=tuple(pains[:ASKED_MAX]),
        metrics=snapshot.metrics,
        claims=tuple(claims[:ASKED_MAX]),
        news=tuple(_news(snapshot, before)),
        more_pains=sum(pain.id not in shown for pain in snapshot.open_pains),
        more_claims=max(len(claims) - ASKED_MAX, 0),
    )


def _moved(pain: Note, before: datetime | None, today: date) -> bool:
    """Whether an open pain point is overdue, or changed since the review before."""
    if pain.status not in _OPEN:
        return False
    if before is None or late(pain, today):
        return True
    changes = (pain.created_at, pain.changed_at, pain.ownership.assigned_at if pain.ownership else None)
    return any(change is not None and change > before for change in changes)


def _news(snapshot: MapSnapshot, before: datetime | None) -> Iterable[Note]:
    """What was given since the review before, evidence first, the newest first; on the first review, evidence only."""
    fresh = [note for note in every_note(snapshot) if before is None or note.created_at > before]
    if before is None:
        fresh = [note for note in fresh if note.kind is NoteKind.EVIDENCE]
    return sorted(fresh, key=lambda note: (note.kind is not NoteKind.EVIDENCE, -note.id))


def brings(snapshot: MapSnapshot, due_at: datetime) -> dict[str, Brings]:
    """Who has something to bring to the review of a day, and what."""
    pains: dict[str, list[Note]] = {}
    for pain in snapshot.open_pains:
        if pain.ownership:
            pains.setdefault(pain.ownership.owner.user_id, []).append(pain)
    claims: dict[str, list[Note]] = {}
    for note in stale(snapshot, due_at.date()):
        claims.setdefault(note.author.user_id, []).append(note)
    metrics: dict[str, list[Metric]] = {}
    facilitator = snapshot.outline.facilitator.user_id
    here = {one.person.user_id for one in snapshot.outline.participants if one.attendance is not Attendance.DECLINED}
    for metric in unmeasured(snapshot, since(snapshot, None)):
        keeper = metric.author.user_id if metric.author else facilitator
        for person in {keeper if keeper in here else facilitator, facilitator}:
            metrics.setdefault(person, []).append(metric)
    return {
        person: Brings(*(tuple(what.get(person, ())) for what in (pains, metrics, claims)))  # type: ignore[arg-type]
        for person in sorted(here & (pains.keys() | metrics.keys() | claims.keys()))
    }
