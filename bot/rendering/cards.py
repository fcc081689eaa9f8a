"""The cards of the lanes. Each draws itself in its cell from a height on, and gives the height of its lower edge."""

from collections.abc import Callable

from bot.rendering import look
from bot.rendering.grid import RADIUS, Cell, Page
from bot.rendering.look import INK_FAINT, INK_SOFT, Style
from bot.rendering.scene import Layer
from bot.rendering.words import IMPACTS, amount, metric_note, signed
from workflows.rounds import Metric
from workflows.snapshots import Idea, Note

Card = Callable[[Page, Cell, float, Note], float]


def action(page: Page, cell: Cell, y: float, note: Note) -> float:
    """A bullet and what the customer does."""
    page.sheet.disc(Layer.MARKS, Style(cell.colour), cell.x + 5, y + 10, 3)
    room = cell.w - 18
    text = page.sheet.measure(note.text, size=14, leading=20, width=room, lines=6)
    return page.sheet.put(text, cell.x + 18, y, w=room)


def detail(page: Page, cell: Cell, y: float, said: str) -> float:
    """What is known about a stage, in plain words."""
    text = page.sheet.measure(said, size=14, leading=20, width=cell.w - 4, lines=4)
    return page.sheet.put(text, cell.x + 2, y, w=cell.w - 4)


def long(page: Page, cell: Cell, y: float, said: str) -> float:
    """A sentence or two."""
    text = page.sheet.measure(said, size=14, leading=20, width=cell.w - 8, lines=9)
    return page.sheet.put(text, cell.x + 4, y, w=cell.w - 8)


def thought(page: Page, cell: Cell, y: float, note: Note) -> float:
    """A bubble."""
    sheet, room = page.sheet, cell.w - 28
    text = sheet.measure(note.text, size=15, weight=500, leading=22, width=room, lines=6)
    height = max(46, text.height + 24)
    sheet.box(Layer.CARDS, look.BUBBLE, cell.x, y, cell.w, height, 14)
    tail, foot = cell.x + 26, y + height
    sheet.poly(
        Layer.MARKS, look.BUBBLE, (tail - 8, foot - 1), (tail - 10, foot + 12), (tail + 10, foot - 1), closed=True
    )
    sheet.put(text, cell.x + 14, y + 12, fill="#312E81", w=room)
    return foot + 12


def joy(page: Page, cell: Cell, y: float, note: Note) -> float:
    """Something that delights."""
    return plain(page, cell, y, note.text, "smile", look.JOY_CARD, look.JOY_INK)


def itch(page: Page, cell: Cell, y: float, note: Note) -> float:
    """A want that nothing meets yet."""
    return plain(page, cell, y, note.text, "sparkles", look.ITCH_CARD, look.ITCH_INK)


def decision(page: Page, cell: Cell, y: float, note: Note) -> float:
    """Something the team decided."""
    return plain(page, cell, y, note.text, "gavel", look.DECISION_CARD, look.ACCENT)


def idea(page: Page, cell: Cell, y: float, thing: Idea) -> float:
    """An opportunity and how much it would change."""
    _, sheet, room = page.say, page.sheet, cell.w - 54
    text = sheet.measure(thing.text, size=14, weight=500, leading=20, width=room, lines=6)
    said = _(IMPACTS[thing.impact])
    if thing.decided:
        said = _("{impact} · decided", impact=said)
    impact = sheet.label(said, size=12.5, weight=600, leading=17, width=room, lines=2)
    height = text.height + impact.height + 24
    barred(page, cell, y, height, look.IDEA_CARD, look.IDEA)
    sheet.icon("check" if thing.decided else "lightbulb", cell.x + 15, y + 11, 18, look.IDEA)
    foot = sheet.put(text, cell.x + 42, y + 10, w=room)
    sheet.put(impact, cell.x + 42, foot + 4, fill=look.IDEA_DARK, w=room)
    return y + height


def metric(page: Page, cell: Cell, y: float, thing: Metric) -> float:
    """A number, whether it moved and whether that is good, and where it should be."""
    sheet, _ = page.sheet, page.say
    value = thing.actual if thing.actual is not None else thing.baseline
    said = amount(_, value, thing.unit) if value is not None else "–"
    number = sheet.label(said, size=26, weight=700, leading=32, width=cell.w - 4, lines=1)
    sheet.put(number, cell.x + 2, y)
    foot = _trend(page, cell, y, number.width, thing)
    name = sheet.measure(thing.name, size=13, leading=18, width=cell.w - 4, lines=2)
    foot = sheet.put(name, cell.x + 2, foot + 1, fill=INK_SOFT, w=cell.w - 4)
    note = metric_note(_, thing)
    if note:
        line = sheet.label(note, size=12.5, weight=500, leading=17, width=cell.w - 4, lines=2)
        foot = sheet.put(line, cell.x + 2, foot + 1, fill=INK_FAINT, w=cell.w - 4)
    return foot


def plain(page: Page, cell: Cell, y: float, said: str, icon: str, style: Style, ink: str) -> float:
    """A card of an icon and a text."""
    room = cell.w - 54
    text = page.sheet.measure(said, size=14, weight=500, leading=20, width=room, lines=6)
    height = max(40, text.height + 20)
    page.sheet.box(Layer.CARDS, style, cell.x, y, cell.w, height, RADIUS)
    page.sheet.icon(icon, cell.x + 14, y + 11, 18, ink)
    page.sheet.put(text, cell.x + 42, y + 10, w=room)
    return y + height


def barred(page: Page, cell: Cell, y: float, height: float, style: Style, colour: str) -> None:
    """A card with a bar at its start."""
    page.sheet.box(Layer.CARDS, style, cell.x, y, cell.w, height, RADIUS)
    page.sheet.box(Layer.MARKS, Style(colour), cell.x + 6, y + 10, 4, height - 20, 2)


def _trend(page: Page, cell: Cell, y: float, taken: float, thing: Metric) -> float:
    """The change since the baseline: the arrow says which way, the thumb and the colour whether that is good."""
    if thing.actual is None or thing.baseline is None:
        return y + 32
    change = thing.actual - thing.baseline
    good = (change > 0) == thing.higher_is_better
    style, colour = (look.PILL_GOOD, look.GOOD) if good else (look.PILL_BAD, look.PAIN)
    if not change:
        style, colour = look.PILL_EVEN, INK_SOFT
    sheet = page.sheet
    said = sheet.label(signed(page.say, change), size=12.5, weight=600, leading=17, width=cell.w - 40, lines=1)
    width = said.width + (50 if change else 18)
    beside = taken + 12 + width <= cell.w
    x, top = (cell.x + 2 + taken + 10, y + 8) if beside else (cell.x + 2, y + 34)
    sheet.box(Layer.MARKS, style, x, top, width, 21, 10.5)
    if change:
        sheet.icon("trending-up" if change > 0 else "trending-down", x + 8, top + 4, 13, colour, 2.4)
        sheet.icon("thumbs-up" if good else "thumbs-down", x + width - 21, top + 4, 13, colour, 2.2)
    sheet.put(said, x + (24 if change else 9), top + 2, fill=colour)
    return y + 32 if beside else top + 23
