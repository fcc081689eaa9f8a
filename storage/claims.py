"""Delivery claims: how long the answers of past deliveries are kept."""

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import TEAM, plain, table
from storage.tables import DeliveryClaim

KEY: sa.BindParameter[str] = sa.bindparam("claim_key")


async def reply(session: AsyncSession, team_id: str, key: str) -> dict[str, Any] | None:
    """The answer that a delivery got; None for one that had no effect yet."""
    found = await plain(session, _reply(), team_id=team_id, claim_key=key)
    return found[0][0] if found else None


@cache
def _reply() -> sa.SelectBase:
    claim = table("delivery_claim")
    return sa.select(claim.c.reply).where(claim.c.team_id == TEAM, claim.c.key == KEY)


async def forget(session: AsyncSession, before: datetime) -> None:
    """Delete the claims of deliveries that Slack cannot repeat any more."""
    await session.exec(sa.delete(DeliveryClaim).where(col(DeliveryClaim.at) < before))
