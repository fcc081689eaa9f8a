"""A new workshop made of an old one: a copy to begin with, or the future state of the same journey."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import lives as rows
from storage import merges, tables, workshops
from storage.anonymous import NOBODY, is_hidden
from storage.rows import all_live
from workflows import access, documents, items, kin, limits, maps, rooms, text
from workflows.commands import Actor, Below, Done
from workflows.desk import Change, Desk, change
from workflows.documents import Paper
from workflows.errors import NotAllowedError, NotFoundError
from workflows.snapshots import MapSnapshot
from workflows.touchpoint_fields import links
from workflows.words import Attendance, MapKind, NoteKind, PainStatus, Role, Step
from workflows.workshops import announce, gather

Row = TypeVar("Row", bound=SQLModel)

SETTLED = frozenset({PainStatus.DONE.value, PainStatus.DROPPED.value})


class Depth(StrEnum):
    """How much of a map goes along: what the customer does, or also what hurts, delights and was proposed."""

    MAP = "map"
    FEELINGS = "feelings"


KINDS = {
    Depth.MAP: frozenset({NoteKind.ACTION.value, NoteKind.THOUGHT.value}),
    Depth.FEELINGS: frozenset(
        {NoteKind.ACTION, NoteKind.THOUGHT, NoteKind.PAIN, NoteKind.JOY, NoteKind.ITCH}  # equal to their values
    ),
}


@dataclass(frozen=True, slots=True)
class CopyMap:
    """Begin a workshop with what stands on a map. No channel: the map's own."""

    workshop_id: int
    title: str
    channel_id: str | None = None
    depth: Depth = Depth.MAP
    people: tuple[str, ...] = ()
    below: Below | None = None


async def copy(desk: Desk, actor: Actor, command: CopyMap, claim: str | None = None) -> Done:
    """Begin a workshop as a copy: the actor facilitates, the people named are invited."""
    title = text.line("title", command.title, limits.TITLE_MAX, required=True)

    async def work(change_: Change) -> Done:
        origin = await _origin(change_, command.workshop_id)
        await rooms.take_map(change_)
        made = _like(change_, origin, title)
        made.channel_id = command.channel_id or origin.channel_id
        await access.place(change_.session, actor, made.channel_id, "channel_id")
        change_.session.add(made)
        await change_.session.flush()
        await gather(change_, made, command.people)
        await kin.begin(change_, made, command.below)
        return await _begin(change_, origin, made, command.depth)

    return await change(desk, actor, claim, work)


async def future(desk: Desk, actor: Actor, workshop_id: int, title: str, claim: str | None = None) -> Done:
    """Begin the future state of a journey, with everybody in it; where there is one already, that one is meant."""
    named = text.line("title", title[: limits.TITLE_MAX], limits.TITLE_MAX, required=True)

    async def work(change_: Change) -> Done:
        origin = await _origin(change_, workshop_id)
        there = await rows.future_of(change_.session, workshop_id)
        if there is not None:
            return Done(items.key(there.id), there.id, extra={"existing": True})
        # A map of a private channel may be shared with somebody who is not in it: they see it, and begin none there.
        await access.place(change_.session, actor, origin.channel_id, "channel_id")
        await rooms.take_map(change_)
        made = _like(change_, origin, named)
        made.kind, made.step = MapKind.FUTURE.value, Step.MAP.value
        change_.session.add(made)
        await change_.session.flush()
        await gather(change_, made, ())
        await _bring_everybody(change_, origin, made)
        return await _begin(change_, origin, made, Depth.FEELINGS)

    return await change(desk, actor, claim, work)


async def _origin(change_: Change, workshop_id: int) -> tables.Workshop:
    if change_.actor.is_guest:
        raise NotAllowedError("guest")
    return await access.workshop(change_.session, change_.actor, workshop_id, lock=True)


def _like(change_: Change, origin: tables.Workshop, title: str) -> tables.Workshop:
    return tables.Workshop(
        team_id=origin.team_id,
        channel_id=origin.channel_id,
        title=title,
        goal=origin.goal,
        scope=origin.scope,
        kind=origin.kind,
        language=origin.language,
        template=origin.template,
        mode=origin.mode,
        method=origin.method,
        symptoms=list(origin.symptoms),
        copied_from_id=origin.id,
        facilitator_id=change_.actor.user_id,
        created_by=change_.actor.user_id,
        created_at=change_.now,
    )


async def _bring_everybody(change_: Change, origin: tables.Workshop, made: tables.Workshop) -> None:
    for person in await workshops.participants(change_.session, items.key(origin.id)):
        if person.removed_at is None and person.attendance != Attendance.DECLINED:
            row = await items.add_person(change_, made, person.user_id)
            row.department, row.side = person.department, person.side
            if person.role == Role.OBSERVER:
                row.role = person.role  # who only watches is not reminded to give something


async def _begin(change_: Change, origin: tables.Workshop, made: tables.Workshop, depth: Depth) -> Done:
    await _contents(change_, items.key(origin.id), items.key(made.id), depth)
    change_.audit(made.id, "workshop.copy", "workshop", made.id, after={"from": origin.id, "depth": depth.value})
    change_.audit(origin.id, "workshop.copied", "workshop", origin.id, after={"to": made.id})
    await change_.session.flush()
    await announce(change_, made)
    return Done(items.key(made.id), made.id)


async def _contents(change_: Change, origin: int, made: int, depth: Depth) -> None:
    """Everything that stands on the map; scores, votes, owners, evidence and numbers belong to their own time."""
    session = change_.session
    for persona in await all_live(session, tables.Persona, origin):
        session.add(_clone(change_, persona, made))
    stages = {}
    for stage in await all_live(session, tables.Stage, origin):
        stages[items.key(stage.id)] = _clone(change_, stage, made)
    session.add_all(stages.values())
    await session.flush()
    placed = {old: new.id for old, new in stages.items()}
    contacts = {
        items.key(one.id): _clone(change_, one, made, stage_id=placed[one.stage_id])
        for one in await all_live(session, tables.Touchpoint, origin)
        if one.stage_id in placed
    }
    session.add_all(contacts.values())
    notes = {}
    for note in await all_live(session, tables.Contribution, origin):
        if note.kind in KINDS[depth] and note.merged_into_id is None and note.status not in SETTLED:
            status = PainStatus.OPEN.value if note.status else None
            place = placed.get(note.stage_id or 0)
            notes[items.key(note.id)] = _clone(change_, note, made, stage_id=place, status=status, about_id=None)
    session.add_all(notes.values())
    await session.flush()
    _lead_on(contacts)
    if depth is Depth.FEELINGS:
        stands = merges.roots(await merges.merged(session, origin))  # an idea for what was merged is for what was kept
        for idea in await all_live(session, tables.Idea, origin):
            pain = notes.get(stands.get(idea.pain_id or 0, idea.pain_id or 0))
            place = placed.get(idea.stage_id or 0)
            pain_id = pain.id if pain else None
            session.add(_clone(change_, idea, made, stage_id=place, pain_id=pain_id, decided=False))
    await session.flush()


def _lead_on(contacts: Mapping[int, tables.Touchpoint]) -> None:
    """Let the copied touchpoints lead to one another, no more to those they were copied from."""
    for one in contacts.values():
        wanted = links(one.details)
        if wanted:
            there = " ".join(str(contacts[target].id) for target in wanted if target in contacts)
            one.details = {**one.details, "links": there}


def _clone(change_: Change, row: Row, workshop_id: int, **changes: object) -> Row:
    """The same again on another map, written today."""
    kept = row.model_dump(exclude={"id", "version"})
    if is_hidden(kept.get("author_id", "")):  # the same pseudonym on two maps would outlive its round on one of them
        kept["author_id"] = NOBODY
    new = {"workshop_id": workshop_id, "created_at": change_.now, "updated_at": change_.now}
    return type(row)(**{**kept, **new, **changes})


async def states(desk: Desk, actor: Actor, workshop_id: int) -> tuple[MapSnapshot, MapSnapshot]:
    """The map that this one was copied from, as it is now, and this one."""
    async with desk.db.read() as session:
        row = await access.workshop(session, actor, workshop_id)
        origin = await _today(actor, session, row)
        now = desk.clock.now()
        return await maps.load_snapshot(session, origin, now), await maps.load_snapshot(session, row, now)


async def send_comparison(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Have the before-and-after picture drawn and shared in the thread; one for each two states."""

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, workshop_id, lock=True)
        origin = await _today(actor, change_.session, row)
        return await documents.order(change_, row, Paper.COMPARISON, f"{row.revision}:{origin.revision}", origin.id)

    return await change(desk, actor, claim, work)


async def _today(actor: Actor, session: AsyncSession, row: tables.Workshop) -> tables.Workshop:
    if row.copied_from_id is None:
        raise NotFoundError
    return await access.workshop(session, actor, row.copied_from_id)
