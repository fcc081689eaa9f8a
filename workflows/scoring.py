"""Emotion scores of stages and dot votes on pain points."""

from storage import merges, tables
from storage import pains as rows
from storage.rows import all_live
from workflows import access, items, limits, text
from workflows.access import Need
from workflows.commands import Actor, CastVotes, Done, ScoreStages
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.touch import touched

LOWEST, HIGHEST = -2, 2


async def score(desk: Desk, actor: Actor, command: ScoreStages, claim: str | None = None) -> Done:
    """Say how the persona feels, stage by stage; a repeat replaces one's own scores of the stages named."""
    if not command.scores:
        raise InvalidError("scores", "required")
    if any(not LOWEST <= one <= HIGHEST for one in command.scores.values()):
        raise InvalidError("scores", "out_of_range", low=LOWEST, high=HIGHEST)
    words = {stage: text.line("words", one, limits.NAME_MAX) for stage, one in command.words.items()}

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        stages = {stage.id for stage in await all_live(change_.session, tables.Stage, command.workshop_id)}
        if not command.scores.keys() <= stages:
            raise InvalidError("scores", "unknown_stage")
        own = {row.stage_id: row for row in await rows.scores_of(change_.session, command.workshop_id, actor.user_id)}
        changed = False
        for stage_id, value in command.scores.items():
            row = own.get(stage_id)
            word = words.get(stage_id, row.word if row else "")
            if row is None:
                row = tables.EmotionScore(
                    workshop_id=command.workshop_id, stage_id=stage_id, author_id=actor.user_id, score=value
                )
                change_.session.add(row)
            elif (row.score, row.word) == (value, word):
                continue
            row.score, row.word, row.updated_at, changed = value, word, change_.now, True
        if changed:
            await items.join(change_, workshop)
            change_.audit(command.workshop_id, "scores.set", "emotion_score", after=_told(workshop, command))
            await touched(change_, workshop)
        return Done(command.workshop_id, count=len(command.scores))

    return await change(desk, actor, claim, work)


def _told(workshop: tables.Workshop, command: ScoreStages) -> dict[str, object]:
    """Tell the audit trail what was scored; while scores are private, only where."""
    if workshop.blind_since is not None:
        return {"stages": sorted(command.scores)}
    return {"scores": {str(stage): one for stage, one in command.scores.items()}}


async def vote(desk: Desk, actor: Actor, command: CastVotes, claim: str | None = None) -> Done:
    """Cast the whole ballot anew: at most `limits.VOTES_EACH` dots, one per pain point."""
    wanted = list(dict.fromkeys(command.pains))
    if len(wanted) > limits.VOTES_EACH:
        raise InvalidError("pains", "too_many_votes", limit=limits.VOTES_EACH, count=len(wanted))

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        if len(await rows.pains_in(change_.session, command.workshop_id, wanted)) != len(wanted):
            raise InvalidError("pains", "unknown_item")
        roots = merges.roots(await merges.merged(change_.session, command.workshop_id))
        own: dict[int, tables.Vote] = {}
        twice: list[tables.Vote] = []  # dots on what was merged since: one of them counts
        for row in await rows.votes_of(change_.session, command.workshop_id, actor.user_id):
            stands = roots.get(row.contribution_id, row.contribution_id)
            if own.setdefault(stands, row) is not row:
                twice.append(row)
        if own.keys() != set(wanted):
            # Who votes anew has all their dots in hand, and would have more than that if the merge were taken apart.
            for row in (*twice, *(row for pain_id, row in own.items() if pain_id not in wanted)):
                await change_.session.delete(row)
            for pain_id in wanted:
                if pain_id not in own:
                    change_.session.add(
                        tables.Vote(
                            workshop_id=command.workshop_id,
                            contribution_id=pain_id,
                            author_id=actor.user_id,
                            created_at=change_.now,
                        )
                    )
            await items.join(change_, workshop)
            hidden = workshop.votes_blind_since is not None
            before: dict[str, object] | None = None if hidden else {"pains": sorted(own)}
            after: dict[str, object] | None = None if hidden else {"pains": wanted}
            change_.audit(command.workshop_id, "votes.cast", "vote", before=before, after=after)
            await touched(change_, workshop)
        return Done(command.workshop_id, count=len(wanted))

    return await change(desk, actor, claim, work)


async def my_scores(desk: Desk, actor: Actor, workshop_id: int) -> dict[int, tuple[int, str]]:
    """The actor's own scores: stage id -> (score, word)."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        own = await rows.scores_of(session, workshop_id, actor.user_id)
    return {row.stage_id: (row.score, row.word) for row in own}


async def my_votes(desk: Desk, actor: Actor, workshop_id: int) -> frozenset[int]:
    """The pain points the actor put a dot on."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        own = await rows.votes_of(session, workshop_id, actor.user_id)
        roots = merges.roots(await merges.merged(session, workshop_id))
    return frozenset(roots.get(row.contribution_id, row.contribution_id) for row in own)
