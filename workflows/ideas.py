"""Opportunities: proposed answers to pain points and stages."""

from workflows.commands import Actor, Done, SaveIdea
from workflows.desk import Desk


async def save(desk: Desk, actor: Actor, command: SaveIdea, claim: str | None = None) -> Done:
    """Write an idea, new or changed. An idea for a pain stands in the pain's stage."""
    raise NotImplementedError
