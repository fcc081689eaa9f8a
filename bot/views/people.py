"""Step 1: who takes part, from which team, and on which side of the curtain."""

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks, moves
from bot.views.message import Message, message
from bot.views.texts import Json, escape, isolate
from workflows import limits
from workflows.coverage import missing
from workflows.persons import Participant
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Attendance, Role, Side, WorkshopStatus

INVITED_AT_ONCE, TEAMS_MAX, NAMES_MAX = 50, 20, 8


def invite(outline: Outline, _: Say, *, user_id: str = "") -> Json:
    """Build the form that brings people of one team in, with who is there and who is missing."""
    return blocks.modal(
        Modal.PEOPLE,
        _("Add people"),
        [
            blocks.context(_("One team at a time: people who meet customers, and people who work behind the scenes.")),
            *_there(outline, _),
            *nudge(outline, _),
            blocks.users_select(
                Field.PEOPLE,
                _("Who?"),
                placeholder=_("Choose people"),
                most=min(INVITED_AT_ONCE, limits.PARTICIPANTS_MAX),
            ),
            _department(_, _("Their team"), ""),
            _side(_, _("Where do they stand?"), Side.FRONTLINE),
            *([blocks.actions(_lead_button(outline, _))] if moves.leads(outline, user_id) else []),
        ],
        submit=_("Add"),
        close=_("Cancel"),
        metadata=_about(outline),
    )


def _there(outline: Outline, _: Say) -> list[Json]:
    """Say who takes part, by team."""
    teams: dict[str, list[str]] = {}
    for one in outline.participants:
        if one.attendance is not Attendance.DECLINED:
            name = one.person.name if one.attendance is Attendance.ACCEPTED else f"{one.person.name} (?)"
            teams.setdefault(one.department or _("Team not said yet"), []).append(name)
    if not teams:
        return []
    shown = [
        _("{label}: {text}", label=team, text=_.join(names[:NAMES_MAX]))
        for team, names in list(teams.items())[:TEAMS_MAX]
    ]
    waiting = any(one.attendance is Attendance.INVITED for one in outline.participants)
    return [
        blocks.bullets(shown),
        *([blocks.context(_("(?) has not answered the invitation yet."))] if waiting else []),
    ]


def nudge(outline: Outline, _: Say) -> list[Json]:
    """Say which parts of the organisation nobody speaks for."""
    lacking = [labels.label(_, part) for part in missing(outline.participants)]
    if not lacking:
        return []
    return [blocks.context(_("Nobody speaks for these yet: {parts}. Whom could you ask?", parts=_.join(lacking)))]


def _lead_button(outline: Outline, _: Say) -> Json:
    return blocks.button(_("Who leads?"), Action.LEAD, _about(outline))


def lead(outline: Outline, _: Say) -> Json:
    """Build the form that says who leads the workshop."""
    others = [
        one.person.user_id
        for one in outline.participants
        if one.role is Role.CO_FACILITATOR and one.person.user_id != outline.facilitator.user_id
    ]
    return blocks.modal(
        Modal.LEAD,
        _("Who leads?"),
        [
            blocks.context(_("Whoever leads takes the team from step to step, and may change what others gave.")),
            blocks.user_select(
                Field.FACILITATOR,
                _("Facilitator"),
                value=outline.facilitator.user_id,
                hint=_("Whoever hands over stays as a co-facilitator."),
            ),
            blocks.users_select(
                Field.CO_FACILITATORS,
                _("Co-facilitators: they may do the same"),
                values=others,
                most=limits.CO_FACILITATORS_MAX,
                optional=True,
            ),
            blocks.users_select(
                Field.OBSERVERS,
                _("Observers: they see the map, and give nothing"),
                values=[one.person.user_id for one in outline.participants if one.role is Role.OBSERVER],
                most=limits.OBSERVERS_MAX,
                optional=True,
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=_about(outline),
    )


def answers(outline: Outline, _: Say) -> Json:
    """Build the row of buttons that answers an invitation."""
    value = _about(outline)
    return blocks.actions(
        blocks.button(_("Yes, I am in"), Action.ATTEND, value, part=Attendance.ACCEPTED),
        blocks.button(_("Not this time"), Action.ATTEND, value, part=Attendance.DECLINED),
    )


def invitation(outline: Outline, call: int, _: Say) -> Message:
    """Invite those whom a call of somebody's brought in later: a mention makes them follow the thread."""
    called = [one for one in outline.participants if one.awaited_by(call)]
    mentions = " ".join(blocks.mention(one.person.user_id) for one in called)
    by = called[0].called_by if called else outline.facilitator.user_id
    person, title = blocks.mention(by), isolate(outline.title)
    lead_in = _("{person} would like you to help with the map “{title}”.", person=person, title=escape(title))
    return message(
        _("You are invited to help with the map “{title}”.", title=title),
        blocks.section(f"{mentions}\n{lead_in}"),
        blocks.aside(outline.goal) if outline.goal else None,
        answers(outline, _),
    )


def answered(outline: Outline, attendance: Attendance, _: Say) -> Message:
    """Thank for an answer, and offer what comes next."""
    if attendance is Attendance.DECLINED:
        said = _("Thank you for telling. Should that change, just press the other button.")
        return message(said, blocks.section(said))
    said = _("✅ You are in. Tell the team where you come from: it takes half a minute.")
    return message(
        said,
        blocks.section(said),
        blocks.actions(
            blocks.button(_("Introduce yourself"), Action.INTRODUCE, _about(outline), style="primary"),
        ),
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


def catch_up(snapshot: MapSnapshot, story: str, _: Say) -> Json:
    """Tell somebody who joins late where the team stands, what it found, and what they can give now."""
    outline = snapshot.outline
    step = labels.step_title(_, outline.step)
    return blocks.info(
        _("Welcome"),
        extra=[
            blocks.section(_("The team is at *{step}*. This is what the map tells so far:", step=escape(step))),
            blocks.said(story),
            blocks.section(_("What does it not know yet that you know?")),
            blocks.actions(
                moves.button(moves.of(outline)[0], outline, _, "primary"),
                blocks.button(_("Map"), Action.MAP, values.encode(Value(workshop=outline.id))),
                blocks.button(_("Open the thread"), Action.OPEN_LINK, url=outline.card_link)
                if outline.card_link
                else None,
            ),
        ],
        close=_("Close"),
    )


def added(outline: Outline, count: int, _: Say) -> Json:
    """Say how many people came in, and what follows."""
    people = _.n("{count} person added.", "{count} people added.", count)
    if outline.status is WorkshopStatus.OPEN:
        hint = _("Add the next team with the same button, or go on when everyone is here.")
    else:
        hint = _("They can contribute right away.")
    return blocks.info(_("Added"), people, hint, extra=nudge(outline, _), close=_("Close"))


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
