"""A scene as SVG: the template, and shapes and text as plain paths, so that the file needs no font."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.rendering import curve, icons
from bot.rendering.look import EMOTIONS, Style
from bot.rendering.scene import Box, Disc, Group, Icon, Layer, Poly, Scene, Shape, Text
from bot.rendering.typeset import place

_TEMPLATES = Path(__file__).parent / "templates"
_ROUND = 0.5523  # how far the handles of a cubic reach for a quarter of a circle
HALO = 5

PaintShapes = Callable[[Iterable[Group]], Markup]
PaintTexts = Callable[[Scene], Markup]


def to_svg(scene: Scene, kind: str, shapes: PaintShapes | None = None, texts: PaintTexts | None = None) -> str:
    """Fill the template of a kind of picture. Without painters of one's own, everything becomes paths."""
    return (
        _environment()
        .get_template(f"{kind}.svg.j2")
        .render(
            scene=scene,
            layers=Layer,
            faces=EMOTIONS,
            curve_line=lambda drawn: curve.line(drawn.points),
            curve_area=lambda drawn: curve.area(drawn.points, drawn.zero),
            paint=shapes or shape_paths,
            write=texts or text_paths,
            for_export=shapes is None,
        )
    )


def shape_paths(groups: Iterable[Group]) -> Markup:
    """One path for all the shapes of each group."""
    path = Markup('<path d="{}"{}/>')
    return _joined(path.format("".join(map(_outline, group.shapes)), _attributes(group.style)) for group in groups)


def text_paths(scene: Scene) -> Markup:
    """Every text of a scene as paths."""
    return _joined(_text_path(text, scene.side(text)) for text in scene.texts)


def number(value: float) -> str:
    """Write a length with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)


def _text_path(text: Text, side: str) -> Markup:
    plain: list[str] = []
    coloured: list[Markup] = []
    for run, left, baseline in place(text.block, text.x, text.y, text.w, side):
        pen = left
        for glyph, _, advance, x, y in run.glyphs:
            layers = run.face.layers(glyph) if run.face.colour else ((glyph, ""),)
            for layer, colour in layers:
                outline = run.face.outline(layer, run.size)
                if not outline:
                    continue
                data = f"M{pen + x:.2f} {baseline - y:.2f}{outline}"
                if colour:
                    coloured.append(Markup('<path fill="{}" d="{}"/>').format(colour, data))
                else:
                    plain.append(data)
            pen += advance
    data = "".join(plain)
    if not data:
        return _joined(coloured)
    halo = Markup("")
    if text.halo:
        halo = Markup('<path fill="none" stroke="#fff" stroke-width="{}" stroke-linejoin="round" d="{}"/>').format(
            HALO, data
        )
    return halo + Markup('<path fill="{}" d="{}"/>').format(text.fill, data) + _joined(coloured)


def _attributes(style: Style) -> Markup:
    out = Markup(' fill="{}"').format(style.fill or "none")
    if style.stroke:
        out += Markup(' stroke="{}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"').format(
            style.stroke, number(style.width)
        )
    if style.dash:
        out += Markup(' stroke-dasharray="{}"').format(" ".join(map(number, style.dash)))
    return out


def _outline(shape: Shape) -> str:
    match shape:
        case Box():
            return _box(shape)
        case Disc(x, y, radius):
            return _box(Box(x - radius, y - radius, 2 * radius, 2 * radius, radius))
        case Icon(x, y, size, name):
            return f"M{x:.2f} {y:.2f}{icons.relative(name, size)}"
        case Poly(points, closed):
            return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + ("Z" if closed else "")


def _box(box: Box) -> str:
    radius = min(box.radius, box.w / 2, box.h / 2)
    if not radius:
        return f"M{box.x:.2f} {box.y:.2f}h{box.w:.2f}v{box.h:.2f}h{-box.w:.2f}z"
    across, down, near = box.w - 2 * radius, box.h - 2 * radius, radius * (1 - _ROUND)
    r, n, k = f"{radius:.2f}", f"{near:.2f}", f"{radius * _ROUND:.2f}"
    return (
        f"M{box.x + radius:.2f} {box.y:.2f}h{across:.2f}c{k} 0 {r} {n} {r} {r}"
        f"v{down:.2f}c0 {k} -{n} {r} -{r} {r}h{-across:.2f}c-{k} 0 -{r} -{n} -{r} -{r}"
        f"v{-down:.2f}c0 -{k} {n} -{r} {r} -{r}z"
    )


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,  # said outright: select_autoescape() leaves .svg alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["n"] = number
    return environment
