"""The ledger of messages, as the services write it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables
from workflows.ports import Outbox
from workflows.words import PostingKind


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
    raise NotImplementedError
