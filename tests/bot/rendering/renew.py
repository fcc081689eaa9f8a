"""Draw the reference pictures anew: `python -m tests.bot.rendering.renew`. Look at them before you commit them."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from bot.rendering import Kind, draw
from tests.bot.rendering import samples

FOLDER = Path(__file__).parent / "references"
SCALES: dict[Kind, float] = {"card": 2.4, "map": 1.8}
_SMALLER: dict[Kind, int] = {"card": 4, "map": 5}  # a reference is so much smaller than what is drawn
_STEP = 6  # between the shades of a reference: half the bytes
# Pixels of a reference that are averaged, and how far the averages may differ, of 255: about the width of a letter,
# and less than a letter; and an area in which another tint would be seen.
_CELLS = ((4, 17), (24, 5))


def references() -> Iterator[tuple[Path, str, Kind]]:
    """Each reference: its file, language and kind."""
    for language in samples.LANGUAGES:
        for kind in SCALES:
            yield FOLDER / f"{kind}-{language}.png", language, kind


def drawn(language: str, kind: Kind) -> Image.Image:
    """The picture as it is drawn now."""
    png = draw(samples.ebike(language), kind, "png", SCALES[kind])
    return Image.open(BytesIO(png)).convert("RGB").reduce(_SMALLER[kind])


def kept(file: Path) -> Image.Image:
    """A reference."""
    with Image.open(file) as image:
        return image.convert("RGB")


def difference(now: Image.Image, reference: Image.Image) -> str:
    """What a person would see of a change, or nothing: single pixels at the edges of letters are no change."""
    if now.size != reference.size:
        return f"size {now.size} instead of {reference.size}"
    for cell, most in _CELLS:
        cells = ImageChops.difference(now.reduce(cell), reference.reduce(cell))
        worst = max(high for _, high in cells.getextrema())
        if worst > most:
            seen = Image.merge("RGB", [band.point([0] * (most + 1) + [255] * (255 - most)) for band in cells.split()])
            box = tuple(side * cell for side in seen.getbbox() or ())
            return f"differs by {worst} of 255 in cells of {cell} pixels within {box}"
    return ""


def main() -> int:
    """Draw what has changed anew, and leave the rest as it is."""
    FOLDER.mkdir(exist_ok=True)
    for file, language, kind in references():
        now = drawn(language, kind)
        change = "new" if not file.exists() else difference(now, kept(file))
        if change:
            now.point([round(shade / _STEP) * _STEP for shade in range(256)] * 3).save(file, optimize=True)
            print(f"{file.name}: {change}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
