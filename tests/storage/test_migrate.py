"""Migrations, on both databases."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL
from sqlmodel import SQLModel

from storage import migrate, standing
from storage.db import parse, plain, sync_url
from tests.conftest import administer

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/cairn.sqlite"
        return
    server: URL = request.getfixturevalue("postgres")
    administer(server, "CREATE DATABASE empty_cairn")
    yield plain(server.set(database="empty_cairn"))
    administer(server, "DROP DATABASE empty_cairn WITH (FORCE)")


def tables_of(url: str) -> set[str]:
    engine = sa.create_engine(sync_url(url))
    names = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_an_empty_database_gets_all_tables(empty_url):
    assert standing.needs_upgrade(empty_url)
    migrate.upgrade(empty_url)
    assert not standing.needs_upgrade(empty_url)
    assert set(SQLModel.metadata.tables) <= tables_of(empty_url)


def test_a_second_upgrade_does_nothing(empty_url):
    migrate.upgrade(empty_url)
    migrate.upgrade(empty_url)
    newest = ScriptDirectory(str(migrate.MIGRATIONS)).get_current_head()
    assert standing.current(empty_url) == newest == standing.newest()


@pytest.mark.thorough
def test_several_processes_may_upgrade_at_once(empty_url):
    command = [sys.executable, "-m", "storage.migrate", "upgrade", empty_url]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    assert not standing.needs_upgrade(empty_url)


def test_the_migrations_make_exactly_the_tables_in_the_code(database_url):
    assert migrate.drift(database_url) == ""


def test_a_column_that_no_migration_makes_is_reported(database_url):
    engine = sa.create_engine(sync_url(database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE workspace DROP COLUMN url")
    engine.dispose()
    assert "url" in migrate.drift(database_url)


def test_tables_that_are_not_ours_are_left_alone(database_url):
    engine = sa.create_engine(sync_url(database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE slack_bots (id INTEGER PRIMARY KEY)")
    engine.dispose()
    assert migrate.drift(database_url) == ""


FAILING = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer))
    raise RuntimeError("half way")
"""


def test_a_migration_that_fails_leaves_the_database_as_it_was(database_url, tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    head = standing.newest()
    (folder / "versions" / "9999_failing.py").write_text(FAILING.format(head=head))
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    with pytest.raises(RuntimeError, match="half way"):
        migrate.upgrade(database_url)
    assert standing.current(database_url) == head
    assert "half_done" not in tables_of(database_url)


def test_rows_without_their_parents_are_found_after_a_migration(sqlite_url):
    engine = sa.create_engine(sync_url(sqlite_url))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO vote (workshop_id, contribution_id, author_id, created_at) VALUES (7, 7, 'U', '2026-01-01')"
        )
    engine.dispose()
    with pytest.raises(migrate.BrokenReferencesError, match="vote"):
        migrate.upgrade(sqlite_url)


def test_the_drift_check_can_be_called_by_make(capsys):
    assert migrate.main(["check"]) == 0
    assert "make the tables" in capsys.readouterr().out


async def test_upgrading_does_not_need_a_loop_of_its_own(empty_url):
    await asyncio.to_thread(migrate.upgrade, parse(empty_url))
    assert not standing.needs_upgrade(empty_url)
