"""The card of one contact: its channel, whether it decides the impression, how much it matters, whether it exists."""

from typing import Final

from bot.i18n import Say
from bot.rendering import look
from bot.rendering.grid import RADIUS, Cell, Page
from bot.rendering.look import INK, INK_FAINT, INK_SOFT, Style
from bot.rendering.scene import Layer
from bot.rendering.words import CHANNEL_ICONS
from workflows.snapshots import Touchpoint
from workflows.words import TouchpointClass, Usage

IMPORTANCE_MAX: Final = 5
DOT: Final = 9  # from one dot of importance to the next
_ICON = "#3F4A5F"
_DOTS = DOT * IMPORTANCE_MAX


def draw(page: Page, cell: Cell, y: float, thing: Touchpoint) -> float:
    """A contact: its channel's icon, a star for a moment of truth, dashes for what is only wished for."""
    sheet, moment, wished = page.sheet, thing.moment_of_truth, thing.usage is Usage.WISHED_FOR
    room = cell.w - 44 - (32 if moment else 10)
    redundant = thing.classed is TouchpointClass.REDUNDANT
    text = sheet.measure(thing.title, size=14, weight=600 if moment else 500, leading=20, width=room, lines=3)
    judged = thing.classed is not None or thing.importance > 0
    height = max(40, text.height + 20 + (19 if judged else 0))
    sheet.box(Layer.CARDS, _style(thing), cell.x, y, cell.w, height, RADIUS)
    if thing.classed is TouchpointClass.CRITICAL:
        sheet.box(Layer.MARKS, Style(look.ACCENT), cell.x + 5, y + 9, 3.5, height - 18, 1.75)
    top = y + 10 if judged else y + height / 2 - 9
    colour = look.MOMENT_INK if moment else INK_FAINT if redundant else _ICON
    sheet.icon(CHANNEL_ICONS[thing.channel], cell.x + 14, top, 18, colour, 1.9)
    foot = sheet.put(text, cell.x + 44, y + 10, fill=INK_SOFT if wished or redundant else INK, w=room)
    if moment:
        sheet.star(look.STAR, cell.x + cell.w - 18, y + height / 2 if not judged else y + 20, 20)
    if judged:
        _judgement(page, cell, foot + 2, thing)
    return y + height


def class_name(_: Say, classed: TouchpointClass) -> str:
    """The short word for a class."""
    names = {
        TouchpointClass.CRITICAL: _.p("touchpoint", "Critical"),
        TouchpointClass.COMPLEMENTARY: _.p("touchpoint", "Complementary"),
        TouchpointClass.REDUNDANT: _.p("touchpoint", "Redundant"),
    }
    return names[classed]


def dots(page: Page, x: float, y: float, count: int) -> None:
    """Importance as dots, from a place on."""
    for place in range(IMPORTANCE_MAX):
        style = look.DOT_ON if place < count else look.DOT_OFF
        page.sheet.disc(Layer.MARKS, style, x + DOT * (place + 0.5), y, 3)


def _judgement(page: Page, cell: Cell, y: float, thing: Touchpoint) -> None:
    """What the team thinks of it: its class, and how important it is."""
    sheet, start, end = page.sheet, cell.x + 44, cell.x + cell.w - 12
    if thing.importance:
        end -= _DOTS
        dots(page, end, y + 9, min(thing.importance, IMPORTANCE_MAX))
    if thing.classed:
        word, room = class_name(page.say, thing.classed), end - start - 6
        critical = thing.classed is TouchpointClass.CRITICAL
        said = sheet.label(word, size=12, weight=600 if critical else 500, leading=17, width=room, lines=1)
        sheet.put(said, start, y, fill=look.ACCENT_DARK if critical else INK_SOFT, w=room)


def _style(thing: Touchpoint) -> Style:
    wished = thing.usage is Usage.WISHED_FOR
    if thing.moment_of_truth:
        return look.TOUCHPOINT_MOMENT_WISHED if wished else look.TOUCHPOINT_MOMENT
    if wished:
        return look.TOUCHPOINT_WISHED
    return look.TOUCHPOINT_REDUNDANT if thing.classed is TouchpointClass.REDUNDANT else look.TOUCHPOINT
