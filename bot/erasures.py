"""`python -m bot erase`: the operator's way to have a person's name removed."""

import asyncio
import time
from datetime import UTC, datetime

from bot.console import voice
from bot.databases import open_database
from bot.i18n import Say
from bot.settings import Settings, SettingsError
from storage import erasing as rows
from storage.db import Database
from storage.tables import Erasure
from workflows import erasing

PATIENCE, PAUSE = 40.0, 0.5  # seconds: a running Cairn looks every ten


async def erase(settings: Settings, user_id: str, team_id: str, patience: float = PATIENCE) -> str:
    """Order it, wait a while for a running Cairn to do it, and say how far it is. Raises `SettingsError`."""
    _ = voice()
    if not erasing.PERSON.fullmatch(user_id):
        wrong = _("“{given}” is not a person's id. In Slack: profile, ⋮, “Copy member ID”.", given=user_id[:60])
        raise SettingsError([wrong])
    db = await open_database(settings)
    try:
        team = await _team(db, user_id, team_id, _)
        async with db.write() as session:
            await erasing.order(session, team, user_id, datetime.now(UTC))
        if await _done(db, team, user_id, patience):
            return _("The name is removed from everything that is stored.")
    finally:
        await db.close()
    return _(
        "It is ordered. A running Cairn goes on with it every ten seconds, fifty maps at a time; "
        "one that does not run begins with it when it is started."
    )


async def _team(db: Database, user_id: str, team_id: str, _: Say) -> str:
    async with db.read() as session:
        there = await rows.teams_of(session, user_id)
    if team_id:
        if team_id not in there.served:
            raise SettingsError([_("No workspace {name} is served from this database.", name=team_id[:60])])
        return team_id
    found = there.known or there.served
    if len(found) != 1:
        if not found:
            raise SettingsError([_("No workspace is served from this database.")])
        raise SettingsError([_("Say in which workspace, with --workspace: {names}.", names=_.listed(found))])
    return found[0]


async def _done(db: Database, team_id: str, user_id: str, patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        async with db.read() as session:
            if await session.get(Erasure, (team_id, user_id)) is None:
                return True
        if time.monotonic() >= until:
            return False
        await asyncio.sleep(PAUSE)
