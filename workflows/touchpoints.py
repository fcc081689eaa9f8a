"""Contacts of the customer with the organisation."""

from workflows.commands import Actor, AddTouchpoints, Done, EditTouchpoint
from workflows.desk import Desk


async def add(desk: Desk, actor: Actor, command: AddTouchpoints, claim: str | None = None) -> Done:
    """One touchpoint per line; `Done.count` says how many."""
    raise NotImplementedError


async def edit(desk: Desk, actor: Actor, command: EditTouchpoint, claim: str | None = None) -> Done:
    """Change one touchpoint."""
    raise NotImplementedError
