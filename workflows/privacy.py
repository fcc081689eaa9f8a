"""Scoring or voting in private first: nobody sees anybody else's until the facilitator reveals all of it."""

from datetime import datetime

from storage import scores as rows
from storage import tables
from workflows import access, items, postings, reading
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import NotAllowedError
from workflows.feeling import LEAST, Secret
from workflows.touch import touched
from workflows.words import PostingKind, Step

STEPS = {Secret.SCORES: Step.FEEL, Secret.VOTES: Step.REDESIGN}


async def begin(
    desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None, secret: Secret = Secret.SCORES
) -> Done:
    """Have scores or votes private from now on. Facilitators; a second time changes nothing."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if since(workshop, secret) is None:
            _set(workshop, secret, change_.now)
            change_.audit(workshop_id, f"{secret}.private", "workshop", workshop_id)
            await touched(change_, workshop, soon=True)
        return Done(workshop_id)

    return await change(desk, actor, claim, work)


async def reveal(
    desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None, secret: Secret = Secret.SCORES
) -> Done:
    """Show everybody what was given, and say so in the thread. Facilitators; never below three who gave something."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        began = since(workshop, secret)
        if began is None:
            return Done(workshop_id)
        people = (await rows.givers(change_.session, secret, [workshop_id])).get(workshop_id, 0)
        if people < LEAST:
            raise NotAllowedError("too_few_scores", count=people)
        _set(workshop, secret, None)
        change_.audit(workshop_id, f"{secret}.reveal", "workshop", items.key(workshop.id), after={"people": people})
        await touched(change_, workshop, soon=True)
        await postings.ensure(
            change_.session,
            change_.outbox,
            change_.now,
            workshop,
            PostingKind.REVEALED,
            f"revealed:{workshop_id}:{secret}:{began.timestamp():.0f}",
            in_thread=True,
            subject_id=STEPS[secret],
        )
        return Done(workshop_id, count=people)

    return await change(desk, actor, claim, work)


async def drop(
    desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None, secret: Secret = Secret.SCORES
) -> Done:
    """End it without revealing: what was given in private is forgotten, what was open before stands again."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        began = since(workshop, secret)
        if began is None:
            return Done(workshop_id)
        count = await rows.forget(change_.session, secret, workshop_id, began)
        _set(workshop, secret, None)
        change_.audit(workshop_id, f"{secret}.drop", "workshop", items.key(workshop.id), after={"count": count})
        await touched(change_, workshop, soon=True)
        return Done(workshop_id, count=count)

    return await change(desk, actor, claim, work)


def since(workshop: tables.Workshop, secret: Secret) -> datetime | None:
    """Since when scores or votes are private, where they are."""
    return workshop.blind_since if secret is Secret.SCORES else workshop.votes_blind_since


def _set(workshop: tables.Workshop, secret: Secret, at: datetime | None) -> None:
    if secret is Secret.SCORES:
        workshop.blind_since = at
    else:
        workshop.votes_blind_since = at


async def easily_guessed(desk: Desk, actor: Actor, workshop_id: int) -> tuple[str, ...]:
    """The stages that some, but fewer than three, people scored: revealing shows nearly who said what there."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        (outline,) = await reading.outlines(session, actor.team_id, [workshop_id])
        scored = await rows.counts(session, workshop_id)
    return tuple(name for stage_id, name in outline.stages if 0 < scored.get(stage_id, 0) < LEAST)
