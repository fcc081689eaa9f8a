"""The audit trail as people read it: who changed what, newest first. What is private stays so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import maps as map_rows
from storage import tables, trail
from storage.asking import Named
from workflows import access, forming
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.persons import Person
from workflows.things import THINGS, thing_of

PAGE = 15
Value = str | int | float | bool | None
Trail = Mapping[tuple[str, int], tuple["Entry", ...]]  # of each thing, by its kind (of `workflows.things`) and id


class About(StrEnum):
    """What a reader of the trail asks for."""

    EVERYTHING = "everything"
    CUSTOMER = "customer"
    STAGES = "stages"
    NOTES = "notes"
    DECISIONS = "decisions"
    REVIEWS = "reviews"
    PEOPLE = "people"
    WORKSHOP = "workshop"


BEGINNINGS: Mapping[About, tuple[str, ...]] = {
    About.EVERYTHING: (),
    About.CUSTOMER: ("persona.",),
    About.STAGES: ("stage", "touchpoint."),
    About.NOTES: ("note.", "scores.", "walk"),
    About.DECISIONS: ("pain.", "idea.", "votes."),
    About.REVIEWS: ("metric.", "review."),
    About.PEOPLE: ("people.",),
    About.WORKSHOP: (
        *("workshop.", "below.", "step.", "anonymous.", "time.", "check.", "channel_"),
        *("pdf.", "matrix.", "compare.", "export.", "link.", "import.", "template."),
    ),
}
# Changes of these are told in detail. Of all others, scores and votes among them, only that they happened.
TOLD = frozenset(
    {
        *("note.edit", "touchpoint.edit", "stage.edit", "stages.set", "stages.move"),
        *("persona.save", "idea.save", "metric.save", "pain.assign", "pain.status"),
        *("workshop.edit", "workshop.language", "workshop.kind", "workshop.escalation", "step.go"),
        *("review.set", "review.move", "review.skip"),
        *("pain.move", "pain.snooze", "pain.help", "pain.hand_back"),
    }
)
# What is told of a single thing to whoever opens it. Votes, scores and walks are nobody's business but the map's.
OF_THINGS = ("persona.", "stage.", "touchpoint.", "note.", "pain.", "idea.", "metric.")
OF_THINGS_MAX = 5000  # the newest
_STAGES, _PEOPLE = frozenset({"stage_id"}), frozenset({"owner_id", "journey_owner_id"})
_SILENT = frozenset({"pain_id", "link", "reason"})  # ids of no name, and what is too long for a line


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a thing, before and after. `name` is the command's, with a dot before a detail's own."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `kind` is the word for what it is about, `name` what that is called."""

    id: int
    who: Person | None
    at: datetime
    action: str
    kind: str
    name: str
    new: bool  # made, not changed; of a decision: for it, not against
    count: int
    fields: tuple[Field, ...]
    undone: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the trail somebody looks at."""

    workshop_id: int
    page: int = 0
    about: About = About.EVERYTHING
    who: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """One page of the trail, and what it can be narrowed to."""

    asked: Asked
    pages: int
    entries: tuple[Entry, ...]
    people: tuple[Person, ...]


async def history(desk: Desk, actor: Actor, asked: Asked) -> History:
    """One page of what happened in a workshop, newest first; for those who may see the map."""
    wanted = trail.Wanted(asked.workshop_id, asked.who, BEGINNINGS[asked.about])
    async with desk.db.read() as session:
        await access.workshop(session, actor, asked.workshop_id)
        pages = max(1, -(-await trail.count(session, wanted) // PAGE))
        page = min(max(asked.page, 0), pages - 1)
        rows = await trail.page(session, wanted, page * PAGE, PAGE)
        there = await trail.actors(session, asked.workshop_id)
        names = forming.Names(await map_rows.names(session, actor.team_id, there))
        entries = await _entries(session, actor.team_id, asked.workshop_id, rows)
    people = sorted((names(one) for one in there), key=lambda person: person.name.casefold())
    return History(Asked(asked.workshop_id, page, asked.about, asked.who), pages, tuple(entries), tuple(people))


async def of_things(session: AsyncSession, team_id: str, workshop_id: int) -> Trail:
    """What happened to each thing of a map, newest first.

    Without an access check: for those who read the whole map already.
    """
    rows = await trail.page(session, trail.Wanted(workshop_id, "", OF_THINGS), 0, OF_THINGS_MAX)
    found: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for row, entry in zip(rows, await _entries(session, team_id, workshop_id, rows), strict=True):
        word = thing_of(row.item)
        many = (row.after or {}).get("ids")
        for item_id in many if isinstance(many, list) else [row.item_id]:
            if word and isinstance(item_id, int):
                found[word, item_id].append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


async def some(desk: Desk, actor: Actor, workshop_id: int, ids: Iterable[int | None]) -> dict[int, Entry]:
    """Single entries, to tell what somebody just did or was kept from doing."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        rows = await trail.by_ids(session, workshop_id, [one for one in ids if one is not None])
        return {one.id: one for one in await _entries(session, actor.team_id, workshop_id, rows)}


async def _entries(session: AsyncSession, team_id: str, workshop_id: int, rows: Sequence[tables.Audit]) -> list[Entry]:
    called = await _called(session, workshop_id, rows)
    stages = await trail.named(session, "stage", workshop_id, _mentioned(rows, _STAGES, int), "name")
    people = {row.actor_id for row in rows} | _mentioned(rows, _PEOPLE, str)
    names = forming.Names(await map_rows.names(session, team_id, people))
    return [_entry(row, called, {key: str(one["name"]) for key, one in stages.items()}, names) for row in rows]


async def _called(
    session: AsyncSession, workshop_id: int, rows: Sequence[tables.Audit]
) -> dict[tuple[str, int], Named]:
    """What the things are called that some rows are about, in one query for each kind of thing."""
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        word = thing_of(row.item)
        if word and row.item_id is not None:
            ids[word].add(row.item_id)
    found = {}
    for word, wanted in ids.items():
        thing = THINGS[word]
        named = await trail.named(session, thing.table, workshop_id, wanted, thing.called)
        found.update({(word, key): one for key, one in named.items()})
    return found


def _mentioned(rows: Sequence[tables.Audit], fields: frozenset[str], kind: type) -> set:  # type: ignore[type-arg]
    """The ids that some fields of the rows hold."""
    said = [fields_of for row in rows if row.action in TOLD for fields_of in (row.before, row.after) if fields_of]
    return {one[name] for one in said for name in fields if isinstance(one.get(name), kind)}


def _entry(
    row: tables.Audit,
    called: Mapping[tuple[str, int], Named],
    stages: Mapping[int, str],
    names: forming.Names,
) -> Entry:
    word, after = thing_of(row.item), row.after or {}
    thing = called.get((word or "", row.item_id or 0))
    kind = str(thing["kind"]) if thing is not None and word == "note" else row.item
    said = after.get(THINGS[word].called) if word else None
    many = after.get("ids") or after.get("people")
    return Entry(
        id=row.id or 0,
        who=names.maybe(row.actor_id or None),
        at=row.at,
        action=row.action,
        kind=kind,
        name=str(said or (thing["name"] if thing is not None else "")),
        new=bool(after.get("decided", row.before is None)),
        count=len(many) if isinstance(many, list) else _count(after),
        fields=tuple(_fields(row, stages, names)) if row.action in TOLD else (),
        undone=row.undone_at is not None,
    )


def _count(after: Mapping[str, object]) -> int:
    said = after.get("count")
    return said if isinstance(said, int) else 1


def _fields(row: tables.Audit, stages: Mapping[int, str], names: forming.Names) -> Iterable[Field]:
    """What differs; of what is new only who answers for it and until when."""
    before, after = _flat(row.before), _flat(row.after)
    if row.before is None and row.action != "pain.assign":
        return
    for name in dict.fromkeys((*after, *before)):
        if name in _SILENT or before.get(name) == after.get(name):
            continue
        yield Field(name, *(_readable(name, side.get(name), stages, names) for side in (before, after)))


def _flat(said: Mapping[str, object] | None) -> dict[str, Value]:
    """Fields side by side: a detail gets its field's name before its own, a list becomes one line."""
    flat: dict[str, Value] = {}
    for name, value in (said or {}).items():
        if isinstance(value, Mapping):
            flat.update({f"{name}.{inner}": str(text) for inner, text in value.items()})
        elif isinstance(value, list):
            flat[name] = ", ".join(map(str, value))
        elif value is None or isinstance(value, str | int | float | bool):
            flat[name] = value
    return flat


def _readable(name: str, value: Value, stages: Mapping[int, str], names: forming.Names) -> Value:
    if name in _STAGES and isinstance(value, int):
        return stages.get(value, "")
    if name in _PEOPLE and isinstance(value, str):
        return names(value).name
    return value
