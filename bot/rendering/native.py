"""Shapes and glyphs painted by cairo itself: one private element in CairoSVG's table of tags.

CairoSVG would draw text with cairo's toy API, which neither joins, mirrors nor falls back, and it takes
its time over each node. So the template gets an empty element with a number, and the handler paints what
that number stands for. Where the libraries cannot be loaded, the picture is drawn from plain paths.
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from math import pi
from typing import Any

import cairocffi
import cairosvg.surface
from markupsafe import Markup

from bot.rendering import cairo_fonts, icons
from bot.rendering.inks import CLUSTER, GLYPH, STRIP, Ink, gathered, inks_of
from bot.rendering.scene import Box, Disc, Group, Icon, Poly, Scene, Shape
from bot.rendering.svg import HALO

NAMESPACE = "urn:cairn:ink"
_TAG = f"{{{NAMESPACE}}}i"
Inked = Callable[[Any], None]


class Plate:
    """What the numbers of one picture stand for."""

    def __init__(self, *, reading_order: bool) -> None:
        self._inked: list[Inked] = []
        self._reading_order = reading_order

    def shapes(self, groups: Iterable[Group]) -> Markup:
        """Paint groups of shapes, one after the other, when the element is met."""
        strips = list(groups) if self._reading_order else [strip for group in groups for strip in _strips(group)]
        return self._element(lambda context: _paint_groups(context, strips))

    def texts(self, scene: Scene) -> Markup:
        """Write all the texts when the element is met: those alike in one go, or in the order of reading."""
        readable = self._reading_order
        inks = [ink for text in scene.texts for ink in inks_of(text, scene.side(text), readable=readable)]
        halos = [ink for text in scene.texts if text.halo for ink in inks_of(text, scene.side(text), readable=False)]
        ordered = inks if readable else gathered(inks)
        return self._element(lambda context: _write(context, halos, ordered, readable=readable))

    def ink(self, number: int, context: Any) -> None:
        """Paint what a number stands for."""
        self._inked[number](context)
        context.new_path()

    def _element(self, inked: Inked) -> Markup:
        self._inked.append(inked)
        return Markup('<i xmlns="{}" n="{}"/>').format(NAMESPACE, len(self._inked) - 1)


_plate: ContextVar[Plate] = ContextVar("plate")


@contextmanager
def plate(*, reading_order: bool = False) -> Iterator[Plate]:
    """Take the plate that the elements of the picture drawn inside refer to."""
    cairosvg.surface.TAGS[_TAG] = _handle
    made = Plate(reading_order=reading_order)
    token = _plate.set(made)
    try:
        yield made
    finally:
        _plate.reset(token)


@lru_cache
def available() -> bool:
    """Whether this machine's cairo can open our font files and its glyphs are laid out as we pack them."""
    return cairo_fonts.openable() and bool(cairocffi.ffi.sizeof("cairo_glyph_t") == GLYPH.size)


def _handle(surface: Any, node: Any) -> None:
    _plate.get().ink(int(node["n"]), surface.context)


def _strips(group: Group) -> list[Group]:
    """A group cut by height."""
    found: dict[int, list[Shape]] = {}
    for shape in group.shapes:
        top = min(y for _, y in shape.points) if isinstance(shape, Poly) else shape.y
        found.setdefault(int(top // STRIP), []).append(shape)
    return [Group(group.style, tuple(shapes)) for shapes in found.values()]


def _paint_groups(context: Any, groups: list[Group]) -> None:
    context.set_line_cap(cairocffi.LINE_CAP_ROUND)
    context.set_line_join(cairocffi.LINE_JOIN_ROUND)
    for group in groups:
        _paint_group(context, group)
        context.new_path()


def _paint_group(context: Any, group: Group) -> None:
    style = group.style
    for shape in group.shapes:
        _trace(context._pointer, shape)  # noqa: SLF001
    if style.fill:
        context.set_source_rgb(*_rgb(style.fill))
        context.fill_preserve()
    if style.stroke:
        context.set_source_rgb(*_rgb(style.stroke))
        context.set_line_width(style.width)
        context.set_dash(style.dash)
        context.stroke_preserve()


def _trace(pen: Any, shape: Shape) -> None:
    """Add to the path, with cairo's own functions: a map makes ten thousand calls, and what fails shows at the fill."""
    cairo = cairocffi.cairo
    match shape:
        case Box():
            _trace_box(cairo, pen, shape)
        case Disc(x, y, radius):
            cairo.cairo_new_sub_path(pen)
            cairo.cairo_arc(pen, x, y, radius, 0, 2 * pi)
            cairo.cairo_close_path(pen)
        case Icon(x, y, size, name):
            cairo.cairo_save(pen)
            cairo.cairo_translate(pen, x, y)
            cairo.cairo_scale(pen, size / icons.SIDE, size / icons.SIDE)
            cairo.cairo_append_path(pen, _icon_path(name))
            cairo.cairo_restore(pen)
        case Poly(points, closed):
            cairo.cairo_move_to(pen, *points[0])
            for point in points[1:]:
                cairo.cairo_line_to(pen, *point)
            if closed:
                cairo.cairo_close_path(pen)


def _trace_box(cairo: Any, pen: Any, box: Box) -> None:
    radius = min(box.radius, box.w / 2, box.h / 2)
    if not radius:
        cairo.cairo_rectangle(pen, box.x, box.y, box.w, box.h)
        return
    left, top, right, bottom = box.x + radius, box.y + radius, box.x + box.w - radius, box.y + box.h - radius
    cairo.cairo_new_sub_path(pen)
    cairo.cairo_arc(pen, right, top, radius, -pi / 2, 0)
    cairo.cairo_arc(pen, right, bottom, radius, 0, pi / 2)
    cairo.cairo_arc(pen, left, bottom, radius, pi / 2, pi)
    cairo.cairo_arc(pen, left, top, radius, pi, 3 * pi / 2)
    cairo.cairo_close_path(pen)


@lru_cache(maxsize=256)
def _icon_path(name: str) -> Any:
    """An icon as a path of cairo's, in its square of 24, kept for the life of the process."""
    context = cairocffi.Context(cairocffi.RecordingSurface(cairocffi.CONTENT_COLOR, None))
    context.scale(64)  # cairo keeps paths in 256ths of a pixel
    for letter, numbers in icons.segments(name):
        match letter:
            case "M":
                context.move_to(*numbers)
            case "L":
                context.line_to(*numbers)
            case "C":
                context.curve_to(*numbers)
            case _:
                context.close_path()
    path = cairocffi.cairo.cairo_copy_path(context._pointer)  # noqa: SLF001
    return cairocffi.ffi.gc(path, cairocffi.cairo.cairo_path_destroy)


def _write(context: Any, halos: list[Ink], inks: list[Ink], *, readable: bool) -> None:
    context.set_font_options(cairo_fonts.options())
    context.set_line_join(cairocffi.LINE_JOIN_ROUND)
    for ink in halos:
        if not ink.face.colour:
            _set_font(context, ink)
            _trace_glyphs(context._pointer, ink)  # noqa: SLF001
    context.set_source_rgb(1, 1, 1)
    context.set_line_width(HALO)
    context.stroke()
    for ink in inks:
        _set_font(context, ink)
        context.set_source_rgb(*_rgb(ink.colour))
        if readable and ink.face.colour:  # layers of an emoji are no characters that one could search for
            _trace_glyphs(context._pointer, ink)  # noqa: SLF001
            context.fill()
        else:
            _show(context._pointer, ink)  # noqa: SLF001


def _trace_glyphs(pointer: Any, ink: Ink) -> None:
    cairocffi.cairo.cairo_glyph_path(pointer, *_packed("cairo_glyph_t", GLYPH, ink.glyphs))


def _show(pointer: Any, ink: Ink) -> None:
    glyphs = _packed("cairo_glyph_t", GLYPH, ink.glyphs)
    if not ink.clusters:
        cairocffi.cairo.cairo_show_glyphs(pointer, *glyphs)
        return
    clusters = _packed("cairo_text_cluster_t", CLUSTER, ink.clusters)
    backward = cairocffi.TEXT_CLUSTER_FLAG_BACKWARD if ink.leftward else 0
    cairocffi.cairo.cairo_show_text_glyphs(pointer, ink.source, len(ink.source), *glyphs, *clusters, backward)


def _set_font(context: Any, ink: Ink) -> None:
    context.set_font_face(cairo_fonts.font_face(ink.face))
    context.set_font_size(ink.size)


def _packed(kind: str, layout: struct.Struct, data: bytes) -> tuple[Any, int]:
    return cairocffi.ffi.from_buffer(f"{kind}[]", data), len(data) // layout.size


@lru_cache(maxsize=256)
def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
