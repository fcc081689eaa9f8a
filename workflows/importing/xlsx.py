"""Excel workbooks. A workbook is an archive of XML: it is weighed before anything of it is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from workflows.importing.columns import fit
from workflows.importing.problems import refused
from workflows.importing.sheet import COLUMNS_MAX, ROWS_MAX, Sheet, sheet

UNPACKED_MAX, ENTRIES_MAX, RATIO_MAX = 40_000_000, 500, 150
SHEETS_MAX = 20
_SMALL = 1_000_000  # bytes that may be packed as tightly as they like
BOOK = "xl/workbook.xml"
_NESTED = (".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".xlsx", ".docx")
# What openpyxl and the libraries below it are known to raise on files that are no good.
BROKEN = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException),
    *(OverflowError, RecursionError, AssertionError, RuntimeError, StopIteration, SyntaxError, LookupError),
)


def weigh(content: bytes) -> zipfile.ZipFile:
    """The archive, or a refusal where it is no workbook, or would be far bigger unpacked than it looks."""
    try:
        book = zipfile.ZipFile(io.BytesIO(content))
        entries = book.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, EOFError, RuntimeError):
        raise refused("file_broken") from None
    if BOOK not in {one.filename for one in entries}:
        raise refused("file_archive")
    unpacked = sum(one.file_size for one in entries)
    packed = max(1, sum(one.compress_size for one in entries))
    tight = any(one.file_size > _SMALL and one.file_size > RATIO_MAX * max(1, one.compress_size) for one in entries)
    nested = any(one.filename.lower().endswith(_NESTED) for one in entries)
    if len(entries) > ENTRIES_MAX or unpacked > UNPACKED_MAX or tight or nested:
        raise refused("file_bomb")
    if unpacked > _SMALL and unpacked > RATIO_MAX * packed:
        raise refused("file_bomb")
    _measure(book, entries)
    return book


def _measure(book: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Unpack it once, keeping nothing: what an archive says of its own sizes may be a lie."""
    left = UNPACKED_MAX
    try:
        for one in entries:
            with book.open(one) as part:
                while chunk := part.read(1 << 16):
                    left -= len(chunk)
                    if left < 0:
                        raise refused("file_bomb")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise refused("file_broken") from None


def read(content: bytes) -> Sheet:
    """The sheet of a workbook whose columns say the most; the first one that has something in it, where none does."""
    import openpyxl  # it is large, and loaded where a workbook comes

    weigh(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        filled = [one for one in book.worksheets[:SHEETS_MAX] if next(_rows(one), None)]
        if not filled:
            raise refused("file_empty")
        names = [one.title for one in filled]
        heads = [sheet(islice(_rows(one), 2)) for one in filled]
        best = max(range(len(filled)), key=lambda place: (fit(heads[place]), -place))
        others = {"others": ", ".join(name for name in names if name != names[best])[:200]} if names[1:] else {}
        return sheet(_rows(filled[best]), format="Excel", sheet=names[best][:80], **others)
    except BROKEN:
        raise refused("file_broken") from None


def _rows(one: object) -> Iterator[tuple[int, list[object]]]:
    # The limits keep a single cell in the last corner of a sheet from becoming a million empty rows.
    found = one.iter_rows(max_row=ROWS_MAX + 100, max_col=COLUMNS_MAX + 1, values_only=True)  # type: ignore[attr-defined]
    for number, row in enumerate(found, start=1):
        if any(value not in {None, ""} for value in row):
            yield number, [_said(value) for value in row]


def _said(value: object) -> object:
    """Numbers and days as people write them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat(*() if value.time() == time() else (" ",))
    return value.isoformat() if isinstance(value, date) else value
