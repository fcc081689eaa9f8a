"""What is no longer kept: maps that were deleted long ago, and the ledger's rows of what is long over."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import once, table
from storage.tables import Audit, Notice, Posting, ReviewRound, Workshop
from storage.words import PostingKind, PostingState, WorkshopStatus

SETTLED = (PostingState.SENT.value, PostingState.FAILED.value)
STANDING = (PostingKind.CARD.value, PostingKind.PICTURE.value)  # what a map that is opened again goes on with
ASKED_FOR = ("step.go", "step.finish", "workshop.end", "workshop.delete")
INVITATIONS = (PostingKind.REVIEW_DUE.value,)


class Kept(StrEnum):
    """What a workspace sets a time for: the column that holds its days."""

    DELETED = "keep_deleted_days"
    ENDED = "keep_ended_days"
    TRAIL = "keep_trail_days"


async def days(session: AsyncSession, kept: Kept) -> list[int]:
    """The numbers of days that workspaces set, each once: there are few, and each is a query with one moment in it."""
    column = table("workspace").c[kept]
    return [int(row[kept]) for row in await once(session, sa.select(column).where(column.is_not(None)).distinct())]


def _with(kept: Kept, number: int) -> sa.ScalarSelect[str]:
    """The workspaces that set this number of days."""
    workspace = table("workspace")
    return sa.select(workspace.c.team_id).where(workspace.c[kept] == number).scalar_subquery()


async def deleted(session: AsyncSession, number: int, now: datetime, after: int, limit: int) -> list[int]:
    """A page of the maps that were deleted more days ago than their workspaces keep them, by id."""
    found = await session.exec(
        select(Workshop.id)
        .where(
            col(Workshop.deleted_at) < now - timedelta(days=number),
            col(Workshop.team_id).in_(_with(Kept.DELETED, number)),
            col(Workshop.id) > after,
        )
        .order_by(col(Workshop.id))
        .limit(limit)
    )
    return [workshop_id for workshop_id in found if workshop_id is not None]


async def ended(session: AsyncSession, number: int, now: datetime, after: int, limit: int) -> list[int]:
    """A page of the maps that ended more days ago than their workspaces keep them, by id."""
    found = await session.exec(
        select(Workshop.id)
        .where(
            col(Workshop.status) == WorkshopStatus.ENDED.value,
            col(Workshop.ended_at) < now - timedelta(days=number),
            col(Workshop.deleted_at).is_(None),
            col(Workshop.team_id).in_(_with(Kept.ENDED, number)),
            col(Workshop.id) > after,
        )
        .order_by(col(Workshop.id))
        .limit(limit)
    )
    return [workshop_id for workshop_id in found if workshop_id is not None]


async def forget_trail(session: AsyncSession, number: int, now: datetime, limit: int) -> int:
    """Delete a page of who changed what, older than their workspaces keep it; how many rows it were.

    What a rule still asks for stays with its map: when its steps moved, and that it ended or was deleted.
    """
    page = (
        sa.select(col(Audit.id))
        .where(
            col(Audit.team_id).in_(_with(Kept.TRAIL, number)),
            col(Audit.at) < now - timedelta(days=number),
            col(Audit.action).not_in(ASKED_FOR),
        )
        .limit(limit)
    )
    result = await session.exec(sa.delete(Audit).where(col(Audit.id).in_(page.scalar_subquery())))
    return int(result.rowcount)


async def purge(session: AsyncSession, workshop_id: int, before: datetime) -> bool:
    """Delete a map that was deleted before a moment, with all that hangs below it; False where it is not so."""
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
