"""The bottom of the map: a legend of what is used, and where the map comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.rendering import look, resources
from bot.rendering.emotion import scored
from bot.rendering.grid import MARGIN, Page
from bot.rendering.look import ACCENT, IDEA, INK_FAINT, INK_SOFT, PAIN, WHITE, Style
from bot.rendering.scene import Layer
from bot.rendering.touchpoint_marks import RATING, REACH, dots
from bot.rendering.words import counted, moments, proven, unplaced
from workflows.snapshots import MapSnapshot
from workflows.words import PainStatus, TouchpointClass, Usage

_ROW = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign of the picture and what it means."""

    used: bool
    name: str
    sign: Callable[[Page, float, float], None]  # draws itself around a point
    width: float = 26


def draw(page: Page, y: float) -> float:
    """Legend and footer from a height on; the height of the picture."""
    _ = page.say
    page.sheet.about(_("Legend"))
    entries = [entry for entry in _entries(page) if entry.used]
    return source(page, legend(page, _unplaced(page, y), entries))


def _unplaced(page: Page, y: float) -> float:
    """What has no stage yet; nothing of it is lost."""
    _, sheet = page.say, page.sheet
    waiting = unplaced(page.snapshot, _)
    if not waiting:
        return y
    said = _("Not placed yet: {things}", things=_.listed(waiting))
    room = page.grid.width - 2 * MARGIN - 34
    text = sheet.label(said, size=14, weight=600, leading=20, width=room, lines=2)
    sheet.icon("map-pin", MARGIN + 2, y + 18, 20, PAIN)
    return sheet.put(text, MARGIN + 34, y + 18, fill=PAIN, w=room)


def legend(page: Page, y: float, entries: Sequence[Entry]) -> float:
    """What the signs of a picture mean; the height that it ends at."""
    _, sheet, x = page.say, page.sheet, float(MARGIN)
    if not entries:
        return y
    y += 26
    title = sheet.label(_("Legend"), size=14, weight=700, leading=20)
    sheet.put(title, x, y + 2)
    start = x = x + title.width + 28
    for entry in entries:
        name = sheet.label(entry.name, size=13.5, leading=20, lines=1)
        width = entry.width + 8 + name.width
        if x + width > page.grid.width - MARGIN and x > start:
            x, y = start, y + _ROW
        entry.sign(page, x + entry.width / 2, y + 12)
        sheet.put(name, x + entry.width + 8, y + 2, fill=INK_SOFT)
        x += width + 26
    return y + _ROW


def _entries(page: Page) -> list[Entry]:
    snapshot, _ = page.snapshot, page.say
    pains, open_pains = snapshot.pains, snapshot.open_pains
    found = scored(snapshot)
    needed = [one for stage in snapshot.stages for one in resources.of(stage)]
    return [
        Entry(moments(snapshot) > 0, _("Moment of truth"), _star),
        Entry(any(t.usage is Usage.WISHED_FOR for t in snapshot.touchpoints), _("Wished for"), _wished),
        Entry(_classed(snapshot, TouchpointClass.CRITICAL), _("Critical touchpoint"), _critical),
        Entry(any(t.importance for t in snapshot.touchpoints), _("Importance"), _importance, width=46),
        Entry(_told(snapshot, "performance"), _("How well it works, 5 is best"), _rating),
        Entry(_told(snapshot, "reach"), _("Customers who meet it"), _reach),
        Entry(bool(snapshot.touchpoints), _("Channel used in this stage"), _channel),
        Entry(any(one.low for one in found), _("Lowest point"), ring),
        Entry(any(one.emotion.low < one.emotion.high for one in found), _("How far opinions differ"), _spread),
        Entry(bool(pains), _("Pain: minor, serious, critical"), severity, width=50),
        Entry(any(not proven(pain) for pain in open_pains), _("Unproven: no evidence yet"), _unproven),
        Entry(any(proven(pain) for pain in open_pains), _("Evidence"), _evidence),
        Entry(any(pain.ownership for pain in pains), _("Owner"), owner),
        Entry(any(pain.ownership is None for pain in open_pains), _("Needs an owner"), nobody),
        Entry(any(pain.votes for pain in pains), _("Votes"), votes),
        Entry(any(pain.status is PainStatus.DONE for pain in pains), _("Solved"), done),
        Entry(bool(snapshot.ideas), _("Opportunity, expected impact"), _idea),
        Entry(any(not one.lacking for one in needed), _("Resource that is there"), _there),
        Entry(any(one.lacking for one in needed), _("Resource that is lacking"), _lacking),
    ]


def _classed(snapshot: MapSnapshot, wanted: TouchpointClass) -> bool:
    return any(touchpoint.classed is wanted for touchpoint in snapshot.touchpoints)


def _told(snapshot: MapSnapshot, field: str) -> bool:
    return any(touchpoint.details.get(field) for touchpoint in snapshot.touchpoints)


def source(page: Page, y: float) -> float:
    """Where a picture comes from: version, date, evidence, owner; the height of the picture."""
    sheet, snapshot, _ = page.sheet, page.snapshot, page.say
    y += 14
    sheet.poly(Layer.LINES, Style("", "#DDE2EA"), (MARGIN, y), (page.grid.width - MARGIN, y))
    parts = [_("Version {number}", number=_.number(snapshot.outline.revision))]
    if snapshot.taken_at:
        parts.append(_.date(snapshot.taken_at, "long"))
    if snapshot.evidence:
        parts.append(counted(_, _("Evidence"), len(snapshot.evidence)))
    room = page.grid.width - 2 * MARGIN
    leader = snapshot.outline.journey_owner or snapshot.outline.facilitator
    role = _("Journey owner: {name}") if snapshot.outline.journey_owner else _("Facilitator: {name}")
    said = role.replace("{name}", leader.name) if leader.name else ""
    who = sheet.label(said, size=13.5, weight=600, leading=20, width=room * 0.4, lines=1)
    where = sheet.label("\u2002·\u2002".join(parts), size=13.5, leading=20, width=room * 0.55, lines=1)
    sheet.put(where, MARGIN, y + 14, fill=INK_FAINT)
    sheet.put(who, page.grid.width - MARGIN - who.width, y + 14, fill=ACCENT)
    return y + 14 + 20 + 26


def _star(page: Page, x: float, y: float) -> None:
    page.sheet.star(look.STAR, x, y, 21)


def _wished(page: Page, x: float, y: float) -> None:
    page.sheet.box(Layer.MARKS, look.TOUCHPOINT_WISHED, x - 12, y - 8, 24, 16, 5)


def _critical(page: Page, x: float, y: float) -> None:
    page.sheet.box(Layer.MARKS, look.TOUCHPOINT, x - 12, y - 8, 24, 16, 5)
    page.sheet.box(Layer.ICONS, Style(ACCENT), x - 8, y - 5, 3.5, 10, 1.75)


def _importance(page: Page, x: float, y: float) -> None:
    dots(page.sheet, x - 22, y, 3)


def _rating(page: Page, x: float, y: float) -> None:
    page.sheet.icon(RATING, x - 9, y - 9, 18, INK_SOFT)


def _reach(page: Page, x: float, y: float) -> None:
    page.sheet.icon(REACH, x - 9, y - 9, 18, INK_SOFT)


def _unproven(page: Page, x: float, y: float) -> None:
    page.sheet.box(Layer.MARKS, look.PAIN_UNPROVEN, x - 12, y - 8, 24, 16, 5)


def _evidence(page: Page, x: float, y: float) -> None:
    page.sheet.icon("paperclip", x - 9, y - 9, 18, INK_SOFT)


def _there(page: Page, x: float, y: float) -> None:
    page.sheet.icon("package", x - 10, y - 10, 20, look.GOOD)


def _lacking(page: Page, x: float, y: float) -> None:
    page.sheet.icon("package-x", x - 10, y - 10, 20, PAIN)


def _channel(page: Page, x: float, y: float) -> None:
    page.sheet.poly(Layer.LINES, look.CHANNEL_LINE, (x - 11, y), (x + 11, y))
    page.sheet.disc(Layer.MARKS, Style(look.STAGE_RAMP[3]), x, y, 7)


def ring(page: Page, x: float, y: float) -> None:
    """The ring around a lowest point."""
    page.sheet.disc(Layer.MARKS, look.LOW_RING, x, y, 10.5)


def _spread(page: Page, x: float, y: float) -> None:
    page.sheet.box(Layer.MARKS, look.SPREAD, x - 5, y - 11, 10, 22, 5)


def severity(page: Page, x: float, y: float) -> None:
    """Two bars of three."""
    for place in range(3):
        style = look.SEVERITY_ON if place < 2 else look.SEVERITY_OFF
        page.sheet.box(Layer.MARKS, style, x - 23 + place * 16, y - 4, 13, 8, 4)


def owner(page: Page, x: float, y: float) -> None:
    """Somebody who answers for a pain point."""
    page.sheet.disc(Layer.MARKS, Style(ACCENT), x, y, 11)
    page.sheet.icon("user", x - 7, y - 7, 14, WHITE, 2.4)


def nobody(page: Page, x: float, y: float) -> None:
    """Nobody who does."""
    page.sheet.avatar("?", x, y, 10.5, look.NO_OWNER, PAIN)


def votes(page: Page, x: float, y: float) -> None:
    """The pill that votes are counted in."""
    page.sheet.box(Layer.MARKS, look.PILL_VOTES, x - 13, y - 8.5, 26, 17, 8.5)
    page.sheet.disc(Layer.ICONS, Style(ACCENT), x, y, 3.5)


def done(page: Page, x: float, y: float) -> None:
    """The mark of what is solved or decided."""
    page.sheet.icon("check", x - 9, y - 9, 18, look.GOOD, 2.6)


def _idea(page: Page, x: float, y: float) -> None:
    page.sheet.icon("lightbulb", x - 10, y - 10, 20, IDEA)
