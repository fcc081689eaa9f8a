"""Opportunities: proposed answers to pain points and stages."""

from storage import pains as pain_rows
from storage import tables
from workflows import access, anonymity, items, limits, rooms, text
from workflows.access import Need
from workflows.commands import Actor, Done, SaveIdea
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.touch import touched
from workflows.words import Step


async def save(desk: Desk, actor: Actor, command: SaveIdea, claim: str | None = None) -> Done:
    """Write an idea, new or changed. An idea for a pain stands in the pain's stage."""
    words = text.body("text", command.text, limits.NOTE_TEXT_MAX, required=True)
    question = text.line("question", command.question, limits.LINE_MAX)
    timeline = text.line("timeline", command.timeline, limits.NAME_MAX)
    depends_on = text.line("depends_on", command.depends_on, limits.LINE_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        before: dict[str, object] | None = None
        if command.idea_id is None:
            rooms.admit(change_, "text")
            await rooms.take(change_, workshop, tables.Idea, limits.IDEAS_MAX, "text")
            change_ = await anonymity.veil(change_, workshop)
            row = tables.Idea(
                workshop_id=command.workshop_id, text=words, author_id=change_.author_id, created_at=change_.now
            )
        else:
            row = await items.find(change_.session, tables.Idea, command.workshop_id, command.idea_id, "idea")
            change_ = await anonymity.veil_of(change_, workshop, row.author_id)
            await items.check_author(change_, workshop, row.author_id, Step.REDESIGN, row.created_at)
            before = _fields(row)
            items.check_version("idea", row.id, row.version, command.version, before)
            row.version += 1
        row.pain_id, row.stage_id = await _place(change_, command)
        row.text, row.impact, row.effort = words, command.impact.value, command.effort.value
        row.value = command.value.value if command.value else None
        row.complexity = command.complexity.value if command.complexity else None
        row.question, row.timeline, row.depends_on = question, timeline, depends_on
        row.updated_at = change_.now
        change_.session.add(row)
        await change_.session.flush()
        await items.join(change_, workshop, row.stage_id)
        change_.audit(command.workshop_id, "idea.save", "idea", row.id, before=before, after=_fields(row))
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id)

    return await change(desk, actor, claim, work)


async def _place(change_: Change, command: SaveIdea) -> tuple[int | None, int | None]:
    """The pain and the stage an idea stands with."""
    stage = await items.stage(change_, command.workshop_id, command.stage_id)
    if command.pain_id is None:
        return None, stage.id if stage else None
    pain = (await pain_rows.pains_in(change_.session, command.workshop_id, [command.pain_id])).get(command.pain_id)
    if pain is None:
        raise InvalidError("pain_id", "unknown_item")
    return pain.id, pain.stage_id


async def decide(
    desk: Desk, actor: Actor, workshop_id: int, idea_id: int, claim: str | None = None, *, decided: bool = True
) -> Done:
    """Say that an idea will be done, or not after all. Facilitators."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        row = await items.find(change_.session, tables.Idea, workshop_id, idea_id, "idea")
        if row.decided != decided:
            row.decided, row.version = decided, row.version + 1
            change_.audit(workshop_id, "idea.decide", "idea", row.id, after={"decided": decided})
            await touched(change_, workshop)
        return Done(workshop_id, row.id)

    return await change(desk, actor, claim, work)


def _fields(row: tables.Idea) -> dict[str, object]:
    return {
        "text": row.text,
        "pain_id": row.pain_id,
        "stage_id": row.stage_id,
        "impact": row.impact,
        "effort": row.effort,
        "question": row.question,
        "value": row.value,
        "complexity": row.complexity,
        "timeline": row.timeline,
        "depends_on": row.depends_on,
    }
