"""Queries on the maps that a workspace kept to begin others with."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import possible
from storage.tables import MapTemplate, Workspace


async def of_team(session: AsyncSession, team_id: str) -> Sequence[MapTemplate]:
    """The templates of a workspace, by name."""
    found = await session.exec(
        select(MapTemplate)
        .where(col(MapTemplate.team_id) == team_id, col(MapTemplate.deleted_at).is_(None))
        .order_by(col(MapTemplate.name), col(MapTemplate.id))
    )
    return found.all()


async def one(session: AsyncSession, team_id: str, template_id: int) -> MapTemplate | None:
    """A template of a workspace, deleted already or not."""
    if not possible(template_id):
        return None
    found = await session.exec(
        select(MapTemplate).where(col(MapTemplate.id) == template_id, col(MapTemplate.team_id) == team_id)
    )
    return found.first()


async def wait_for_others(session: AsyncSession, team_id: str) -> None:
    """Have two who keep a template at the same moment wait for each other, so that both are counted."""
    await session.exec(
        select(Workspace.team_id).where(col(Workspace.team_id) == team_id).with_for_update(key_share=True)
    )
