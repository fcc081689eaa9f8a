"""What a picture is made of, laid out: shapes, faces, one curve and texts, each where it stands.

Layouts build a scene in logical x (the first stage at the left); `mirrored` turns it for languages
written from the right, once, at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Literal

from bot.rendering import icons
from bot.rendering.look import Style
from bot.rendering.typeset import Block

Align = Literal["start", "middle", "end"]


class Layer(IntEnum):
    """From the bottom up. Shapes of one layer do not cover each other; the curve stands above LINES."""

    PANELS = 0
    SHADES = 1
    LINES = 2
    CARDS = 3
    MARKS = 4
    ICONS = 5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    w: float
    h: float
    radius: float = 0

    def mirrored(self, width: float) -> "Box":
        """The same box seen in a mirror."""
        return replace(self, x=width - self.x - self.w)


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float

    def mirrored(self, width: float) -> "Disc":
        """The same disc seen in a mirror."""
        return replace(self, x=width - self.x)


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon of assets/icons.json in a square."""

    x: float
    y: float
    size: float
    name: str

    def mirrored(self, width: float) -> "Icon":
        """The icon at the mirrored place; only one that points along the journey is turned."""
        return replace(self, x=width - self.x - self.size, name=icons.turned(self.name))


@dataclass(frozen=True, slots=True)
class Poly:
    """Straight lines through points."""

    points: tuple[tuple[float, float], ...]
    closed: bool = False

    def mirrored(self, width: float) -> "Poly":
        """The same lines seen in a mirror."""
        return replace(self, points=tuple((width - x, y) for x, y in self.points))


Shape = Box | Disc | Icon | Poly


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the emotion curve. `low` rings it."""

    x: float
    y: float
    radius: float
    level: int
    low: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """The emotion curve through its points; `zero` is the height of 0, `unit` of one point of score."""

    points: tuple[tuple[float, float], ...]
    zero: float
    unit: float
    width: float


@dataclass(frozen=True, slots=True)
class Text:
    """A block in a box. `halo` keeps it readable above lines."""

    x: float
    y: float
    w: float
    block: Block
    fill: str
    align: Align = "start"
    halo: bool = False

    @property
    def h(self) -> float:
        """The height of the block."""
        return self.block.height


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes of one layer that are painted alike: drawn in one go."""

    style: Style
    shapes: tuple[Shape, ...]


@dataclass(slots=True)
class Scene:
    """A whole picture."""

    width: float
    height: float
    rtl: bool
    language: str
    title: str
    story: str
    background: str
    shapes: list[tuple[Layer, Style, Shape]] = field(default_factory=list)
    faces: list[Face] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def groups(self, *layers: Layer) -> list[Group]:
        """The shapes of some layers, lowest first, those painted alike together."""
        found: dict[tuple[Layer, Style], list[Shape]] = {}
        for layer, style, shape in self.shapes:
            if layer in layers:
                found.setdefault((layer, style), []).append(shape)
        ordered = sorted(found.items(), key=lambda entry: entry[0][0])
        return [Group(style, tuple(shapes)) for (_, style), shapes in ordered]

    def side(self, text: Text) -> str:
        """Where in its box a text stands, once the picture is turned."""
        if text.align == "middle":
            return "middle"
        return "right" if (text.align == "end") != self.rtl else "left"

    @property
    def missing(self) -> frozenset[str]:
        """Characters that no font of the package has: a box is drawn in their place."""
        return frozenset[str]().union(*(text.block.missing for text in self.texts))

    def mirrored(self) -> "Scene":
        """The scene for a language written from the right."""
        return replace(
            self,
            shapes=[(layer, style, shape.mirrored(self.width)) for layer, style, shape in self.shapes],
            faces=[replace(face, x=self.width - face.x) for face in self.faces],
            curves=[replace(curve, points=tuple(_turned(curve.points, self.width))) for curve in self.curves],
            texts=[replace(text, x=self.width - text.x - text.w) for text in self.texts],
        )


def _turned(points: Iterable[tuple[float, float]], width: float) -> list[tuple[float, float]]:
    return sorted((width - x, y) for x, y in points)
