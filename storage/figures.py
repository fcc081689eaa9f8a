"""What stands in the database of all workspaces together, counted for whoever runs the program."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.inspection import ENGINE_SCHEMA
from storage.reviews import waits
from storage.rows import table
from storage.tables import Posting, Review, ReviewRound, StoppedChannel, Workshop, Workspace
from storage.words import PostingState

UNSENT = (PostingState.QUEUED, PostingState.SENDING)
BUSY = {"ENQUEUED": "waiting", "DELAYED": "later", "PENDING": "running"}  # the engine's words, and ours


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts at one moment. `jobs` are by queue and state, `messages` those not sent yet, by kind."""

    jobs: dict[tuple[str, str], int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    reviews_due: int = 0
    reviews_open: int = 0
    maps_behind: int = 0
    channels_stopped: int = 0


async def count(session: AsyncSession, now: datetime) -> Figures:
    """Count everything. The engine must have run on this database before."""
    kinds = sa.select(col(Posting.kind), sa.func.count()).where(col(Posting.state).in_(UNSENT))
    due = sa.select(sa.func.count(col(Review.id))).where(col(Review.due_at) <= now, col(Review.paused_at).is_(None))
    waiting = sa.select(sa.func.count(col(ReviewRound.id))).where(waits(table("review_round")))
    behind = sa.select(sa.func.count(col(Workshop.id))).where(col(Workshop.revision) > col(Workshop.drawn_revision))
    stopped = sa.select(sa.func.count()).select_from(StoppedChannel)
    connection = await session.connection()
    by_kind = await connection.execute(kinds.group_by(col(Posting.kind)))
    return Figures(
        jobs=await _jobs(connection),
        messages={str(kind): number for kind, number in by_kind},
        reviews_due=await _one(connection, _served(due, Review)),
        reviews_open=await _one(connection, _served(waiting, ReviewRound)),
        maps_behind=await _one(connection, behind.where(col(Workshop.deleted_at).is_(None))),
        channels_stopped=await _one(connection, stopped),
    )


async def _jobs(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    schema = ENGINE_SCHEMA if connection.dialect.name == "postgresql" else None
    jobs = sa.table("workflow_status", sa.column("queue_name"), sa.column("status"), schema=schema)
    query = (
        sa.select(jobs.c.queue_name, jobs.c.status, sa.func.count())
        .where(jobs.c.status.in_(tuple(BUSY)), jobs.c.queue_name.is_not(None))
        .group_by(jobs.c.queue_name, jobs.c.status)
    )
    found = await connection.execute(query)
    return {(str(queue), BUSY[status]): number for queue, status, number in found}


def _served(query: sa.Select[int], of: type[Review | ReviewRound]) -> sa.Select[int]:
    """Those of maps that are there, in workspaces that have the app."""
    return (
        query.join(Workshop, col(Workshop.id) == col(of.workshop_id))
        .join(Workspace, col(Workspace.team_id) == col(Workshop.team_id))
        .where(col(Workshop.deleted_at).is_(None), col(Workspace.removed_at).is_(None))
    )


async def _one(connection: AsyncConnection, query: sa.Select[int]) -> int:
    return (await connection.execute(query)).scalar_one()
