"""Delivery claims: how long the answers of past deliveries are kept."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import DeliveryClaim


async def forget(session: AsyncSession, before: datetime) -> None:
    """Delete the claims of deliveries that Slack cannot repeat any more."""
    await session.exec(sa.delete(DeliveryClaim).where(col(DeliveryClaim.at) < before))
