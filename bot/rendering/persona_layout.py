"""The persona sheet: who the customer is, in two layers, what they want, and where their journey hurts."""

from typing import Final

from bot.i18n import Say
from bot.labels import PERSONA_FIELDS
from bot.rendering import emotion, footer, look, stories
from bot.rendering.grid import MARGIN, Cell, Grid, Page
from bot.rendering.look import ACCENT, ACCENT_DARK, EMOTIONS, IDEA, INK, INK_SOFT, PAIN, Style, emotion_level
from bot.rendering.scene import Layer
from bot.rendering.sheet import Drawing, Sheet
from bot.rendering.subjects import PersonaSheet
from bot.rendering.typeset import initials
from bot.rendering.words import worst_first

_SIDE = 400  # the column with the portrait
_GAP = 20
_FACTS: Final = (
    ("age", "cake"),
    ("gender", "user"),
    ("family", "users"),
    ("children", "smile"),
    ("place", "house"),
    ("work", "briefcase"),
)
_LIFE: Final = (
    ("goals", "target", IDEA),
    ("challenges", "circle-alert", PAIN),
    ("interests", "sparkles", look.ITCH_INK),
    ("consumption", "store", ACCENT),
    ("habits", "footprints", ACCENT),
    ("psychographics", "heart", look.ITCH_INK),
    ("preferences", "list-checks", ACCENT),
)
_TASTES: Final = (
    ("likes", "thumbs-up", look.IDEA_CARD, IDEA),
    ("dislikes", "thumbs-down", look.PAIN_CARD, PAIN),
    ("indifferent", "meh", look.TOUCHPOINT, INK_SOFT),
)
_CURVE = 218
_UNIT = 30


def lay_persona(subject: PersonaSheet, _: Say) -> Drawing:
    """Lay the sheet out."""
    grid = Grid(5)
    page = Page(Sheet(grid.width, _, look.PAGE_FILL), grid, subject.snapshot, _)
    page.sheet.about(_("Persona"), subject.persona.name)
    top = _kicker(page)
    side = _portrait(page, subject, top)
    x = MARGIN + _SIDE + _GAP
    width = grid.width - MARGIN - x
    y = _facts(page, subject, x, top, width)
    y = _sections(page, subject, x, y, width)
    y = _tastes(page, subject, x, y, width)
    y = max(side + _GAP, y)
    y = _journey(page, y) if any(stage.emotion for stage in subject.snapshot.stages) else y
    foot = footer.source(page, _evidence(page, subject, y) + 6)
    return page.sheet.drawing(foot, subject.persona.name, stories.of_persona(subject, _))


def _kicker(page: Page) -> float:
    _, sheet, room = page.say, page.sheet, page.grid.width - 2 * MARGIN
    said = sheet.label(_("Persona").upper(), size=13, weight=600, leading=18, width=room * 0.4, lines=1)
    sheet.put(said, MARGIN, MARGIN - 6, fill=ACCENT)
    title = sheet.measure(page.snapshot.outline.title, size=15, weight=500, leading=20, width=room * 0.55, lines=1)
    sheet.put(title, page.grid.width - MARGIN - title.width, MARGIN - 8, fill=INK_SOFT)
    return MARGIN + 26


def _portrait(page: Page, subject: PersonaSheet, top: float) -> float:
    """Who it is: initials, name, headline, segment, quote, goal; the height below."""
    _, sheet, persona = page.say, page.sheet, subject.persona
    x, room = MARGIN + 32, _SIDE - 64
    sheet.avatar(initials(persona.name), x + 62, top + 96, 62, Style("#E0E7FF", ACCENT, 3), ACCENT_DARK)
    name = sheet.measure(persona.name, size=36, weight=700, leading=44, width=room, lines=2)
    foot = sheet.put(name, x, top + 182, w=room)
    for text, size, fill in ((persona.headline, 16, INK_SOFT), (persona.segment, 14.5, INK_SOFT)):
        block = sheet.measure(text, size=size, weight=500 if size == 16 else 400, leading=size + 8, width=room, lines=4)
        foot = sheet.put(block, x, foot + (8 if block.lines else 0), fill=fill, w=room)
    if persona.quote:
        sheet.icon("quote", x, foot + 24, 26, ACCENT)
        said = _("“{quote}”", quote=persona.quote)
        quote = sheet.measure(said, size=20, weight=600, leading=29, width=room, lines=6)
        foot = sheet.put(quote, x, foot + 60, fill=ACCENT_DARK, w=room)
    if persona.goal:
        sheet.poly(Layer.LINES, look.LANE_LINE, (x, foot + 24), (x + room, foot + 24))
        sheet.icon("target", x, foot + 44, 24, IDEA)
        label = sheet.label(_("Goal"), size=14, weight=600, leading=20)
        sheet.put(label, x + 34, foot + 46, fill=IDEA)
        goal = sheet.measure(persona.goal, size=18, weight=500, leading=26, width=room, lines=6)
        foot = sheet.put(goal, x, foot + 78, w=room)
    foot += 30
    sheet.box(Layer.PANELS, look.PANEL, MARGIN, top, _SIDE, foot - top, 18)
    return foot


def _facts(page: Page, subject: PersonaSheet, x: float, y: float, width: float) -> float:
    """The plain facts, two in a row; the height below."""
    _, details = page.say, subject.persona.details
    there = [(field, icon) for field, icon in _FACTS if details.get(field)]
    if not there:
        return y
    sheet, top, half = page.sheet, y, (width - 48) / 2
    y += 20
    for first in range(0, len(there), 2):
        foot = y
        for place, (field, icon) in enumerate(there[first : first + 2]):
            left, room = x + 24 + place * half, half - 62
            sheet.box(Layer.MARKS, look.LANE_BADGE, left, y + 2, 36, 36, 10)
            sheet.icon(icon, left + 8, y + 10, 20, ACCENT)
            name = sheet.label(_(PERSONA_FIELDS[field]), size=13, leading=18, width=room, lines=1)
            below = sheet.put(name, left + 50, y, fill=INK_SOFT, w=room)
            said = sheet.measure(details[field], size=15.5, weight=600, leading=22, width=room, lines=3)
            foot = max(foot, sheet.put(said, left + 50, below, w=room), y + 38)
        y = foot + 18
    sheet.box(Layer.PANELS, look.PANEL, x, top, width, y + 2 - top, 16)
    return y + 2 + _GAP


def _sections(page: Page, subject: PersonaSheet, x: float, y: float, width: float) -> float:
    """What moves them, a card alone or in two columns, each where there is more room; the height below."""
    details = subject.persona.details
    there = [one for one in _LIFE if details.get(one[0])]
    columns = 1 if len(there) == 1 else 2
    wide = (width - (columns - 1) * _GAP) / columns
    feet = [y] * columns
    for field, icon, ink in there:
        column = feet.index(min(feet))
        cell = Cell(x + column * (wide + _GAP), wide, ink)
        feet[column] = _section(page, cell, feet[column], field, icon, details[field]) + _GAP
    return max(feet)


def _section(page: Page, cell: Cell, y: float, field: str, icon: str, text: str) -> float:
    _, sheet, room = page.say, page.sheet, cell.w - 44
    sheet.icon(icon, cell.x + 22, y + 20, 20, cell.colour)
    name = sheet.label(_(PERSONA_FIELDS[field]), size=15, weight=700, leading=20, width=room - 30, lines=1)
    sheet.put(name, cell.x + 52, y + 20, fill=cell.colour)
    said = sheet.measure(text, size=15.5, leading=23, width=room, lines=7)
    foot = sheet.put(said, cell.x + 22, y + 50, fill=INK, w=room) + 20
    sheet.box(Layer.PANELS, look.PANEL, cell.x, y, cell.w, foot - y, 16)
    return foot


def _tastes(page: Page, subject: PersonaSheet, x: float, y: float, width: float) -> float:
    """What they like, dislike and do not care about, side by side; the height below."""
    _, sheet, details = page.say, page.sheet, subject.persona.details
    there = [one for one in _TASTES if details.get(one[0])]
    if not there:
        return y
    wide = (width - (len(there) - 1) * _GAP) / len(there)
    feet = []
    for place, (field, icon, _style, ink) in enumerate(there):
        left, room = x + place * (wide + _GAP) + 20, wide - 40
        sheet.icon(icon, left, y + 18, 20, ink)
        name = sheet.label(_(PERSONA_FIELDS[field]), size=15, weight=700, leading=20, width=room - 30, lines=2)
        foot = sheet.put(name, left + 30, y + 18, fill=ink, w=room - 30)
        said = sheet.measure(details[field], size=15, leading=22, width=room, lines=7)
        feet.append(sheet.put(said, left, foot + 10, w=room) + 20)
    for place, (_field, _icon, style, _ink) in enumerate(there):
        sheet.box(Layer.PANELS, style, x + place * (wide + _GAP), y, wide, max(feet) - y, 16)
    return max(feet) + _GAP


def _journey(page: Page, y: float) -> float:
    """Their journey in small: the curve, the stages' names, the worst pain point; the height below."""
    _, sheet, top = page.say, page.sheet, y
    room = page.grid.width - 2 * MARGIN
    name = sheet.label(_("The journey they go through"), size=15, weight=700, leading=20, width=room - 48, lines=1)
    sheet.put(name, MARGIN + 24, y + 18)
    stages = page.snapshot.stages
    step, zero = (room - 48) / len(stages), y + 124
    middles = [MARGIN + 24 + step * (place + 0.5) for place in range(len(stages))]
    sheet.poly(Layer.LINES, look.ZERO_LINE, (MARGIN + 24, zero), (MARGIN + room - 24, zero))
    found = emotion.scored(page.snapshot)
    points = [(middles[one.index], zero - one.emotion.median * _UNIT) for one in found]
    ends = emotion.with_ends(points, points[0][0] - step / 2, points[-1][0] + step / 2)
    sheet.curve(ends, zero, _UNIT, 4)
    for one, (x, height) in zip(found, points, strict=True):
        sheet.face(x, height, 15, emotion_level(one.emotion.median), low=one.low)
    lowest = {one.index for one in found if one.low}
    foot = y + _CURVE
    for place, stage in enumerate(stages):
        low = place in lowest
        said = sheet.measure(
            stage.name, size=13.5, weight=700 if low else 500, leading=18, width=max(44, step - 12), lines=2
        )
        x = middles[place] - said.width / 2
        foot = max(foot, sheet.put(said, x, y + _CURVE, fill=EMOTIONS[0] if low else INK_SOFT, align="middle"))
    foot = _worst(page, foot + 18, room)
    sheet.box(Layer.PANELS, look.PANEL, MARGIN, top, room, foot - top, 16)
    return foot + _GAP


def _worst(page: Page, y: float, room: float) -> float:
    """What hurts most, and who answers for it."""
    _, sheet = page.say, page.sheet
    if not page.snapshot.open_pains:
        return y
    pain = worst_first(page.snapshot.open_pains)[0]
    owner = _("Owner: {name}", name=pain.ownership.owner.name) if pain.ownership else _("No owner")
    who = sheet.label(owner, size=14, weight=600, leading=22, width=room * 0.3, lines=1)
    said = sheet.measure(pain.text, size=15.5, weight=600, leading=22, width=room - 120 - who.width, lines=2)
    sheet.box(Layer.CARDS, look.PAIN_CARD, MARGIN + 24, y, room - 48, said.height + 24, 12)
    sheet.icon("flag", MARGIN + 42, y + 14, 18, PAIN)
    sheet.put(said, MARGIN + 72, y + 12)
    sheet.put(who, MARGIN + room - 44 - who.width, y + 12, fill=INK_SOFT if pain.ownership else PAIN)
    return y + said.height + 24 + 22


def _evidence(page: Page, subject: PersonaSheet, y: float) -> float:
    """What the persona rests on; one that rests on nothing looks it."""
    _, sheet, room = page.say, page.sheet, page.grid.width - 2 * MARGIN
    text = subject.persona.details.get("evidence", "")
    icon, ink = ("paperclip", INK_SOFT) if text else ("circle-question-mark", PAIN)
    said = text or _("Unproven: no evidence yet")
    name = sheet.label(_("What this rests on"), size=14, weight=700, leading=22, width=room * 0.3, lines=1)
    block = sheet.measure(said, size=14.5, leading=22, width=room - name.width - 110, lines=3)
    height = block.height + 28
    style = look.PANEL if text else look.PAIN_UNPROVEN
    sheet.box(Layer.PANELS, style, MARGIN, y, room, height, 14)
    sheet.icon(icon, MARGIN + 24, y + 16, 18, ink)
    sheet.put(name, MARGIN + 54, y + 14, fill=INK)
    sheet.put(block, MARGIN + 54 + name.width + 18, y + 14, fill=INK_SOFT if text else PAIN)
    return y + height
