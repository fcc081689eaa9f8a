"""An owner who left the workspace answers for nothing any more: what was theirs goes back to the journey owner."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import pains as rows
from storage import tables, workshops
from storage.tables import PainOwner, Profile, Workshop
from workflows import access, pains
from workflows.commands import Actor
from workflows.desk import Change
from workflows.items import key
from workflows.pains import WATCH_EVERY
from workflows.ports import Outbox
from workflows.touch import touched
from workflows.words import NoticeKind
from workflows.works import Works


async def watch(session: AsyncSession, outbox: Outbox, now: datetime, team_id: str, user_id: str) -> None:
    """Have a person's profile fetched again, for as long as they answer for something. In the tick's transaction."""
    profile = await session.get(Profile, (team_id, user_id), with_for_update=True)
    if profile is None or profile.watch_at is None or profile.watch_at > now:
        return
    profile.watch_at = None
    if await rows.promises_of(session, team_id, user_id):
        profile.watch_at = now + WATCH_EVERY
        await session.flush()
        await outbox.profile(session, team_id, user_id, f"{now:%Y%m%d%H}")


async def hand_back(works: Works, session: AsyncSession, team_id: str, user_id: str) -> None:
    """Give every open pain point of a person who left to the journey owner of its map, and say so there."""
    change = Change(session, Actor(team_id, ""), works.clock.now(), works.outbox, works.db.vault)
    for pain_id in [row.contribution_id for row in await rows.promises_of(session, team_id, user_id)]:
        # The workshop first, as every change takes it: two that take the same rows the other way round would wait.
        workshop = await workshops.one(session, team_id, await rows.where(session, team_id, pain_id) or 0, lock=True)
        found = await rows.promise(session, pain_id)
        if workshop is not None and found is not None and found[0].owner_id == user_id:
            await _hand_back(change, found[0], workshop)


async def _hand_back(change: Change, row: PainOwner, workshop: Workshop) -> None:
    left = row.owner_id
    heir = await _heir(change.session, workshop, left)
    if heir is None:
        return  # nobody is left who could answer for it
    pains.give(row, heir, "", change.now)
    row.left_by, row.generation, row.version = left, row.generation + 1, row.version + 1
    before: dict[str, object] = {"owner_id": left}
    change.audit(workshop.id, "pain.hand_back", "pain", row.contribution_id, before=before, after={"owner_id": heir})
    await pains.watch(change.session, workshop.team_id, heir, change.now)
    await pains.tell_owner(change, workshop, row, NoticeKind.HANDED_BACK)
    await pains.renew(change, row)
    await touched(change, workshop)


async def _heir(session: AsyncSession, workshop: Workshop, left: str) -> str | None:
    """Who answers for it now: the journey owner, else the facilitator, else somebody who leads beside them."""
    people = await workshops.participants(session, key(workshop.id))
    beside = [one.user_id for one in people if one.role in access.LEADS and one.removed_at is None]
    candidates = _once([workshop.journey_owner_id, workshop.facilitator_id, *beside, workshop.created_by], left)
    known: dict[str, tables.Profile] = await workshops.known(session, workshop.team_id, candidates)
    return next((one for one in candidates if one not in known or not known[one].deactivated), None)


def _once(people: Iterable[str | None], without: str) -> list[str]:
    return [one for one in dict.fromkeys(people) if one and one != without]
