"""Keeping what Slack says of a person, so that no form has to ask before it answers."""

import logging
from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import workshops
from storage.tables import ID_MAX, NAME_MAX, Erasure, Profile
from workflows import leaving, stopping, whereabouts
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import PASSING, Answer, DeliveryError
from workflows.text import clean
from workflows.works import Works

log = logging.getLogger(__name__)


async def fetch(works: Works, team_id: str, user_id: str, *, last: bool) -> float | None:
    """Ask Slack and keep the answer; the seconds until the next try, or None where all is done."""
    try:
        said = await works.messenger.profile(team_id, user_id)
        await whereabouts.check(works, team_id, user_id)
    except DeliveryError as error:
        if error.answer in PASSING and not last:
            return max(error.delay, works.settings.retry_seconds)
        if error.answer is Answer.STOP_WORKSPACE:
            stopped = await stopping.workspace(works, team_id, error)
            return None if stopped or last else works.settings.retry_seconds
        log.info("nothing could be learned of a person: %s", error)
        said = {}
    await _keep(works, team_id, user_id, said)
    return None


async def meet(works: Works, team_id: str, user_id: str) -> None:
    """Ask Slack who somebody is of whom nothing is known yet: they may be a guest. Raises `DeliveryError`."""
    async with works.db.read() as session:
        profile = await session.get(Profile, (team_id, user_id))
    if profile is None or not profile.name:
        await _keep(works, team_id, user_id, await works.messenger.profile(team_id, user_id))


async def learn(desk: Desk, actor: Actor, said: Mapping[str, object]) -> None:
    """Keep what Slack said of somebody who is there this very moment."""
    async with desk.db.write() as session:
        await _write(session, actor.team_id, actor.user_id, said, desk.clock.now())


async def _keep(works: Works, team_id: str, user_id: str, said: Mapping[str, object]) -> None:
    async with works.db.write() as session:
        profile = await _write(session, team_id, user_id, said, works.clock.now())
        if profile is not None and profile.deactivated:
            await session.flush()
            await leaving.hand_back(works, session, team_id, user_id)


async def _write(
    session: AsyncSession, team_id: str, user_id: str, said: Mapping[str, object], now: datetime
) -> Profile | None:
    if await session.get(Erasure, (team_id, user_id)) is not None:
        return None  # of whom nothing is to be known
    profile = await workshops.profile(session, team_id, user_id)
    if said:
        profile.name = clean(str(said.get("name") or ""))[:NAME_MAX]
        profile.tz = str(said.get("tz") or "UTC")[:ID_MAX]
        profile.locale = str(said.get("locale") or "")[:16]
        profile.is_guest = bool(said.get("is_guest"))
        profile.is_admin = bool(said.get("is_admin"))
        profile.is_bot = bool(said.get("is_bot"))
        profile.deactivated = bool(said.get("deactivated"))
    # Also where nothing was learned: a person Slack does not show is not asked for at every step.
    profile.refreshed_at = now
    return profile
