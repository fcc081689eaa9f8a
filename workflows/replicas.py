"""Several copies of the program on one PostgreSQL: each shows that it lives, and takes over from those that died."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from storage import heartbeats
from storage.db import Database
from workflows.works import EngineSettings

log = logging.getLogger(__name__)

Owners = Callable[[], Awaitable[set[str]]]  # which copies have jobs under way
Recover = Callable[[list[str]], Awaitable[None]]  # hand their jobs on


class Pulse:
    """Shows that this copy lives, and knows since when that has worked without a break."""

    def __init__(self, db: Database, executor_id: str, settings: EngineSettings) -> None:
        """Beat for `executor_id`."""
        self._db, self._executor_id, self._settings = db, executor_id, settings
        self._since: float | None = None
        self._last = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def beats(self) -> bool:
        """Whether the others know that this copy lives."""
        return self._since is not None and time.monotonic() - self._last < self._settings.silent_seconds

    async def start(self) -> None:
        """Beat once, then again and again."""
        await self._beat()
        self._task = asyncio.create_task(self._run(), name="heartbeat")

    async def stop(self) -> None:
        """Say that this copy goes: what it left undone may be taken over at once."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        try:
            async with self._db.write() as session:
                await heartbeats.leave(session, self._executor_id)
        except Exception as error:  # noqa: BLE001  # the others will notice by the silence
            log.info("could not say goodbye: %s", type(error).__name__)

    async def reap(self, owners: Owners, recover: Recover) -> list[str]:
        """Hand on what copies that fell silent had under way; which copies those are."""
        silent = timedelta(seconds=self._settings.silent_seconds)
        if self._since is None or time.monotonic() - self._since < 2 * silent.total_seconds():
            return []  # after a break of ours every other copy looks silent
        async with self._db.read() as session:
            if not await heartbeats.settled(session, 2 * silent):
                return []  # after a restart of the database they all do
            alive = await heartbeats.alive(session, silent) | {self._executor_id}
        dead = sorted(await owners() - alive)
        if dead:
            log.warning("taking over from copies that fell silent: %s", ", ".join(dead))
            await recover(dead)
        return dead

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._settings.beat_seconds)
            try:
                await self._beat()
            except Exception as error:  # noqa: BLE001  # the database may be away for a while
                self._since = None
                log.warning("no heartbeat: %s", type(error).__name__)

    async def _beat(self) -> None:
        async with self._db.write() as session:
            await heartbeats.beat(session, self._executor_id)
        self._last = time.monotonic()
        if self._since is None:
            self._since = time.monotonic()
