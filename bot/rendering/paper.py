"""A scene on cairo's surfaces, within the sizes that cairo and PDF readers can bear."""

import io
from collections.abc import Iterator
from contextlib import nullcontext
from math import floor, sqrt
from typing import Any, Final

import cairocffi
from cairosvg.parser import Tree
from cairosvg.surface import PNGSurface

from bot.rendering import native, png
from bot.rendering.scene import Scene
from bot.rendering.svg import to_svg

PIXELS_MAX = 20_000_000
SIDE_MAX = 32_767
PAGE_MAX = 14_400 * 4 / 3  # the longest side of a PDF page, in our units
_BAND: Final = 192  # rows of pixels: few enough for the processor's cache, many enough to be worth a replay


def to_png(scene: Scene, kind: str, scale: float) -> bytes:
    """Draw at a scale, or as much smaller as the caps ask for."""
    pixels_wide, pixels_high = scene.width, scene.height
    scale = min(scale, sqrt(PIXELS_MAX / (pixels_wide * pixels_high)), SIDE_MAX / max(pixels_wide, pixels_high))
    size = max(1, floor(pixels_wide * scale)), max(1, floor(pixels_high * scale))
    surface = drawn(_Recorded, scene, kind, size, None)
    return png.encode(*size, _bands(surface.cairo, *size))


class _Recorded(PNGSurface):  # type: ignore[misc]  # CairoSVG has no types
    """What is to be painted, kept in pixels of the picture's size without any pixel yet."""

    def _create_surface(self, width: float, height: float) -> tuple[Any, int, int]:
        whole = round(width), round(height)
        return cairocffi.RecordingSurface(cairocffi.CONTENT_COLOR, (0, 0, *whole)), *whole


def _bands(recorded: Any, width: int, height: int) -> Iterator[Any]:
    """Paint a recording from the top down, on one surface again and again.

    A surface of the whole picture would take four times as long for its memory alone, page by page.
    """
    for top in range(0, height, _BAND):
        if top == 0 or top + _BAND > height:
            band = cairocffi.ImageSurface(cairocffi.FORMAT_RGB24, width, min(_BAND, height - top))
        context = cairocffi.Context(band)
        context.set_source_surface(recorded, 0, -top)
        context.set_operator(cairocffi.OPERATOR_SOURCE)
        context.paint()
        yield band


def drawn(surface: type, scene: Scene, kind: str, size: tuple[float, float], output: io.BytesIO | None) -> Any:
    """Draw on a surface of CairoSVG's, with our own painters where they can be loaded."""
    with native.plate(reading_order=output is not None) if native.available() else nullcontext() as plate:
        text = to_svg(scene, kind, plate.shapes, plate.texts) if plate else to_svg(scene, kind)
        tree = Tree(bytestring=text.encode(), url_fetcher=_deny)
        return surface(tree, output, 96, output_width=size[0], output_height=size[1])


def _deny(url: str, resource: str) -> bytes:
    raise PermissionError("a picture asked for", resource, url)
