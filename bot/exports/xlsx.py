"""The map as a workbook: a summary, and a sheet for each kind of thing, with filters; complete, so it comes back too.

The first row of each sheet is hidden and holds keys that are the same in every language. What a spreadsheet would take
for a formula stands behind an apostrophe (`bot.exports.cells`).
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from bot.exports import cells, words
from bot.exports.format import Pictures
from bot.exports.summary import summary
from bot.exports.tables import Table, document_of, tables
from bot.i18n import Say, say_for
from workflows.document import FORMAT, VERSION, BadDocumentError, Document

HIDDEN_SHEET: Final = "cairn"
_PIECE: Final = 30_000  # characters of a kept state in one cell
_BOLD, _TITLE = Font(bold=True), Font(bold=True, size=16)
_HEAD: Final = PatternFill("solid", fgColor="E8EEF4")
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_WIDE: Final = frozenset({"text", "goal", "scope", "plan", "note", "content", "conclusion", "answer", "shown"})
_NAME_MAX: Final = 31  # characters that the name of a sheet may have
UNPACKED_MAX: Final = 200 << 20  # bytes: a small file may unpack to gigabytes
RIGHT_TO_LEFT: Final = frozenset({"he", "ar", "fa", "ur"})


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The workbook."""
    del pictures
    say = say_for(language)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # a new workbook has one
    _summary(first, document, say)
    sheets = {name: _sheet(book, table, say) for table in tables(document, say) for name in [table.name]}
    sheets["revisions"] = _revisions(book, document, say)
    _about(book, document, language, sheets)
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = language in RIGHT_TO_LEFT
    book.properties.title, book.properties.creator = document.map.workshop.title, "Cairn"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(sheet: Worksheet, document: Document, say: Say) -> None:
    sheet.title = _name(say("Summary"), set())
    sheet.append([cells.safe(document.map.workshop.title)])
    sheet["A1"].font = _TITLE
    for label, value in summary(document, say):
        sheet.append([cells.safe(label), cells.safe(value) if isinstance(value, str) else value])
        row = sheet.max_row
        sheet.cell(row, 1).font = _BOLD
        for column in (1, 2):
            sheet.cell(row, column).alignment = _TOP
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 80


def _sheet(book: Workbook, table: Table, say: Say) -> str:
    sheet = book.create_sheet(_name(words.sheet(table.name, say), set(book.sheetnames)))
    sheet.append(list(table.columns))
    sheet.append([cells.safe(_heading(table.name, one, say)) for one in table.columns])
    for row in table.rows:
        sheet.append([_cell(row.get(one)) for one in table.columns])
    _dress(sheet, table)
    return str(sheet.title)


def _heading(table: str, column: str, say: Say) -> str:
    if table == "map":
        return {"shown": words.sheet("map", say), "key": say("Key")}.get(column, say("Value"))
    return words.column(table, column.lstrip("~"), say)


def _cell(value: Any) -> Any:
    return cells.safe(value) if isinstance(value, str) else value


def _dress(sheet: Worksheet, table: Table) -> None:
    """Widths, wrapped lines, filters; the row of keys and what is for machines out of sight."""
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "B3"
    last = get_column_letter(max(len(table.columns), 1))
    sheet.auto_filter.ref = f"A2:{last}{max(sheet.max_row, 2)}"
    for number, column in enumerate(table.columns, 1):
        place = sheet.column_dimensions[get_column_letter(number)]
        place.hidden = column in table.hidden
        place.width = 60 if column.rpartition(".")[2] in _WIDE else 22
        head = sheet.cell(2, number)
        head.font, head.fill = _BOLD, _HEAD
    for row in sheet.iter_rows(min_row=2):
        for one in row:
            one.alignment = _TOP
            if isinstance(one.value, date):
                one.number_format = "yyyy-mm-dd"


def _revisions(book: Workbook, document: Document, say: Say) -> str:
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
    _dress(sheet, Table("revisions", columns, ()))
    sheet.sheet_state = "hidden"
    return str(sheet.title)


def _about(book: Workbook, document: Document, language: str, sheets: Mapping[str, str]) -> None:
    """What the file is, for coming back: which sheet is which, whatever they are called."""
    sheet = book.create_sheet(HIDDEN_SHEET)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "language": language,
        "exported_at": document.exported_at.isoformat(),
        "withheld": " ".join(document.withheld),
        **{f"sheet.{name}": title for name, title in sheets.items()},
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

    BadDocumentError where it is none.
    """
    if not _bearable(content):
        raise BadDocumentError("not_a_map")
    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
    except (ValueError, KeyError, OSError, SyntaxError, zipfile.BadZipFile) as error:
        raise BadDocumentError("bad_document", why=type(error).__name__) from None
    if HIDDEN_SHEET not in book.sheetnames:
        raise BadDocumentError("not_a_map")
    about = {str(row[0]): _plain(row[1]) for row in book[HIDDEN_SHEET].iter_rows(max_col=2, values_only=True)}
    version = about.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadDocumentError("newer_document", why=str(version))
    sheets = {
        name.removeprefix("sheet."): list(_rows(book[str(title)]))
        for name, title in about.items()
        if name.startswith("sheet.") and title in book.sheetnames
    }
    head = {
        "language": about.get("language"),
        "exported_at": about.get("exported_at"),
        "withheld": str(about.get("withheld") or "").split(),
        "revisions": _kept(sheets.pop("revisions", [])),
    }
    return document_of(sheets, head)


def _bearable(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist()) <= UNPACKED_MAX
    except (zipfile.BadZipFile, ValueError):
        return False


def _rows(sheet: Worksheet) -> Iterator[dict[str, Any]]:
    lines = sheet.iter_rows(values_only=True)
    keys = [str(key) if key is not None else "" for key in next(lines, ())]
    next(lines, None)
    for line in lines:
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
