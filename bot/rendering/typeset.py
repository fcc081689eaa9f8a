"""A text in a measure: paragraphs, lines, clipping. What comes out knows its size and can be placed anywhere."""

import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.rendering import bidi, linebreak, shaping
from bot.rendering.clean import drawable
from bot.rendering.fonts import BOX, faces
from bot.rendering.shaping import Glyph, Run

ELLIPSIS = "…"
_AHEAD = 24  # characters of the next line that may still fit before an ellipsis

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of runs, in the order in which they are seen from the left."""

    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Block:
    """A text set in a measure."""

    text: str
    lines: tuple[Line, ...]
    width: float
    height: float
    leading: float
    ascent: float  # from the top of a line to its baseline
    clipped: bool
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spec:
    """How a text is to be set. `lines` clips with an ellipsis; `base` forces the paragraph's direction."""

    size: float
    weight: int = 400
    leading: float = 0
    width: float | None = None
    lines: int | None = None
    base: bool | None = None


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    items: tuple[tuple[shaping.Item, tuple[Glyph, ...]], ...]
    advances: tuple[float, ...]


class Typesetter:
    """Sets text of one language. Blocks are remembered: most of a map is the same from one drawing to the next."""

    def __init__(self, language: str, *, rtl: bool) -> None:
        self.language, self.rtl = language.replace("_", "-"), rtl
        self.block = lru_cache(maxsize=8192)(self._block)

    def _block(self, text: str, spec: Spec) -> Block:
        """Set a text, or a box in its place: one that no library can bear must not spoil the whole picture."""
        try:
            return self._set(text, spec)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other texts are fine
            _log.warning("a text of %d characters cannot be set: %s", len(text), type(error).__name__)
            return self._set(BOX, spec)

    def _set(self, text: str, spec: Spec) -> Block:
        text, missing = shaping.without_missing(drawable(text), spec.weight)
        lines: list[Line] = []
        clipped = False
        for paragraph in (piece for piece in text.split("\n") if piece.strip()):
            room = None if spec.lines is None else spec.lines - len(lines)
            if room is not None and room <= 0:
                lines[-1], clipped = self._ended(lines, paragraph, spec), True
                break
            made, cut = self._lines(paragraph.strip(), spec, room)
            lines += made
            if cut:
                clipped = True
                break
        leading = spec.leading or round(spec.size * 1.43)
        rise, fall = (part * spec.size for part in faces(spec.weight)[0].extents)
        return Block(
            text=text,
            lines=tuple(lines),
            width=max((line.width for line in lines), default=0.0),
            height=leading * len(lines),
            leading=leading,
            ascent=(leading - rise - fall) / 2 + rise,
            clipped=clipped,
            missing=missing,
        )

    def _lines(self, text: str, spec: Spec, room: int | None) -> tuple[list[Line], bool]:
        rtl = bidi.base_is_rtl(text, self.rtl) if spec.base is None else spec.base
        if rtl:
            text = bidi.protected(text)
        paragraph = self._shaped(text, spec, rtl=rtl)
        cuts = linebreak.fill(text, paragraph.advances, spec.width, self.language)
        if room is None or len(cuts) <= room:
            return [_line(paragraph, start, end, spec.size) for start, end in cuts], False
        lines = [_line(paragraph, start, end, spec.size) for start, end in cuts[: room - 1]]
        start, end = cuts[room - 1]
        return [*lines, self._clipped(text[start : end + _AHEAD], spec, rtl=rtl)], True

    def _clipped(self, text: str, spec: Spec, *, rtl: bool) -> Line:
        """A last line with an ellipsis, within the measure."""
        kept = list(linebreak.graphemes(text.rstrip()))
        while True:
            said = "".join(kept).rstrip() + ELLIPSIS
            paragraph = self._shaped(said, spec, rtl=rtl)
            line = _line(paragraph, 0, len(said), spec.size)
            if spec.width is None or line.width <= spec.width or not kept:
                return line
            too_much = line.width - spec.width
            while kept and too_much > 0:
                too_much -= spec.size * len(kept.pop())  # as wide as any: rather once more than a word too many

    def _ended(self, lines: list[Line], rest: str, spec: Spec) -> Line:
        """The last line again with an ellipsis, because more paragraphs follow that have no room."""
        last = lines[-1]
        rtl = bidi.base_is_rtl(rest, self.rtl) if spec.base is None else spec.base
        mark = self._clipped("", replace(spec, width=None), rtl=rtl)
        if spec.width is not None and last.width + mark.width > spec.width:
            return last
        runs = (*mark.runs, *last.runs) if rtl else (*last.runs, *mark.runs)
        return Line(runs, last.width + mark.width)

    def _shaped(self, text: str, spec: Spec, *, rtl: bool) -> _Paragraph:
        items = shaping.itemise(text, spec.weight, bidi.levels(text, rtl=rtl))
        advances = [0.0] * len(text)
        shaped = []
        for item in items:
            glyphs = tuple(shaping.shape(text, item, spec.size, self.language))
            shaped.append((item, glyphs))
            for _, index, advance, _, _ in glyphs:
                advances[index] += advance
        return _Paragraph(text, tuple(shaped), tuple(advances))


@lru_cache
def typesetter(language: str, *, rtl: bool) -> Typesetter:
    """The typesetter of a language, one for the life of the process."""
    return Typesetter(language, rtl=rtl)


def place(block: Block, x: float, y: float, width: float, side: str) -> Iterator[tuple[Run, float, float]]:
    """Each run of a block with its x and baseline, for a box whose text stands at the `left`, `right` or `middle`."""
    baseline = y + block.ascent
    for line in block.lines:
        spare = {"left": 0.0, "middle": (width - line.width) / 2, "right": width - line.width}[side]
        left = x + spare
        for run in line.runs:
            yield run, left, baseline
            left += run.width
        baseline += block.leading


def initials(name: str) -> str:
    """Up to two letters for an avatar; one is enough for a name in Chinese characters."""
    words = [word for word in drawable(name).replace("·", " ").split() if any(letter.isalnum() for letter in word)]
    if not words:
        return "?"
    first = next(letter for letter in words[0] if letter.isalnum())
    if unicodedata.east_asian_width(first) == "W" or len(words) == 1:
        return first.upper()
    return (first + next(letter for letter in words[-1] if letter.isalnum())).upper()


def _line(paragraph: _Paragraph, start: int, end: int, size: float) -> Line:
    """The runs that fall between two characters, without the white space at the end."""
    end = start + len(paragraph.text[start:end].rstrip())
    runs: list[Run] = []
    for item, glyphs in paragraph.items:
        first, last = max(item.start, start), min(item.end, end)
        if first >= last:
            continue
        whole = first == item.start and last == item.end
        kept = list(glyphs) if whole else [glyph for glyph in glyphs if first <= glyph[1] < last]
        width = sum(glyph[2] for glyph in kept)
        runs.append(Run(item.face, size, kept, width, item.level, first, last, paragraph.text))
    ordered = bidi.reordered(runs, lambda run: run.level)
    return Line(tuple(ordered), sum(run.width for run in ordered))
