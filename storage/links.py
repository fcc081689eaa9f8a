"""Queries on the links by which people outside Slack see maps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import possible
from storage.tables import ShareLink, Workshop, Workspace


def _valid(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return col(ShareLink.revoked_at).is_(None), col(ShareLink.expires_at) > now


async def valid(session: AsyncSession, workshop_id: int, now: datetime) -> Sequence[ShareLink]:
    """The links of a map that open it at a moment, the newest first."""
    found = await session.exec(
        select(ShareLink)
        .where(col(ShareLink.workshop_id) == workshop_id, *_valid(now))
        .order_by(col(ShareLink.id).desc())
    )
    return found.all()


async def opening(session: AsyncSession, link_id: int, now: datetime) -> tuple[ShareLink, Workshop] | None:
    """A link that opens a map at a moment, and the map."""
    if not possible(link_id):
        return None
    found = await session.exec(
        select(ShareLink, Workshop)
        .join(Workshop, col(Workshop.id) == col(ShareLink.workshop_id))
        .join(Workspace, col(Workspace.team_id) == col(Workshop.team_id))
        .where(
            col(ShareLink.id) == link_id,
            *_valid(now),
            col(Workshop.deleted_at).is_(None),
            col(Workspace.removed_at).is_(None),
            col(Workspace.links_allowed),
        )
    )
    return found.first()


async def opened(session: AsyncSession, link_id: int) -> None:
    """Count that a link was opened."""
    await session.exec(
        sa.update(ShareLink).where(col(ShareLink.id) == link_id).values(opened=ShareLink.opened + 1),
        execution_options={"synchronize_session": False},
    )


async def revoke(
    session: AsyncSession, now: datetime, *, workshop_id: int | None = None, team_id: str = "", user_id: str = ""
) -> int:
    """End the links of a map or of a whole workspace, all or those that one person made; how many it were."""
    which: list[sa.ColumnElement[bool]] = [col(ShareLink.revoked_at).is_(None)]
    if workshop_id is not None:
        which.append(col(ShareLink.workshop_id) == workshop_id)
    if team_id:
        maps = sa.select(col(Workshop.id)).where(col(Workshop.team_id) == team_id).scalar_subquery()
        which.append(col(ShareLink.workshop_id).in_(maps))
    if user_id:
        which.append(col(ShareLink.created_by) == user_id)
    result = await session.exec(
        sa.update(ShareLink).where(*which).values(revoked_at=now), execution_options={"synchronize_session": False}
    )
    return int(result.rowcount)


async def forget_old(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete a page of the links that ended before a moment; how many it were."""
    over = sa.or_(col(ShareLink.expires_at) < before, col(ShareLink.revoked_at) < before)
    page = sa.select(col(ShareLink.id)).where(over).limit(limit)
    result = await session.exec(sa.delete(ShareLink).where(col(ShareLink.id).in_(page.scalar_subquery())))
    return int(result.rowcount)
