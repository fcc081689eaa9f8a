"""What an owner does with a pain point: takes it on, is done, wants it later, on another day, or asks for help."""

from datetime import date

from bot import values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.message import Message, message
from bot.views.texts import Json, escape, isolate
from workflows import limits
from workflows.personal import OwnedPain
from workflows.promises import Snooze
from workflows.snapshots import MapSnapshot, Note

LEADERS, THREAD = "leaders", "thread"
HAND_OVER, PLAN, QUESTION, LATER, NEW_DATE, HELP = "hand_over", "plan", "question", "later", "new_date", "help"


def buttons(snapshot: MapSnapshot, pain: Note, _: Say) -> Json:
    """Build the row of an owner's own message: everything that can be done, the rarer things behind ⋯."""
    value = values.encode(Value(workshop=snapshot.outline.id, item=pain.id))
    menu = ((PLAN, _("Change the plan")), (QUESTION, _("How might we…?")))
    return blocks.actions(
        *_first(pain, value, _),
        blocks.button(_("Remind me later"), Action.SNOOZE, value),
        blocks.button(_("New date"), Action.NEW_DATE, value),
        blocks.button(_("Hand over"), Action.HAND_OVER, value),
        blocks.button(_("Ask for help"), Action.ASK_HELP, value),
        _menu(snapshot, pain, menu),
    )


def few_buttons(snapshot: MapSnapshot, pain: Note, _: Say) -> Json:
    """Build the short row for a message that tells of several things."""
    value = values.encode(Value(workshop=snapshot.outline.id, item=pain.id))
    menu = (
        (LATER, _("Remind me later")),
        (NEW_DATE, _("New date")),
        (HELP, _("Ask for help")),
        (HAND_OVER, _("Hand over")),
        (PLAN, _("Change the plan")),
    )
    return blocks.actions(*_first(pain, value, _), _menu(snapshot, pain, menu))


def _first(pain: Note, value: str, _: Say) -> list[Json]:
    accepted = pain.ownership is not None and pain.ownership.accepted_at is not None
    done = blocks.button(_.p("pain point", "Done"), Action.PAIN_DONE, value, style="primary" if accepted else None)
    return [done] if accepted else [blocks.button(_("I take it on"), Action.ACCEPT, value, style="primary"), done]


def _menu(snapshot: MapSnapshot, pain: Note, choices: tuple[tuple[str, str], ...]) -> Json:
    value = Value(workshop=snapshot.outline.id, item=pain.id)
    options = [
        blocks.option(label, values.encode(Value(workshop=value.workshop, item=value.item, kind=kind)))
        for kind, label in choices
    ]
    return blocks.overflow(Action.CARE, options)


def snooze(owned: OwnedPain, _: Say) -> Json:
    """Build the form that asks for how long."""
    names = {
        Snooze.DAY: _("Tomorrow"),
        Snooze.THREE_DAYS: _("In three days"),
        Snooze.WEEK: _("In a week"),
        Snooze.MONDAY: _("Next Monday"),
    }
    return blocks.modal(
        Modal.SNOOZE,
        _("Remind me later"),
        [
            *what(owned, _),
            blocks.radios(
                Field.SNOOZE,
                _("When shall I remind you again?"),
                [blocks.option(name, snooze_) for snooze_, name in names.items()],
                value=Snooze.DAY,
            ),
            blocks.context(_("Until then I say nothing. The day that you promised stays as it is.")),
        ],
        submit=_("Remind me then"),
        close=_("Cancel"),
        metadata=_metadata(owned),
    )


def snoozed(until: date, _: Say) -> Json:
    """Say until when there is silence."""
    said = _("✅ I come back to it on {day}.", day=f"{_.weekday(until)}, {_.day(until)}")
    return blocks.info(_("Remind me later"), said, close=_("Close"))


def new_date(owned: OwnedPain, _: Say) -> Json:
    """Build the form that asks for another day, and why."""
    owner = owned.pain.ownership
    due = owner.due_on if owner else None
    return blocks.modal(
        Modal.NEW_DATE,
        _("New date"),
        [
            *what(owned, _),
            *([blocks.aside(_("Promised for {day}", day=_.date(due)))] if due else []),
            blocks.date_input(Field.DUE, _("Due by"), value=None),
            blocks.text_input(
                Field.REASON,
                _("What has changed?"),
                placeholder=_("e.g. {example}", example=_("The supplier delivers two weeks later")),
                hint=_("Everybody who looks at the map can read it."),
                limit=limits.LINE_MAX,
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=_metadata(owned),
    )


def moved(due_on: date, _: Say) -> Json:
    """Say that the new day stands."""
    said = _("✅ It is due on {day} now. I remind you before.", day=_.date(due_on))
    return blocks.info(_("New date"), said, close=_("Close"))


def ask_help(owned: OwnedPain, _: Say) -> Json:
    """Build the form that asks what is needed, and of whom."""
    where = [
        blocks.option(_("Journey owner and facilitator, in person"), LEADERS),
        blocks.option(_("Everybody, in the thread"), THREAD),
    ]
    return blocks.modal(
        Modal.ASK_HELP,
        _("Ask for help"),
        [
            *what(owned, _),
            blocks.text_input(
                Field.TEXT,
                _("What do you need?"),
                placeholder=_("e.g. {example}", example=_("Somebody who may change the price list")),
                limit=limits.LINE_MAX,
                focus=True,
            ),
            blocks.checkboxes(Field.ASKED, _("Whom do I ask?"), where, values=[LEADERS]),
        ],
        submit=_("Ask"),
        close=_("Cancel"),
        metadata=_metadata(owned),
    )


def asked(_: Say) -> Json:
    """Say that help was asked for."""
    return blocks.info(
        _("Ask for help"), _("✅ I pass it on. It also stands with the pain point on the map."), close=_("Close")
    )


def in_thread(snapshot: MapSnapshot, pain_id: int | None, _: Say) -> Message:
    """Say in the thread what an owner needs."""
    pain = next((one for one in snapshot.pains if one.id == pain_id), None)
    owner = pain.ownership if pain else None
    if pain is None or owner is None or not owner.help:
        lead = _("Somebody asked for help here. It is not needed any more.")
        return message(lead, blocks.said(lead))
    person = blocks.mention(owner.owner.user_id)
    lead = _("{name} needs help with a pain point:", name=isolate(owner.owner.name))
    return message(
        f"{lead} {escape(owner.help)}",
        blocks.section(f"🙋 {_('{person} needs help with a pain point:', person=person)}"),
        blocks.rich(blocks.bold(blocks.clip(pain.text, limits.NOTE_TEXT_MAX))),
        blocks.said(owner.help),
    )


def what(owned: OwnedPain, _: Say) -> list[Json]:
    """Show which pain point a form is about, and where it stands."""
    where = (
        _("{stage}, on the map “{title}”", stage=owned.stage_name, title=owned.workshop_title)
        if owned.stage_name
        else _("On the map “{title}”", title=owned.workshop_title)
    )
    return [blocks.rich(blocks.bold(blocks.clip(owned.pain.text, limits.NOTE_TEXT_MAX))), blocks.aside(where)]


def _metadata(owned: OwnedPain) -> str:
    return values.encode(Value(workshop=owned.workshop_id, item=owned.pain.id))
