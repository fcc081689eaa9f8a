"""The map as slides that can be edited: the picture, the customer, the worst moments, the opportunities, the numbers.

Shapes and tables are PowerPoint's own. What does not fit on a slide is counted in its last line: the workbook and the
document hold everything.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Length, Pt

from bot import labels
from bot.exports.format import Pictures
from bot.exports.summary import OPEN, best_ideas, lowest_stage, names, worst
from bot.i18n import N_, Say, say_for
from workflows.document import Content, Document, model

WIDE, HIGH, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
ROWS: Final = 6
TEXT_MAX, CELL_MAX, LINE_MAX = 600, 150, 90
INK, PALE, ACCENT, WHITE = map(RGBColor.from_string, ("1F2A37", "E8EEF4", "2F6F8F", "FFFFFF"))
LIKES: Final = ("goals", "challenges", "likes", "dislikes", "habits", "evidence")
LANGUAGES: Final = {"en": "en-US", "ru": "ru-RU", "zh_Hans": "zh-CN", "he": "he-IL"}


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The slides."""
    deck = _Deck(document.map, say_for(language), language)
    deck.picture(pictures.png)
    deck.persona()
    deck.worst()
    deck.opportunities()
    deck.metrics()
    return deck.saved()


def _clip(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


class _Deck:
    def __init__(self, content: Content, say: Say, language: str) -> None:
        self.content, self.say, self.people = content, say, names(content)
        self.stages = {one.id: one.name for one in content.stages}
        self.rtl, self.lang = language == "he", LANGUAGES.get(language, "en-US")
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = WIDE, HIGH
        self.deck.core_properties.title = content.workshop.title
        self.deck.core_properties.author = "Cairn"

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.deck.save(out)
        return out.getvalue()

    # --- slides ---

    def picture(self, png: bytes) -> None:
        """The map, as large as the slide takes it."""
        slide = self._slide(self.content.workshop.title, self.content.workshop.goal)
        if not png:
            return
        top, room = Inches(1.5), (WIDE - 2 * EDGE, HIGH - Inches(1.9))
        with Image.open(io.BytesIO(png)) as image:
            wide, high = image.size
        scale = min(room[0] / wide, room[1] / high)
        size = Emu(int(wide * scale)), Emu(int(high * scale))
        shown = slide.shapes.add_picture(io.BytesIO(png), Emu(int((WIDE - size[0]) / 2)), top, *size)
        title = self.content.workshop.title
        shown.name, shown._element.nvPicPr.cNvPr.attrib["descr"] = self.say("The map"), title  # noqa: SLF001

    def persona(self) -> None:
        """The customer; several stand one after the other."""
        several = self.content.personas
        slide = self._slide(self.say("The customer"), several[0].headline if len(several) == 1 else "")
        if not several:
            self._says(slide, self.say("Nobody has described the customer yet."))
        for number, one in enumerate(several[:3]):
            self._card(slide, one, number, min(len(several), 3))

    def _card(self, slide: Any, one: model.Persona, number: int, count: int) -> None:
        wide = Emu(int((WIDE - 2 * EDGE - Inches(0.3) * (count - 1)) / count))
        place = count - 1 - number if self.rtl else number
        left = Emu(int(EDGE + place * (wide + Inches(0.3))))
        box = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, left, Inches(1.6), wide, Inches(5.4))
        box.adjustments[0] = 0.03
        box.fill.solid()
        box.fill.fore_color.rgb = PALE
        box.line.fill.background()
        told = [(self.say("Goal"), one.goal), (self.say("Quote"), one.quote), (self.say("Segment"), one.segment)]
        told += [(self.say(labels.PERSONA_FIELDS[name]), one.details[name]) for name in LIKES if one.details.get(name)]
        frame = box.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        self._line(frame.paragraphs[0], _clip(one.name, LINE_MAX), 22, bold=True)
        for label, said in told:
            if said:
                line = frame.add_paragraph()
                self._line(line, f"{label}: ", 14, bold=True)
                self._run(line, _clip(said, TEXT_MAX // max(count, len(told) // 2)), 14)
                line.space_before = Pt(6)

    def worst(self) -> None:
        """What hurts most, with who looks after it."""
        lowest, pains = lowest_stage(self.content), worst(self.content)
        below = self.say("Lowest point: {stage}.", stage=lowest.name) if lowest else ""
        slide = self._slide(self.say("What hurts most"), below)
        if not pains:
            self._says(slide, self.say("No pain point is open"))
            return
        rows = [
            (
                one.text,
                self.stages.get(one.stage or 0, ""),
                labels.label(self.say, one.severity) if one.severity else "",
                str(one.votes),
                self._owner(one),
            )
            for one in pains[:ROWS]
        ]
        heads = (N_("Pain point"), N_("Stage"), N_("Severity"), N_("Votes"), N_("Owner"))
        self._table(slide, [self.say(head) for head in heads], rows, (5.2, 2.2, 1.5, 1.0, 2.2))
        self._more(slide, len(pains) - ROWS)

    def _owner(self, pain: model.Contribution) -> str:
        if pain.owner is None:
            return self.say("No owner")
        day = f", {self.say.date(pain.owner.due_on)}" if pain.owner.due_on else ""
        return f"{self.people.get(pain.owner.owner, '')}{day}"

    def opportunities(self) -> None:
        """What could be done, and who answers for the pain point behind it."""
        ideas = best_ideas(self.content)
        pains = {one.id: one for one in self.content.contributions}
        slide = self._slide(self.say("Opportunities"), "")
        if not ideas:
            self._says(slide, self.say("No opportunities yet."))
            return
        rows = []
        for one in ideas[:ROWS]:
            pain = pains.get(one.pain or 0)
            rows.append(
                (
                    f"{one.question} → {one.text}" if one.question else one.text,
                    pain.text if pain else self.stages.get(one.stage or 0, ""),
                    labels.label(self.say, one.impact),
                    labels.label(self.say, one.effort),
                    self._owner(pain) if pain and pain.status in OPEN else "",
                )
            )
        heads = (N_("Idea"), N_("Pain point"), N_("Impact"), N_("Effort"), N_("Owner"))
        self._table(slide, [self.say(head) for head in heads], rows, (4.6, 3.2, 1.1, 1.1, 2.1))
        self._more(slide, len(ideas) - ROWS)

    def metrics(self) -> None:
        """The numbers: where they began, where they are, where they should be."""
        several = self.content.metrics
        slide = self._slide(self.say("Metrics"), "")
        if not several:
            self._says(slide, self.say("nothing measured yet"))
            return
        rows = []
        for one in several[:ROWS]:
            last = one.values[-1] if one.values else None
            newest = f"{self.say.number(last.value)} ({self.say.date(last.on)})" if last else ""
            rows.append((one.name, one.unit, *(self._number(each) for each in (one.baseline, one.target)), newest))
        heads = (N_("Metric"), N_("Unit"), N_("Baseline"), N_("Target"), N_("Newest value"))
        self._table(slide, [self.say(head) for head in heads], rows, (4.7, 1.6, 1.7, 1.7, 2.4))
        self._more(slide, len(several) - ROWS)

    def _number(self, value: float | None) -> str:
        return "" if value is None else self.say.number(value)

    # --- parts ---

    def _slide(self, title: str, below: str) -> Any:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])  # a title, and nothing else
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = EDGE, Inches(0.35), WIDE - 2 * EDGE, Inches(0.8)
        head.text_frame.word_wrap = True
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        size = 30 if len(title) < LINE_MAX / 2 else 22
        self._line(head.text_frame.paragraphs[0], _clip(title, LINE_MAX), size, bold=True)
        if below:
            self._box(slide, Inches(1.08), Inches(0.45), _clip(below, LINE_MAX), 14)
        return slide

    def _says(self, slide: Any, text: str) -> None:
        self._box(slide, Inches(3.2), Inches(0.8), text, 18)

    def _more(self, slide: Any, count: int) -> None:
        if count > 0:
            self._box(slide, Inches(6.85), Inches(0.4), self.say.n("and {count} more", "and {count} more", count), 12)

    def _box(self, slide: Any, top: Length, high: Length, text: str, size: int) -> None:
        box = slide.shapes.add_textbox(EDGE, top, WIDE - 2 * EDGE, high)
        box.text_frame.word_wrap = True
        self._line(box.text_frame.paragraphs[0], text, size)

    def _table(self, slide: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        shape = slide.shapes.add_table(len(rows) + 1, len(heads), EDGE, Inches(1.6), WIDE - 2 * EDGE, Inches(0.5))
        table = shape.table
        if self.rtl:  # not every program heeds a table's own direction: its columns stand from the right as they are
            heads, rows, widths = heads[::-1], [row[::-1] for row in rows], widths[::-1]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for number, row in enumerate((heads, *rows)):
            table.rows[number].height = Inches(0.45 if number == 0 else 0.72)
            for place, text in enumerate(row):
                cell = table.cell(number, place)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = ACCENT if number == 0 else PALE
                line, size = cell.text_frame.paragraphs[0], 13 if len(text) <= LINE_MAX else 11
                self._line(line, _clip(text, CELL_MAX), size, bold=number == 0, ink=None if number else WHITE)

    def _line(self, line: Any, text: str, size: int, *, bold: bool = False, ink: RGBColor | None = None) -> None:
        line.alignment = PP_ALIGN.RIGHT if self.rtl else PP_ALIGN.LEFT
        if self.rtl:
            line._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001  # python-pptx has no name for it
        self._run(line, text, size, bold=bold, ink=ink)

    def _run(self, line: Any, text: str, size: int, *, bold: bool = False, ink: RGBColor | None = None) -> None:
        run = line.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, ink or INK
        run._r.get_or_add_rPr().set("lang", self.lang)  # noqa: SLF001  # by it programs choose fonts and spelling
