"""Connections that are kept, each for one session at a time, and asked both by the driver itself and by SQLAlchemy."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import onehop
from storage.asking import Answer, Book, Described, Form, Order, Statement
from storage.sessions import Session

if TYPE_CHECKING:
    from psycopg import AsyncConnection as PgConnection

DOUBTFUL = 1.0  # seconds after which a connection to a server may have been cut without a word


class Lane(ABC):
    """One connection."""

    def __init__(self, connection: AsyncConnection, book: Book, raw: Any) -> None:
        """Take a connection over; `raw` is SQLAlchemy's adapter of the driver's."""
        self.connection, self.book, self.raw = connection, book, raw
        self.used_at = time.monotonic()

    async def ask(self, statement: Statement, given: Mapping[str, Any], keys: tuple[str, ...] = ()) -> Answer:
        """Rows of a statement that is written down; `keys` are the columns of a row that is added."""
        written = self.book.written(statement, keys)
        form = written.form(given)
        with self._telling(form.text):
            told, found = await self._run(form, form.values(given))
        return written, written.rows(told, found)

    async def last(self, orders: Sequence[Order], *, end: bool) -> None:
        """Run statements whose rows nobody looks at; `end`: nothing else comes in this transaction."""
        del end
        for order in orders:
            await self.ask(*order)

    async def begin(self, *, alone: bool) -> None:
        """Begin a transaction, unless one question is `alone`."""
        with self._telling("BEGIN"):
            await self._begin(alone=alone)

    async def end(self, *, keep: bool) -> None:
        """End the transaction, where one was begun."""
        with self._telling("COMMIT" if keep else "ROLLBACK"):
            await self._end(keep=keep)

    @contextmanager
    def _telling(self, said: str) -> Iterator[None]:
        """Tell what goes wrong as SQLAlchemy does: the rest of the program knows no driver."""
        try:
            yield
        except self.book.error as error:
            dialect = self.book.dialect
            raise sa.exc.DBAPIError.instance(
                said,
                None,
                error,
                self.book.error,
                hide_parameters=True,
                connection_invalidated=dialect.is_disconnect(cast("Any", error), self.raw, None),
                dialect=dialect,
            ) from error

    @abstractmethod
    async def _begin(self, *, alone: bool) -> None: ...

    @abstractmethod
    async def _end(self, *, keep: bool) -> None: ...

    @abstractmethod
    async def _run(self, form: Form, values: Any) -> tuple[Described, Sequence[Any]]:
        """Have the driver run a statement: what it says of it, and the rows."""

    @abstractmethod
    async def sound(self) -> bool:
        """Whether the connection can be used: it may have been cut while nobody did."""

    async def drop(self) -> None:
        """Give the connection up."""
        with suppress(Exception):
            await self.connection.invalidate()
        with suppress(Exception):
            await self.connection.close()


class SqliteLane(Lane):
    """A connection to the file."""

    raw: onehop.Connection

    async def _begin(self, *, alone: bool) -> None:
        """Begin: to ask at once, to write in the thread, since that waits for whoever writes."""
        if alone:
            return
        if self.book.begins == onehop.TO_ASK:
            self.raw.driver.execute(self.book.begins)
        else:
            await self.raw.trip(partial(self.raw.driver.execute, self.book.begins))

    async def _run(self, form: Form, values: Any) -> tuple[Described, Sequence[Any]]:
        return await self.raw.run(form.text, values)

    async def _end(self, *, keep: bool) -> None:
        """End: in the thread what may have to wait for the disk, or for what the thread still does."""
        driver = self.raw.driver
        if not self.raw.idle:
            driver.interrupt()  # nobody waits for it any more
        if self.raw.idle and self.book.begins == onehop.TO_ASK:
            driver.rollback()
        elif not self.raw.idle or driver.in_transaction:
            await self.raw.trip(driver.commit if keep else driver.rollback)

    async def sound(self) -> bool:
        """A file is there."""
        return True


class PgLane(Lane):
    """A connection to a server."""

    @property
    def driver(self) -> "PgConnection[Any]":
        """Psycopg's own."""
        return cast("PgConnection[Any]", self.raw.driver_connection)

    async def _begin(self, *, alone: bool) -> None:
        """Leave it to psycopg, which begins with the first statement if it is to."""
        if alone:
            await self.driver.set_autocommit(True)

    async def _run(self, form: Form, values: Any) -> tuple[Described, Sequence[Any]]:
        cursor = await self.driver.execute(form.text, values)
        return cursor, () if cursor.rownumber is None else await cursor.fetchall()

    async def last(self, orders: Sequence[Order], *, end: bool) -> None:
        """Send all of them before waiting for the first, and the end of the transaction with them."""
        if len(orders) + end < 2:
            await super().last(orders, end=end)
            return
        forms = [(self.book.written(statement, keys).form(given), given) for statement, given, keys in orders]
        with self._telling("; ".join(form.text for form, _ in forms)):
            async with self.driver.pipeline():
                for form, given in forms:
                    await self.driver.execute(form.text, form.values(given))
                if end:
                    await self.driver.commit()

    async def _end(self, *, keep: bool) -> None:
        if self.driver.autocommit:
            await self.driver.set_autocommit(False)
        elif keep:
            await self.driver.commit()
        else:
            await self.driver.rollback()

    async def sound(self) -> bool:
        """Ask, where it was not used for a while."""
        if time.monotonic() - self.used_at < DOUBTFUL and not self.driver.closed:
            return True
        try:
            await self.driver.execute("SELECT 1")
            await self.driver.rollback()
        except self.book.error:
            return False
        return True


async def _through(work: Coroutine[Any, Any, None]) -> None:
    """Wait until something is done, even where whoever waits is to stop waiting: they keep their turn until then."""
    task, given_up = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            given_up = error
    if given_up is not None:
        raise given_up


class Lanes:
    """The connections of one engine: as many as were ever used at once."""

    def __init__(self, engine: AsyncEngine, begins: str) -> None:
        """Begin with none. Every transaction begins with `begins`, on SQLite."""
        self.engine = engine
        self.book = Book(engine.dialect, begins)
        self._idle: list[Lane] = []
        self._closed = False

    @asynccontextmanager
    async def session(self, *, keep: bool, alone: bool = False) -> AsyncIterator[Session]:
        """One transaction: kept when the block ends well, if it is to be; taken back otherwise.

        `alone`: for one question, which needs none.
        """
        lane = await self._free()
        session, good = Session(lane), False
        try:
            await lane.begin(alone=alone)
            yield session
            await session.finish(keep=keep)
            if not lane.connection.invalidated:
                await lane.end(keep=keep)
                good = not self._closed
        finally:
            if good:
                self._back(lane)
            else:
                # Whoever waits for this may be gone in the middle of it: the connection must be clean all the same.
                await _through(self._mend(lane, session))

    async def _free(self) -> Lane:
        while self._idle:
            lane, sound = self._idle.pop(), False
            try:
                sound = await lane.sound()
            finally:
                if not sound:
                    await _through(lane.drop())
            if sound:
                return lane
        connection = await self.engine.connect()
        try:
            raw = (await connection.get_raw_connection()).dbapi_connection
        except BaseException:
            await connection.close()
            raise
        return (SqliteLane if self.book.begins else PgLane)(connection, self.book, raw)

    def _back(self, lane: Lane) -> None:
        lane.used_at = time.monotonic()
        self._idle.append(lane)

    async def _mend(self, lane: Lane, session: Session) -> None:
        """Take back what was not kept; whatever goes wrong with that, the next one gets another connection."""
        sound = False
        with suppress(Exception):
            if session.made:
                await session.close()
                await lane.connection.rollback()  # SQLAlchemy holds on to a transaction whose COMMIT failed
            await lane.end(keep=False)
            sound = not lane.connection.invalidated and not self._closed
        if sound:
            self._back(lane)
        else:
            for other in self._idle:  # what cut this one may have cut them
                other.used_at = -inf
            await lane.drop()

    async def close(self) -> None:
        """Give every connection back; those in use, as soon as they are not."""
        self._closed = True
        while self._idle:
            await self._idle.pop().connection.close()
