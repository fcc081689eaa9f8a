"""Handing work to the engine: one row more in the caller's own transaction."""

import asyncio
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from dbos import DBOSClient, EnqueueOptions
from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Posting, WebhookDelivery, Workshop
from workflows import hooking, sweeping, tracing
from workflows.bells import Bells, Queues
from workflows.ports import Outbox
from workflows.words import PostingKind
from workflows.works import EngineSettings

BUSY = ["ENQUEUED", "PENDING", "DELAYED"]
JOBS = ["post", "renew", "refresh", "profile", "hook"]
FIRST, USUAL, LAST = 1, 5, 10  # the card goes before its thread, and everything new before updates
PROFILE_AGAIN = 600  # seconds in which a person is asked for once


def renewal(team_id: str, channel_id: str, posting_id: int, stamp: str) -> EnqueueOptions:
    """The job that brings a sent message up to date."""
    return {
        "workflow_name": "renew",
        "queue_name": Queues.SLACK,
        "queue_partition_key": f"{team_id}:{channel_id}",
        "workflow_id": f"renew:{posting_id}:{stamp}",
        "priority": LAST,
    }


class EngineError(RuntimeError):
    """The engine cannot do what it is asked for, and says what to do."""


class DurableOutbox(Outbox):
    """The outbox of a running engine: what it is given happens if and only if the transaction commits."""

    def __init__(self, settings: EngineSettings) -> None:
        """Without a client yet: the engine brings it when it starts."""
        self._settings = settings
        self._bells = Bells()
        self._client: DBOSClient | None = None

    async def idle(self, timeout: float = 30.0) -> None:  # noqa: ASYNC109  # the caller's patience
        """Wait until nothing is queued or running; TimeoutError where that takes longer."""
        if self._client is None:
            return
        async with asyncio.timeout(timeout):
            while await self._client.list_workflows_async(  # noqa: ASYNC110  # other processes finish jobs too
                status=BUSY, name=JOBS, limit=1, load_input=False, load_output=False
            ):
                await asyncio.sleep(0.05)

    async def post(self, session: AsyncSession, posting_id: int) -> None:
        """Send the message of a ledger row."""
        posting = await session.get_one(Posting, posting_id)
        await self._enqueue(
            session,
            {
                "workflow_name": "post",
                "queue_name": Queues.SLACK,
                "queue_partition_key": f"{posting.team_id}:{posting.channel_id}",
                "workflow_id": f"{sweeping.post_job(posting_id)}:{uuid.uuid4().hex[:12]}",
                "priority": FIRST if posting.kind == PostingKind.CARD else USUAL,
            },
            posting_id,
            tracing.current(),
        )

    async def document(self, session: AsyncSession, posting_id: int) -> None:
        """Draw the PDF and share it: drawing takes a while, so the channel's queue does not wait for it."""
        await self._enqueue(
            session,
            {
                "workflow_name": "post",
                "queue_name": Queues.PICTURES,
                "workflow_id": f"{sweeping.post_job(posting_id)}:{uuid.uuid4().hex[:12]}",
            },
            posting_id,
            tracing.current(),
        )

    async def update(self, session: AsyncSession, posting_id: int, stamp: str) -> None:
        """Bring a sent message up to date; orders with the same stamp are one."""
        posting = await session.get_one(Posting, posting_id)
        options = renewal(posting.team_id, posting.channel_id, posting_id, stamp)
        await self._enqueue(session, options, posting_id, tracing.current())

    async def refresh(self, session: AsyncSession, workshop_id: int, *, soon: bool = False) -> None:
        """Have a map drawn again: while a drawing is ordered it will show this change too."""
        await session.flush()
        wanted = col(Workshop.id) == workshop_id
        if not soon:
            wanted &= ~col(Workshop.refresh_pending)
        ordered = await session.exec(
            update(Workshop)
            .where(wanted)
            .values(refresh_generation=Workshop.refresh_generation + 1, refresh_pending=True)
            .returning(col(Workshop.refresh_generation), col(Workshop.published_at)),
            execution_options={"synchronize_session": False},
        )
        row = ordered.one_or_none()
        if row is None:
            return
        generation, published_at = row
        options: EnqueueOptions = {
            "workflow_name": "refresh",
            "queue_name": Queues.PICTURES,
            "workflow_id": sweeping.refresh_job(workshop_id, generation),
        }
        if not soon and (delay := self._delay(published_at)) > 0:
            options["delay_seconds"] = delay
        await self._enqueue(session, options, workshop_id, generation, tracing.current())

    async def profile(self, session: AsyncSession, team_id: str, user_id: str, stamp: str = "") -> None:
        """Have a person's profile fetched from Slack; once in a while, but once for each `stamp`."""
        await self._enqueue(
            session,
            {
                "workflow_name": "profile",
                "queue_name": Queues.SYSTEM,
                "workflow_id": f"profile:{team_id}:{user_id}:{stamp or int(time.time() // PROFILE_AGAIN)}",
            },
            team_id,
            user_id,
        )

    async def hook(self, session: AsyncSession, delivery_id: int) -> None:
        """Have a webhook's receiver told. Each workspace has a line of its own: a slow receiver holds up no other."""
        delivery = await session.get_one(WebhookDelivery, delivery_id)
        await self._enqueue(
            session,
            {
                "workflow_name": "hook",
                "queue_name": Queues.SLACK,
                "queue_partition_key": f"{delivery.team_id}:webhook",
                "workflow_id": f"{hooking.hook_job(delivery_id)}:{uuid.uuid4().hex[:12]}",
                "priority": USUAL,
            },
            delivery_id,
            tracing.current(),
        )

    def _delay(self, published_at: datetime | None) -> float:
        settings = self._settings
        if published_at is None:
            return settings.refresh_delay
        free = published_at + timedelta(seconds=settings.publish_every) - datetime.now(UTC)
        return max(settings.refresh_delay, free.total_seconds())

    async def _enqueue(self, session: AsyncSession, options: EnqueueOptions, *ids: int | str) -> None:
        client = self._client
        if client is None:
            msg = "the engine is not running"
            raise EngineError(msg)
        await session.run_sync(lambda sync: client.enqueue_in_transaction(sync, options, *ids))
        if "delay_seconds" not in options:
            self._bells.ring_after(session, options["queue_name"])

    async def active(self, prefixes: Sequence[str]) -> set[str]:
        """Which of the jobs whose ids begin so wait or run."""
        if self._client is None:
            return set()
        found = await self._client.list_workflows_async(
            workflow_id_prefix=list(prefixes), status=BUSY, load_input=False, load_output=False
        )
        return {job.workflow_id for job in found}
