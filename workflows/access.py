"""The one door to a workshop: who may see it, contribute to it, facilitate it."""

from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables
from workflows.commands import Actor


class Need(StrEnum):
    """What somebody wants to do with a workshop."""

    SEE = "see"
    CONTRIBUTE = "contribute"
    FACILITATE = "facilitate"


async def workshop(session: AsyncSession, actor: Actor, workshop_id: int, need: Need = Need.SEE) -> tables.Workshop:
    """The workshop's row, or NotFoundError (missing and foreign alike), or NotAllowedError."""
    raise NotImplementedError
