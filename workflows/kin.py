"""Maps below larger ones: an overview of a journey, and maps that show one of its stages in detail.

A relative is named to whoever may see it and to nobody else. What everybody reads who sees a map (its card, its
files) names those relatives only that stand in the same channel or in a public one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import channels, rows, tables, visible
from storage import kin as near
from storage import workshops as workshop_rows
from workflows import access, limits, reading
from workflows.access import Need
from workflows.commands import Actor, Below, Done
from workflows.desk import Change, Desk, change
from workflows.errors import CairnError, InvalidError
from workflows.items import key
from workflows.relatives import Kin, Relative
from workflows.snapshots import Outline

PUT, TAKEN_IN = "below.put", "workshop.detailed"


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody can choose from when they say where a map lies: larger maps, and what is chosen now."""

    parents: tuple[Outline, ...]
    now: Below | None = None


async def put(desk: Desk, actor: Actor, workshop_id: int, below: Below | None, claim: str | None = None) -> Done:
    """Put a map below a larger one that the actor sees, or let it stand alone. Facilitators of the smaller map."""

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        before = await _now(change_.session, workshop_id)
        if below != before:
            await place(change_, row, below)
            change_.audit(workshop_id, PUT, "below", workshop_id, before=_said(before), after=_said(below))
            await _tell(change_, workshop_id, before, below)
        return Done(workshop_id, workshop_id)

    return await change(desk, actor, claim, work)


async def place(change_: Change, row: tables.Workshop, below: Below | None) -> None:
    """Have a map lie below another one: InvalidError at `parent` where it cannot."""
    session, workshop_id = change_.session, key(row.id)
    # Two people who put two maps below each other at once would make a circle.
    await workshop_rows.lock_workspace(session, row.team_id)
    there = await near.placement(session, workshop_id)
    if below is None:
        if there is not None:
            await session.delete(there)
            await session.flush()
        return
    await _check(change_, workshop_id, below)
    placed = there or tables.Placement(workshop_id=workshop_id, parent_id=below.parent_id)
    placed.parent_id, placed.stage_id = below.parent_id, below.stage_id
    session.add(placed)
    await session.flush()


async def begin(change_: Change, row: tables.Workshop, below: Below | None) -> None:
    """Put a map that begins below a larger one, where it was asked for."""
    if below is not None:
        await place(change_, row, below)
        await _tell(change_, key(row.id), None, below)


async def take_back(change_: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """Have a map lie where it lay before a change; False where that cannot be any more."""
    before, after = _read(audit.before), _read(audit.after)
    workshop_id = key(workshop.id)
    if await _now(change_.session, workshop_id) != after:
        return False
    await access.workshop(change_.session, change_.actor, workshop_id, Need.FACILITATE)
    try:
        await place(change_, workshop, before)
    except InvalidError:
        return False
    await _tell(change_, workshop_id, after, before)
    return True


async def _check(change_: Change, workshop_id: int, below: Below) -> None:
    session, parent_id = change_.session, below.parent_id
    if parent_id == workshop_id:
        raise InvalidError("parent", "below_itself")
    if not await _may_see(session, change_.actor, parent_id):
        raise InvalidError("parent", "no_such_parent")
    if below.stage_id is not None and await rows.live(session, tables.Stage, parent_id, below.stage_id) is None:
        raise InvalidError("parent", "unknown_stage")
    over, at = [parent_id], await near.placement(session, parent_id)
    while at is not None and len(over) <= limits.LEVELS_MAX:
        over.append(at.parent_id)
        at = await near.placement(session, at.parent_id)
    if workshop_id in over:
        raise InvalidError("parent", "below_in_circle")
    levels, here = len(over), {workshop_id}
    while here and levels <= limits.LEVELS_MAX:
        levels, here = levels + 1, await near.ids_below(session, here)
    if levels > limits.LEVELS_MAX:
        raise InvalidError("parent", "too_deep", limit=limits.LEVELS_MAX)
    if len(await near.ids_below(session, [parent_id]) - {workshop_id}) >= limits.BELOW_MAX:
        raise InvalidError("parent", "too_many_below", limit=limits.BELOW_MAX)


async def _may_see(session: AsyncSession, actor: Actor, workshop_id: int) -> bool:
    try:
        await access.workshop(session, actor, workshop_id)
    except CairnError:
        return False
    return True


async def _now(session: AsyncSession, workshop_id: int) -> Below | None:
    there = await near.placement(session, workshop_id)
    return Below(there.parent_id, there.stage_id) if there else None


async def _tell(change_: Change, workshop_id: int, before: Below | None, after: Below | None) -> None:
    """Have the cards of all say it, and the histories of the larger maps."""
    parents = {below.parent_id for below in (before, after) if below}
    for parent_id in sorted(parents):
        change_.audit(parent_id, TAKEN_IN, "workshop", parent_id)
    for one in sorted({workshop_id, *parents}):
        await change_.outbox.refresh(change_.session, one)


async def renew(change_: Change, workshop_id: int) -> None:
    """Have the cards of a map's relatives drawn anew: it is called otherwise, went, or is back."""
    over = await near.parents(change_.session, [workshop_id])
    below = await near.children(change_.session, workshop_id, limits.BELOW_MAX)
    for _placed, row, _stage in (*over, *below):
        await change_.outbox.refresh(change_.session, key(row.id))


def _said(below: Below | None) -> dict[str, object]:
    return {"parent_id": below.parent_id, "stage_id": below.stage_id} if below else {}


def _read(said: dict[str, object] | None) -> Below | None:
    parent, stage = (said or {}).get("parent_id"), (said or {}).get("stage_id")
    return Below(parent, stage if isinstance(stage, int) else None) if isinstance(parent, int) else None


async def of(desk: Desk, actor: Actor, workshop_id: int) -> Kin:
    """A map's relatives, as far as the actor sees them."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        return await seen_by(session, actor, workshop_id)


async def seen_by(session: AsyncSession, actor: Actor, workshop_id: int) -> Kin:
    """The same for a map that the actor was found to see, in a transaction of the caller's."""
    if not await near.has_any(session, workshop_id):
        return Kin()
    parents = await _seen(session, actor, await near.parents(session, [workshop_id]))
    children = await near.children(session, workshop_id, limits.BELOW_MAX)
    return Kin(parents.get(workshop_id), tuple((await _seen(session, actor, children)).values()))


async def parents_of(session: AsyncSession, actor: Actor, ids: Collection[int]) -> dict[int, Relative]:
    """The larger map of each of some maps, where there is one that the actor sees."""
    return await _seen(session, actor, await near.parents(session, ids)) if ids else {}


async def _seen(session: AsyncSession, actor: Actor, found: Sequence[near.Near]) -> dict[int, Relative]:
    """By the id of the smaller map."""
    known: dict[int, bool] = {}
    for _placed, row, _stage in found:
        if key(row.id) not in known:
            known[key(row.id)] = await _may_see(session, actor, key(row.id))
    return {placed.workshop_id: _relative(row, stage) for placed, row, stage in found if known[key(row.id)]}


async def open_to_all(session: AsyncSession, outline: Outline) -> Kin:
    """The relatives that whoever sees a map may see, too: in its own channel or in a public one."""
    if not await near.has_any(session, outline.id):
        return Kin()

    async def may(row: tables.Workshop) -> bool:
        return row.channel_id == outline.channel_id or await channels.is_public(session, row.team_id, row.channel_id)

    over = [
        _relative(row, stage) for _placed, row, stage in await near.parents(session, [outline.id]) if await may(row)
    ]
    below = [
        _relative(row, stage)
        for _placed, row, stage in await near.children(session, outline.id, limits.BELOW_MAX)
        if await may(row)
    ]
    return Kin(over[0] if over else None, tuple(below))


def _relative(row: tables.Workshop, stage: str | None) -> Relative:
    return Relative(key(row.id), row.title, row.channel_id, stage or "")


async def choice(
    desk: Desk,
    actor: Actor,
    workshop_id: int | None,
    channel_id: str = "",
    *,
    itself: bool = False,
    meant: Below | None = None,
) -> Choice:
    """The maps that a map can be put below: those that have others below them first, then the newest.

    `itself`: the map is among them, as for a copy of it. `meant`: what is chosen where it lies nowhere yet.
    """
    async with desk.db.read() as session:
        found = [] if actor.is_guest else await visible.ids(session, access.seer(actor), limit=limits.LIST_MAX)
        if workshop_id is not None:
            await access.workshop(session, actor, workshop_id)
        beside = await workshop_rows.in_channel(session, actor.team_id, channel_id, limits.LIST_MAX)
        found += [one for one in beside if one not in found and await _may_see(session, actor, one)]
        now = await _now(session, workshop_id) if workshop_id is not None else meant
        if now is not None and now.parent_id not in found and await _may_see(session, actor, now.parent_id):
            found.append(now.parent_id)
        above = await near.having_children(session, found)
        first = {now.parent_id} if now else set()
        found.sort(key=lambda one: (one not in first, one not in above))
        wanted = [one for one in found if itself or one != workshop_id][: limits.PARENTS_SHOWN]
        parents = await reading.outlines(session, actor.team_id, wanted)
    if now is not None and now.parent_id not in wanted:
        now = None  # not theirs to see
    return Choice(tuple(parents), now)


def ordered(ids: Sequence[int], parents: dict[int, Relative]) -> list[int]:
    """Some maps in their order, each followed by those that lie below it."""
    below = {one: [other for other in ids if other in parents and parents[other].id == one] for one in ids}
    done: list[int] = []

    def add(one: int) -> None:
        if one not in done:
            done.append(one)
            for other in below[one]:
                add(other)

    for one in ids:
        if one not in parents or parents[one].id not in below:
            add(one)
    return done
