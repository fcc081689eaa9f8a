"""The frame of a workshop: what everybody sees on its card, and how it ends. Its fields are those of a new one, too."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import LANGUAGES, Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Outline

GOAL_MAX = 1000
ESCALATE_DAYS = (1, 3, 7, 14, 30)


def title(value: str, _: Say) -> Json:
    """Ask which journey it is about."""
    return blocks.text_input(
        Field.TITLE,
        _("Which journey?"),
        value=value,
        placeholder=_("Buying a winter jacket in our online shop"),
        limit=limits.TITLE_MAX,
    )


def goal(value: str, _: Say) -> Json:
    """Ask what it is for."""
    return blocks.text_input(
        Field.GOAL,
        _("What should be better afterwards?"),
        value=value,
        placeholder=_("Fewer people give up between the cart and the payment"),
        multiline=True,
        limit=GOAL_MAX,
    )


def people(_: Say) -> Json:
    """Ask who takes part in a new workshop."""
    return blocks.users_select(
        Field.PEOPLE,
        _("Who takes part?"),
        placeholder=_("You can add people later, too"),
        most=limits.PARTICIPANTS_MAX - 1,
        optional=True,
    )


def languages() -> list[Json]:
    """List the languages, each in its own words."""
    return [blocks.option(name, code) for code, name in LANGUAGES.items()]


def scope(value: str, _: Say) -> Json:
    """Ask what is in and what is out."""
    return blocks.text_input(
        Field.SCOPE,
        _("From where to where?"),
        value=value,
        placeholder=_("From the first idea to the first return; not the repair"),
        multiline=True,
        optional=True,
        limit=GOAL_MAX,
    )


def symptoms(chosen: Sequence[str], _: Say) -> Json:
    """Ask what made the team begin."""
    options = [blocks.option(_(text), name) for name, text in labels.SYMPTOMS.items()]
    return blocks.checkboxes(Field.SYMPTOMS, _("What made you start?"), options, values=chosen)


def frame(outline: Outline, _: Say) -> Json:
    """Build the form that changes title, goal, scope, symptoms, journey owner, and what goes to them when."""
    owner = outline.journey_owner.user_id if outline.journey_owner else None
    return blocks.modal(
        Modal.FRAME,
        _("Title and goal"),
        [
            blocks.context(_("The frame that everyone sees on the card.")),
            title(outline.title, _),
            goal(outline.goal, _),
            scope(outline.scope, _),
            symptoms(outline.symptoms, _),
            blocks.user_select(
                Field.JOURNEY_OWNER,
                _("Who answers for the whole journey?"),
                value=owner,
                optional=True,
            ),
            _escalation(outline.escalate_days, _),
            blocks.select(Field.LANGUAGE, _("Language of the map"), languages(), value=outline.language),
            blocks.actions(end_button(outline, _)),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id, version=outline.version)),
    )


def _escalation(days: int, _: Say) -> Json:
    """Ask when a promise that was not kept goes to whoever answers for the journey."""
    choices = sorted({*ESCALATE_DAYS, days})
    return blocks.select(
        Field.ESCALATE_DAYS,
        _("A pain point is overdue: when do I tell the journey owner?"),
        [blocks.option(_.n("After {count} day", "After {count} days", one), one) for one in choices],
        value=days,
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
