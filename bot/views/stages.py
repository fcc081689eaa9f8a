"""Step 3: the columns of the map, all at once, and one of them in depth."""

from bot import labels, values
from bot.forms import part
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Outline, Stage

SEEN, STAGE_MENU = "seen", "stage_menu"


def stages(outline: Outline, _: Say) -> Json:
    """Build the form that names every stage, one a line. The metadata says which ones this person saw."""
    seen = ",".join(str(stage_id) for stage_id, _name in outline.stages)
    return blocks.modal(
        Modal.STAGES,
        _("Stages"),
        [
            blocks.context(_("The big parts of the journey, in the customer's order. Three to eight are plenty.")),
            blocks.text_input(
                Field.STAGES,
                _("One stage per line"),
                value="\n".join(name for _id, name in outline.stages),
                placeholder=_("Awareness\nComparison\nPurchase\nDelivery\nUse"),
                hint=_("Change the order by moving lines. A stage that something stands in cannot be dropped."),
                multiline=True,
            ),
            *_details(outline, _),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, more={SEEN: seen} if seen else {})),
    )


def _details(outline: Outline, _: Say) -> list[Json]:
    """Offer each stage's own form."""
    if not outline.stages:
        return []
    options = [
        blocks.option(name, values.encode(Value(workshop=outline.id, item=stage_id)))
        for stage_id, name in outline.stages
    ]
    menu = blocks.select_menu(Action.STAGE, options, placeholder=_("Say more about a stage…"))
    return [blocks.actions(menu, row=STAGE_MENU)]


def stage(workshop_id: int, one: Stage, _: Say) -> Json:
    """Build the form of one stage: name, time spent, trigger, customer's goal, information, decisions."""
    details = [
        blocks.text_input(
            part(Field.DETAIL, name),
            _(label),
            value=one.details.get(name, ""),
            multiline=True,
            optional=True,
            limit=limits.FIELD_MAX,
        )
        for name, label in labels.STAGE_FIELDS.items()
    ]
    return blocks.modal(
        Modal.STAGE,
        _("One stage"),
        [
            blocks.context(_("Whatever you know helps. Leave the rest empty.")),
            blocks.text_input(Field.NAME, _("Name"), value=one.name, limit=limits.NAME_MAX),
            blocks.text_input(
                Field.TIME_SPENT,
                _("How long does it take?"),
                value=one.time_spent,
                placeholder=_("Two evenings"),
                optional=True,
                limit=limits.NAME_MAX,
            ),
            *details,
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=workshop_id, item=one.id, version=one.version)),
    )


def saved(outline: Outline, _: Say) -> Json:
    """Say that the columns stand, and offer what comes next."""
    value = values.encode(Value(workshop=outline.id))
    count = _.n("The map has {count} stage now.", "The map has {count} stages now.", len(outline.stages))
    return blocks.info(
        _("Saved"),
        count,
        extra=[blocks.actions(blocks.button(_("Add touchpoints"), Action.TOUCHPOINTS, value, style="primary"))],
        close=_("Close"),
    )
