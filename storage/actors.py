"""What has to be known of somebody before a request of theirs is answered, in one query."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.asking import Named
from storage.rows import TEAM, USER, WORKSHOP, read, table
from storage.workshops import LIVE

CHANNEL: sa.BindParameter[str] = sa.bindparam("channel_id")


async def known(
    session: AsyncSession, team_id: str, user_id: str, channel_id: str, workshop_id: int | None
) -> Sequence[Named]:
    """A person's profile, beside what is known of the channel and of the workshop.

    A row for each private channel they were seen in (`seen_in`, `seen_at`), and one where there is none. `served`: the
    workspace has the bot installed; `user_id`: None of somebody unknown; `is_private`: None of a channel that Slack
    told nothing of; `first_language`, `last_language`: of the workshop, or else of those that are open in the channel.
    """
    of = _known_of_workshop() if workshop_id is not None else _known_of_channel()
    given: dict[str, object] = {"team_id": team_id, "user_id": user_id, "channel_id": channel_id}
    return await read(session, of, **given, **({"workshop_id": workshop_id} if workshop_id is not None else {}))


@cache
def _known_of_workshop() -> sa.Select[tuple[object, ...]]:
    return _known(table("workshop").c.id == WORKSHOP)


@cache
def _known_of_channel() -> sa.Select[tuple[object, ...]]:
    workshop = table("workshop")
    return _known(sa.and_(workshop.c.channel_id == CHANNEL, workshop.c.status.in_(LIVE)))


def _known(about: sa.ColumnElement[bool]) -> sa.Select[tuple[object, ...]]:
    workspace, profile, workshop = table("workspace"), table("profile"), table("workshop")
    channel, member = table("channel"), table("channel_member")
    spoken = (
        sa.select(sa.func.min(workshop.c.language).label("first"), sa.func.max(workshop.c.language).label("last"))
        .where(workshop.c.team_id == TEAM, workshop.c.deleted_at.is_(None), about)
        .subquery("spoken")
    )
    return sa.select(
        sa.and_(workspace.c.team_id.is_not(None), workspace.c.removed_at.is_(None)).label("served"),
        *(profile.c[name] for name in ("user_id", "name", "language", "locale", "tz", "own_tz")),
        *(profile.c[name] for name in ("is_guest", "is_admin", "refreshed_at")),
        channel.c.is_private,
        spoken.c.first.label("first_language"),
        spoken.c.last.label("last_language"),
        member.c.channel_id.label("seen_in"),
        member.c.seen_at,
    ).select_from(
        spoken.outerjoin(workspace, workspace.c.team_id == TEAM)
        .outerjoin(profile, sa.and_(profile.c.team_id == TEAM, profile.c.user_id == USER))
        .outerjoin(channel, sa.and_(channel.c.team_id == TEAM, channel.c.channel_id == CHANNEL))
        .outerjoin(member, sa.and_(member.c.team_id == TEAM, member.c.user_id == USER))
    )
