"""The map as a workbook: a summary, and a sheet for each kind of thing, with filters; complete, so it comes back too.

The first row of each sheet is hidden and holds keys that are the same in every language. What a spreadsheet would take
for a formula stands behind an apostrophe (`bot.exports.cells`).
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from bot.exports import cells, sheets, words
from bot.exports.format import Pictures
from bot.exports.summary import summary
from bot.exports.tables import Table, document_of, tables
from bot.i18n import Say, say_for
from workflows.document import FORMAT, VERSION, BadDocumentError, Document
from workflows.importing.xlsx import BOOK, BROKEN

HIDDEN_SHEET: Final = "cairn"
_PIECE: Final = 30_000  # characters of a kept state in one cell
_NAME_MAX: Final = 31  # characters that the name of a sheet may have
_SHEET: Final = "sheet."  # begins the keys by which a workbook says what its sheets are called
_ABOUT_MAX, _ROWS_MAX, _COLUMNS_MAX = 100, 100_000, 100


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The workbook."""
    del pictures
    say = say_for(language)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # a new workbook has one
    _summary(first, document, say, language)
    called = {name: _sheet(book, table, say, language) for table in tables(document, say) for name in [table.name]}
    called["revisions"] = _revisions(book, document, say, language)
    _about(book, document, language, called)
    book.properties.title, book.properties.creator = document.map.workshop.title, "Cairn"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(sheet: Worksheet, document: Document, say: Say, language: str) -> None:
    sheet.title = _name(say("Summary"), set())
    sheet.append([cells.safe(document.map.workshop.title)])
    for label, value in summary(document, say):
        sheet.append([cells.safe(label), cells.safe(value) if isinstance(value, str) else value])
    sheets.summary(sheet, language)


def _sheet(book: Workbook, table: Table, say: Say, language: str) -> str:
    sheet = book.create_sheet(_name(words.sheet(table.name, say), set(book.sheetnames)))
    sheet.append(list(table.columns))
    sheet.append([cells.safe(_heading(table.name, one, say)) for one in table.columns])
    for row in table.rows:
        sheet.append([_cell(row.get(one)) for one in table.columns])
    sheets.dress(sheet, language, table.hidden)
    return str(sheet.title)


def _heading(table: str, column: str, say: Say) -> str:
    if table == "map":
        return {"label": words.sheet("map", say), "key": say("Key")}.get(column, say("Value"))
    return words.column(table, column.lstrip("~"), say)


def _cell(value: Any) -> Any:
    return cells.safe(value) if isinstance(value, str) else value


def _revisions(book: Workbook, document: Document, say: Say, language: str) -> str:
    """The kept states, each as JSON in as many rows as it takes."""
    sheet = book.create_sheet(_name(words.sheet("revisions", say), set(book.sheetnames)))
    columns = ("revision", "reason", "kept_at", "mood", "part", "content")
    sheet.append(list(columns))
    sheet.append([words.column("revisions", one, say) for one in columns])
    for one in document.revisions:
        said = one.map.model_dump_json()
        pieces = [said[start : start + _PIECE] for start in range(0, len(said), _PIECE)]
        for number, piece in enumerate(pieces):
            row = [one.revision, one.reason, one.kept_at.isoformat(), one.mood, number, piece]
            sheet.append([_cell(value) for value in row])
    sheets.paper(sheet, language)
    sheet.sheet_state = "hidden"
    return str(sheet.title)


def _about(book: Workbook, document: Document, language: str, called: Mapping[str, str]) -> None:
    """What the file is, for coming back: which sheet is which, whatever they are called."""
    sheet = book.create_sheet(HIDDEN_SHEET)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "language": language,
        "exported_at": document.exported_at.isoformat(),
        "withheld": " ".join(document.withheld),
        **{f"sheet.{name}": title for name, title in called.items()},
    }
    for key, value in head.items():
        sheet.append([key, _cell(value)])
    sheet.sheet_state = "hidden"


def _name(wanted: str, taken: set[str]) -> str:
    """A name that a sheet may have, and no other has."""
    kept = "".join(" " if char in "[]:*?/\\'" else char for char in wanted).strip()[:_NAME_MAX] or "Sheet"
    name, number = kept, 1
    while name.casefold() in {one.casefold() for one in taken}:
        number += 1
        name = f"{kept[: _NAME_MAX - 3]} {number}"
    return name


def read(content: bytes) -> Document:
    """The document in a workbook that `write` made, however people sorted, filtered or added to it.

    BadDocumentError where it is none. A file from outside is weighed first (`workflows.importing.xlsx`).
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        if HIDDEN_SHEET not in book.sheetnames:
            raise BadDocumentError("not_a_map")
        about = _told(book)
        found = {
            name.removeprefix(_SHEET): list(_rows(book[str(title)]))
            for name, title in about.items()
            if name.startswith(_SHEET) and title in book.sheetnames
        }
        head = {
            "language": about.get("language"),
            "exported_at": about.get("exported_at"),
            "withheld": str(about.get("withheld") or "").split(),
            "revisions": _kept(found.pop("revisions", [])),
        }
        return document_of(found, head)
    except BROKEN as error:  # what people write into hidden cells is of any kind
        raise BadDocumentError("bad_document", why=type(error).__name__) from None


def _told(book: Workbook) -> dict[str, Any]:
    """What the workbook says of itself. BadDocumentError where it is of a newer Cairn."""
    lines = book[HIDDEN_SHEET].iter_rows(max_row=_ABOUT_MAX, max_col=2, values_only=True)
    about = {str(key): _plain(value) for key, value in lines}
    version = about.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadDocumentError("newer_document", why=str(version))
    return about


def ours(packed: zipfile.ZipFile) -> bool:
    """Whether an archive that was weighed is a workbook that `write` made."""
    try:
        return f'name="{HIDDEN_SHEET}"'.encode() in packed.read(BOOK)
    except BROKEN:
        return False


def _rows(sheet: Worksheet) -> Iterator[dict[str, Any]]:
    # The limits keep a single cell in the last corner of a sheet from becoming a million empty rows.
    lines = sheet.iter_rows(max_row=_ROWS_MAX, max_col=_COLUMNS_MAX, values_only=True)
    keys = [str(key) if key is not None else "" for key in next(lines, ())]
    next(lines, None)
    for line in lines:
        if not any(line):
            continue
        yield {key: _plain(value) for key, value in zip(keys, line, strict=False) if key and value is not None}


def _plain(value: Any) -> Any:
    return cells.plain(value) if isinstance(value, str) else value


def _kept(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The kept states, put together again."""
    pieces: dict[tuple[Any, ...], dict[int, str]] = {}
    for row in rows:
        head = (row.get("revision"), row.get("reason"), row.get("kept_at"), row.get("mood"))
        pieces.setdefault(head, {})[int(row.get("part") or 0)] = str(row.get("content") or "")
    try:
        return [
            {
                "revision": revision,
                "reason": reason or "",
                "kept_at": kept_at,
                "mood": mood,
                "map": json.loads("".join(said for _, said in sorted(parts.items()))),
            }
            for (revision, reason, kept_at, mood), parts in pieces.items()
        ]
    except (ValueError, ValidationError) as error:
        raise BadDocumentError("bad_document", "revisions", str(error)) from None
