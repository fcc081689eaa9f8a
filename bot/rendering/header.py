"""The top of the map: kicker, title, scenario, the journey at a glance, the persona, the stages."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rendering import look
from bot.rendering.emotion import scored
from bot.rendering.grid import MARGIN, Page
from bot.rendering.look import ACCENT, ACCENT_DARK, EMOTIONS, IDEA, INK, INK_SOFT, PAIN, WHITE, Style, emotion_level
from bot.rendering.scene import Layer
from bot.rendering.typeset import Block, initials
from bot.rendering.words import KICKERS, counted, moments, unowned
from workflows.snapshots import Persona

_PERSONA_MAX = 620
_STAGE = 70
_POINT = 16  # how far a chevron's point reaches
_CHIP = 58


@dataclass(frozen=True, slots=True)
class Chip:
    """One figure of the journey at a glance."""

    icon: str
    name: str
    value: str
    colour: str
    level: int | None = None  # a face instead of the icon


def draw(page: Page) -> float:
    """Everything above the stages; the height that it ends at."""
    _ = page.say
    page.sheet.about(_("Beginning of the map"))
    persona = page.snapshot.personas[0] if page.snapshot.personas else None
    room = page.grid.width - 2 * MARGIN
    wide = min(_PERSONA_MAX, room * 0.42) if persona else 0
    outline, width = page.snapshot.outline, room - wide - (40 if persona else 0)
    about = outline.scope or outline.goal
    foot = heading(page, page.say(KICKERS[outline.kind]), outline.title, about, _chips(page), width)
    if persona:
        foot = max(foot, _persona(page, persona, page.grid.width - MARGIN - wide, wide))
    return foot


def heading(page: Page, kicker: str, title: str, about: str, chips: Sequence[Chip], room: float) -> float:
    """What kind of picture this is, its title, a sentence about it and its figures; the height that it ends at."""
    sheet = page.sheet
    small = sheet.label(kicker.upper(), size=13, weight=600, leading=18, width=room, lines=1)
    sheet.put(small, MARGIN, MARGIN - 4, fill=ACCENT, w=room)
    large = sheet.measure(title, size=40, weight=700, leading=50, width=room, lines=2)
    foot = sheet.put(large, MARGIN, MARGIN + 18, w=room)
    said = sheet.measure(about, size=18, leading=27, width=room, lines=3)
    foot = sheet.put(said, MARGIN, foot + 8, fill=INK_SOFT, w=room)
    return _glance(page, chips, foot + 18, room)


def running(page: Page, number: int, of: int) -> float:
    """The top of a further page of a map; the height that it ends at."""
    sheet, _, room = page.sheet, page.say, page.grid.width - 2 * MARGIN
    count = sheet.label(_("Page {number} of {count}", number=_.number(number), count=_.number(of)), size=14, leading=22)
    title = sheet.measure(
        page.snapshot.outline.title, size=20, weight=700, leading=28, width=room - count.width - 30, lines=1
    )
    sheet.put(count, page.grid.width - MARGIN - count.width, MARGIN - 8, fill=INK_SOFT)
    return sheet.put(title, MARGIN, MARGIN - 12)


def stages(page: Page, y: float) -> float:
    """The chevrons; the height that they end at."""
    _, grid, sheet = page.say, page.grid, page.sheet
    sheet.about(_("Stages"))
    for index, (stage, cell) in enumerate(zip(page.snapshot.stages, grid.cells(), strict=True)):
        start = grid.start(index)
        _chevron(page, start, y, grid.column, Style(cell.colour), first=index == 0)
        sheet.disc(Layer.MARKS, Style(WHITE), start + 38, y + _STAGE / 2, 15)
        number = sheet.measure(str(index + 1), size=14, weight=700, leading=20)
        sheet.centre(number, start + 38, y + _STAGE / 2, fill=cell.colour)
        room = grid.column - 84
        name = sheet.measure(stage.name, size=19, weight=700, leading=25, width=room, lines=1)
        if name.clipped:
            name = sheet.measure(stage.name, size=16, weight=700, leading=20, width=room, lines=2)
        time = sheet.measure(stage.time_spent, size=13, weight=500, leading=18, width=room, lines=1)
        top = y + (_STAGE - name.height - time.height) / 2
        foot = sheet.put(name, start + 60, top, fill=WHITE, w=room)
        sheet.put(time, start + 60, foot, fill=WHITE, w=room)
    return y + _STAGE


def ghosts(page: Page, y: float, count: int) -> float:
    """Chevrons where stages will be."""
    room = page.grid.width - 2 * MARGIN
    for index in range(count):
        _chevron(page, MARGIN + index * room / count, y, room / count, look.GHOST, first=index == 0)
    return y + _STAGE


def _chevron(page: Page, x: float, y: float, width: float, style: Style, *, first: bool) -> None:
    notch = () if first else ((x + _POINT + 1, y + _STAGE / 2),)
    shoulder = x + width - _POINT + 2
    page.sheet.poly(
        Layer.CARDS,
        style,
        (x + 2, y),
        (shoulder, y),
        (x + width + 1, y + _STAGE / 2),
        (shoulder, y + _STAGE),
        (x + 2, y + _STAGE),
        *notch,
        closed=True,
    )


def _glance(page: Page, chips: Sequence[Chip], y: float, room: float) -> float:
    sheet, x, top = page.sheet, float(MARGIN), y
    for chip in chips:
        name = sheet.label(chip.name, size=13, leading=18, lines=1)
        value = sheet.measure(chip.value, size=18, weight=600, leading=24, width=260, lines=1)
        width = max(name.width, value.width) + 64
        if x + width > MARGIN + room and x > MARGIN:
            x, top = MARGIN, top + _CHIP + 10
        sheet.box(Layer.CARDS, look.PANEL, x, top, width, _CHIP, 12)
        if chip.level is None:
            sheet.icon(chip.icon, x + 17, top + 19, 20, chip.colour)
        else:
            sheet.face(x + 27, top + _CHIP / 2, 15, chip.level)
        sheet.put(name, x + 50, top + 8, fill=INK_SOFT, w=width - 60)
        sheet.put(value, x + 50, top + 26, w=width - 60)
        x += width + 12
    return top + _CHIP if chips else y - 18


def _chips(page: Page) -> list[Chip]:
    snapshot, _ = page.snapshot, page.say
    chips: list[Chip] = []
    low = next((one for one in scored(snapshot) if one.low), None)
    if low:
        level = emotion_level(low.emotion.median)
        name = snapshot.stages[low.index].name
        chips.append(Chip("", _("Lowest point"), name, EMOTIONS[level], level))
    if moments(snapshot):
        chips.append(Chip("star", _("Moments of truth"), _.number(moments(snapshot)), look.MOMENT_INK))
    if snapshot.pains:
        said = _.number(len(snapshot.pains))
        if unowned(snapshot):
            said += " · " + counted(_, _("without owner"), unowned(snapshot))
        chips.append(Chip("flag", _("Pain points"), said, PAIN))
    if snapshot.ideas:
        chips.append(Chip("lightbulb", _("Opportunities"), _.number(len(snapshot.ideas)), IDEA))
    if snapshot.decisions:
        chips.append(Chip("gavel", _("Decisions"), _.number(len(snapshot.decisions)), ACCENT))
    return chips


def _persona(page: Page, persona: Persona, x: float, width: float) -> float:
    _, sheet, top, room = page.say, page.sheet, MARGIN - 12, width - 130
    start = x + 108
    name = sheet.measure(persona.name, size=20, weight=700, leading=26, width=room, lines=2)
    foot = sheet.put(name, start, top + 22, w=room)
    about = " · ".join(part for part in (persona.headline, persona.segment) if part)
    for text, fill, weight, size, lines in (
        (about, INK_SOFT, 400, 14, 2),
        (_("“{quote}”", quote=persona.quote) if persona.quote else "", ACCENT_DARK, 500, 15, 3),
    ):
        block = sheet.measure(text, size=size, weight=weight, leading=size + 6.5, width=room, lines=lines)
        foot = sheet.put(block, start, foot + (5 if block.lines else 0), fill=fill, w=room)
    others = [other.name for other in page.snapshot.personas[1:]]
    if others:
        said = _("Also on this map: {names}", names=_.join(others))
        block = sheet.label(said, size=13, leading=18, width=room, lines=2)
        foot = sheet.put(block, start, foot + 5, fill=INK_SOFT, w=room)
    sheet.avatar(initials(persona.name), x + 58, top + 62, 36, look.PERSONA_DISC, ACCENT_DARK)
    foot = max(foot, top + 98) + 16
    if persona.goal:
        foot = _goal(page, persona.goal, x, foot, width)
    sheet.box(Layer.PANELS, look.PANEL, x, top, width, foot - top, 16)
    return foot


def _goal(page: Page, goal: str, x: float, y: float, width: float) -> float:
    _, sheet, start, room = page.say, page.sheet, x + 108, width - 130
    sheet.poly(Layer.LINES, look.LANE_LINE, (x + 24, y), (x + width - 24, y))
    name = sheet.label(_("Goal"), size=13, weight=600, leading=20)
    foot = sheet.put(name, start, y + 12, fill=IDEA, w=room)
    said: Block = sheet.measure(goal, size=16, weight=500, leading=23, width=room, lines=3)
    foot = sheet.put(said, start, foot + 1, fill=INK, w=room)
    sheet.icon("target", x + 44, y + 22, 28, IDEA)
    return foot + 18
