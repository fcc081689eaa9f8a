"""The panel of rows that most pictures are: names at the start, contents over the columns, lines between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.rendering import look
from bot.rendering.grid import LABELS, LANE_MIN, MARGIN, Page
from bot.rendering.look import ACCENT, ACCENT_DARK, INK_SOFT
from bot.rendering.scene import Layer

Draw = Callable[[Page, float], float]

SLIM_MIN = 58
_LINE = 30  # the height of a line of the service between two rows


@dataclass(frozen=True, slots=True)
class Lane:
    """A row: its icon or number, its name, what it answers, how it draws itself from a height on."""

    icon: str
    name: str
    caption: str
    draw: Draw
    open: bool = False  # its contents run over the columns, which get no lines then
    slim: bool = False  # for rows of little: the name beside the icon, and no caption
    above: str = ""  # the line of the service that this row lies beneath

    @property
    def key(self) -> str:
        """What tells this row from the others of a picture."""
        return f"{self.icon}:{self.name}:{self.caption}"


def table(page: Page, found: Sequence[Lane], top: float) -> float:
    """Draw rows under one another in a panel; the height that it ends at."""
    grid, sheet = page.grid, page.sheet
    room = grid.width - 2 * MARGIN
    y = top
    closed: list[tuple[float, float]] = []
    for lane in found:
        sheet.about(lane.name)
        if lane.above:
            y = _service_line(page, lane.above, y)
        elif y > top:
            sheet.poly(Layer.LINES, look.LANE_LINE, (MARGIN, y), (MARGIN + room, y))
        height = max(_name(page, lane, y), lane.draw(page, y))
        if lane.open:
            _shade(page, y, height, first=lane is found[0], last=lane is found[-1])
        else:
            closed.append((y, y + height))
        y += height
    for index in range(1, grid.count):
        for start, end in closed:
            sheet.poly(Layer.LINES, look.COLUMN_LINE, (grid.start(index), start), (grid.start(index), end))
    sheet.poly(Layer.LINES, look.LANE_LINE, (grid.left, top), (grid.left, y))
    sheet.under(look.PANEL, MARGIN, top, room, y - top, 16)
    sheet.about("")
    return y


def _name(page: Page, lane: Lane, y: float) -> float:
    """Write a row's name into the column at its start; the height that this needs."""
    sheet, room = page.sheet, LABELS - 24
    if lane.slim:
        if lane.icon:
            sheet.box(Layer.LINES, look.LANE_BADGE, MARGIN + 10, y + 14, 28, 28, 8)
        if lane.icon.isdecimal():
            number = sheet.measure(lane.icon, size=14, weight=700, leading=18)
            sheet.centre(number, MARGIN + 24, y + 28, fill=ACCENT_DARK)
        elif lane.icon:
            sheet.icon(lane.icon, MARGIN + 15, y + 19, 18, ACCENT)
        title = sheet.label(lane.name, size=14, weight=700, leading=18, width=LABELS - 58, lines=3)
        foot = sheet.put(title, MARGIN + 47, y + max(11, 28 - title.height / 2), w=LABELS - 58)
        return max(SLIM_MIN, foot + 11 - y)
    sheet.box(Layer.LINES, look.LANE_BADGE, MARGIN + 10, y + 13, 32, 32, 9)
    sheet.icon(lane.icon, MARGIN + 16, y + 19, 20, ACCENT)
    title = sheet.label(lane.name, size=16, weight=700, leading=21, width=room, lines=2)
    foot = sheet.put(title, MARGIN + 14, y + 50, w=room)
    caption = sheet.label(lane.caption, size=12.5, leading=17, width=room, lines=4)
    foot = sheet.put(caption, MARGIN + 14, foot + 3, fill=INK_SOFT, w=room)
    return max(LANE_MIN, foot + 14 - y)


def _service_line(page: Page, name: str, y: float) -> float:
    """A line of the service, with its name; the height that it ends at."""
    sheet, start = page.sheet, MARGIN + 14
    said = sheet.label(name, size=12.5, weight=600, leading=17, lines=1)
    middle = y + _LINE / 2
    width = page.grid.width - 2 * MARGIN - 1
    sheet.box(Layer.PANELS, look.SERVICE_BAND, MARGIN + 0.5, y, width, _LINE)
    sheet.put(said, start, middle - 8.5, fill=ACCENT_DARK)
    end = page.grid.width - MARGIN - 14
    sheet.poly(Layer.CARDS, look.SERVICE_LINE, (start + said.width + 14, middle), (end, middle))
    return y + _LINE


def _shade(page: Page, y: float, height: float, *, first: bool, last: bool) -> None:
    """The ground of an open lane, which keeps the round corners of the panel."""
    start, width = MARGIN + 0.5, page.grid.width - 2 * MARGIN - 1
    page.sheet.box(Layer.PANELS, look.LANE_SHADE, start, y + 0.5, width, height - 1, 15.5)
    top, foot = y + (20 if first else 0), y + height - (20 if last else 0)
    page.sheet.box(Layer.PANELS, look.LANE_SHADE, start, top, width, foot - top)
