"""Pictures of a journey: the card for the channel, and the whole map, as PNG, SVG and PDF.

Importing this costs nothing: the drawing libraries load at the first drawing, and the bot leaves
that to the processes of `bot.rendering.pool`.
"""

import logging
from typing import Literal

from bot.rendering.alt_text import alt_text
from workflows.snapshots import MapSnapshot

Kind = Literal["card", "map"]
Format = Literal["png", "svg", "pdf"]

_log = logging.getLogger(__name__)

__all__ = ["Format", "Kind", "alt_text", "draw"]


def draw(snapshot: MapSnapshot, kind: Kind, fmt: Format, scale: float = 1.0) -> bytes:
    """Draw a map or its card. `scale` is for PNG, which is made smaller where it would pass 20 megapixels."""
    from bot.i18n import say_for
    from bot.rendering import card_layout, map_layout, paper, svg

    say = say_for(snapshot.outline.language)
    scene = map_layout.lay_map(snapshot, say) if kind == "map" else card_layout.lay_card(snapshot, say)
    if scene.missing:
        _log.warning("no font has %s", " ".join(f"U+{ord(character):04X}" for character in sorted(scene.missing)))
    if fmt == "svg":
        return svg.to_svg(scene, kind).encode()
    if fmt == "pdf":
        return paper.to_pdf(scene, kind, snapshot.taken_at)
    return paper.to_png(scene, kind, scale)
