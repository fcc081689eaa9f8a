# ruff: noqa: SLF001  # an adapter is made of the private parts of what it adapts
"""SQLite by aiosqlite, with one trip to its thread for each statement: the address `sqlite+onehop:///…`.

SQLAlchemy's own adapter makes a cursor, executes, fetches and closes in four trips, each of which wakes a thread and
then the loop; for small statements that is most of what they cost. Here all four are one. What is used of SQLAlchemy
and aiosqlite beyond their documented interface is pinned by a test.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy.connectors.asyncio import AsyncIODBAPICursor
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import EMPTY_DICT

DRIVER = "sqlite+onehop"


class Told(NamedTuple):
    """What a cursor says of its statement, when the cursor itself is closed already."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that is made, used up and closed within each call."""

    __slots__ = ()

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        """Make nothing yet."""
        self._adapt_connection, self._connection = adapt_connection, adapt_connection._connection
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()
        self._say(Told())

    def close(self) -> None:
        """Forget the rows; there is nothing else to let go of."""
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Keep the rows; the cursor is closed already."""

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        def work(cursor: sqlite3.Cursor) -> None:
            cursor.execute(operation, parameters or ())

        await self._trip(work)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        def work(cursor: sqlite3.Cursor) -> None:
            cursor.executemany(operation, seq_of_parameters)

        await self._trip(work)

    async def _trip(self, work: Callable[[sqlite3.Cursor], None]) -> None:
        connection = self._connection

        def all_of_it() -> tuple[Told, Sequence[Any]]:
            cursor = connection._conn.cursor()
            try:
                work(cursor)
                rows = cursor.fetchall() if cursor.description else ()
                return Told(cursor.description, cursor.rowcount, cursor.lastrowid), rows
            finally:
                cursor.close()

        async with self._adapt_connection._execute_mutex:
            told, rows = await connection._execute(all_of_it)
        self._say(told)
        self._rows = deque(rows)

    def _say(self, told: Told) -> None:
        self._cursor = cast("AsyncIODBAPICursor", told)


class Connection(AsyncAdapt_aiosqlite_connection):
    """A connection that gives such cursors."""

    __slots__ = ()
    _cursor_cls = Cursor  # type: ignore[assignment]  # what SQLAlchemy infers is the class itself


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """The driver that gives such connections."""

    def connect(self, *arg: Any, **kw: Any) -> Connection:
        """Connect as the usual driver does."""
        return Connection(self, super().connect(*arg, **kw)._connection)


class Dialect(SQLiteDialect_aiosqlite):
    """SQLAlchemy's dialect, by that driver."""

    driver = "onehop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Driver:
        """Import the libraries."""
        import aiosqlite

        return Driver(aiosqlite, sqlite3)


registry.register("sqlite.onehop", __name__, Dialect.__name__)
