"""Scoring in private first: what it means, who has scored, and revealing it all at once."""

from collections.abc import Sequence

from bot import values
from bot.i18n import Say
from bot.ids import Modal
from bot.values import Value
from bot.views import blocks, moves
from bot.views.texts import Json, escape, isolate
from workflows.feeling import LEAST, PrivateScores
from workflows.snapshots import Outline
from workflows.words import Attendance


def view(outline: Outline, user_id: str, guessed: Sequence[str], _: Say) -> Json:
    """Offer this person what is possible now. `guessed` are stages that fewer than three people scored."""
    if not moves.leads(outline, user_id):
        return _asking(outline, _)
    if outline.private is None:
        return _begin(outline, _)
    if outline.private.missing:
        return _too_early(outline, outline.private, _)
    return _reveal(outline, outline.private, guessed, _)


def begun(outline: Outline, _: Say) -> Json:
    """Say that scores are private from now on."""
    return blocks.info(
        _("Private scores"),
        _("🔒 From now on everyone sees only their own scores, until you reveal them."),
        extra=[blocks.actions(moves.button(moves.SCORES, outline, _, "primary"))],
        close=_("Close"),
    )


def note(outline: Outline, _: Say) -> list[Json]:
    """Remind of it in small print where scores are given or missed; nothing where they are open."""
    if outline.private is None:
        return []
    leader = blocks.mention(outline.facilitator.user_id)
    rule = _("🔒 Scores are private: everyone sees only their own until {person} reveals them.", person=leader)
    return [blocks.context(f"{rule} {_so_far(outline, outline.private, _)}")]


def too_few(_: Say, count: int) -> str:
    """Say at the gate what happens to private scores that cannot be revealed yet."""
    said = _.n(
        "{count} of {least} has scored in private.", "{count} of {least} have scored in private.", count, least=LEAST
    )
    rest = _("Until the third has, the scores stay private and the map goes on without its curve; reveal them later.")
    return f"{said} {rest}"


def unrevealed(_: Say, count: int) -> str:
    """Say at the gate that private scores could be revealed."""
    return _.n(
        "{count} person scored in private, and the map shows nothing of it yet. Reveal it before you go on?",
        "{count} people scored in private, and the map shows nothing of it yet. Reveal it before you go on?",
        count,
    )


def few_anonymous(_: Say) -> str:
    """Say that fewer than three scored, and no number: in an anonymous round it would tell too much."""
    return _("Fewer than {least} people have scored so far.", least=_.number(LEAST))


def _so_far(outline: Outline, private: PrivateScores, _: Say) -> str:
    if outline.anonymous and private.missing:
        return few_anonymous(_)
    if not private.people:
        return _("Nobody has scored yet.")
    return _.n("{count} person has scored so far.", "{count} people have scored so far.", private.people)


def _asking(outline: Outline, _: Say) -> Json:
    """Say who can do this, and what everyone else can do until then."""
    leader = blocks.mention(outline.facilitator.user_id)
    if outline.private is None:
        said = _("{person} can have everyone score in private first, and reveal it all at once.", person=leader)
    else:
        who = _("Scores are private: {person} reveals them once three people or more have scored.", person=leader)
        said = f"{who} {_so_far(outline, outline.private, _)}"
    scores = blocks.actions(moves.button(moves.SCORES, outline, _, "primary"))
    return blocks.info(_("Private scores"), said, extra=[scores], close=_("Close"))


def _begin(outline: Outline, _: Say) -> Json:
    there = sum(one.attendance is not Attendance.DECLINED for one in outline.participants)
    few = _.n(
        "Only {count} person takes part so far. Invite more before you begin: below three, nothing is ever revealed.",
        "Only {count} people take part so far. Invite more before you begin: below three, nothing is ever revealed.",
        there,
    )
    points = (
        _("Everyone scores without seeing the others, so nobody follows the loudest voice."),
        _("The map, the card and the messages show nothing of it, not even to you."),
        _("You reveal it when at least three people have scored. Then the map shows the middle and the spread."),
    )
    return blocks.modal(
        Modal.PRIVATE,
        _("Private scores"),
        [
            blocks.section("\n".join(f"•  {point}" for point in points)),
            *([blocks.context(f"⚠️ {few}")] if there < LEAST else []),
        ],
        submit=_("Score privately"),
        close=_("Not now"),
        metadata=values.encode(Value(workshop=outline.id)),
    )


def _too_early(outline: Outline, private: PrivateScores, _: Say) -> Json:
    missing = _.n(
        "{people} of {least}: one more person has to score before anything can be revealed.",
        "{people} of {least}: {count} more people have to score before anything can be revealed.",
        private.missing,
        people=_.number(private.people),
        least=_.number(LEAST),
    )
    if outline.anonymous:
        missing = few_anonymous(_)
    why = _("Below three, everybody could tell who said what.")
    scores = blocks.actions(moves.button(moves.SCORES, outline, _, "primary"))
    return blocks.info(_("Not yet"), f"{missing} {why}", extra=[scores], close=_("Close"))


def _reveal(outline: Outline, private: PrivateScores, guessed: Sequence[str], _: Say) -> Json:
    what = _("Everyone will see the middle and the spread of each stage on the map, and no names.")
    parts = [blocks.section(f"{_so_far(outline, private, _)} {what}")]
    if guessed:
        names = _.join([f"“{isolate(escape(name))}”" for name in guessed])
        parts.append(
            blocks.section(
                _(
                    "⚠️ Fewer than three of them scored {names}: there it will be easy to guess who said what.",
                    names=names,
                )
            )
        )
    return blocks.modal(
        Modal.REVEAL,
        _("Reveal the scores"),
        parts,
        submit=_("Reveal"),
        close=_("Not yet"),
        metadata=values.encode(Value(workshop=outline.id)),
    )
