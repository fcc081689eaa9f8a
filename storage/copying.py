"""Copying a whole database: into a file, out of one, and straight into another database. Blocks.

A database is filled in one transaction, which is checked before it is committed: it holds everything or nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from storage import contents, migrate, portable, standing
from storage.contents import ContentsError, Tally
from storage.db import SqliteConnection, set_pragmas, sync_url
from storage.filelock import FileLock
from storage.portable import FileError
from storage.sentences import SentenceError

SILENT = 10  # seconds without a sign of life, after which a copy of the program is not running

Pending = Callable[[sa.Connection], Sequence[str]]  # what the engine has still to do that the tables do not tell
Resume = Callable[[sa.Connection, Sequence[str]], None]  # hand that to the engine, in the transaction that fills it
Prepare = Callable[[str], Resume]  # make the engine's tables first


class CopyError(SentenceError):
    """It was not done, and nothing was changed; a sentence that says why and what to do."""


HERE = CopyError("A Cairn is working on the database here. Stop it first, every copy of it.")
THERE = CopyError("A Cairn is working on the database there. Stop it first, every copy of it.")


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied."""

    rows: int
    tables: int
    jobs: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: their lines, and what can be told when these have gone by."""

    lines: Iterable[str]
    sequences: Callable[[], dict[str, int]]
    jobs: Callable[[], Sequence[str]]
    tally: Callable[[], dict[str, object]]


def backup(url: str, path: Path, pending: Pending) -> Copied:
    """Write everything into a file, as it is at one moment, while the program may go on working."""
    revision = _revision(url)
    tally, foot = Tally(), dict[str, object]()

    def lines(connection: sa.Connection) -> Iterable[str]:
        yield from contents.dump(connection, tally)
        foot.update(tally.told(), sequences=contents.sequences(connection), jobs=list(pending(connection)))

    head = {"revision": revision, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    with _reading(url) as connection, _said():
        portable.write(path, head, lines(connection), foot)
    return _copied(tally, foot["jobs"])


def restore(url: str, path: Path, prepare: Prepare, *, replace: bool) -> Copied:
    """Fill a database from a file that is whole."""
    with _said():
        found = portable.read(path)
        _same(
            found.head.get("revision"),
            CopyError(
                "{file} was written by another version of Cairn (tables of revision {revision}; this one has {ours}). "
                "Copy with the version that made it, then bring the copy up to date: `python -m bot db upgrade`.",
                file=path,
                revision=found.head.get("revision"),
                ours=standing.newest(),
            ),
        )
        foot = found.foot
        told = {"rows": foot.get("rows"), "contents": foot.get("contents")}
        source = Source(portable.lines(found), lambda: foot["sequences"], lambda: foot["jobs"], lambda: told)
        _make(url)
        with _alone(url, THERE):
            return _fill(url, source, prepare(url), replace=replace)


def move(url: str, to: str, pending: Pending, prepare: Prepare, *, replace: bool) -> Copied:
    """Fill another database from this one, which stays as it is."""
    if sync_url(url) == sync_url(to):
        raise CopyError("The two databases are one and the same.")
    revision = _revision(url)
    _same(revision, _of_another_version(revision))
    tally = Tally()
    with _said(), ExitStack() as stack:
        stack.enter_context(_alone(url, HERE))
        _make(to)
        stack.enter_context(_alone(to, THERE))
        here = stack.enter_context(_reading(url))
        source = Source(contents.dump(here, tally), lambda: contents.sequences(here), lambda: pending(here), tally.told)
        return _fill(to, source, prepare(to), replace=replace)


def _fill(url: str, source: Source, resume: Resume, *, replace: bool) -> Copied:
    with _writing(url) as connection:
        if not contents.empty(connection):
            if not replace:
                raise CopyError(
                    "There is something in that database already. Name an empty one, or say --replace "
                    "to delete everything in it first."
                )
            contents.clear(connection)
        came, stands = Tally(), Tally()
        with _references_later(connection):
            contents.load(connection, source.lines, came)
        for _ in contents.dump(connection, stands):
            pass
        if not came.told() == stands.told() == source.tally():
            raise CopyError("What arrived is not what was sent. Nothing was changed.")
        last = source.sequences()
        contents.set_sequences(connection, last)
        contents.check_sequences(connection, last)
        jobs = source.jobs()
        resume(connection, jobs)
        return _copied(stands, jobs)


def _copied(tally: Tally, jobs: object) -> Copied:
    return Copied(tally.rows.total(), len(contents.kept()), len(jobs) if isinstance(jobs, list | tuple) else 0)


def _revision(url: str) -> str | None:
    """The revision of a database that is there."""
    address = sync_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        raise CopyError("There is no database at {file}.", file=address.database)
    with _said():
        revision = standing.current(url)
    if revision is None:
        raise CopyError("The database is empty: Cairn has never kept anything there.")
    return revision


def _make(url: str) -> None:
    """Make the tables of a database that has none; another one must be of this version already."""
    revision = standing.current(url)
    if revision is None:
        migrate.upgrade(url)
    else:
        _same(
            revision,
            CopyError(
                "The database that is to be filled was made by another version of Cairn (tables of revision "
                "{revision}; this one has {ours}). Copy with the version that made it, then bring the copy up to date: "
                "`python -m bot db upgrade`.",
                revision=revision,
                ours=standing.newest(),
            ),
        )


def _of_another_version(revision: str | None) -> CopyError:
    return CopyError(
        "The database was made by another version of Cairn (tables of revision {revision}; this one has {ours}). "
        "Copy with the version that made it, then bring the copy up to date: `python -m bot db upgrade`.",
        revision=revision,
        ours=standing.newest(),
    )


def _same(revision: object, otherwise: CopyError) -> None:
    if revision != standing.newest():
        raise otherwise


@contextmanager
def _said() -> Iterator[None]:
    """What goes wrong becomes a sentence."""
    try:
        yield
    except (ContentsError, FileError) as error:
        if error.sentence.endswith("."):
            raise CopyError(error.sentence, **error.params) from None
        raise CopyError("{why}. Nothing was changed.", why=error) from None
    except (sa.exc.IntegrityError, sa.exc.DataError) as error:
        raise CopyError(
            "The other database does not take a row: {why}. Nothing was changed.", why=_first(error)
        ) from None
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        raise CopyError("The database does not do its part: {why}. Nothing was changed.", why=_first(error)) from None


def _first(error: sa.exc.DBAPIError) -> str:
    """The driver's first line: the ones after it quote what people wrote."""
    return str(error.orig).splitlines()[0].rstrip(".")


@contextmanager
def _alone(url: str, running: CopyError) -> Iterator[None]:
    """Make sure that no program is working there, and that none begins to."""
    address = sync_url(url)
    if address.get_backend_name() == "sqlite":
        lock = FileLock(Path(f"{address.database}.lock"))
        if not lock.take():
            raise running
        try:
            yield
        finally:
            lock.release()
        return
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    try:
        with engine.begin() as connection:
            # A program that starts writes its sign of life first, and waits until this is over.
            connection.execute(sa.text("LOCK TABLE replica_heartbeat IN EXCLUSIVE MODE"))
            alive = connection.execute(
                sa.text(
                    "SELECT 1 FROM replica_heartbeat WHERE last_seen > clock_timestamp() - make_interval(secs => :s)"
                ),
                {"s": SILENT},
            ).first()
            if alive:
                raise running
            yield
    finally:
        engine.dispose()


@contextmanager
def _reading(url: str) -> Iterator[sa.Connection]:
    """One state of the database, for as long as it takes."""
    with _connected(url, "BEGIN DEFERRED") as engine:
        options = (
            {}
            if engine.dialect.name == "sqlite"
            else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with engine.connect().execution_options(**options) as connection:
            yield connection


@contextmanager
def _writing(url: str) -> Iterator[sa.Connection]:
    """One transaction: everything or nothing."""
    with _connected(url, "BEGIN IMMEDIATE") as engine, engine.begin() as connection:
        yield connection


@contextmanager
def _connected(url: str, begin: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(sync_url(url), poolclass=sa.pool.NullPool)

    def on_connect(connection: SqliteConnection, record: object) -> None:
        del record
        set_pragmas(connection)
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")  # checked when all rows are there
        cursor.close()

    def on_begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", on_connect)
        sa.event.listen(engine, "begin", on_begin)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _references_later(connection: sa.Connection) -> Iterator[None]:
    """Let rows of one table refer to rows of it that come after them, and check every reference in the end."""
    if connection.dialect.name == "sqlite":
        yield
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise ContentsError("a row of {table} refers to a row that is not there", table=broken[0])
        return
    own = [
        (table.name, key.constraint.name)
        for table in contents.kept()
        for key in table.foreign_keys
        if key.column.table is table and key.constraint is not None
    ]
    for table, name in own:
        connection.execute(sa.text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"))
    yield
    connection.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, name in own:
        connection.execute(sa.text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"))
