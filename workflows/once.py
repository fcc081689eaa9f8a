"""Saying something outside at most once, however often a request is delivered."""

import secrets

from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change


async def first(desk: Desk, actor: Actor, claim: str) -> bool:
    """Whether this is the first to ask for `claim`, which is kept before anything is said: nobody says it twice."""
    mine = secrets.token_hex(8)

    async def work(change_: Change) -> Done:
        del change_
        return Done(0, extra={"by": mine})

    return (await change(desk, actor, claim, work)).extra.get("by") == mine
