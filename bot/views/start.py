"""Beginning a workshop."""

import re
from collections.abc import Sequence

from bot import labels, values
from bot.i18n import N_, Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import beginnings, below, blocks, frame, methods, settings
from bot.views.message_to_map import Quote, carried
from bot.views.texts import Json
from workflows import limits
from workflows.commands import Below
from workflows.kin import Choice
from workflows.snapshots import Outline
from workflows.templates import KeptTemplate
from workflows.words import MapKind, Mode

CHANNEL, PART = "channel", "start"
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*")
_WHICH_KIND = N_(
    "Not sure? To mend what hurts, take the current state. To agree where to go, the future state. "
    "To find what customers need beside you, the day in the life. To put your own house in order, the blueprint."
)


def start(
    channel_id: str | None,
    _: Say,
    *,
    templates: Sequence[KeptTemplate] = (),
    full: bool = False,
    quote: Quote | None = None,
    larger: Choice | None = None,
) -> Json:
    """Build the form that begins a workshop: short, or `full`. Without a channel (on the App Home) it asks for one.

    `quote` is the message it begins from: it proposes the answers, and becomes the map's first evidence. `larger`:
    the maps that it can be a part of, and the one that is meant, which is asked about in the short form, too.
    """
    of = larger.now if larger else None
    metadata = about(channel_id, quote, of)
    more = blocks.button(_("More choices"), Action.MORE, metadata, part=PART)
    return blocks.modal(
        Modal.START,
        _("Start a workshop"),
        [
            blocks.context(_("Two answers are enough. Everything can be changed later.")),
            *([] if channel_id else [_where(_)]),
            *([_first_evidence(_)] if quote else []),
            *([below.field(larger, _)] if larger and larger.parents and (full or of) else []),
            frame.title(proposed_title(quote.text) if quote else "", _),
            frame.goal(quote.text if quote else "", _),
            frame.people(_),
            blocks.grouped_select(
                Field.TEMPLATE,
                _("Begin with something?"),
                beginnings.groups(templates, _),
                value=beginnings.NOTHING,
                hint=_("Examples are made up, in the language of the map. Change or delete whatever does not fit."),
            ),
            *(_rest(_) if full else [blocks.actions(more), settings.languages(_, **_more(channel_id, quote, of))]),
        ],
        submit=_("Start"),
        close=_("Cancel"),
        metadata=metadata,
    )


def about(channel_id: str | None, quote: Quote | None = None, of: Below | None = None) -> str:
    """Write down where a workshop is to begin, from which message, and of which larger map it is to be a part.

    A button's value takes it, too.
    """
    return values.encode(Value(more=_more(channel_id, quote, of)))


def _more(channel_id: str | None, quote: Quote | None, of: Below | None) -> dict[str, str]:
    where = {CHANNEL: channel_id} if channel_id else {}
    larger = {Field.PARENT.value: below.written(of)} if of else {}
    return {**where, **larger, **(carried(quote) if quote else {})}


def proposed_title(text: str) -> str:
    """Take what a message says first for the title: its first line, or of a long one its first sentence."""
    line = next((one for one in text.splitlines() if one.strip()), "").strip()
    if len(line) > limits.TITLE_MAX:
        line = _SENTENCE_END.split(line, maxsplit=1)[0]
    return blocks.clip(line, limits.TITLE_MAX) if line else ""


def _first_evidence(_: Say) -> Json:
    return blocks.context(
        _("The message you begin with becomes the first evidence on the map, with the link to its thread.")
    )


def _rest(_: Say) -> list[Json]:
    """Ask for what has a good answer already."""
    return [
        blocks.radios(Field.MODE, _("How do you work?"), _modes(_), value=Mode.ASYNC),
        blocks.select(Field.KIND, _("What does the map show?"), kinds(_), value=MapKind.CURRENT, hint=_(_WHICH_KIND)),
        methods.choice(_),
        blocks.select(Field.LANGUAGE, _("Language of the map"), frame.languages(), value=_.language),
        frame.scope("", _),
        frame.symptoms((), _),
    ]


def _where(_: Say) -> Json:
    hint = _("I have to be in that channel. Write “/invite @Cairn” there if I am not.")
    return blocks.conversation_input(Field.WHERE, _("In which channel?"), hint=hint)


def _modes(_: Say) -> list[Json]:
    return [blocks.option(labels.label(_, mode), mode) for mode in (Mode.ASYNC, Mode.LIVE)]


def kinds(_: Say) -> list[Json]:
    """List what a map can show."""
    return [blocks.option(labels.label(_, kind), kind, _(labels.MAP_KIND_HINTS[kind])) for kind in MapKind]


def not_in_channel(channel_id: str, _: Say, quote: Quote | None = None, of: Below | None = None) -> Json:
    """Say how to let the bot in, with a button that tries again."""
    value = about(channel_id, quote, of)
    return blocks.info(
        _("Let me in first"),
        _("I am not in this channel yet, so I could not post the card there."),
        _("Write `/invite @Cairn` in the channel and press the button."),
        extra=[blocks.actions(blocks.button(_("Done, go on"), Action.START, value, style="primary"))],
        close=_("Close"),
    )


def not_a_channel(_: Say) -> Json:
    """Say that a workshop needs a channel."""
    return blocks.info(
        _("A channel, please"),
        _("A workshop needs a channel where the whole team is. Type `/journey start` in one."),
        close=_("Close"),
    )


def started(outline: Outline, _: Say) -> Json:
    """Say that the workshop stands and where it goes on."""
    value = values.encode(Value(workshop=outline.id))
    return blocks.info(
        _("It begins"),
        _("The card is on its way to the channel, and the first guide to its thread: everyone is greeted there."),
        extra=[
            blocks.actions(
                blocks.button(_("Introduce yourself"), Action.INTRODUCE, value, style="primary"),
                blocks.button(_("Add people"), Action.PEOPLE, value),
            )
        ],
        close=_("Close"),
    )
