"""Taking one's own last change back, as long as nobody built on it."""

from dataclasses import dataclass
from enum import StrEnum

from storage import tables, trail
from workflows import access, anonymity
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.importing.applying import ITEM
from workflows.reversals import REVERSALS, ids_of
from workflows.things import THINGS, thing_of
from workflows.touch import touched


class Outcome(StrEnum):
    """What came of it."""

    UNDONE = "undone"
    NOTHING = "nothing"
    ALREADY = "already"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the actor's last change; of one thing (`item`: note, idea, …) where it is named."""

    workshop_id: int
    item: str = ""
    item_id: int | None = None


async def undo(desk: Desk, actor: Actor, command: Undo, claim: str | None = None) -> Done:
    """Take the change back, or say why not. `Done.extra`: outcome, entry and by (ids of the audit trail)."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        veiled = await anonymity.veil(change_, workshop)
        found = [(way, await _last(way, command)) for way in (change_, veiled)]
        change_, last = max(found, key=lambda pair: (pair[1].id or 0) if pair[1] else 0)
        if last is None or last.id is None:
            return _said(command, Outcome.NOTHING)
        if last.undone_at is not None:
            return _said(command, Outcome.ALREADY, last.id)
        by = await _built_on(change_, last)
        if by is not None:
            return _said(command, Outcome.CHANGED, last.id, by.id)
        if not await REVERSALS[last.action](change_, workshop, last):
            return _said(command, Outcome.CHANGED, last.id)
        last.undone_at = change_.now
        after: dict[str, object] = {"of": last.id, "action": last.action}
        change_.audit(command.workshop_id, trail.UNDO, last.item, last.item_id, after=after)
        await touched(change_, workshop)
        return _said(command, Outcome.UNDONE, last.id)

    return await change(desk, actor, claim, work)


def _said(command: Undo, outcome: Outcome, entry: int | None = None, by: int | None = None) -> Done:
    return Done(command.workshop_id, command.item_id, extra={"outcome": outcome.value, "entry": entry, "by": by})


async def _last(change_: Change, command: Undo) -> tables.Audit | None:
    """The change that is meant; of one thing also one that was taken back, so that a second press finds it so."""
    of, who = command.workshop_id, change_.author_id
    if command.item_id is None:
        return await trail.latest(change_.session, of, who, REVERSALS.keys())
    thing = THINGS.get(command.item)
    words = thing.audited if thing else {ITEM} if command.item == ITEM else frozenset()
    return await trail.latest_of_item(change_.session, of, who, REVERSALS.keys(), words, command.item_id)


async def _built_on(change_: Change, last: tables.Audit) -> tables.Audit | None:
    """What somebody did with the same thing since."""
    thing = thing_of(last.item)
    words = THINGS[thing].audited if thing else {last.item}
    return await trail.since(change_.session, last, words, ids_of(last))
