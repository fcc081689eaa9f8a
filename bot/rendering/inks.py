"""Glyphs of texts, packed as cairo takes them."""

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.rendering.fonts import Face
from bot.rendering.scene import Text
from bot.rendering.shaping import Run
from bot.rendering.typeset import place

STRIP = 128  # what is painted together stands within about so much height: a band of pixels skips the rest
GLYPH = struct.Struct("=Qdd")  # cairo_glyph_t on the platforms that cairo is packaged for
CLUSTER = struct.Struct("=ii")  # cairo_text_cluster_t


@dataclass(frozen=True, slots=True)
class Ink:
    """Glyphs of one face, size and colour, packed; for PDF with the characters that they stand for."""

    face: Face
    size: float
    colour: str
    glyphs: bytes
    source: bytes = b""
    clusters: bytes = b""
    leftward: bool = False
    strip: int = 0


def inks_of(text: Text, side: str, *, readable: bool) -> Iterator[Ink]:
    """A text where it stands; `readable` with its characters."""
    for run, left, baseline in place(text.block, text.x, text.y, text.w, side):
        strip = int(baseline // STRIP)
        if run.face.colour:
            yield from _emoji_inks(run, left, baseline, strip)
            continue
        pen = left
        places: list[float] = []
        for glyph, _, advance, x, y in run.glyphs:
            places += (glyph, pen + x, baseline - y)
            pen += advance
        source = _source(run) if readable else (b"", b"")
        glyphs = _glyphs(len(run.glyphs)).pack(*places)
        yield Ink(run.face, run.size, text.fill, glyphs, *source, leftward=run.level % 2 == 1, strip=strip)


def _emoji_inks(run: Run, left: float, baseline: float, strip: int) -> Iterator[Ink]:
    """The layers of each picture, from the bottom up."""
    pen = left
    for glyph, _, advance, x, y in run.glyphs:
        for layer, colour in run.face.layers(glyph):
            yield Ink(run.face, run.size, colour, GLYPH.pack(layer, pen + x, baseline - y), strip=strip)
        pen += advance


@lru_cache(maxsize=1024)
def _glyphs(count: int) -> struct.Struct:
    """So many glyphs in a row."""
    return struct.Struct("=" + GLYPH.format.lstrip("=") * count)


def _source(run: Run) -> tuple[bytes, bytes]:
    """The characters of a run, and how many bytes of them belong to how many glyphs, in reading order."""
    text = run.source[run.start : run.end]
    if text.isascii() and [glyph[1] for glyph in run.glyphs] == list(range(run.start, run.end)):
        return text.encode(), CLUSTER.pack(1, 1) * len(text)
    counts = Counter(index for _, index, _, _, _ in run.glyphs)
    starts = sorted(counts)
    ends = [*starts[1:], run.end]
    pieces = [run.source[start:end].encode() for start, end in zip(starts, ends, strict=True)]
    clusters = [CLUSTER.pack(len(piece), counts[start]) for piece, start in zip(pieces, starts, strict=True)]
    return b"".join(pieces), b"".join(clusters)


def gathered(inks: list[Ink]) -> list[Ink]:
    """Glyphs alike in one, so that cairo is called once for each; emoji keep their order, for they are layered."""
    found: dict[tuple[int, Face, float, str], list[bytes]] = {}
    for ink in inks:
        if not ink.face.colour:
            found.setdefault((ink.strip, ink.face, ink.size, ink.colour), []).append(ink.glyphs)
    alike = [Ink(face, size, colour, b"".join(glyphs)) for (_, face, size, colour), glyphs in found.items()]
    return alike + [ink for ink in inks if ink.face.colour]
