"""Icon outlines: read once, as cubic segments in a square of 24."""

import json
import re
from functools import lru_cache
from pathlib import Path

from bot.rendering.fonts import hundredths

SIDE = 24
_FILE = Path(__file__).parent / "assets" / "icons.json"
_TOKEN = re.compile(r"[A-Z]|-?\d*\.?\d+")

Segment = tuple[str, tuple[float, ...]]


def turned(name: str) -> str:
    """The icon for a journey that runs to the left: one that points along it points the other way."""
    return _TURNED.get(name, name)


@lru_cache
def segments(name: str) -> tuple[Segment, ...]:
    """The outline with absolute M, L, C and Z only."""
    if name in _UNTURNED:
        return tuple((letter, _mirrored(numbers)) for letter, numbers in segments(_UNTURNED[name]))
    out: list[Segment] = []
    pen, letter = (0.0, 0.0), ""
    tokens = _TOKEN.findall(_outlines()[name])
    place = 0
    while place < len(tokens):
        if tokens[place].isalpha():
            letter = tokens[place]
            place += 1
        count = _NUMBERS[letter]
        numbers = tuple(float(token) for token in tokens[place : place + count])
        place += count
        out.append(_plain(letter, numbers, pen))
        if letter != "Z":
            pen = out[-1][1][-2], out[-1][1][-1]
        letter = {"M": "L"}.get(letter, letter)
    return tuple(out)


@lru_cache(maxsize=512)
def relative(name: str, size: float) -> str:
    """The outline at a size as relative path data, the pen starting at the square's corner."""
    scale = size / SIDE * 100
    out: list[str] = []
    pen = start = (0, 0)
    for letter, numbers in segments(name):
        if letter == "Z":
            out.append("z")
            pen = start
            continue
        points = [(round(x * scale), round(y * scale)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        text = " ".join(f"{hundredths(x - pen[0])} {hundredths(y - pen[1])}" for x, y in points)
        out.append(letter.lower() + text)
        pen = points[-1]
        if letter == "M":
            start = pen
    return "".join(out)


_TURNED = {"trending-up": "trending-up-left", "trending-down": "trending-down-left"}
_UNTURNED = {left: right for right, left in _TURNED.items()}
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}


def _plain(letter: str, numbers: tuple[float, ...], pen: tuple[float, float]) -> Segment:
    if letter == "H":
        return "L", (numbers[0], pen[1])
    if letter == "V":
        return "L", (pen[0], numbers[0])
    if letter == "Q":
        a, b, x, y = numbers
        first = (pen[0] + 2 / 3 * (a - pen[0]), pen[1] + 2 / 3 * (b - pen[1]))
        return "C", (*first, x + 2 / 3 * (a - x), y + 2 / 3 * (b - y), x, y)
    return letter, numbers


def _mirrored(numbers: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(number if place % 2 else SIDE - number for place, number in enumerate(numbers))


@lru_cache
def _outlines() -> dict[str, str]:
    outlines: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return outlines
