"""The card of one contact: its channel, whether it decides the impression, how much it matters, whether it exists."""

from bot.rendering import look
from bot.rendering import touchpoint_marks as marks
from bot.rendering.grid import RADIUS, Cell, Page
from bot.rendering.look import INK, INK_FAINT, INK_SOFT, Style
from bot.rendering.scene import Layer
from bot.rendering.words import CHANNEL_ICONS
from workflows.snapshots import Touchpoint
from workflows.touchpoint_fields import IMPORTANCE_MAX
from workflows.words import TouchpointClass, Usage

_ICON = "#3F4A5F"


def draw(page: Page, cell: Cell, y: float, thing: Touchpoint) -> float:
    """A contact: its channel's icon, a star for a moment of truth, dashes for what is only wished for."""
    sheet, moment, wished = page.sheet, thing.moment_of_truth, thing.usage is Usage.WISHED_FOR
    room = cell.w - 44 - (32 if moment else 10)
    redundant = thing.classed is TouchpointClass.REDUNDANT
    text = sheet.measure(thing.title, size=14, weight=600 if moment else 500, leading=20, width=room, lines=3)
    rows = marks.rows(page.say, thing)
    height = max(40, text.height + 20 + rows * marks.ROW)
    sheet.box(Layer.CARDS, _style(thing), cell.x, y, cell.w, height, RADIUS)
    if thing.classed is TouchpointClass.CRITICAL:
        sheet.box(Layer.MARKS, Style(look.ACCENT), cell.x + 5, y + 9, 3.5, height - 18, 1.75)
    top = y + 10 if rows else y + height / 2 - 9
    colour = look.MOMENT_INK if moment else INK_FAINT if redundant else _ICON
    sheet.icon(CHANNEL_ICONS[thing.channel], cell.x + 14, top, 18, colour, 1.9)
    foot = sheet.put(text, cell.x + 44, y + 10, fill=INK_SOFT if wished or redundant else INK, w=room)
    if moment:
        sheet.star(look.STAR, cell.x + cell.w - 18, y + height / 2 if not rows else y + 20, 20)
    _marks(page, cell, foot + 2, thing)
    return y + height


def _marks(page: Page, cell: Cell, y: float, thing: Touchpoint) -> None:
    """What the team thinks of it, what was measured, and what was decided, a row each where there is any."""
    sheet, start, end = page.sheet, cell.x + 44, cell.x + cell.w - 12
    if marks.judged(thing):
        left = end
        if thing.importance:
            left -= marks.DOTS
            marks.dots(sheet, left, y + 9, min(thing.importance, IMPORTANCE_MAX))
        if thing.classed:
            marks.put_class(page, thing.classed, start, y, left - start - 6)
        y += marks.ROW
    x = start
    for mark in marks.measured(page.say, thing):
        x = marks.put(sheet, mark, x, y, end - x) + 14
    if x > start:
        y += marks.ROW
    decided = marks.standing(page.say, thing)
    if decided:
        marks.put(sheet, decided, start, y, end - start)


def _style(thing: Touchpoint) -> Style:
    wished = thing.usage is Usage.WISHED_FOR
    if thing.moment_of_truth:
        return look.TOUCHPOINT_MOMENT_WISHED if wished else look.TOUCHPOINT_MOMENT
    if wished:
        return look.TOUCHPOINT_WISHED
    return look.TOUCHPOINT_REDUNDANT if thing.classed is TouchpointClass.REDUNDANT else look.TOUCHPOINT
