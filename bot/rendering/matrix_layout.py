"""The impact x effort matrix: nine cells of cards that cannot collide, coloured by what impact and effort advise."""

from dataclasses import dataclass
from typing import Final

from bot.i18n import Say
from bot.labels import PRIORITIES
from bot.rendering import footer, header, look, stories
from bot.rendering.grid import MARGIN, RADIUS, Cell, Grid, Page, stack
from bot.rendering.look import ACCENT, ACCENT_DARK, IDEA, INK_FAINT, INK_SOFT, Style
from bot.rendering.scene import Layer
from bot.rendering.sheet import Drawing, Sheet
from bot.rendering.subjects import Matrix
from bot.rendering.words import EFFORTS, IMPACTS
from workflows.priorities import Class, Ranked, class_of, of_class, ranked
from workflows.words import Level

_AXIS = 116  # the room for the names of the rows
_CELL_MIN = 168
_GAP = 10
_SHOWN = 12  # ideas in a cell
_LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH)


@dataclass(frozen=True, slots=True)
class _Look:
    icon: str
    ground: Style
    ink: str


_LOOKS: Final = {
    Class.QUICK_WIN: _Look("zap", Style("#E6F5F2", "#B7DFD8"), IDEA),
    Class.BIG_BET: _Look("rocket", Style("#EEF0FF", "#CFD3F7"), ACCENT),
    Class.FILL_IN: _Look("puzzle", Style("#EEF1F5", "#D9DFE8"), INK_SOFT),
    Class.LATER: _Look("archive", Style("#FAF4EA", "#E9DCC4"), look.MOMENT_INK),
}


def lay_matrix(subject: Matrix, say: Say) -> Drawing:
    """Lay the matrix out."""
    grid = Grid(5)
    page = Page(Sheet(grid.width, say, look.PAGE_FILL), grid, subject.snapshot, say)
    found = ranked(subject.snapshot)
    y = _head(page, found) + 30
    top = y
    for impact in reversed(_LEVELS):
        y = _row(page, found, impact, y) + _GAP
    y = _axes(page, top, y) + 8
    foot = footer.source(page, footer.legend(page, y - 20, _legend(page, found)))
    title = subject.snapshot.outline.title
    return page.sheet.drawing(foot, title, stories.of_matrix(subject, say))


def _head(page: Page, found: list[Ranked]) -> float:
    _ = page.say
    page.sheet.about(_("Impact and effort"))
    chips = [
        header.Chip(_LOOKS[wanted].icon, _(name), _.number(len(of_class(found, wanted))), _LOOKS[wanted].ink)
        for wanted, name in PRIORITIES.items()
        if of_class(found, wanted)
    ]
    about = _("What brings most for the least effort comes first.")
    room = page.grid.width - 2 * MARGIN
    return header.heading(page, _("Impact and effort"), page.snapshot.outline.title, about, chips, room)


def _column(page: Page) -> float:
    return (page.grid.width - 2 * MARGIN - _AXIS) / 3


def _row(page: Page, found: list[Ranked], impact: Level, y: float) -> float:
    """The three cells of one impact; the height that they end at."""
    sheet, _, width = page.sheet, page.say, _column(page)
    foot = y + _CELL_MIN
    for place, effort in enumerate(_LEVELS):
        advice = class_of(impact, effort)
        x = MARGIN + _AXIS + place * width
        style = _LOOKS[advice]
        sheet.about(_(PRIORITIES[advice]), f"{_(IMPACTS[impact])} · {_(EFFORTS[effort])}")
        sheet.icon(style.icon, x + 16, y + 14, 18, style.ink)
        name = sheet.label(_(PRIORITIES[advice]), size=14, weight=700, leading=20, width=width - 70, lines=1)
        sheet.put(name, x + 42, y + 13, fill=style.ink)
        here = [one for one in found if (one.impact, one.effort) == (impact, effort)]
        cell = Cell(x + 14, width - _GAP - 28, style.ink)
        foot = max(foot, stack(page, cell, y + 46, here, _card, gap=8, limit=_SHOWN) + 16)
    for place, effort in enumerate(_LEVELS):
        ground = _LOOKS[class_of(impact, effort)].ground
        sheet.box(Layer.PANELS, ground, MARGIN + _AXIS + place * width, y, width - _GAP, foot - y, 14)
    said = sheet.label(_(IMPACTS[impact]), size=15, weight=600, leading=20, width=_AXIS - 40, lines=3)
    sheet.put(said, MARGIN, (y + foot - said.height) / 2, fill=INK_SOFT, w=_AXIS - 40)
    return foot


def _card(page: Page, cell: Cell, y: float, one: Ranked) -> float:
    sheet, _, idea = page.sheet, page.say, one.idea
    room = cell.w - 28
    text = sheet.measure(idea.text, size=14.5, weight=500, leading=20, width=room, lines=3)
    votes = sheet.label(_.number(one.votes), size=12, weight=700, leading=17, lines=1) if one.votes else None
    end = cell.x + cell.w - 12
    has_foot = bool(one.stage or one.votes or idea.decided)
    height = text.height + 22 + (22 if has_foot else 0)
    sheet.box(Layer.CARDS, look.PANEL, cell.x, y, cell.w, height, RADIUS)
    foot = sheet.put(text, cell.x + 14, y + 11, w=room) + 5
    if votes:
        width = votes.width + 25
        end -= width
        sheet.box(Layer.MARKS, look.PILL_VOTES, end, foot, width, 17, 8.5)
        sheet.disc(Layer.ICONS, Style(ACCENT), end + 10, foot + 8.5, 3.5)
        sheet.put(votes, end + 17, foot, fill=ACCENT_DARK)
        end -= 10
    if idea.decided:
        said = sheet.label(_("Decided"), size=12.5, weight=600, leading=17, width=room / 2, lines=1)
        end -= said.width
        sheet.put(said, end, foot, fill=look.GOOD)
        end -= 18
        sheet.icon("check", end, foot + 2, 14, look.GOOD, 2.6)
        end -= 10
    if one.stage:
        stage = sheet.measure(one.stage, size=12.5, leading=17, width=max(40, end - cell.x - 14), lines=1)
        sheet.put(stage, cell.x + 14, foot, fill=INK_FAINT)
    return y + height


def _axes(page: Page, top: float, y: float) -> float:
    """Two arrows: up is more impact, onward is more effort; the height below the names of the columns."""
    sheet, _, width = page.sheet, page.say, _column(page)
    x, foot = MARGIN + _AXIS - 18, y + 8
    end = page.grid.width - MARGIN
    line, head = Style("", "#98A2B3", 2), Style("#98A2B3")
    sheet.poly(Layer.LINES, line, (x, top + 8), (x, foot), (end - 8, foot))
    sheet.poly(Layer.MARKS, head, (x - 6, top + 10), (x, top - 2), (x + 6, top + 10), closed=True)
    sheet.poly(Layer.MARKS, head, (end - 10, foot - 6), (end + 2, foot), (end - 10, foot + 6), closed=True)
    for place, effort in enumerate(_LEVELS):
        said = sheet.label(_(EFFORTS[effort]), size=15, weight=600, leading=20, width=width - 30, lines=1)
        sheet.put(said, MARGIN + _AXIS + (place + 0.5) * width - said.width / 2, foot + 10, fill=INK_SOFT)
    return foot + 34


def _legend(page: Page, found: list[Ranked]) -> list[footer.Entry]:
    _ = page.say
    return [
        entry
        for entry in (
            footer.Entry(any(one.votes for one in found), _("Votes for the pain point behind it"), footer.votes),
            footer.Entry(any(one.idea.decided for one in found), _("Decided"), footer.done),
        )
        if entry.used
    ]
