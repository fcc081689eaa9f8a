"""Beginning a workshop, and changing its frame later."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import LANGUAGES, N_, Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import beginnings, blocks, methods
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Outline
from workflows.templates import KeptTemplate
from workflows.words import MapKind, Mode

GOAL_MAX, CHANNEL = 1000, "channel"
_WHICH_KIND = N_(
    "Not sure? To mend what hurts, take the current state. To agree where to go, the future state. "
    "To find what customers need beside you, the day in the life. To put your own house in order, the blueprint."
)
SYMPTOMS = {
    "unhappy": N_("The product is good, yet customers are unhappy"),
    "waits": N_("Customers wait too long"),
    "help": N_("Help is hard to get"),
    "dull": N_("Nothing in the journey delights anyone"),
}


def start(channel_id: str | None, _: Say, *, templates: Sequence[KeptTemplate] = ()) -> Json:
    """Build the form that begins a workshop; without a channel (on the App Home) it asks for one."""
    return blocks.modal(
        Modal.START,
        _("Start a workshop"),
        [
            blocks.context(_("Two answers are enough. Everything can be changed later.")),
            *([] if channel_id else [_where(_)]),
            blocks.text_input(
                Field.TITLE,
                _("Which journey?"),
                placeholder=_("Buying a winter jacket in our online shop"),
                limit=limits.TITLE_MAX,
            ),
            blocks.text_input(
                Field.GOAL,
                _("What should be better afterwards?"),
                placeholder=_("Fewer people give up between the cart and the payment"),
                multiline=True,
                limit=GOAL_MAX,
            ),
            blocks.users_select(
                Field.PEOPLE,
                _("Who takes part?"),
                placeholder=_("You can add people later, too"),
                most=limits.PARTICIPANTS_MAX - 1,
                optional=True,
            ),
            blocks.grouped_select(
                Field.TEMPLATE,
                _("Begin with something?"),
                beginnings.groups(templates, _),
                value=beginnings.NOTHING,
                hint=_("Examples are made up, and written in English. Change or delete whatever does not fit."),
            ),
            blocks.radios(Field.MODE, _("How do you work?"), _modes(_), value=Mode.ASYNC),
            blocks.select(
                Field.KIND, _("What does the map show?"), kinds(_), value=MapKind.CURRENT, hint=_(_WHICH_KIND)
            ),
            methods.choice(_),
            blocks.select(Field.LANGUAGE, _("Language of the map"), languages(), value=_.language),
            _scope("", _),
            _symptoms((), _),
        ],
        submit=_("Start"),
        close=_("Cancel"),
        metadata=values.encode(Value(more={CHANNEL: channel_id} if channel_id else {})),
    )


def _where(_: Say) -> Json:
    hint = _("I have to be in that channel. Write “/invite @Cairn” there if I am not.")
    return blocks.conversation_input(Field.WHERE, _("In which channel?"), hint=hint)


def _modes(_: Say) -> list[Json]:
    return [blocks.option(labels.label(_, mode), mode) for mode in (Mode.ASYNC, Mode.LIVE)]


def kinds(_: Say) -> list[Json]:
    """List what a map can show."""
    return [blocks.option(labels.label(_, kind), kind, _(labels.MAP_KIND_HINTS[kind])) for kind in MapKind]


def languages() -> list[Json]:
    """List the languages, each in its own words."""
    return [blocks.option(name, code) for code, name in LANGUAGES.items()]


def _scope(value: str, _: Say) -> Json:
    return blocks.text_input(
        Field.SCOPE,
        _("From where to where?"),
        value=value,
        placeholder=_("From the first idea to the first return; not the repair"),
        multiline=True,
        optional=True,
        limit=GOAL_MAX,
    )


def _symptoms(chosen: Sequence[str], _: Say) -> Json:
    options = [blocks.option(_(text), name) for name, text in SYMPTOMS.items()]
    return blocks.checkboxes(Field.SYMPTOMS, _("What made you start?"), options, values=chosen)


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


def frame(outline: Outline, _: Say) -> Json:
    """Build the form that changes title, goal, scope, symptoms and journey owner."""
    owner = outline.journey_owner.user_id if outline.journey_owner else None
    return blocks.modal(
        Modal.FRAME,
        _("Title and goal"),
        [
            blocks.context(_("The frame that everyone sees on the card.")),
            blocks.text_input(Field.TITLE, _("Which journey?"), value=outline.title, limit=limits.TITLE_MAX),
            blocks.text_input(
                Field.GOAL,
                _("What should be better afterwards?"),
                value=outline.goal,
                multiline=True,
                limit=GOAL_MAX,
            ),
            _scope(outline.scope, _),
            _symptoms(outline.symptoms, _),
            blocks.user_select(
                Field.JOURNEY_OWNER,
                _("Who answers for the whole journey?"),
                value=owner,
                optional=True,
            ),
            blocks.select(Field.LANGUAGE, _("Language of the map"), languages(), value=outline.language),
            blocks.actions(end_button(outline, _)),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, version=outline.version)),
    )


def end_button(outline: Outline, _: Say) -> Json:
    """Build the button that ends a workshop, with the question before it."""
    sure = blocks.ask(
        _("End this workshop?"),
        _("The map stays to be read. Nothing can be added any more, and there are no more reviews."),
        _("End it"),
        _("Keep it"),
        danger=True,
    )
    value = values.encode(Value(workshop=outline.id))
    return blocks.button(_("End this workshop"), Action.END, value, style="danger", ask=sure)


def ended(_: Say) -> Json:
    """Say that it is over."""
    return blocks.info(_("Ended"), _("The workshop has ended. Its map stays to be read."), close=_("Close"))
