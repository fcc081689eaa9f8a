"""Taking things back, and finding what one gave."""

from collections.abc import Callable
from dataclasses import dataclass

from storage import anonymous, rows, tables
from workflows import access, anonymity, items, merging, reading
from workflows.access import Need
from workflows.commands import Actor, Delete, Done
from workflows.desk import Change, Desk, change
from workflows.errors import NotFoundError
from workflows.rounds import Metric
from workflows.snapshots import Idea, Note, Persona, Touchpoint
from workflows.touch import touched
from workflows.words import NoteKind, Step

Item = Note | Touchpoint | Idea | Metric | Persona
Row = tables.Contribution | tables.Touchpoint | tables.Idea | tables.Metric | tables.Persona


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of thing is found, and the step in which it is asked for."""

    model: type[Row]
    home: Callable[[Row], Step]


def _note_home(row: Row) -> Step:
    return items.HOME[NoteKind(row.kind)] if isinstance(row, tables.Contribution) else Step.FEEL


_KINDS: dict[str, _Kind] = {
    "note": _Kind(tables.Contribution, _note_home),
    "touchpoint": _Kind(tables.Touchpoint, lambda _: Step.MAP),
    "idea": _Kind(tables.Idea, lambda _: Step.REDESIGN),
    "metric": _Kind(tables.Metric, lambda _: Step.REVIEW),
    "persona": _Kind(tables.Persona, lambda _: Step.CUSTOMER),
}


async def delete(desk: Desk, actor: Actor, command: Delete, claim: str | None = None) -> Done:
    """Take something back, softly. Deleting twice is deleting once."""
    kind = _KINDS.get(command.item)
    if kind is None:
        raise NotFoundError(command.item)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        done = Done(command.workshop_id, command.item_id)
        row = await _row(change_, kind.model, command)
        change_ = await anonymity.veil_of(change_, workshop, row.author_id)
        await items.check_author(change_, workshop, row.author_id, kind.home(row), row.created_at)
        if row.deleted_at is not None:
            return done
        if isinstance(row, tables.Contribution):
            await merging.release(change_, workshop, row)
        row.deleted_at = change_.now
        change_.audit(command.workshop_id, f"{command.item}.delete", command.item, row.id)
        await touched(change_, workshop)
        return done

    return await change(desk, actor, claim, work)


async def _row(change_: Change, model: type[Row], command: Delete) -> Row:
    """The thing of this workshop, deleted already or not."""
    found = await change_.session.get(model, command.item_id) if rows.possible(command.item_id) else None
    if not isinstance(found, model) or found.workshop_id != command.workshop_id:
        raise NotFoundError(command.item)
    return found


async def mine(desk: Desk, actor: Actor, workshop_id: int) -> list[tuple[str, Item]]:
    """What the actor gave, newest first: (item as in `Delete.item`, snapshot).

    What they gave in an anonymous round is among it while that runs.
    """
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        whole = await reading.whole_map(session, actor.team_id, workshop_id)
        selves = await anonymity.selves(session, desk.db.vault, actor, workshop_id)
        given = await anonymous.authored(session, workshop_id, selves)
    stages = whole.stages
    notes = [
        *(
            note
            for s in stages
            for lane in (s.actions, s.thoughts, s.pains, s.joys, s.itches, s.evidence)
            for note in lane
        ),
        *whole.loose,
    ]
    there: list[tuple[str, Item]] = [
        *(("note", note) for note in sorted(notes, key=lambda n: n.id, reverse=True)),
        *(("idea", one) for one in reversed(whole.ideas)),
        *(("touchpoint", one) for one in reversed(whole.touchpoints)),
        *(("persona", one) for one in whole.personas),
        *(("metric", one) for one in whole.metrics),
    ]
    return [(word, one) for word, one in there if (word, one.id) in given]
