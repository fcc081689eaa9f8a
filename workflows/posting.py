"""Sending one message: once, whatever happens meanwhile.

The ledger's row is taken on a lease before Slack is called and gets Slack's `ts` after it. A message
whose fate is unknown is looked up by its metadata; where that is not possible it is sent again.
"""

import asyncio
import logging
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, workshops
from storage import maps as map_rows
from storage.ledger import Held, Lease
from storage.tables import Posting, Workshop
from workflows import anonymity, calling, documents, maps, postings
from workflows.documents import Paper
from workflows.errors import DeliveryError
from workflows.frozen import thaw
from workflows.ports import Delivered, Order
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind, PostingState
from workflows.works import Works

log = logging.getLogger(__name__)

# With these Slack says for certain that it did not take the message.
NOT_TAKEN = frozenset({"ratelimited", "rate_limited", "accesslimited", "team_added_to_org"})
WITH_FILES = frozenset({PostingKind.DOCUMENT, PostingKind.PICTURE})
MARGIN = 5.0  # seconds of a lease that must be left when Slack is called


async def attempt(works: Works, posting_id: int) -> float | None:
    """Try to send a message; the seconds until the next try, or None where there is nothing more to do."""
    async with works.db.write() as session:
        posting = await session.get(Posting, posting_id)
        if posting is not None and not await workshops.served(session, posting.team_id):
            return None  # it waits: who installs the app again finds everything as it was
        with_file = posting is not None and posting.kind in WITH_FILES
        lease = await ledger.take(session, posting_id, works.lease(file=with_file))
    if lease is None:
        return None
    if isinstance(lease, Held):
        return lease.seconds
    try:
        return await _under_lease(works, lease)
    except DeliveryError as error:
        return await _refused(works, lease.posting, error)
    except Exception as error:
        log.exception("message %d could not be made or sent", posting_id)
        return await _refused(works, lease.posting, DeliveryError(type(error).__name__, "retry"))


async def renew(works: Works, posting_id: int) -> dict[str, object]:
    """Bring a message up to date. `wait`: try again after so many seconds; `replace`: post anew, it stood there."""
    async with works.db.read() as session:
        posting = await session.get(Posting, posting_id)
        if posting is None or posting.state != PostingState.SENT or posting.ts is None:
            return {}
        if not await workshops.served(session, posting.team_id):
            return {}
    try:
        prepared = await _prepare(works, posting)
        if prepared is None:
            return {}
        await works.budget.turn(posting.team_id)
        async with asyncio.timeout(works.lease(file=posting.kind in WITH_FILES).total_seconds()):
            delivered = await _hand_over(works, *prepared)
    except DeliveryError as error:
        return await _not_renewed(works, posting, error)
    except TimeoutError:
        return {"wait": works.settings.retry_seconds}
    if delivered.ts != posting.ts:
        async with works.db.write() as session:
            await ledger.detach(session, posting_id, posting.ts)
            await ledger.sent(session, posting_id, delivered.channel_id, delivered.ts, datetime.now(UTC))
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
        await works.messenger.remove(_order(posting, None, Delivered(channel_id, ts)))
    except DeliveryError as error:
        log.warning("an older copy of message %d stays: %s", posting_id, error)


async def give_up(works: Works, posting: Posting, error: str) -> None:
    """Send a message no more, and tell the facilitator once."""
    async with works.db.write() as session:
        if not await ledger.failed(session, posting, error):
            return
        await _tell(works, session, posting, error)
    log.warning("message %s (%s) is given up: %s", posting.id, posting.kind, error)


async def _under_lease(works: Works, lease: Lease) -> float | None:
    posting = lease.posting
    posting_id = posting.id or 0
    prepared = await _prepare(works, posting)
    if prepared is None:
        return await _wait_for_card(works, posting)
    order, snapshot = prepared
    if snapshot.outline.deleted_by is not None and order.kind is not PostingKind.CARD:
        async with works.db.write() as session:
            await ledger.failed(session, posting, "deleted")
        return None
    if not calling.wanted(order.kind, order.subject_id, snapshot):
        async with works.db.write() as session:
            await ledger.failed(session, posting, "over")
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
            delivered = await _hand_over(works, order, snapshot)
    async with works.db.write() as session:
        first = await ledger.sent(session, posting_id, delivered.channel_id, delivered.ts, datetime.now(UTC))
        if first and posting.kind == PostingKind.CARD:
            for waiting in await ledger.waiting_for_card(session, posting.workshop_id):
                await _enqueue(works, session, waiting)
    if not first:
        await remove(works, posting_id, delivered.channel_id, delivered.ts)
    return None


async def _hand_over(works: Works, order: Order, snapshot: MapSnapshot) -> Delivered:
    outline = snapshot.outline
    name = f"cairn-map-{outline.id}-r{outline.revision}"
    if order.kind is PostingKind.DOCUMENT:
        return await _document(works, order, snapshot, name)
    try:
        return await works.messenger.deliver(order, snapshot)
    except DeliveryError as error:
        if error.answer != "replace" or order.kind is not PostingKind.PICTURE:
            raise
        # This workspace does not show uploaded files in blocks: the picture is the message itself.
        drawn = await works.pictures.draw(snapshot)
        return await works.messenger.share_file(order, f"{name}.png", drawn.map_png, outline.title, drawn.map_alt)


async def _document(works: Works, order: Order, snapshot: MapSnapshot, name: str) -> Delivered:
    title = snapshot.outline.title
    match documents.paper_of(order.key):
        case Paper.PDF:
            return await works.messenger.share_file(order, f"{name}.pdf", await works.pictures.pdf(snapshot), title)
        case Paper.MATRIX:
            name, told = f"{name}-matrix.png", await works.pictures.matrix(snapshot)
        case Paper.COMPARISON:
            before = await _origin(works, order)
            name, told = f"{name}-compared.png", await works.pictures.compare(before, snapshot)
        case Paper.REVIEW:
            before, after = await _reviewed(works, order, snapshot)
            name, told = f"{name}-reviewed.png", await works.pictures.compare(before, after)
    return await works.messenger.share_file(order, name, told.png, title, told.story)


async def _origin(works: Works, order: Order) -> MapSnapshot:
    """The map that this one was copied from, as it is now."""
    async with works.db.read() as session:
        origin = await session.get_one(Workshop, order.subject_id)
        return await maps.load_snapshot(session, origin)


async def _reviewed(works: Works, order: Order, snapshot: MapSnapshot) -> tuple[MapSnapshot, MapSnapshot]:
    """The map as the review before left it, and as this one did: `subject_id` is the revision that it made."""
    of, revision = snapshot.outline.id, order.subject_id or 0
    async with works.db.read() as session:
        before, after = await map_rows.kept_before(session, of, revision), await map_rows.kept(session, of, revision)
    return thaw(before.content) if before else snapshot, thaw(after.content) if after else snapshot


async def _prepare(works: Works, posting: Posting) -> tuple[Order, MapSnapshot] | None:
    async with works.db.read() as session:
        thread_ts = None
        if posting.in_thread:
            card = await ledger.card_of(session, posting.workshop_id)
            if card is None or card.ts is None:
                return None
            thread_ts = card.ts
        workshop = await session.get_one(Workshop, posting.workshop_id)
        snapshot = await maps.load_snapshot(session, workshop, works.clock.now())
        if posting.kind == PostingKind.NUDGE:
            snapshot = await anonymity.for_one(session, works.db.vault, snapshot, posting.channel_id)
    stands = Delivered(posting.message_channel_id, posting.ts) if posting.message_channel_id and posting.ts else None
    return _order(posting, thread_ts, stands), snapshot


def _order(posting: Posting, thread_ts: str | None, stands: Delivered | None) -> Order:
    return Order(
        posting_id=posting.id or 0,
        key=posting.key,
        kind=PostingKind(posting.kind),
        team_id=posting.team_id,
        channel_id=posting.channel_id,
        thread_ts=thread_ts,
        subject_id=posting.subject_id,
        message_channel_id=stands.channel_id if stands else None,
        ts=stands.ts if stands else None,
    )


async def _found(works: Works, order: Order) -> Delivered | None:
    try:
        return await works.messenger.find(order)
    except DeliveryError as error:
        if error.answer == "retry":
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


async def _refused(works: Works, posting: Posting, error: DeliveryError) -> float | None:
    if error.answer == "replace" and posting.in_thread:
        await _card_is_gone(works, posting)
        return None
    if error.answer != "retry" or posting.attempts >= works.settings.attempts:
        await give_up(works, posting, error.error)
        return None
    async with works.db.write() as session:
        await ledger.give_back(session, posting, doubtful=error.error not in NOT_TAKEN)
    return max(error.delay, works.settings.backoff(posting.attempts))


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
    if error.answer == "retry":
        return {"wait": max(error.delay, works.settings.retry_seconds)}
    if error.answer == "replace":
        return {"replace": [posting.message_channel_id, posting.ts]}
    async with works.db.write() as session:
        await ledger.noted(session, posting.id or 0, error.error)
        await _tell(works, session, posting, error.error)
    return {}


async def _tell(works: Works, session: AsyncSession, posting: Posting, error: str) -> None:
    workshop = await session.get(Workshop, posting.workshop_id)
    if workshop is None or posting.kind == PostingKind.TROUBLE:
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
