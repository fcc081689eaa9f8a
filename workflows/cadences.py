"""The rhythm of a workshop's reviews: setting it, and leaving one out or moving it for once."""

from datetime import datetime, timedelta

from storage import reviews as rows
from storage import tables
from workflows import access, limits, postings, text
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotFoundError
from workflows.items import key
from workflows.reviewing import PutOffReview, SetReview
from workflows.rhythm import BY_MONTH, NTH, Rule, first_on, instant, next_due
from workflows.touch import touched
from workflows.words import Cadence, PostingKind, PutOff
from workflows.workshops import set_owner

_HORIZON = timedelta(days=3660)
_MOVED_MAX = timedelta(days=366)
LOOK_AHEAD = timedelta(days=4)  # three days, and a day for those who live further east
CLAIM_DAYS_MAX = 3660
_WEEK = 7


def rule_of(review: tables.Review) -> Rule:
    """The rule by which a workshop's reviews come due."""
    return Rule(Cadence(review.cadence), review.starts_on, review.local_time, review.tz, review.nth)


def schedule(review: tables.Review, due_at: datetime | None, now: datetime) -> None:
    """Have the next review come due then, and people told ahead of it."""
    review.due_at = due_at
    review.notice_at = max(due_at - LOOK_AHEAD, now) if due_at else None
    review.generation, review.version = review.generation + 1, review.version + 1
    review.updated_at = now


def wake(review: tables.Review, now: datetime) -> None:
    """Reviews come due again, the next one at its usual time."""
    review.paused_at = None
    usual(review)
    schedule(review, next_due(rule_of(review), now), now)


def usual(review: tables.Review) -> None:
    """Forget that a review was moved or left out."""
    review.put_off, review.put_off_from, review.put_off_by, review.put_off_reason = None, None, None, ""


def rule_for(command: SetReview) -> Rule:
    """The rule that somebody asks for, its first day moved on to one that fits; InvalidError where there is none."""
    nth = command.nth if command.cadence in BY_MONTH else None
    starts_on = command.starts_on
    if nth is not None:
        if nth not in NTH or (command.weekday is not None and not 0 <= command.weekday < _WEEK):
            raise InvalidError("nth", "out_of_range")
        starts_on = first_on(starts_on, nth, starts_on.weekday() if command.weekday is None else command.weekday)
    return Rule(command.cadence, starts_on, command.local_time, command.tz, nth)


async def set_review(desk: Desk, actor: Actor, command: SetReview, claim: str | None = None) -> Done:
    """Set the rhythm and the journey owner. Facilitators. `Done.extra["due_at"]` is the ISO instant."""
    now = desk.clock.now()
    if abs(command.starts_on - now.date()) > _HORIZON:
        raise InvalidError("starts_on", "out_of_range")
    if not 1 <= command.claim_days <= CLAIM_DAYS_MAX:
        raise InvalidError("claim_days", "out_of_range")
    rule = rule_for(command)
    due_at = next_due(rule, now)
    if due_at is None:
        raise InvalidError("starts_on", "past_date")
    if not command.journey_owner_id:
        raise InvalidError("journey_owner_id", "required")

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        await set_owner(change_, workshop, command.journey_owner_id)
        row = await rows.of_workshop(change_.session, command.workshop_id)
        before = _fields(row) if row else None
        if row is None:
            row = tables.Review(
                workshop_id=command.workshop_id, cadence=rule.cadence.value, starts_on=rule.starts_on, generation=0
            )
            row.version = 0
        row.cadence, row.starts_on, row.nth = rule.cadence.value, rule.starts_on, rule.nth
        row.local_time, row.tz, row.claim_days = rule.local_time, rule.tz, command.claim_days
        usual(row)
        row.paused_at = None
        schedule(row, due_at, change_.now)
        change_.session.add(row)
        await change_.session.flush()
        change_.audit(command.workshop_id, "review.set", "review", row.id, before=before, after=_fields(row))
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id, extra={"due_at": due_at.isoformat()})

    return await change(desk, actor, claim, work)


def _fields(row: tables.Review) -> dict[str, object]:
    return {
        "cadence": row.cadence,
        "starts_on": row.starts_on.isoformat(),
        "nth": row.nth,
        "local_time": row.local_time,
        "tz": row.tz,
        "claim_days": row.claim_days,
    }


async def put_off(desk: Desk, actor: Actor, command: PutOffReview, claim: str | None = None) -> Done:
    """Move the next review, or leave it out: the one that waits already where there is one. Facilitators.

    The rhythm stays as it is. `Done.extra["due_at"]` is when the next one is, or None.
    """
    reason = text.line("reason", command.reason, limits.LINE_MAX, required=True)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        row = await rows.of_workshop(change_.session, command.workshop_id)
        waiting = await rows.open_round(change_.session, command.workshop_id)
        if row is None or (row.due_at is None and waiting is None):
            raise NotFoundError("review")
        if row.version != command.version:
            raise InvalidError("reason", "review_moved")
        regular = waiting.due_at if waiting else _regular(row)
        due_at = _due_after(row, command, change_.now, waiting=waiting is not None)
        if waiting is not None:
            waiting.skipped_at = change_.now
        before: dict[str, object] = {"due_at": regular.isoformat()}
        row.put_off, row.put_off_from = (PutOff.MOVED if command.to else PutOff.SKIPPED).value, regular
        row.put_off_by, row.put_off_reason = actor.user_id, reason
        schedule(row, due_at, change_.now)
        await change_.session.flush()
        after: dict[str, object] = {"due_at": due_at.isoformat() if due_at else None, "why": reason}
        action = "review.move" if command.to else "review.skip"
        change_.audit(command.workshop_id, action, "review", row.id, before=before, after=after)
        await postings.ensure(
            change_.session,
            change_.outbox,
            change_.now,
            workshop,
            PostingKind.REVIEW_PUT_OFF,
            f"put-off:{key(row.id)}:{row.version}",
            in_thread=True,
        )
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id, extra={"due_at": after["due_at"]})

    return await change(desk, actor, claim, work)


def _regular(row: tables.Review) -> datetime:
    """The usual time of the next review, however often it was moved."""
    moved = row.put_off_from if row.put_off == PutOff.MOVED else None
    regular = moved or row.due_at
    assert regular is not None
    return regular


def _due_after(row: tables.Review, command: PutOffReview, now: datetime, *, waiting: bool) -> datetime | None:
    if command.to is not None:
        if not -_MOVED_MAX < command.to - now.date() < _MOVED_MAX:
            raise InvalidError("to", "out_of_range")
        moved = instant(command.to, row.local_time, row.tz)
        if moved <= now:
            raise InvalidError("to", "past_date")
        return moved
    if waiting or row.due_at is None:
        return row.due_at
    return next_due(rule_of(row), max(row.due_at, _regular(row)))
