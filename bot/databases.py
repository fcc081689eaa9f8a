"""Opening the database with tables of today, or saying in a sentence why not."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from alembic.util.exc import CommandError

from bot.settings import KEYS, Settings, SettingsError
from storage import installations, migrate
from storage.crypto import NoKeyError
from storage.db import Database, DatabaseUrlError

Made = TypeVar("Made")


async def open_database(settings: Settings) -> Database:
    """Open the database: an embedded one is upgraded by itself, another one asked to be."""
    await asyncio.to_thread(said, settings, lambda: _prepare(settings))
    return await Database.open(settings.database, settings.secret_keys)


def upgrade(settings: Settings) -> str:
    """Bring the tables up to date, and say what was done."""

    def work() -> str:
        if not migrate.needs_upgrade(settings.database):
            return "The database is up to date."
        migrate.upgrade(settings.database)
        return "The database was brought up to date."

    return said(settings, work)


async def rotate(settings: Settings) -> installations.Rotated:
    """Encrypt every secret anew with the newest key. Other copies of Cairn may go on meanwhile."""
    if await asyncio.to_thread(said, settings, lambda: migrate.needs_upgrade(settings.database)):
        raise SettingsError(["The database is not up to date. Run `python -m bot db upgrade` once, then start again."])
    db = await Database.open(settings.database, settings.secret_keys)
    try:
        return await installations.rotate(db)
    except NoKeyError:
        raise SettingsError([f"There is no key to encrypt with. {KEYS}"]) from None
    finally:
        await db.close()


def _prepare(settings: Settings) -> None:
    if settings.database.startswith("sqlite"):
        migrate.upgrade(settings.database)
    elif migrate.needs_upgrade(settings.database):
        raise SettingsError(["The database is not up to date. Run `python -m bot db upgrade` once, then start again."])


def said(settings: Settings, work: Callable[[], Made]) -> Made:
    """Do something with the database; what the surroundings lack becomes a sentence."""
    try:
        return work()
    except (DatabaseUrlError, sa.exc.ArgumentError) as error:
        raise SettingsError([f"DATABASE_URL cannot be used: {error}."]) from None
    except CommandError:
        raise SettingsError(
            ["The database was made by a newer Cairn than this one. Start the newer one, or name another database."]
        ) from None
    except (sa.exc.OperationalError, sa.exc.DatabaseError, OSError) as error:
        raise SettingsError([_unusable(settings, error)]) from None


def _unusable(settings: Settings, error: Exception) -> str:
    if settings.database_url and not settings.database_url.startswith("sqlite"):
        return (
            "The database does not answer at DATABASE_URL. Check that it runs, and that address, user and "
            f"password are right ({type(error).__name__})."
        )
    place = settings.database_url or str(settings.data_folder.absolute())
    return (
        f"The database file cannot be used: {place}. "
        f"Check that it is Cairn's, and that its folder may be written to ({type(error).__name__})."
    )
