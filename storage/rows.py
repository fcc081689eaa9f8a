"""Reading rows: plain Core mappings where much is read, ORM rows where they are changed."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage import folding as folding  # whoever writes texts keeps them as they are searched
from storage import tables
from storage.asking import Named
from storage.held import Row
from storage.sessions import Session

ID_LIMIT = 2**31  # what an INTEGER column takes; a forged id beyond it would raise in the driver

Item = TypeVar(
    "Item",
    tables.Stage,
    tables.Touchpoint,
    tables.Contribution,
    tables.Idea,
    tables.Metric,
    tables.Persona,
)


def table(name: str) -> sa.Table:
    """The Core table behind a model."""
    return SQLModel.metadata.tables[name]


# What a statement that is built once asks for: building one anew costs more than running it.
TEAM: sa.BindParameter[str] = sa.bindparam("team_id")
USER: sa.BindParameter[str] = sa.bindparam("user_id")
MOST: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer())  # rows of a page
AFTER: sa.BindParameter[int] = sa.bindparam("after", type_=sa.Integer())  # rows before it
WORKSHOP: sa.BindParameter[int] = sa.bindparam("workshop_id")
WORKSHOPS: sa.BindParameter[int] = sa.bindparam("workshop_ids", expanding=True)


async def read(session: AsyncSession, statement: sa.SelectBase, **values: object) -> Sequence[Named]:
    """Rows as mappings by the names of the columns; sees what the session has not flushed yet.

    The statement is one that was built once (`storage.asking`), with `values` for what it leaves open.
    """
    written, found = await cast("Session", session).ask(statement, values)
    names = written.names
    return [dict(zip(names, row, strict=True)) for row in found]


async def once(session: AsyncSession, statement: sa.SelectBase, **values: object) -> Sequence[Named]:
    """Rows of a statement that is built for this one question: SQLAlchemy knows it by its shape."""
    await session.flush()
    connection = await session.connection()
    found = await connection.execute(cast("sa.Executable", statement), values)
    return cast("Sequence[Named]", found.mappings().all())


async def plain(session: AsyncSession, statement: sa.SelectBase, **values: object) -> Sequence[tuple[Any, ...]]:
    """Rows as tuples, for the many of which one wants little."""
    return (await cast("Session", session).ask(statement, values))[1]


async def held(session: AsyncSession, model: type[Row], statement: SelectOfScalar[Row], **values: object) -> Row | None:
    """A row that `statement` (built once) holds until the transaction ends: what is changed of the object is kept."""
    return await cast("Session", session).hold(model, statement, values)


async def put(session: AsyncSession, model: type[SQLModel], **row: object) -> int:
    """Add a row without making an object of it; its id. What is not given is as the table's columns have it."""
    return await cast("Session", session).put(_table(model), row)


def put_last(session: AsyncSession, model: type[SQLModel], **row: object) -> None:
    """Add a row that nobody asks for in this transaction, at its end."""
    cast("Session", session).put_last(_table(model), row)


def _table(model: type[SQLModel]) -> sa.Table:
    return table(str(model.__tablename__))


def possible(row_id: int | None) -> bool:
    """Whether this can be the id of a row at all."""
    return row_id is not None and 0 < row_id < ID_LIMIT


def swept(key: Mapped[Any], nothing: int | str = 0) -> sa.ColumnElement[Any]:
    """A key to page by in a sweep: SQLite would follow the bare column through the whole table, past what is due.

    `nothing` is what leaves it as it is: 0, or the empty text.
    """
    return key + nothing


async def live(session: AsyncSession, model: type[Item], workshop_id: int, item_id: int | None) -> Item | None:
    """A row of a workshop that was not deleted."""
    if not possible(item_id):
        return None
    found = await session.exec(
        select(model).where(
            col(model.id) == item_id, col(model.workshop_id) == workshop_id, col(model.deleted_at).is_(None)
        )
    )
    return found.first()


async def known(session: AsyncSession, model: type[Item], workshop_id: int, ids: Collection[int]) -> set[int]:
    """Those of some ids that a workshop has or had: deleted rows, too."""
    wanted = [one for one in ids if possible(one)]
    if not wanted:
        return set()
    found = await session.exec(select(model.id).where(col(model.workshop_id) == workshop_id, col(model.id).in_(wanted)))
    return {one for one in found if one is not None}


async def count(session: AsyncSession, model: type[Item], workshop_id: int) -> int:
    """How many rows of a workshop were not deleted."""
    found = await session.exec(
        select(sa.func.count())
        .select_from(model)
        .where(col(model.workshop_id) == workshop_id, col(model.deleted_at).is_(None))
    )
    return found.one()


async def all_live(session: AsyncSession, model: type[Item], workshop_id: int) -> Sequence[Item]:
    """Every row of a workshop that was not deleted, oldest first."""
    found = await session.exec(
        select(model)
        .where(col(model.workshop_id) == workshop_id, col(model.deleted_at).is_(None))
        .order_by(col(model.id))
    )
    return found.all()
