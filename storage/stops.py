"""Where nothing can be said at present: channels that refuse, workspaces without the app."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import adding, moment
from storage.tables import NAME_MAX, Posting, StoppedChannel, Workspace

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)  # between two tries in a stopped channel


@dataclass(frozen=True, slots=True)
class Way:
    """Whether something can be said in a channel. `trying`: it could not until now, and is tried again."""

    open: bool
    trying: bool = False
    since: datetime | None = None


async def way(session: AsyncSession, team_id: str, channel_id: str) -> Way:
    """Find out whether something can be said in a channel."""
    found = await session.exec(
        select(Workspace.removed_at, StoppedChannel)
        .outerjoin(
            StoppedChannel,
            sa.and_(col(StoppedChannel.team_id) == Workspace.team_id, col(StoppedChannel.channel_id) == channel_id),
        )
        .where(col(Workspace.team_id) == team_id)
    )
    row = found.one_or_none()
    if row is None or row[0] is not None:
        return Way(open=False)
    stopped = row[1]
    if stopped is None:
        return Way(open=True)
    trying = stopped.next_try_at <= await moment.now(session)
    return Way(open=trying, trying=trying, since=stopped.since)


async def stop_channel(session: AsyncSession, team_id: str, channel_id: str, error: str) -> datetime:
    """Say nothing in a channel for a while, longer each time; since when nothing is said there."""
    now = await moment.now(session)
    first = StoppedChannel(
        team_id=team_id, channel_id=channel_id, error=error[:NAME_MAX], since=now, tries=0, next_try_at=now
    )
    row = await adding.found_or_added(session, first, lock=True)
    if row.next_try_at <= now:  # otherwise a message that was on its way already met the same refusal
        row.tries += 1
        row.next_try_at = now + min(FIRST_PAUSE * 2 ** min(row.tries - 1, 10), LONGEST_PAUSE)
    row.error = error[:NAME_MAX]
    session.add(row)
    await session.flush()
    return row.since


async def resume_channel(session: AsyncSession, team_id: str, channel_id: str) -> bool:
    """Say things in a channel again; False where they were said all the time."""
    result = await session.exec(
        delete(StoppedChannel).where(
            col(StoppedChannel.team_id) == team_id, col(StoppedChannel.channel_id) == channel_id
        )
    )
    return bool(result.rowcount)


async def to_try(session: AsyncSession, limit: int) -> list[StoppedChannel]:
    """The stopped channels in which something is to be tried now."""
    found = await session.exec(
        select(StoppedChannel)
        .join(Workspace, col(Workspace.team_id) == col(StoppedChannel.team_id))
        .where(col(StoppedChannel.next_try_at) <= await moment.now(session), col(Workspace.removed_at).is_(None))
        .limit(limit)
    )
    return list(found)


def waits() -> sa.ColumnElement[bool]:
    """The condition that a message waits because nothing can be said where it belongs."""
    gone = sa.exists().where(col(Workspace.team_id) == Posting.team_id, col(Workspace.removed_at).is_not(None))
    stopped = sa.exists().where(
        col(StoppedChannel.team_id) == Posting.team_id, col(StoppedChannel.channel_id) == Posting.channel_id
    )
    return gone | stopped
