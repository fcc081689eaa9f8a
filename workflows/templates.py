"""Maps that a workspace keeps to begin others with: what the customer does and touches, nobody's feelings."""

from dataclasses import dataclass
from typing import Any

from storage import maps as map_rows
from storage import tables
from storage import templates as rows
from workflows import access, forming, items, limits, presets, reading, text
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.persons import Person
from workflows.snapshots import MapSnapshot, Stage, Touchpoint

TEMPLATES_MAX = 50


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Keep a workshop's map under a name."""

    workshop_id: int
    name: str


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """A template in the list of its workspace. `deletable`: by the person who looks at the list."""

    id: int
    name: str
    language: str
    stages: tuple[str, ...]
    touchpoints: int
    kept_by: Person
    deletable: bool


async def save(desk: Desk, actor: Actor, command: SaveTemplate, claim: str | None = None) -> Done:
    """Keep the map as a template of the workspace. Whoever sees the map may, guests apart."""
    name = text.line("name", command.name, limits.TITLE_MAX, required=True)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id)
        if actor.is_guest:
            raise NotAllowedError("guest")
        await rows.wait_for_others(change_.session, actor.team_id)
        _check_room(name, [row.name for row in await rows.of_team(change_.session, actor.team_id)])
        snapshot = await reading.whole_map(change_.session, actor.team_id, command.workshop_id)
        if not snapshot.stages:
            raise InvalidError("name", "nothing_to_keep")
        row = tables.MapTemplate(
            team_id=actor.team_id,
            name=name,
            language=workshop.language,
            content=content(snapshot),
            created_by=actor.user_id,
            created_at=change_.now,
        )
        change_.session.add(row)
        await change_.session.flush()
        change_.audit(command.workshop_id, "template.save", "template", row.id, after={"name": name})
        return Done(command.workshop_id, row.id, extra={"name": name})

    return await change(desk, actor, claim, work)


def _check_room(name: str, there: list[str]) -> None:
    if len(there) >= TEMPLATES_MAX:
        raise InvalidError("name", "too_many_templates", limit=TEMPLATES_MAX, count=len(there) + 1)
    if name.casefold() in {one.casefold() for one in there}:
        raise InvalidError("name", "template_exists")


async def delete(desk: Desk, actor: Actor, template_id: int, claim: str | None = None) -> Done:
    """Let go of a template, softly: whoever kept it, and admins of the workspace. Twice is once."""

    async def work(change_: Change) -> Done:
        row = await rows.one(change_.session, actor.team_id, template_id)
        if row is None:
            raise NotFoundError("template")
        if not _deletable(actor, row):
            raise NotAllowedError("template_keeper")
        if row.deleted_at is None:
            row.deleted_at = change_.now
            change_.audit(None, "template.delete", "template", row.id, before={"name": row.name})
        return Done(0, row.id)

    return await change(desk, actor, claim, work)


async def kept(desk: Desk, actor: Actor) -> list[KeptTemplate]:
    """The templates of the actor's workspace, by name; guests start nothing and see none."""
    if actor.is_guest:
        return []
    async with desk.db.read() as session:
        found = await rows.of_team(session, actor.team_id)
        names = forming.Names(await map_rows.names(session, actor.team_id, {row.created_by for row in found}))
    return [_line(row, names, actor) for row in found]


def _line(row: tables.MapTemplate, names: forming.Names, actor: Actor) -> KeptTemplate:
    stages = row.content["stages"]
    return KeptTemplate(
        id=items.key(row.id),
        name=row.name,
        language=row.language,
        stages=tuple(one["name"] for one in stages),
        touchpoints=sum(len(one["touchpoints"]) for one in stages),
        kept_by=names(row.created_by),
        deletable=_deletable(actor, row),
    )


def _deletable(actor: Actor, row: tables.MapTemplate) -> bool:
    return not actor.is_guest and (actor.is_admin or actor.user_id == row.created_by)


async def seed(change_: Change, template_id: int) -> MapSnapshot:
    """The map that a template keeps, or InvalidError where the workspace has no such template."""
    row = await rows.one(change_.session, change_.actor.team_id, template_id)
    if row is None or row.deleted_at is not None:
        raise InvalidError("template", "unknown_template")
    return presets.snapshot({"title": row.name, **row.content})


def content(snapshot: MapSnapshot) -> dict[str, Any]:
    """What is kept of a map, written like the examples. It names nobody: no persona, no author, no feeling."""
    return {"stages": [_stage(stage) for stage in snapshot.stages]}


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "name": stage.name,
        "time": stage.time_spent,
        "details": dict(stage.details),
        "touchpoints": [_touchpoint(one) for one in stage.touchpoints],
        "actions": [note.text for note in stage.actions],
    }


def _touchpoint(one: Touchpoint) -> dict[str, Any]:
    return {
        "title": one.title,
        "channel": one.channel.value,
        "usage": one.usage.value,
        "class": one.classed.value if one.classed else None,
        "moment_of_truth": one.moment_of_truth,
        "importance": one.importance,
        "department": one.department,
        # Which touchpoints it leads to is said by ids of this map, which mean nothing on another.
        "details": {name: said for name, said in one.details.items() if name != "links"},
    }
