"""Step 3: the stages in their order, each moved up or down by a button; every press is kept at once."""

from bot import values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows.snapshots import Outline

UP, DOWN = "up", "down"


def view(outline: Outline, _: Say) -> Json:
    """Build the list. A button names the neighbour to pass, so that pressing twice passes it once."""
    ids = [stage_id for stage_id, _name in outline.stages]
    value = values.encode(Value(workshop=outline.id))
    return blocks.modal(
        Modal.STAGE_ORDER,
        _("Order of the stages"),
        [
            blocks.context(
                _("In the customer's order. Every press counts at once; what stands in a stage moves along.")
            ),
            *(block for place in range(len(ids)) for block in _row(outline, place, _)),
            blocks.divider(),
            blocks.actions(blocks.button(_("Name the stages"), Action.STAGES, value)),
        ],
        close=_("Done"),
        metadata=value,
    )


def _row(outline: Outline, place: int, _: Say) -> list[Json]:
    stage_id, name = outline.stages[place]
    before = outline.stages[place - 1][0] if place else None
    after = outline.stages[place + 1][0] if place + 1 < len(outline.stages) else None

    def move(label: str, spoken: str, way: str, other: int) -> Json:
        value = values.encode(Value(workshop=outline.id, item=stage_id, stage=other, kind=way))
        return blocks.button(label, Action.MOVE_STAGE, value, part=f"{stage_id}-{way}", spoken=spoken)

    return [
        blocks.said(f"{place + 1}. {name}"),
        blocks.actions(
            move(_("↑ Up"), _("Move {name} up", name=name), UP, before) if before is not None else None,
            move(_("↓ Down"), _("Move {name} down", name=name), DOWN, after) if after is not None else None,
        ),
    ]
