"""The order of text that runs both ways: embedding levels, paragraph direction, runs in the order they are seen."""

import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")

_PACKAGE = "bot.rendering._fpdf"
PIECE_MAX = 500  # the algorithm recurses over neutrals: 1,000 of them in a row are too deep
_PIECE_OF_SIGNS = 64  # ... and its time grows with the square of them

_LEFTWARD = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]",
)
# Signed numbers and Latin words that start with a digit would have their first part moved to the end.
_FLIPPING = re.compile(r"(?<![\w\u200e])(?:[+\-−±]\d|\d+[-–]?[A-Za-z])")
_SIGNS = re.compile(r"[\W_]{48,}")
_STRONG = {"L": False, "R": True, "AL": True}


def runs_left(text: str) -> bool:
    """Whether any of the text is written from the right."""
    return not text.isascii() and bool(_LEFTWARD.search(text))


def base_is_rtl(text: str, otherwise: bool) -> bool:
    """The direction of a paragraph: that of its first strong character, or of the map where there is none."""
    if text.isascii():
        return otherwise if not any(character.isalpha() for character in text) else False
    for character in text:
        direction = _STRONG.get(unicodedata.bidirectional(character))
        if direction is not None:
            return direction
    return otherwise


def protected(text: str) -> str:
    """Text for a right-to-left paragraph in which "3-D Secure" and "+12%" keep their order."""
    return _FLIPPING.sub("\u200e\\g<0>", text)


def levels(text: str, *, rtl: bool) -> list[int] | None:
    """The embedding level of each character, or None where everything runs from the left."""
    if not rtl and not runs_left(text):
        return None
    found: list[int] = []
    piece = _PIECE_OF_SIGNS if _SIGNS.search(text) else PIECE_MAX
    for start in range(0, len(text), piece):
        found += _levels(text[start : start + piece], rtl=rtl)
    return found


@lru_cache
def _algorithm() -> tuple[Any, Any]:
    """The two modules of fpdf2 that it needs, under a name of ours.

    Importing the package itself brings in a PDF writer and a font editor, and takes half a second that
    the first Hebrew picture would wait.
    """
    found = find_spec("fpdf")
    if found is None or found.submodule_search_locations is None:
        raise ModuleNotFoundError("fpdf")
    package = ModuleType(_PACKAGE)
    package.__path__ = list(found.submodule_search_locations)
    sys.modules[_PACKAGE] = package
    algorithm = import_module(f"{_PACKAGE}.bidi").BidiParagraph
    return algorithm, import_module(f"{_PACKAGE}.enums").TextDirection


@lru_cache(maxsize=4096)
def _levels(text: str, *, rtl: bool) -> tuple[int, ...]:
    algorithm, directions = _algorithm()
    direction = directions.RTL if rtl else directions.LTR
    found = [int(rtl)] * len(text)
    for character in algorithm(text=text, base_direction=direction).get_characters_with_embedding_level():
        found[character.character_index] = character.embedding_level
    return tuple(found)


def reordered(runs: Sequence[T], level: Callable[[T], int]) -> list[T]:
    """Put runs of one line into the order in which they are seen from the left (rule L2)."""
    out = list(runs)
    highest = max((level(run) for run in out), default=0)
    lowest_odd = min((level(run) for run in out if level(run) % 2), default=highest + 1)
    for current in range(highest, lowest_odd - 1, -1):
        start = 0
        while start < len(out):
            if level(out[start]) < current:
                start += 1
                continue
            end = start
            while end < len(out) and level(out[end]) >= current:
                end += 1
            out[start:end] = out[start:end][::-1]
            start = end
    return out
