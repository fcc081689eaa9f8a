"""What is known of channels: which of them are private, and who was in one when Slack last told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import adding, words
from storage.tables import Channel, ChannelMember, PainOwner, Participant, Workshop
from storage.tables.mapping import Contribution


async def is_public(session: AsyncSession, team_id: str, channel_id: str) -> bool:
    """Whether Slack told that everybody of the workspace may see what stands in a channel."""
    row = await session.get(Channel, (team_id, channel_id))
    return row is not None and not row.is_private


async def is_private(session: AsyncSession, team_id: str, channel_id: str) -> bool:
    """Whether Slack told that a channel is for its members only."""
    row = await session.get(Channel, (team_id, channel_id))
    return row is not None and row.is_private


class Seen(NamedTuple):
    """A private channel in which somebody was seen, and when last."""

    channel_id: str
    seen_at: datetime


async def memberships(session: AsyncSession, team_id: str, user_id: str) -> Sequence[ChannelMember]:
    """The private channels in which somebody was seen, however long ago."""
    found = await session.exec(
        select(ChannelMember).where(col(ChannelMember.team_id) == team_id, col(ChannelMember.user_id) == user_id)
    )
    return found.all()


async def tell(session: AsyncSession, team_id: str, channel_id: str, *, is_private: bool) -> None:
    """Keep what Slack told of a channel."""
    empty = Channel(team_id=team_id, channel_id=channel_id, is_private=is_private)
    (await adding.found_or_added(session, empty)).is_private = is_private


async def meet(session: AsyncSession, team_id: str, user_id: str, channel_id: str, at: datetime) -> None:
    """Keep that somebody is in a private channel at this moment."""
    empty = ChannelMember(team_id=team_id, user_id=user_id, channel_id=channel_id, seen_at=at)
    (await adding.found_or_added(session, empty)).seen_at = at


async def recount(
    session: AsyncSession, team_id: str, user_id: str, there: Mapping[str, bool], at: datetime
) -> list[str]:
    """Keep where somebody is, of the private channels they were seen in; those they left.

    `there` holds the channels in which they are, as Slack tells, and whether each is private.
    """
    left = []
    for row in await memberships(session, team_id, user_id):
        if row.channel_id in there:
            row.seen_at = at
            session.add(row)
            await tell(session, team_id, row.channel_id, is_private=there[row.channel_id])
        else:
            await session.delete(row)
            left.append(row.channel_id)
    return left


async def forget(session: AsyncSession, team_id: str, user_id: str, channel_id: str) -> None:
    """Somebody left a channel."""
    row = await session.get(ChannelMember, (team_id, user_id, channel_id))
    if row is not None:
        await session.delete(row)


async def came_alone(session: AsyncSession, team_id: str, user_id: str, channel_id: str) -> Sequence[Participant]:
    """Where somebody takes part, of a channel's maps, without having been brought in by anybody or leading there."""
    found = await session.exec(
        select(Participant)
        .join(Workshop, col(Workshop.id) == col(Participant.workshop_id))
        .where(
            col(Workshop.team_id) == team_id,
            col(Workshop.channel_id) == channel_id,
            col(Participant.user_id) == user_id,
            col(Participant.added_by) == user_id,
            col(Participant.role).in_([words.Role.PARTICIPANT.value, words.Role.OBSERVER.value]),
            col(Participant.removed_at).is_(None),
        )
    )
    return found.all()


async def shared(session: AsyncSession, workshop_id: int, user_id: str) -> bool:
    """Whether somebody takes part in a map, was invited to it, or answers for a pain point on it."""
    takes_part = sa.exists().where(
        col(Participant.workshop_id) == workshop_id,
        col(Participant.user_id) == user_id,
        col(Participant.removed_at).is_(None),
    )
    answers = sa.exists().where(
        col(PainOwner.contribution_id) == col(Contribution.id),
        col(Contribution.workshop_id) == workshop_id,
        col(PainOwner.owner_id) == user_id,
        col(Contribution.deleted_at).is_(None),
    )
    found = await session.exec(select(sa.or_(takes_part, answers)))
    return bool(found.one())


def fresh(rows: Collection[ChannelMember | Seen], since: datetime) -> frozenset[str]:
    """The channels of those rows that are new enough to say something."""
    return frozenset(row.channel_id for row in rows if row.seen_at >= since)
