"""Calling people to a review: some days ahead, when it is due, and when nobody held it."""

from datetime import datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import reviews as rows
from storage import tables, workshops
from workflows import asking, notices, postings, reading
from workflows.cadences import rule_of, schedule, usual
from workflows.hours import hours_of
from workflows.items import key
from workflows.pacing import MORNING
from workflows.ports import Outbox
from workflows.rhythm import instant, next_due, zone
from workflows.snapshots import MapSnapshot
from workflows.words import NoticeKind, PostingKind, WorkshopStatus

NOTICE = timedelta(days=3)
EVENING = time(18)
LATE_DAYS = 3  # working days after which a review that nobody held is spoken of again
ESCALATES = timedelta(days=7)  # after that, when the facilitator hears of it
BOTH = 2  # thread and journey owner, then the facilitator: more is never said
CALLS = frozenset({PostingKind.REVIEW_DUE, PostingKind.TIME_SOON, PostingKind.TIME_OVER})


def wanted(kind: PostingKind, subject_id: int | None, snapshot: MapSnapshot) -> bool:
    """Whether a message of the thread that waited still has something to say: nobody is called to what is over."""
    if kind in CALLS and snapshot.outline.status is WorkshopStatus.ENDED:
        return False
    if kind is not PostingKind.REVIEW_DUE or subject_id is None:
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
            mark = due_at.isoformat()
            notice = f"review-ahead:{key(review.id)}:{mark}:{person}"
            made = (session, outbox, now, workshop)
            await notices.tell(*made, NoticeKind.REVIEW_SOON, notice, person, subject_id=review.id, mark=mark)
    review.notice_at = min(later, default=None)


async def fire_due(session: AsyncSession, outbox: Outbox, review: tables.Review, now: datetime) -> int | None:
    """A review came due: open its round, post the reminders, move `due_at` on (once, whatever was missed).

    Where one waits already, nothing is added: that one is enough, and `tell_late` speaks of it.
    Runs in the tick's write transaction; gives the round's id, or None where nothing was due any more.
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
    # One that was moved ahead of its usual time does not come due a second time then.
    schedule(review, next_due(rule_of(review), max(now, review.put_off_from or now)), now)
    usual(review)
    await session.flush()
    if not waited:
        review.late_at = await _late_at(session, workshop, review, now)
        await _call(session, outbox, workshop, row, now)
    elif row.late_told < BOTH and review.late_at is None:
        review.late_at = now  # its map had ended, and was opened again
    await outbox.refresh(session, review.workshop_id)
    return row.id


async def tell_late(session: AsyncSession, outbox: Outbox, review: tables.Review, now: datetime) -> None:
    """Nobody held the review that waits: tell thread and journey owner, a week later the facilitator; then no more.

    Runs in the tick's write transaction.
    """
    workshop = await session.get(tables.Workshop, review.workshop_id)
    row = await rows.open_round(session, review.workshop_id)
    review.late_at = None
    if workshop is None or workshop.status == WorkshopStatus.ENDED or workshop.deleted_at is not None:
        return
    if row is None or row.early or row.late_told >= BOTH:
        return
    row.late_told += 1
    owner = workshop.journey_owner_id or workshop.facilitator_id
    person = owner if row.late_told < BOTH else workshop.facilitator_id
    made = (session, outbox, now, workshop)
    again = f"review-again:{row.id}"
    if row.late_told < BOTH:
        review.late_at = now + ESCALATES
        await postings.ensure(*made, PostingKind.REVIEW_DUE, again, in_thread=True, subject_id=row.id)
    await postings.renew(session, outbox, workshop.team_id, f"card:{workshop.id}", f"{again}{row.late_told}")
    # One person who is both is told once: the key is theirs.
    notice = f"review-late:{row.id}:{person}"
    await notices.tell(*made, NoticeKind.REVIEW_LATE, notice, person, subject_id=row.id)


async def _late_at(session: AsyncSession, workshop: tables.Workshop, review: tables.Review, now: datetime) -> datetime:
    """Some working days of the journey owner's after a review came due, at its time."""
    owner = workshop.journey_owner_id or workshop.facilitator_id
    hours = hours_of(await session.get(tables.Profile, (workshop.team_id, owner)))
    day = hours.working_day(now.astimezone(zone(review.tz)).date(), LATE_DAYS)
    return instant(day, review.local_time, review.tz)


async def _call(
    session: AsyncSession, outbox: Outbox, workshop: tables.Workshop, row: tables.ReviewRound, now: datetime
) -> None:
    await postings.ensure(
        session, outbox, now, workshop, PostingKind.REVIEW_DUE, f"review:{row.id}", in_thread=True, subject_id=row.id
    )
    if workshop.journey_owner_id:
        kind, notice = NoticeKind.REVIEW_DUE, f"review-owner:{row.id}"
        owner = workshop.journey_owner_id
        await notices.tell(session, outbox, now, workshop, kind, notice, owner, subject_id=row.id)
