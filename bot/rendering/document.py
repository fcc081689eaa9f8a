"""Several scenes as the pages of one PDF, each as large as it is."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import cairocffi
from cairosvg.surface import PDFSurface

from bot.rendering.paper import PAGE_MAX, drawn
from bot.rendering.scene import Scene


def to_pdf(scenes: Sequence[Scene], kind: str, at: datetime | None) -> bytes:
    """Draw scenes as pages whose text can be searched."""
    output = io.BytesIO()
    first: Any = None
    for scene in scenes:
        scale = min(1.0, PAGE_MAX / max(scene.width, scene.height))
        size = scene.width * scale, scene.height * scale
        if first is None:
            first = drawn(PDFSurface, scene, kind, size, output)
        else:
            drawn(_following(first.cairo), scene, kind, size, output)
    first.cairo.set_metadata(cairocffi.PDF_METADATA_TITLE, scenes[0].title)
    # Without a date of ours cairo writes the current time, and no two files are the same.
    stamp = (at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    first.cairo.set_metadata(cairocffi.PDF_METADATA_CREATE_DATE, stamp)
    first.finish()
    return output.getvalue()


def _following(begun: Any) -> type:
    """A surface that goes on with a new page of a document that was begun."""

    class Following(PDFSurface):  # type: ignore[misc]  # CairoSVG has no types
        def _create_surface(self, width: float, height: float) -> tuple[Any, float, float]:
            begun.show_page()
            begun.set_size(width, height)
            return begun, width, height

    return Following
