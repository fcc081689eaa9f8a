"""A metric between its baseline and its target: the number, how far it moved, a bar that shows the way."""

from bot.rendering import look
from bot.rendering.comparing import Measured
from bot.rendering.grid import Cell, Page
from bot.rendering.look import ACCENT, INK_FAINT, INK_SOFT, Style
from bot.rendering.scene import Layer
from bot.rendering.words import amount, signed

_TRACK = Style("#E4E8EF")


def compared(page: Page, cell: Cell, y: float, one: Measured) -> float:
    """A metric's card: its name, where it was and is, the bar, baseline and target in words."""
    sheet, _, metric, room = page.sheet, page.say, one.metric, cell.w - 4
    name = sheet.measure(metric.name, size=14, weight=600, leading=19, width=room, lines=2)
    foot = sheet.put(name, cell.x + 2, y, w=room)
    said = amount(_, one.now, metric.unit) if one.now is not None else "–"
    number = sheet.label(said, size=26, weight=700, leading=32, width=room, lines=1)
    sheet.put(number, cell.x + 2, foot + 4)
    start = metric.baseline if metric.baseline is not None else one.was
    moved = start is not None and one.now is not None and metric.actual is not None
    if moved and start is not None and one.now is not None:
        change = one.now - start
        width = pill_width(page, change)
        beside = number.width + 14 + width <= cell.w
        top = foot + 10 if beside else foot + 38
        pill(page, cell.x + 2 + (number.width + 12 if beside else 0), top, change, good=one.better)
        foot = foot + 36 if beside else top + 28
    else:
        foot += 36
    foot = _bar(page, cell, foot + 8, one, start)
    words = []
    if metric.baseline is not None:
        words.append(_("Baseline: {value}", value=amount(_, metric.baseline, metric.unit)))
    if metric.target is not None:
        words.append(_("Target: {value}", value=amount(_, metric.target, metric.unit)))
    line = sheet.label(" · ".join(words), size=12.5, weight=500, leading=17, width=room, lines=2)
    return sheet.put(line, cell.x + 2, foot + 4, fill=INK_FAINT, w=room)


def pill_width(page: Page, change: float) -> float:
    """How wide the pill of a change is at most: a thumb stands in it where the change is good or bad."""
    said = page.sheet.label(signed(page.say, change), size=13, weight=600, leading=18, width=120, lines=1)
    return said.width + (56 if change else 22)


def pill(page: Page, x: float, y: float, change: float, *, good: bool | None, middle: bool = False) -> None:
    """A change: the arrow says which way, the thumb and the colour whether that is good."""
    sheet = page.sheet
    said = sheet.label(signed(page.say, change), size=13, weight=600, leading=18, width=120, lines=1)
    width = pill_width(page, change) - (20 if change and good is None else 0)
    x -= width / 2 if middle else 0
    style, ink = (look.PILL_GOOD, look.GOOD) if good else (look.PILL_BAD, look.PAIN)
    if not change or good is None:
        style, ink = look.PILL_EVEN, INK_SOFT
    sheet.box(Layer.MARKS, style, x, y, width, 26, 13)
    if change:
        sheet.icon("trending-up" if change > 0 else "trending-down", x + 10, y + 6, 14, ink, 2.4)
        if good is not None:
            sheet.icon("thumbs-up" if good else "thumbs-down", x + width - 24, y + 6, 14, ink, 2.2)
    sheet.put(said, x + (28 if change else 11), y + 4, fill=ink)


def flag(page: Page, x: float, y: float) -> None:
    """The mark of a target."""
    page.sheet.icon("target", x - 9, y - 9, 18, ACCENT, 2.2)


def _bar(page: Page, cell: Cell, y: float, one: Measured, start: float | None) -> float:
    """A track from the baseline, at its start, to the target at its end, filled as far as the metric came."""
    target, now = one.metric.target, one.now
    if start is None or target is None or now is None or start == target:
        return y - 4
    sheet, left, right = page.sheet, cell.x + 4, cell.x + cell.w - 26
    length = right - left
    part = min(1.0, max(0.0, (now - start) / (target - start)))
    sheet.box(Layer.CARDS, _TRACK, left, y + 6, length, 8, 4)
    if part > 0:
        sheet.box(Layer.MARKS, Style(look.IDEA), left, y + 6, max(8, length * part), 8, 4)
    sheet.box(Layer.ICONS, Style(INK_FAINT), left - 1.5, y + 1, 3, 18, 1.5)
    flag(page, cell.x + cell.w - 12, y + 10)
    return y + 20
