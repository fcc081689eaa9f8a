"""What a message is made of when it is sent: the newest state of a map, a letter, a paper that is drawn for it."""

from storage import ledger
from storage import maps as map_rows
from storage.tables import Posting, Workshop
from workflows import documents, exporting, letters, maps, profiles
from workflows.documents import Paper
from workflows.errors import Answer, DeliveryError
from workflows.exporting import Export, What
from workflows.frozen import thaw
from workflows.personal import Letter
from workflows.ports import Content, Delivered, Order
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind
from workflows.works import Works


async def hand_over(works: Works, order: Order, content: Content) -> Delivered:
    """Give it to Slack: a message, or a paper that is drawn for it."""
    if isinstance(content, Letter):
        return await works.messenger.deliver(order, content)
    if isinstance(content, Export):
        return await _export(works, order, content)
    return await _of_map(works, order, content)


async def _export(works: Works, order: Order, export: Export) -> Delivered:
    """Write the file and share it, with a sentence."""
    if export.asked.what is What.WORKSPACE:
        maps_ = exporting.everything(works.db, works.clock, order.team_id, export.asked.user_id)
        file = await works.pictures.archive(export, maps_)
    else:
        file = await works.pictures.export(export)
    if export.asked.format == exporting.CANVAS:
        return await works.messenger.canvas(order, file, export.asked.language)
    return await works.messenger.share_file(order, file.name, file.content, file.title, file.story)


async def _of_map(works: Works, order: Order, snapshot: MapSnapshot) -> Delivered:
    outline = snapshot.outline
    name = f"cairn-map-{outline.id}-r{outline.revision}"
    if order.kind is PostingKind.DOCUMENT:
        return await _document(works, order, snapshot, name)
    try:
        return await works.messenger.deliver(order, snapshot)
    except DeliveryError as error:
        if error.answer != Answer.REPLACE or order.kind is not PostingKind.PICTURE:
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
        case Paper.EXPORT:
            raise AssertionError(order.key)  # is prepared as an `Export`
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


async def prepare(works: Works, posting: Posting) -> tuple[Order, Content] | None:
    """What a message says now, and where it goes; None where there is nothing to say, or no thread yet."""
    if posting.kind == PostingKind.LETTER:
        letter = await _letter(works, posting)
        return (order_of(posting, None, _stands(posting)), letter) if letter else None
    asked = exporting.asked_of(posting.key)
    if asked is not None:
        await profiles.meet(works, posting.team_id, asked.user_id)
    async with works.db.read() as session:
        thread_ts = None
        if posting.in_thread:
            card = await ledger.card_of(session, posting.workshop_id)
            if card is None or card.ts is None:
                return None
            thread_ts = card.ts
        if asked is not None:
            export = await exporting.prepare(session, works.clock, posting.team_id, asked)
            return order_of(posting, thread_ts, _stands(posting)), export
        workshop = await session.get_one(Workshop, posting.workshop_id)
        snapshot = await maps.load_snapshot(session, workshop, works.clock.now())
    return order_of(posting, thread_ts, _stands(posting)), snapshot


async def _letter(works: Works, posting: Posting) -> Letter | None:
    return await (letters.new if posting.ts is None else letters.standing)(works, posting)


def _stands(posting: Posting) -> Delivered | None:
    """Where the message stands already."""
    there = posting.message_channel_id and posting.ts
    return Delivered(posting.message_channel_id or "", posting.ts or "") if there else None


def order_of(posting: Posting, thread_ts: str | None, stands: Delivered | None) -> Order:
    """Say of which row of the ledger a message is, and where it stands."""
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
