"""Contacts of the customer with the organisation."""

from storage import tables
from workflows import access, items, limits, text
from workflows.access import Need
from workflows.commands import Actor, AddTouchpoints, Done, EditTouchpoint
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.touch import touched
from workflows.words import Channel

IMPORTANCE_MAX = 5


async def add(desk: Desk, actor: Actor, command: AddTouchpoints, claim: str | None = None) -> Done:
    """One touchpoint per line; `Done.count` says how many."""
    lines = text.touchpoint_lines(command.lines)
    if not lines:
        raise InvalidError("lines", "required")
    titles = [text.line("lines", one.title, limits.LINE_MAX, required=True) for one in lines]

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        stage = await items.stage(change_, command.workshop_id, command.stage_id)
        if stage is None:
            raise InvalidError("stage_id", "unknown_stage")
        count = await items.room_for(
            change_, tables.Touchpoint, command.workshop_id, limits.TOUCHPOINTS_MAX, "lines", len(lines)
        )
        made = [
            tables.Touchpoint(
                workshop_id=command.workshop_id,
                stage_id=items.key(stage.id),
                position=count + number,
                title=title,
                channel=(one.channel or command.channel or Channel.OTHER).value,
                usage=command.usage.value,
                moment_of_truth=command.moment_of_truth or one.star,
                author_id=actor.user_id,
                created_at=change_.now,
                updated_at=change_.now,
            )
            for number, (one, title) in enumerate(zip(lines, titles, strict=True))
        ]
        change_.session.add_all(made)
        await change_.session.flush()
        await items.join(change_, workshop)
        await items.remember_stage(change_, stage.id)
        ids = [items.key(row.id) for row in made]
        after: dict[str, object] = {"ids": ids, "titles": titles, "stage_id": stage.id}
        change_.audit(command.workshop_id, "touchpoint.add", "touchpoint", ids[0], after=after)
        await touched(change_, workshop)
        return Done(command.workshop_id, ids[0], len(ids), {"ids": ids, "stage_name": stage.name})

    return await change(desk, actor, claim, work)


async def edit(desk: Desk, actor: Actor, command: EditTouchpoint, claim: str | None = None) -> Done:
    """Change one touchpoint. Contacts are common property: anybody who takes part may mend one."""
    title = text.line("title", command.title, limits.LINE_MAX, required=True)
    department = text.line("department", command.department, limits.NAME_MAX)
    if not 0 <= command.importance <= IMPORTANCE_MAX:
        raise InvalidError("importance", "out_of_range", low=0, high=IMPORTANCE_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        row = await items.find(
            change_.session, tables.Touchpoint, command.workshop_id, command.touchpoint_id, "touchpoint"
        )
        before = _fields(row)
        items.check_version("touchpoint", row.id, row.version, command.version, before)
        stage = await items.stage(change_, command.workshop_id, command.stage_id)
        if stage is None:
            raise InvalidError("stage_id", "unknown_stage")
        row.stage_id, row.title, row.department = items.key(stage.id), title, department
        row.channel, row.usage = command.channel.value, command.usage.value
        row.classed = command.classed.value if command.classed else None
        row.moment_of_truth, row.importance = command.moment_of_truth, command.importance
        row.version, row.updated_at = row.version + 1, change_.now
        await items.join(change_, workshop)
        change_.audit(command.workshop_id, "touchpoint.edit", "touchpoint", row.id, before=before, after=_fields(row))
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id)

    return await change(desk, actor, claim, work)


def _fields(row: tables.Touchpoint) -> dict[str, object]:
    return {
        "stage_id": row.stage_id,
        "title": row.title,
        "channel": row.channel,
        "usage": row.usage,
        "classed": row.classed,
        "moment_of_truth": row.moment_of_truth,
        "importance": row.importance,
        "department": row.department,
    }
