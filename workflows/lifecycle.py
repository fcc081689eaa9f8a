"""What happens to the workspace itself: a channel is archived, somebody's profile changes, the app is removed."""

from datetime import datetime

from storage import anonymous, hooks, installations, links, reviews, stops, workshops
from storage.tables import Profile, Workspace
from workflows import stopping, whereabouts
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change


async def profile_changed(desk: Desk, team_id: str, user_id: str, stamp: str) -> None:
    """Have the profile of somebody we know fetched again; a workspace has many people who never met the bot.

    Each change is asked for by its own `stamp`: that somebody left is not to be missed for a look a minute ago.
    """
    async with desk.db.read() as session:
        known = await session.get(Profile, (team_id, user_id))
        served = await workshops.served(session, team_id)
    if known is None or not served:
        return
    async with desk.db.write() as session:
        await desk.outbox.profile(session, team_id, user_id, stamp)


async def channel_closed(desk: Desk, team_id: str, channel_id: str, claim: str) -> None:
    """Pause the reviews of a channel that can take no message (archived, or without the bot); tell the facilitators."""

    async def work(made: Change) -> Done:
        if not await workshops.served(made.session, team_id):
            return Done(0, count=0)
        found = await stopping.archived(made.outbox, desk.clock, made.session, team_id, channel_id)
        for workshop_id in found:
            review = await reviews.of_workshop(made.session, workshop_id)
            if review is not None and review.paused_at is None:
                review.paused_at = review.updated_at = made.now
            made.audit(workshop_id, "channel_archived")
        return Done(0, count=len(found))

    await change(desk, Actor(team_id, ""), claim, work)


async def channel_opened(desk: Desk, team_id: str, channel_id: str, claim: str) -> None:
    """The channel takes messages again: what waited goes on, and reviews in their rhythm, caught up once."""

    async def work(made: Change) -> Done:
        if not await workshops.served(made.session, team_id):
            return Done(0, count=0)
        found = await workshops.in_channel(made.session, team_id, channel_id, stopping.PAGE)
        for workshop_id in found:
            review = await reviews.of_workshop(made.session, workshop_id)
            if review is not None and review.paused_at is not None:
                review.paused_at, review.updated_at = None, made.now
                made.audit(workshop_id, "channel_opened")
        await stops.resume_channel(made.session, team_id, channel_id)
        await stopping.show_again(made.outbox, made.session, team_id, channel_id)
        return Done(0, count=len(found))

    await change(desk, Actor(team_id, ""), claim, work)


async def channel_left(desk: Desk, team_id: str, user_id: str, channel_id: str, claim: str) -> None:
    """Somebody left a channel: what stands in a private one is not theirs to see any more."""

    async def work(made: Change) -> Done:
        if not await workshops.served(made.session, team_id):
            return Done(0, count=0)
        return Done(0, count=await whereabouts.leave(made, channel_id))

    await change(desk, Actor(team_id, user_id), claim, work)


async def workspace_removed(desk: Desk, team_id: str, at: datetime | None = None) -> None:
    """Remember that a workspace removed the app: its tokens are gone, nothing is answered or posted there from now on.

    Slack repeats what was not acknowledged for up to an hour: what happened `at` a moment before the app was installed
    again is over.
    """
    async with desk.db.write() as session:
        row = await session.get(Workspace, team_id, with_for_update=True)
        if row is None or (at is not None and at < row.installed_at.replace(microsecond=0)):
            return
        await installations.forget(session, team_id)
        await hooks.forget(session, team_id)
        await links.revoke(session, desk.clock.now(), team_id=team_id)
        row.uninstalled_at = row.uninstalled_at or desk.clock.now()
        row.removed_at = row.removed_at or desk.clock.now()
        session.add(row)
        # Also where a refused token told of it before Slack did: a refusal alone may pass, and ends no round.
        for round_ in await anonymous.of_team(session, team_id):
            await anonymous.close(session, round_, row.uninstalled_at)
