"""Anonymous rounds: what they mean, beginning and ending one, and the line that says so wherever something is given."""

from bot import values
from bot.i18n import Say
from bot.ids import Modal
from bot.values import Value
from bot.views import blocks, moves
from bot.views.message import Message
from bot.views.message import message as build
from bot.views.texts import Json
from workflows.anonymity import ENDED, STEPS
from workflows.feeling import LEAST
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Attendance, WorkshopStatus

END = "end"


def view(outline: Outline, user_id: str, _: Say) -> Json:
    """Offer this person what is possible now: to begin a round, to end it, or to know what it is."""
    possible = outline.status is WorkshopStatus.OPEN and outline.step in STEPS
    if outline.anonymous:
        return _end(outline, _) if moves.leads(outline, user_id) else _running(outline, _)
    if not possible:
        said = _("An anonymous round is for steps 3 to 5: what people contribute, feel and vote for.")
        return blocks.info(_("Anonymous round"), said, close=_("Close"))
    return _begin(outline, _) if moves.leads(outline, user_id) else _asking(outline, _)


def begun(outline: Outline, _: Say) -> Json:
    """Say that the round runs."""
    return _running(outline, _)


def ended(_: Say) -> Json:
    """Say that the round is over."""
    return blocks.info(
        _("Anonymous round"),
        _("The round has ended. What was given in it stays on the map, and nobody can find out any more whose it is."),
        close=_("Close"),
    )


def told(snapshot: MapSnapshot, message_key: str, _: Say) -> Message:
    """Tell the thread that a round began, or ended."""
    outline = snapshot.outline
    if message_key.endswith(f":{ENDED}") or outline.anonymous is None:
        said = _(
            "The round has ended. What was given in it stays on the map, and nobody can find out any more whose it is."
        )
        return build(said, blocks.section(f"🎭 {said}"))
    said = rule(outline, _)
    return build(said, blocks.section(said), blocks.actions(moves.button(moves.of(outline)[0], outline, _, "primary")))


def rule(outline: Outline, _: Say) -> str:
    """Say it in one line; nothing where no round runs."""
    if outline.anonymous is None:
        return ""
    return _(
        "🎭 Anonymous round: nobody, not even the facilitator, can see who says what. "
        "You can change what is yours until the round ends."
    )


def note(outline: Outline, _: Say) -> list[Json]:
    """Remind of it in small print where something is given."""
    return [blocks.context(rule(outline, _))] if outline.anonymous else []


def scores(outline: Outline, _: Say) -> list[Json]:
    """Remind of it where scores are given, with when they show."""
    if outline.anonymous is None:
        return []
    shown = _.n(
        "The map shows how a stage feels once {count} person has scored it.",
        "The map shows how a stage feels once {count} people have scored it.",
        LEAST,
    )
    return [blocks.context(rule(outline, _), shown)]


def message(outline: Outline, _: Say) -> list[Json]:
    """Remind of it where a message is taken onto the map: its link leads to somebody."""
    if outline.anonymous is None:
        return []
    shown = _(
        "Nobody sees who adds this, but the message itself shows who wrote it. One of your own goes without link."
    )
    return [blocks.context(rule(outline, _), shown)]


def so_far(outline: Outline, _: Say) -> str:
    """Say how many gave something, from three people on, and never who."""
    if outline.anonymous is None or outline.anonymous.people is None:
        return ""
    people = outline.anonymous.people
    return _.n("{count} person gave something so far", "{count} people gave something so far", people)


def _points(_: Say) -> str:
    points = (
        _(
            "What people contribute, score and vote carries no name: on the map, in messages, "
            "in the history and in the database. Not even you can see whose it is."
        ),
        _("Everyone can change or delete what is theirs while the round runs. After that, only the facilitator can."),
        _("It ends when you end it, or when the step moves on or back. Then nobody can find out any more, ever."),
        _("Names stay where they are needed: who takes part, who owns a pain point, and what was given before."),
    )
    return "\n".join(f"•  {point}" for point in points)


def _careful(_: Say) -> str:
    return _("Words can give somebody away, too: write what happened, not what only you can know.")


def _begin(outline: Outline, _: Say) -> Json:
    there = sum(one.attendance is not Attendance.DECLINED for one in outline.participants)
    few = _.n(
        "Only {count} person takes part so far. The more people take part, the less can be guessed.",
        "Only {count} people take part so far. The more people take part, the less can be guessed.",
        there,
    )
    beside = _(
        "Private scores are something else: there, nobody sees the scores until you reveal them. Both can run together."
    )
    return blocks.modal(
        Modal.ANONYMOUS,
        _("Anonymous round"),
        [
            blocks.section(_points(_)),
            *([blocks.context(f"⚠️ {few}")] if there < LEAST else []),
            blocks.context(_careful(_), beside),
        ],
        submit=_("Begin the round"),
        close=_("Not now"),
        metadata=values.encode(Value(workshop=outline.id)),
    )


def _end(outline: Outline, _: Say) -> Json:
    said = _("An anonymous round runs in this step. If you end it, nobody can change what they gave in it any more.")
    forever = _("Whose it is cannot be found out then, by anybody. You can still change or delete what was given.")
    count = so_far(outline, _)
    return blocks.modal(
        Modal.ANONYMOUS,
        _("Anonymous round"),
        [blocks.section(f"{said}\n{forever}"), *([blocks.context(count)] if count else [])],
        submit=_("End the round"),
        close=_("Keep it running"),
        metadata=values.encode(Value(workshop=outline.id, kind=END)),
    )


def _running(outline: Outline, _: Say) -> Json:
    move = moves.of(outline)[0]
    return blocks.info(
        _("Anonymous round"),
        _.sentences(rule(outline, _), _("After that, nobody can find out any more whose it is.")),
        extra=[
            blocks.context(_careful(_), *(part for part in (so_far(outline, _),) if part)),
            blocks.actions(moves.button(move, outline, _, "primary")),
        ],
        close=_("Close"),
    )


def _asking(outline: Outline, _: Say) -> Json:
    leader = blocks.mention(outline.facilitator.user_id)
    said = _("{person} can begin an anonymous round: then nobody can see who says what.", person=leader)
    return blocks.info(_("Anonymous round"), said, close=_("Close"))
