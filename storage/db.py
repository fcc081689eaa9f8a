"""Connections: one writer and many readers on SQLite, a pool on PostgreSQL."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Protocol, cast

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import onehop
from storage.crypto import Vault
from storage.lanes import Lanes
from storage.sentences import SentenceError
from storage.types import VAULT

POOL = 10
PATIENCE = 10.0  # seconds that somebody waits for a connection before hearing that there is too much to do
BUSY_MS = 10_000
IDLE_MS = 20_000  # milliseconds that a transaction may stand still
PRAGMAS: Mapping[str, str] = {
    "journal_mode": "WAL",
    "synchronous": "NORMAL",
    "busy_timeout": str(BUSY_MS),
    "foreign_keys": "ON",
}


class Cursor(Protocol):
    """What is used of a DBAPI cursor."""

    def execute(self, statement: str, /) -> object:
        """Run one statement."""
        ...

    def close(self) -> None:
        """Give it back."""
        ...


class SqliteConnection(Protocol):
    """What is used of a SQLite connection, of either driver."""

    isolation_level: str | None

    def cursor(self) -> Cursor:
        """Open a cursor."""
        ...


class DatabaseUrlError(SentenceError, ValueError):
    """The database's address is not one that Cairn can use."""


class NoRoomError(RuntimeError):
    """The database has no room left to keep anything: its disk is full, or its quota is used up."""


class BusyError(TimeoutError):
    """So much is asked of the database at once that no connection came free in time."""


# What a full disk is called: by PostgreSQL, and by SQLite (which writes too far into a file that may not grow, too).
DISK_FULL, SQLITE_FULL = "53100", {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}


def is_full(error: sa.exc.DBAPIError) -> bool:
    """Whether a statement failed because there was no room."""
    said = error.orig
    return getattr(said, "sqlstate", None) == DISK_FULL or getattr(said, "sqlite_errorcode", None) in SQLITE_FULL


def parse(url: str | URL) -> URL:
    """The address with its driver: people write `sqlite:///…` or `postgresql://…`."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise DatabaseUrlError(
            "the database's address cannot be read; write sqlite:///path/to/file or postgresql://user@host/name"
        ) from None
    family = parsed.get_backend_name()
    if family == "sqlite":
        if not parsed.database or parsed.database == ":memory:" or parsed.query.get("mode") == "memory":
            raise DatabaseUrlError("a SQLite database needs a file: several connections share it")
        return parsed.set(drivername="sqlite+aiosqlite")
    if family in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError(
        "{kind} is not supported; use sqlite:///path/to/file or postgresql://user@host/name", kind=family
    )


def sync_url(url: str | URL) -> URL:
    """The same address for libraries that block (migrations, the engine)."""
    parsed = parse(url)
    return parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed


def plain(url: URL) -> str:
    """The address with its password, for another library: `str(url)` would mask it."""
    return url.render_as_string(hide_password=False)


def set_pragmas(connection: SqliteConnection, *, read_only: bool = False) -> None:
    """Prepare a fresh SQLite connection of either driver; transactions are begun by us alone."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    if read_only:
        cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _prepared(engine: AsyncEngine, statement: str) -> AsyncEngine:
    """Have the connections of an SQLite engine prepared; what SQLAlchemy begins by itself begins with `statement`."""

    def on_connect(connection: SqliteConnection, record: object) -> None:
        del record
        set_pragmas(connection, read_only=statement == onehop.TO_ASK)

    def on_begin(connection: sa.Connection) -> None:
        if not cast("onehop.Connection", connection.connection.dbapi_connection).driver.in_transaction:
            connection.exec_driver_sql(statement)

    sa.event.listen(engine.sync_engine, "connect", on_connect)
    sa.event.listen(engine.sync_engine, "begin", on_begin)
    return engine


class Turns:
    """Who may use one of some connections: as many at once as there are, the others in the order they came."""

    def __init__(self, most: int) -> None:
        """Let `most` in at once."""
        self._free = asyncio.Semaphore(most)

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for a turn and keep it; `BusyError` where it does not come in time."""
        if self._free.locked():
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._free.acquire()
            except TimeoutError:
                raise BusyError from None
        else:
            await self._free.acquire()
        try:
            yield
        finally:
            self._free.release()


class Database:
    """The database of this process. SQLite takes one writer at a time, so there is one connection that writes."""

    def __init__(self, url: URL, writer: AsyncEngine, reader: AsyncEngine, vault: Vault) -> None:
        """Take the two engines over; `open` makes them. What is secret in a row is sealed by the vault."""
        self.url, self.vault = url, vault
        one_file = self.dialect == "sqlite"
        self._writers = Lanes(writer, onehop.TO_WRITE if one_file else "")
        self._readers = Lanes(reader, onehop.TO_ASK if one_file else "")
        # Whoever waits gets a connection first come, first served.
        self._writing, self._reading = Turns(1 if one_file else POOL), Turns(POOL)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.url.get_backend_name()

    @classmethod
    async def open(cls, url: str | URL, keys: Sequence[str] = ()) -> "Database":
        """Connect; the tables must be there (see `storage.migrate`). `keys` are the vault's, the newest first.

        Beside a database that is a file, the vault keeps a key of its own where none is given.
        """
        parsed = parse(url)
        # What goes wrong is logged with its traceback, and people's words and pseudonyms are parameters.
        make = partial(
            create_async_engine, json_serializer=partial(json.dumps, ensure_ascii=False), hide_parameters=True
        )
        file = None
        if parsed.get_backend_name() == "sqlite":
            file = Path(parsed.database or "").with_suffix(".key")
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
            make = partial(make, parsed.set(drivername=onehop.DRIVER))
            writer = _prepared(make(pool_size=1, max_overflow=0), onehop.TO_WRITE)
            # The writer goes first: it turns WAL on, which a connection that may only read cannot.
            async with writer.connect() as connection:
                await connection.rollback()
            reader = _prepared(make(pool_size=POOL, max_overflow=0), onehop.TO_ASK)
        else:
            # A copy that is frozen in the middle of a change must not keep the others from theirs for long.
            idle = {"options": f"-c idle_in_transaction_session_timeout={IDLE_MS}"}
            writer = make(parsed, pool_size=POOL, max_overflow=POOL, pool_pre_ping=True, connect_args=idle)
            # One snapshot for all the statements of a read, as on SQLite; the pool is the writer's.
            reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        vault = Vault(keys, file)
        for engine in (writer, reader):
            setattr(engine.dialect, VAULT, vault)
        return cls(parsed, writer, reader, vault)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the database and cannot change it."""
        async with self._reading.taken(), self._readers.session(keep=False) as session:
            yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncSession]:
        """A session for one question, without a transaction: to a server that would be two calls more."""
        async with self._reading.taken(), self._readers.session(keep=False, alone=True) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends well, rolled back when it raises.

        Raises `NoRoomError` where there is no room to keep it.
        """
        try:
            async with self._writing.taken(), self._writers.session(keep=True) as session:
                yield session
        except sa.exc.DBAPIError as error:
            if is_full(error):
                raise NoRoomError from error
            raise

    async def close(self) -> None:
        """Give every connection back."""
        both = (self._readers, self._writers)
        for lanes in both:  # first of all: on PostgreSQL they are of one pool
            await lanes.close()
        for lanes in both:
            await lanes.engine.dispose()
