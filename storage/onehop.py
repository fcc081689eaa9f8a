# ruff: noqa: SLF001  # an adapter is made of the private parts of what it adapts
"""SQLite by aiosqlite, with as few trips to its thread as can be: the address `sqlite+onehop:///…`.

SQLAlchemy's own adapter makes a cursor, executes, fetches and closes in four trips, each of which wakes a thread and
then the loop; for small statements that is most of what they cost. Here all four are one, and what is short makes none:
it is run where it is asked for. Short is what waits for nobody and reaches few rows: a question, for as long as it
takes no longer than `AT_ONCE` (then it is broken off, and asked again in the thread), a row that is added, a row that
is changed by its id. Whatever may wait for a lock or for the disk, as the beginning and the end of a change do, is left
to the thread. What is used of SQLAlchemy and aiosqlite beyond their documented interface is pinned by a test.
"""

import re
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy.connectors.asyncio import AsyncIODBAPICursor
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import EMPTY_DICT, await_only

DRIVER = "sqlite+onehop"
TO_ASK, TO_WRITE = "BEGIN DEFERRED", "BEGIN IMMEDIATE"
AT_ONCE = 0.002  # seconds that a question may hold up the loop
LOOK_EVERY = 1000  # of SQLite's steps, a few hundredths of a millisecond, between two looks at the time

# Nothing else may be broken off: SQLite would take the whole transaction back.
_QUESTION = re.compile(r"(SELECT|BEGIN DEFERRED)\b")
_ADDED = r"INSERT INTO \S+ \([^()]*\) VALUES \("
_CHANGED = r"UPDATE (\w+) SET (?:(?!\bWHERE\b).)* WHERE \1\.id = \?"
_CHANGE = re.compile(f"{_ADDED}|{_CHANGED}")

T = TypeVar("T")


class Told(NamedTuple):
    """What a cursor says of its statement, when the cursor itself is closed already."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1


Answer = tuple[Told, Sequence[Any]]


@lru_cache(maxsize=2048)
def _kind(operation: str) -> bool | None:
    """Whether a statement is a question, or else (False) a change of one row; None: it is for the thread."""
    if _QUESTION.match(operation):
        return True
    return False if _CHANGE.match(operation) else None


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that is made, used up and closed within each call."""

    __slots__ = ()

    _adapt_connection: "Connection"

    def __init__(self, adapt_connection: "Connection") -> None:
        """Make nothing yet."""
        self._adapt_connection, self._connection = adapt_connection, adapt_connection._connection
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()
        self._say((Told(), ()))

    def close(self) -> None:
        """Forget the rows; there is nothing else to let go of."""
        self._rows.clear()

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        """Run a statement, at once where it is short."""
        try:
            answer = self._adapt_connection.at_once(operation, parameters)
        except Exception as error:  # noqa: BLE001 - as the adapter does for all its calls
            self._adapt_connection._handle_exception(error)
        if answer is None:
            return super().execute(operation, parameters)
        self._say(answer)
        await_only(_nothing())  # SQLAlchemy sees to it that what is said to be asynchronous awaits something
        return None

    async def _async_soft_close(self) -> None:
        """Keep the rows; the cursor is closed already."""

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._trip(_one(operation, parameters))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        def work(cursor: sqlite3.Cursor) -> None:
            cursor.executemany(operation, seq_of_parameters)

        await self._trip(work)

    async def _trip(self, work: Callable[[sqlite3.Cursor], None]) -> None:
        connection = self._adapt_connection

        def all_of_it() -> Answer:
            return _answer(connection.driver, work)

        async with connection._execute_mutex:
            answer = await connection.trip(all_of_it)
        self._say(answer)

    def _say(self, answer: Answer) -> None:
        told, rows = answer
        self._cursor, self._rows = cast("AsyncIODBAPICursor", told), deque(rows)


async def _nothing() -> None:
    """Wait for nothing."""


def _one(operation: Any, parameters: Any) -> Callable[[sqlite3.Cursor], None]:
    """What a cursor is to do: one statement."""

    def work(cursor: sqlite3.Cursor) -> None:
        cursor.execute(operation, parameters or ())

    return work


def _answer(connection: sqlite3.Connection, work: Callable[[sqlite3.Cursor], None]) -> Answer:
    cursor = connection.cursor()
    try:
        work(cursor)
        rows = cursor.fetchall() if cursor.description else ()
        return Told(cursor.description, cursor.rowcount, cursor.lastrowid), rows
    finally:
        cursor.close()


class Connection(AsyncAdapt_aiosqlite_connection):
    """A connection that gives such cursors."""

    __slots__ = ("_asked", "_done", "_until", "driver")
    _cursor_cls = Cursor  # type: ignore[assignment]  # what SQLAlchemy infers is the class itself

    def __init__(self, dbapi: Any, connection: Any) -> None:
        """Take a connection of aiosqlite's over, which may be used outside its thread, too."""
        super().__init__(dbapi, connection)
        self._asked, self._done = 0, 0  # of the thread: the one is counted by the loop, the other by the thread
        self._until = inf

    def opened(self, driver: sqlite3.Connection) -> None:
        """Begin to look at the time."""
        self.driver = driver
        driver.set_progress_handler(lambda: time.monotonic() > self._until, LOOK_EVERY)

    @property
    def idle(self) -> bool:
        """Whether the thread has nothing to do: somebody who no longer waits may have left it with something."""
        return self._asked == self._done and not self._execute_mutex.locked()

    def at_once(self, operation: Any, parameters: Any) -> Answer | None:
        """Run a short statement here; None for what is for the thread, as a question that takes too long."""
        question = _kind(operation)
        if question is None or not self.idle:
            return None
        if question:
            self._until = time.monotonic() + AT_ONCE
        try:
            return _answer(self.driver, _one(operation, parameters))
        except sqlite3.OperationalError as error:
            if question and error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return None
            raise
        finally:
            self._until = inf

    async def run(self, operation: str, parameters: Any) -> Answer:
        """Run a statement: here, or else in the thread."""
        answer = self.at_once(operation, parameters)
        if answer is not None:
            return answer
        return await self.trip(lambda: _answer(self.driver, _one(operation, parameters)))

    async def trip(self, work: Callable[[], T]) -> T:
        """Have the thread do something."""

        def counted() -> T:
            try:
                return work()
            finally:
                self._done += 1

        self._asked += 1
        return cast("T", await self._connection._execute(counted))

    def commit(self) -> None:
        """Keep a change: in the thread, since it may have to wait for the disk."""
        self._end(self.driver.commit)

    def rollback(self) -> None:
        """End a transaction that changed nothing, or shall change nothing."""
        if not self.idle or (self.driver.in_transaction and self.driver.total_changes):
            self._end(self.driver.rollback)
        elif self._connection._connection and self.driver.in_transaction:
            self.driver.rollback()  # it has changed nothing since it was opened, so that there is nothing to take back

    def _end(self, how: Callable[[], None]) -> None:
        if self._connection._connection:
            try:
                await_only(self.trip(how))
            except Exception as error:  # noqa: BLE001 - as the adapter does for all its calls
                self._handle_exception(error)


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """The driver that gives such connections."""

    def connect(self, *arg: Any, **kw: Any) -> Connection:
        """Connect as the usual driver does."""
        raw = super().connect(*arg, **{**kw, "check_same_thread": False})._connection
        made = Connection(self, raw)
        made.opened(raw._conn)
        return made


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
