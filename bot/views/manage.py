"""A map as a whole: opening it again, copying it, its future state, deleting it and bringing it back."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import COMMAND, Action, Field, Modal
from bot.values import Value
from bot.views import below, blocks, frame
from bot.views.message import Message, message
from bot.views.start import kinds
from bot.views.texts import Json, clip, escape, isolate
from workflows import limits
from workflows.copying import Depth
from workflows.kin import Choice
from workflows.lives import Gone, Life
from workflows.snapshots import Outline
from workflows.words import MapKind, WorkshopStatus

LISTED_MAX = 15


def view(life: Life, _: Say) -> Json:
    """Build what can be done with a map as a whole, by this person."""
    outline = life.outline
    rows = [
        _row(_("Who changed what, and when"), blocks.button(_("History"), Action.HISTORY, _value(outline))),
        _row(
            _("Begin another workshop with what stands on this map"),
            blocks.button(_("Copy…"), Action.COPY, _value(outline)),
        ),
        *_kind(life, _),
        *_future(life, _),
        *below.rows(life.kin, outline, _, leads=life.leads and outline.status is not WorkshopStatus.ENDED),
        *_ending(life, _),
    ]
    if life.disposes:
        delete = blocks.button(_("Delete…"), Action.DELETE_MAP, _value(outline), style="danger")
        rows.append(_row(_("Delete the map, with everything that stands on it"), delete))
    return blocks.info(_("The map as a whole"), extra=[blocks.header(outline.title), *rows], close=_("Close"))


def _value(outline: Outline) -> str:
    return values.encode(Value(workshop=outline.id))


def _row(text: str, button: Json) -> Json:
    return blocks.said(text, accessory=button)


def _kind(life: Life, _: Say) -> list[Json]:
    """What the map shows, for those who may change it."""
    if not life.leads or life.outline.status is WorkshopStatus.ENDED:
        return []
    said = _("The map shows: {kind}", kind=labels.label(_, life.outline.kind))
    return [_row(said, blocks.button(_("Change…"), Action.KIND, _value(life.outline)))]


def _future(life: Life, _: Say) -> list[Json]:
    """The way between how it is and how it should be."""
    if life.outline.kind is MapKind.FUTURE:
        if life.origin is None:
            return []
        text = _("It was copied from “{title}”.", title=isolate(life.origin.title))
        return [_row(text, blocks.button(_("Compare with today"), Action.COMPARE, _value(life.outline)))]
    if life.future:
        text = _("Its future state is “{title}”.", title=isolate(life.future.title))
        value = values.encode(Value(workshop=life.future.id))
        return [_row(text, blocks.button(_("Compare with today"), Action.COMPARE, value))]
    text = _("Draw how it should be: a copy that you change until customers would love it")
    return [_row(text, blocks.button(_("Future state"), Action.FUTURE, _value(life.outline)))]


def _ending(life: Life, _: Say) -> list[Json]:
    if not life.leads:
        return []
    if life.outline.status is WorkshopStatus.ENDED:
        text = _("This workshop has ended. Open it again to go on where it stood.")
        return [_row(text, blocks.button(_("Open it again"), Action.REOPEN, _value(life.outline)))]
    return [_row(_("End the workshop. The map stays to be read."), frame.end_button(life.outline, _))]


def reopened(outline: Outline, _: Say) -> Json:
    """Say that it goes on."""
    said = _("“{title}” is open again, where it stood. Its card has its buttons back.", title=isolate(outline.title))
    return blocks.info(_("Open again"), extra=[blocks.said(said)], close=_("Close"))


def copy(life: Life, larger: Choice, _: Say) -> Json:
    """Build the form of a copy. `larger`: the maps that it can be a part of."""
    outline = life.outline
    depths = [
        blocks.option(_("Only the map"), Depth.MAP, _("Persona, stages, touchpoints, actions, thoughts")),
        blocks.option(_("With problems, joys and ideas"), Depth.FEELINGS, _("Without votes, scores and owners")),
    ]
    return blocks.modal(
        Modal.COPY,
        _("Copy the map"),
        [
            blocks.text_input(
                Field.TITLE,
                _("What is the copy called?"),
                value=clip(_("{title} (copy)", title=outline.title), limits.TITLE_MAX),
                limit=limits.TITLE_MAX,
            ),
            blocks.radios(Field.DEPTH, _("What goes along?"), depths, value=Depth.MAP),
            blocks.conversation_input(
                Field.WHERE,
                _("In which channel?"),
                hint=_("I have to be in that channel. Left empty, the copy begins beside this map."),
                optional=True,
            ),
            *([below.field(larger, _)] if larger.parents else []),
            frame.people(_),
        ],
        submit=_("Copy"),
        close=_("Cancel"),
        metadata=_value(outline),
    )


def kind(outline: Outline, _: Say) -> Json:
    """Build the form that changes what the map shows, and say before what that changes."""
    effects = (
        _("Current state: the checks ask what each claim rests on."),
        _("Future state: nobody is asked for evidence of what is only wished for."),
        _("Day in the life: the map says so above its title; all else stays."),
        _(
            "Service blueprint: the lines of interaction, of visibility and of internal interaction part the rows, "
            "and a stage's form asks at once what happens behind it."
        ),
    )
    return blocks.modal(
        Modal.KIND,
        _("What the map shows"),
        [
            blocks.section(_("Nothing that stands on the map is lost. Card and picture are drawn anew for everybody.")),
            blocks.radios(Field.KIND, _("What does the map show?"), kinds(_), value=outline.kind),
            blocks.context(*effects),
        ],
        submit=_("Change"),
        close=_("Cancel"),
        metadata=_value(outline),
    )


def kind_changed(outline: Outline, _: Say) -> Json:
    """Say what the map shows from now on."""
    said = _("The map shows: {kind}", kind=labels.label(_, outline.kind))
    return blocks.info(_("What the map shows"), said, close=_("Close"))


def copied(outline: Outline, _: Say) -> Json:
    """Say where the new map begins."""
    return _begun(_("The copy begins"), outline, [], _)


def future(outline: Outline, _: Say, *, existing: bool) -> Json:
    """Say that the future state stands, and how it is worked with."""
    compare = blocks.button(_("Compare with today"), Action.COMPARE, _value(outline))
    title = _("It is there already") if existing else _("The future state")
    return _begun(title, outline, [compare], _)


def _begun(title: str, outline: Outline, buttons: list[Json], _: Say) -> Json:
    said = _(
        "“{title}” has a card of its own. Change it like any map: nothing of the first one changes with it.",
        title=isolate(outline.title),
    )
    return blocks.info(
        title,
        extra=[
            blocks.said(said),
            blocks.context(f"<#{outline.channel_id}>"),
            blocks.actions(blocks.button(_("Map"), Action.MAP, _value(outline)), *buttons),
        ],
        close=_("Close"),
    )


def delete(life: Life, _: Say) -> Json:
    """Say what would be lost, before a map is deleted."""
    outline = life.outline
    lost = [
        _.n("{count} stage", "{count} stages", len(outline.stages)),
        _.n("{count} touchpoint", "{count} touchpoints", life.touchpoints),
        _.n("{count} contribution", "{count} contributions", life.notes),
    ]
    people = _.n("{count} person takes part", "{count} people take part", len(outline.participants))
    return blocks.modal(
        Modal.DELETE_MAP,
        _("Delete this map?"),
        [
            blocks.header(outline.title),
            blocks.said(_.join(lost)),
            blocks.said(people),
            blocks.section(
                _.n(
                    "It disappears for everybody, and its reviews and reminders stop. "
                    "For {count} day you can bring it back with `{command} list deleted`. "
                    "The messages in the thread stay.",
                    "It disappears for everybody, and its reviews and reminders stop. "
                    "For {count} days you can bring it back with `{command} list deleted`. "
                    "The messages in the thread stay.",
                    life.kept_days,
                    command=COMMAND,
                )
            ),
        ],
        submit=_("Delete the map"),
        close=_("Keep it"),
        metadata=_value(outline),
    )


def gone(workshop_id: int, title: str, _: Say) -> Json:
    """Say that it is deleted, with the way back."""
    value = values.encode(Value(workshop=workshop_id))
    return blocks.info(
        _("Deleted"),
        extra=[
            blocks.said(_("“{title}” is deleted.", title=isolate(title))),
            blocks.actions(blocks.button(_("Bring it back"), Action.RESTORE, value)),
        ],
        close=_("Close"),
    )


def restored(outline: Outline, _: Say) -> Message:
    """Say that it is back."""
    lead = _("“{title}” is back, as it was.", title=isolate(outline.title))
    return message(
        lead, blocks.said(lead), blocks.actions(blocks.button(_("Map"), Action.MAP, _value(outline), style="primary"))
    )


def deleted(maps: Sequence[Gone], _: Say) -> Message:
    """List the deleted maps that this person can bring back."""
    if not maps:
        lead = _("There is no deleted map that you could bring back.")
        return message(lead, blocks.section(lead))
    lead = _("Deleted maps")
    left = len(maps) - LISTED_MAX
    rest = _.n("And {count} older one.", "And {count} older ones.", left) if left > 0 else ""
    return message(
        lead,
        blocks.section(f"*{escape(lead)}*"),
        *(_gone(one, _) for one in maps[:LISTED_MAX]),
        blocks.context(rest) if rest else None,
    )


def _gone(one: Gone, _: Say) -> Json:
    value = values.encode(Value(workshop=one.id))
    until = _("deleted on {day}, kept until {until}", day=_.date(one.deleted_at), until=_.date(one.until))
    return blocks.said(f"{one.title}\n{until}", accessory=blocks.button(_("Bring it back"), Action.RESTORE, value))
