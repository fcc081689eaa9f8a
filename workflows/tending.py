"""The health of one map, and of all that somebody sees, worst first."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import visible
from workflows import access, kin, reading, workshops
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.health import Health, State, early
from workflows.relatives import Kin
from workflows.snapshots import Outline
from workflows.vitals import any_overdue, of_maps
from workflows.words import WorkshopStatus

PAGE, MAPS_MAX = 10, 2000
LOOKED_AFTER = (WorkshopStatus.OPEN, WorkshopStatus.LIVING)


@dataclass(frozen=True, slots=True)
class Tended:
    """One page of maps with their health, worst first. `of` counts the maps by state; `all_` is the filter."""

    rows: tuple[tuple[Outline, Health], ...]
    page: int
    pages: int
    of: dict[State, int]
    all_: bool


async def tended(desk: Desk, actor: Actor, page: int = 0, *, all_: bool = False) -> Tended:
    """The maps the actor sees that have not ended: those that need somebody, or with `all_` every one."""
    async with desk.db.read() as session:
        who = access.seer(actor)
        ids = await visible.ids(session, who, visible.with_status(LOOKED_AFTER), limit=MAPS_MAX)
        found = await of_maps(session, ids, desk.clock.now())
        wanted = [one for one in ids if all_ or found[one].state in {State.CARE, State.LOOK}]
        wanted.sort(key=lambda one: (found[one].state, -found[one].weight))
        pages = max(1, -(-len(wanted) // PAGE))
        page = min(max(page, 0), pages - 1)
        shown = await reading.outlines(session, actor.team_id, wanted[page * PAGE : (page + 1) * PAGE])
    of = dict.fromkeys(State, 0)
    for health in found.values():
        of[health.state] += 1
    return Tended(tuple((one, found[one.id]) for one in shown), page, pages, of, all_)


async def of_map(desk: Desk, actor: Actor, workshop_id: int) -> Health:
    """The health of one map."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        return (await of_maps(session, [workshop_id], desk.clock.now()))[workshop_id]


async def here(desk: Desk, actor: Actor, channel_id: str) -> tuple[list[Outline], Health | None, Kin]:
    """A channel's workshops, as by `workshops.open_in`; what there is to tell of the only one, and its relatives."""
    async with desk.db.read() as session:
        found = await workshops.found_in(session, actor, channel_id)
        if len(found) != 1:
            return found, None, Kin()
        return found, await _told(session, found[0], desk.clock.now()), await kin.seen_by(session, actor, found[0].id)


async def told(desk: Desk, actor: Actor, outline: Outline) -> tuple[Health | None, Kin]:
    """The health of one map, where there is something to tell, and its relatives."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, outline.id)
        return await _told(session, outline, desk.clock.now()), await kin.seen_by(session, actor, outline.id)


async def _told(session: AsyncSession, outline: Outline, now: datetime) -> Health | None:
    """Most maps are asked about while they are being drawn up, when there is nothing to tell."""
    if early(outline.status, outline.step) and not await any_overdue(session, outline.id, now):
        return None
    return (await of_maps(session, [outline.id], now))[outline.id]
