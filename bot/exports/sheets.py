"""What the sheets of a workbook look like: widths, heights, fonts, the direction of reading, paper."""

import math
import unicodedata
from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, Final

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.i18n import right_to_left

_NARROWEST, _WIDEST = 9, 60  # characters
_LINE, _ROW_MAX = 15, 409  # points; Excel takes no higher row
_FACE: Final = "Calibri"
_PLAIN, _BOLD, _TITLE = Font(name=_FACE), Font(name=_FACE, bold=True), Font(name=_FACE, bold=True, size=16)
_HEAD: Final = PatternFill("solid", fgColor="E8EEF4")
_LEFT_FIRST, _RIGHT_FIRST = 1, 2  # which way a cell is read, as workbooks number it


def dress(sheet: Worksheet, language: str, hidden: Collection[str] = ()) -> None:
    """A sheet of things: its first row, of keys, and the columns of these keys out of sight."""
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "B3"
    last = get_column_letter(max(sheet.max_column, 1))
    sheet.auto_filter.ref = f"A2:{last}{max(sheet.max_row, 2)}"
    widths = []
    for number, column in enumerate(sheet.iter_cols(min_row=2), 1):
        place = sheet.column_dimensions[get_column_letter(number)]
        place.hidden = sheet.cell(1, number).value in hidden
        place.width = _wide([str(one.value) for one in column if one.value is not None])
        widths.append(0.0 if place.hidden else place.width)
    for row in sheet.iter_rows(min_row=2):
        _row(sheet, row, widths, language)
    for one in sheet[2]:
        one.font, one.fill = _BOLD, _HEAD
    sheet.print_title_rows = "2:2"
    paper(sheet, language)


def summary(sheet: Worksheet, language: str) -> None:
    """The first sheet: pairs of what it is and what it says, below a title."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 80
    for row in sheet.iter_rows(min_row=2):
        _row(sheet, row, (34, 80), language)
        row[0].font = _BOLD
        row[-1].alignment = _alignment(language, "right" if right_to_left(language) else "left")
    sheet["A1"].font, sheet["A1"].alignment = _TITLE, Alignment(readingOrder=_order(language))
    paper(sheet, language)


def paper(sheet: Worksheet, language: str) -> None:
    """On paper all columns stand side by side, and the first is where reading begins."""
    sheet.sheet_view.rightToLeft = right_to_left(language)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _row(sheet: Worksheet, row: Any, widths: Any, language: str) -> None:
    """A row as high as its longest text, for the programs that do not measure it themselves."""
    lines = 1
    for one, wide in zip(row, widths, strict=False):
        one.font, one.alignment = _PLAIN, _alignment(language)
        if isinstance(one.value, date):
            one.number_format = "yyyy-mm-dd"
        elif wide and isinstance(one.value, str):
            lines = max(lines, sum(math.ceil(max(1, _long(line)) * 1.1 / wide) for line in one.value.split("\n")))
    sheet.row_dimensions[row[0].row].height = min(_ROW_MAX, lines * _LINE)


@cache
def _alignment(language: str, horizontal: str = "general") -> Alignment:
    return Alignment(horizontal=horizontal, vertical="top", wrap_text=True, readingOrder=_order(language))


def _order(language: str) -> int:
    return _RIGHT_FIRST if right_to_left(language) else _LEFT_FIRST


def _wide(texts: list[str]) -> float:
    longest = max((_long(line) for text in texts for line in text.split("\n")), default=0)
    return max(_NARROWEST, min(_WIDEST, longest * 1.1 + 3))


def _long(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
