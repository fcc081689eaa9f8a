"""What the services that change single things have in common."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import rows, tables, workshops
from storage.anonymous import NOBODY
from workflows import access
from workflows.desk import Change
from workflows.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from workflows.words import Attendance, NoteKind, Step

# The step in which each kind of note is asked for; its author may change it until that step closes.
HOME: Mapping[NoteKind, Step] = {
    NoteKind.ACTION: Step.MAP,
    NoteKind.THOUGHT: Step.FEEL,
    NoteKind.PAIN: Step.FEEL,
    NoteKind.JOY: Step.FEEL,
    NoteKind.ITCH: Step.FEEL,
    NoteKind.EVIDENCE: Step.FEEL,
    NoteKind.DECISION: Step.REDESIGN,
}
MOVES = ("step.go", "step.finish")


def key(row_id: int | None) -> int:
    """The id of a row that was flushed."""
    if row_id is None:
        msg = "the row has not been flushed"
        raise RuntimeError(msg)
    return row_id


async def find(
    session: AsyncSession, model: type[rows.Item], workshop_id: int, item_id: int | None, what: str
) -> rows.Item:
    """A live row of a workshop, or NotFoundError."""
    found = await rows.live(session, model, workshop_id, item_id)
    if found is None:
        raise NotFoundError(what)
    return found


async def stage(change: Change, workshop_id: int, stage_id: int | None, field: str = "stage_id") -> tables.Stage | None:
    """The stage that a form names; one of another workshop, or deleted meanwhile, cannot be taken."""
    if stage_id is None:
        return None
    found = await rows.live(change.session, tables.Stage, workshop_id, stage_id)
    if found is None:
        raise InvalidError(field, "unknown_stage")
    return found


async def room_for(
    change: Change, model: type[rows.Item], workshop_id: int, limit: int, field: str, more: int = 1
) -> int:
    """How many there are, or InvalidError where `more` would be over the limit."""
    there = await rows.count(change.session, model, workshop_id)
    if there + more > limit:
        raise InvalidError(field, "too_many", limit=limit, count=there + more)
    return there


def check_version(item: str, item_id: int | None, version: int, seen: int, theirs: Mapping[str, object]) -> None:
    """Refuse an edit of something that changed since its form was opened, and say what stands there now."""
    if version != seen:
        raise ConflictError(item, key(item_id), version, said(theirs))


def said(fields: Mapping[str, object]) -> dict[str, str]:
    """Field values as plain strings, as a form would show them."""
    texts = {}
    for name, value in fields.items():
        if isinstance(value, Mapping):
            texts.update({f"{name}.{inner}": str(text) for inner, text in value.items()})
        elif isinstance(value, bool):
            texts[name] = "1" if value else ""  # as the form that shows both versions writes them
        else:
            texts[name] = "" if value is None else str(value)
    return texts


def kept(fields: Mapping[str, object]) -> dict[str, object]:
    """Field values as JSON takes them, for the audit trail."""
    return {
        name: value if isinstance(value, bool | int | float | str | dict | list | None) else str(value)
        for name, value in fields.items()
    }


async def check_author(
    change: Change, workshop: tables.Workshop, author_id: str, home: Step, created_at: datetime
) -> None:
    """Authors change their own until the step closes; leads change anybody's, any time.

    Something given after its step (a pain remembered in step 5) stays open until the step in
    which it was given closes.
    """
    if await access.facilitates(change.session, change.actor, workshop):
        return
    if author_id not in {change.actor.user_id, change.author_id}:
        raise NotAllowedError("nobodys" if author_id.startswith(NOBODY) else "only_author")
    if workshop.step <= home:
        return
    moved = await workshops.last_moved(change.session, key(workshop.id), MOVES)
    if moved is not None and created_at < moved:
        raise NotAllowedError("step_closed", facilitator=workshop.facilitator_id)


async def join(change: Change, workshop: tables.Workshop, stage_id: int | None = None) -> None:
    """Contributing makes a person a participant, unless nobody is to know who contributes.

    The stage they were at is kept, so that their next form begins there.
    """
    who = change.actor
    if change.pseudonym:
        return
    known = await workshops.part(change.session, key(workshop.id), who.user_id)
    if known is None or known["attendance"] != Attendance.ACCEPTED:
        await add_person(change, workshop, who.user_id, Attendance.ACCEPTED)
    if stage_id is not None and (known is None or known["last_stage_id"] != stage_id):
        (await workshops.profile(change.session, who.team_id, who.user_id)).last_stage_id = stage_id


async def add_person(
    change: Change, workshop: tables.Workshop, user_id: str, attendance: Attendance = Attendance.INVITED
) -> tables.Participant:
    """The person's row in a workshop, made or revived; an acceptance is never taken back here."""
    row = await workshops.participant(change.session, key(workshop.id), user_id)
    if row is None:
        row = tables.Participant(
            workshop_id=key(workshop.id),
            user_id=user_id,
            attendance=attendance.value,
            added_by=change.author_id,
            added_at=change.now,
        )
        change.session.add(row)
        await change.session.flush()
        await ask_profile(change, user_id)
        if workshop.deadline_at is not None:
            workshop.clock_at = change.now  # here is one more who may have to be reminded
    elif row.removed_at is not None or row.attendance != Attendance.ACCEPTED:
        row.removed_at, row.attendance = None, attendance.value
    return row


async def ask_profile(change: Change, user_id: str) -> None:
    """Have a person's name fetched where it is not known yet."""
    known = await change.session.get(tables.Profile, (change.actor.team_id, user_id))
    if known is None or known.refreshed_at is None:
        await change.outbox.profile(change.session, change.actor.team_id, user_id)
