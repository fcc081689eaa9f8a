"""Carrying an import out: all of it in one change, or nothing. What was planned is planned again first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from storage import imports, tables
from storage import rows as storage_rows
from workflows import access, anonymity, document, items, rooms
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.importing import drafts
from workflows.importing.drafts import Draft
from workflows.importing.plans import Fields, Item, Plan
from workflows.importing.there import there
from workflows.importing.vocabulary import Kind
from workflows.pasting import folded
from workflows.touch import touched
from workflows.words import Channel, EvidenceKind, MetricKind, NoteKind, Usage

APPLY, ITEM = "import.apply", "import"
# What the trail keeps of each kind of row besides its id, to tell whether it still is as the import left it.
_DETAIL = "details."


async def apply(desk: Desk, actor: Actor, draft_id: int, mark: str, claim: str | None = None) -> Done:
    """Do what the plan with this mark says. `Done.extra["differs"]`: nothing was done, for the map changed meanwhile.

    `Done.item_id` is the draft's, by which the import is taken back; `count` how many things were touched.
    """

    async def work(change_: Change) -> Done:
        row = await drafts.mine(change_.session, actor, draft_id)
        draft = drafts.of_row(row)
        if draft.workshop_id is None:
            raise InvalidError("file", "file_no_map")
        workshop = await access.workshop(change_.session, actor, draft.workshop_id, Need.CONTRIBUTE, lock=True)
        veiled = await anonymity.veil(change_, workshop)
        standing = await there(
            change_.session, workshop, veiled.author_id, change_.caps, anonymous=bool(veiled.pseudonym)
        )
        if draft.sheet is None or draft.mapping is None:
            raise InvalidError("file", "file_no_rows")
        plan = drafts.plan_of(draft, standing)
        if plan.mark != mark or plan.problems or not plan.size:
            return Done(draft.workshop_id, draft_id, 0, {"differs": True})
        await _carry_out(veiled, workshop, draft, plan)
        await change_.session.delete(row)
        extra = {"kind": plan.kind.value, "added": len(plan.added), "changed": len(plan.changed), "left": plan.left}
        return Done(draft.workshop_id, draft_id, plan.size, {**extra, "stages": len(plan.stages)})

    return await change(desk, actor, claim, work)


async def begin_map(desk: Desk, actor: Actor, draft_id: int, claim: str | None = None) -> Done:
    """Begin a new map, in the channel where the file was chosen, with all that a whole map holds."""

    async def work(change_: Change) -> Done:
        row = await drafts.mine(change_.session, actor, draft_id)
        draft = drafts.of_row(row)
        if draft.whole is None:
            raise InvalidError("file", "file_no_rows")
        read = document.read(draft.whole.document)
        workshop, strangers = await document.restore_document(change_, read, draft.channel_id)
        await change_.session.delete(row)
        return Done(items.key(workshop.id), workshop.id, extra={"strangers": strangers})

    return await change(desk, actor, claim, work)


async def _carry_out(change_: Change, workshop: tables.Workshop, draft: Draft, plan: Plan) -> None:
    stages, new_stages = await _stages(change_, items.key(workshop.id), plan)
    after: dict[str, object] = {"kind": plan.kind.value, "name": draft.name, "count": plan.size}
    before: dict[str, object] = {}
    match plan.kind:
        case Kind.TOUCHPOINTS:
            after["added"] = await _touchpoints(change_, workshop, plan.added, stages)
            before["changed"], after["changed"] = await _edit(change_, workshop, plan.changed)
            before["scores"], after["scores"] = await _scores(change_, workshop, plan.scores, stages)
        case Kind.SURVEY:
            # The plan looked whether there is room; who gives something afterwards is to find less of it.
            await rooms.take(change_, workshop, tables.Contribution, change_.caps.notes, "file", len(plan.added))
            after["added"] = await _evidence(change_, workshop, plan.added, stages)
        case Kind.METRICS:
            metrics, after["metrics"] = await _metrics(change_, workshop, plan, stages)
            after["added"] = await _values(change_, plan.added, metrics)
            before["changed"], after["changed"] = await _revalue(change_, workshop, plan.changed)
    after["stages"] = new_stages
    await items.join(change_, workshop)
    change_.audit(workshop.id, APPLY, ITEM, draft.id, before=before, after=after)
    await touched(change_, workshop)


async def _stages(change_: Change, workshop_id: int, plan: Plan) -> tuple[dict[str, int], dict[str, str]]:
    """Every stage by its folded name, and those that are new: id and name. Each stands where the file has it."""
    known = await storage_rows.all_live(change_.session, tables.Stage, workshop_id)
    rows = sorted(known, key=lambda row: (row.position, row.id or 0))
    made = [
        tables.Stage(workshop_id=workshop_id, name=name, created_at=change_.now, updated_at=change_.now)
        for name in plan.stages
    ]
    change_.session.add_all(made)
    by_name = {folded(row.name): row for row in (*rows, *made)}
    for position, name in enumerate(_ordered([row.name for row in rows], plan.order)):
        by_name[folded(name)].position = position
    await change_.session.flush()
    return {name: items.key(row.id) for name, row in by_name.items()}, {str(row.id): row.name for row in made}


def _ordered(there_: Sequence[str], named: Sequence[str]) -> list[str]:
    """The stages that stand there, as they stand, and each new one behind the one before it in the file."""
    order = list(there_)
    for place, name in enumerate(named):
        if name in order:
            continue
        before = next((one for one in reversed(named[:place]) if one in order), None)
        behind = next((one for one in named[place:] if one in order), None)
        at = order.index(before) + 1 if before else order.index(behind) if behind else len(order)
        order.insert(at, name)
    return order


async def _touchpoints(
    change_: Change, workshop: tables.Workshop, added: Sequence[Item], stages: dict[str, int]
) -> dict[str, Fields]:
    of = items.key(workshop.id)
    count = await storage_rows.count(change_.session, tables.Touchpoint, of)
    made = []
    for number, item in enumerate(added):
        plain = {name: value for name, value in item.fields.items() if not name.startswith(_DETAIL)}
        row = tables.Touchpoint(
            workshop_id=of,
            stage_id=stages[folded(item.stage)],
            position=count + number,
            title=item.title,
            author_id=change_.author_id,
            created_at=change_.now,
            updated_at=change_.now,
            **{"channel": Channel.OTHER.value, "usage": Usage.IN_USE.value, **plain},
            details=_details(item.fields),
        )
        made.append(row)
    return await _made(change_, made, ("title", "stage_id", "channel", "usage", "department", "importance", "details"))


def _details(fields: Fields) -> dict[str, str]:
    return {name.removeprefix(_DETAIL): value for name, value in fields.items() if name.startswith(_DETAIL)}


async def _made(change_: Change, rows: Sequence[Any], kept: Sequence[str]) -> dict[str, Fields]:
    """Store rows; by id, what the trail keeps of them."""
    change_.session.add_all(rows)
    await change_.session.flush()
    return {str(row.id): items.kept({name: getattr(row, name) for name in kept}) for row in rows}


async def _edit(
    change_: Change, workshop: tables.Workshop, changed: Sequence[Item]
) -> tuple[dict[str, Fields], dict[str, Fields]]:
    """Change touchpoints; what the changed fields were and are, by id."""
    before: dict[str, Fields] = {}
    after: dict[str, Fields] = {}
    if not changed:
        return before, after
    there_ = {
        row.id: row for row in await storage_rows.all_live(change_.session, tables.Touchpoint, items.key(workshop.id))
    }
    for item in changed:
        row = there_[item.id]
        details = _details(item.fields)
        names = [name for name in item.fields if not name.startswith(_DETAIL)]
        wanted = {name: item.fields[name] for name in names}
        if details:
            wanted["details"] = {**row.details, **details}
        before[str(row.id)] = {name: getattr(row, name) for name in wanted}
        after[str(row.id)] = wanted
        for name, value in wanted.items():
            setattr(row, name, value)
        row.version, row.updated_at = row.version + 1, change_.now
    return before, after


async def _scores(
    change_: Change, workshop: tables.Workshop, scores: dict[str, int], stages: dict[str, int]
) -> tuple[dict[str, int | None], dict[str, int]]:
    """Say how stages feel, as the person who imports; what they said before and now, by stage."""
    before: dict[str, int | None] = {}
    after: dict[str, int] = {}
    if not scores:
        return before, after
    of = items.key(workshop.id)
    own = {row.stage_id: row for row in await imports.own_scores(change_.session, of, change_.author_id)}
    for stage, score in scores.items():
        stage_id = stages[folded(stage)]
        row = own.get(stage_id)
        before[str(stage_id)] = row.score if row else None
        if row is None:
            row = tables.EmotionScore(workshop_id=of, stage_id=stage_id, author_id=change_.author_id, score=score)
            change_.session.add(row)
        row.score, row.updated_at = score, change_.now
        after[str(stage_id)] = score
    return before, after


async def _evidence(
    change_: Change, workshop: tables.Workshop, added: Sequence[Item], stages: dict[str, int]
) -> dict[str, Fields]:
    made = [
        tables.Contribution(
            workshop_id=items.key(workshop.id),
            stage_id=stages[folded(item.stage)] if item.stage else None,
            kind=NoteKind.EVIDENCE.value,
            text=item.title,
            evidence_kind=EvidenceKind.SURVEY.value,
            source=item.fields["source"],
            link=item.fields["link"],
            sample_size=item.fields["sample_size"],
            author_id=change_.author_id,
            verified_on=_day(item.fields["verified_on"]) or change_.now.date(),
            created_at=change_.now,
            updated_at=change_.now,
        )
        for item in added
    ]
    return await _made(change_, made, ("stage_id", "version"))


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


async def _metrics(
    change_: Change, workshop: tables.Workshop, plan: Plan, stages: dict[str, int]
) -> tuple[dict[str, int], dict[str, Fields]]:
    """Every metric by its folded name, and what the trail keeps of those that are new."""
    of = items.key(workshop.id)
    known = await storage_rows.all_live(change_.session, tables.Metric, of)
    first = {folded(item.title): item for item in reversed(plan.added)}
    made = []
    for name in plan.metrics:
        item = first[folded(name)]
        made.append(
            tables.Metric(
                workshop_id=of,
                name=name,
                kind=MetricKind.OWN.value,
                unit=item.fields["unit"],
                stage_id=stages[folded(item.stage)] if item.stage else None,
                author_id=change_.author_id,
                created_at=change_.now,
                updated_at=change_.now,
            )
        )
    kept = await _made(change_, made, ("name", "unit", "stage_id", "baseline", "target"))
    # The newest of two of one name, which is what the plan compared with.
    return {folded(row.name): items.key(row.id) for row in (*made, *reversed(known))}, kept


async def _values(change_: Change, added: Sequence[Item], metrics: dict[str, int]) -> dict[str, Fields]:
    made = [
        tables.MetricValue(
            metric_id=metrics[folded(item.title)],
            value=item.fields["value"],
            measured_on=date.fromisoformat(item.fields["measured_on"]),
            author_id=change_.author_id,
            created_at=change_.now,
        )
        for item in added
    ]
    return await _made(change_, made, ("metric_id", "value"))


async def _revalue(
    change_: Change, workshop: tables.Workshop, changed: Sequence[Item]
) -> tuple[dict[str, Fields], dict[str, Fields]]:
    wanted = {item.id: item for item in changed if item.id is not None}
    rows = await imports.values_by_id(change_.session, items.key(workshop.id), list(wanted))
    before = {str(row.id): {"value": row.value} for row in rows}
    for row in rows:
        row.value = wanted[items.key(row.id)].fields["value"]
    return before, {str(row.id): {"value": row.value} for row in rows}
