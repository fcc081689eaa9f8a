"""The faces that pictures are set in: files of this package, and never a font of the system."""

import struct
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

FOLDER = Path(__file__).parent / "fonts"
WEIGHTS = (400, 500, 600, 700)
BOX = "□"  # drawn where no face has a character
EMOJI = "Twemoji.ttf"
_BOLD_FROM = 600

Segment = tuple[str, tuple[float, ...]]


@dataclass(eq=False)
class Face:
    """One font file: coverage, metrics, and outlines for the exported SVG."""

    key: str
    path: Path
    colour: bool = False
    _covers: dict[str, bool] = field(default_factory=dict)
    _outlines: dict[tuple[int, float], str] = field(default_factory=dict)
    _layers: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    @cached_property
    def font(self) -> hb.Font:
        """The HarfBuzz font, opened at first use: most pictures need few of the faces."""
        return hb.Font(hb.Face(hb.Blob.from_file_path(str(self.path))))

    @cached_property
    def units(self) -> int:
        """Font units per em."""
        return int(self.font.face.upem)

    @cached_property
    def extents(self) -> tuple[float, float]:
        """Ascent and descent per unit of size, both positive."""
        extents = self.font.get_font_extents("ltr")
        return extents.ascender / self.units, -extents.descender / self.units

    def covers(self, character: str) -> bool:
        """Whether the face has a glyph for a character."""
        known = self._covers.get(character)
        if known is None:
            known = self._covers[character] = self.font.get_nominal_glyph(ord(character)) is not None
        return known

    def outline(self, glyph: int, size: float) -> str:
        """The outline at a size as relative path data, the pen starting at the glyph's origin."""
        known = self._outlines.get((glyph, size))
        if known is None:
            known = self._outlines[glyph, size] = _relative(self._segments(glyph), size / self.units)
        return known

    def layers(self, glyph: int) -> tuple[tuple[int, str], ...]:
        """The coloured layers of an emoji: (glyph, colour), from the bottom up."""
        known = self._layers.get(glyph)
        if known is None:
            layers = self.font.face.get_glyph_color_layers(glyph)
            known = tuple((layer.glyph, self._palette[layer.color_index]) for layer in layers)
            self._layers[glyph] = known
        return known

    @cached_property
    def _palette(self) -> list[str]:
        # Face.get_color_palette() allocates without bound on this font, so the table is read here.
        data = self.font.face.reference_table("CPAL").data
        _, count, _, _, offset = struct.unpack(">HHHHI", data[:12])
        colours = struct.iter_unpack("4B", data[offset : offset + 4 * count])
        return [f"#{red:02x}{green:02x}{blue:02x}" for blue, green, red, _ in colours]

    def _segments(self, glyph: int) -> list[Segment]:
        segments: list[Segment] = []
        self.font.draw_glyph(glyph, _pen(), segments)
        return segments


@lru_cache
def faces(weight: int) -> tuple[Face, ...]:
    """The faces of a weight, in the order in which they are asked for a character."""
    return tuple(_face(name) for name in _names(weight))


def names() -> list[str]:
    """The files of all faces."""
    return sorted({name for weight in WEIGHTS for name in _names(weight)} | {EMOJI})


def _names(weight: int) -> tuple[str, ...]:
    coarse = 700 if weight >= _BOLD_FROM else 400
    return (
        f"Inter-{weight}.ttf",
        f"NotoSansHebrew-{weight}.ttf",
        f"NotoSansArabic-{weight}.ttf",
        f"NotoSansCJKsc-{coarse}.otf",
        f"NotoSans-LGC-{coarse}.ttf",
    )


@lru_cache
def emoji() -> Face:
    """The colour emoji."""
    return Face("Twemoji", FOLDER / EMOJI, colour=True)


@lru_cache
def _face(name: str) -> Face:
    return Face(name.partition(".")[0], FOLDER / name)


@lru_cache
def _pen() -> hb.DrawFuncs:
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, out: out.append(("m", (x, y))))
    pen.set_line_to_func(lambda x, y, out: out.append(("l", (x, y))))
    pen.set_quadratic_to_func(lambda a, b, x, y, out: out.append(("q", (a, b, x, y))))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, out: out.append(("c", (a, b, c, d, x, y))))
    pen.set_close_path_func(lambda out: out.append(("z", ())))
    return pen


def _relative(segments: list[Segment], scale: float) -> str:
    """Path data in hundredths, rounded at absolute places so that errors do not add up along the outline."""
    out: list[str] = []
    pen = start = (0, 0)
    for letter, numbers in segments:
        if letter == "z":
            out.append("z")
            pen = start
            continue
        points = [
            (round(x * scale * 100), round(-y * scale * 100)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        out.append(letter + " ".join(f"{hundredths(x - pen[0])} {hundredths(y - pen[1])}" for x, y in points))
        pen = points[-1]
        if letter == "m":
            start = pen
    return "".join(out)


def hundredths(value: int) -> str:
    """Write a number of hundredths as a short decimal: 150 is 1.5."""
    whole, rest = divmod(abs(value), 100)
    text = f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if value < 0 else text
