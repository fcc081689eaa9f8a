"""The card of a pain point: how bad, how many votes, whether it is proven, who answers for it and until when."""

from datetime import date

from bot.labels import label
from bot.rendering import look
from bot.rendering.cards import barred
from bot.rendering.grid import Cell, Page
from bot.rendering.look import INK, INK_FAINT, INK_SOFT, Style
from bot.rendering.scene import Layer
from bot.rendering.typeset import initials
from bot.rendering.words import CLOSED, counted, proven
from workflows.snapshots import Note
from workflows.words import PainStatus, Severity

_EVIDENCE = 21  # the height of the row that says what the claim rests on


def draw(page: Page, cell: Cell, y: float, note: Note) -> float:
    """A pain point: how bad, how many votes, where it stands, who answers for it and until when."""
    sheet, room, closed = page.sheet, cell.w - 28, note.status in CLOSED
    severity = note.severity or Severity.MINOR
    critical = severity is Severity.CRITICAL and not closed
    text = sheet.measure(note.text, size=14, weight=600 if critical else 500, leading=20, width=room, lines=6)
    height = 32 + text.height + (0 if closed else _EVIDENCE) + 8 + 32
    ink = INK_FAINT if closed else look.PAIN
    barred(
        page,
        cell,
        y,
        height,
        _style(note, critical=critical, closed=closed),
        look.SEVERITY_CLOSED.fill if closed else look.PAIN,
    )
    sheet.icon("flag", cell.x + 15, y + 10, 15, ink, 2.2)
    _severity(page, cell.x + 36, y + 14, severity, closed=closed)
    _badges(page, cell, y + 9, note)
    foot = sheet.put(text, cell.x + 16, y + 32, fill=INK_SOFT if closed else INK, w=room)
    if not closed:
        foot = _evidence(page, cell, foot + 4, note)
    _owner(page, cell, foot + 8, note, closed=closed)
    return y + height


def overdue(note: Note, today: date | None) -> bool:
    """Whether the day a pain point should have been gone by has passed."""
    due = note.ownership.due_on if note.ownership else None
    return bool(due and today and due < today and note.status not in CLOSED)


def _severity(page: Page, x: float, y: float, severity: Severity, *, closed: bool) -> None:
    for place in range(3):
        lit = look.SEVERITY_CLOSED if closed else look.SEVERITY_ON
        style = lit if place < severity else look.SEVERITY_OFF if not closed else look.GHOST
        page.sheet.box(Layer.MARKS, style, x + place * 15, y, 12, 7, 3.5)


def _style(note: Note, *, critical: bool, closed: bool) -> Style:
    """Claims without evidence look unproven: their outline is dashed."""
    if closed:
        return look.PAIN_CLOSED
    if critical:
        return look.PAIN_CRITICAL if proven(note) else look.PAIN_CRITICAL_UNPROVEN
    return look.PAIN_CARD if proven(note) else look.PAIN_UNPROVEN


def _evidence(page: Page, cell: Cell, y: float, note: Note) -> float:
    sheet, _, room = page.sheet, page.say, cell.w - 48
    said = counted(_, _("Evidence"), max(1, note.evidence_count)) if proven(note) else _("Unproven")
    icon = "paperclip" if proven(note) else "circle-question-mark"
    text = sheet.label(said, size=12, weight=500, leading=17, width=room, lines=1)
    sheet.icon(icon, cell.x + 16, y + 2, 13, INK_SOFT, 2.2)
    return sheet.put(text, cell.x + 34, y, fill=INK_SOFT, w=room)


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
