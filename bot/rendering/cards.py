"""The cards of the lanes. Each draws itself in its cell from a height on, and gives the height of its lower edge."""

from datetime import date

from bot.labels import label
from bot.rendering import look
from bot.rendering.grid import RADIUS, Cell, Page
from bot.rendering.look import INK, INK_FAINT, INK_SOFT, Style
from bot.rendering.scene import Layer
from bot.rendering.typeset import initials
from bot.rendering.words import CHANNEL_ICONS, CLOSED, IMPACTS, amount, metric_note, signed
from workflows.snapshots import Idea, Metric, Note, Touchpoint
from workflows.words import PainStatus, Severity, Usage

_ICON = "#3F4A5F"


def action(page: Page, cell: Cell, y: float, note: Note) -> float:
    """A bullet and what the customer does."""
    page.sheet.disc(Layer.MARKS, Style(cell.colour), cell.x + 5, y + 10, 3)
    room = cell.w - 18
    text = page.sheet.measure(note.text, size=14, leading=20, width=room, lines=6)
    return page.sheet.put(text, cell.x + 18, y, w=room)


def touchpoint(page: Page, cell: Cell, y: float, thing: Touchpoint) -> float:
    """A contact: its channel's icon, a star for a moment of truth, dashes for what is only wished for."""
    sheet, moment, wished = page.sheet, thing.moment_of_truth, thing.usage is Usage.WISHED_FOR
    room = cell.w - 44 - (32 if moment else 10)
    weight = 600 if moment else 500
    text = sheet.measure(thing.title, size=14, weight=weight, leading=20, width=room, lines=3)
    height = max(40, text.height + 20)
    styles = {
        (False, False): look.TOUCHPOINT,
        (False, True): look.TOUCHPOINT_WISHED,
        (True, False): look.TOUCHPOINT_MOMENT,
        (True, True): look.TOUCHPOINT_MOMENT_WISHED,
    }
    sheet.box(Layer.CARDS, styles[moment, wished], cell.x, y, cell.w, height, RADIUS)
    colour = look.MOMENT_INK if moment else _ICON
    sheet.icon(CHANNEL_ICONS[thing.channel], cell.x + 14, y + height / 2 - 9, 18, colour, 1.9)
    sheet.put(text, cell.x + 44, y + 10, fill=INK_SOFT if wished else INK, w=room)
    if moment:
        sheet.star(look.STAR, cell.x + cell.w - 18, y + height / 2, 20)
    return y + height


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
    return _plain(page, cell, y, note.text, "smile", look.JOY_CARD, look.JOY_INK)


def itch(page: Page, cell: Cell, y: float, note: Note) -> float:
    """A want that nothing meets yet."""
    return _plain(page, cell, y, note.text, "sparkles", look.ITCH_CARD, look.ITCH_INK)


def decision(page: Page, cell: Cell, y: float, note: Note) -> float:
    """Something the team decided."""
    return _plain(page, cell, y, note.text, "gavel", look.DECISION_CARD, look.ACCENT)


def idea(page: Page, cell: Cell, y: float, thing: Idea) -> float:
    """An opportunity and how much it would change."""
    _, sheet, room = page.say, page.sheet, cell.w - 54
    text = sheet.measure(thing.text, size=14, weight=500, leading=20, width=room, lines=6)
    said = _(IMPACTS[thing.impact])
    if thing.decided:
        said = _("{impact} · decided", impact=said)
    impact = sheet.label(said, size=12.5, weight=600, leading=17, width=room, lines=2)
    height = text.height + impact.height + 24
    _barred(page, cell, y, height, look.IDEA_CARD, look.IDEA)
    sheet.icon("check" if thing.decided else "lightbulb", cell.x + 15, y + 11, 18, look.IDEA)
    foot = sheet.put(text, cell.x + 42, y + 10, w=room)
    sheet.put(impact, cell.x + 42, foot + 4, fill=look.IDEA_DARK, w=room)
    return y + height


def pain(page: Page, cell: Cell, y: float, note: Note) -> float:
    """A pain point: how bad, how many votes, where it stands, who answers for it and until when."""
    sheet, room, closed = page.sheet, cell.w - 28, note.status in CLOSED
    severity = note.severity or Severity.MINOR
    critical = severity is Severity.CRITICAL and not closed
    text = sheet.measure(note.text, size=14, weight=600 if critical else 500, leading=20, width=room, lines=6)
    height = 32 + text.height + 8 + 32
    card = look.PAIN_CLOSED if closed else look.PAIN_CRITICAL if critical else look.PAIN_CARD
    ink = INK_FAINT if closed else look.PAIN
    _barred(page, cell, y, height, card, look.SEVERITY_CLOSED.fill if closed else look.PAIN)
    sheet.icon("flag", cell.x + 15, y + 10, 15, ink, 2.2)
    _severity(page, cell.x + 36, y + 14, severity, closed=closed)
    _badges(page, cell, y + 9, note)
    foot = sheet.put(text, cell.x + 16, y + 32, fill=INK_SOFT if closed else INK, w=room)
    _owner(page, cell, foot + 8, note, closed=closed)
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


def overdue(note: Note, today: date | None) -> bool:
    """Whether the day a pain point should have been gone by has passed."""
    due = note.ownership.due_on if note.ownership else None
    return bool(due and today and due < today and note.status not in CLOSED)


def _plain(page: Page, cell: Cell, y: float, said: str, icon: str, style: Style, ink: str) -> float:
    room = cell.w - 54
    text = page.sheet.measure(said, size=14, weight=500, leading=20, width=room, lines=6)
    height = max(40, text.height + 20)
    page.sheet.box(Layer.CARDS, style, cell.x, y, cell.w, height, RADIUS)
    page.sheet.icon(icon, cell.x + 14, y + 11, 18, ink)
    page.sheet.put(text, cell.x + 42, y + 10, w=room)
    return y + height


def _barred(page: Page, cell: Cell, y: float, height: float, style: Style, colour: str) -> None:
    page.sheet.box(Layer.CARDS, style, cell.x, y, cell.w, height, RADIUS)
    page.sheet.box(Layer.MARKS, Style(colour), cell.x + 6, y + 10, 4, height - 20, 2)


def _severity(page: Page, x: float, y: float, severity: Severity, *, closed: bool) -> None:
    for place in range(3):
        lit = look.SEVERITY_CLOSED if closed else look.SEVERITY_ON
        style = lit if place < severity else look.SEVERITY_OFF if not closed else look.GHOST
        page.sheet.box(Layer.MARKS, style, x + place * 15, y, 12, 7, 3.5)


def _badges(page: Page, cell: Cell, y: float, note: Note) -> None:
    """At the far end of the first row: where the pain stands, its votes; as many as there is room for."""
    sheet, end, start = page.sheet, cell.x + cell.w - 10, cell.x + 88
    if note.status and note.status is not PainStatus.OPEN:
        done = note.status is PainStatus.DONE
        said = sheet.label(
            label(page.say, note.status), size=12, weight=600, leading=17, width=end - start - 20, lines=1
        )
        colour = look.GOOD if done else INK_SOFT
        end -= said.width
        sheet.put(said, end, y, fill=colour)
        if done:
            end -= 17
            sheet.icon("check", end, y + 2, 13, colour, 2.6)
        end -= 8
    if note.votes:
        count = sheet.label(page.say.number(note.votes), size=12, weight=700, leading=17, lines=1)
        width = count.width + 25
        if end - width >= start:
            sheet.box(Layer.MARKS, look.PILL_VOTES, end - width, y, width, 17, 8.5)
            sheet.disc(Layer.ICONS, Style(look.ACCENT), end - width + 10, y + 8.5, 3.5)
            sheet.put(count, end - width + 17, y, fill=look.ACCENT_DARK)


def _owner(page: Page, cell: Cell, y: float, note: Note, *, closed: bool) -> None:
    sheet, _, x = page.sheet, page.say, cell.x + 27
    ownership = note.ownership
    if ownership is None:
        if closed:
            return
        sheet.avatar("?", x, y + 12, 11, look.NO_OWNER, look.PAIN)
        said = sheet.label(_("No owner"), size=13, weight=600, leading=18, width=cell.w - 57, lines=1)
        sheet.put(said, x + 18, y + 3, fill=look.PAIN, w=cell.w - 57)
        return
    name = ownership.owner.name
    sheet.avatar(initials(name), x, y + 12, 12, Style(look.avatar_colour(name)), look.WHITE)
    end = cell.x + cell.w - 12
    if ownership.due_on and not closed:
        late = overdue(note, page.snapshot.taken_at.date() if page.snapshot.taken_at else None)
        due = sheet.label(_.day(ownership.due_on), size=12.5, weight=600 if late else 400, leading=18, lines=1)
        end -= due.width
        sheet.put(due, end, y + 3, fill=look.PAIN if late else INK_SOFT)
        if late:
            end -= 17
            sheet.icon("clock", end, y + 5.5, 13, look.PAIN, 2.4)
        end -= 8
    room = end - x - 18
    said = sheet.measure(name, size=13, weight=500, leading=18, width=room, lines=1)
    sheet.put(said, x + 18, y + 3, w=room, fill=INK_SOFT if closed else INK)


def _trend(page: Page, cell: Cell, y: float, taken: float, thing: Metric) -> float:
    """The change since the baseline: the arrow says which way, the colour whether that is good."""
    if thing.actual is None or thing.baseline is None:
        return y + 32
    change = thing.actual - thing.baseline
    good = (change > 0) == thing.higher_is_better
    style, colour = (look.PILL_GOOD, look.GOOD) if good else (look.PILL_BAD, look.PAIN)
    if not change:
        style, colour = look.PILL_EVEN, INK_SOFT
    sheet = page.sheet
    said = sheet.label(signed(page.say, change), size=12.5, weight=600, leading=17, width=cell.w - 40, lines=1)
    width = said.width + (32 if change else 18)
    beside = taken + 12 + width <= cell.w
    x, top = (cell.x + 2 + taken + 10, y + 8) if beside else (cell.x + 2, y + 34)
    sheet.box(Layer.MARKS, style, x, top, width, 21, 10.5)
    if change:
        sheet.icon("trending-up" if change > 0 else "trending-down", x + 8, top + 4, 13, colour, 2.4)
    sheet.put(said, x + (24 if change else 9), top + 2, fill=colour)
    return y + 32 if beside else top + 23
