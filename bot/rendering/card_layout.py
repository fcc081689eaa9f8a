"""The card: what one sees in the channel, readable in Slack's preview of 360 px, so nothing small is on it."""

from dataclasses import dataclass

from bot.i18n import Say
from bot.rendering import look
from bot.rendering.alt_text import alt_text
from bot.rendering.emotion import scored, with_ends
from bot.rendering.grid import Grid, Page
from bot.rendering.invitation import ghost
from bot.rendering.look import ACCENT_DARK, EMOTIONS, IDEA, INK, INK_SOFT, PAIN, WHITE, Style, emotion_level
from bot.rendering.scene import Layer, Scene
from bot.rendering.sheet import Sheet
from bot.rendering.typeset import Block, initials
from bot.rendering.words import CLOSED, counted, moments, next_hint, unowned, worst_first
from workflows.snapshots import MapSnapshot, Note
from workflows.words import Severity

WIDTH = 1200
_MARGIN = 56
_ROOM = WIDTH - 2 * _MARGIN
_CURVE = 300
_UNIT = 58
_WORST = 2
_ROWS = 2  # of stage names
_NAME = 42
_CROWDED = 8  # stages
_NAME_MIN = 150  # a name cut shorter tells nothing


@dataclass(frozen=True, slots=True)
class _Name:
    index: int
    row: int
    block: Block
    left: float
    right: float


def lay_card(snapshot: MapSnapshot, say: Say) -> Scene:
    """Lay the card out."""
    page = Page(Sheet(WIDTH, say, WHITE), Grid(len(snapshot.stages)), snapshot, say)
    y = _head(page)
    y = _journey(page, y + 30) if snapshot.stages else _beginning(page, y + 40)
    y = _pains(page, y)
    y = _counts(page, y + 14)
    return page.sheet.finished(y + 46, snapshot.outline.title, alt_text(snapshot, "card"))


def _head(page: Page) -> float:
    sheet, outline = page.sheet, page.snapshot.outline
    title = sheet.measure(outline.title, size=62, weight=700, leading=74, width=_ROOM, lines=2)
    foot = sheet.put(title, _MARGIN, 44, w=_ROOM)
    if not page.snapshot.personas:
        goal = sheet.measure(outline.goal, size=28, leading=38, width=_ROOM, lines=2)
        return sheet.put(goal, _MARGIN, foot + 10, fill=INK_SOFT, w=_ROOM)
    persona, top, room = page.snapshot.personas[0], foot + 16, _ROOM - 84
    style = Style(look.PERSONA_DISC.fill, look.PERSONA_DISC.stroke, 3)
    sheet.avatar(initials(persona.name), _MARGIN + 32, top + 32, 31, style, ACCENT_DARK)
    goal = sheet.measure(persona.goal or persona.headline or outline.goal, size=28, leading=37, width=room, lines=2)
    name = sheet.measure(persona.name, size=32, weight=600, leading=38, width=room, lines=1)
    foot = sheet.put(name, _MARGIN + 84, top - 2 if goal.lines else top + 13, w=room)
    return max(sheet.put(goal, _MARGIN + 84, foot, fill=INK_SOFT, w=room), top + 64)


def _journey(page: Page, y: float) -> float:
    """The curve, or the plain line of stages while nothing is scored; the height below the stage names."""
    found = scored(page.snapshot)
    count = len(page.snapshot.stages)
    step = _ROOM / count
    radius = min(34, step * 0.42)
    zero = y + _CURVE / 2 if found else y + 50
    foot = y + _CURVE if found else zero + 50
    heights = {one.index: zero - one.emotion.median * _UNIT for one in found}
    middles = [_MARGIN + step * (index + 0.5) for index in range(count)]
    if found:
        page.sheet.poly(Layer.PANELS, Style("", "#C2C9D6", 2), (20, zero), (WIDTH - 20, zero))
        points = [(middles[index], height) for index, height in heights.items()]
        start = 20 if found[0].index == 0 else points[0][0] - step / 2
        end = WIDTH - 20 if found[-1].index == count - 1 else points[-1][0] + step / 2
        page.sheet.curve(with_ends(points, start, end), zero, _UNIT, 10)
        for one in found:
            place = middles[one.index], heights[one.index]
            page.sheet.face(*place, radius, emotion_level(one.emotion.median), low=one.low)
    else:
        page.sheet.poly(Layer.LINES, Style("", "#C9D0DB", 6), (middles[0], zero), (middles[-1], zero))
    for index in range(count):
        if index not in heights:
            _stop(page, middles[index], zero, index, min(26, radius), small=bool(found))
    return _names(page, middles, heights, zero, foot + 26)


def _stop(page: Page, x: float, y: float, index: int, radius: float, *, small: bool) -> None:
    """A stage that nobody scored yet."""
    if small:
        page.sheet.disc(Layer.MARKS, Style("#98A2B3", WHITE, 4), x, y, 11)
        return
    colour = look.stage_colours(len(page.snapshot.stages))[index]
    page.sheet.disc(Layer.MARKS, Style(colour, WHITE, 5), x, y, radius)
    number = page.sheet.measure(str(index + 1), size=27, weight=700, leading=34)
    page.sheet.centre(number, x, y, fill=WHITE)


def _names(page: Page, middles: list[float], heights: dict[int, float], zero: float, y: float) -> float:
    """Stage names under their places, in two rows; where there is no room for all, the telling ones."""
    found = scored(page.snapshot)
    special = [one.index for one in found if one.low]
    if len(found) > 1:
        special.append(max(found, key=lambda one: one.emotion.median).index)
    last = len(middles) - 1
    order = dict.fromkeys([*special, 0, last, *range(0, last, 2), *range(last)])
    placed: list[_Name] = []
    for index in order:
        name = _fitting(page, middles, index, placed, bold=index in special)
        if name:
            placed.append(name)
    for name in placed:
        height = heights.get(name.index)
        level = emotion_level(page.snapshot.stages[name.index].emotion.median) if name.index in special else None  # type: ignore[union-attr]  # special stages are scored
        top = y + name.row * _NAME
        page.sheet.put(name.block, name.left, top, fill=INK_SOFT if level is None else EMOTIONS[level])
        if heights:
            start = (zero if height is None else height) + 40
            style = Style("", "#D5DBE5", 2, (3, 7))
            page.sheet.poly(Layer.LINES, style, (middles[name.index], start), (middles[name.index], top - 6))
    return y + _NAME * (1 + max(name.row for name in placed)) + 26


def _fitting(page: Page, middles: list[float], index: int, placed: list[_Name], *, bold: bool) -> _Name | None:
    """A stage's name in the first row where it touches neither another name nor another's line."""
    x, step, last = middles[index], _ROOM / len(middles), len(middles) - 1
    name = page.snapshot.stages[index].name
    for width in (min(400, max(step * 2 - 20, 260)), _NAME_MIN):
        block = page.sheet.measure(name, size=30, weight=700 if bold else 600, leading=38, width=width, lines=1)
        if block.clipped and last >= _CROWDED and not bold and index not in {0, last}:
            continue  # where there are many, a name is whole or left out
        left = min(max(x - block.width / 2, 24), WIDTH - 24 - block.width)
        for row in range(_ROWS):
            if not any(_touch(other, row, left, left + block.width, x, middles) for other in placed):
                return _Name(index, row, block, left, left + block.width)
    return None


def _touch(other: _Name, row: int, left: float, right: float, x: float, middles: list[float]) -> bool:
    gap = 20
    if other.row == row:
        return left - gap < other.right and other.left < right + gap
    if other.row < row:  # the new name's line runs down through the other's row
        return other.left - 8 < x < other.right + 8
    return left - 8 < middles[other.index] < right + 8


def _beginning(page: Page, y: float) -> float:
    """No stages yet: a pale journey and what comes next."""
    _, sheet = page.say, page.sheet
    ghost(page, _MARGIN, y + 70, _ROOM, 62)
    title = sheet.label(_("The journey starts here"), size=40, weight=700, leading=50, width=_ROOM, lines=2)
    hint = sheet.label(next_hint(page.snapshot, _), size=30, leading=42, width=_ROOM - 80, lines=3)
    foot = sheet.put(title, (WIDTH - title.width) / 2, y + 168, align="middle")
    foot = sheet.put(hint, (WIDTH - hint.width) / 2, foot + 10, fill=INK_SOFT, align="middle")
    return foot + 26


def _pains(page: Page, y: float) -> float:
    snapshot = page.snapshot
    worst = [pain for pain in worst_first(snapshot.pains) if pain.status not in CLOSED][:_WORST]
    for pain in worst:
        y = _pain(page, y, pain) + 14
    if snapshot.pains and not worst:
        y = _all_solved(page, y) + 14
    return y


def _pain(page: Page, y: float, pain: Note) -> float:
    _, sheet, critical = page.say, page.sheet, pain.severity is Severity.CRITICAL
    owner = pain.ownership.owner.name if pain.ownership else ""
    said = sheet.measure(owner, size=28, weight=600, leading=36, width=260, lines=1)
    if not owner:
        said = sheet.label(_("No owner"), size=28, weight=600, leading=36, width=260, lines=1)
    start, end = _MARGIN + 118, WIDTH - _MARGIN - 94
    room = end - said.width - 28 - start
    text = sheet.measure(pain.text, size=31, weight=600, leading=40, width=room, lines=2)
    height = text.height + 36
    style = look.PAIN_CRITICAL if critical else look.PAIN_CARD
    sheet.box(Layer.CARDS, Style(style.fill, style.stroke, 3 if critical else 2), _MARGIN, y, _ROOM, height, 18)
    sheet.box(Layer.MARKS, Style(PAIN), _MARGIN + 16, y + 16, 8, height - 32, 4)
    middle = y + height / 2
    sheet.icon("flag", _MARGIN + 45, middle - 26, 36, PAIN)
    for place in range(3):
        lit = look.SEVERITY_ON if place < (pain.severity or 1) else look.SEVERITY_OFF
        sheet.box(Layer.MARKS, lit, _MARGIN + 40 + place * 17, middle + 17, 14, 8, 4)
    sheet.put(text, start, y + 18, w=room)
    sheet.put(said, end - said.width, middle - 18, fill=INK if owner else PAIN)
    x = WIDTH - _MARGIN - 52
    if owner:
        sheet.avatar(initials(owner), x, middle, 29, Style(look.avatar_colour(owner)), WHITE)
    else:
        sheet.avatar("?", x, middle, 27, Style(WHITE, PAIN, 3.5, (7, 5)), PAIN)
    return y + height


def _all_solved(page: Page, y: float) -> float:
    _, sheet = page.say, page.sheet
    said = sheet.label(_("Every pain point is closed"), size=31, weight=600, leading=40, width=_ROOM - 150, lines=1)
    sheet.box(Layer.CARDS, Style(look.IDEA_CARD.fill, look.IDEA_CARD.stroke, 2), _MARGIN, y, _ROOM, 76, 18)
    sheet.icon("check", _MARGIN + 40, y + 18, 40, IDEA, 2.4)
    sheet.put(said, _MARGIN + 118, y + 18)
    return y + 76


def _counts(page: Page, y: float) -> float:
    sheet, snapshot, _ = page.sheet, page.snapshot, page.say
    counts = [
        ("flag", _("Pain points"), len(snapshot.pains), PAIN),
        ("user", _("Without owner"), unowned(snapshot), PAIN),
        ("star", _("Moments of truth"), moments(snapshot), look.MOMENT_INK),
        ("lightbulb", _("Opportunities"), len(snapshot.ideas), IDEA),
    ]
    if not any(number for _icon, _name, number, _colour in counts):
        counts = [("mouse-pointer-click", _("Touchpoints"), len(snapshot.touchpoints), ACCENT_DARK)]
    shown = [
        (
            icon,
            sheet.label(counted(_, name, number), size=27, weight=600, leading=38, width=_ROOM / 2 - 60, lines=1),
            colour,
        )
        for icon, name, number, colour in counts
        if number
    ]
    in_a_row = sum(block.width for _icon, block, _colour in shown) + 44 * len(shown) + 34 * (len(shown) - 1) <= _ROOM
    x, foot = float(_MARGIN), y
    for place, (icon, block, colour) in enumerate(shown):
        if not in_a_row:  # two columns, so that the last one does not stand alone
            x, y = _MARGIN + place % 2 * _ROOM / 2, foot + 10 if place and place % 2 == 0 else y
        sheet.icon(icon, x, y + 3, 32, colour)
        foot = sheet.put(block, x + 44, y, fill=INK_SOFT)
        x += 44 + block.width + 34
    return foot
