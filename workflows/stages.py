"""The columns of the map."""

from dataclasses import dataclass

from storage import maps as rows
from storage import tables
from storage.rows import all_live
from workflows import access, anonymity, items, limits, text
from workflows.access import Need
from workflows.commands import Actor, Done, EditStage, SetStages
from workflows.desk import Change, Desk, change
from workflows.errors import ConflictError, InvalidError, NotFoundError
from workflows.touch import touched


@dataclass(frozen=True, slots=True)
class MoveStage:
    """Put a stage before its neighbour, or behind it. Where it stands so already, nothing happens."""

    workshop_id: int
    stage_id: int
    other_id: int
    before: bool


# What is told of a stage: field name -> most characters.
STAGE_FIELDS: dict[str, int] = dict.fromkeys(
    (
        "trigger",
        "customer_goal",
        "information",
        "decisions",
        "resources",
        "resources_lacking",
        "backstage",
        "support",
    ),
    limits.FIELD_MAX,
)


async def set_stages(desk: Desk, actor: Actor, command: SetStages, claim: str | None = None) -> Done:
    """Name the columns in order. A drop that would lose work: InvalidError("names", "stage_has_contents", names=)."""
    names = _names(command.names)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        there = await _ordered(change_, command.workshop_id)
        before = [stage.name for stage in there]
        if command.seen is not None and list(command.seen) != before:
            theirs = {"names": "\n".join(before)}
            raise ConflictError("stages", command.workshop_id, workshop.revision, theirs)
        if before == list(names):
            return Done(command.workshop_id, count=len(names))
        await _arrange(change_, command.workshop_id, there, names)
        await items.join(change_, workshop)
        change_.audit(
            command.workshop_id, "stages.set", "stage", before={"names": before}, after={"names": list(names)}
        )
        await touched(change_, workshop)
        return Done(command.workshop_id, count=len(names))

    return await change(desk, actor, claim, work)


async def _ordered(change_: Change, workshop_id: int) -> list[tables.Stage]:
    there = await all_live(change_.session, tables.Stage, workshop_id)
    return sorted(there, key=lambda stage: (stage.position, stage.id))


async def move(desk: Desk, actor: Actor, command: MoveStage) -> Done:
    """Move a column past another one, in the order that stands by now. Moving it twice is moving it once."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        there = await _ordered(change_, command.workshop_id)
        ids = [stage.id for stage in there]
        if command.stage_id not in ids:
            raise NotFoundError("stage")
        wanted = _moved(ids, command)
        if wanted != ids:
            rows_by_id = {stage.id: stage for stage in there}
            for position, stage_id in enumerate(wanted):
                rows_by_id[stage_id].position = position
            await items.join(change_, workshop)
            change_.audit(
                command.workshop_id,
                "stages.move",
                "stage",
                command.stage_id,
                before={"names": [stage.name for stage in there]},
                after={"names": [rows_by_id[stage_id].name for stage_id in wanted]},
            )
            await touched(change_, workshop)
        return Done(command.workshop_id, command.stage_id)

    return await change(desk, actor, None, work)


def _moved(ids: list[int | None], command: MoveStage) -> list[int | None]:
    """The order after a move; as it is where the other one is gone, or was passed already."""
    if command.other_id not in ids:
        return ids
    place, other = ids.index(command.stage_id), ids.index(command.other_id)
    if command.other_id == command.stage_id or (place < other) == command.before:
        return ids
    rest = [one for one in ids if one != command.stage_id]
    target = rest.index(command.other_id) + (0 if command.before else 1)
    return [*rest[:target], command.stage_id, *rest[target:]]


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name for name in (text.line("names", one, limits.NAME_MAX) for one in given) if name)
    if not names:
        raise InvalidError("names", "required")
    if len(names) > limits.STAGES_MAX:
        raise InvalidError("names", "too_many", limit=limits.STAGES_MAX, count=len(names))
    folded = [name.casefold() for name in names]
    twice = list(dict.fromkeys(name for name, fold in zip(names, folded, strict=True) if folded.count(fold) > 1))
    if twice:
        raise InvalidError("names", "duplicate", names=twice)
    return names


async def _arrange(change_: Change, workshop_id: int, there: list[tables.Stage], names: tuple[str, ...]) -> None:
    """Keep the rows whose name stays, add the new ones, and let go of those in which nothing stands."""
    by_name = {stage.name.casefold(): stage for stage in there}
    wanted = {name.casefold() for name in names}
    gone = [stage for fold, stage in by_name.items() if fold not in wanted]
    stage: tables.Stage | None
    used = await rows.stages_with_contents(change_.session, workshop_id)
    lost = [stage.name for stage in gone if stage.id in used or stage.details or stage.time_spent]
    if lost:
        raise InvalidError("names", "stage_has_contents", names=lost)
    for stage in gone:
        stage.deleted_at = change_.now
    for position, name in enumerate(names):
        stage = by_name.get(name.casefold())
        if stage is None:
            stage = tables.Stage(workshop_id=workshop_id, name=name, created_at=change_.now, updated_at=change_.now)
            change_.session.add(stage)
        elif stage.name != name:
            stage.name, stage.version, stage.updated_at = name, stage.version + 1, change_.now
        stage.position = position
    await change_.session.flush()


async def edit_stage(desk: Desk, actor: Actor, command: EditStage, claim: str | None = None) -> Done:
    """Change one column's name, time spent and details."""
    name = text.line("name", command.name, limits.NAME_MAX, required=True)
    time_spent = text.line("time_spent", command.time_spent, limits.NAME_MAX)
    details = text.details(command.details, STAGE_FIELDS)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        stage = await items.find(change_.session, tables.Stage, command.workshop_id, command.stage_id, "stage")
        before: dict[str, object] = {"name": stage.name, "time_spent": stage.time_spent, "details": stage.details}
        items.check_version("stage", stage.id, stage.version, command.version, before)
        others = await all_live(change_.session, tables.Stage, command.workshop_id)
        if any(other.name.casefold() == name.casefold() for other in others if other.id != stage.id):
            raise InvalidError("name", "duplicate", names=[name])
        stage.name, stage.time_spent, stage.details = name, time_spent, details
        stage.version, stage.updated_at = stage.version + 1, change_.now
        await items.join(change_, workshop, stage.id)
        after: dict[str, object] = {"name": name, "time_spent": time_spent, "details": details}
        change_.audit(command.workshop_id, "stage.edit", "stage", stage.id, before=before, after=after)
        await touched(change_, workshop)
        return Done(command.workshop_id, stage.id)

    return await change(desk, actor, claim, work)
