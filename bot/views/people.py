"""Step 1: who takes part, from which team, and on which side of the curtain."""

from bot import labels, values
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Outline, Participant
from workflows.words import Attendance, Side, WorkshopStatus

INVITED_AT_ONCE = 50


def invite(outline: Outline, _: Say) -> Json:
    """Build the form that brings people of one team in."""
    return blocks.modal(
        Modal.PEOPLE,
        _("Add people"),
        [
            blocks.context(_("One team at a time: people who meet customers, and people who work behind the scenes.")),
            blocks.users_select(
                Field.PEOPLE,
                _("Who?"),
                placeholder=_("Choose people"),
                most=min(INVITED_AT_ONCE, limits.PARTICIPANTS_MAX),
            ),
            _department(_, _("Their team"), ""),
            _side(_, _("Where do they stand?"), Side.FRONTLINE),
        ],
        submit=_("Add"),
        close=_("Cancel"),
        metadata=_about(outline),
    )


def introduce(outline: Outline, mine: Participant | None, _: Say) -> Json:
    """Build the form in which somebody says where they come from."""
    side = mine.side if mine and mine.side is not Side.UNKNOWN else Side.FRONTLINE
    declined = mine is not None and mine.attendance is Attendance.DECLINED
    taking_part = [
        blocks.option(_("Yes, I am in"), Attendance.ACCEPTED),
        blocks.option(_("Not this time"), Attendance.DECLINED),
    ]
    chosen = Attendance.DECLINED if declined else Attendance.ACCEPTED
    return blocks.modal(
        Modal.INTRODUCE,
        _("Introduce yourself"),
        [
            blocks.context(_("Two answers, so that the team knows whose view it hears.")),
            _department(_, _("Your team"), mine.department if mine else ""),
            _side(_, _("Where do you stand?"), side),
            blocks.radios(Field.ATTENDANCE, _("Do you take part?"), taking_part, value=chosen),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=_about(outline),
    )


def added(outline: Outline, count: int, _: Say) -> Json:
    """Say how many people came in, and what follows."""
    people = _.n("{count} person added.", "{count} people added.", count)
    if outline.status is WorkshopStatus.OPEN:
        hint = _("Add the next team with the same button, or go on when everyone is here.")
    else:
        hint = _("They can contribute right away.")
    return blocks.info(_("Added"), people, hint, close=_("Close"))


def _about(outline: Outline) -> str:
    return values.encode(Value(workshop=outline.id))


def _department(_: Say, label: str, value: str) -> Json:
    return blocks.text_input(
        Field.DEPARTMENT,
        label,
        value=value,
        placeholder=_("Sales, support, delivery, product, finance…"),
        limit=limits.NAME_MAX,
    )


def _side(_: Say, label: str, value: Side) -> Json:
    options = [blocks.option(labels.label(_, side), side) for side in (Side.FRONTLINE, Side.BACKSTAGE)]
    return blocks.radios(Field.SIDE, label, options, value=value)
