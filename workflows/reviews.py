"""Metrics, the rhythm of reviews, and holding one."""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables
from workflows.commands import Actor, Done, HoldReview, SaveMetric, SetReview
from workflows.desk import Desk
from workflows.ports import Outbox
from workflows.words import Cadence


async def save_metric(desk: Desk, actor: Actor, command: SaveMetric, claim: str | None = None) -> Done:
    """Write a metric with baseline and target, new or changed."""
    raise NotImplementedError


async def set_review(desk: Desk, actor: Actor, command: SetReview, claim: str | None = None) -> Done:
    """Set the rhythm and the journey owner. Facilitators. `Done.extra["due_at"]` is the ISO instant."""
    raise NotImplementedError


async def hold(desk: Desk, actor: Actor, command: HoldReview, claim: str | None = None) -> Done:
    """Hold a review: statuses, values, conclusion; the map is kept and posted anew. Once per round."""
    raise NotImplementedError


async def fire_due(session: AsyncSession, outbox: Outbox, review: tables.Review, now: datetime) -> int | None:
    """A review came due: open its round, post the reminders, move `due_at` on (once, whatever was missed).

    Runs in the tick's write transaction; gives the round's id, or None where nothing was due any more.
    """
    raise NotImplementedError


def next_due(cadence: Cadence, starts_on: date, local_time: str, tz: str, after: datetime) -> datetime:
    """The first review strictly after `after`, as an aware UTC instant."""
    raise NotImplementedError
