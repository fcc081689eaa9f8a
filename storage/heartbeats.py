"""Which copies of the program are alive, by the database's clock. PostgreSQL only: SQLite has one copy."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import moment
from storage.tables import ReplicaHeartbeat

FORGET_AFTER = timedelta(days=1)


async def beat(session: AsyncSession, executor_id: str) -> None:
    """Say that this copy is alive."""
    seen = sa.func.clock_timestamp()
    row = insert(ReplicaHeartbeat).values(executor_id=executor_id, last_seen=seen)
    await session.exec(row.on_conflict_do_update(index_elements=["executor_id"], set_={"last_seen": seen}))


async def leave(session: AsyncSession, executor_id: str) -> None:
    """Say that this copy stops: what it left undone may be handed on at once."""
    await session.exec(delete(ReplicaHeartbeat).where(col(ReplicaHeartbeat.executor_id) == executor_id))


async def alive(session: AsyncSession, within: timedelta) -> set[str]:
    """The copies that were heard of lately; those long gone are forgotten."""
    now = await moment.now(session)
    found = await session.exec(
        select(ReplicaHeartbeat.executor_id).where(col(ReplicaHeartbeat.last_seen) > now - within)
    )
    return set(found)


async def forget(session: AsyncSession) -> None:
    """Delete the heartbeats of copies that are long gone."""
    now = await moment.now(session)
    await session.exec(delete(ReplicaHeartbeat).where(col(ReplicaHeartbeat.last_seen) < now - FORGET_AFTER))


async def settled(session: AsyncSession, after: timedelta) -> bool:
    """Whether the database has been up for long enough that a missing heartbeat means something."""
    up: timedelta = (await session.exec(select(sa.func.clock_timestamp() - sa.func.pg_postmaster_start_time()))).one()
    return up > after
