"""What becomes of a workspace that removed the app: thirty days later nothing of it is left."""

import logging
from datetime import datetime, timedelta

from storage import uninstalled as rows
from workflows.works import Works

log = logging.getLogger(__name__)

GRACE = timedelta(days=30)  # who installs the app again before finds everything
TENANTS, MAPS = 100, 20  # pages: of workspaces, and of maps in one transaction


async def purge(works: Works) -> None:
    """Delete all that is kept of workspaces whose grace is over, in small transactions."""
    before, after = works.clock.now() - GRACE, ""
    while True:
        async with works.db.read() as session:
            gone = await rows.removed_before(session, before, after, TENANTS)
        for team_id in gone:
            try:
                await _purge(works, team_id, before)
            except Exception:
                log.exception("what is left of workspace %s could not be deleted", team_id)
        if len(gone) < TENANTS:
            return
        after = gone[-1]


async def _purge(works: Works, team_id: str, before: datetime) -> None:
    more = True
    while more:
        async with works.db.write() as session:
            more = await rows.purge_maps(session, team_id, before, MAPS)
    async with works.db.write() as session:
        if await rows.purge(session, team_id, before):
            log.info("workspace %s removed the app thirty days ago; nothing is kept of it any more", team_id)
