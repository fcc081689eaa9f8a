"""Secrets at rest: what stands in the file is not what was said, and keys can be changed while people work."""

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import cli
from storage import installations
from storage.crypto import NoKeyError, SealedError, Vault
from storage.db import Database
from storage.tables import Installation, Workspace
from tests.storage.test_db import NOW

OLD, NEW = "o" * 32, "n" * 32
TEAMS = 5


async def fill(url, keys) -> None:
    db = await Database.open(url, keys)
    async with db.write() as session:
        for number in range(TEAMS):
            session.add(Workspace(team_id=f"T{number}", installed_at=NOW))
        await session.flush()
        for number in range(TEAMS):
            refresh = f"xoxe-1-{number}" if number else None
            session.add(Installation(team_id=f"T{number}", token="xoxe.xoxb-" + "x" * 160, refresh_token=refresh))
    await db.close()


async def tokens(url, keys) -> list:
    db = await Database.open(url, keys)
    try:
        async with db.read() as session:
            found = await session.exec(
                sa.select(Installation.__table__.c.token, Installation.__table__.c.refresh_token)
            )
            return [tuple(row) for row in found]
    finally:
        await db.close()


async def test_every_secret_is_sealed_anew_and_the_old_key_can_be_dropped(database_url):
    await fill(database_url, [OLD])
    before = await tokens(database_url, [OLD])
    with pytest.raises(SealedError):
        await tokens(database_url, [NEW])
    db = await Database.open(database_url, [NEW, OLD])
    outcome = await installations.rotate(db, page=2)
    await db.close()
    assert (outcome.done, outcome.lost) == (2 * TEAMS - 1, 0)
    assert await tokens(database_url, [NEW]) == before
    with pytest.raises(SealedError):
        await tokens(database_url, [OLD])
    # Without the key that is needed nothing is lost: it says how many it could not open.
    db = await Database.open(database_url, [OLD])
    assert (await installations.rotate(db)).lost == 2 * TEAMS - 1
    await db.close()
    assert await tokens(database_url, [NEW]) == before


async def test_who_names_a_key_later_still_opens_what_the_file_beside_the_database_sealed(sqlite_url, tmp_path):
    await fill(sqlite_url, [])
    file = Path(sqlite_url.database).with_suffix(".key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = await tokens(sqlite_url, [NEW])
    db = await Database.open(sqlite_url, [NEW])
    await installations.rotate(db)
    await db.close()
    file.unlink()
    assert await tokens(sqlite_url, [NEW]) == before


def test_without_a_key_or_a_place_for_one_nothing_is_sealed():
    with pytest.raises(NoKeyError):
        Vault((), None).seal(b"x")


def test_the_command_says_what_it_did(monkeypatch, capsys, sqlite_url):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{sqlite_url.database}")
    monkeypatch.setenv("CAIRN_SECRET_KEYS", NEW)
    assert cli.main(["secrets", "rotate"]) == 0
    assert "Encrypted anew: 0. Older keys can be dropped now." in capsys.readouterr().out


def test_tokens_webhooks_and_the_keys_of_anonymous_rounds_are_what_is_sealed_anew():
    found = {(table.name, column.name) for table, column in installations.sealed_columns()}
    assert found == {
        *(("installation", "token"), ("installation", "refresh_token"), ("round_key", "sealed")),
        *(("webhook", "address"), ("webhook", "secret")),
    }
