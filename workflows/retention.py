"""What is kept for a while only: as long as a workspace says, and what the program needs for itself."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import claims, hooks, imports, links
from storage import retention as rows
from storage.retention import Kept
from storage.tables import Workshop
from workflows import lives
from workflows.commands import Actor
from workflows.desk import Change
from workflows.words import WorkshopStatus
from workflows.works import Works

log = logging.getLogger(__name__)

CLAIMS = timedelta(days=7)  # Slack repeats a delivery for an hour or so
DRAFTS = timedelta(days=1)  # files that somebody looked at and did not import
MESSAGES = timedelta(days=90)
TOLD = timedelta(days=7)  # what a webhook was told
LINKS = timedelta(days=90)  # after they ended
PAGE = 100  # maps; a page of messages is ten times that


async def tidy(works: Works) -> None:
    """Delete what is kept no longer, in small transactions: people go on contributing meanwhile."""
    now = works.clock.now()
    for days in await _days(works, Kept.ENDED):
        await _each(works, days, rows.ended, _expire)
    for days in await _days(works, Kept.DELETED):
        await _each(works, days, rows.deleted, _purge)
    for days in await _days(works, Kept.TRAIL):
        await _all(works, partial(rows.forget_trail, number=days, now=now))
    async with works.db.write() as session:
        await claims.forget(session, now - CLAIMS)
        await imports.forget(session, now - DRAFTS)
    for forget in (rows.forget_messages, rows.forget_notices):
        await _all(works, partial(forget, before=now - MESSAGES))
    await _all(works, partial(hooks.forget_old, before=now - TOLD))
    await _all(works, partial(links.forget_old, before=now - LINKS))


async def _days(works: Works, kept: Kept) -> list[int]:
    async with works.db.read() as session:
        return await rows.days(session, kept)


async def _all(works: Works, forget: Callable[..., Awaitable[int]]) -> None:
    """Delete page by page, a transaction each, until a page is not full."""
    gone = limit = PAGE * 10
    while gone == limit:
        async with works.db.write() as session:
            gone = await forget(session, limit=limit)


async def _each(
    works: Works,
    days: int,
    page: Callable[[AsyncSession, int, datetime, int, int], Awaitable[list[int]]],
    work: Callable[[Works, int, datetime], Awaitable[None]],
) -> None:
    """Go through maps, a page at a time; one that something is wrong with holds up no other."""
    now, after = works.clock.now(), 0
    while True:
        async with works.db.read() as session:
            found = await page(session, days, now, after, PAGE)
        for workshop_id in found:
            try:
                await work(works, workshop_id, now - timedelta(days=days))
            except Exception:
                log.exception("map %d could not be deleted", workshop_id)
        if len(found) < PAGE:
            return
        after = found[-1]


async def _purge(works: Works, workshop_id: int, before: datetime) -> None:
    """Delete for good what could be brought back until now."""
    async with works.db.write() as session:
        if await rows.purge(session, workshop_id, before):
            log.info("map %d was deleted long ago and is gone for good", workshop_id)


async def _expire(works: Works, workshop_id: int, before: datetime) -> None:
    """Delete a map that ended longer ago than its workspace keeps it: as by hand, so that it can be brought back."""
    async with works.db.write() as session:
        row = await session.get(Workshop, workshop_id, with_for_update=True)
        over = row is not None and row.status == WorkshopStatus.ENDED and row.ended_at is not None
        if row is None or not over or row.deleted_at is not None or row.ended_at is None or row.ended_at >= before:
            return
        change = Change(session, Actor(row.team_id, ""), works.clock.now(), works.outbox, works.db.vault)
        await lives.remove(change, row)
        log.info("map %d ended long ago and is deleted", workshop_id)
