"""Queries on maps that lie below larger ones."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import WORKSHOP, plain
from storage.tables import Placement, Stage, Workshop

Near = tuple[Placement, Workshop, str | None]  # where a map lies, its relative, and the stage's name


async def placement(session: AsyncSession, workshop_id: int) -> Placement | None:
    """Where a map lies, whether its parent is there or deleted."""
    return await session.get(Placement, workshop_id)


async def has_any(session: AsyncSession, workshop_id: int) -> bool:
    """Whether a map lies anywhere or has maps below it: most are alone, and then nothing else has to be asked."""
    return bool(await plain(session, _PLACED, workshop_id=workshop_id))


_PLACED = (
    sa.select(col(Placement.workshop_id))
    .where((col(Placement.workshop_id) == WORKSHOP) | (col(Placement.parent_id) == WORKSHOP))
    .limit(1)
)


async def parents(session: AsyncSession, ids: Collection[int]) -> Sequence[Near]:
    """The maps that some maps lie below, without deleted ones."""
    found = await session.exec(
        select(Placement, Workshop, Stage.name)
        .join(Workshop, col(Workshop.id) == col(Placement.parent_id))
        .outerjoin(Stage, _standing())
        .where(col(Placement.workshop_id).in_(list(ids)), col(Workshop.deleted_at).is_(None))
    )
    return found.all()


async def children(session: AsyncSession, workshop_id: int, limit: int) -> Sequence[Near]:
    """The maps that lie below a map, in the order of its stages; those below the whole of it come last."""
    found = await session.exec(
        select(Placement, Workshop, Stage.name)
        .join(Workshop, col(Workshop.id) == col(Placement.workshop_id))
        .outerjoin(Stage, _standing())
        .where(col(Placement.parent_id) == workshop_id, col(Workshop.deleted_at).is_(None))
        .order_by(col(Stage.position).is_(None), col(Stage.position), col(Workshop.id))
        .limit(limit)
    )
    return found.all()


def _standing() -> sa.ColumnElement[bool]:
    return (col(Stage.id) == col(Placement.stage_id)) & col(Stage.deleted_at).is_(None)


async def ids_below(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """The maps that lie directly below some maps, deleted ones too: they may come back."""
    found = await session.exec(select(Placement.workshop_id).where(col(Placement.parent_id).in_(list(ids))))
    return set(found.all())


async def having_children(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """Those of some maps that have others below them."""
    found = await session.exec(select(Placement.parent_id).where(col(Placement.parent_id).in_(list(ids))).distinct())
    return set(found.all())
