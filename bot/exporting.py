"""`python -m bot export`: one map, or every map of a workspace, straight out of the database."""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot import settings
from bot.console import voice
from bot.databases import open_database
from bot.exports import FORMATS, Format, archive, making
from bot.exports.names import file_name
from storage.db import Database
from workflows import exporting
from workflows.errors import NotFoundError
from workflows.exporting import ARCHIVE, Asked, Export, What

WRONG = 2


@dataclass(frozen=True, slots=True)
class Now:
    """The real time."""

    def now(self) -> datetime:
        """The current instant, aware, UTC."""
        return datetime.now(UTC)


def main(given: argparse.Namespace) -> int:
    """Write what the command line asks for; a sentence on the standard error where that is not possible."""
    try:
        return asyncio.run(_main(given))
    except NotFoundError:
        sys.stderr.write(voice()("There is no such map, or no such workspace.") + "\n")
    except OSError as error:
        said = voice()("{file} cannot be written: {reason}.", file=given.out, reason=error.strerror)
        sys.stderr.write(f"{said}\n")
    return WRONG


async def _main(given: argparse.Namespace) -> int:
    db = await open_database(settings.database_only())
    try:
        if given.workspace:
            return await _workspace(db, given.workspace, given.out)
        return await _map(db, given.map, [FORMATS[name] for name in given.format or ("json",)], given.out)
    finally:
        await db.close()


async def _map(db: Database, workshop_id: int, formats: list[Format], out: Path) -> int:
    document, snapshot, trail = await exporting.for_operator(db, Now(), workshop_id)
    language = document.map.workshop.language
    await asyncio.to_thread(out.mkdir, parents=True, exist_ok=True)
    for one in formats:
        content = await asyncio.to_thread(making.written, one, document, snapshot, language, trail)
        path = out / file_name(document.map.workshop.title, one.extension)
        await asyncio.to_thread(path.write_bytes, content)
        sys.stdout.write(f"{path}\n")
    return 0


async def _workspace(db: Database, team_id: str, out: Path) -> int:
    export = Export(Asked(ARCHIVE, What.WORKSPACE, "en", "", 0), workspace=team_id)
    packed, count = archive.Archive(export), 0
    async for document, snapshot in exporting.everything(db, Now(), team_id):
        parts = await asyncio.to_thread(making.archived, Export(export.asked, document, snapshot))
        packed.add(document, *parts)
        count += 1
    file = packed.finish()
    if not count:
        raise NotFoundError("workspace")
    await asyncio.to_thread(out.mkdir, parents=True, exist_ok=True)
    path = out / file.name
    await asyncio.to_thread(path.write_bytes, file.content)
    sys.stdout.write(f"{path}\n")
    return 0
