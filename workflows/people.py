"""Who takes part, and what is known of a person."""

from workflows.commands import Actor, Done, Introduce, InvitePeople
from workflows.desk import Desk


async def invite(desk: Desk, actor: Actor, command: InvitePeople, claim: str | None = None) -> Done:
    """Add people of one department and side. Anybody who may contribute may bring colleagues."""
    raise NotImplementedError


async def introduce(desk: Desk, actor: Actor, command: Introduce, claim: str | None = None) -> Done:
    """Say of oneself: department, side, taking part or not. A repeat replaces."""
    raise NotImplementedError


async def actor(desk: Desk, team_id: str, user_id: str) -> Actor:
    """The actor of a verified request, from the stored profile; unknown or stale people get a profile refresh."""
    raise NotImplementedError


async def choose_language(desk: Desk, actor: Actor, language: str) -> Done:
    """Keep the language a person chose for what only they see."""
    raise NotImplementedError
