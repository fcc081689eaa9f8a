"""Emotion scores of stages and dot votes on pain points."""

from workflows.commands import Actor, CastVotes, Done, ScoreStages
from workflows.desk import Desk


async def score(desk: Desk, actor: Actor, command: ScoreStages, claim: str | None = None) -> Done:
    """Say how the persona feels, stage by stage; a repeat replaces one's own scores of the stages named."""
    raise NotImplementedError


async def vote(desk: Desk, actor: Actor, command: CastVotes, claim: str | None = None) -> Done:
    """Cast the whole ballot anew."""
    raise NotImplementedError


async def my_scores(desk: Desk, actor: Actor, workshop_id: int) -> dict[int, tuple[int, str]]:
    """The actor's own scores: stage id -> (score, word)."""
    raise NotImplementedError


async def my_votes(desk: Desk, actor: Actor, workshop_id: int) -> frozenset[int]:
    """The pain points the actor put a dot on."""
    raise NotImplementedError
