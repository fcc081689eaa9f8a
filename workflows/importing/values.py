"""What stands in a cell: numbers, days, yes and no, as people of four languages write them."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from workflows.importing.vocabulary import NO, YES, folded

_DAY = re.compile(r"\A(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2}))?\D?(?:[T ,]\s*\d{1,2}:\d{2}.*)?\Z")
_EITHER = re.compile(r"\A(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\s*г?\.?(?:[T ,]+\s*\d{1,2}:\d{2}.*)?\Z")
_GROUPED = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_NUMBER = re.compile(r"\A[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?\Z")


def number(said: str) -> float | None:
    """A number, or None where it is none: `1 234,5`, `1,234.5`, `12 %`, `−3`."""
    plain = unicodedata.normalize("NFKC", said).replace("−", "-").strip().rstrip("%").strip()
    plain = _GROUPED.sub("", plain)
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:  # the later of the two is the decimal one
        plain = plain.replace(",", "") if point > comma else plain.replace(".", "").replace(",", ".")
    elif plain.count(",") == 1 and not re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", plain):
        plain = plain.replace(",", ".")
    elif comma >= 0:
        plain = plain.replace(",", "")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    if len(plain) > 30 or not _NUMBER.match(plain) or not plain.isascii():
        return None
    return float(plain)


def whole(said: str) -> int | None:
    """A whole number, or None."""
    found = number(said)
    return int(found) if found is not None and found == int(found) else None


def truth(said: str) -> bool | None:
    """Yes or no in any of the languages, or None where it is neither."""
    word = said.strip().casefold()
    if word in YES or folded(word) in YES:
        return True
    return False if word in NO or folded(word) in NO else None


class Days:
    """The days of one column. Whether 03/04 is in March or in April is told by the other days of the column."""

    def __init__(self, column: Iterable[str]) -> None:
        slashed = [match for said in column if (match := _EITHER.match(_plain(said))) and "/" in said]
        self._day_first = any(int(match[1]) > 12 for match in slashed)
        self._month_first = any(int(match[2]) > 12 for match in slashed)

    def read(self, said: str) -> date | str:
        """The day, or the code of what is wrong with it."""
        plain = _plain(said)
        if match := _DAY.match(plain):
            return _date(int(match[1]), int(match[2]), int(match[3] or 1))
        match = _EITHER.match(plain)
        if match is None:
            return "bad_day"
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        year += 2000 if year < 100 else 0
        if "/" not in plain or one == two:
            return _date(year, two, one)
        if self._day_first == self._month_first:
            return "unclear_day"
        return _date(year, two, one) if self._day_first else _date(year, one, two)


def _plain(said: str) -> str:
    return unicodedata.normalize("NFKC", said).strip()


def _date(year: int, month: int, day: int) -> date | str:
    try:
        found = date(year, month, day)
    except ValueError:
        return "bad_day"
    return found if 1970 <= found.year <= 2100 else "bad_day"
