"""Workspaces that removed the app: finding them when their time is over, and deleting all that is theirs."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import table
from storage.tables import Workshop, Workspace

# What carries the workspace's id, the workspace itself last; what hangs below maps goes with them.
OF_TEAM = (
    *("map_template", "profile", "delivery_claim", "audit", "posting", "webhook_delivery", "webhook"),
    *("import_draft", "stopped_channel", "channel_member", "channel", "erasure", "installation", "workspace"),
)


async def removed_before(session: AsyncSession, before: datetime, after: str, limit: int) -> Sequence[str]:
    """A page of the workspaces above `after` that removed the app before a moment."""
    found = await session.exec(
        select(Workspace.team_id)
        .where(col(Workspace.uninstalled_at) < before, col(Workspace.team_id) > after)
        .order_by(col(Workspace.team_id))
        .limit(limit)
    )
    return found.all()


async def purge_maps(session: AsyncSession, team_id: str, before: datetime, limit: int) -> bool:
    """Delete a page of its maps with all that hangs below them; whether there may be more.

    Nothing happens where the app was installed again meanwhile.
    """
    if not await _still_gone(session, team_id, before):
        return False
    page = sa.select(col(Workshop.id)).where(col(Workshop.team_id) == team_id).order_by(col(Workshop.id)).limit(limit)
    result = await session.exec(sa.delete(Workshop).where(col(Workshop.id).in_(page.scalar_subquery())))
    return bool(result.rowcount)


async def purge(session: AsyncSession, team_id: str, before: datetime) -> bool:
    """Delete everything else that is a workspace's, the workspace last; whether it was deleted."""
    if not await _still_gone(session, team_id, before):
        return False
    connection = await session.connection()
    for name in OF_TEAM:
        of = table(name)
        await connection.execute(sa.delete(of).where(of.c.team_id == team_id))
    return True


async def _still_gone(session: AsyncSession, team_id: str, before: datetime) -> bool:
    row = await session.get(Workspace, team_id, with_for_update=True, populate_existing=True)
    return row is not None and row.uninstalled_at is not None and row.uninstalled_at < before
