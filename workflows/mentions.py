"""A message that names Cairn is answered once, however often Slack delivers it, and also when it is edited."""

from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change


async def first(desk: Desk, actor: Actor, channel_id: str, ts: str) -> bool:
    """Whether nobody has been asked about this message yet; from now on somebody has."""
    mine = Done(0)

    async def work(change_: Change) -> Done:
        del change_
        return mine

    return await change(desk, actor, f"mention:{channel_id}:{ts}", work) is mine
