"""Queries on reviews and their rounds."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.rows import possible, read, table
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


async def coming(session: AsyncSession, team_id: str, ids: Sequence[int]) -> Sequence[sa.RowMapping]:
    """The next reviews of some workshops, soonest first: id, title, due_at."""
    workshop, review = table("workshop"), table("review")
    statement = (
        sa.select(workshop.c.id, workshop.c.title, review.c.due_at)
        .join(review, review.c.workshop_id == workshop.c.id)
        .where(
            workshop.c.team_id == team_id,
            workshop.c.id.in_(ids),
            workshop.c.status != words.WorkshopStatus.ENDED.value,
            review.c.due_at.is_not(None),
        )
        .order_by(review.c.due_at, workshop.c.id)
    )
    return await read(session, statement)
