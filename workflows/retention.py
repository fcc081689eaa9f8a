"""What is kept for a while only: claims, drafts of imports, deleted maps, messages of what is long over."""

import logging
from datetime import datetime, timedelta

from storage import claims, imports
from storage import retention as rows
from workflows.lives import KEPT
from workflows.works import Works

log = logging.getLogger(__name__)

CLAIMS = timedelta(days=7)  # Slack repeats a delivery for an hour or so
DRAFTS = timedelta(days=1)  # files that somebody looked at and did not import
MESSAGES = timedelta(days=90)
PAGE = 100  # maps; a page of messages is ten times that


async def tidy(works: Works) -> None:
    """Delete what is kept no longer, in small transactions: people go on contributing meanwhile."""
    now = works.clock.now()
    await _purge(works, now - KEPT)
    async with works.db.write() as session:
        await claims.forget(session, now - CLAIMS)
        await imports.forget(session, now - DRAFTS)
    for forget in (rows.forget_messages, rows.forget_notices):
        gone = limit = PAGE * 10
        while gone == limit:
            async with works.db.write() as session:
                gone = await forget(session, now - MESSAGES, limit)


async def _purge(works: Works, before: datetime) -> None:
    """Delete for good what could be brought back for thirty days; a map that cannot be deleted holds up no other."""
    after = 0
    while True:
        async with works.db.read() as session:
            found = await rows.deleted_before(session, before, after, PAGE)
        for workshop_id in found:
            try:
                async with works.db.write() as session:
                    if await rows.purge(session, workshop_id, before):
                        log.info("map %d was deleted thirty days ago and is gone for good", workshop_id)
            except Exception:
                log.exception("map %d could not be deleted for good", workshop_id)
        if len(found) < PAGE:
            return
        after = found[-1]
