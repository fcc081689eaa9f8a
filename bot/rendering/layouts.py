"""Which layout draws which kind of picture of which subject."""

from bot.i18n import Say
from bot.rendering import appendix, map_layout
from bot.rendering.before_after_layout import lay_before_after
from bot.rendering.card_layout import lay_card
from bot.rendering.history_layout import lay_history
from bot.rendering.matrix_layout import lay_matrix
from bot.rendering.persona_layout import lay_persona
from bot.rendering.personas_layout import lay_personas
from bot.rendering.scene import Scene
from bot.rendering.sheet import Drawing
from bot.rendering.subjects import BeforeAfter, History, Kind, Matrix, Personas, PersonaSheet, Subject
from workflows.snapshots import MapSnapshot


def lay(subject: Subject, kind: Kind, say: Say) -> Scene:
    """Lay a picture out as one scene."""
    return _drawing(subject, kind, say).scene


def document(subject: Subject, kind: Kind, say: Say) -> list[Scene]:
    """Lay a picture out as the pages of a document, with what it shortened in full."""
    if kind == "map" and isinstance(subject, MapSnapshot):
        return map_layout.lay_document(subject, say)
    drawing = _drawing(subject, kind, say)
    return [drawing.scene, *appendix.pages(drawing.cut, say, drawing.scene.title)]


def _drawing(subject: Subject, kind: Kind, say: Say) -> Drawing:
    drawing = _draw_map(subject, kind, say) if isinstance(subject, MapSnapshot) else None
    match kind, subject:
        case "matrix", Matrix():
            drawing = lay_matrix(subject, say)
        case "personas", Personas():
            drawing = lay_personas(subject, say)
        case "before_after", BeforeAfter():
            drawing = lay_before_after(subject, say)
        case "persona", PersonaSheet():
            drawing = lay_persona(subject, say)
        case "history", History():
            drawing = lay_history(subject, say)
    if drawing is None:
        raise TypeError(kind, type(subject).__name__)
    return drawing


def _draw_map(snapshot: MapSnapshot, kind: Kind, say: Say) -> Drawing | None:
    if kind == "card":
        return Drawing(lay_card(snapshot, say), [])
    return map_layout.draw_map(snapshot, say) if kind == "map" else None
