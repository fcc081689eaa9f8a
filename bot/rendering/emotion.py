"""The emotion curve, on the map and on the card: where its points stand."""

from dataclasses import dataclass

from bot.rendering import look
from bot.rendering.grid import Page
from bot.rendering.look import EMOTIONS, INK_FAINT, emotion_level
from bot.rendering.scene import Layer
from bot.rendering.words import MINUS, signed
from workflows.snapshots import Emotion, MapSnapshot

HEIGHT = 308
UNIT = 51  # of height a point of score
_FACE = 17


@dataclass(frozen=True, slots=True)
class Scored:
    """A stage that was scored."""

    index: int
    emotion: Emotion
    low: bool


def scored(snapshot: MapSnapshot) -> list[Scored]:
    """The stages with scores, in order; the lowest is marked where the journey has a low point at all."""
    lowest = snapshot.lowest
    several = sum(stage.emotion is not None for stage in snapshot.stages) > 1
    return [
        Scored(index, stage.emotion, low=several and stage is lowest)
        for index, stage in enumerate(snapshot.stages)
        if stage.emotion
    ]


def with_ends(points: list[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    """A curve that goes on level before its first point and after its last."""
    return [(start, points[0][1]), *points, (end, points[-1][1])]


def draw(page: Page, y: float) -> float:
    """The emotion lane; its height."""
    grid, sheet = page.grid, page.sheet
    zero = scale(page, y)
    found = scored(page.snapshot)
    points = [(grid.middle(one.index), zero - one.emotion.median * UNIT) for one in found]
    start, end = grid.start(found[0].index) + 6, grid.start(found[-1].index + 1) - 6
    sheet.curve(with_ends(points, start, end), zero, UNIT, 4.5)
    for place, (one, (x, height)) in enumerate(zip(found, points, strict=True)):
        _spread(page, one, x, zero)
        level = emotion_level(one.emotion.median)
        sheet.face(x, height, _FACE, level, low=one.low)
        said = one.emotion.word or signed(page.say, one.emotion.median)
        block = sheet.measure(said, size=15, weight=700, leading=20, width=grid.column - 90, lines=1)
        before = found[place - 1].emotion.median if place else one.emotion.median
        top = height - 46 if _above(one, before) else height + 26
        sheet.put(block, x - block.width / 2, top, fill=EMOTIONS[level], halo=True)
    return HEIGHT


def scale(page: Page, y: float, height: float = HEIGHT, unit: float = UNIT) -> float:
    """The lines of the scores from -2 to +2; the height of 0."""
    grid, sheet = page.grid, page.sheet
    zero = y + height / 2
    for score in (2, 1, 0, -1, -2):
        level = zero - score * unit
        style = look.GRID_LINE if score else look.ZERO_LINE
        sheet.poly(Layer.LINES, style, (grid.left, level), (grid.right, level))
        if score in {2, 0, -2}:
            text = f"{'+' if score > 0 else MINUS if score else ''}{abs(score)}"
            said = sheet.measure(text, size=12, weight=500, leading=16)
            sheet.put(said, grid.left + 8, level - 17, fill=INK_FAINT, halo=True)
    return zero


def _above(one: Scored, before: float) -> bool:
    """Whether the word stands above its face: where the curve is not in its way, and inside the lane."""
    median = one.emotion.median
    if one.low or median <= -1.8:
        return False
    return median >= 0.9 or (median > -0.3 and before <= median + 0.5)


def _spread(page: Page, one: Scored, x: float, zero: float) -> None:
    """How far apart the team's scores are."""
    emotion = one.emotion
    if emotion.count < 2 or emotion.low >= emotion.high:
        return
    top, foot = zero - emotion.high * UNIT, zero - emotion.low * UNIT
    page.sheet.box(Layer.SHADES, look.SPREAD, x - 7, top - 7, 14, foot - top + 14, 7)
