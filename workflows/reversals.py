"""How each kind of change is taken back, where what it left still stands. Nothing is touched where it does not."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from storage import maps as map_rows
from storage import pains as pain_rows
from storage import rows, tables
from workflows import access, items, kin, merging, notices, pains, rooms
from workflows.desk import Change
from workflows.errors import NotAllowedError
from workflows.importing.applying import APPLY
from workflows.importing.taking_back import imported
from workflows.things import THINGS, Row, Thing, thing_of
from workflows.words import PainStatus

OWN = frozenset({"note", "idea"})  # only their author changes these; the rest is common property
DATES = frozenset({"due_on"})

Reversal = Callable[[Change, tables.Workshop, tables.Audit], Awaitable[bool]]


async def _added(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """What was added goes."""
    thing, after = _thing(audit), dict(audit.after or {})
    there = [await _row(change, thing, audit, one) for one in ids_of(audit)]
    found = [row for row in there if row is not None and row.deleted_at is None]
    titles = dict(zip(after.pop("ids", ()), after.pop("titles", ()), strict=False))
    if len(found) < len(there) or not all(_stands(row, after) and not _moved_on(row) for row in found):
        return False
    if any(row.id in titles and getattr(row, thing.called) != titles[row.id] for row in found):
        return False
    for row in found:
        await _check_author(change, workshop, thing, row)
    for row in found:
        if isinstance(row, tables.Contribution):  # what others said stays, as when it is deleted
            await merging.release(change, workshop, row)
        row.deleted_at = change.now
    return True


async def _edited(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """What was changed says again what it said before."""
    thing, before = _thing(audit), dict(audit.before or {})
    row = await _row(change, thing, audit, audit.item_id)
    if row is None or row.deleted_at is not None or not _stands(row, audit.after or {}):
        return False
    if not await _placed(change, audit, before.get("stage_id")):
        return False
    if isinstance(row, tables.Stage) and await _taken(change, row, str(before.get("name"))):
        return False
    if thing_of(audit.item) in OWN:
        await _check_author(change, workshop, thing, row)
    for name, value in before.items():
        setattr(row, name, value)
    _newer(change, row)
    return True


async def _saved(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """A form that makes and changes: what stood there before it tells which of the two it was."""
    return await (_added if audit.before is None else _edited)(change, workshop, audit)


async def _deleted(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """What was deleted comes back, where its stage still stands."""
    thing = _thing(audit)
    row = await _row(change, thing, audit, audit.item_id)
    if row is None or row.deleted_at is None:
        return False
    if not await _placed(change, audit, getattr(row, "stage_id", None)):
        return False
    await _check_author(change, workshop, thing, row)
    if thing.model is tables.Contribution:
        await rooms.take(change, workshop, tables.Contribution, change.caps.notes, "text")
    elif thing.model is tables.Idea:
        await rooms.take(change, workshop, tables.Idea, thing.limit, "text")
    else:
        await items.room_for(change, thing.model, row.workshop_id, thing.limit, "text")  # type: ignore[type-var]  # any
    row.deleted_at = None
    _newer(change, row)
    return True


async def _decided(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """An idea is chosen no more, or again."""
    row = await rows.live(change.session, tables.Idea, audit.workshop_id or 0, audit.item_id)
    if row is None or not _stands(row, audit.after or {}):
        return False
    if not await access.facilitates(change.session, change.actor, workshop):
        raise NotAllowedError("only_facilitator", facilitator=workshop.facilitator_id)
    row.decided = not row.decided
    _newer(change, row)
    return True


async def _set_stages(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """The columns stand as they stood: those that were added go, those that were dropped come back."""
    del workshop
    before, after = _names(audit.before), _names(audit.after)
    of = audit.workshop_id or 0
    there = sorted(await rows.all_live(change.session, tables.Stage, of), key=lambda row: (row.position, row.id or 0))
    if [row.name for row in there] != after:
        return False
    wanted = {name.casefold() for name in before}
    gone = [row for row in there if row.name.casefold() not in wanted]
    used = await map_rows.stages_with_contents(change.session, of)
    if any(row.id in used or row.details or row.time_spent for row in gone):
        return False
    for row in gone:
        row.deleted_at = change.now
    standing = {row.name.casefold(): row for row in there if row not in gone}
    for position, name in enumerate(before):
        row = standing.get(name.casefold()) or _new_stage(change, of)
        if row.name != name:
            row.name = name
            _newer(change, row)
        row.position = position
    return True


def _new_stage(change: Change, workshop_id: int) -> tables.Stage:
    """Nothing stood in a stage that was dropped: a new one is as good."""
    row = tables.Stage(workshop_id=workshop_id, created_at=change.now, updated_at=change.now)
    change.session.add(row)
    return row


async def _assigned(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """A pain point has the owner and the promise that it had before, or none; both are told."""
    pain_id, before = audit.item_id or 0, _with_dates(audit.before)
    live = await pain_rows.pains_in(change.session, audit.workshop_id or 0, [pain_id])
    owner = await pain_rows.owner_of(change.session, pain_id)
    if not live or owner is None or not _stands(owner, _with_dates(audit.after)):
        return False
    stamp = f"u{audit.id}"
    if not before:
        await change.session.delete(owner)
        # Its keys are free again, so that the next owner of the pain point is told as the first one was.
        await notices.set_aside(change.session, workshop.team_id, pain_id, stamp)
    else:
        handed_over = owner.owner_id != before["owner_id"]
        for name, value in before.items():
            setattr(owner, name, value)
        owner.version += 1
        owner.generation += handed_over
        owner.remind_at = change.now
        await change.session.flush()
        if handed_over:
            pains.give(owner, owner.owner_id, owner.assigned_by, change.now)
            await pains.watch(change.session, workshop.team_id, owner.owner_id, change.now)
            await pains.tell_owner(change, workshop, owner)
    await change.session.flush()
    await notices.renew(change.session, change.outbox, workshop.team_id, pain_id, stamp)
    return True


async def _set_status(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """A pain point stands where it stood."""
    pain_id, before, after = audit.item_id or 0, audit.before or {}, audit.after or {}
    pain = (await pain_rows.pains_in(change.session, audit.workshop_id or 0, [pain_id])).get(pain_id)
    if pain is None or pain.status != after.get("status"):
        return False
    owner = await pain_rows.owner_of(change.session, pain_id)
    pains.mark(change, pain, owner, PainStatus(str(before["status"])))
    if owner is None:
        return True
    owner.outcome = str(before.get("outcome") or "")
    if owner.assigned_at == audit.at and owner.assigned_by == owner.owner_id == audit.actor_id:
        await change.session.delete(owner)  # who said how it went answered for it only because of that
        return True
    await change.session.flush()
    await notices.renew(change.session, change.outbox, workshop.team_id, pain_id, f"u{audit.id}")
    return True


REVERSALS: Mapping[str, Reversal] = {
    "note.add": _added,
    "note.edit": _edited,
    "touchpoint.add": _added,
    "touchpoint.edit": _edited,
    "stage.edit": _edited,
    "stages.set": _set_stages,
    "stages.move": _set_stages,
    "idea.save": _saved,
    "idea.decide": _decided,
    "metric.save": _saved,
    "persona.save": _saved,
    "pain.assign": _assigned,
    "pain.status": _set_status,
    APPLY: imported,
    kin.PUT: kin.take_back,
    **{f"{word}.delete": _deleted for word in THINGS},
}


def ids_of(audit: tables.Audit) -> list[int]:
    """The things that a change was about; none where it was about all of a kind."""
    many = (audit.after or {}).get("ids")
    if isinstance(many, list):
        return [one for one in many if isinstance(one, int)]
    return [audit.item_id] if audit.item_id is not None else []


def _thing(audit: tables.Audit) -> Thing:
    return THINGS[thing_of(audit.item) or "note"]


async def _row(change: Change, thing: Thing, audit: tables.Audit, row_id: int | None) -> Row | None:
    """One of the things of a change, deleted or not."""
    found = await change.session.get(thing.model, row_id) if rows.possible(row_id) else None
    return found if isinstance(found, thing.model) and found.workshop_id == audit.workshop_id else None


def _names(said: Mapping[str, object] | None) -> list[str]:
    names = (said or {}).get("names")
    return [str(name) for name in names] if isinstance(names, list) else []


def _with_dates(said: Mapping[str, object] | None) -> dict[str, object]:
    """Fields of the trail as the row holds them."""
    return {
        name: date.fromisoformat(str(value)) if name in DATES and value else value
        for name, value in (said or {}).items()
    }


def _stands(row: Row | tables.PainOwner, left: Mapping[str, object]) -> bool:
    """Whether a row still is as the change left it."""
    return all(getattr(row, name, value) == value for name, value in left.items())


def _moved_on(row: Row) -> bool:
    """Whether a pain point was taken on, settled or merged since it was named."""
    if not isinstance(row, tables.Contribution):
        return False
    return row.merged_into_id is not None or row.status not in {None, PainStatus.OPEN}


async def _placed(change: Change, audit: tables.Audit, stage_id: object) -> bool:
    """Whether the stage that something stood in still stands."""
    if not isinstance(stage_id, int):
        return True
    return await rows.live(change.session, tables.Stage, audit.workshop_id or 0, stage_id) is not None


async def _taken(change: Change, row: tables.Stage, name: str) -> bool:
    """Whether another stage has the name meanwhile."""
    others = await rows.all_live(change.session, tables.Stage, row.workshop_id)
    return any(other.name.casefold() == name.casefold() for other in others if other.id != row.id)


async def _check_author(change: Change, workshop: tables.Workshop, thing: Thing, row: Row) -> None:
    """The rules of deleting and editing hold for taking back, too."""
    author_id = getattr(row, "author_id", change.actor.user_id)
    await items.check_author(change, workshop, author_id, thing.home(row), row.created_at)


def _newer(change: Change, row: Row) -> None:
    row.version, row.updated_at = row.version + 1, change.now
