"""Beginning a workshop."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import N_, Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import beginnings, blocks, frame, methods
from bot.views.texts import Json
from workflows.snapshots import Outline
from workflows.templates import KeptTemplate
from workflows.words import MapKind, Mode

CHANNEL, PART = "channel", "start"
_WHICH_KIND = N_(
    "Not sure? To mend what hurts, take the current state. To agree where to go, the future state. "
    "To find what customers need beside you, the day in the life. To put your own house in order, the blueprint."
)


def start(channel_id: str | None, _: Say, *, templates: Sequence[KeptTemplate] = (), full: bool = False) -> Json:
    """Build the form that begins a workshop: short, or `full`. Without a channel (on the App Home) it asks for one."""
    said = {CHANNEL: channel_id} if channel_id else {}
    metadata = values.encode(Value(more=said))
    more = blocks.button(_("More choices"), Action.MORE, metadata, part=PART)
    return blocks.modal(
        Modal.START,
        _("Start a workshop"),
        [
            blocks.context(_("Two answers are enough. Everything can be changed later.")),
            *([] if channel_id else [_where(_)]),
            frame.title("", _),
            frame.goal("", _),
            frame.people(_),
            blocks.grouped_select(
                Field.TEMPLATE,
                _("Begin with something?"),
                beginnings.groups(templates, _),
                value=beginnings.NOTHING,
                hint=_("Examples are made up, in the language of the map. Change or delete whatever does not fit."),
            ),
            *(_rest(_) if full else [blocks.actions(more)]),
        ],
        submit=_("Start"),
        close=_("Cancel"),
        metadata=metadata,
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


def not_in_channel(channel_id: str, _: Say) -> Json:
    """Say how to let the bot in, with a button that tries again."""
    value = values.encode(Value(more={CHANNEL: channel_id}))
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
