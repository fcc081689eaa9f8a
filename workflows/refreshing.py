"""Drawing a map again: the newest revision, one drawing for a burst, published with measure."""

import asyncio
import logging
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, workshops
from storage.tables import ReviewRound, Workshop
from workflows import maps, postings, stopping
from workflows.errors import PASSING, Answer, DeliveryError
from workflows.ports import Drawn
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind, PostingState
from workflows.works import Works

log = logging.getLogger(__name__)


async def begin(works: Works, workshop_id: int, generation: int) -> bool:
    """Start the drawing of one generation; False where a newer one is on its way.

    From here on a contribution orders the next drawing: this one may have read the map before it.
    """
    async with works.db.write() as session:
        result = await session.exec(
            update(Workshop)
            .where(col(Workshop.id) == workshop_id, col(Workshop.refresh_generation) == generation)
            .values(refresh_pending=False)
        )
    return bool(result.rowcount)


async def redraw(works: Works, workshop_id: int, generation: int, *, last: bool) -> float | None:
    """Draw, upload and publish the newest revision; the seconds until the next try, None where all is done."""
    async with works.db.read() as session:
        workshop = await session.get(Workshop, workshop_id)
        if workshop is None or workshop.deleted_at is not None:
            return None
        if not await workshops.served(session, workshop.team_id):
            return None  # it is drawn when Cairn is installed again
        snapshot = await maps.load_snapshot(session, workshop)
    try:
        drawn = await works.pictures.draw(snapshot)
        files = await _upload(works, snapshot, drawn)
    except DeliveryError as error:
        if error.answer in PASSING and not last:
            return max(error.delay, works.settings.retry_seconds)
        if error.answer is Answer.STOP_WORKSPACE:
            stopped = await stopping.workspace(works, workshop.team_id, error)
            return None if stopped or last else works.settings.retry_seconds
        log.warning("the pictures of map %d were not taken: %s", workshop_id, error)
        # Slack's own trouble passes: the map is no worse for it, and the tick tries again.
        await _published(works, workshop_id, generation, snapshot, None, failed=error.answer not in PASSING)
    except Exception:
        log.exception("map %d could not be drawn", workshop_id)
        await _published(works, workshop_id, generation, snapshot, None)
    else:
        await _published(works, workshop_id, generation, snapshot, files)
    return None


async def _upload(works: Works, snapshot: MapSnapshot, drawn: Drawn) -> tuple[str, str]:
    outline = snapshot.outline
    name = f"cairn-map-{outline.id}-r{outline.revision}"

    async def upload(file: str, content: bytes, alt: str) -> str:
        await works.budget.turn(outline.team_id)
        return await works.messenger.upload(outline.team_id, file, content, alt)

    return await asyncio.gather(
        upload(f"{name}-card.png", drawn.card_png, drawn.card_alt),
        upload(f"{name}.png", drawn.map_png, drawn.map_alt),
    )


async def _published(
    works: Works,
    workshop_id: int,
    generation: int,
    snapshot: MapSnapshot,
    files: tuple[str, str] | None,
    *,
    failed: bool = True,
) -> None:
    """Keep the new pictures (where there are any) and have the messages that show them brought up to date."""
    revision = snapshot.outline.revision
    stamp = f"r{revision}g{generation}"
    failures = Workshop.draw_failures + 1 if failed else Workshop.draw_failures
    values: dict[str, object] = {"published_at": datetime.now(UTC), "draw_failures": failures}
    if files is not None:
        values |= {"draw_failures": 0, "drawn_revision": revision, "card_file_id": files[0], "map_file_id": files[1]}
    async with works.db.write() as session:
        await session.exec(
            update(Workshop)
            .where(col(Workshop.id) == workshop_id, col(Workshop.drawn_revision) <= revision)
            .values(**values)
        )
        card = await ledger.card_of(session, workshop_id)
        if card is None or card.state == PostingState.FAILED:
            return
        await works.outbox.update(session, card.id or 0, stamp)
        if files is not None:
            await _show_picture(works, session, workshop_id, stamp)


async def _show_picture(works: Works, session: AsyncSession, workshop_id: int, stamp: str) -> None:
    """One picture message for the workshop, and a new one after each review that was held."""
    workshop = await session.get_one(Workshop, workshop_id)
    held = await session.exec(
        select(sa.func.max(ReviewRound.number)).where(
            ReviewRound.workshop_id == workshop_id, col(ReviewRound.held_at).is_not(None)
        )
    )
    number = held.one() or 0
    key = f"picture:{workshop_id}:{number}"
    standing = await ledger.by_key(session, workshop.team_id, key)
    if standing is not None:
        await works.outbox.update(session, standing.id or 0, stamp)
        return
    await postings.ensure(
        session,
        works.outbox,
        works.clock.now(),
        workshop,
        PostingKind.PICTURE,
        key,
        in_thread=True,
        subject_id=number or None,
    )
