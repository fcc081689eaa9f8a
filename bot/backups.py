"""Backup, restore and move: what the command line says of them."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot import settings
from bot.databases import said
from bot.settings import Settings, SettingsError
from storage import copying
from storage.copying import Copied, CopyError
from workflows import engine_copy

KEYS = "What is secret in it is sealed: keep the keys (CAIRN_SECRET_KEYS, or the .key file) apart from it, and safe."


def backup(given: argparse.Namespace) -> int:
    """Write everything into one file."""
    wanted = settings.database_only()
    path = given.file or _place(wanted)
    done = _done(wanted, lambda: copying.backup(wanted.database, path, engine_copy.pending))
    return _say(f"{path} holds {_count(done)}, {path.stat().st_size / 1_000_000:.1f} MB. {KEYS}")


def restore(given: argparse.Namespace) -> int:
    """Fill the database from a file."""
    wanted = settings.database_only()

    def work() -> Copied:
        return copying.restore(wanted.database, given.file, engine_copy.prepare, replace=given.replace)

    return _say(f"{_count(_done(wanted, work))} were restored and checked. Cairn can be started now.")


def move(given: argparse.Namespace) -> int:
    """Fill another database from this one."""
    wanted = settings.database_only()
    # Checked like every address that comes from outside; it is not in the environment yet.
    target = settings.database_only({"DATABASE_URL": given.to, "CAIRN_DATA": str(wanted.data_folder)})

    def work() -> Copied:
        return copying.move(
            wanted.database, target.database, engine_copy.pending, engine_copy.prepare, replace=given.replace
        )

    done = _done(target, work)
    return _say(
        f"{_count(done)} were moved, and every one was compared. The old database was not changed. "
        "Set DATABASE_URL to the new one now, and start Cairn."
    )


def _done(wanted: Settings, work: Callable[[], Copied]) -> Copied:
    try:
        return said(wanted, work)
    except CopyError as error:
        raise SettingsError([str(error)]) from None


def _place(wanted: Settings) -> Path:
    return wanted.data_folder / "backups" / f"cairn-{datetime.now(UTC):%Y%m%d-%H%M%S}.jsonl.gz"


def _count(done: Copied) -> str:
    waiting = f", {done.jobs} messages to be brought up to date" if done.jobs else ""
    return f"{done.rows:,} rows of {done.tables} tables{waiting}"


def _say(sentence: str) -> int:
    sys.stdout.write(f"{sentence}\n")
    return 0
