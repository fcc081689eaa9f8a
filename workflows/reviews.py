"""The rhythm of reviews, and holding one."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import pains as pain_rows
from storage import reviews as rows
from storage import tables
from storage.rows import all_live
from workflows import access, items, limits, maps, notices, pains, postings, rhythm, text
from workflows.access import Need
from workflows.commands import Actor, Done, HoldReview, SetReview
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.metrics import check_value
from workflows.metrics import save_metric as save_metric
from workflows.ports import Outbox
from workflows.rhythm import next_due as next_due
from workflows.touch import touched
from workflows.words import Cadence, NoticeKind, PostingKind, WorkshopStatus
from workflows.workshops import set_owner

_HORIZON = timedelta(days=3660)


async def set_review(desk: Desk, actor: Actor, command: SetReview, claim: str | None = None) -> Done:
    """Set the rhythm and the journey owner. Facilitators. `Done.extra["due_at"]` is the ISO instant."""
    now = desk.clock.now()
    if abs(command.starts_on - now.date()) > _HORIZON:
        raise InvalidError("starts_on", "out_of_range")
    due_at = next_due(command.cadence, command.starts_on, command.local_time, command.tz, now)
    if not command.journey_owner_id:
        raise InvalidError("journey_owner_id", "required")

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        await set_owner(change_, workshop, command.journey_owner_id)
        row = await rows.of_workshop(change_.session, command.workshop_id)
        before = _fields(row) if row else None
        if row is None:
            row = tables.Review(
                workshop_id=command.workshop_id, cadence=command.cadence.value, starts_on=command.starts_on
            )
        else:
            row.generation, row.version = row.generation + 1, row.version + 1
        row.cadence, row.starts_on = command.cadence.value, command.starts_on
        row.local_time, row.tz = command.local_time, command.tz
        row.due_at, row.updated_at = due_at, change_.now
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
        "local_time": row.local_time,
        "tz": row.tz,
    }


async def hold(desk: Desk, actor: Actor, command: HoldReview, claim: str | None = None) -> Done:
    """Hold a review: statuses, values, conclusion; the map is kept and posted anew.

    The drawing that this asks for starts a new picture message, so that the old one stays as the
    map was. A round is held once, by whoever submits first; a second person gets `already_held`, so that
    their form can keep what they typed, and the same person clicking twice gets the first answer.
    Without `round_id` the round that is open is held, or one ahead of time.
    """
    conclusion = text.body("conclusion", command.conclusion, limits.TEXT_MAX)
    for metric_id, value in command.values.items():
        check_value(f"values.{metric_id}", value)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        if actor.is_guest:
            raise NotAllowedError("guest")
        row = await _round(change_, command)
        done = Done(command.workshop_id, row.id, extra={"number": row.number})
        if row.held_at is not None:
            if row.held_by == actor.user_id and row.conclusion == conclusion:
                return done
            raise NotAllowedError("already_held", number=row.number, held_by=row.held_by)
        await _set_statuses(change_, command)
        await _set_values(change_, command, items.key(row.id))
        row.held_at, row.held_by, row.conclusion = change_.now, actor.user_id, conclusion
        row.revision = workshop.revision + 1
        await items.join(change_, workshop)
        change_.audit(command.workshop_id, "review.hold", "review_round", row.id, after=_told(command, conclusion))
        await touched(change_, workshop, soon=True)
        await maps.keep_revision(change_, workshop, f"review:{row.number}")
        await postings.ensure(
            change_.session,
            change_.outbox,
            change_.now,
            workshop,
            PostingKind.REVIEW_HELD,
            f"held:{row.id}",
            in_thread=True,
            subject_id=row.id,
        )
        return done

    return await change(desk, actor, claim, work)


def _told(command: HoldReview, conclusion: str) -> dict[str, object]:
    return {
        "statuses": {str(pain): status.value for pain, status in command.statuses.items()},
        "values": {str(metric): value for metric, value in command.values.items()},
        "conclusion": conclusion,
    }


async def _round(change_: Change, command: HoldReview) -> tables.ReviewRound:
    """The round that is to be held."""
    if command.round_id is not None:
        found = await rows.round_of(change_.session, command.workshop_id, command.round_id)
        if found is None:
            raise NotFoundError("review")
        return found
    last = await rows.last_round(change_.session, command.workshop_id)
    if last is not None and last.held_at is None:
        return last
    row = tables.ReviewRound(workshop_id=command.workshop_id, number=last.number + 1 if last else 1, due_at=change_.now)
    change_.session.add(row)
    await change_.session.flush()
    return row


async def _set_statuses(change_: Change, command: HoldReview) -> None:
    found = await pain_rows.pains_in(change_.session, command.workshop_id, list(command.statuses))
    if len(found) != len(command.statuses):
        raise InvalidError("statuses", "unknown_item")
    for pain_id, status in command.statuses.items():
        if found[pain_id].status != status:
            pains.mark(change_, found[pain_id], await pain_rows.owner_of(change_.session, pain_id), status)


async def _set_values(change_: Change, command: HoldReview, round_id: int) -> None:
    known = {row.id for row in await all_live(change_.session, tables.Metric, command.workshop_id)}
    if not command.values.keys() <= known:
        raise InvalidError("values", "unknown_item")
    review = await rows.of_workshop(change_.session, command.workshop_id)
    today = change_.now.astimezone(rhythm.zone(review.tz if review else change_.actor.tz)).date()
    for metric_id, value in command.values.items():
        change_.session.add(
            tables.MetricValue(
                metric_id=metric_id,
                round_id=round_id,
                value=value,
                measured_on=today,
                author_id=change_.actor.user_id,
                created_at=change_.now,
            )
        )


async def fire_due(session: AsyncSession, outbox: Outbox, review: tables.Review, now: datetime) -> int | None:
    """A review came due: open its round, post the reminders, move `due_at` on (once, whatever was missed).

    Runs in the tick's write transaction; gives the round's id, or None where nothing was due any more.
    """
    await session.refresh(review, with_for_update=True)
    workshop = await session.get(tables.Workshop, review.workshop_id)
    if workshop is None or workshop.status == WorkshopStatus.ENDED or workshop.deleted_at is not None:
        return None
    if review.due_at is None or review.due_at > now:
        return None
    last = await rows.last_round(session, review.workshop_id)
    row = tables.ReviewRound(
        workshop_id=review.workshop_id, number=last.number + 1 if last else 1, due_at=review.due_at
    )
    session.add(row)
    review.due_at = next_due(Cadence(review.cadence), review.starts_on, review.local_time, review.tz, now)
    review.generation += 1
    await session.flush()
    made = (session, outbox, now, workshop)
    due = f"review:{row.id}"
    await postings.ensure(*made, PostingKind.REVIEW_DUE, due, in_thread=True, subject_id=row.id)
    if workshop.journey_owner_id:
        key = f"review-owner:{row.id}"
        await notices.tell(*made, NoticeKind.REVIEW_DUE, key, workshop.journey_owner_id, subject_id=row.id)
    await outbox.refresh(session, review.workshop_id)
    return row.id
