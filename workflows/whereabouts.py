"""Who is in which private channel: asked of Slack once in a while, and what follows when somebody has left."""

from storage import channels, workshops
from workflows.commands import Actor
from workflows.desk import Change
from workflows.touch import touched
from workflows.works import Works


async def check(works: Works, team_id: str, user_id: str) -> None:
    """Ask where somebody is, of the private channels they were seen in. Raises `DeliveryError`."""
    async with works.db.read() as session:
        seen = await channels.memberships(session, team_id, user_id)
    if not seen:
        return
    there = await works.messenger.channels(team_id, user_id)
    async with works.db.write() as session:
        now = works.clock.now()
        gone = await channels.recount(session, team_id, user_id, there, now)
        change = Change(session, Actor(team_id, user_id), now, works.outbox, works.db.vault)
        for channel_id in gone:
            await leave(change, channel_id)


async def leave(change: Change, channel_id: str) -> int:
    """The actor left a private channel: its maps stay behind, but for those somebody brought them into; how many."""
    team_id, user_id = change.actor.team_id, change.actor.user_id
    if await channels.is_public(change.session, team_id, channel_id):
        return 0
    await channels.forget(change.session, team_id, user_id, channel_id)
    rows = await channels.came_alone(change.session, team_id, user_id, channel_id)
    for row in rows:
        row.removed_at = change.now
        change.audit(row.workshop_id, "people.leave", "participant", row.id)
        workshop = await workshops.one(change.session, team_id, row.workshop_id, lock=True)
        if workshop is not None:
            await touched(change, workshop)
    return len(rows)
