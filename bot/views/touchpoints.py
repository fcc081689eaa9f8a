"""Step 3: where the customer meets the organisation. Several at once, then one in depth."""

from collections.abc import Mapping, Sequence

from bot import labels, values
from bot.forms import fresh
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import anonymous, blocks, touchpoint_details
from bot.views.texts import Json
from workflows import limits
from workflows.lived import Lived
from workflows.snapshots import Outline, Touchpoint
from workflows.words import Channel, TouchpointClass, Usage

WISHED_FOR, MOMENT, PLANNED = "wished_for", "moment", "planned"
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
    left: str = "",
    typed: str = "",
) -> Json:
    """Build the form for several touchpoints. After saving it comes back with the count, and with what is `left`.

    `typed` is what stands in the field before anything was saved.
    """
    if not outline.stages:
        return no_stages(outline, _)
    return blocks.modal(
        Modal.TOUCHPOINTS,
        _("Touchpoints"),
        [
            *_head(saved, left, _),
            *anonymous.note(outline, _),
            lines_input(fresh(Field.LINES, turn), _("One per line"), left or typed, _),
            *shared(outline, turn, stage_id, _),
            *_change(outline, known, _),
        ],
        submit=_("Save and add another"),
        close=_("Done") if saved else _("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, page=turn, step=saved or None)),
    )


def lines_input(field: str, label: str, value: str, _: Say) -> Json:
    """Ask for the lines."""
    return blocks.text_input(
        field,
        label,
        value=value,
        placeholder=_("Order confirmation @mail\nDelivery: parcel label @print"),
        hint=_(
            "Add the channel with @ if you know it: @web, @app, @phone, @shop, @mail… "
            "A line may begin with another stage and a colon. More lines than fit here? Save, and paste the rest."
        ),
        multiline=True,
        focus=not value,
    )


def shared(outline: Outline, turn: int, stage_id: int | None, _: Say) -> list[Json]:
    """Ask for what holds for all the lines."""
    chosen = stage_id if stage_id in dict(outline.stages) else outline.stages[0][0]
    return [
        blocks.select(Field.STAGE, _("Stage"), stage_options(outline), value=chosen),
        blocks.select(
            fresh(Field.CHANNEL, turn),
            _("Channel of the lines without @"),
            options_of(labels.labels(_, Channel)),
            placeholder=_("Leave empty if it differs"),
            optional=True,
        ),
        _boxes(fresh(Field.MOMENT, turn), _, wished_for=False, moment=False),
    ]


def _head(saved: int, left: str, _: Say) -> list[Json]:
    if not saved and not left:
        return [blocks.context(_("Every place where the customer meets us, however small."))]
    said = _.n("✅ Saved {count}. Add more, or close.", "✅ Saved {count}. Add more, or close.", saved) if saved else ""
    count = len(left.splitlines())
    waiting = _.n(
        "{count} line has no stage yet and is not saved. It stands below.",
        "{count} lines have no stage yet and are not saved. They stand below.",
        count,
    )
    return [blocks.section(text) for text in (said, waiting if left else "") if text]


def _boxes(field: str, _: Say, *, wished_for: bool, moment: bool, planned: bool | None = None) -> Json:
    options = [
        blocks.option(_("Wished for"), WISHED_FOR, _("Not there yet, but should be")),
        blocks.option(_("Moment of truth"), MOMENT, _("This contact decides the impression")),
    ]
    if planned is not None:
        options.append(blocks.option(_("On our own list"), PLANNED, _("We know of it and look after it")))
    ticked = [name for name, on in ((WISHED_FOR, wished_for), (MOMENT, moment), (PLANNED, planned)) if on]
    return blocks.checkboxes(field, _("Anything special?"), options, values=ticked)


def _change(outline: Outline, known: Sequence[Touchpoint], _: Say) -> list[Json]:
    """Offer the touchpoints that are there: to be found and changed, as a list, and against what is planned."""
    if not known:
        return []
    value = values.encode(Value(workshop=outline.id))
    return [
        blocks.actions(blocks.search_menu(Action.TOUCHPOINT, placeholder=_("Change one that is there…")), row=LISTED),
        blocks.actions(
            blocks.button(_("All touchpoints"), Action.TOUCHPOINT_LIST, value),
            blocks.button(_("Planned and lived"), Action.LIVED, value),
        ),
    ]


def stage_options(outline: Outline) -> list[Json]:
    """List the stages as choices."""
    return [blocks.option(name, stage_id) for stage_id, name in outline.stages]


def options_of(named: Mapping[str, str]) -> list[Json]:
    """Make choices of an enumeration's labels."""
    return [blocks.option(name, value) for value, name in named.items()]


def edit(outline: Outline, one: Touchpoint, _: Say, *, others: Sequence[Touchpoint] = (), full: bool = False) -> Json:
    """Build the form of one touchpoint.

    `others` are those it leads to: a select that is searched has to be told what is chosen.
    """
    full = full or bool(one.details)
    rest = [blocks.actions(_more(outline, one, _))]
    return blocks.modal(
        Modal.TOUCHPOINT,
        _("Touchpoint"),
        [
            blocks.context(_("Only the first three matter. The rest is for when you look closer.")),
            *anonymous.note(outline, _),
            *([blocks.section(f"*{labels.label(_, one.fate)}*")] if one.fate else []),
            *_first(outline, one, _),
            *(touchpoint_details.fields(one, others, _) if full else rest),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, item=one.id, version=one.version)),
    )


def _more(outline: Outline, one: Touchpoint, _: Say) -> Json:
    value = Value(workshop=outline.id, item=one.id)
    return blocks.button(_("More about it"), Action.MORE, values.encode(value), part="touchpoint")


def _first(outline: Outline, one: Touchpoint, _: Say) -> list[Json]:
    ranks = [blocks.option(_.number(rank), rank) for rank in range(1, 6)]
    return [
        blocks.text_input(Field.TITLE, _("What is it?"), value=one.title, limit=limits.LINE_MAX),
        blocks.select(Field.STAGE, _("Stage"), stage_options(outline), value=one.stage_id),
        blocks.select(Field.CHANNEL, _("Channel"), options_of(labels.labels(_, Channel)), value=one.channel),
        _boxes(
            Field.MOMENT,
            _,
            wished_for=one.usage is Usage.WISHED_FOR,
            moment=one.moment_of_truth,
            planned=one.planned,
        ),
        blocks.select(
            Field.LIVED,
            _("Do customers tell of it?"),
            options_of(labels.labels(_, Lived)),
            value=Lived.of(one.lived),
        ),
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
    ]
