"""Whether a database has the tables of today, told without loading what makes them: every start asks."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from storage.db import sync_url

VERSIONS = Path(__file__).parent / "migrations" / "versions"


class NewerDatabaseError(Exception):
    """The database was made by a newer Cairn than this one."""


@cache
def _revisions() -> tuple[str, ...]:
    """The revisions this program knows: their files are named by their numbers, in order."""
    return tuple(sorted(path.name.split("_", 1)[0] for path in VERSIONS.glob("[0-9]*_*.py")))


def newest() -> str:
    """The newest revision this program knows."""
    return _revisions()[-1]


def older() -> frozenset[str]:
    """The revisions that this program knows, but for the newest."""
    return frozenset(_revisions()[:-1])


def current(url: str | URL) -> str | None:
    """The revision a database is at; None for an empty one, and for an embedded one that is not there yet."""
    address = sync_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return None
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    finally:
        engine.dispose()


def needs_upgrade(url: str | URL) -> bool:
    """Whether the migrations would do anything."""
    return current(url) != newest()
