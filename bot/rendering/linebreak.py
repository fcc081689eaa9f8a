"""Where lines end: ICU says where they may, this fills the measure and leaves no widow."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from icu4py.breakers import CharacterBreaker, LineBreaker

WIDOW = 0.34  # a last line shorter than this part of the measure narrows the whole block
_TRIES = 7

Cut = tuple[int, int]


def fill(text: str, advances: Sequence[float], width: float | None, language: str) -> list[Cut]:
    """Cut a paragraph into lines no wider than `width`; None is one line however long."""
    reach = [0.0, *accumulate(advances)]
    if width is None or reach[-1] <= width:
        return [(0, len(text))]
    segments = list(LineBreaker(text, language).segments())
    cuts = _greedy(text, reach, segments, width)
    if len(cuts) > 1 and reach[cuts[-1][1]] - reach[cuts[-1][0]] < WIDOW * width:
        return _balanced(text, reach, segments, width, cuts)
    return cuts


@lru_cache(maxsize=4096)
def graphemes(text: str) -> tuple[str, ...]:
    """The characters as people count them."""
    return tuple(text) if text.isascii() else tuple(CharacterBreaker(text, "en"))


def _greedy(text: str, reach: list[float], segments: list[Cut], width: float) -> list[Cut]:
    cuts: list[Cut] = []
    line = 0
    for start, end in segments:
        visible = start + len(text[start:end].rstrip())
        if reach[visible] - reach[line] > width + 0.01 and start > line:
            cuts.append((line, start))
            line = start
        if reach[visible] - reach[start] > width:
            line = _force(text[start:end], start, line, reach, width, cuts)
    if line < len(text):
        cuts.append((line, len(text)))
    return cuts


def _force(word: str, start: int, line: int, reach: list[float], width: float, cuts: list[Cut]) -> int:
    """Break a word that is wider than the measure, between characters as people count them."""
    position = start
    for character in graphemes(word):
        end = position + len(character)
        if reach[end] - reach[line] > width and position > line:
            cuts.append((line, position))
            line = position
        position = end
    return line


def _balanced(text: str, reach: list[float], segments: list[Cut], width: float, cuts: list[Cut]) -> list[Cut]:
    """The narrowest measure that still needs no more lines."""
    words = (reach[start + len(text[start:end].rstrip())] - reach[start] for start, end in segments)
    narrow, wide, best = min(width, max(width / 2, *words)), width, cuts  # no narrower than a word: it would be broken
    for _ in range(_TRIES):
        middle = (narrow + wide) / 2
        tried = _greedy(text, reach, segments, middle)
        if len(tried) == len(cuts):
            wide, best = middle, tried
        else:
            narrow = middle
    return best
