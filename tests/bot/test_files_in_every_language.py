"""Pictures and files in each language: no word that is drawn, and no heading of a file, is left in English."""

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from bot.exports import FORMATS, Pictures
from bot.exports.making import drawn
from bot.i18n import LANGUAGES, say_for
from bot.rendering import layouts
from bot.rendering.sheet import Sheet
from bot.rendering.subjects import Kind
from tests.bot.rendering.subjects import subject
from tests.bot.voices import NAMES, left_in_latin
from workflows import presets
from workflows.document import Document, content_of
from workflows.presets.as_map import EXAMPLE_DAY
from workflows.snapshots import MapSnapshot

pytestmark = pytest.mark.thorough

OTHERS = sorted(set(LANGUAGES) - {"en"})
WRITTEN = {"QR", "Wi", "Fi", "ID"}  # by the people of the example


@pytest.fixture(params=OTHERS)
def journey(request: pytest.FixtureRequest) -> MapSnapshot:
    """The example of an online shop, after its review."""
    return presets.snapshot(presets.example("ecommerce", request.param), reviewed=True)


def english(texts: Iterator[str]) -> set[str]:
    """The texts with words in Latin letters that nobody wrote."""
    known = frozenset(NAMES | WRITTEN | set(LANGUAGES.values()) | {"English"})
    return {text[:120] for text in texts if left_in_latin(text, known)}


def test_no_word_in_a_picture_is_english(journey: MapSnapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    measure = Sheet.measure

    def listening(self: Sheet, text: str, **spec: Any) -> Any:
        seen.append(text)
        return measure(self, text, **spec)

    monkeypatch.setattr(Sheet, "measure", listening)
    say = say_for(journey.outline.language)
    told = [
        scene.story for kind in get_args(Kind) for scene in layouts.document(subject(kind, journey), kind, say)
    ]  # fmt: skip
    assert len(seen) > 300
    assert english(iter([*seen, *told])) == set()


def _sheets(content: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(content)):
        if sheet.sheet_state == "visible":
            yield sheet.title
            for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
                keys = sheet.row_dimensions[cell.row].hidden or sheet.column_dimensions[cell.column_letter].hidden
                if not keys:
                    yield cell.value


def _slides(content: bytes) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)


def _page(content: bytes) -> Iterator[str]:
    bare = re.sub(r"<(style|script)\b.*?</\1>", "", content.decode(), flags=re.DOTALL)
    yield from map(unescape, re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]*)"', bare))
    yield from map(unescape, re.sub(r"<[^>]*>", "\n", bare).splitlines())


def _outline(content: bytes) -> Iterator[str]:
    for one in ET.fromstring(content).iter("outline"):
        yield from one.attrib.values()


READERS = {
    "xlsx": _sheets,
    "pptx": _slides,
    "html": _page,
    "opml": _outline,
    "csv": lambda content: iter(content.decode().splitlines()[:1]),
    "markdown": lambda content: iter(content.decode().splitlines()),
}


@pytest.mark.parametrize("name", READERS)
def test_no_heading_of_a_file_is_english(journey: MapSnapshot, name: str) -> None:
    one, made = FORMATS[name], Document(exported_at=EXAMPLE_DAY, map=content_of(journey))
    content = one.write(made, drawn(journey, one.needs) if one.needs else Pictures(), journey.outline.language)
    texts = list(READERS[name](content))
    assert texts
    assert english(iter(texts)) == set()
