"""Queries on findings that were called a false alarm."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import possible
from storage.tables import CheckDismissal


async def dismissals(session: AsyncSession, workshop_id: int) -> Sequence[CheckDismissal]:
    """Every dismissal of a workshop, oldest first."""
    found = await session.exec(
        select(CheckDismissal).where(col(CheckDismissal.workshop_id) == workshop_id).order_by(col(CheckDismissal.id))
    )
    return found.all()


async def dismissal(session: AsyncSession, workshop_id: int, dismissal_id: int) -> CheckDismissal | None:
    """One dismissal of a workshop."""
    if not possible(dismissal_id):
        return None
    found = await session.exec(
        select(CheckDismissal).where(
            col(CheckDismissal.workshop_id) == workshop_id, col(CheckDismissal.id) == dismissal_id
        )
    )
    return found.first()
