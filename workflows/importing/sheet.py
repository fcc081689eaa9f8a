"""What every kind of file becomes: named columns, and rows of plain text that know where they stood."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.importing.problems import refused
from workflows.text import clean

ROWS_MAX, COLUMNS_MAX, CELL_MAX, TEXT_MAX = 5000, 60, 4000, 3_000_000
# An export writes an apostrophe before what a spreadsheet would take for a formula.
_ESCAPED = re.compile(r"\A'(?=[=+\-@\t\r])")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is what a person counts: the row of a spreadsheet, the line of a text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text. `how` says how it was read: the format, the encoding, the separator, left-out things."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    how: dict[str, str] = field(default_factory=dict)

    def headless(self) -> "Sheet":
        """The same, where the first line turned out to hold no names but a row like the others."""
        width = range(1, len(self.columns) + 1)
        first = Row(int(self.how.get("first", "1")), self.columns)
        return Sheet(tuple(letter(one) for one in width), (first, *self.rows), {**self.how, "headless": "1"})

    def dump(self) -> dict[str, Any]:
        """The sheet as JSON keeps it."""
        return {"columns": self.columns, "rows": [[row.number, *row.cells] for row in self.rows], "how": self.how}

    @classmethod
    def load(cls, kept: dict[str, Any]) -> "Sheet":
        """Read it back."""
        rows = tuple(Row(int(row[0]), tuple(map(str, row[1:]))) for row in kept["rows"])
        return cls(tuple(kept["columns"]), rows, dict(kept["how"]))


def letter(number: int) -> str:
    """Name a column as a spreadsheet does: A … Z, then AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell(value: object) -> str:
    """A cell as text, clean, without the apostrophe that an export wrote before a formula."""
    said = "" if value is None else str(value)
    # Before cleaning, which takes the tab behind an apostrophe away.
    return clean(_ESCAPED.sub("", said.lstrip("\ufeff")))


def sheet(rows: Iterable[tuple[int, Sequence[object]]], **how: str) -> Sheet:
    """A sheet of numbered rows, the first of which names the columns. Rows without a word are passed over."""
    made: list[Row] = []
    size = width = 0
    for number, values in rows:
        cells = _cells(number, values)
        if not any(cells):
            continue
        size += sum(map(len, cells))
        width = max(width, len(cells))
        if len(made) > ROWS_MAX:
            raise refused("file_rows", limit=ROWS_MAX)
        if size > TEXT_MAX:
            raise refused("file_text")
        made.append(Row(number, cells))
    if not made:
        raise refused("file_empty")
    head, *rest = (Row(row.number, (*row.cells, *[""] * (width - len(row.cells)))) for row in made)
    names = tuple(name or letter(place) for place, name in enumerate(head.cells, start=1))
    return Sheet(names, tuple(rest), {"first": str(head.number), **how})


def _cells(number: int, values: Sequence[object]) -> tuple[str, ...]:
    found = [cell(value) for value in values]
    while found and not found[-1]:
        found.pop()
    if len(found) > COLUMNS_MAX:
        raise refused("file_columns", limit=COLUMNS_MAX, row=number)
    for place, said in enumerate(found, start=1):
        if len(said) > CELL_MAX:
            raise refused("file_cell", row=number, column=letter(place), limit=CELL_MAX)
    return tuple(found)
