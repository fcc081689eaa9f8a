"""The measures of the map and what every lane needs to draw itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.i18n import Say
from bot.rendering.look import INK_SOFT, stage_colours
from bot.rendering.sheet import Sheet
from workflows.rounds import Metric
from workflows.snapshots import Idea, MapSnapshot, Note, Persona, Stage, Touchpoint

T = TypeVar("T")

MARGIN = 48
LABELS = 168  # the column with the lanes' names
COLUMN = 236
PADDING = 12
WIDTH_MIN = 1196  # a map of few stages still has room for its title and persona
CARD_MAX = 380
LANE_MIN = 124
RADIUS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one stage's cards stand in a lane."""

    x: float
    w: float
    colour: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a map."""

    count: int

    @property
    def column(self) -> float:
        """The width of a stage."""
        return max(COLUMN, (WIDTH_MIN - 2 * MARGIN - LABELS) / max(1, self.count))

    @property
    def left(self) -> float:
        """Where the first stage begins."""
        return MARGIN + LABELS

    @property
    def right(self) -> float:
        """Where the last stage ends."""
        return self.left + max(1, self.count) * self.column

    @property
    def width(self) -> float:
        """The width of the whole picture."""
        return self.right + MARGIN

    def start(self, index: int) -> float:
        """Where a stage begins."""
        return self.left + index * self.column

    def middle(self, index: int) -> float:
        """The middle of a stage."""
        return self.start(index) + self.column / 2

    def cells(self) -> list[Cell]:
        """The room for cards in each stage."""
        colours = stage_colours(self.count)
        room = min(CARD_MAX, self.column - 2 * PADDING)
        return [Cell(self.start(index) + PADDING, room, colours[index]) for index in range(self.count)]


@dataclass(frozen=True, slots=True)
class Page:
    """A map being drawn."""

    sheet: Sheet
    grid: Grid
    snapshot: MapSnapshot
    say: Say

    def columns(
        self,
        y: float,
        things: Callable[[Stage], Sequence[T]],
        card: Callable[["Page", Cell, float, T], float],
        *,
        top: float = 14,
        gap: float = 10,
        limit: int = 30,
    ) -> float:
        """Draw the things of each stage under one another; the height the lane needs."""
        lowest = y
        for stage, cell in zip(self.snapshot.stages, self.grid.cells(), strict=True):
            self.sheet.of(stage.name)
            foot = stack(self, cell, y + top, things(stage), card, gap=gap, limit=limit)
            lowest = max(lowest, foot)
        self.sheet.of("")
        return lowest + top - y

    def across(
        self,
        y: float,
        things: Sequence[T],
        card: Callable[["Page", Cell, float, T], float],
        *,
        top: float = 14,
        gap: float = 10,
        limit: int = 60,
    ) -> float:
        """Draw things of the whole journey side by side over all columns; the height the lane needs."""
        cells = self.grid.cells() or [Cell(self.grid.left + PADDING, CARD_MAX, "")]
        shown, foot = things[:limit], y + top
        for first in range(0, len(shown), len(cells)):
            row = zip(cells, shown[first : first + len(cells)], strict=False)
            foot = max(card(self, cell, foot, thing) for cell, thing in row) + gap
        if len(things) > limit:
            foot = more(self, cells[0], foot, things[limit:]) + gap
        return foot - gap + top - y


def stack(
    page: Page,
    cell: Cell,
    y: float,
    things: Sequence[T],
    card: Callable[[Page, Cell, float, T], float],
    *,
    gap: float,
    limit: int,
) -> float:
    """Draw cards under one another and say how many more there are; the height of the lower edge."""
    foot = y - gap
    for thing in things[:limit]:
        foot = card(page, cell, foot + gap, thing)
    if len(things) > limit:
        foot = more(page, cell, foot + gap, things[limit:])
    return max(y, foot)


def more(page: Page, cell: Cell, y: float, rest: Sequence[object]) -> float:
    """Say how many things there are that have no room here."""
    _ = page.say
    for thing in rest:
        page.sheet.left_out(said(thing))
    text = _("{count} more", count=_.number(len(rest)))
    block = page.sheet.label(text, size=13, weight=600, leading=18, width=cell.w - 12, lines=1)
    return page.sheet.put(block, cell.x + 6, y, fill=INK_SOFT, w=cell.w - 12)


def said(thing: object) -> str:
    """The text of anything that stands on a map."""
    match thing:
        case Note() | Idea():
            return thing.text
        case Touchpoint():
            return thing.title
        case Metric() | Persona():
            return thing.name
        case _:
            return str(thing)
