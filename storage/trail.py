"""Queries on the audit trail: who changed what, and what the things it speaks of are called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.anonymous import is_hidden
from storage.asking import Named
from storage.rows import ID_LIMIT, once, table
from storage.tables import Audit

UNDO = "change.undo"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a workshop: of one person, and of actions that begin so; empty means all."""

    workshop_id: int
    actor_id: str = ""
    beginnings: tuple[str, ...] = ()

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The same as conditions of a query."""
        found: list[sa.ColumnElement[bool]] = [col(Audit.workshop_id) == self.workshop_id]
        if self.actor_id:
            found.append(col(Audit.actor_id) == self.actor_id)
        if self.beginnings:
            found.append(sa.or_(*(col(Audit.action).startswith(one, autoescape=True) for one in self.beginnings)))
        return found


async def page(session: AsyncSession, wanted: Wanted, offset: int, limit: int) -> Sequence[Audit]:
    """Some rows, newest first. What happened in an anonymous round has the moment of its beginning, and stands there.

    By its place among other rows, what somebody did could be told from what they did by name just before.
    """
    found = await session.exec(
        select(Audit)
        .where(*wanted.conditions())
        .order_by(col(Audit.at).desc(), col(Audit.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return found.all()


async def count(session: AsyncSession, wanted: Wanted) -> int:
    """How many rows there are."""
    return (await session.exec(select(sa.func.count()).select_from(Audit).where(*wanted.conditions()))).one()


async def actors(session: AsyncSession, workshop_id: int) -> list[str]:
    """Everybody who ever changed something in a workshop by name."""
    found = await session.exec(select(Audit.actor_id).where(col(Audit.workshop_id) == workshop_id).distinct())
    return sorted(actor for actor in found.all() if actor and not is_hidden(actor))


async def by_ids(session: AsyncSession, workshop_id: int, ids: Collection[int]) -> Sequence[Audit]:
    """Some rows of a workshop, by their ids."""
    found = await session.exec(
        select(Audit).where(
            col(Audit.workshop_id) == workshop_id, col(Audit.id).in_([one for one in ids if 0 < one < ID_LIMIT])
        )
    )
    return found.all()


async def latest(session: AsyncSession, workshop_id: int, actor_id: str, actions: Collection[str]) -> Audit | None:
    """The newest of some actions of a person that was not taken back."""
    found = await session.exec(
        select(Audit)
        .where(
            col(Audit.workshop_id) == workshop_id,
            col(Audit.actor_id) == actor_id,
            col(Audit.action).in_(list(actions)),
            col(Audit.undone_at).is_(None),
        )
        .order_by(col(Audit.id).desc())
        .limit(1)
    )
    return found.first()


async def latest_of_item(
    session: AsyncSession,
    workshop_id: int,
    actor_id: str,
    actions: Collection[str],
    items: Collection[str],
    item_id: int,
) -> Audit | None:
    """The newest of some actions of a person on one thing, taken back or not."""
    found = await session.exec(
        select(Audit)
        .where(
            col(Audit.workshop_id) == workshop_id,
            col(Audit.actor_id) == actor_id,
            col(Audit.action).in_(list(actions)),
            col(Audit.item).in_(list(items)),
            col(Audit.item_id) == item_id,
        )
        .order_by(col(Audit.id).desc())
        .limit(1)
    )
    return found.first()


async def since(session: AsyncSession, row: Audit, items: Collection[str], ids: Collection[int]) -> Audit | None:
    """The newest change of the same things after a row, of those that still hold; no ids: of all such things."""
    same = [col(Audit.item_id).in_(list(ids))] if ids else []
    found = await session.exec(
        select(Audit)
        .where(
            col(Audit.workshop_id) == row.workshop_id,
            col(Audit.id) > row.id,
            col(Audit.item).in_(list(items)),
            col(Audit.action) != UNDO,
            col(Audit.undone_at).is_(None),
            *same,
        )
        .order_by(col(Audit.id).desc())
        .limit(1)
    )
    return found.first()


async def last(session: AsyncSession, workshop_id: int, action: str) -> Audit | None:
    """The newest row of one action."""
    found = await session.exec(
        select(Audit)
        .where(col(Audit.workshop_id) == workshop_id, col(Audit.action) == action)
        .order_by(col(Audit.id).desc())
        .limit(1)
    )
    return found.first()


async def named(
    session: AsyncSession, name: str, workshop_id: int, ids: Collection[int], called: str
) -> dict[int, Named]:
    """What some things are called, deleted ones too: rows of id, name and, where there is one, kind."""
    source = table(name)
    kind = [source.c.kind] if "kind" in source.c else []
    statement = sa.select(source.c.id, source.c[called].label("name"), *kind).where(
        source.c.workshop_id == workshop_id, source.c.id.in_(list(ids))
    )
    return {row["id"]: row for row in await once(session, statement)} if ids else {}
