"""Reminders of promises: before the day, on it, and after it, until the pain is gone.

When a promise next has something to say stands in its row (`remind_at`), which the tick sweeps. A service that
changes a promise sets it to the present: the tick then finds the next moment, by the owner's own working hours.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import notices as notice_rows
from storage import pains as rows
from storage import tables
from storage.tables import PainOwner, Profile
from workflows import limits, notices, postings
from workflows.hours import Hours, hours_of
from workflows.ports import Outbox
from workflows.words import NoticeKind, PainStatus, WorkshopStatus

_LATE_ONES = 400  # working days of reminders after a due date: more than a year, then it is silent


def moments(row: PainOwner, hours: Hours) -> Iterator[datetime]:
    """When the owner is reminded, in order: before the day, on it, then every third working day."""
    if row.due_on is None:
        return
    yield hours.opening(row.due_on - timedelta(days=limits.REMIND_BEFORE_DAYS))
    yield hours.opening(row.due_on)
    day = row.due_on
    for _each in range(_LATE_ONES // limits.REMIND_AGAIN_DAYS):
        day = hours.working_day(day, limits.REMIND_AGAIN_DAYS)
        yield hours.opening(day)


def escalates_at(row: PainOwner, hours: Hours, days: int) -> datetime | None:
    """When the journey owner is told, so many days after the one promised.

    None where they were told of this promise, or there is no day to keep.
    """
    if row.due_on is None or row.escalated_on == row.due_on:
        return None
    return hours.opening(row.due_on + timedelta(days=days))


def overdue_at(row: PainOwner) -> datetime | None:
    """When the day is over, as maps count it: from then on the card counts the pain point as overdue."""
    if row.due_on is None:
        return None
    return datetime.combine(row.due_on + timedelta(days=1), time.min, UTC)


def next_moment(row: PainOwner, hours: Hours, days: int, after: datetime) -> datetime | None:
    """When a promise next has something to say, strictly after a moment; it escalates after so many days."""
    reminder = next((at for at in moments(row, hours) if at > after), None)
    found = [overdue_at(row), escalates_at(row, hours, days), *_wakes(row), reminder]
    snoozed = row.snoozed_until
    if snoozed is not None and snoozed > after:
        found[-1] = None  # what comes before is skipped, and the day of waking says what there is to say
    return min((at for at in found if at is not None and at > after), default=None)


def _wakes(row: PainOwner) -> list[datetime]:
    return [row.snoozed_until] if row.snoozed_until else []


def is_due(row: PainOwner, hours: Hours, since: datetime, now: datetime) -> bool:
    """Whether the owner is to be reminded: of several moments that were missed, once."""
    if row.snoozed_until is not None and row.snoozed_until > now:
        return False
    return any(since <= at <= now for at in _wakes(row)) or any(
        since <= at <= now for at in moments(row, hours) if at <= now
    )


def kind_of(due_on: date | None, today: date) -> NoticeKind:
    """What a reminder says on a day."""
    if due_on is None or due_on > today:
        return NoticeKind.SOON
    return NoticeKind.DUE if due_on == today else NoticeKind.OVERDUE


async def fire(session: AsyncSession, outbox: Outbox, pain_id: int, now: datetime) -> None:
    """Say what a promise has to say, and write down when it says something again. In the tick's write transaction."""
    found = await rows.promise(session, pain_id)
    if found is None or found[0].remind_at is None or found[0].remind_at > now:
        return
    row, pain, workshop = found
    since = row.remind_at or now
    if pain.status not in {PainStatus.OPEN, PainStatus.DOING}:
        row.remind_at = None
        return
    hours = hours_of(await session.get(Profile, (workshop.team_id, row.owner_id)))
    # What was deleted may be brought back: its promise goes on, in silence.
    gone = pain.deleted_at is not None or workshop.deleted_at is not None
    if not gone and workshop.status != WorkshopStatus.ENDED:
        if is_due(row, hours, since, now):
            await _remind(session, outbox, workshop, row, hours, now)
        over = overdue_at(row)
        if over is not None and since <= over <= now:
            await _count_anew(session, outbox, workshop, now)
        late = escalates_at(row, hours, workshop.escalate_days)
        if late is not None and late <= now:
            await _escalate(session, outbox, workshop, row, now)
    row.remind_at = next_moment(row, hours, workshop.escalate_days, now)


async def _count_anew(session: AsyncSession, outbox: Outbox, workshop: tables.Workshop, now: datetime) -> None:
    """Have the card say how many are overdue: once a day, however many promises end with it."""
    await postings.renew(session, outbox, workshop.team_id, f"card:{workshop.id}", f"late{now:%Y%m%d}")


async def _remind(
    session: AsyncSession, outbox: Outbox, workshop: tables.Workshop, row: PainOwner, hours: Hours, now: datetime
) -> None:
    today = hours.day(now)
    await notices.tell(
        session,
        outbox,
        now,
        workshop,
        kind_of(row.due_on, today),
        f"remind:{row.contribution_id}:{row.generation}:{row.due_on}:{today}",
        row.owner_id,
        subject_id=row.contribution_id,
        mark=str(row.due_on or ""),
    )


async def _escalate(
    session: AsyncSession, outbox: Outbox, workshop: tables.Workshop, row: PainOwner, now: datetime
) -> None:
    """Tell the journey owner; where that is the one who promised, or there is none, the facilitator."""
    row.escalated_on = row.due_on
    answers = [one for one in (workshop.journey_owner_id, workshop.facilitator_id) if one not in {None, row.owner_id}]
    if answers and answers[0]:
        await notices.tell(
            session,
            outbox,
            now,
            workshop,
            NoticeKind.ESCALATED,
            f"late:{row.contribution_id}:{row.generation}:{row.due_on}",
            answers[0],
            subject_id=row.contribution_id,
            mark=str(row.due_on),
        )


async def rearrange(session: AsyncSession, team_id: str, user_id: str, now: datetime) -> None:
    """A person works at other times now: what waits for them, and when they are reminded, is worked out anew."""
    for notice in await notice_rows.waiting_of(session, team_id, user_id):
        notice.send_at = now
    for row in await rows.promises_of(session, team_id, user_id):
        row.remind_at = min(row.remind_at or now, now)
    await session.flush()
