"""Who leads a workshop: appointing co-facilitators, handing the facilitation over; and answering an invitation."""

from dataclasses import dataclass

from storage import tables, workshops
from workflows import access, items, limits, people
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.touch import touched
from workflows.words import Attendance, Role


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads from now on, and who may do the same. Whoever hands over stays as a co-facilitator."""

    workshop_id: int
    facilitator_id: str
    co_facilitators: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()  # they see everything and give nothing


async def lead(desk: Desk, actor: Actor, command: Lead, claim: str | None = None) -> Done:
    """Appoint, and ask people to look on. Facilitators; guests lead nowhere.

    `Done.extra["handed_over"]` says whether the facilitator changed.
    """

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        first = await _leaders(change_, "facilitator_id", (command.facilitator_id,))
        if not first:
            raise InvalidError("facilitator_id", "choose_people")
        others = await _leaders(change_, "co_facilitators", command.co_facilitators[: limits.CO_FACILITATORS_MAX])
        watching = await people.choose(
            change_.session, change_.actor.team_id, command.observers[: limits.OBSERVERS_MAX]
        )
        before = await _roles(change_, command.workshop_id)
        handed_over = first[0] != workshop.facilitator_id
        if handed_over:
            others.append(workshop.facilitator_id)
        await _appoint(change_, workshop, first[0], [one for one in others if one != first[0]], watching)
        workshop.facilitator_id = first[0]
        after = await _roles(change_, command.workshop_id)
        if before != after:
            change_.audit(command.workshop_id, "people.lead", "workshop", workshop.id, before=before, after=after)
            await touched(change_, workshop)
        return Done(command.workshop_id, workshop.id, extra={"handed_over": handed_over})

    return await change(desk, actor, claim, work)


async def _leaders(change_: Change, field: str, wanted: tuple[str, ...]) -> list[str]:
    """Those who can lead; a guest among them is said, not left out in silence."""
    chosen = await people.choose(change_.session, change_.actor.team_id, wanted)
    known = await workshops.known(change_.session, change_.actor.team_id, chosen)
    if any(profile.is_guest for profile in known.values()):
        raise InvalidError(field, "guest_leads")
    return chosen


async def _appoint(
    change_: Change, workshop: tables.Workshop, first: str, others: list[str], watching: list[str]
) -> None:
    for user_id in (first, *others, *watching):
        row = await workshops.participant(change_.session, items.key(workshop.id), user_id)
        if row is None or row.removed_at is not None:
            await items.add_person(change_, workshop, user_id)
    await change_.session.flush()
    for row in await workshops.participants(change_.session, items.key(workshop.id)):
        if row.user_id == first:
            row.role = Role.FACILITATOR.value
        elif row.user_id in others:
            row.role = Role.CO_FACILITATOR.value
        elif row.user_id in watching:
            row.role = Role.OBSERVER.value
        elif row.role != Role.PARTICIPANT:
            row.role = Role.PARTICIPANT.value


async def _roles(change_: Change, workshop_id: int) -> dict[str, object]:
    await change_.session.flush()
    found = await workshops.participants(change_.session, workshop_id)
    return {row.user_id: row.role for row in found if row.role != Role.PARTICIPANT}


async def attend(desk: Desk, actor: Actor, workshop_id: int, attendance: Attendance) -> Done:
    """Answer an invitation. A repeat changes nothing; who said no may say yes later, and the other way round."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.CONTRIBUTE, lock=True)
        row = await workshops.participant(change_.session, workshop_id, actor.user_id)
        before = row.attendance if row and row.removed_at is None else None
        if before != attendance:
            row = await items.add_person(change_, workshop, actor.user_id, attendance)
            row.attendance = attendance.value
            change_.audit(
                workshop_id,
                "people.attend",
                "participant",
                row.id,
                before={"attendance": before},
                after={"attendance": attendance.value},
            )
            await touched(change_, workshop)
        return Done(workshop_id, row.id if row else None)

    return await change(desk, actor, None, work)
