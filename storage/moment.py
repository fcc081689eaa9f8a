"""The time that leases and heartbeats go by: the database's own, since replicas' clocks differ."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession


async def now(session: AsyncSession) -> datetime:
    """The current instant. SQLite lives in this process, so the process's clock is the database's."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    found: datetime = (await session.exec(select(sa.func.clock_timestamp()))).one()
    return found.astimezone(UTC)
