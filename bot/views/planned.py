"""Step 3: what is planned against what customers live, each with a decision to take."""

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from bot.views.touchpoint_list import row
from workflows.lived import Gap, gaps
from workflows.snapshots import MapSnapshot, Touchpoint
from workflows.words import Fate

PAGE = 20


def view(snapshot: MapSnapshot, _: Say, *, page: int = 0) -> Json:
    """Build one page of the touchpoints that call for a decision."""
    found = gaps(snapshot.touchpoints)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    parts: list[Json] = []
    for kind in Gap:
        here = [one for gap, one in shown if gap is kind]
        if here:
            parts += [blocks.header(labels.label(_, kind)), blocks.context(_(labels.GAP_HINTS[kind]))]
        for one in here:
            parts += [row(snapshot, one, _), _buttons(snapshot, one, kind, page, _)]
    return blocks.modal(
        Modal.LIVED,
        _("Planned and lived"),
        [*(parts or _nothing(_)), *_turning(snapshot, page, pages, _)],
        close=_("Close"),
        metadata=values.encode(Value(workshop=snapshot.outline.id, page=page)),
    )


def _nothing(_: Say) -> list[Json]:
    return [
        blocks.section(_("Nothing to decide: what is planned is lived, as far as anybody said.")),
        blocks.context(
            _("Say in a touchpoint's form whether it is on your own list, and whether customers tell of it.")
        ),
    ]


def _buttons(snapshot: MapSnapshot, one: Touchpoint, kind: Gap, page: int, _: Say) -> Json:
    """Offer the two ways to decide, or the way back where that was done."""

    def button(label: str, fate: Fate | None) -> Json:
        value = Value(workshop=snapshot.outline.id, item=one.id, kind=fate.value if fate else "", page=page)
        return blocks.button(label, Action.FATE, values.encode(value), part=f"{fate or 'back'}")

    if one.fate:
        return blocks.actions(button(_("Take the decision back"), None))
    adding = {Gap.UNUSED: _("Bring it to life"), Gap.UNPLANNED: _("Add it to our list")}
    return blocks.actions(button(adding.get(kind, _("Keep it")), Fate.ADD), button(_("Drop it"), Fate.DROP))


def _turning(snapshot: MapSnapshot, page: int, pages: int, _: Say) -> list[Json]:
    if pages == 1:
        return []

    def turn(label: str, to: int, part: str) -> Json:
        return blocks.button(
            label, Action.LIVED, values.encode(Value(workshop=snapshot.outline.id, page=to)), part=part
        )

    return [
        blocks.actions(
            turn(_("Back"), page - 1, "back") if page else None,
            turn(_("Further"), page + 1, "further") if page + 1 < pages else None,
        )
    ]
