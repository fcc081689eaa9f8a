"""What the owner of a pain point says of it: I take it on, not now, later, I need help."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from storage import pains as rows
from storage import tables
from workflows import access, items, limits, notices, pains, postings, text
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.hours import Hours, hours_of
from workflows.promising import AskHelp, MovePain
from workflows.touch import touched
from workflows.words import NoticeKind, PainStatus, PostingKind


class Snooze(StrEnum):
    """For how long an owner wants to hear nothing of a pain point."""

    DAY = "day"
    THREE_DAYS = "three_days"
    WEEK = "week"
    MONDAY = "monday"


_DAYS = {Snooze.DAY: 1, Snooze.THREE_DAYS: 3, Snooze.WEEK: 7}


def wakes_on(snooze: Snooze, today: date) -> date:
    """The day on which somebody wants to hear of it again."""
    return today + timedelta(days=_DAYS.get(snooze) or 7 - today.weekday())


async def accept(desk: Desk, actor: Actor, workshop_id: int, pain_id: int) -> Done:
    """Say that one takes a pain point on. Only its owner can; twice is once."""

    async def work(change_: Change) -> Done:
        workshop, row = await _owned(change_, actor, workshop_id, pain_id)
        if row.owner_id != actor.user_id:
            raise NotAllowedError("only_owner", owner=row.owner_id)
        if row.accepted_at is None:
            row.accepted_at = change_.now
            await _kept(change_, workshop, row, "pain.accept", {"accepted": False}, {"accepted": True})
        return Done(workshop_id, pain_id)

    return await change(desk, actor, None, work)


async def snooze(
    desk: Desk, actor: Actor, workshop_id: int, pain_id: int, how_long: Snooze, claim: str | None = None
) -> Done:
    """Pause the reminders until the owner's morning of a later day. `Done.extra["until"]` is that day, in ISO.

    The promise stays as it is, and who answers for the journey is told of it when it is long overdue.
    """

    async def work(change_: Change) -> Done:
        workshop, row = await _owned(change_, actor, workshop_id, pain_id)
        hours = await _hours(change_, row)
        day = wakes_on(how_long, hours.day(change_.now))
        before = row.snoozed_until
        row.snoozed_until = hours.opening(day)
        row.remind_at = change_.now
        if before != row.snoozed_until:
            await _kept(
                change_, workshop, row, "pain.snooze", {"until": _day(before, hours)}, {"until": day.isoformat()}
            )
        return Done(workshop_id, pain_id, extra={"until": day.isoformat()})

    return await change(desk, actor, claim, work)


async def move(desk: Desk, actor: Actor, command: MovePain, claim: str | None = None) -> Done:
    """Promise another day, and say why; its reminders begin anew."""
    reason = text.line("reason", command.reason, limits.LINE_MAX)
    if command.due_on is None:
        raise InvalidError("due_on", "required")
    if not reason:
        raise InvalidError("reason", "required")

    async def work(change_: Change) -> Done:
        workshop, row = await _owned(change_, actor, command.workshop_id, command.pain_id)
        done = Done(command.workshop_id, command.pain_id)
        if (row.due_on, row.due_reason) == (command.due_on, reason):
            return done
        if row.due_on != command.due_on:
            pains.check_due(change_.now, command.due_on)
        before: dict[str, object] = {
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "due_reason": row.due_reason,
        }
        pains.promise(row, command.due_on, reason)
        row.remind_at = change_.now
        after: dict[str, object] = {"due_on": str(command.due_on), "due_reason": reason}
        await _kept(change_, workshop, row, "pain.move", before, after)
        return done

    return await change(desk, actor, claim, work)


async def ask_help(desk: Desk, actor: Actor, command: AskHelp, claim: str | None = None) -> Done:
    """Say what is needed: to journey owner and facilitator in person, to everybody in the thread, or to both."""
    needed = text.line("text", command.text, limits.LINE_MAX)
    if not needed:
        raise InvalidError("text", "required")
    if not (command.leaders or command.thread):
        raise InvalidError("asked", "required")

    async def work(change_: Change) -> Done:
        workshop, row = await _owned(change_, actor, command.workshop_id, command.pain_id)
        done = Done(command.workshop_id, command.pain_id)
        if row.help == needed and row.help_at == change_.now:
            return done
        before: dict[str, object] = {"help": row.help}
        row.help, row.help_at = needed, change_.now
        await _kept(change_, workshop, row, "pain.help", before, {"help": needed})
        key = f"help:{command.pain_id}:{change_.now.isoformat()}"
        made = (change_.session, change_.outbox, change_.now, workshop)
        if command.thread:
            await postings.ensure(*made, PostingKind.HELP, key, in_thread=True, subject_id=command.pain_id)
        leaders = {workshop.journey_owner_id, workshop.facilitator_id} - {None, actor.user_id}
        for leader in sorted(filter(None, leaders)) if command.leaders else ():
            await notices.tell(
                *made,
                NoticeKind.HELP,
                f"{key}:{leader}",
                leader,
                subject_id=command.pain_id,
                mark=change_.now.isoformat(),
            )
        return done

    return await change(desk, actor, claim, work)


async def _owned(
    change_: Change, actor: Actor, workshop_id: int, pain_id: int
) -> tuple[tables.Workshop, tables.PainOwner]:
    """An open pain point's ownership, for those who may change it."""
    workshop = await access.workshop(change_.session, actor, workshop_id, Need.CONTRIBUTE, lock=True)
    pain = await pains.find(change_, workshop_id, pain_id)
    row = await rows.owner_of(change_.session, pain_id)
    if row is None:
        raise NotFoundError("pain")
    await pains.check_may_change(change_, workshop, row)
    if pain.status not in {PainStatus.OPEN, PainStatus.DOING}:
        raise NotAllowedError("settled")
    return workshop, row


async def _hours(change_: Change, row: tables.PainOwner) -> Hours:
    return hours_of(await change_.session.get(tables.Profile, (change_.actor.team_id, row.owner_id)))


def _day(at: datetime | None, hours: Hours) -> str | None:
    return hours.day(at).isoformat() if at else None


async def _kept(
    change_: Change,
    workshop: tables.Workshop,
    row: tables.PainOwner,
    action: str,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    row.version += 1
    change_.audit(workshop.id, action, "pain", row.contribution_id, before=before, after=after)
    await items.join(change_, workshop)
    await pains.renew(change_, row)
    await touched(change_, workshop)
