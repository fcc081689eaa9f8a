"""The channel matrix: which way customers come in each stage, rows packed so that few are needed."""

from dataclasses import dataclass

from bot.rendering import look
from bot.rendering.grid import Page
from bot.rendering.look import INK_SOFT, Style, stage_colours
from bot.rendering.scene import Layer
from bot.rendering.typeset import Block
from bot.rendering.words import channel_name
from workflows.words import Channel

ROW = 28
_DOT = 7.5
_GAP = 24  # between two channels of one row


@dataclass(frozen=True, slots=True)
class _Track:
    stages: tuple[int, ...]
    name: Block
    start: float
    end: float


def draw(page: Page, y: float) -> float:
    """The channels lane; its height."""
    tracks = [_track(page, channel, stages) for channel, stages in _used(page).items()]
    ends: list[float] = []
    for track in sorted(tracks, key=lambda track: (track.start, -track.end)):
        row = next((index for index, end in enumerate(ends) if end + _GAP < track.start), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = track.end
        _draw(page, track, y + 20 + row * ROW + ROW / 2)
    return len(ends) * ROW + 40


def _used(page: Page) -> dict[Channel, list[int]]:
    used: dict[Channel, list[int]] = {}
    for index, stage in enumerate(page.snapshot.stages):
        for touchpoint in stage.touchpoints:
            stages = used.setdefault(touchpoint.channel, [])
            if index not in stages:
                stages.append(index)
    return used


def _track(page: Page, channel: Channel, stages: list[int]) -> _Track:
    grid = page.grid
    first, last = grid.middle(stages[0]), grid.middle(stages[-1])
    following = grid.middle(stages[1]) - 14 if len(stages) > 1 else grid.right - 8
    room = following - first - 20
    name = page.sheet.label(channel_name(page.say, channel), size=13, weight=500, leading=18, width=room, lines=1)
    return _Track(tuple(stages), name, first - 10, max(last + 10, first + 20 + name.width))


def _draw(page: Page, track: _Track, y: float) -> None:
    grid, sheet = page.grid, page.sheet
    colours = stage_colours(grid.count)
    points = [grid.middle(index) for index in track.stages]
    if len(points) > 1:
        sheet.poly(Layer.LINES, look.CHANNEL_LINE, (points[0], y), (points[-1], y))
    for index, x in zip(track.stages, points, strict=True):
        sheet.disc(Layer.MARKS, Style(colours[index], look.WHITE, 2), x, y, _DOT)
    sheet.put(track.name, points[0] + 17, y - 9, fill=INK_SOFT, halo=True)
