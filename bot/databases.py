"""Opening the database with tables of today, or saying in a sentence why not."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa

from bot.console import told, voice
from bot.credentials import KEYS
from bot.i18n import N_
from bot.settings import Settings, SettingsError
from storage import installations, standing
from storage.crypto import NoKeyError
from storage.db import Database, DatabaseUrlError
from storage.sentences import SentenceError

Made = TypeVar("Made")
BEHIND = N_("The database is not up to date. Run `python -m bot db upgrade` once, then start again.")


async def open_database(settings: Settings) -> Database:
    """Open the database: an embedded one is upgraded by itself, another one asked to be."""
    await asyncio.to_thread(said, settings, lambda: _prepare(settings))
    return await Database.open(settings.database, settings.secret_keys)


def upgrade(settings: Settings) -> str:
    """Bring the tables up to date, and say what was done."""
    from storage import migrate  # what makes tables is large, and loaded where some are made

    _ = voice()

    def work() -> str:
        if not standing.needs_upgrade(settings.database):
            return _("The database is up to date.")
        migrate.upgrade(settings.database)
        return _("The database was brought up to date.")

    return said(settings, work)


async def rotate(settings: Settings) -> installations.Rotated:
    """Encrypt every secret anew with the newest key. Other copies of Cairn may go on meanwhile."""
    if await asyncio.to_thread(said, settings, lambda: standing.needs_upgrade(settings.database)):
        raise SettingsError([voice()(BEHIND)])
    db = await Database.open(settings.database, settings.secret_keys)
    try:
        return await installations.rotate(db)
    except NoKeyError:
        _ = voice()
        raise SettingsError([_("There is no key to encrypt with. {keys}", keys=_(KEYS))]) from None
    finally:
        await db.close()


def _prepare(settings: Settings) -> None:
    if not standing.needs_upgrade(settings.database):
        return
    if not settings.database.startswith("sqlite"):
        raise SettingsError([voice()(BEHIND)])
    from storage import migrate

    migrate.upgrade(settings.database)


def said(settings: Settings, work: Callable[[], Made]) -> Made:
    """Do something with the database; what the surroundings lack becomes a sentence."""
    _ = voice()
    try:
        return work()
    except (DatabaseUrlError, sa.exc.ArgumentError) as error:
        raise SettingsError(
            [_("DATABASE_URL cannot be used: {why}.", why=told(error) if isinstance(error, SentenceError) else error)]
        ) from None
    except standing.NewerDatabaseError:
        raise SettingsError(
            [_("The database was made by a newer Cairn than this one. Start the newer one, or name another database.")]
        ) from None
    except (sa.exc.OperationalError, sa.exc.DatabaseError, OSError) as error:
        raise SettingsError([_unusable(settings, error)]) from None


def _unusable(settings: Settings, error: Exception) -> str:
    _ = voice()
    if settings.database_url and not settings.database_url.startswith("sqlite"):
        return _(
            "The database does not answer at DATABASE_URL. Check that it runs, and that address, user and "
            "password are right ({error}).",
            error=type(error).__name__,
        )
    place = settings.database_url or str(settings.data_folder.absolute())
    return _(
        "The database file cannot be used: {file}. "
        "Check that it is Cairn's, and that its folder may be written to ({error}).",
        file=place,
        error=type(error).__name__,
    )
