"""Calling people to a review: some days ahead, when it is due, and when nobody held it."""

from datetime import datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import reviews as rows
from storage import tables, workshops
from workflows import asking, postings, reading
from workflows.cadences import rule_of, schedule
from workflows.items import key
from workflows.pacing import MORNING
from workflows.ports import Outbox
from workflows.rhythm import next_due, zone
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind, WorkshopStatus

NOTICE = timedelta(days=3)
EVENING = time(18)
CALLS = frozenset(
    {
        PostingKind.REVIEW_AHEAD,
        PostingKind.REVIEW_DUE,
        PostingKind.REVIEW_DUE_OWNER,
        PostingKind.REVIEW_LATE,
        PostingKind.NUDGE,
        PostingKind.TIME_SOON,
        PostingKind.TIME_OVER,
        PostingKind.DEADLINE_OVER,
    }
)
_OF_ROUND = frozenset({PostingKind.REVIEW_DUE, PostingKind.REVIEW_DUE_OWNER, PostingKind.REVIEW_LATE})


def wanted(kind: PostingKind, subject_id: int | None, snapshot: MapSnapshot) -> bool:
    """Whether a message that waited still has something to say: nobody is called to what is over."""
    if kind in CALLS and snapshot.outline.status is WorkshopStatus.ENDED:
        return False
    if kind not in _OF_ROUND or subject_id is None:
        return True
    this = next((one for one in snapshot.rounds if one.id == subject_id), None)
    return this is not None and this.held_at is None


def notice_at(due_at: datetime, tz: str, now: datetime) -> datetime | None:
    """When somebody is told ahead: in the morning, three days before, where they are; None where it is too late."""
    place = zone(tz)
    local = now.astimezone(place)
    day = due_at.astimezone(place).date() - NOTICE
    at = datetime.combine(day, MORNING, place)
    if local.date() > day:
        tomorrow = timedelta(days=1 if local.time() >= EVENING else 0)
        at = datetime.combine(local.date() + tomorrow, MORNING, place)
    return at if at < due_at else None


async def tell(
    session: AsyncSession,
    outbox: Outbox,
    now: datetime,
    workshop: tables.Workshop,
    kind: PostingKind,
    message_key: str,
    user_id: str,
    subject_id: int | None,
) -> None:
    """Write to one person, once per key: every direct message about reviews goes through here."""
    await postings.ensure(session, outbox, now, workshop, kind, message_key, channel_id=user_id, subject_id=subject_id)


async def look_ahead(session: AsyncSession, outbox: Outbox, review: tables.Review, now: datetime) -> None:
    """Tell those who have something to bring, each in their morning. Runs in the tick's write transaction."""
    workshop = await session.get(tables.Workshop, review.workshop_id)
    waiting = await rows.open_round(session, review.workshop_id)
    due_at, review.notice_at = review.due_at, None
    if workshop is None or due_at is None or due_at <= now or (waiting is not None and not waiting.early):
        return
    if workshop.status == WorkshopStatus.ENDED or workshop.deleted_at is not None:
        return
    snapshot = await reading.whole_map(session, workshop.team_id, review.workshop_id, now)
    people = list(asking.brings(snapshot, due_at))
    known = await workshops.known(session, workshop.team_id, people)
    later = []
    for person in people:
        at = notice_at(due_at, known[person].tz if person in known else review.tz, now)
        if at is not None and at > now:
            later.append(at)
        elif at is not None:
            message_key = f"review-ahead:{key(review.id)}:{due_at:%Y%m%dT%H%M}:{person}"
            await tell(session, outbox, now, workshop, PostingKind.REVIEW_AHEAD, message_key, person, review.id)
    review.notice_at = min(later, default=None)


async def fire_due(session: AsyncSession, outbox: Outbox, review: tables.Review, now: datetime) -> int | None:
    """A review came due: open its round, post the reminders, move `due_at` on (once, whatever was missed).

    Where one waits already, that one is called to once more, and then whoever answers for it; there is never a
    second one. Runs in the tick's write transaction; gives the round's id, or None where nothing was due any more.
    """
    await session.refresh(review, with_for_update=True)
    workshop = await session.get(tables.Workshop, review.workshop_id)
    if workshop is None or workshop.status == WorkshopStatus.ENDED or workshop.deleted_at is not None:
        return None
    if review.due_at is None or review.due_at > now or review.paused_at is not None:
        return None
    row = await rows.open_round(session, review.workshop_id)
    waited = row is not None and not row.early
    if row is None:
        last = await rows.last_round(session, review.workshop_id)
        row = tables.ReviewRound(
            workshop_id=review.workshop_id, number=last.number + 1 if last else 1, due_at=review.due_at
        )
        session.add(row)
    elif not waited:
        row.early, row.due_at = False, review.due_at
    else:
        row.missed += 1
    # One that was moved ahead of its usual time does not come due a second time then.
    schedule(review, next_due(rule_of(review), max(now, review.put_off_from or now)), now)
    review.put_off, review.put_off_from, review.put_off_by, review.put_off_reason = None, None, None, ""
    await session.flush()
    await (_escalate if waited else _call)(session, outbox, workshop, row, now)
    await outbox.refresh(session, review.workshop_id)
    return row.id


async def _call(
    session: AsyncSession, outbox: Outbox, workshop: tables.Workshop, row: tables.ReviewRound, now: datetime
) -> None:
    await postings.ensure(
        session, outbox, now, workshop, PostingKind.REVIEW_DUE, f"review:{row.id}", in_thread=True, subject_id=row.id
    )
    if workshop.journey_owner_id:
        kind, message_key = PostingKind.REVIEW_DUE_OWNER, f"review-owner:{row.id}"
        await tell(session, outbox, now, workshop, kind, message_key, workshop.journey_owner_id, row.id)


async def _escalate(
    session: AsyncSession, outbox: Outbox, workshop: tables.Workshop, row: tables.ReviewRound, now: datetime
) -> None:
    """The thread and the journey owner hear of it once more, then the facilitator; after that it only waits."""
    owner = workshop.journey_owner_id or workshop.facilitator_id
    if row.missed == 1:
        message_key = f"review-again:{row.id}"
        kind = PostingKind.REVIEW_DUE
        await postings.ensure(session, outbox, now, workshop, kind, message_key, in_thread=True, subject_id=row.id)
        person = owner
    else:
        person = workshop.facilitator_id
    if row.missed <= 2 and (row.missed == 1 or person != owner):  # once each
        message_key = f"review-late:{row.id}:{person}"
        await tell(session, outbox, now, workshop, PostingKind.REVIEW_LATE, message_key, person, row.id)
