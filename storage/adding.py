"""Rows that are there once: looked for, and added where there is none, by several at the same moment, too.

Between looking and adding somebody else may have added the row. So it is the database that adds it or leaves it;
whoever comes second waits for the first to commit, and then sees theirs.
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.held import Row


async def added(session: AsyncSession, row: SQLModel, *unique: str) -> bool:
    """Add a row, unless there is one that is the same in the columns of a unique constraint; whether it was added.

    The object given stays outside the session, and learns nothing of what the database fills in.
    """
    await session.flush()  # what the row refers to
    table = sa.inspect(type(row)).local_table
    given = {column.name: getattr(row, column.name) for column in table.columns}
    values = {name: value for name, value in given.items() if name != "id" or value is not None}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    unless = insert(table).values(**values).on_conflict_do_nothing(index_elements=unique)
    return (await session.exec(unless.returning(*table.primary_key))).first() is not None


async def found_or_added(session: AsyncSession, empty: Row, *, lock: bool = False) -> Row:
    """The row that has the primary key of `empty`, which is added where there is none.

    `lock`: nobody else changes it until the transaction ends.
    """
    mapper = sa.inspect(type(empty))
    names = [column.name for column in mapper.primary_key]
    key = tuple(getattr(empty, name) for name in names)
    while True:  # once more where it was added by us or by somebody else, and again where it was deleted meanwhile
        row = await session.get(type(empty), key, with_for_update=lock, populate_existing=lock)
        if row is not None:
            return row
        await added(session, empty, *names)
