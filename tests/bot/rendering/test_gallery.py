"""The pictures of docs/ are what the code draws today."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from bot.rendering import draw
from tests.bot.rendering.gallery import Sample, gallery

DOCS = Path(__file__).parents[3] / "docs"
SIZE_MAX = 250_000
_CELL = 24  # in pixels: a word that changed changes the mean of a cell, an edge drawn otherwise does not
_APART = 14  # of 255
SAMPLES = list(gallery())


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.file for sample in SAMPLES])
def test_a_picture_of_the_documentation_is_up_to_date(sample: Sample) -> None:
    shown = DOCS / sample.file
    assert shown.exists(), "draw it: python -m tests.bot.rendering.gallery docs"
    assert shown.stat().st_size <= SIZE_MAX
    today = Image.open(BytesIO(draw(sample.subject, sample.kind, "png", sample.scale))).convert("RGB")
    kept = Image.open(shown).convert("RGB")
    assert kept.size == today.size, "draw it anew: python -m tests.bot.rendering.gallery docs"
    assert difference(kept, today) < _APART, "draw it anew: python -m tests.bot.rendering.gallery docs"


def test_a_changed_word_is_noticed_and_another_smoothing_is_not() -> None:
    kept = Image.open(DOCS / "pictures" / "card-en.png").convert("RGB")
    assert difference(kept, kept.filter(ImageFilter.GaussianBlur(0.4))) < _APART
    changed = kept.copy()
    changed.paste(kept.crop((40, 60, 140, 84)), (300, 60))
    assert difference(kept, changed) > _APART


def test_there_is_no_picture_that_nobody_draws() -> None:
    drawn = {sample.file for sample in SAMPLES}
    assert {f"pictures/{file.name}" for file in (DOCS / "pictures").glob("*.png")} <= drawn


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures are where they are farthest apart, cell by cell."""
    apart = ImageChops.difference(one, other).convert("L")
    cells = apart.resize((max(1, apart.width // _CELL), max(1, apart.height // _CELL)), Image.Resampling.BOX)
    return float(ImageStat.Stat(cells).extrema[0][1])
