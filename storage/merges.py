"""Queries on what was said twice: contributions that were merged into others."""

from collections.abc import Iterable, Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.asking import Named
from storage.rows import WORKSHOP, read, table
from storage.scores import open_votes
from storage.tables import Audit, Contribution


async def merged(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The contributions that were merged into others, oldest first."""
    return await read(session, _merged(), workshop_id=workshop_id)


@cache
def _merged() -> sa.Select[tuple[object, ...]]:
    source = table("contribution")
    return (
        sa.select(source.c.id, source.c.merged_into_id, source.c.text, source.c.author_id, source.c.severity)
        .where(source.c.workshop_id == WORKSHOP, source.c.merged_into_id.is_not(None), source.c.deleted_at.is_not(None))
        .order_by(source.c.id)
    )


async def voters(session: AsyncSession, workshop_id: int, notes: Iterable[int]) -> Sequence[Named]:
    """Who put a dot on some contributions, while that is open: rows of contribution_id, author_id."""
    return await read(session, _voters(), workshop_id=workshop_id, notes=sorted(notes))


@cache
def _voters() -> sa.Select[tuple[object, ...]]:
    vote = table("vote")
    wanted = vote.c.contribution_id.in_(sa.bindparam("notes", expanding=True))
    return sa.select(vote.c.contribution_id, vote.c.author_id).where(
        vote.c.workshop_id == WORKSHOP, wanted, open_votes()
    )


def roots(links: Sequence[Named]) -> dict[int, int]:
    """For each merged contribution the one it stands with in the end, from the rows of `merged`."""
    into: dict[int, int] = {row["id"]: row["merged_into_id"] for row in links}
    found = {}
    for start, at in into.items():
        seen = {start}
        while at in into and at not in seen:  # a ring would be a fault, and no reason to hang
            seen.add(at)
            at = into[at]  # noqa: PLW2901  # on the way
        found[start] = at
    return found


async def into(session: AsyncSession, note_id: int) -> Sequence[Contribution]:
    """The contributions that were merged into one, oldest first."""
    found = await session.exec(
        select(Contribution)
        .where(col(Contribution.merged_into_id) == note_id, col(Contribution.deleted_at).is_not(None))
        .order_by(col(Contribution.id))
    )
    return found.all()


async def last_merge(session: AsyncSession, workshop_id: int, note_id: int, action: str) -> Audit | None:
    """What was written down when a contribution was merged."""
    found = await session.exec(
        select(Audit)
        .where(col(Audit.workshop_id) == workshop_id, col(Audit.action) == action, col(Audit.item_id) == note_id)
        .order_by(col(Audit.id).desc())
        .limit(1)
    )
    return found.first()
