"""Who answers for a pain point, and where it stands."""

from workflows.commands import Actor, AssignPain, Done, SetPainStatus
from workflows.desk import Desk
from workflows.snapshots import OwnedPain


async def assign(desk: Desk, actor: Actor, command: AssignPain, claim: str | None = None) -> Done:
    """Give a pain point an owner, or hand it over; each new owner is told once."""
    raise NotImplementedError


async def set_status(desk: Desk, actor: Actor, command: SetPainStatus, claim: str | None = None) -> Done:
    """Say where it stands, and how it was verified when it is done."""
    raise NotImplementedError


async def one(desk: Desk, actor: Actor, pain_id: int) -> OwnedPain:
    """One pain point with its workshop: for the owner's message and forms."""
    raise NotImplementedError
