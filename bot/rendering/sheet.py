"""The pen that layouts draw with: measures, writes and draws in logical x, and gives the finished scene."""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from bot.i18n import Say
from bot.rendering.bidi import runs_left
from bot.rendering.clean import drawable
from bot.rendering.look import INK, Style
from bot.rendering.scene import Align, Box, Curve, Disc, Face, Icon, Layer, Poly, Scene, Text
from bot.rendering.typeset import Block, Spec, typesetter


class Type(TypedDict, total=False):
    """How a text is set; see `typeset.Spec`."""

    size: float
    weight: int
    leading: float
    width: float | None
    lines: int | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that had no room in full: in which row, of which stage."""

    lane: str
    stage: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished scene and what had to be shortened in it."""

    scene: Scene
    cut: list[Cut]


class Sheet:
    """An empty sheet of some width and language. `cut` remembers what had to be shortened on it."""

    def __init__(self, width: float, say: Say, background: str) -> None:
        self.width, self.say = width, say
        self.rtl = say.right_to_left
        self._setter = typesetter(say.language, rtl=self.rtl)
        self._scene = Scene(width, 0, self.rtl, say.language.replace("_", "-"), "", "", background)
        self._lane = self._stage = ""
        self.cut: list[Cut] = []

    def about(self, lane: str, stage: str = "") -> None:
        """Say which row and stage is being drawn: where a shortened text will be looked for."""
        self._lane, self._stage = lane, stage

    def of(self, stage: str) -> None:
        """Go on to another stage of the same row."""
        self._stage = stage

    def left_out(self, text: str) -> None:
        """Remember a text that is not in the picture, or not in full."""
        self.cut.append(Cut(self._lane, self._stage, drawable(text)))

    def measure(self, text: str, **how: Unpack[Type]) -> Block:
        """Set what people wrote: its direction is that of its first strong character."""
        return self._setter.block(text, Spec(**how))

    def label(self, text: str, **how: Unpack[Type]) -> Block:
        """Set words of our own: their direction is that of the map, whatever they begin with."""
        base = self.rtl and (runs_left(text) or not any(letter.isalpha() for letter in text))
        return self._setter.block(text, Spec(**how, base=base))

    def put(
        self, block: Block, x: float, y: float, *, fill: str = INK, w: float | None = None,
        align: Align = "start", halo: bool = False,
    ) -> float:  # fmt: skip
        """Put a block where it belongs; the height that its lower edge is at."""
        if block.clipped:
            self.left_out(block.text)
        self._scene.texts.append(Text(x, y, block.width if w is None else w, block, fill, align, halo))
        return y + block.height

    def centre(self, block: Block, x: float, y: float, *, fill: str) -> None:
        """Put a block around a point."""
        self.put(block, x - block.width / 2, y - block.height / 2, fill=fill, align="middle")

    def box(self, layer: Layer, style: Style, x: float, y: float, w: float, h: float, radius: float = 0) -> None:
        """Draw a rectangle."""
        self._scene.shapes.append((layer, style, Box(x, y, w, h, radius)))

    def under(self, style: Style, x: float, y: float, w: float, h: float, radius: float) -> None:
        """Draw a rectangle beneath all that is there already."""
        self._scene.shapes.insert(0, (Layer.PANELS, style, Box(x, y, w, h, radius)))

    def disc(self, layer: Layer, style: Style, x: float, y: float, radius: float) -> None:
        """Draw a circle."""
        self._scene.shapes.append((layer, style, Disc(x, y, radius)))

    def poly(self, layer: Layer, style: Style, *points: tuple[float, float], closed: bool = False) -> None:
        """Draw straight lines."""
        self._scene.shapes.append((layer, style, Poly(points, closed)))

    def icon(self, name: str, x: float, y: float, size: float, colour: str, weight: float = 2) -> None:
        """Draw an icon; small ones with a line that stays visible."""
        width = weight * max(size / 24, 0.8 if size < 18 else 0)
        self._scene.shapes.append((Layer.ICONS, Style("", colour, round(width, 2)), Icon(x, y, size, name)))

    def star(self, style: Style, x: float, y: float, size: float) -> None:
        """Draw the star of a moment of truth around a point."""
        scaled = Style(style.fill, style.stroke, style.width * size / 24)
        self._scene.shapes.append((Layer.ICONS, scaled, Icon(x - size / 2, y - size / 2, size, "star-solid")))

    def face(self, x: float, y: float, radius: float, level: int, *, low: bool = False) -> None:
        """Draw a face of the emotion curve."""
        self._scene.faces.append(Face(x, y, radius, level, low))

    def curve(self, points: list[tuple[float, float]], zero: float, unit: float, width: float) -> None:
        """Draw the emotion curve."""
        self._scene.curves.append(Curve(tuple(points), zero, unit, width))

    def avatar(self, name: str, x: float, y: float, radius: float, style: Style, fill: str) -> None:
        """Draw initials in a circle around a point."""
        self.disc(Layer.MARKS, style, x, y, radius)
        letters = self.measure(name, size=round(radius * 0.86, 1), weight=700, leading=round(radius * 1.16), lines=1)
        self.centre(letters, x, y, fill=fill)

    def finished(self, height: float, title: str, story: str) -> Scene:
        """The scene, turned where the language is written from the right."""
        scene = self._scene
        scene.height, scene.title, scene.story = round(height), drawable(title), story
        return scene.mirrored() if self.rtl else scene

    def drawing(self, height: float, title: str, story: str) -> Drawing:
        """The finished scene, with what had to be shortened in it."""
        return Drawing(self.finished(height, title, story), self.cut)
