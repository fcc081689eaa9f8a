"""The ledger of messages, as the services write it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, tables, workshops
from workflows import items
from workflows.ports import Outbox
from workflows.words import PostingKind, PostingState


async def ensure(
    session: AsyncSession,
    outbox: Outbox,
    now: datetime,
    workshop: tables.Workshop,
    kind: PostingKind,
    key: str,
    *,
    channel_id: str | None = None,
    in_thread: bool = False,
    subject_id: int | None = None,
) -> tables.Posting:
    """The ledger row of `key`, made and handed to the outbox where it does not exist yet."""
    row = await workshops.posting(session, workshop.team_id, key)
    if row is not None:
        if kind is PostingKind.DOCUMENT and row.state == PostingState.FAILED:
            await _once_more(session, outbox, row)  # somebody asks for it again, after it was given up
        return row
    new = tables.Posting(
        team_id=workshop.team_id,
        workshop_id=items.key(workshop.id),
        key=key,
        kind=kind.value,
        channel_id=channel_id or workshop.channel_id,
        in_thread=in_thread,
        subject_id=subject_id,
        created_at=now,
    )
    made, row = await ledger.enter(session, new)
    if not made:
        return row
    if kind is PostingKind.DOCUMENT:
        await outbox.document(session, items.key(row.id))
    else:
        await outbox.post(session, items.key(row.id))
    return row


async def _once_more(session: AsyncSession, outbox: Outbox, row: tables.Posting) -> None:
    row.state, row.attempts, row.error, row.lease_until = PostingState.QUEUED.value, 0, "", None
    await session.flush()
    await outbox.document(session, items.key(row.id))


async def renew(session: AsyncSession, outbox: Outbox, team_id: str, key: str, stamp: str) -> None:
    """Bring a message up to date, where it was ever made."""
    row = await workshops.posting(session, team_id, key)
    if row is not None and row.id is not None:
        await outbox.update(session, row.id, stamp)
