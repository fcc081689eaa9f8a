"""Scoring in private first: what it means, who has scored, and revealing it all at once."""

from collections.abc import Sequence

from bot import values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks, moves
from bot.views.texts import Json, escape, isolate, quoted
from workflows.feeling import LEAST, Private, Secret
from workflows.snapshots import Outline
from workflows.words import Attendance


def view(outline: Outline, user_id: str, guessed: Sequence[str], _: Say, secret: Secret = Secret.SCORES) -> Json:
    """Offer this person what is possible now. `guessed` are stages that fewer than three people scored."""
    now = _now(outline, secret)
    if not moves.leads(outline, user_id):
        return _asking(outline, now, _, secret)
    if now is None:
        return _begin(outline, _, secret)
    if now.missing:
        return _too_early(outline, now, _, secret)
    return _reveal(outline, now, guessed, _, secret)


def begun(outline: Outline, _: Say, secret: Secret = Secret.SCORES) -> Json:
    """Say that scores, or votes, are private from now on."""
    said = {
        Secret.SCORES: _("🔒 From now on everyone sees only their own scores, until you reveal them."),
        Secret.VOTES: _("🔒 From now on everyone sees only their own votes, until you reveal them."),
    }
    return blocks.info(_title(_, secret), said[secret], extra=[_give(outline, _, secret)], close=_("Close"))


def dropped(outline: Outline, _: Say, secret: Secret) -> Json:
    """Say that it is over, and that nothing was shown."""
    said = {
        Secret.SCORES: _("The private scores are forgotten, and nobody saw them. From now on scores are open."),
        Secret.VOTES: _("The private votes are forgotten, and nobody saw them. From now on votes are open."),
    }
    return blocks.info(_title(_, secret), said[secret], extra=[_give(outline, _, secret)], close=_("Close"))


def note(outline: Outline, _: Say, secret: Secret = Secret.SCORES) -> list[Json]:
    """Remind of it in small print where scores or votes are given or missed; nothing where they are open."""
    now, leader = _now(outline, secret), blocks.mention(outline.facilitator.user_id)
    if now is None:
        return []
    rules = {
        Secret.SCORES: _(
            "🔒 Scores are private: everyone sees only their own until {person} reveals them.", person=leader
        ),
        Secret.VOTES: _(
            "🔒 Votes are private: everyone sees only their own until {person} reveals them.", person=leader
        ),
    }
    return [blocks.context(_.sentences(rules[secret], _so_far(outline, now, _, secret)))]


def _now(outline: Outline, secret: Secret) -> Private | None:
    return outline.private if secret is Secret.SCORES else outline.private_votes


def _title(_: Say, secret: Secret) -> str:
    return _("Private scores") if secret is Secret.SCORES else _("Private votes")


def _give(outline: Outline, _: Say, secret: Secret) -> Json:
    move = moves.SCORES if secret is Secret.SCORES else moves.VOTES
    return blocks.actions(moves.button(move, outline, _, "primary"))


def _about(outline: Outline, secret: Secret) -> str:
    return values.encode(Value(workshop=outline.id, kind=secret))


def _stop(outline: Outline, _: Say, secret: Secret) -> Json:
    """End it without revealing: a team of two would otherwise never see a curve."""
    sure = blocks.ask(
        _("Stop without revealing?"),
        _("What was given in private is forgotten, and nobody will ever see it. After that, everything is open."),
        _("Stop it"),
        _("Not now"),
        danger=True,
    )
    about = _about(outline, secret)
    label = _("Stop without revealing")
    return blocks.actions(blocks.button(label, Action.DROP_PRIVATE, about, style="danger", ask=sure))


def too_few(_: Say, count: int) -> str:
    """Say at the gate what happens to private scores that cannot be revealed yet."""
    said = _.n(
        "{count} of {least} has scored in private.", "{count} of {least} have scored in private.", count, least=LEAST
    )
    rest = _(
        "Until there are enough, the scores stay private and the map goes on without its curve; reveal them later."
    )
    return _.sentences(said, rest)


def unrevealed(_: Say, count: int) -> str:
    """Say at the gate that private scores could be revealed."""
    return _.n(
        "{count} person scored in private, and the map shows nothing of it yet. Reveal it before you go on?",
        "{count} people scored in private, and the map shows nothing of it yet. Reveal it before you go on?",
        count,
    )


def few_anonymous(_: Say, secret: Secret = Secret.SCORES) -> str:
    """Say that fewer than three gave theirs, and no number: in an anonymous round it would tell too much."""
    if secret is Secret.VOTES:
        return _.n("Fewer than {count} person has voted so far.", "Fewer than {count} people have voted so far.", LEAST)
    return _.n("Fewer than {count} person has scored so far.", "Fewer than {count} people have scored so far.", LEAST)


def too_few_votes(_: Say, count: int) -> str:
    """Say at the gate what happens to private votes that cannot be revealed yet."""
    return _.n(
        "{count} of {least} has voted in private. Until there are enough, the votes stay private.",
        "{count} of {least} have voted in private. Until there are enough, the votes stay private.",
        count,
        least=LEAST,
    )


def unrevealed_votes(_: Say, count: int) -> str:
    """Say at the gate that private votes could be revealed."""
    return _.n(
        "{count} person voted in private, and the map shows nothing of it yet. Reveal it before you go on?",
        "{count} people voted in private, and the map shows nothing of it yet. Reveal it before you go on?",
        count,
    )


def _so_far(outline: Outline, private: Private, _: Say, secret: Secret) -> str:
    if outline.anonymous and private.missing:
        return few_anonymous(_, secret)
    if secret is Secret.VOTES:
        if not private.people:
            return _("Nobody has voted yet.")
        return _.n("{count} person has voted so far.", "{count} people have voted so far.", private.people)
    if not private.people:
        return _("Nobody has scored yet.")
    return _.n("{count} person has scored so far.", "{count} people have scored so far.", private.people)


def _asking(outline: Outline, now: Private | None, _: Say, secret: Secret) -> Json:
    """Say who can do this, and what everyone else can do until then."""
    leader = blocks.mention(outline.facilitator.user_id)
    if secret is Secret.VOTES:
        ask = _("{person} can have everyone vote in private first, and reveal it all at once.", person=leader)
        wait = _("Votes are private: {person} reveals them once three people or more have voted.", person=leader)
    else:
        ask = _("{person} can have everyone score in private first, and reveal it all at once.", person=leader)
        wait = _("Scores are private: {person} reveals them once three people or more have scored.", person=leader)
    said = _.sentences(wait, _so_far(outline, now, _, secret)) if now else ask
    return blocks.info(_title(_, secret), said, extra=[_give(outline, _, secret)], close=_("Close"))


def _begin(outline: Outline, _: Say, secret: Secret) -> Json:
    there = sum(one.attendance is not Attendance.DECLINED for one in outline.participants)
    few = _.n(
        "Only {count} person takes part so far. Invite more before you begin: below three, nothing is ever revealed.",
        "Only {count} people take part so far. Invite more before you begin: below three, nothing is ever revealed.",
        there,
    )
    votes = (
        _("Everyone votes without seeing the others, so nobody follows the loudest voice."),
        _("The map, the card and the messages show no votes, not even to you."),
        _("You reveal them when at least three people have voted."),
    )
    points = (
        votes
        if secret is Secret.VOTES
        else (
            _("Everyone scores without seeing the others, so nobody follows the loudest voice."),
            _("The map, the card and the messages show nothing of it, not even to you."),
            _("You reveal it when at least three people have scored. Then the map shows the middle and the spread."),
        )
    )
    return blocks.modal(
        Modal.PRIVATE,
        _title(_, secret),
        [
            blocks.section("\n".join(f"•  {point}" for point in points)),
            *([blocks.context(f"⚠️ {few}")] if there < LEAST else []),
        ],
        submit=_("Vote privately") if secret is Secret.VOTES else _("Score privately"),
        close=_("Not now"),
        metadata=_about(outline, secret),
    )


def _too_early(outline: Outline, private: Private, _: Say, secret: Secret) -> Json:
    missing = _.n(
        "{people} of {least}: one more person has to score before anything can be revealed.",
        "{people} of {least}: {count} more people have to score before anything can be revealed.",
        private.missing,
        people=_.number(private.people),
        least=_.number(LEAST),
    )
    if secret is Secret.VOTES:
        missing = _.n(
            "{people} of {least}: one more person has to vote before anything can be revealed.",
            "{people} of {least}: {count} more people have to vote before anything can be revealed.",
            private.missing,
            people=_.number(private.people),
            least=_.number(LEAST),
        )
    if outline.anonymous:
        missing = few_anonymous(_, secret)
    why = _("Below three, everybody could tell who said what.")
    extra = [_give(outline, _, secret), _stop(outline, _, secret)]
    return blocks.info(_("Not yet"), _.sentences(missing, why), extra=extra, close=_("Close"))


def _reveal(outline: Outline, private: Private, guessed: Sequence[str], _: Say, secret: Secret) -> Json:
    what = _("Everyone will see the middle and the spread of each stage on the map, and no names.")
    if secret is Secret.VOTES:
        what = _("Everyone will see how many votes each pain point got, and no names.")
    parts = [blocks.section(_.sentences(_so_far(outline, private, _, secret), what))]
    if guessed:
        names = _.join([quoted(isolate(escape(name)), _) for name in guessed])
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
        _("Reveal the votes") if secret is Secret.VOTES else _("Reveal the scores"),
        [*parts, _stop(outline, _, secret)],
        submit=_("Reveal"),
        close=_("Not yet"),
        metadata=_about(outline, secret),
    )
