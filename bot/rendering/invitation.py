"""What a map without contents looks like: a pale journey, and a word about what comes next."""

from bot.rendering import look
from bot.rendering.grid import MARGIN, Page
from bot.rendering.look import INK, INK_SOFT
from bot.rendering.scene import Layer
from bot.rendering.words import next_hint

_HEIGHT = 320
_SHAPE = (0.1, 0.5, -0.2, -0.8, -0.1, 0.7, 0.4)  # a journey with its low and its high


def invitation(page: Page, y: float) -> float:
    """A panel that says what the map waits for; the height that it ends at."""
    _, sheet, room = page.say, page.sheet, page.grid.width - 2 * MARGIN
    sheet.box(Layer.PANELS, look.PANEL, MARGIN, y, room, _HEIGHT, 16)
    ghost(page, MARGIN, y + 96, room, 52)
    middle = MARGIN + room / 2
    title = sheet.label(_("The journey starts here"), size=26, weight=700, leading=34, width=room - 80, lines=2)
    hint = sheet.label(next_hint(page.snapshot, _), size=17, leading=26, width=min(640, room - 80), lines=3)
    top = y + 176
    sheet.put(title, middle - title.width / 2, top, fill=INK, align="middle")
    sheet.put(hint, middle - hint.width / 2, top + title.height + 8, fill=INK_SOFT, align="middle")
    return y + _HEIGHT


def ghost(page: Page, x: float, zero: float, width: float, unit: float) -> None:
    """A dotted line with empty places where faces will be."""
    step = width / len(_SHAPE)
    points = [(x + step * (index + 0.5), zero - score * unit) for index, score in enumerate(_SHAPE)]
    page.sheet.poly(Layer.CARDS, look.GHOST_LINE, *points)
    for point in points:
        page.sheet.disc(Layer.MARKS, look.Style(look.WHITE, "#C9D0DB", 3), *point, 13)
