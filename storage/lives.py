"""Queries on what becomes of a map besides its steps: deleted ones, and what was copied from what."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.tables import Workshop


async def deleted(
    session: AsyncSession, team_id: str, user_id: str | None, since: datetime, limit: int
) -> Sequence[Workshop]:
    """The maps that were deleted since, newest first; those of one person, or of everybody."""
    mine = [sa.or_(col(Workshop.facilitator_id) == user_id, col(Workshop.journey_owner_id) == user_id)]
    found = await session.exec(
        select(Workshop)
        .where(col(Workshop.team_id) == team_id, col(Workshop.deleted_at) >= since, *(mine if user_id else ()))
        .order_by(col(Workshop.deleted_at).desc(), col(Workshop.id).desc())
        .limit(limit)
    )
    return found.all()


async def future_of(session: AsyncSession, workshop_id: int) -> Workshop | None:
    """The future state that was copied from a map, the newest one."""
    found = await session.exec(
        select(Workshop)
        .where(
            col(Workshop.copied_from_id) == workshop_id,
            col(Workshop.kind) == words.MapKind.FUTURE.value,
            col(Workshop.deleted_at).is_(None),
        )
        .order_by(col(Workshop.id).desc())
        .limit(1)
    )
    return found.first()
