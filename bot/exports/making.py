"""Writing one file: drawing the pictures that its format needs, and naming it. Runs where pictures are drawn."""

from dataclasses import replace
from typing import Literal

from bot.exports import FORMATS
from bot.exports.format import Format, Picture, Pictures
from bot.exports.markdown import MARKDOWN
from bot.exports.names import file_name
from bot.i18n import say_for
from bot.rendering import BeforeAfter, Subject, draw
from bot.views.texts import isolate
from workflows.document import Document
from workflows.exported import CANVAS
from workflows.exporting import Export
from workflows.history import Trail
from workflows.snapshots import MapSnapshot

SHARP = 2.0  # what a picture is enlarged by, for screens with many dots
MOST_BYTES = 200 << 20


class TooLargeError(Exception):
    """A file would be larger than anybody can use."""


def parts(export: Export) -> list[bytes]:
    """The name of the file, its title, the sentence that goes with it, and what is in it."""
    document, snapshot, format_ = export.document, export.snapshot, _format(export)
    if document is None or snapshot is None:
        raise TypeError(export.asked.what)
    subject = BeforeAfter(export.before, snapshot) if export.before else snapshot
    content = written(format_, document, subject, export.asked.language, export.trail)
    name = file_name(document.map.workshop.title, format_.extension, compared=export.before is not None)
    _ = say_for(export.asked.language)
    story = _("Here is “{title}” as {format}.", title=isolate(document.map.workshop.title), format=_(format_.label))
    return [name.encode(), document.map.workshop.title.encode(), story.encode(), content]


def _format(export: Export) -> Format:
    """A canvas is written as Markdown is."""
    return MARKDOWN if export.asked.format == CANVAS else FORMATS[export.asked.format]


def written(format_: Format, document: Document, subject: Subject, language: str, trail: Trail | None = None) -> bytes:
    """A map in a format. TooLargeError beyond what Slack takes and people open."""
    origin = subject.before if isinstance(subject, BeforeAfter) else None
    pictures = replace(drawn(subject, format_.needs), trail=trail or {}, origin=origin)
    content = format_.write(document, pictures, language)
    if len(content) > MOST_BYTES:
        raise TooLargeError(format_.name, len(content))
    return content


def drawn(subject: Subject, needs: frozenset[Picture]) -> Pictures:
    """The pictures that a format needs."""
    kind: Literal["map", "before_after"] = "map" if isinstance(subject, MapSnapshot) else "before_after"
    made = {one.value: draw(subject, kind, one.value, SHARP) for one in needs}
    return Pictures(made.get("png", b""), made.get("svg", b""), made.get("pdf", b""))


def archived(export: Export) -> list[bytes]:
    """The document and the picture of one map of a workspace."""
    document, snapshot = export.document, export.snapshot
    if document is None or snapshot is None:
        raise TypeError(export.asked.what)
    return [FORMATS["json"].write(document, Pictures(), export.asked.language), draw(snapshot, "map", "png")]
