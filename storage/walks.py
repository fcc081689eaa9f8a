"""Queries on the walk-through: the touchpoints in the order a customer meets them, and what people found there."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.asking import Named
from storage.rows import WORKSHOP, read, table
from storage.tables import Walk


async def stops(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The touchpoints that stand, stage by stage, each with its stage's name (column stage_name)."""
    return await read(session, _stops(), workshop_id=workshop_id)


@cache
def _stops() -> sa.Select[tuple[object, ...]]:
    touchpoint, stage = table("touchpoint"), table("stage")
    return (
        sa.select(
            touchpoint.c.id,
            touchpoint.c.title,
            touchpoint.c.channel,
            touchpoint.c.usage,
            touchpoint.c.stage_id,
            stage.c.name.label("stage_name"),
        )
        .join(stage, stage.c.id == touchpoint.c.stage_id)
        .where(
            touchpoint.c.workshop_id == WORKSHOP,
            touchpoint.c.deleted_at.is_(None),
            stage.c.deleted_at.is_(None),
        )
        .order_by(stage.c.position, stage.c.id, touchpoint.c.position, touchpoint.c.id)
    )


async def found(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """What everybody found, oldest first."""
    return await read(session, _found(), workshop_id=workshop_id)


@cache
def _found() -> sa.Select[tuple[object, ...]]:
    walk = table("walk")
    return sa.select(walk).where(walk.c.workshop_id == WORKSHOP).order_by(walk.c.id)


async def of_person(session: AsyncSession, workshop_id: int, user_id: str) -> Sequence[Walk]:
    """What one person found."""
    rows = await session.exec(select(Walk).where(col(Walk.workshop_id) == workshop_id, col(Walk.author_id) == user_id))
    return rows.all()
