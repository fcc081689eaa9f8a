"""The journey map: header, stages, lanes, legend, footer, one under the other."""

from bot.i18n import Say
from bot.rendering import footer, header, lanes, look
from bot.rendering.alt_text import alt_text
from bot.rendering.grid import MARGIN, Grid, Page
from bot.rendering.invitation import invitation
from bot.rendering.scene import Layer, Scene
from bot.rendering.sheet import Sheet
from workflows.snapshots import MapSnapshot


def lay_map(snapshot: MapSnapshot, say: Say) -> Scene:
    """Lay the whole map out."""
    grid = Grid(len(snapshot.stages))
    page = Page(Sheet(grid.width, say, look.PAGE_FILL), grid, snapshot, say)
    y = header.draw(page) + 28
    found = lanes.lanes(page)
    if snapshot.stages:
        y = header.stages(page, y) + 14
    elif not found:
        y = header.ghosts(page, y, 5) + 14
    y = _grid(page, found, y) if found else invitation(page, y)
    foot = footer.draw(page, y)
    return page.sheet.finished(foot, snapshot.outline.title, alt_text(snapshot, "map"))


def _shade(page: Page, y: float, height: float, *, first: bool, last: bool) -> None:
    """The ground of an open lane, which keeps the round corners of the panel."""
    start, width = MARGIN + 0.5, page.grid.width - 2 * MARGIN - 1
    page.sheet.box(Layer.PANELS, look.LANE_SHADE, start, y + 0.5, width, height - 1, 15.5)
    top, foot = y + (20 if first else 0), y + height - (20 if last else 0)
    page.sheet.box(Layer.PANELS, look.LANE_SHADE, start, top, width, foot - top)


def _grid(page: Page, found: list[lanes.Lane], top: float) -> float:
    grid, sheet = page.grid, page.sheet
    room = grid.width - 2 * MARGIN
    y = top
    closed: list[tuple[float, float]] = []
    for lane in found:
        if y > top:
            sheet.poly(Layer.LINES, look.LANE_LINE, (MARGIN, y), (MARGIN + room, y))
        height = max(lanes.name(page, lane, y), lane.draw(page, y))
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
    return y
