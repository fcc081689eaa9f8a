"""Step 3: where the customer meets the organisation. Several at once, then one in depth."""

from collections.abc import Mapping, Sequence

from bot import labels, values
from bot.forms import fresh
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Outline, Touchpoint
from workflows.words import Channel, TouchpointClass, Usage

WISHED_FOR, MOMENT = "wished_for", "moment"
LISTED = "touchpoint_menu"


def no_stages(outline: Outline, _: Say) -> Json:
    """Say that the columns come first, with the button that makes them."""
    value = values.encode(Value(workshop=outline.id))
    return blocks.info(
        _("Stages first"),
        _("This map has no stages yet. Name them first, then this can be placed."),
        extra=[blocks.actions(blocks.button(_("Set the stages"), Action.STAGES, value, style="primary"))],
        close=_("Close"),
    )


def add(
    outline: Outline,
    _: Say,
    *,
    stage_id: int | None = None,
    saved: int = 0,
    turn: int = 0,
    known: Sequence[Touchpoint] = (),
) -> Json:
    """Build the form for several touchpoints of one stage. After saving it comes back empty, with the count."""
    if not outline.stages:
        return no_stages(outline, _)
    chosen = stage_id if stage_id in dict(outline.stages) else outline.stages[0][0]
    return blocks.modal(
        Modal.TOUCHPOINTS,
        _("Touchpoints"),
        [
            _head(saved, _),
            blocks.select(Field.STAGE, _("Stage"), stage_options(outline), value=chosen),
            blocks.text_input(
                fresh(Field.LINES, turn),
                _("One per line"),
                placeholder=_("Order confirmation @mail\nParcel label @print"),
                hint=_("Add the channel with @ if you know it: @web, @app, @phone, @shop, @mail…"),
                multiline=True,
                focus=True,
            ),
            blocks.select(
                fresh(Field.CHANNEL, turn),
                _("Channel of the lines without @"),
                options_of(labels.labels(_, Channel)),
                placeholder=_("Leave empty if it differs"),
                optional=True,
            ),
            _boxes(fresh(Field.MOMENT, turn), _, wished_for=False, moment=False),
            *_change(outline, known, _),
        ],
        submit=_("Save and add another"),
        close=_("Done") if saved else _("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, page=turn, step=saved or None)),
    )


def _head(saved: int, _: Say) -> Json:
    if saved:
        return blocks.section(
            _.n("✅ Saved {count}. Add more, or close.", "✅ Saved {count}. Add more, or close.", saved)
        )
    return blocks.context(_("Every place where the customer meets us, however small."))


def _boxes(field: str, _: Say, *, wished_for: bool, moment: bool) -> Json:
    options = [
        blocks.option(_("Wished for"), WISHED_FOR, _("Not there yet, but should be")),
        blocks.option(_("Moment of truth"), MOMENT, _("This contact decides the impression")),
    ]
    ticked = [name for name, on in ((WISHED_FOR, wished_for), (MOMENT, moment)) if on]
    return blocks.checkboxes(field, _("Anything special?"), options, values=ticked)


def _change(outline: Outline, known: Sequence[Touchpoint], _: Say) -> list[Json]:
    """Offer the touchpoints of the stage to be changed."""
    if not known:
        return []
    options = [blocks.option(one.title, values.encode(Value(workshop=outline.id, item=one.id))) for one in known]
    menu = blocks.select_menu(Action.TOUCHPOINT, options, placeholder=_("Change one that is there…"))
    return [blocks.actions(menu, row=LISTED)]


def stage_options(outline: Outline) -> list[Json]:
    """List the stages as choices."""
    return [blocks.option(name, stage_id) for stage_id, name in outline.stages]


def options_of(named: Mapping[str, str]) -> list[Json]:
    """Make choices of an enumeration's labels."""
    return [blocks.option(name, value) for value, name in named.items()]


def edit(outline: Outline, one: Touchpoint, _: Say) -> Json:
    """Build the form of one touchpoint."""
    ranks = [blocks.option(_.number(rank), rank) for rank in range(1, 6)]
    return blocks.modal(
        Modal.TOUCHPOINT,
        _("Touchpoint"),
        [
            blocks.context(_("Only the first three matter. The rest is for when you look closer.")),
            blocks.text_input(Field.TITLE, _("What is it?"), value=one.title, limit=limits.LINE_MAX),
            blocks.select(Field.STAGE, _("Stage"), stage_options(outline), value=one.stage_id),
            blocks.select(Field.CHANNEL, _("Channel"), options_of(labels.labels(_, Channel)), value=one.channel),
            _boxes(Field.MOMENT, _, wished_for=one.usage is Usage.WISHED_FOR, moment=one.moment_of_truth),
            blocks.select(
                Field.CLASSED,
                _("How much does it matter to the journey?"),
                options_of(labels.labels(_, TouchpointClass)),
                value=one.classed,
                optional=True,
            ),
            blocks.select(
                Field.IMPORTANCE,
                _("Importance, 5 is the highest"),
                ranks,
                value=one.importance or None,
                optional=True,
            ),
            blocks.text_input(
                Field.DEPARTMENT,
                _("Which team looks after it?"),
                value=one.department,
                optional=True,
                limit=limits.NAME_MAX,
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, item=one.id, version=one.version)),
    )
