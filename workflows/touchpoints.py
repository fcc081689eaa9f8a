"""Contacts of the customer with the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import maps as rows
from storage import rows as storage_rows
from storage import tables, workshops
from workflows import access, anonymity, items, limits, rooms, text
from workflows.access import Need
from workflows.commands import Actor, AddTouchpoints, Done, EditTouchpoint
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.lived import Lived
from workflows.pasting import Paste, PastedLine, paste
from workflows.touch import touched
from workflows.touchpoint_fields import IMPORTANCE_MAX, LINKS_MAX, details_of, links
from workflows.words import Channel, Fate


@dataclass(frozen=True, slots=True)
class DecideTouchpoint:
    """Say what is to become of a touchpoint; None takes the decision back."""

    workshop_id: int
    touchpoint_id: int
    fate: Fate | None


async def preview(desk: Desk, actor: Actor, command: AddTouchpoints) -> Paste:
    """What `add` would do with the lines."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, command.workshop_id, Need.CONTRIBUTE)
        return await _sorted(session, command)


async def _sorted(session: AsyncSession, command: AddTouchpoints) -> Paste:
    stages = [(row["id"], row["name"]) for row in await workshops.stages_of(session, [command.workshop_id])]
    there = await rows.touchpoints(session, command.workshop_id)
    known = [(row["stage_id"], row["title"], Channel(row["channel"])) for row in there]
    return paste(command.lines, stages, known, command.stage_id, command.places, command.channel)


async def add(desk: Desk, actor: Actor, command: AddTouchpoints, claim: str | None = None) -> Done:
    """One touchpoint per line that is not there yet: `Done.count`; `extra["left"]` is what found no stage.

    Whether somebody should look first is asked under the claim, too: a repeated delivery finds its own
    lines on the map, and is not to be asked about them.
    """
    if not text.listed(command.lines):
        raise InvalidError("lines", "required")

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        await items.stage(change_, command.workshop_id, command.stage_id)
        rooms.admit(change_, "lines")
        pasted = await _sorted(change_.session, command)
        if command.ask and pasted.unclear:
            return Done(command.workshop_id, count=0, extra={"unclear": True})
        ids = await _store(change_, command, pasted.fresh)
        if ids:
            await items.join(change_, workshop, command.stage_id)
            await touched(change_, workshop)
        extra = {"ids": ids, "left": pasted.left, "skipped": len(pasted.known)}
        return Done(command.workshop_id, ids[0] if ids else None, len(ids), extra)

    return await change(desk, actor, claim, work)


async def _store(change_: Change, command: AddTouchpoints, lines: Sequence[PastedLine]) -> list[int]:
    count = await storage_rows.count(change_.session, tables.Touchpoint, command.workshop_id)
    if count + len(lines) > limits.TOUCHPOINTS_MAX:
        raise InvalidError("lines", "too_many_touchpoints", limit=limits.TOUCHPOINTS_MAX, count=count + len(lines))
    made = [
        tables.Touchpoint(
            workshop_id=command.workshop_id,
            stage_id=items.key(line.stage_id),
            position=count + number,
            title=text.line("lines", line.title, limits.LINE_MAX, required=True),
            channel=(line.channel or command.channel or Channel.OTHER).value,
            usage=command.usage.value,
            moment_of_truth=command.moment_of_truth or line.star,
            author_id=change_.author_id,
            created_at=change_.now,
            updated_at=change_.now,
        )
        for number, line in enumerate(lines)
    ]
    change_.session.add_all(made)
    await change_.session.flush()
    for stage_id in dict.fromkeys(row.stage_id for row in made):
        here = [row for row in made if row.stage_id == stage_id]
        ids = [items.key(row.id) for row in here]
        after: dict[str, object] = {"ids": ids, "titles": [row.title for row in here], "stage_id": stage_id}
        change_.audit(command.workshop_id, "touchpoint.add", "touchpoint", ids[0], after=after)
    return [items.key(row.id) for row in made]


async def edit(desk: Desk, actor: Actor, command: EditTouchpoint, claim: str | None = None) -> Done:
    """Change one touchpoint. Contacts are common property: anybody who takes part may mend one."""
    title = text.line("title", command.title, limits.LINE_MAX, required=True)
    department = text.line("department", command.department, limits.NAME_MAX)
    if not 0 <= command.importance <= IMPORTANCE_MAX:
        raise InvalidError("importance", "out_of_range", low=0, high=IMPORTANCE_MAX)
    details = details_of(command.details)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        row = await items.find(
            change_.session, tables.Touchpoint, command.workshop_id, command.touchpoint_id, "touchpoint"
        )
        items.check_version("touchpoint", row.id, row.version, command.version, _shown(row))
        before = _fields(row)
        stage = await items.stage(change_, command.workshop_id, command.stage_id)
        if stage is None:
            raise InvalidError("stage_id", "unknown_stage")
        row.stage_id, row.title, row.department = items.key(stage.id), title, department
        row.channel, row.usage = command.channel.value, command.usage.value
        row.classed = command.classed.value if command.classed else None
        row.moment_of_truth, row.importance = command.moment_of_truth, command.importance
        row.planned, row.lived = command.planned, command.lived.stored
        row.details = await _linked(change_, row, details)
        row.version, row.updated_at = row.version + 1, change_.now
        await items.join(change_, workshop)
        change_.audit(command.workshop_id, "touchpoint.edit", "touchpoint", row.id, before=before, after=_fields(row))
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id)

    return await change(desk, actor, claim, work)


async def _linked(change_: Change, row: tables.Touchpoint, details: dict[str, str]) -> dict[str, str]:
    """The details with those links that lead to another contact of this map."""
    plain = {name: said for name, said in details.items() if name != "links"}
    wanted = links(details)[:LINKS_MAX]
    if not wanted:
        return plain
    there = {one.id for one in await storage_rows.all_live(change_.session, tables.Touchpoint, row.workshop_id)}
    good = " ".join(str(one) for one in wanted if one in there and one != row.id)
    return {**plain, "links": good} if good else plain


async def decide(desk: Desk, actor: Actor, command: DecideTouchpoint) -> Done:
    """Decide about a touchpoint that is only planned, only lived, or redundant. Saying it twice is saying it once."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        row = await items.find(
            change_.session, tables.Touchpoint, command.workshop_id, command.touchpoint_id, "touchpoint"
        )
        wanted = command.fate.value if command.fate else None
        if row.fate != wanted:
            before, row.fate, row.updated_at = row.fate, wanted, change_.now
            await items.join(change_, workshop)
            change_.audit(
                command.workshop_id,
                "touchpoint.decide",
                "touchpoint",
                row.id,
                before={"fate": before},
                after={"fate": wanted},
            )
            await touched(change_, workshop)
        return Done(command.workshop_id, row.id)

    return await change(desk, actor, None, work)


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
        "planned": row.planned,
        "lived": row.lived,
        "details": dict(row.details),
    }


def _shown(row: tables.Touchpoint) -> dict[str, object]:
    """The fields as the form has them, for those who changed it at the same time."""
    return _fields(row) | {"lived": Lived.of(row.lived).value}
