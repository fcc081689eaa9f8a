"""Pictures of a journey as PNG, SVG and PDF: the card for the channel, the whole map, and what else is worth a look.

Importing this costs nothing: the drawing libraries load at the first drawing, and the bot leaves
that to the processes of `bot.rendering.pool`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from bot.rendering.stories import story as alt_text
from bot.rendering.subjects import (
    BeforeAfter,
    History,
    Kind,
    Matrix,
    Personas,
    PersonaSheet,
    Subject,
    map_of,
)

if TYPE_CHECKING:
    from bot.rendering.scene import Scene

Format = Literal["png", "svg", "pdf"]


@dataclass(frozen=True, slots=True)
class Order:
    """A picture to be drawn, as `draw` takes it."""

    subject: Subject
    kind: Kind
    fmt: Format
    scale: float = 1.0


KINDS: tuple[Kind, ...] = get_args(Kind)
FORMATS: tuple[Format, ...] = get_args(Format)

__all__ = [
    "FORMATS",
    "KINDS",
    "BeforeAfter",
    "Format",
    "History",
    "Kind",
    "Matrix",
    "Order",
    "PersonaSheet",
    "Personas",
    "Subject",
    "alt_text",
    "draw",
]


def draw(subject: Subject, kind: Kind, fmt: Format, scale: float = 1.0) -> bytes:
    """Draw one kind of picture. `scale` is for PNG, which is made smaller where it would pass 20 megapixels.

    A PDF goes on with pages of what had to be shortened in the picture, in full.
    """
    from bot.i18n import say_for
    from bot.rendering import document, layouts, paper, svg

    snapshot = map_of(subject)
    say = say_for(snapshot.outline.language)
    template = "card" if kind == "card" else "map"
    if fmt == "pdf":
        scenes = layouts.document(subject, kind, say)
        _report(scenes)
        return document.to_pdf(scenes, template, snapshot.taken_at)
    scene = layouts.lay(subject, kind, say)
    _report([scene])
    if fmt == "svg":
        return svg.to_svg(scene, template).encode()
    return paper.to_png(scene, template, scale)


def _report(scenes: "list[Scene]") -> None:
    from bot.rendering import missing

    missing.tell(frozenset[str]().union(*(scene.missing for scene in scenes)))
