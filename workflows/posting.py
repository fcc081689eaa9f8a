"""Sending one message: once, whatever happens meanwhile.

The ledger's row is taken on a lease before Slack is called and gets Slack's `ts` after it. A message
whose fate is unknown is looked up by its metadata; where that is not possible it is sent again.
"""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, stops
from storage.ledger import Lease
from storage.stops import Way
from storage.tables import Posting, Workshop
from workflows import calling, letters, making, postings, stopping
from workflows.errors import PASSING, Answer, BusyError, DeliveryError, NoRoomError
from workflows.exporting import Export
from workflows.personal import Letter
from workflows.persons import is_gone
from workflows.ports import Content, Delivered, Order
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind, PostingState
from workflows.works import Works

log = logging.getLogger(__name__)

WITH_FILES = frozenset({PostingKind.DOCUMENT, PostingKind.PICTURE})
WRITE_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)  # seconds; a database that is started anew is back by then
MANY = 8  # times as long as one file may all maps of a workspace take
MARGIN = 5.0  # seconds of a lease that must be left when Slack is called


async def attempt(works: Works, posting_id: int) -> float | None:
    """Try to send a message; the seconds until the next try, or None where there is nothing more to do."""
    async with works.db.write() as session:
        posting = await session.get(Posting, posting_id)
        way = await stops.way(session, posting.team_id, posting.channel_id) if posting else Way(open=False)
        if posting is not None and not way.open:
            await stopping.waits(works, session, posting, way)
        file = posting is not None and posting.kind in WITH_FILES
        many = file and posting is not None and posting.workshop_id is None  # of a whole workspace
        length = works.lease(file=file) * (MANY if many else 1)
        lease = await ledger.take(session, posting_id, length) if way.open else None
    if not isinstance(lease, Lease):
        return lease.seconds if lease else None
    try:
        return await _under_lease(works, lease, way)
    except DeliveryError as error:
        return await _refused(works, lease, error)
    except DBAPIError:
        raise  # the database is away: the step is tried again
    except Exception as error:
        log.exception("message %d could not be made or sent", posting_id)
        return await _refused(works, lease, DeliveryError(type(error).__name__, Answer.RETRY))


async def renew(works: Works, posting_id: int) -> dict[str, object]:
    """Bring a message up to date. `wait`: try again after so many seconds; `replace`: post anew, it stood there."""
    async with works.db.read() as session:
        posting = await session.get(Posting, posting_id)
        if posting is None or posting.state != PostingState.SENT or posting.ts is None:
            return {}
        way = await stops.way(session, posting.team_id, posting.channel_id)
    if not way.open:
        return {}  # it is brought up to date when it can be
    try:
        prepared = await making.prepare(works, posting)
        if prepared is None:
            return {}
        await works.budget.turn(posting.team_id)
        async with asyncio.timeout(works.lease(file=posting.kind in WITH_FILES).total_seconds()):
            delivered = await making.hand_over(works, *prepared)
    except DeliveryError as error:
        return await _not_renewed(works, posting, error)
    except TimeoutError:
        return {"wait": works.settings.retry_seconds}
    if delivered.ts != posting.ts:
        async with works.db.write() as session:
            await ledger.detach(session, posting_id, posting.ts)
            await ledger.sent(session, posting_id, delivered.channel_id, delivered.ts, datetime.now(UTC))
    if way.trying:
        async with works.db.write() as session:
            await stopping.resume(works, session, posting.team_id, posting.channel_id)
    return {}


async def detach(works: Works, posting_id: int, ts: str) -> None:
    """Have a message posted anew."""
    async with works.db.write() as session:
        await ledger.detach(session, posting_id, ts)


async def remove(works: Works, posting_id: int, channel_id: str, ts: str) -> None:
    """Take the older copy of a message away."""
    async with works.db.read() as session:
        posting = await session.get(Posting, posting_id)
    if posting is None or posting.ts == ts:
        return
    try:
        await works.messenger.remove(making.order_of(posting, None, Delivered(channel_id, ts)))
    except DeliveryError as error:
        log.warning("an older copy of message %d stays: %s", posting_id, error)


async def give_up(works: Works, posting: Posting, error: str) -> None:
    """Send a message no more, and tell the facilitator once."""
    async with works.db.write() as session:
        if not await ledger.failed(session, posting, error):
            return
        await _tell(works, session, posting, error)
    log.warning("message %s (%s) is given up: %s", posting.id, posting.kind, error)


async def _under_lease(works: Works, lease: Lease, way: Way) -> float | None:
    posting = lease.posting
    posting_id = posting.id or 0
    prepared = await making.prepare(works, posting)
    if prepared is None:
        return None if posting.kind == PostingKind.LETTER else await _wait_for_card(works, posting)
    order, content = prepared
    reason = _pointless(order, content) if isinstance(content, MapSnapshot) else ""
    if isinstance(content, Export) and content.gone:
        reason = "gone"
    if reason:
        async with works.db.write() as session:
            await ledger.failed(session, posting, reason)
        return None
    delivered = await _found(works, order) if lease.doubtful else None
    if delivered is None:
        async with works.db.read() as session:
            left = await ledger.left(session, lease)
        if left < min(MARGIN, works.settings.lease_seconds / 2):
            # This copy of the program was held up: another one may take the message on at any moment.
            async with works.db.write() as session:
                await ledger.give_back(session, posting, doubtful=lease.doubtful, counted=False)
            return works.settings.retry_seconds
        async with asyncio.timeout(left):
            delivered = await making.hand_over(works, order, content)
    first = await _written_down(works, posting, way, delivered, content)
    if not first:
        await remove(works, posting_id, delivered.channel_id, delivered.ts)
    return None


async def _written_down(works: Works, posting: Posting, way: Way, delivered: Delivered, content: Content) -> bool:
    """Keep where a message stands, though the database may be away for a moment: what is not known is sent again."""
    for pause in (*WRITE_PAUSES, None):
        try:
            async with works.db.write() as session:
                at = datetime.now(UTC)
                first = await ledger.sent(session, posting.id or 0, delivered.channel_id, delivered.ts, at)
                if isinstance(content, Letter):
                    await letters.told(session, posting.id or 0, content)
                await _follow(works, session, posting, way, delivered, first=first)
        except (DBAPIError, NoRoomError, BusyError):
            if pause is None:
                raise
            await asyncio.sleep(pause)
        else:
            return first
    raise AssertionError


async def _follow(
    works: Works, session: AsyncSession, posting: Posting, way: Way, delivered: Delivered, *, first: bool
) -> None:
    """What a message that was sent brings with it."""
    if first and posting.workshop_id is not None and posting.kind == PostingKind.CARD:
        for waiting in await ledger.waiting_for_card(session, posting.workshop_id):
            await _enqueue(works, session, waiting)
    if way.trying:
        await stopping.resume(works, session, posting.team_id, posting.channel_id)
    if delivered.shortened:
        await _tell(works, session, posting, delivered.shortened)


def _pointless(order: Order, snapshot: MapSnapshot) -> str:
    """Why a message need not be sent any more; nothing where it is to be sent."""
    if snapshot.outline.deleted_by is not None and order.kind is not PostingKind.CARD:
        return "deleted"
    called = order.kind is PostingKind.INVITED
    if called and not any(one.awaited_by(order.subject_id or 0) for one in snapshot.outline.participants):
        return "nobody"  # all of them said no meanwhile, or were taken out again
    return "" if calling.wanted(order.kind, order.subject_id, snapshot) else "over"


async def _found(works: Works, order: Order) -> Delivered | None:
    try:
        return await works.messenger.find(order)
    except DeliveryError as error:
        if error.answer in PASSING:
            raise
        return None


async def _wait_for_card(works: Works, posting: Posting) -> float | None:
    """Leave a message of the thread to the card: who sends that hands this one to the outbox again."""
    async with works.db.write() as session:
        card = await ledger.card_of(session, posting.workshop_id, lock=True)
        if card is not None and card.state == PostingState.FAILED:
            # The facilitator was told of the card already.
            await ledger.failed(session, posting, "no_card")
            return None
        await ledger.give_back(session, posting, doubtful=False, counted=False)
    return None if card is None or card.ts is None else 0.0


async def _refused(works: Works, lease: Lease, error: DeliveryError) -> float | None:
    posting = lease.posting
    match error.answer:
        case Answer.WAIT:
            async with works.db.write() as session:
                # It may be the look for an earlier try that has to wait: then that try is in doubt as before.
                await ledger.give_back(session, posting, doubtful=lease.doubtful, counted=False)
            return max(error.delay, works.settings.retry_seconds)
        case Answer.RETRY if posting.attempts < works.settings.attempts_in_all:
            return await _retried(works, posting, error)
        case Answer.REPLACE if posting.in_thread:
            await _card_is_gone(works, posting)
        case Answer.STOP_CHANNEL if not stopping.direct(posting):
            await stopping.channel(works, posting, error.error)
        case Answer.STOP_WORKSPACE:
            stopped = await stopping.workspace(works, posting.team_id, error, posting)
            return None if stopped else works.settings.retry_seconds
        case _:
            await give_up(works, posting, error.error)
    return None


async def _retried(works: Works, posting: Posting, error: DeliveryError) -> float | None:
    """Keep the channel's line, so that its order stays; but not for ever: behind it others may get through."""
    pause = max(error.delay, works.settings.backoff(posting.attempts))
    stays = posting.attempts < works.settings.attempts
    async with works.db.write() as session:
        await ledger.give_back(session, posting, doubtful=True, rest=None if stays else timedelta(seconds=pause))
    return pause if stays else None


async def _card_is_gone(works: Works, posting: Posting) -> None:
    """Somebody deleted the root of the thread: the card is posted anew, and the message follows it."""
    async with works.db.write() as session:
        card = await ledger.card_of(session, posting.workshop_id, lock=True)
        if card is None or posting.attempts >= works.settings.attempts:
            await ledger.failed(session, posting, "no_card")
            return
        await ledger.give_back(session, posting, doubtful=False)
        if card.ts is not None:
            await ledger.detach(session, card.id or 0, card.ts)
        await _enqueue(works, session, card)


async def _not_renewed(works: Works, posting: Posting, error: DeliveryError) -> dict[str, object]:
    match error.answer:
        case Answer.RETRY | Answer.WAIT:
            return {"wait": max(error.delay, works.settings.retry_seconds)}
        # A letter that is gone is not written anew: that would be a second one in a day. What it told stands in Home.
        case Answer.REPLACE if posting.kind != PostingKind.LETTER:
            return {"replace": [posting.message_channel_id, posting.ts]}
        case Answer.STOP_CHANNEL if not stopping.direct(posting):
            await stopping.channel(works, posting, error.error)
            return {}
        case Answer.STOP_WORKSPACE:
            stopped = await stopping.workspace(works, posting.team_id, error)
            return {} if stopped else {"wait": works.settings.retry_seconds}
    async with works.db.write() as session:
        await ledger.noted(session, posting.id or 0, error.error)
        await _tell(works, session, posting, error.error)
    return {}


async def _tell(works: Works, session: AsyncSession, posting: Posting, error: str) -> None:
    if posting.workshop_id is None:
        return  # a letter: what it was to say is tried again on the person's next working day
    workshop = await session.get(Workshop, posting.workshop_id)
    if workshop is None or posting.kind == PostingKind.TROUBLE or is_gone(workshop.facilitator_id):
        return
    now = works.clock.now()
    await postings.ensure(
        session,
        works.outbox,
        now,
        workshop,
        PostingKind.TROUBLE,
        f"trouble:{workshop.id}:{posting.channel_id}:{error[:80]}:{now:%Y-%m}",
        channel_id=workshop.facilitator_id,
        subject_id=posting.id,
    )


async def _enqueue(works: Works, session: AsyncSession, posting: Posting) -> None:
    if posting.kind == PostingKind.DOCUMENT:
        await works.outbox.document(session, posting.id or 0)
    else:
        await works.outbox.post(session, posting.id or 0)
