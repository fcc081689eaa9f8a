"""Scoring in private first: nobody sees anybody else's scores until the facilitator reveals them."""

from storage import scores as rows
from workflows import access, items, reading
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import NotAllowedError
from workflows.feeling import LEAST
from workflows.touch import touched


async def begin(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Have the scores private from now on. Facilitators; a second time changes nothing."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.blind_since is None:
            workshop.blind_since = change_.now
            change_.audit(workshop_id, "scores.private", "workshop", workshop_id)
            await touched(change_, workshop, soon=True)
        return Done(workshop_id)

    return await change(desk, actor, claim, work)


async def reveal(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Show everybody the median and the spread of each stage. Facilitators; never below three who scored."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.blind_since is None:
            return Done(workshop_id)
        people = (await rows.scorers(change_.session, [workshop_id])).get(workshop_id, 0)
        if people < LEAST:
            raise NotAllowedError("too_few_scores", count=people)
        workshop.blind_since = None
        change_.audit(workshop_id, "scores.reveal", "workshop", items.key(workshop.id), after={"people": people})
        await touched(change_, workshop, soon=True)
        return Done(workshop_id, count=people)

    return await change(desk, actor, claim, work)


async def easily_guessed(desk: Desk, actor: Actor, workshop_id: int) -> tuple[str, ...]:
    """The stages that some, but fewer than three, people scored: revealing shows nearly who said what there."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        (outline,) = await reading.outlines(session, actor.team_id, [workshop_id])
        scored = await rows.counts(session, workshop_id)
    return tuple(name for stage_id, name in outline.stages if 0 < scored.get(stage_id, 0) < LEAST)
