"""The small marks of a touchpoint: how much it matters, how well it works, whom it reaches, whether it is lived.

Each is an icon with a word or a number, so that none of them is said by colour alone.
"""

from dataclasses import dataclass
from typing import Final

from bot.i18n import Say
from bot.rendering import look
from bot.rendering.grid import Page
from bot.rendering.look import ACCENT_DARK, GOOD, INK_SOFT, PAIN
from bot.rendering.scene import Layer
from bot.rendering.sheet import Sheet
from workflows.lived import Gap, gap
from workflows.snapshots import Touchpoint
from workflows.touchpoint_fields import IMPORTANCE_MAX, PERFORMANCE_MAX
from workflows.words import Fate, TouchpointClass

DOT: Final = 9  # from one dot of importance to the next
DOTS: Final = DOT * IMPORTANCE_MAX
ROW: Final = 19
RATING, REACH, UNUSED, UNPLANNED = "gauge", "users", "circle-slash", "footprints"
_POOR: Final = 2  # a rating up to here is a warning
_SIGN: Final = 14


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon with what it says, in one colour."""

    icon: str
    said: str
    colour: str
    weight: int = 500


def judged(thing: Touchpoint) -> bool:
    """Whether the team said how much a touchpoint matters."""
    return thing.classed is not None or thing.importance > 0


def rows(_: Say, thing: Touchpoint) -> int:
    """How many rows of marks a touchpoint has."""
    return sum((judged(thing), bool(measured(_, thing)), standing(_, thing) is not None))


def class_name(_: Say, classed: TouchpointClass) -> str:
    """The short word for a class."""
    names = {
        TouchpointClass.CRITICAL: _.p("touchpoint", "Critical"),
        TouchpointClass.COMPLEMENTARY: _.p("touchpoint", "Complementary"),
        TouchpointClass.REDUNDANT: _.p("touchpoint", "Redundant"),
    }
    return names[classed]


def measured(_: Say, thing: Touchpoint) -> list[Mark]:
    """How well it works, and how many customers meet it."""
    rating, reach = thing.details.get("performance", ""), thing.details.get("reach", "")
    found = []
    if rating.isdecimal():
        colour = PAIN if int(rating) <= _POOR else INK_SOFT
        found.append(Mark(RATING, f"{_.number(int(rating))}/{_.number(PERFORMANCE_MAX)}", colour, 600))
    if reach.isdecimal():
        found.append(Mark(REACH, _.percent(int(reach)), INK_SOFT))
    return found


def standing(_: Say, thing: Touchpoint) -> Mark | None:
    """What was decided about it; where nothing was, what calls for a decision. The class says "redundant" itself."""
    if thing.fate is Fate.ADD:
        return Mark("check", _.p("touchpoint", "To be added"), GOOD, 600)
    if thing.fate is Fate.DROP:
        return Mark("archive", _.p("touchpoint", "To be dropped"), INK_SOFT, 600)
    found = gap(thing)
    if found is Gap.UNUSED:
        return Mark(UNUSED, _.p("touchpoint", "Planned, not lived"), PAIN)
    if found is Gap.UNPLANNED:
        return Mark(UNPLANNED, _.p("touchpoint", "Lived, not planned"), PAIN)
    return None


def dots(sheet: Sheet, x: float, y: float, count: int) -> None:
    """Importance as dots, from a place on."""
    for place in range(IMPORTANCE_MAX):
        style = look.DOT_ON if place < count else look.DOT_OFF
        sheet.disc(Layer.MARKS, style, x + DOT * (place + 0.5), y, 3)


def put(sheet: Sheet, mark: Mark, x: float, y: float, room: float, *, size: float = 12, lines: int = 1) -> float:
    """Draw a mark from its upper corner on; the x that it ends at."""
    said = sheet.label(
        mark.said, size=size, weight=mark.weight, leading=size + 5, width=room - _SIGN - 5, lines=lines
    )  # fmt: skip
    sheet.icon(mark.icon, x, y + (size + 5 - _SIGN) / 2, _SIGN, mark.colour, 2)
    sheet.put(said, x + _SIGN + 5, y, fill=mark.colour)
    return x + _SIGN + 5 + said.width


def put_class(page: Page, classed: TouchpointClass, x: float, y: float, room: float) -> None:
    """Write how much a touchpoint matters to the journey."""
    critical = classed is TouchpointClass.CRITICAL
    word = class_name(page.say, classed)
    said = page.sheet.label(word, size=12, weight=600 if critical else 500, leading=17, width=room, lines=1)
    page.sheet.put(said, x, y, fill=ACCENT_DARK if critical else INK_SOFT, w=room)
