"""The journey map: header, stages, lanes, legend, footer, one under the other; and as pages of a document."""

from bot.i18n import Say
from bot.rendering import appendix, footer, header, lanes, look, touchpoint_pages
from bot.rendering.alt_text import alt_text
from bot.rendering.grid import Grid, Page
from bot.rendering.invitation import invitation
from bot.rendering.scene import Scene
from bot.rendering.sheet import Drawing, Sheet
from bot.rendering.table import table
from workflows.snapshots import MapSnapshot

PAGE_HIGH = 5200  # a map higher than this has its lanes on several pages


def lay_map(snapshot: MapSnapshot, say: Say) -> Scene:
    """Lay the whole map out."""
    return draw_map(snapshot, say).scene


def draw_map(snapshot: MapSnapshot, say: Say) -> Drawing:
    """Lay the whole map out, and tell what had to be shortened."""
    page = _page(snapshot, say)
    return page.sheet.drawing(_whole(page), snapshot.outline.title, alt_text(snapshot, "map"))


def lay_document(snapshot: MapSnapshot, say: Say) -> list[Scene]:
    """Lay the map out in pages: the map, on several where it is high, the touchpoint list, then the texts in full."""
    whole = draw_map(snapshot, say)
    maps = [whole.scene] if whole.scene.height <= PAGE_HIGH else _paged(snapshot, say)
    listed, cut = touchpoint_pages.pages(snapshot, say)
    return [*maps, *listed, *appendix.pages([*whole.cut, *cut], say, snapshot.outline.title)]


def _page(snapshot: MapSnapshot, say: Say) -> Page:
    grid = Grid(len(snapshot.stages))
    return Page(Sheet(grid.width, say, look.PAGE_FILL), grid, snapshot, say)


def _whole(page: Page) -> float:
    y = header.draw(page) + 28
    found = lanes.lanes(page)
    if page.snapshot.stages:
        y = header.stages(page, y) + 14
    elif not found:
        y = header.ghosts(page, y, 5) + 14
    y = table(page, found, y) if found else invitation(page, y)
    return footer.draw(page, y)


def _paged(snapshot: MapSnapshot, say: Say) -> list[Scene]:
    """The lanes of a high map on as many pages as they need, each beginning with the stages."""
    trial = _page(snapshot, say)
    groups: list[list[str]] = [[]]
    height = header.draw(trial) + 112
    for lane in lanes.lanes(trial):
        tall = table(trial, [lane], 0)
        if groups[-1] and height + tall > PAGE_HIGH:
            groups.append([])
            height = 112.0
        groups[-1].append(lane.key)
        height += tall
    return [_one(snapshot, say, number, groups) for number in range(len(groups))]


def _one(snapshot: MapSnapshot, say: Say, number: int, groups: list[list[str]]) -> Scene:
    page = _page(snapshot, say)
    y = header.draw(page) + 28 if number == 0 else header.running(page, number + 1, len(groups)) + 20
    y = header.stages(page, y) + 14 if snapshot.stages else y
    y = table(page, [lane for lane in lanes.lanes(page) if lane.key in groups[number]], y)
    foot = footer.draw(page, y)
    return page.sheet.finished(foot, snapshot.outline.title, alt_text(snapshot, "map"))
