"""Step 3: the columns of the map, all at once, and one of them in depth."""

from collections.abc import Sequence

from bot import labels, values
from bot.forms import fresh, part
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import anonymous, blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Outline, Stage
from workflows.words import MapKind

SEEN, STAGE_MENU = "seen", "stage_menu"
BEHIND = frozenset({"resources", "resources_lacking", "backstage", "support"})


def stages(outline: Outline, _: Say, *, typed: Sequence[str] | None = None, unsaved: bool = False) -> Json:
    """Build the form that names every stage, one a line.

    The metadata says which ones this person saw. `typed` is their list where somebody else's change came
    first: it stands in the field, with what is new since then at its end. `unsaved` sends those back to it who
    want to change the order of what they have not saved.
    """
    there = [name for _id, name in outline.stages]
    seen = {SEEN: "\n".join(there)} if there else {}
    return blocks.modal(
        Modal.STAGES,
        _("Stages"),
        [
            blocks.context(_("The big parts of the journey, in the customer's order. Three to eight are plenty.")),
            *anonymous.note(outline, _),
            *([] if typed is None or unsaved else _changed(there, _)),
            *([blocks.section(_("Save your list first, then change the order."))] if unsaved else []),
            blocks.text_input(
                fresh(Field.STAGES, outline.revision) if typed is not None else Field.STAGES,
                _("One stage per line"),
                value="\n".join(there if typed is None else merged(typed, there)),
                placeholder=_("Awareness\nComparison\nPurchase\nDelivery\nUse"),
                hint=_("Change the order by moving lines. A stage that something stands in cannot be dropped."),
                multiline=True,
            ),
            *_details(outline, _),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, more=seen)),
    )


def merged(typed: Sequence[str], there: Sequence[str]) -> list[str]:
    """Add what stands on the map by now to a list that was typed before it did."""
    known = {name.casefold() for name in typed}
    return [*typed, *(name for name in there if name.casefold() not in known)]


def _changed(there: Sequence[str], _: Say) -> list[Json]:
    lead = _("Somebody else changed the stages while you were writing. On the map now: {names}", names=_.join(there))
    return [
        blocks.said(lead),
        blocks.context(_("Your list is below, with theirs at the end. Check it and save again.")),
    ]


def _details(outline: Outline, _: Say) -> list[Json]:
    """Offer each stage's own form."""
    if not outline.stages:
        return []
    options = [
        blocks.option(name, values.encode(Value(workshop=outline.id, item=stage_id)))
        for stage_id, name in outline.stages
    ]
    value = values.encode(Value(workshop=outline.id))
    order = blocks.button(_("Change the order"), Action.STAGE_ORDER, value) if len(options) > 1 else None
    menu = blocks.select_menu(Action.STAGE, options, placeholder=_("Say more about a stage…"))
    return [blocks.actions(menu, order, row=STAGE_MENU)]


def stage(outline: Outline, one: Stage, _: Say, *, full: bool = False) -> Json:
    """Build the form of one stage: what the customer lives first, what stands behind it on a button.

    A service blueprint is about what stands behind: there it is asked at once.
    """
    full = full or outline.kind is MapKind.BLUEPRINT or any(one.details.get(name) for name in BEHIND)
    shown = [name for name in labels.STAGE_FIELDS if full or name not in BEHIND]
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
            *(_detail(name, one.details.get(name, ""), _) for name in shown),
            *([] if full else [blocks.actions(_more(outline, one, _))]),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, item=one.id, version=one.version)),
    )


def _detail(name: str, value: str, _: Say) -> Json:
    return blocks.text_input(
        part(Field.DETAIL, name),
        _(labels.STAGE_FIELDS[name]),
        value=value,
        hint=_("One thing per line.") if name in BEHIND else "",
        multiline=True,
        optional=True,
        limit=limits.FIELD_MAX,
    )


def _more(outline: Outline, one: Stage, _: Say) -> Json:
    value = values.encode(Value(workshop=outline.id, item=one.id))
    return blocks.button(_("What stands behind it"), Action.MORE, value, part="stage")


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
