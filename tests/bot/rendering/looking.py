"""What a person who looks at a picture would notice: overlapping words, words off the page, bits of colour."""

import struct
from itertools import combinations

from bot.i18n import say_for
from bot.rendering.card_layout import lay_card
from bot.rendering.map_layout import lay_map
from bot.rendering.scene import Scene, Text
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


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    slack = 0.6
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]
