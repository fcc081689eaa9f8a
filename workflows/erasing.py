"""Removing a person's name: for themselves, for an administrator, for whoever runs Cairn.

Asking writes a row; the tick does the rest, a page of maps at a time, so that a workspace with thousands of maps goes
on working meanwhile and a restart loses nothing. What they gave stays on the maps and counts as before. Whatever they
answered for, and whatever they led, is somebody else's then.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import anonymous, ledger, tables, workshops
from storage import erasing as rows
from storage.tables import Erasure, Profile, Workshop
from workflows import access, anonymity, leaving
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.items import key
from workflows.touch import touched
from workflows.words import Attendance, Role
from workflows.works import Works

log = logging.getLogger(__name__)

PEOPLE, MAPS = 10, 50  # pages: of people at one tick, and of the maps that each of them is taken out of at one tick
PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")

Forget = Callable[[Sequence[str]], Awaitable[None]]  # the engine's jobs whose ids begin so


async def ask(desk: Desk, actor: Actor, user_id: str, claim: str | None = None) -> Done:
    """Have somebody's name removed: one's own, or, by an administrator, anybody's. Twice is once."""
    if not PERSON.fullmatch(user_id):
        raise InvalidError("person", "choose_people")
    if user_id != actor.user_id and not actor.is_admin:
        raise NotAllowedError("only_admin")

    async def work(change_: Change) -> Done:
        if not await workshops.served(change_.session, actor.team_id):
            raise NotFoundError("workspace")
        by = "" if user_id == actor.user_id else actor.user_id
        await order(change_.session, actor.team_id, user_id, change_.now, by)
        return Done(0)

    return await change(desk, actor, claim, work)


async def order(session: AsyncSession, team_id: str, user_id: str, now: datetime, by: str = "") -> None:
    """Write down that a name is to be removed, where that is not written down already."""
    await workshops.lock_workspace(session, team_id)
    if await session.get(Erasure, (team_id, user_id)) is None:
        session.add(Erasure(team_id=team_id, user_id=user_id, asked_by=by, asked_at=now))
        await session.flush()


async def pending(desk: Desk, actor: Actor) -> bool:
    """Whether somebody's own name is being removed."""
    async with desk.db.read() as session:
        return await session.get(Erasure, (actor.team_id, actor.user_id)) is not None


async def sweep(works: Works, forget: Forget) -> None:
    """Go on with everybody whose name is to be removed. What goes wrong with one keeps no other from their turn."""
    async with works.db.read() as session:
        waiting = await rows.waiting(session, PEOPLE)
    for one in waiting:
        try:
            await _go_on(works, one, forget)
        except Exception:
            log.exception("the name of a person could not be removed")


async def _go_on(works: Works, one: Erasure, forget: Forget) -> None:
    async with works.db.read() as session:
        profile = await session.get(Profile, (one.team_id, one.user_id))
        name = profile.name if profile else ""
        page = await rows.maps_after(session, one.team_id, one.after_id, MAPS)
    if not one.after_id:
        async with works.db.write() as session:
            await leaving.hand_back(works, session, one.team_id, one.user_id)
    for workshop_id in page:
        async with works.db.write() as session:
            await _leave_map(works, session, workshop_id, one, name)
    if len(page) == MAPS:
        async with works.db.write() as session:
            row = await session.get(Erasure, (one.team_id, one.user_id), with_for_update=True)
            if row is not None:
                row.after_id = max(row.after_id, page[-1])
        return
    await _finish(works, one, name, forget)


async def _finish(works: Works, one: Erasure, name: str, forget: Forget) -> None:
    """Everything that belongs to no map, last of all that somebody asked for it."""
    async with works.db.read() as session:
        letters = await rows.messages_to(session, one.team_id, one.user_id)
    await forget(
        [
            f"profile:{one.team_id}:{one.user_id}:",
            *(f"post:{number:012d}" for number in letters),
            *(f"renew:{number}:" for number in letters),
        ]
    )
    async with works.db.write() as session:
        row = await session.get(Erasure, (one.team_id, one.user_id), with_for_update=True)
        if row is None:
            return  # another copy of the program was quicker
        by = row.asked_by
        await session.delete(row)
        await rows.of_team(session, one.team_id, rows.drawn(one.user_id, name))
        asked = Change(session, Actor(one.team_id, by), works.clock.now(), works.outbox, works.db.vault)
        asked.audit(None, "person.erase", "profile", after={"by": "administrator" if by else "themselves"})
    log.info("a person's name was removed from everything in workspace %s", one.team_id)


async def _leave_map(works: Works, session: AsyncSession, workshop_id: int, one: Erasure, name: str) -> None:
    workshop = await session.get(Workshop, workshop_id, with_for_update=True)
    if workshop is None:
        return  # it was purged meanwhile
    change_ = Change(session, Actor(one.team_id, ""), works.clock.now(), works.outbox, works.db.vault)
    await _leave_round(change_, workshop, one)
    await _hand_on(change_, workshop, one.user_id)
    if not await rows.of_map(session, workshop_id, rows.drawn(one.user_id, name), change_.now):
        return
    await session.refresh(workshop)
    change_.audit(workshop_id, "people.erase", "participant")
    if workshop.deleted_at is None:
        await touched(change_, workshop)
        for posting in await ledger.naming(session, workshop_id):
            await works.outbox.update(session, posting, f"erased{workshop.revision}")


async def _leave_round(change_: Change, workshop: Workshop, one: Erasure) -> None:
    """What they gave in an anonymous round that runs is nobody's from now on, as it would be at its end."""
    if await anonymous.open_round(change_.session, key(workshop.id)) is None:
        return
    theirs = Actor(one.team_id, one.user_id)
    own = await anonymity.selves(change_.session, change_.vault, theirs, key(workshop.id))
    for pseudonym in own[1:]:
        await anonymous.disown(change_.session, key(workshop.id), pseudonym)


async def _hand_on(change_: Change, workshop: Workshop, user_id: str) -> None:
    """Whoever led this map leads it no more: the journey owner does, else somebody beside them, or who is there."""
    if workshop.journey_owner_id == user_id:
        workshop.journey_owner_id = None
    if workshop.facilitator_id != user_id:
        return
    people = await workshops.participants(change_.session, key(workshop.id))
    there = [one for one in people if one.removed_at is None and one.user_id != user_id]
    there.sort(key=lambda one: (one.role not in access.LEADS, one.attendance != Attendance.ACCEPTED, one.id or 0))
    wanted = [one for one in (workshop.journey_owner_id, *(one.user_id for one in there)) if one]
    known = await workshops.known(change_.session, workshop.team_id, wanted)
    heir = next((one for one in wanted if one not in known or _may_lead(known[one])), None)
    if heir is None:
        return  # they were alone on it: an administrator can still delete it
    workshop.facilitator_id = heir
    for row in there:
        if row.user_id == heir:
            row.role = Role.FACILITATOR.value


def _may_lead(profile: tables.Profile) -> bool:
    return not (profile.is_guest or profile.is_bot or profile.deactivated)
