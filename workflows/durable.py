"""The engine: what must happen later, and must happen even if this process dies.

DBOS is a process singleton whose workflows are registered at import; that is why this module alone
keeps a global (`_engine`). Jobs are given ids only; the last of them is that of the interaction that
caused the job. What jobs do stands in the modules beside this one.
"""

import asyncio
import logging
import os
import socket
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dbos import DBOS, DBOSClient

from storage import heartbeats, ledger
from storage.db import Database
from storage.filelock import FileLock
from workflows import erasing, hooking, profiles, refreshing, retention, sweeping, tracing, uninstalled
from workflows import posting as sending
from workflows.bells import Hung, Queues, looking
from workflows.engine_room import NAME, config_of, make_engine, prepare, serializer
from workflows.outbox import JOBS, DurableOutbox
from workflows.outbox import EngineError as EngineError
from workflows.ports import Clock, Hooks, Messenger, Pictures
from workflows.replicas import Pulse
from workflows.works import Budget, EngineSettings, Works

log = logging.getLogger(__name__)

DONE = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
TICKS = ["tick", "reap"]
KEEP, KEEP_TICKS, CLEAN_EVERY = timedelta(days=7), timedelta(hours=1), 3600.0
TRIES = 5
PREFIXES = 100  # of jobs that are looked for in one query
LEAVING = 0.03  # seconds in which a finished job is written down as such

_engine: "Engine | None" = None


def _current() -> "Engine":
    if _engine is None:
        msg = "the engine is not running"
        raise EngineError(msg)
    return _engine


# Steps run at least once. What they do to the database they do in one transaction each, and they
# are tried again only where the database was away: trouble with Slack is an answer, not an exception.


@DBOS.step(name="attempt", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _attempt(posting_id: int) -> float | None:
    return await sending.attempt(_current().works, posting_id)


@DBOS.step(name="bring_up_to_date", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _bring_up_to_date(posting_id: int) -> dict[str, object]:
    return await sending.renew(_current().works, posting_id)


@DBOS.step(name="detach", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _detach(posting_id: int, ts: str) -> None:
    await sending.detach(_current().works, posting_id, ts)


@DBOS.step(name="remove", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _remove(posting_id: int, channel_id: str, ts: str) -> None:
    await sending.remove(_current().works, posting_id, channel_id, ts)


@DBOS.step(name="begin", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _begin(workshop_id: int, generation: int) -> bool:
    return await refreshing.begin(_current().works, workshop_id, generation)


@DBOS.step(name="redraw", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _redraw(workshop_id: int, generation: int, last: bool) -> float | None:
    return await refreshing.redraw(_current().works, workshop_id, generation, last=last)


@DBOS.step(name="fetch_profile", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _fetch_profile(team_id: str, user_id: str, last: bool) -> float | None:
    return await profiles.fetch(_current().works, team_id, user_id, last=last)


async def _send(posting_id: int) -> None:
    while (wait := await _attempt(posting_id)) is not None:
        await DBOS.sleep_async(wait)


@DBOS.workflow(name="post")
async def post_job(posting_id: int, cause: str = "") -> None:
    """Send the message of a ledger row."""
    tracing.goes_on(cause)
    try:
        await _send(posting_id)
    finally:
        _current().next_in_line()


@DBOS.workflow(name="renew")
async def renew_job(posting_id: int, cause: str = "") -> None:
    """Bring a message up to date; where Slack refuses that for good, post it anew and delete the older one."""
    tracing.goes_on(cause)
    try:
        await _renew(posting_id)
    finally:
        _current().next_in_line()


async def _renew(posting_id: int) -> None:
    for _ in range(TRIES):
        outcome = await _bring_up_to_date(posting_id)
        match outcome:
            case {"wait": float() | int() as wait}:
                await DBOS.sleep_async(float(wait))
            case {"replace": [str() as channel_id, str() as ts]}:
                await _detach(posting_id, ts)
                await _send(posting_id)
                await _remove(posting_id, channel_id, ts)
                return
            case _:
                return


@DBOS.workflow(name="refresh")
async def refresh_job(workshop_id: int, generation: int, cause: str = "") -> None:
    """Draw a map and show it."""
    tracing.goes_on(cause)
    if not await _begin(workshop_id, generation):
        return
    for number in range(TRIES):
        wait = await _redraw(workshop_id, generation, number + 1 == TRIES)
        if wait is None:
            return
        await DBOS.sleep_async(wait)


@DBOS.workflow(name="profile")
async def profile_job(team_id: str, user_id: str) -> None:
    """Fetch what Slack says of a person.

    It has a number of its own: one in common with a drawing would say who gave something in an anonymous round.
    """
    tracing.goes_on()
    for number in range(TRIES):
        wait = await _fetch_profile(team_id, user_id, number + 1 == TRIES)
        if wait is None:
            return
        await DBOS.sleep_async(wait)


@DBOS.step(name="tell_hook", retries_allowed=True, max_attempts=6, interval_seconds=0.5)
async def _tell_hook(delivery_id: int) -> None:
    await hooking.attempt(_current().works, delivery_id)


@DBOS.workflow(name="hook")
async def hook_job(delivery_id: int, cause: str = "") -> None:
    """Tell a webhook's receiver once; a further try is for the tick to order."""
    tracing.goes_on(cause)
    try:
        await _tell_hook(delivery_id)
    finally:
        _current().next_in_line()


@DBOS.workflow(name="tick")
async def tick_job(at: object, context: object) -> None:
    """Look after what is due, stuck or behind."""
    del at, context
    tracing.goes_on()
    await _sweep()


@DBOS.step(name="sweep")
async def _sweep() -> None:
    await _current().tick(alone=True)


@DBOS.workflow(name="reap")
async def reap_job(at: object, context: object) -> None:
    """Take over from copies of the program that fell silent."""
    del at, context
    await _reap()


@DBOS.step(name="reap_silent")
async def _reap() -> None:
    await _current().reap()


class Engine(DurableOutbox):
    """The one engine of a process. Takes work inside the callers' transactions; does it until it is done."""

    def __init__(self, db: Database, clock: Clock, settings: EngineSettings | None = None) -> None:
        """Keep what is needed; `start` begins to work."""
        super().__init__(settings or EngineSettings())
        self._db, self._clock = db, clock
        self._works: Works | None = None
        self._pulse: Pulse | None = None
        self._opened = AsyncExitStack()
        self._cleaned_at = float("-inf")
        self._sweeping = asyncio.Lock()

    @property
    def works(self) -> Works:
        """What jobs work with while the engine runs."""
        if self._works is None:
            msg = "the engine is not running"
            raise EngineError(msg)
        return self._works

    async def start(self, messenger: Messenger, pictures: Pictures, hooks: Hooks | None = None) -> None:
        """Begin to work: first on what was left undone."""
        global _engine  # noqa: PLW0603  # see the module's docstring
        if _engine is not None:
            msg = "another engine is running in this process; stop it first"
            raise EngineError(msg)
        _engine = self
        try:
            await self._start(messenger, pictures, hooks)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Finish what is under way (for a while), then let go; what is left undone is done after the next start."""
        global _engine  # noqa: PLW0603
        if _engine is not self:
            return
        opened, self._opened = self._opened, AsyncExitStack()
        try:
            await opened.aclose()
        finally:
            self._pulse = self._client = self._works = _engine = None

    async def _start(self, messenger: Messenger, pictures: Pictures, hooks: Hooks | None) -> None:
        """Open one thing after the other, each with how it is closed; `stop` closes them the other way round."""
        executor_id = await self._show_up()
        budget = Budget(self._settings.update_seconds)
        self._works = Works(self._db, self._clock, self, messenger, pictures, self._settings, budget, hooks)
        system = make_engine(self._db.url)
        self._opened.callback(system.dispose)
        self._client = DBOSClient(
            system_database_engine=system, serializer=serializer, application_name=NAME, lazy=True
        )
        self._opened.callback(self._client.destroy)
        await asyncio.to_thread(prepare, self._client, self._db.url, self._settings)
        dbos = DBOS(config=config_of(self._db.url, system, executor_id))
        self._opened.push_async_callback(self._end, dbos)
        dbos.background_thread_stop_events = Hung(self._bells)
        # Launched on this loop's own thread: DBOS runs the jobs on the loop it is launched from.
        DBOS.launch()
        loop = asyncio.get_running_loop()
        # While the loop pauses, as between two tests, jobs wait for it: on DBOS's own loop they would find
        # neither the database nor the HTTP session of this one.
        dbos._background_event_loop.target_loop = lambda: loop  # type: ignore[method-assign]  # noqa: SLF001

    async def _show_up(self) -> str:
        """Be the only copy (SQLite) or one that the others can tell apart (PostgreSQL); the copy's name."""
        if self._db.dialect == "sqlite":
            lock = FileLock(Path(f"{self._db.url.database}.lock"))
            if not lock.take():
                msg = (
                    f"Another Cairn is working on {self._db.url.database}. Stop it first, "
                    "or use PostgreSQL (DATABASE_URL), which several copies can share."
                )
                raise EngineError(msg)
            self._opened.callback(lock.release)
            async with self._db.write() as session:
                await ledger.end_leases(session)
            return "local"
        executor_id = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._pulse = Pulse(self._db, executor_id, self._settings)
        self._opened.push_async_callback(self._pulse.stop)
        await self._pulse.start()
        return executor_id

    async def _end(self, dbos: DBOS) -> None:
        await self._drain(dbos)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1) as thread:
            await loop.run_in_executor(thread, DBOS.destroy)
        # DBOS lent the loop a pool of threads, which has ended with it.
        loop.set_default_executor(ThreadPoolExecutor())

    async def _drain(self, dbos: DBOS) -> None:
        # DBOS drains by whole seconds; its own signals do the same without the waiting.
        for event in dbos.background_thread_stop_events:
            event.set()
        deadline = time.monotonic() + self._settings.drain_seconds
        while looking() and time.monotonic() < deadline:  # noqa: ASYNC110 - threads tell nobody
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.02)  # in which what was taken last says that it runs
        while dbos._active_workflows_set.activeList() and time.monotonic() < deadline:  # noqa: ASYNC110, SLF001
            await asyncio.sleep(0.02)
        left = [task for task in dbos._workflow_tasks if not task.done()]  # noqa: SLF001
        for task in left:  # a cancelled job stays pending, and goes on after the next start
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def next_in_line(self) -> None:
        """Have the line of messages looked at when the job that ends now has left it."""
        asyncio.get_running_loop().call_later(LEAVING, self._bells.ring, Queues.SLACK)

    async def tick(self, *, alone: bool = False) -> None:
        """Look after what is due, stuck or behind. `alone`: not while somebody does so already."""
        if alone and self._sweeping.locked():
            return
        async with self._sweeping:
            await sweeping.sweep(self.works, self.active)
            await erasing.sweep(self.works, self._forget)
            await hooking.sweep(self.works, self.active)
        if time.monotonic() - self._cleaned_at > CLEAN_EVERY:
            self._cleaned_at = time.monotonic()
            await self._clean()

    async def hasten(self) -> None:
        """Draw now what waits for its pause: for a rehearsal, where nobody looks at the pictures in between."""
        if self._client is None:
            return
        waiting = await self._client.list_workflows_async(name="refresh", status="DELAYED", load_output=False)
        if not waiting:
            return
        async with self._db.write() as session:
            for workshop_id in {sweeping.workshop_of(job.workflow_id) for job in waiting}:
                await self.refresh(session, workshop_id, soon=True)
        for job in waiting:
            await self._client.cancel_workflow_async(job.workflow_id)

    def trouble(self) -> str | None:
        """Say why nothing would be posted or drawn by this copy, or None."""
        if self._works is None or not looking():
            return "the engine is not running"
        if self._pulse is not None and not self._pulse.beats:
            return "the engine's heart does not beat"
        return None

    async def reap(self) -> list[str]:
        """Take over from copies of the program that fell silent; which ones those were."""
        if self._pulse is None:
            return []
        return await self._pulse.reap(self._owners, self._recover)

    async def _owners(self) -> set[str]:
        if self._client is None:
            return set()
        found = await self._client.list_workflows_async(status="PENDING", load_input=False, load_output=False)
        return {job.executor_id for job in found if job.executor_id}

    @staticmethod
    async def _recover(executor_ids: list[str]) -> None:
        await asyncio.to_thread(DBOS._recover_pending_workflows, executor_ids)  # noqa: SLF001  # pinned by a test

    async def _forget(self, prefixes: Sequence[str]) -> None:
        """Drop the jobs whose ids begin so, done or not: they name somebody who is to be named nowhere."""
        if self._client is None:
            return
        for first in range(0, len(prefixes), PREFIXES):
            some = list(prefixes[first : first + PREFIXES])
            found = await self._client.list_workflows_async(
                workflow_id_prefix=some, load_input=False, load_output=False
            )
            await self._client.delete_workflows_async([job.workflow_id for job in found])

    async def _clean(self) -> None:
        """Delete what was finished long ago."""
        if self._client is None:
            return
        for names, keep in ((JOBS, KEEP), (TICKS, KEEP_TICKS)):
            before = (datetime.now(UTC) - keep).isoformat()
            while True:
                old = await self._client.list_workflows_async(
                    status=DONE, name=names, completed_before=before, limit=500, load_input=False, load_output=False
                )
                if not old:
                    break
                await self._client.delete_workflows_async([job.workflow_id for job in old])
        await retention.tidy(self.works)
        await uninstalled.purge(self.works)
        if self._pulse is not None:
            async with self._db.write() as session:
                await heartbeats.forget(session)
