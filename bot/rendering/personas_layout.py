"""Several customers on one journey: their curves over one another, told apart by colour, line and letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.i18n import Say
from bot.rendering import curve, footer, header, look, stories
from bot.rendering.emotion import scale, with_ends
from bot.rendering.grid import MARGIN, Grid, Page
from bot.rendering.look import AVATARS, INK_FAINT, INK_SOFT, WHITE, Style, emotion_level
from bot.rendering.scene import Layer
from bot.rendering.sheet import Drawing, Sheet
from bot.rendering.subjects import Personas
from bot.rendering.table import SLIM_MIN, Lane, table
from bot.rendering.typeset import initials
from bot.rendering.words import signed
from workflows.snapshots import Persona

_DASHES: Final = ((), (13, 7), (3, 8), (18, 6, 3, 6), (8, 8), (22, 8))
_HEIGHT = 372
_UNIT = 66
_MARK = 14
_BESIDE = 27  # from one mark to the next where they would cover each other
_CARD_GAP = 14


@dataclass(frozen=True, slots=True)
class _Line:
    persona: Persona
    medians: tuple[float | None, ...]
    colour: str
    dash: tuple[float, ...]
    letters: str

    @property
    def lowest(self) -> float | None:
        """The worst score, where there are different ones."""
        known = {median for median in self.medians if median is not None}
        return min(known) if len(known) > 1 else None


def lay_personas(subject: Personas, say: Say) -> Drawing:
    """Lay the curves out."""
    grid = Grid(len(subject.snapshot.stages))
    page = Page(Sheet(grid.width, say, look.PAGE_FILL), grid, subject.snapshot, say)
    lines = _lines(subject)
    y = _people(page, lines, _head(page, subject) + 22) + 26
    y = header.stages(page, y) + 14
    y = table(page, _lanes(page, subject, lines), y)
    foot = footer.source(page, footer.legend(page, y, _legend(page, lines)))
    return page.sheet.drawing(foot, subject.snapshot.outline.title, stories.of_personas(subject, say))


def _lines(subject: Personas) -> list[_Line]:
    letters = [initials(persona.name) for persona, _ in subject.lines]
    if len(set(letters)) < len(letters):  # letters that two share tell nobody apart
        letters = [str(place) for place in range(1, len(letters) + 1)]
    count = len(subject.snapshot.stages)
    return [
        _Line(
            persona,
            tuple((*medians, *[None] * count)[:count]),
            AVATARS[place % len(AVATARS)],
            _DASHES[place % len(_DASHES)],
            letters[place],
        )
        for place, (persona, medians) in enumerate(subject.lines)
    ]


def _head(page: Page, subject: Personas) -> float:
    _ = page.say
    page.sheet.about(_("Personas compared"))
    chips = [header.Chip("users", _("Personas"), _.number(len(subject.lines)), look.ACCENT)]
    apart = stories.differing(subject)
    if apart:
        place, gap = apart
        name = subject.snapshot.stages[place].name
        chips.append(header.Chip("split", _("They differ most in"), name, look.PAIN))
        chips.append(header.Chip("trending-up", _("Points apart"), _.number(gap), look.PAIN))
    outline, room = page.snapshot.outline, page.grid.width - 2 * MARGIN
    return header.heading(page, _("Personas compared"), outline.title, outline.scope or outline.goal, chips, room)


def _people(page: Page, lines: Sequence[_Line], y: float) -> float:
    """Who the lines are: a card for each; the height that the cards end at."""
    if not lines:
        return y - 22
    room = page.grid.width - 2 * MARGIN
    across = min(len(lines), max(1, int(room // 380)), 3 if len(lines) != 4 else 4 if room > 1560 else 2)
    width = (room - (across - 1) * _CARD_GAP) / across
    foot = y
    for first in range(0, len(lines), across):
        row = lines[first : first + across]
        ends = [_person(page, line, MARGIN + place * (width + _CARD_GAP), y, width) for place, line in enumerate(row)]
        foot = max(ends)
        for place in range(len(row)):
            x = MARGIN + place * (width + _CARD_GAP)
            page.sheet.box(Layer.PANELS, look.PANEL, x, y, width, foot - y, 14)
        y = foot + _CARD_GAP
    return foot


def _person(page: Page, line: _Line, x: float, y: float, width: float) -> float:
    _, sheet, persona, room = page.say, page.sheet, line.persona, width - 100
    start = x + 80
    sheet.about(_("Personas compared"), persona.name)
    sheet.avatar(line.letters, x + 42, y + 38, 23, Style(line.colour), WHITE)
    sheet.poly(Layer.LINES, Style("", line.colour, 4, line.dash), (x + 20, y + 78), (x + 64, y + 78))
    name = sheet.measure(persona.name, size=18, weight=700, leading=24, width=room, lines=1)
    foot = sheet.put(name, start, y + 14, w=room)
    headline = sheet.measure(persona.headline or persona.segment, size=13.5, leading=19, width=room, lines=2)
    foot = sheet.put(headline, start, foot + 1, fill=INK_SOFT, w=room)
    goal = sheet.measure(persona.goal, size=14, weight=500, leading=20, width=room, lines=2)
    foot = sheet.put(goal, start, foot + 4, w=room)
    return max(foot + 16, y + 96)


def _lanes(page: Page, subject: Personas, lines: Sequence[_Line]) -> list[Lane]:
    _ = page.say
    found = [Lane("heart", _("Emotion"), _("How it feels, −2 to +2"), partial(_curves, lines=lines), open=True)]
    found += [Lane("", line.persona.name, "", partial(_scores, line=line), slim=True) for line in lines]
    if stories.differing(subject):
        found.append(Lane("split", _("Points apart"), "", partial(_gaps, subject=subject), slim=True))
    return found


def _curves(page: Page, y: float, lines: Sequence[_Line]) -> float:
    sheet, zero = page.sheet, scale(page, y, _HEIGHT, _UNIT)
    places = _placed(page, lines, zero)
    for line, points in zip(lines, places, strict=True):
        _curve(page, line, points)
    for line, points in zip(lines, places, strict=True):
        for index, (x, height) in points.items():
            if line.medians[index] == line.lowest:
                sheet.disc(Layer.ICONS, Style("", line.colour, 2, (4, 4)), x, height, _MARK + 4.5)
            sheet.disc(Layer.MARKS, Style(line.colour, WHITE, 2.5), x, height, _MARK)
            letters = sheet.measure(line.letters, size=12, weight=700, leading=16, lines=1)
            sheet.centre(letters, x, height, fill=WHITE)
    return _HEIGHT


def _placed(page: Page, lines: Sequence[_Line], zero: float) -> list[dict[int, tuple[float, float]]]:
    """Where each persona's marks stand; those at nearly the same height stand beside one another."""
    places: list[dict[int, tuple[float, float]]] = [{} for _ in lines]
    for index in range(page.grid.count):
        known = [(one.medians[index], number) for number, one in enumerate(lines)]
        scored = sorted((score, number) for score, number in known if score is not None)
        group: list[tuple[float, int]] = []
        for score, number in [*scored, (99.0, -1)]:
            if group and (score - group[-1][0]) * _UNIT > 2 * _MARK + 4:
                left = page.grid.middle(index) - (len(group) - 1) * _BESIDE / 2
                for place, (value, which) in enumerate(sorted(group, key=lambda one: one[1])):
                    places[which][index] = left + place * _BESIDE, zero - value * _UNIT
                group = []
            group.append((score, number))
    return places


def _curve(page: Page, line: _Line, points: dict[int, tuple[float, float]]) -> None:
    if not points:
        return
    grid, first, last = page.grid, min(points), max(points)
    ends = with_ends(list(points.values()), grid.start(first) + 6, grid.start(last + 1) - 6)
    page.sheet.poly(Layer.CARDS, Style("", line.colour, 3.5, line.dash), *curve.sampled(ends))


def _scores(page: Page, y: float, line: _Line) -> float:
    """One persona's scores as faces and numbers, and their mark beside their name."""
    page.sheet.avatar(line.letters, MARGIN + 24, y + SLIM_MIN / 2, _MARK, Style(line.colour), WHITE)
    for index, score in enumerate(line.medians):
        x, middle = page.grid.middle(index), y + SLIM_MIN / 2
        if score is None:
            dash = page.sheet.label("–", size=15, leading=20)
            page.sheet.centre(dash, x, middle, fill=INK_FAINT)
            continue
        level = emotion_level(score)
        page.sheet.face(x - 20, middle, 13, level)
        said = page.sheet.label(signed(page.say, score), size=15, weight=600, leading=20)
        page.sheet.put(said, x + 2, middle - 10, fill=look.EMOTIONS[level])
    return SLIM_MIN


def _gaps(page: Page, y: float, subject: Personas) -> float:
    """How far apart they are, the widest gap standing out."""
    widest = stories.differing(subject)
    for index in range(page.grid.count):
        gap = stories.gap(subject, index)
        if gap is None:
            continue
        most = widest is not None and index == widest[0]
        said = page.sheet.label(page.say.number(gap), size=15, weight=700 if most else 500, leading=20)
        x, middle = page.grid.middle(index), y + SLIM_MIN / 2
        if most:
            page.sheet.box(Layer.MARKS, look.PILL_BAD, x - 26, middle - 14, 52, 28, 14)
        page.sheet.centre(said, x, middle, fill=look.PAIN if most else INK_SOFT)
    return SLIM_MIN


def _legend(page: Page, lines: Sequence[_Line]) -> list[footer.Entry]:
    _ = page.say
    if all(line.lowest is None for line in lines):
        return []
    return [footer.Entry(True, _("Lowest point of each persona"), footer.ring)]  # noqa: FBT003 - it is used
