"""All maps of a workspace in one ZIP file: a document and a picture of each, and an index."""

import csv
import io
import json
import tempfile
import zipfile
from datetime import UTC, datetime
from typing import Final

from bot.exports.cells import safe
from bot.exports.names import slug
from bot.i18n import say_for
from workflows.document import Document
from workflows.exporting import Export, File

IN_MEMORY: Final = 32 << 20
MOST_BYTES: Final = 900 << 20  # Slack takes a gigabyte
_STAMP: Final = (2026, 1, 1, 0, 0, 0)  # the same maps make the same file
_COLUMNS: Final = ("title", "kind", "status", "step", "language", "revision", "created_at", "document", "picture")


class Archive:
    """A ZIP file that is being filled. Blocks; used by one thread at a time."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed by `finish`
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._index: list[dict[str, object]] = []
        self._size = 0
        self._names: set[str] = set()
        self._at: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def add(self, document: Document, written: bytes, picture: bytes) -> None:
        """Put a map in. What is too much for Slack is named in the index only."""
        head = document.map.workshop
        name = self._name(head.title)
        self._at = max(self._at, document.exported_at)
        fits = self._size + len(written) + len(picture) <= MOST_BYTES
        if fits:
            self._size += len(written) + len(picture)
            self._put(f"maps/{name}.json", written)
            self._put(f"pictures/{name}.png", picture, zipfile.ZIP_STORED)
        self._index.append(
            {
                "title": head.title,
                "kind": head.kind.value,
                "status": head.status.value,
                "step": int(head.step),
                "language": head.language,
                "revision": head.revision,
                "created_at": head.created_at.isoformat(),
                "document": f"maps/{name}.json" if fits else "",
                "picture": f"pictures/{name}.png" if fits else "",
            }
        )

    def finish(self) -> File:
        """Write the index, and close it."""
        listed = {"format": "cairn-workspace", "version": 1, "workspace": self._export.workspace, "maps": self._index}
        self._put("index.json", json.dumps(listed, ensure_ascii=False, indent=2).encode())
        self._put("index.csv", self._table())
        self._zip.close()
        self._file.seek(0)
        content = self._file.read()
        self._file.close()
        _ = say_for(self._export.asked.language)
        title = _("All journey maps")
        story = _.n(
            "Here is {count} map, as a document and as a picture.",
            "Here are {count} maps, each as a document and as a picture.",
            len(self._index),
        )
        return File(f"cairn-{slug(self._export.workspace)}-{self._at:%Y-%m-%d}.zip", content, title, story)

    def _name(self, title: str) -> str:
        base = name = slug(title)
        number = 1
        while name in self._names:
            number += 1
            name = f"{base}-{number}"
        self._names.add(name)
        return name

    def _put(self, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
        self._zip.writestr(zipfile.ZipInfo(name, _STAMP), content, how)

    def _table(self) -> bytes:
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(_COLUMNS)
        rows.writerows([[safe(str(one[column])) for column in _COLUMNS] for one in self._index])
        return ("\ufeff" + out.getvalue()).encode()
