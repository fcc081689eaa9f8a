"""What a person who looks at a picture would notice: overlapping words, words off the page, bits of colour."""

import struct
from itertools import combinations

from bot.i18n import say_for
from bot.rendering.card_layout import lay_card
from bot.rendering.look import WHITE
from bot.rendering.map_layout import lay_map
from bot.rendering.scene import Box, Disc, Layer, Poly, Scene, Shape, Text
from workflows.snapshots import MapSnapshot

Rectangle = tuple[float, float, float, float]


def scene_of(snapshot: MapSnapshot, kind: str = "map") -> Scene:
    """Lay a picture out without drawing it."""
    say = say_for(snapshot.outline.language)
    return lay_map(snapshot, say) if kind == "map" else lay_card(snapshot, say)


def words(scene: Scene) -> list[str]:
    """Every text of a picture, in reading order."""
    return [text.block.text for text in scene.texts]


def inked(scene: Scene, text: Text) -> list[Rectangle]:
    """Where the lines of a text really stand."""
    out = []
    for place, line in enumerate(text.block.lines):
        spare = {"left": 0.0, "middle": 0.5, "right": 1.0}[scene.side(text)] * (text.w - line.width)
        top = text.y + place * text.block.leading
        out.append((text.x + spare, top, text.x + spare + line.width, top + text.block.leading))
    return out


def collisions(scene: Scene) -> list[tuple[str, str]]:
    """Pairs of texts that stand on one another."""
    boxes = [(text.block.text, box) for text in scene.texts for box in inked(scene, text)]
    return [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if _overlap(one, two)]


def off_page(scene: Scene) -> list[str]:
    """Texts that leave the picture."""
    return [
        text.block.text
        for text in scene.texts
        for left, top, right, foot in inked(scene, text)
        if left < -0.5 or top < 0 or right > scene.width + 0.5 or foot > scene.height + 0.5
    ]


def outside_their_boxes(scene: Scene) -> list[str]:
    """Texts of which a line is wider than the box it stands in."""
    return [
        text.block.text
        for text in scene.texts
        if text.align != "middle" and any(line.width > text.w + 0.5 for line in text.block.lines)
    ]


def faint(scene: Scene, least: float = 4.5) -> list[tuple[float, str, str, str]]:
    """Texts that stand out too little from what is painted behind them: contrast, words, ink, ground."""
    fills = [(shape, group.style.fill) for group in scene.groups(*Layer) if group.style.fill for shape in group.shapes]
    found = set()
    for text in scene.texts:
        for left, top, right, foot in inked(scene, text):
            middle = (top + foot) / 2
            for x in (left + 1, (left + right) / 2, right - 1):
                grounds = {WHITE} if text.halo else _grounds(scene, fills, x, middle)
                found |= {(contrast(text.fill, ground), text.block.text, text.fill, ground) for ground in grounds}
    return sorted(entry for entry in found if entry[0] < least)


def contrast(a: str, b: str) -> float:
    """How well two colours can be told apart, from 1 to 21, as WCAG reckons."""
    dark, light = sorted((_luminance(a), _luminance(b)))
    return round((light + 0.05) / (dark + 0.05), 2)


def _grounds(scene: Scene, fills: list[tuple[Shape, str]], x: float, y: float) -> set[str]:
    """What is painted at a point: the topmost shape, and where the curve's tinted area may lie, that over it."""
    ground = next((fill for shape, fill in reversed(fills) if _holds(shape, x, y)), scene.background)
    grounds = {ground}
    for curve in scene.curves:
        start, end = curve.points[0][0], curve.points[-1][0]
        if start <= x <= end and abs(y - curve.zero) <= 2 * curve.unit:
            grounds |= {_mixed(ground, tint, 0.3) for tint in ("#157A72", "#C2410C")}
    return grounds


def _holds(shape: Shape, x: float, y: float) -> bool:
    match shape:
        case Box():
            return shape.x <= x <= shape.x + shape.w and shape.y <= y <= shape.y + shape.h
        case Disc():
            return (x - shape.x) ** 2 + (y - shape.y) ** 2 <= shape.radius**2
        case Poly(points, closed=True):
            crossed = [
                x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
                for a, b in zip(points, (*points[1:], points[0]), strict=True)
                if (a[1] > y) != (b[1] > y)
            ]
            return sum(crossed) % 2 == 1
        case _:
            return False


def _mixed(under: str, over: str, part: float) -> str:
    pairs = ((int(under[place : place + 2], 16), int(over[place : place + 2], 16)) for place in (1, 3, 5))
    return "#" + "".join(f"{round(a * (1 - part) + b * part):02X}" for a, b in pairs)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    slack = 0.6
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]
