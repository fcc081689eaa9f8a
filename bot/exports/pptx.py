"""The map as slides that can be edited: the map with its curve, the customer, worst moments, opportunities, numbers.

Shapes, tables and the chart are PowerPoint's own. A table goes on over several slides; what would take too many is
counted on the last one: the workbook and the document hold everything.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

from PIL import Image
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from bot import labels
from bot.exports.format import Pictures
from bot.exports.slides import EDGE, PALE, ROOM, TOP, WIDE, Slides, clip, high, lines
from bot.exports.summary import OPEN, best_ideas, lowest_stage, names, worst
from bot.i18n import N_, Say, say_for
from workflows.document import Content, Document, model
from workflows.words import Severity

LIKES: Final = ("goals", "challenges", "likes", "dislikes", "habits", "evidence")
TEXT_MAX, CARDS, CARDS_SLIDES, STAGE_MAX, GAP = 600, 3, 3, 24, 0.3
_NAME, _APART = 0.8, 0.09  # inches for the name on a card, and between its paragraphs
DEEP: Final = 7.2 - TOP  # inches that a picture or a card may be high
_BROAD: Final = 2.4  # a picture so many times as wide as high stands above its chart, others beside it


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The slides."""
    deck = _Deck(document.map, say_for(language), language)
    deck.map(pictures.png)
    deck.persona()
    deck.worst()
    deck.opportunities()
    deck.metrics()
    return deck.slides.saved()


class _Deck:
    def __init__(self, content: Content, say: Say, language: str) -> None:
        self.content, self.say, self.people = content, say, names(content)
        self.stages = {one.id: one.name for one in content.stages}
        self.slides = Slides(content.workshop.title, say, language)

    def map(self, png: bytes) -> None:
        """The map, and how the customer feels along it, as a chart."""
        head = self.content.workshop
        slide = self.slides.slide(head.title, head.goal)
        felt = any(one.emotion for one in self.content.stages)
        if not png:
            if felt:
                self._curve(slide, EDGE, TOP, ROOM, DEEP)
            return
        with Image.open(io.BytesIO(png)) as image:
            ratio = image.size[0] / image.size[1]
        if not felt:
            self._picture(slide, png, ratio, EDGE, ROOM, DEEP)
        elif ratio >= _BROAD:
            deep = DEEP * 0.55
            self._picture(slide, png, ratio, EDGE, ROOM, deep)
            self._curve(slide, EDGE, TOP + deep + GAP, ROOM, DEEP - deep - GAP)
        else:
            wide = min(ROOM * 0.6, DEEP * ratio)
            rest = ROOM - wide - GAP
            left = WIDE - EDGE - wide if self.slides.rtl else EDGE
            self._picture(slide, png, ratio, left, wide, DEEP)
            self._curve(slide, EDGE if self.slides.rtl else left + wide + GAP, TOP, rest, DEEP)

    def _picture(self, slide: Any, png: bytes, ratio: float, left: float, wide: float, deep: float) -> None:
        """The picture, as large as the place takes it, in its middle."""
        size = (wide, wide / ratio) if wide / ratio <= deep else (deep * ratio, deep)
        place = map(Inches, (left + (wide - size[0]) / 2, TOP, *size))
        shown = slide.shapes.add_picture(io.BytesIO(png), *place)
        title = self.content.workshop.title
        shown.name, shown._element.nvPicPr.cNvPr.attrib["descr"] = self.say("The map"), title  # noqa: SLF001

    def _curve(self, slide: Any, *place: float) -> None:
        stages = self.content.stages
        values = [one.emotion.median if one.emotion else None for one in stages]
        called = [clip(one.name, STAGE_MAX) for one in stages]
        self.slides.curve(slide, [Inches(one) for one in place], called, values, self.say("Emotion"))

    def persona(self) -> None:
        """The customer; several stand one beside the other."""
        several = self.content.personas
        title = self.say("The customer")
        if not several:
            self.slides.says(self.slides.slide(title), self.say("Nobody has described the customer yet."))
        for page in range(0, min(len(several), CARDS * CARDS_SLIDES), CARDS):
            here = several[page : page + CARDS]
            slide = self.slides.slide(title, here[0].headline if len(several) == 1 else "")
            for number, one in enumerate(here):
                self._card(slide, one, number, len(here))

    def _card(self, slide: Any, one: model.Persona, number: int, count: int) -> None:
        told = [(self.say("Goal"), one.goal), (self.say("Quote"), one.quote), (self.say("Segment"), one.segment)]
        told += [(self.say(labels.PERSONA_FIELDS[name]), one.details[name]) for name in LIKES if one.details.get(name)]
        told = [(f"{label}: ", clip(said, TEXT_MAX)) for label, said in told if said]
        wide = (ROOM - GAP * (count - 1)) / count
        size, kept, deep = _fitting(told, wide - 0.4, DEEP - _NAME)
        at = count - 1 - number if self.slides.rtl else number
        place = map(Inches, (EDGE + at * (wide + GAP), TOP, wide, DEEP if count > 1 else deep + _NAME))
        box = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *place)
        box.adjustments[0] = 0.03
        box.shadow.inherit = False
        box.fill.solid()
        box.fill.fore_color.rgb = PALE
        box.line.fill.background()
        frame = box.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        self.slides.line(frame.paragraphs[0], clip(one.name, 60), 22 if count == 1 else 18, bold=True)
        for label, said in kept:
            line = frame.add_paragraph()
            self.slides.line(line, label, size, bold=True)
            self.slides.run(line, said, size)
            line.space_before = Pt(6)

    def worst(self) -> None:
        """What hurts most, with who looks after it."""
        lowest, pains = lowest_stage(self.content), worst(self.content)
        below = self.say("Lowest point: {stage}.", stage=lowest.name) if lowest else ""
        title = self.say("What hurts most")
        if not pains:
            self.slides.says(self.slides.slide(title, below), self.say("No pain point is open"))
            return
        rows = [
            (
                one.text,
                self.stages.get(one.stage or 0, ""),
                labels.label(self.say, one.severity) if one.severity else "",
                self.say.number(one.votes),
                self._owner(one),
            )
            for one in pains
        ]
        heads = (N_("Pain point"), N_("Stage"), N_("Severity"), N_("Votes"), N_("Owner"))
        self._table(title, below, heads, rows, (5.0, 2.2, 1.5, 1.2, 2.2))

    def _owner(self, pain: model.Contribution) -> str:
        if pain.owner is None:
            return self.say("No owner")
        day = f", {self.say.date(pain.owner.due_on)}" if pain.owner.due_on else ""
        return f"{self.people.get(pain.owner.owner, '')}{day}"

    def opportunities(self) -> None:
        """What could be done, and who answers for the pain point behind it."""
        ideas = best_ideas(self.content)
        pains = {one.id: one for one in self.content.contributions}
        title = self.say("Opportunities")
        if not ideas:
            self.slides.says(self.slides.slide(title), self.say("No opportunities yet."))
            return
        rows = []
        for one in ideas:
            pain = pains.get(one.pain or 0)
            rows.append(
                (
                    f"{one.question} → {one.text}" if one.question else one.text,
                    pain.text if pain else self.stages.get(one.stage or 0, ""),
                    labels.level(self.say, "impact", one.impact),
                    labels.level(self.say, "effort", one.effort),
                    self._owner(pain) if pain and pain.status in OPEN else "",
                )
            )
        heads = (N_("Idea"), N_("Pain point"), N_("Impact"), N_("Effort"), N_("Owner"))
        self._table(title, "", heads, rows, (4.4, 3.1, 1.15, 1.35, 2.1))

    def metrics(self) -> None:
        """The numbers: where they began, where they are, where they should be."""
        several = self.content.metrics
        title = self.say("Metrics")
        if not several:
            self.slides.says(self.slides.slide(title), self.say("nothing measured yet"))
            return
        rows = []
        for one in several:
            last = one.values[-1] if one.values else None
            newest = f"{self.say.number(last.value)} ({self.say.date(last.on)})" if last else ""
            rows.append((one.name, one.unit, *(self._number(each) for each in (one.baseline, one.target)), newest))
        heads = (N_("Metric"), N_("Unit"), N_("Baseline"), N_("Target"), N_("Newest value"))
        self._table(title, "", heads, rows, (4.5, 1.6, 1.8, 1.7, 2.5))

    def _number(self, value: float | None) -> str:
        return "" if value is None else self.say.number(value)

    def _table(
        self,
        title: str,
        below: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
    ) -> None:
        alarming = (self.say("No owner"), labels.label(self.say, Severity.CRITICAL))
        self.slides.tables(title, below, [self.say(head) for head in heads], rows, widths, alarming)


def _fitting(told: list[tuple[str, str]], wide: float, deep: float) -> tuple[int, list[tuple[str, str]], float]:
    """A size in which all of it stands in so many inches, and its height; in the smallest, as much as there is room."""
    for size in (18, 16, 14, 12, 11):
        tall = sum(high(label + said, size, wide) + _APART for label, said in told)
        if tall <= deep:
            return size, told, tall
    each = int((deep / len(told) - _APART) / high("", 11, wide))  # lines
    return 11, [(label, _cut(label, said, each, wide)) for label, said in told], deep


def _cut(label: str, said: str, most: int, wide: float) -> str:
    while len(said) > 1 and lines(label + said, 11, wide) > most:
        said = clip(said, len(said) * 9 // 10)
    return said
