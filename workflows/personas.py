"""Writing down the customer the map is about."""

from storage import tables
from workflows import access, anonymity, items, limits, text
from workflows.access import Need
from workflows.commands import Actor, Done, SavePersona
from workflows.desk import Change, Desk, change
from workflows.touch import touched

# The two layers of a persona: field name -> most characters. Details of a persona are keyed by these.
FIELDS: dict[str, int] = {
    "age": limits.NAME_MAX,
    "gender": limits.NAME_MAX,
    "family": limits.LINE_MAX,
    "children": limits.LINE_MAX,
    "place": limits.LINE_MAX,
    "work": limits.LINE_MAX,
    "interests": limits.FIELD_MAX,
    "consumption": limits.FIELD_MAX,
    "habits": limits.FIELD_MAX,
    "psychographics": limits.FIELD_MAX,
    "goals": limits.FIELD_MAX,
    "challenges": limits.FIELD_MAX,
    "preferences": limits.FIELD_MAX,
    "likes": limits.FIELD_MAX,
    "dislikes": limits.FIELD_MAX,
    "indifferent": limits.FIELD_MAX,
    "evidence": limits.FIELD_MAX,
}


async def save(desk: Desk, actor: Actor, command: SavePersona, claim: str | None = None) -> Done:
    """Write a persona, new or changed (ConflictError where somebody else changed it meanwhile)."""
    name = text.line("name", command.name, limits.NAME_MAX, required=True)
    headline = text.line("headline", command.headline, limits.LINE_MAX)
    segment = text.line("segment", command.segment, limits.LINE_MAX)
    goal = text.body("goal", command.goal, limits.TEXT_MAX)
    quote = text.line("quote", command.quote, limits.LINE_MAX)
    details = text.details(command.details, FIELDS)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        before: dict[str, object] | None = None
        if command.persona_id is None:
            count = await items.room_for(change_, tables.Persona, command.workshop_id, limits.PERSONAS_MAX, "name")
            row = tables.Persona(
                workshop_id=command.workshop_id, position=count, author_id=change_.author_id, created_at=change_.now
            )
            change_.session.add(row)
        else:
            row = await items.find(change_.session, tables.Persona, command.workshop_id, command.persona_id, "persona")
            before = _fields(row)
            items.check_version("persona", row.id, row.version, command.version, before)
            row.version += 1
        row.name, row.headline, row.segment, row.goal, row.quote = name, headline, segment, goal, quote
        row.details, row.updated_at = details, change_.now
        await change_.session.flush()
        await items.join(change_, workshop)
        change_.audit(command.workshop_id, "persona.save", "persona", row.id, before=before, after=_fields(row))
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id)

    return await change(desk, actor, claim, work)


def _fields(row: tables.Persona) -> dict[str, object]:
    return {
        "name": row.name,
        "headline": row.headline,
        "segment": row.segment,
        "goal": row.goal,
        "quote": row.quote,
        "details": dict(row.details),
    }
