"""Queries on reviews and their rounds."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import possible
from storage.tables import Review, ReviewRound


async def of_workshop(session: AsyncSession, workshop_id: int) -> Review | None:
    """The rhythm of a workshop's reviews."""
    return (await session.exec(select(Review).where(col(Review.workshop_id) == workshop_id))).first()


async def round_of(session: AsyncSession, workshop_id: int, round_id: int) -> ReviewRound | None:
    """One round of a workshop."""
    if not possible(round_id):
        return None
    found = await session.exec(
        select(ReviewRound).where(col(ReviewRound.workshop_id) == workshop_id, col(ReviewRound.id) == round_id)
    )
    return found.first()


async def last_round(session: AsyncSession, workshop_id: int) -> ReviewRound | None:
    """The newest round of a workshop."""
    found = await session.exec(
        select(ReviewRound)
        .where(col(ReviewRound.workshop_id) == workshop_id)
        .order_by(col(ReviewRound.number).desc())
        .limit(1)
    )
    return found.first()
