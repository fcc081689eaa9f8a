"""Emotion scores of stages and dot votes on pain points."""

from collections.abc import Mapping, Sequence

from storage import merges, tables
from storage import pains as rows
from storage.rows import all_live
from workflows import access, anonymity, items, limits, text
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
        change_ = await anonymity.veil(change_, workshop)
        if await _keep(change_, workshop, command, words):
            await items.join(change_, workshop)
            change_.audit(command.workshop_id, "scores.set", "emotion_score", after=_told(change_, workshop, command))
            await touched(change_, workshop)
        return Done(command.workshop_id, count=len(command.scores))

    return await change(desk, actor, claim, work)


async def _keep(change_: Change, workshop: tables.Workshop, command: ScoreStages, words: Mapping[int, str]) -> bool:
    """Write the scores that are new or different; whether there were any."""
    by_name = await _by_name(change_, command)
    own = {row.stage_id: row for row in await rows.scores_of(change_.session, command.workshop_id, change_.author_id)}
    if not own:
        await anonymity.count_once(change_, workshop, "scores", "scores")
    changed = False
    for stage_id, value in command.scores.items():
        if stage_id in by_name:
            continue
        row = own.get(stage_id)
        word = words.get(stage_id, row.word if row else "")
        if row is None:
            row = tables.EmotionScore(
                workshop_id=command.workshop_id, stage_id=stage_id, author_id=change_.author_id, score=value
            )
            change_.session.add(row)
        elif (row.score, row.word) == (value, word):
            continue
        row.score, row.word, row.updated_at, changed = value, word, change_.now, True
    return changed


async def _by_name(change_: Change, command: ScoreStages) -> set[int]:
    """The stages that somebody scored by name before an anonymous round began: there they have had their say."""
    if not change_.pseudonym:
        return set()
    named = await rows.scores_of(change_.session, command.workshop_id, change_.actor.user_id)
    before = {row.stage_id: row for row in named}
    if any(before[stage].score != value for stage, value in command.scores.items() if stage in before):
        raise InvalidError("scores", "given_by_name")
    return set(before)


def _told(change_: Change, workshop: tables.Workshop, command: ScoreStages) -> dict[str, object]:
    """Tell the audit trail what was scored; while scores are private or anonymous, only where."""
    if workshop.blind_since is not None or change_.pseudonym:
        return {"stages": sorted(command.scores)}
    return {"scores": {str(stage): one for stage, one in command.scores.items()}}


async def vote(desk: Desk, actor: Actor, command: CastVotes, claim: str | None = None) -> Done:
    """Cast the whole ballot anew: at most `limits.VOTES_EACH` dots, one per pain point.

    In an anonymous round, dots that were given by name before it stay, and count.
    """
    asked = list(dict.fromkeys(command.pains))
    if len(asked) > limits.VOTES_EACH:
        raise InvalidError("pains", "too_many_votes", limit=limits.VOTES_EACH, count=len(asked))

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        if len(await rows.pains_in(change_.session, command.workshop_id, asked)) != len(asked):
            raise InvalidError("pains", "unknown_item")
        change_ = await anonymity.veil(change_, workshop)
        roots = merges.roots(await merges.merged(change_.session, command.workshop_id))
        named = await _voted_by_name(change_, command.workshop_id, roots)
        if not named <= set(asked):
            raise InvalidError("pains", "given_by_name")
        wanted = [pain_id for pain_id in asked if pain_id not in named]
        if await _cast(change_, workshop, wanted, roots):
            await items.join(change_, workshop)
            await touched(change_, workshop)
        return Done(command.workshop_id, count=len(asked))

    return await change(desk, actor, claim, work)


async def _cast(change_: Change, workshop: tables.Workshop, wanted: Sequence[int], roots: Mapping[int, int]) -> bool:
    """Put the dots where they are wanted; whether any moved."""
    of = items.key(workshop.id)
    own: dict[int, tables.Vote] = {}
    twice: list[tables.Vote] = []  # dots on what was merged since: one of them counts
    for row in await rows.votes_of(change_.session, of, change_.author_id):
        stands = roots.get(row.contribution_id, row.contribution_id)
        if own.setdefault(stands, row) is not row:
            twice.append(row)
    if own.keys() == set(wanted):
        return False
    if not own:
        await anonymity.count_once(change_, workshop, "votes", "pains")
    # Who votes anew has all their dots in hand, and would have more than that if the merge were taken apart.
    for row in (*twice, *(row for pain_id, row in own.items() if pain_id not in wanted)):
        await change_.session.delete(row)
    for pain_id in wanted:
        if pain_id not in own:
            change_.session.add(
                tables.Vote(
                    workshop_id=of, contribution_id=pain_id, author_id=change_.author_id, created_at=change_.now
                )
            )
    # A ballot of some dots is nearly a signature: of an anonymous or private one only that it was cast is kept.
    unsaid = bool(change_.pseudonym) or workshop.votes_blind_since is not None
    before: dict[str, object] | None = None if unsaid else {"pains": sorted(own)}
    after: dict[str, object] | None = None if unsaid else {"pains": list(wanted)}
    change_.audit(of, "votes.cast", "vote", before=before, after=after)
    return True


async def _voted_by_name(change_: Change, workshop_id: int, roots: Mapping[int, int]) -> set[int]:
    """The pain points on the ballot that somebody voted for by name before an anonymous round began."""
    if not change_.pseudonym:
        return set()
    named = await rows.votes_of(change_.session, workshop_id, change_.actor.user_id)
    stand = {roots.get(row.contribution_id, row.contribution_id) for row in named}
    there = await rows.pains_in(change_.session, workshop_id, list(stand))
    return {pain_id for pain_id, pain in there.items() if pain.status in rows.OPEN}


async def my_scores(desk: Desk, actor: Actor, workshop_id: int) -> dict[int, tuple[int, str]]:
    """The actor's own scores: stage id -> (score, word)."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        selves = await anonymity.selves(session, desk.db.vault, actor, workshop_id)
        own = [row for self_ in selves for row in await rows.scores_of(session, workshop_id, self_)]
    return {row.stage_id: (row.score, row.word) for row in own}


async def my_votes(desk: Desk, actor: Actor, workshop_id: int) -> frozenset[int]:
    """The pain points the actor put a dot on."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        selves = await anonymity.selves(session, desk.db.vault, actor, workshop_id)
        own = [row for self_ in selves for row in await rows.votes_of(session, workshop_id, self_)]
        roots = merges.roots(await merges.merged(session, workshop_id))
    return frozenset(roots.get(row.contribution_id, row.contribution_id) for row in own)
