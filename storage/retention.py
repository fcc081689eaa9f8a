"""What is no longer kept: maps that were deleted long ago, and the ledger's rows of what is long over."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Notice, Posting, ReviewRound, Workshop
from storage.words import PostingKind, PostingState, WorkshopStatus

SETTLED = (PostingState.SENT.value, PostingState.FAILED.value)
STANDING = (PostingKind.CARD.value, PostingKind.PICTURE.value)  # what a map that is opened again goes on with
INVITATIONS = (PostingKind.REVIEW_DUE.value,)


async def deleted_before(session: AsyncSession, before: datetime, after: int, limit: int) -> list[int]:
    """A page of the maps that were deleted before a moment, by id."""
    found = await session.exec(
        select(Workshop.id)
        .where(col(Workshop.deleted_at) < before, col(Workshop.id) > after)
        .order_by(col(Workshop.id))
        .limit(limit)
    )
    return [workshop_id for workshop_id in found if workshop_id is not None]


async def purge(session: AsyncSession, workshop_id: int, before: datetime) -> bool:
    """Delete a map with all that hangs below it; False where it was brought back meanwhile."""
    result = await session.exec(
        sa.delete(Workshop).where(col(Workshop.id) == workshop_id, col(Workshop.deleted_at) < before)
    )
    return bool(result.rowcount)


async def forget_messages(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete a page of the ledger's rows that nothing asks for any more; how many it were.

    Of a map that ended before: every message but its card and pictures. Of a living one: the invitations to
    reviews that were held before. Of a person: the messages of days before. What speaks of a step's time stays, for
    its row is how the tick knows that it was said.
    """
    ended = sa.select(col(Workshop.id)).where(
        col(Workshop.status) == WorkshopStatus.ENDED.value, col(Workshop.ended_at) < before
    )
    held = sa.select(col(ReviewRound.id)).where(col(ReviewRound.held_at) < before)
    over = sa.or_(
        sa.and_(col(Posting.workshop_id).in_(ended), col(Posting.kind).not_in(STANDING)),
        sa.and_(col(Posting.kind).in_(INVITATIONS), col(Posting.subject_id).in_(held)),
        sa.and_(col(Posting.kind) == PostingKind.LETTER.value, col(Posting.created_at) < before),
    )
    page = sa.select(col(Posting.id)).where(over, col(Posting.state).in_(SETTLED)).limit(limit)
    result = await session.exec(sa.delete(Posting).where(col(Posting.id).in_(page.scalar_subquery())))
    return int(result.rowcount)


async def forget_notices(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete a page of what people were told before a moment, and of what was not to be told; how many it were."""
    over = sa.and_(col(Notice.created_at) < before, col(Notice.send_at).is_(None))
    page = sa.select(col(Notice.id)).where(over).limit(limit)
    result = await session.exec(sa.delete(Notice).where(col(Notice.id).in_(page.scalar_subquery())))
    return int(result.rowcount)
