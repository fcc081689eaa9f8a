"""The parts of slides: titles, texts, tables that go on from slide to slide, charts; in both directions of writing.

PowerPoint measures text only when somebody edits it, so how much room a text takes is reckoned here, a little large.
"""

import io
import math
import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Length, Pt

from bot.i18n import Say, right_to_left

WIDE, HIGH, EDGE, TOP, BOTTOM = 13.333, 7.5, 0.6, 1.6, 6.85  # inches
ROOM: Final = WIDE - 2 * EDGE
INK, PALE, ACCENT, WHITE, LINES, _ALARM = map(
    RGBColor.from_string, ("1F2A37", "E8EEF4", "2F6F8F", "FFFFFF", "C9D3DC", "A61B1B")
)
_BAND: Final = 0.14  # height of the coloured edge
LANGUAGES: Final = {"en": "en-US", "ru": "ru-RU", "zh_Hans": "zh-CN", "he": "he-IL"}
LINE_MAX, CELL_MAX, PAGES = 90, 300, 5
_SIGNED: Final = "+0.#;\u22120.#;0"  # a number with its sign, as spreadsheets write formats
_HEAD, _LINE, _SIDES = 0.45, 1.25, 0.2  # height of a table's head; of a line, in sizes; margins of a cell
# A face of every script, of those that PowerPoint has; each program takes what it has for those it lacks.
_FACES: Final = {"latin": "Calibri", "ea": "Microsoft YaHei", "cs": "Arial"}


def clip(text: str, limit: int) -> str:
    """A text as one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def lines(text: str, size: int, wide: float) -> int:
    """How many lines a text of a size (points) takes in so many inches."""
    ems = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in text)
    return max(1, math.ceil(ems * size / 72 / wide * 1.08))


def high(text: str, size: int, wide: float) -> float:
    """How many inches of height it takes."""
    return lines(text, size, wide) * size * _LINE / 72


def _fitted(text: str, size: int, wide: float) -> str:
    """As much of a text as stands in one line."""
    said = clip(text, 200)
    while lines(said, size, wide) > 1:
        said = clip(said, len(said) - 1)
    return said


class Slides:
    """A file of slides that is being made."""

    def __init__(self, title: str, say: Say, language: str) -> None:
        self.say, self.rtl, self.lang = say, right_to_left(language), LANGUAGES.get(language, "en-US")
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = Inches(WIDE), Inches(HIGH)
        self.deck.core_properties.title, self.deck.core_properties.author = title, "Cairn"
        self._faces()

    def _faces(self) -> None:
        theme = self.deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        told = theme.blob.decode()
        for script, face in _FACES.items():
            told = re.sub(f'<a:{script} typeface="[^"]*"', f'<a:{script} typeface="{face}"', told)
        theme._blob = told.encode()  # noqa: SLF001  # python-pptx has no name for it

    def saved(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.deck.save(out)
        return out.getvalue()

    def slide(self, title: str, below: str = "") -> Any:
        """A new slide with a title, and a line below it."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])  # a title, and nothing else
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(WIDE), Inches(_BAND))
        band.fill.solid()
        band.fill.fore_color.rgb = ACCENT
        band.line.fill.background()
        band.shadow.inherit = False
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = map(Inches, (EDGE, 0.35, ROOM, 0.75))
        head.text_frame.word_wrap = True
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        said = clip(title, LINE_MAX)
        size = next((size for size in (30, 24, 20) if lines(said, size, ROOM - _SIDES) == 1), 18)
        self.line(head.text_frame.paragraphs[0], said, size, bold=True)
        if below:
            self.box(slide, 1.08, 0.45, _fitted(below, 14, ROOM - _SIDES), 14)
        return slide

    def says(self, slide: Any, text: str) -> None:
        """One sentence in the middle."""
        self.box(slide, 3.2, 0.8, text, 18)

    def box(self, slide: Any, top: float, height: float, text: str, size: int) -> None:
        """A text as wide as the slide."""
        box = slide.shapes.add_textbox(*map(Inches, (EDGE, top, ROOM, height)))
        box.text_frame.word_wrap = True
        self.line(box.text_frame.paragraphs[0], text, size)

    def tables(
        self,
        title: str,
        below: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        alarming: Container[str] = (),
    ) -> None:
        """A table over as many slides as it takes; beyond PAGES of them what is left is counted.

        Cells that say something `alarming` stand out.
        """
        pages = list(_pages([[clip(text, CELL_MAX) for text in row] for row in rows], widths))
        for number, page in enumerate(pages[:PAGES], 1):
            of = f" ({number}/{min(len(pages), PAGES)})" if len(pages) > 1 else ""
            slide = self.slide(f"{title}{of}", below)
            self._table(slide, heads, page, widths, alarming)
        left = sum(map(len, pages[PAGES:]))
        if left:
            self.box(slide, BOTTOM, 0.4, self.say.n("and {count} more", "and {count} more", left), 12)

    def _table(
        self,
        slide: Any,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        alarming: Container[str],
    ) -> None:
        place = map(Inches, (EDGE, TOP, sum(widths), _HEAD))
        table = slide.shapes.add_table(len(rows) + 1, len(heads), *place).table
        if self.rtl:  # not every program heeds a table's own direction: its columns stand from the right as they are
            heads, rows, widths = heads[::-1], [row[::-1] for row in rows], widths[::-1]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for number, row in enumerate((heads, *rows)):
            table.rows[number].height = Inches(_tall(row, widths) if number else _HEAD)
            for at, text in enumerate(row):
                cell = table.cell(number, at)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = (WHITE if number % 2 else PALE) if number else ACCENT
                size = _size(text) if number else 13
                loud = text in alarming
                ink = (_ALARM if loud else INK) if number else WHITE
                self.line(cell.text_frame.paragraphs[0], text, size, bold=loud or not number, ink=ink)

    def curve(
        self, slide: Any, place: Sequence[Length], names: Sequence[str], values: Sequence[float | None], title: str
    ) -> None:
        """A line chart from −2 to +2, its numbers in the workbook within it."""
        chart_data: Any = CategoryChartData  # the library says no types
        data = chart_data(number_format=_SIGNED)
        data.categories = names
        data.add_series(title, values)
        shape = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place, data)
        shape.name = title
        chart = shape.chart
        chart.has_legend, chart.has_title = False, False
        chart.font.size, chart.font.color.rgb = Pt(11 if len(names) <= 8 else 9), INK
        self._axes(chart)
        drawn = chart.plots[0].series[0]
        drawn.smooth = False
        drawn.format.line.width, drawn.format.line.color.rgb = Pt(2.5), ACCENT
        drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 9
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = ACCENT
        labels = chart.plots[0]
        labels.has_data_labels = True
        labels.data_labels.position, labels.data_labels.show_value = XL_LABEL_POSITION.ABOVE, True
        labels.data_labels.number_format, labels.data_labels.number_format_is_linked = _SIGNED, False

    def _axes(self, chart: Any) -> None:
        up, along = chart.value_axis, chart.category_axis
        up.minimum_scale, up.maximum_scale, up.major_unit = -2.5, 2.5, 1
        up.visible = False
        up.major_gridlines.format.line.color.rgb = LINES
        along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        along.reverse_order = self.rtl
        along.format.line.color.rgb = INK

    def line(self, line: Any, text: str, size: int, *, bold: bool = False, ink: RGBColor | None = None) -> None:
        """Begin a paragraph, in the direction of the language."""
        line.alignment = PP_ALIGN.RIGHT if self.rtl else PP_ALIGN.LEFT
        if self.rtl:
            line._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001  # python-pptx has no name for it
        self.run(line, text, size, bold=bold, ink=ink)

    def run(self, line: Any, text: str, size: int, *, bold: bool = False, ink: RGBColor | None = None) -> None:
        """Go on with a paragraph."""
        run = line.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, ink or INK
        run._r.get_or_add_rPr().set("lang", self.lang)  # noqa: SLF001  # by it programs choose fonts and spelling


def _size(text: str) -> int:
    return 13 if len(text) <= LINE_MAX else 11


def _tall(row: Sequence[str], widths: Sequence[float]) -> float:
    needs = [high(text, _size(text), width - _SIDES) for text, width in zip(row, widths, strict=True)]
    return max(0.5, max(needs) + 0.15)


def _pages(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> list[list[Sequence[str]]]:
    """The rows of each slide: as many slides as are needed, each about as full as the others."""
    talls = [_tall(row, widths) for row in rows]
    room = BOTTOM - TOP - _HEAD
    fullest = list(_filled(rows, talls, room))
    even = list(_filled(rows, talls, min(room, sum(talls) / len(fullest) + max(talls) / 2)))
    return even if len(even) == len(fullest) else fullest


def _filled(rows: Sequence[Sequence[str]], talls: Sequence[float], room: float) -> Iterator[list[Sequence[str]]]:
    page: list[Sequence[str]] = []
    used = 0.0
    for row, tall in zip(rows, talls, strict=True):
        if page and used + tall > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += tall
    if page:
        yield page
