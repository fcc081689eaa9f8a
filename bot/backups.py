"""Backup, restore and move: what the command line says of them."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot import settings
from bot.console import told, voice
from bot.databases import said
from bot.i18n import N_, Say
from bot.settings import Settings, SettingsError
from storage import copying
from storage.copying import Copied, CopyError
from workflows import engine_copy

KEYS = N_(
    "What is secret in it is sealed: keep the keys (CAIRN_SECRET_KEYS, or the .key file) apart from it, and safe."
)


def backup(given: argparse.Namespace) -> int:
    """Write everything into one file."""
    _, wanted = voice(), settings.database_only()
    path = given.file or _place(wanted)
    done = _done(wanted, lambda: copying.backup(wanted.database, path, engine_copy.pending))
    size = _("{size} MB", size=_.number(round(path.stat().st_size / 1_000_000, 1)))
    return _say(_("{file} holds {rows}, {size}. {keys}", file=path, rows=_count(done, _), size=size, keys=_(KEYS)))


def restore(given: argparse.Namespace) -> int:
    """Fill the database from a file."""
    _, wanted = voice(), settings.database_only()

    def work() -> Copied:
        return copying.restore(wanted.database, given.file, engine_copy.prepare, replace=given.replace)

    done = _done(wanted, work)
    return _say(_("Restored and checked: {rows}. Cairn can be started now.", rows=_count(done, _)))


def move(given: argparse.Namespace) -> int:
    """Fill another database from this one."""
    _, wanted = voice(), settings.database_only()
    # Checked like every address that comes from outside; it is not in the environment yet.
    target = settings.database_only({"DATABASE_URL": given.to, "CAIRN_DATA": str(wanted.data_folder)})

    def work() -> Copied:
        return copying.move(
            wanted.database, target.database, engine_copy.pending, engine_copy.prepare, replace=given.replace
        )

    done = _done(target, work)
    return _say(
        _(
            "Moved, and compared one by one: {rows}. The old database was not changed. "
            "Set DATABASE_URL to the new one now, and start Cairn.",
            rows=_count(done, _),
        )
    )


def _done(wanted: Settings, work: Callable[[], Copied]) -> Copied:
    try:
        return said(wanted, work)
    except CopyError as error:
        raise SettingsError([told(error)]) from None


def _place(wanted: Settings) -> Path:
    return wanted.data_folder / "backups" / f"cairn-{datetime.now(UTC):%Y%m%d-%H%M%S}.jsonl.gz"


def _count(done: Copied, _: Say) -> str:
    rows = _.n("{count} row", "{count} rows", done.rows)
    tables = _.n("{count} table", "{count} tables", done.tables)
    counted = _("{rows} of {tables}", rows=rows, tables=tables)
    jobs = _.n("{count} message to be brought up to date", "{count} messages to be brought up to date", done.jobs)
    return _.join([counted, jobs]) if done.jobs else counted


def _say(sentence: str) -> int:
    sys.stdout.write(f"{sentence}\n")
    return 0
