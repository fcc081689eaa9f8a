"""Text with separators: CSV as spreadsheets of every country write it."""

import csv
import io
from collections.abc import Iterator

from workflows.importing.problems import refused
from workflows.importing.sheet import CELL_MAX, Sheet, sheet

SEPARATORS = {",": ",", ";": ";", "\t": "tab", "|": "|"}
_LOOKED_AT = 20  # records
_SAMPLE = 64_000  # characters


def read(text: str, encoding: str) -> Sheet:
    """The sheet of a text with separators, or a refusal that names the row."""
    told, body = _told(text)
    separator = told or _separator(body)
    offset = 1 if told else 0
    named = SEPARATORS.get(separator, separator)
    return sheet(_records(body, separator, offset), format="CSV", encoding=encoding, separator=named)


def _told(text: str) -> tuple[str, str]:
    """`sep=;` in a line of its own, as Excel writes and reads it."""
    first, _break, rest = text.partition("\n")
    said = first.strip()
    if said.lower().startswith("sep=") and len(said) == 5 and said[4] in SEPARATORS:
        return said[4], rest
    return ("\t", rest) if first.lower().startswith("sep=\t") else ("", text)


def _separator(text: str) -> str:
    """The one that parts the first lines into the most columns, as many in each."""
    best, most = ",", 0.0
    for one in SEPARATORS:
        widths = []
        try:
            for record in csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=one):
                if any(record):
                    widths.append(len(record))
                if len(widths) == _LOOKED_AT:
                    break
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = (usual - 1) * widths.count(usual) / len(widths)
        if score > most:
            best, most = one, score
    return best


def _records(text: str, separator: str, offset: int) -> Iterator[tuple[int, list[str]]]:
    """Records with the numbers that a spreadsheet would give them: a cell of several lines is one row."""
    number = offset
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            number += 1
            yield number, record
    except csv.Error:
        # One cell beyond what the reader takes: a quotation mark that nobody closed swallows all that follows.
        raise refused("file_quote", row=number + 1, limit=CELL_MAX) from None
