"""The ledger of messages: taking a message on, and writing down what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import adding, moment, stops
from storage.tables import LINE_MAX, Posting
from storage.words import PostingKind, PostingState

_NAMING = (PostingKind.GUIDE, PostingKind.INVITED, PostingKind.REVIEW_HELD, PostingKind.HELP)
UNSENT = (PostingState.QUEUED, PostingState.SENDING)
# Written out: with parameters in it SQLite cannot tell that the index of what is unsent has it all.
_UNSENT = col(Posting.state).in_([sa.literal_column(f"'{state}'") for state in UNSENT])


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to send one message until `until`. `doubtful`: an earlier try may have reached Slack."""

    posting: Posting
    until: datetime
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody else is sending it; `seconds` until their lease ends."""

    seconds: float


async def take(session: AsyncSession, posting_id: int, lease: timedelta) -> Lease | Held | None:
    """Take a message on; None where there is nothing left to send."""
    row = await session.exec(select(Posting).where(Posting.id == posting_id).with_for_update())
    posting = row.one_or_none()
    if posting is None or posting.state not in UNSENT:
        return None
    now = await moment.now(session)
    sending = posting.state == PostingState.SENDING
    if sending and posting.lease_until is not None and posting.lease_until > now:
        return Held((posting.lease_until - now).total_seconds())
    until = now + lease
    posting.state, posting.lease_until, posting.attempts = PostingState.SENDING, until, posting.attempts + 1
    session.add(posting)
    return Lease(posting, until, doubtful=sending)


async def left(session: AsyncSession, lease: Lease) -> float:
    """How many seconds of a lease are left."""
    return (lease.until - await moment.now(session)).total_seconds()


def _held_as(posting: Posting) -> list[sa.ColumnElement[bool]]:
    """The row still is as we know it: nobody took the message on since."""
    lease = col(Posting.lease_until)
    same = lease.is_(None) if posting.lease_until is None else lease == posting.lease_until
    return [col(Posting.id) == posting.id, col(Posting.state).in_(UNSENT), same]


async def give_back(
    session: AsyncSession, posting: Posting, *, doubtful: bool, counted: bool = True, rest: timedelta | None = None
) -> None:
    """End a lease without the message: it is to be tried again.

    `doubtful`: Slack may have it all the same. `rest`: it leaves the line, and is handed over again after that time.
    """
    await session.exec(
        update(Posting)
        .where(*_held_as(posting))
        .values(
            state=PostingState.SENDING if doubtful else PostingState.QUEUED,
            lease_until=await moment.now(session) + rest if rest else None,
            attempts=col(Posting.attempts) - (0 if counted else 1),
        )
    )


async def sent(session: AsyncSession, posting_id: int, channel_id: str, ts: str, at: datetime) -> bool:
    """Write down where a message stands; False where another copy of it was written down before."""
    result = await session.exec(
        update(Posting)
        .where(col(Posting.id) == posting_id, col(Posting.ts).is_(None))
        .values(
            state=PostingState.SENT,
            message_channel_id=channel_id,
            ts=ts,
            sent_at=at,
            lease_until=None,
            error="",
        )
    )
    return result.rowcount == 1


async def failed(session: AsyncSession, posting: Posting, error: str) -> bool:
    """Give a message up; False where somebody else took it on or sent it meanwhile."""
    result = await session.exec(
        update(Posting)
        .where(*_held_as(posting))
        .values(state=PostingState.FAILED, lease_until=None, error=error[:LINE_MAX])
    )
    return bool(result.rowcount)


async def noted(session: AsyncSession, posting_id: int, error: str) -> None:
    """Write down that a message that stands in Slack could not be brought up to date."""
    await session.exec(update(Posting).where(col(Posting.id) == posting_id).values(error=error[:LINE_MAX]))


async def detach(session: AsyncSession, posting_id: int, ts: str) -> None:
    """Have a message posted anew: forget where it stood, if it still stands there."""
    await session.exec(
        update(Posting)
        .where(col(Posting.id) == posting_id, col(Posting.ts) == ts)
        .values(state=PostingState.QUEUED, message_channel_id=None, ts=None, sent_at=None, lease_until=None, attempts=0)
    )


async def enter(session: AsyncSession, new: Posting) -> tuple[bool, Posting]:
    """The row of a message's key, and whether it is new: of two who have the same to say at once, one enters it."""
    made = await adding.added(session, new, "team_id", "key")
    found = await session.exec(select(Posting).where(Posting.team_id == new.team_id, Posting.key == new.key))
    return made, found.one()


async def by_key(session: AsyncSession, team_id: str, key: str) -> Posting | None:
    """The message of a key."""
    found = await session.exec(select(Posting).where(Posting.team_id == team_id, Posting.key == key))
    return found.one_or_none()


async def card_of(session: AsyncSession, workshop_id: int | None, *, lock: bool = False) -> Posting | None:
    """The workshop's card: the root of its thread. `lock`: nobody else writes its `ts` meanwhile."""
    query = select(Posting).where(Posting.workshop_id == workshop_id, Posting.kind == PostingKind.CARD)
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def naming(session: AsyncSession, workshop_id: int) -> list[int]:
    """The messages that stand in a thread and name people, and say the same whenever they are made anew."""
    found = await session.exec(
        select(Posting.id).where(
            Posting.workshop_id == workshop_id,
            Posting.state == PostingState.SENT,
            col(Posting.kind).in_([kind.value for kind in _NAMING]),
        )
    )
    return [one for one in found if one is not None]


async def waiting_for_card(session: AsyncSession, workshop_id: int) -> list[Posting]:
    """The unsent messages of a workshop's thread."""
    found = await session.exec(
        select(Posting)
        .where(
            Posting.workshop_id == workshop_id, col(Posting.in_thread).is_(True), Posting.state == PostingState.QUEUED
        )
        .order_by(col(Posting.id))
    )
    return list(found)


async def unsent(session: AsyncSession, after_id: int, page: int) -> list[Posting]:
    """A page of the messages that could be sent now: on nobody's lease, and with a way to where they go."""
    rested = col(Posting.lease_until).is_(None) | (col(Posting.lease_until) <= await moment.now(session))
    found = await session.exec(
        select(Posting)
        .where(_UNSENT, col(Posting.id) > after_id, rested, ~stops.waits())
        .order_by(col(Posting.id))
        .limit(page)
    )
    return list(found)


async def first_unsent(session: AsyncSession, team_id: str, channel_id: str) -> Posting | None:
    """The message that waits longest for a channel."""
    found = await session.exec(
        select(Posting)
        .where(Posting.team_id == team_id, Posting.channel_id == channel_id, _UNSENT)
        .order_by(col(Posting.id))
        .limit(1)
    )
    return found.first()


async def last_card(session: AsyncSession, team_id: str, channel_id: str) -> Posting | None:
    """The newest card that stands in a channel."""
    found = await session.exec(
        select(Posting)
        .where(
            Posting.team_id == team_id,
            Posting.channel_id == channel_id,
            Posting.kind == PostingKind.CARD,
            Posting.state == PostingState.SENT,
        )
        .order_by(col(Posting.id).desc())
        .limit(1)
    )
    return found.first()


async def end_leases(session: AsyncSession) -> None:
    """End every lease: on SQLite there is one copy of the program, so an older one's leases mean nothing."""
    await session.exec(sa.update(Posting).where(col(Posting.lease_until).is_not(None)).values(lease_until=None))
