"""The map as a page for the browser: for those who were not there, on a screen, on paper, in front of a room."""

from dataclasses import replace

from bot.exports.format import Format, Group, Pictures
from bot.i18n import N_, say_for
from workflows.document import Document, snapshot_of
from workflows.document.model import Revision
from workflows.snapshots import MapSnapshot

FINISHED, REVIEWED = "step:6", "review:"  # why a revision was kept: the workshop was over, a review was held


def write_html(document: Document, pictures: Pictures, language: str) -> bytes:
    """One file that needs no network. The map's own time zone is that of its reviews."""
    from bot.exports.page import to_html
    from bot.exports.page.content import Subject

    zone = document.map.rhythm.tz if document.map.rhythm else "UTC"
    now = _in(language, snapshot_of(document.map, at=document.exported_at))
    return to_html(Subject(now, _earlier(document, pictures, language), pictures.trail), say_for(language, zone))


def _earlier(document: Document, pictures: Pictures, language: str) -> MapSnapshot | None:
    """What the map is compared with: today, for a map of tomorrow; else how it stood when the workshop was over."""
    if pictures.origin:
        return _in(language, pictures.origin)
    present = document.map.workshop.revision
    kept = [one for one in document.revisions if one.revision < present and _is_state(one)]
    first = min(kept, key=lambda one: (one.kept_at, one.revision), default=None)
    return _in(language, snapshot_of(first.map, at=first.kept_at)) if first else None


def _is_state(one: Revision) -> bool:
    """Whether a revision is a state of the journey; those of earlier steps are unfinished maps."""
    return one.reason == FINISHED or one.reason.startswith(REVIEWED)


def _in(language: str, snapshot: MapSnapshot) -> MapSnapshot:
    return replace(snapshot, outline=replace(snapshot.outline, language=language))


HTML = Format(
    "html",
    N_("HTML page"),
    N_("To click through, to present and to mail: one file, no network"),
    "html",
    "text/html; charset=utf-8",
    write_html,
    Group.SHOW,
    compares=True,
)
