"""What happens to the workspace itself: a channel is archived, somebody's profile changes, the app is removed."""

from datetime import datetime

from sqlmodel import col, select

from storage import installations, workshops
from storage.tables import Profile, Review, Workshop, Workspace
from workflows import postings
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.words import PostingKind

CHANNEL_WORKSHOPS = 100


async def profile_changed(desk: Desk, team_id: str, user_id: str) -> None:
    """Have the profile of somebody we know fetched again; a workspace has many people who never met the bot."""
    async with desk.db.read() as session:
        known = await session.get(Profile, (team_id, user_id))
        served = await workshops.served(session, team_id)
    if known is None or not served:
        return
    async with desk.db.write() as session:
        await desk.outbox.profile(session, team_id, user_id)


async def channel_archived(desk: Desk, team_id: str, channel_id: str, claim: str) -> None:
    """Stop the reviews of a channel that can take no message any more, and tell each facilitator."""

    async def work(made: Change) -> Done:
        if not await workshops.served(made.session, team_id):
            return Done(0, count=0)
        found = await workshops.in_channel(made.session, team_id, channel_id, CHANNEL_WORKSHOPS)
        for workshop_id in found:
            await _stop_review(made, workshop_id)
            row = await made.session.get_one(Workshop, workshop_id)
            made.audit(workshop_id, "channel_archived")
            await postings.ensure(
                made.session,
                made.outbox,
                made.now,
                row,
                PostingKind.TROUBLE,
                f"archived:{workshop_id}:{claim}",
                channel_id=row.facilitator_id,
            )
        return Done(0, count=len(found))

    await change(desk, Actor(team_id, ""), claim, work)


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
        if row.removed_at is None:
            row.removed_at = desk.clock.now()
            session.add(row)


async def _stop_review(made: Change, workshop_id: int) -> None:
    found = await made.session.exec(select(Review).where(col(Review.workshop_id) == workshop_id))
    review = found.first()
    if review is not None and review.due_at is not None:
        review.due_at = None
        review.generation += 1  # one that fires at this very moment does nothing
        review.version += 1
        review.updated_at = made.now
        made.session.add(review)
