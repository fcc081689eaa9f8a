"""Where nothing can be said any more: stopping politely, telling once, and going on when it works again."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, stops, workshops
from storage.stops import Way
from storage.tables import Posting, Workshop, Workspace
from workflows import postings
from workflows.errors import DeliveryError
from workflows.persons import is_gone
from workflows.ports import Clock, Outbox
from workflows.words import PostingKind
from workflows.works import Works

log = logging.getLogger(__name__)

Active = Callable[[Sequence[str]], Awaitable[set[str]]]  # which jobs whose ids begin so wait or run
PAGE = 100
PEOPLE = ("U", "W")  # ids of people, to whom a message is written directly, begin so


def direct(posting: Posting) -> bool:
    """Whether a message goes to one person."""
    return posting.channel_id.startswith(PEOPLE)


async def waits(works: Works, session: AsyncSession, posting: Posting, way: Way) -> None:
    """Leave a message where it is: there is no way. Its facilitator is told, as those of the channel's others are."""
    if way.since is not None and posting.state in ledger.UNSENT:
        await _tell(works.outbox, works.clock, session, posting.workshop_id, posting.channel_id, way.since)


async def channel(works: Works, posting: Posting, error: str) -> None:
    """Say nothing in a channel that refuses. What is to be said there waits, and is tried once in a while."""
    async with works.db.write() as session:
        since = await stops.stop_channel(session, posting.team_id, posting.channel_id, error)
        await ledger.give_back(session, posting, doubtful=False, counted=False)
        await _tell(works.outbox, works.clock, session, posting.workshop_id, posting.channel_id, since)
    log.warning("nothing can be posted in a channel (%s): its messages wait", error)


async def workspace(works: Works, team_id: str, error: DeliveryError, posting: Posting | None = None) -> bool:
    """Do nothing more for a workspace that took the token back; everything waits until Cairn is installed again.

    False where it was installed again while the older token was being refused: then the same is to be tried once more.
    """
    async with works.db.write() as session:
        if posting is not None:
            await ledger.give_back(session, posting, doubtful=False, counted=False)
        row = await session.get(Workspace, team_id, with_for_update=True)
        if row is None or row.removed_at is not None:
            return True
        if error.mark and error.mark != row.token_mark:
            log.info("Slack refused a token that another one has taken the place of meanwhile")
            return False
        row.removed_at = works.clock.now()
        session.add(row)
    log.error(
        "Slack says %s: Cairn is not installed in the workspace any more. Nothing is posted there until it is "
        "installed again and started with a token that works.",
        error.error,
    )
    return True


async def resume(works: Works, session: AsyncSession, team_id: str, channel_id: str) -> None:
    """Go on in a channel that takes messages again: what waited is handed over by the next tick."""
    if await stops.resume_channel(session, team_id, channel_id):
        await show_again(works.outbox, session, team_id, channel_id)


async def show_again(outbox: Outbox, session: AsyncSession, team_id: str, channel_id: str) -> None:
    """Bring the maps of a channel up to date: meanwhile their messages could not be changed."""
    for workshop_id in await workshops.in_channel(session, team_id, channel_id, PAGE):
        await outbox.refresh(session, workshop_id)


async def archived(outbox: Outbox, clock: Clock, session: AsyncSession, team_id: str, channel_id: str) -> list[int]:
    """Slack told that a channel was archived: stop there before anything is refused. Whose workshops those are."""
    since = await stops.stop_channel(session, team_id, channel_id, "is_archived")
    found = await workshops.in_channel(session, team_id, channel_id, PAGE)
    for workshop_id in found:
        await _tell(outbox, clock, session, workshop_id, channel_id, since)
    return found


async def try_again(works: Works, active: Active, job: Callable[[int], str]) -> None:
    """Try one message in each stopped channel whose pause is over."""
    async with works.db.read() as session:
        found = await stops.to_try(session, PAGE)
    for stopped in found:
        async with works.db.write() as session:
            posting = await ledger.first_unsent(session, stopped.team_id, stopped.channel_id)
            if posting is not None:
                if not await active([job(posting.id or 0)]):
                    await works.outbox.post(session, posting.id or 0)
                continue
            card = await ledger.last_card(session, stopped.team_id, stopped.channel_id)
            if card is None:
                await stops.resume_channel(session, stopped.team_id, stopped.channel_id)  # nothing is said there
            else:
                await works.outbox.update(session, card.id or 0, f"try{stopped.since:%Y%m%dT%H%M%S}.{stopped.tries}")


async def _tell(
    outbox: Outbox, clock: Clock, session: AsyncSession, workshop_id: int | None, channel_id: str, since: datetime
) -> None:
    workshop = None if workshop_id is None else await session.get(Workshop, workshop_id)
    if workshop is None or workshop.deleted_at is not None or is_gone(workshop.facilitator_id):
        return
    await postings.ensure(
        session,
        outbox,
        clock.now(),
        workshop,
        PostingKind.TROUBLE,
        f"stopped:{workshop_id}:{channel_id}:{since:%Y%m%dT%H%M%S}",
        channel_id=workshop.facilitator_id,
    )
