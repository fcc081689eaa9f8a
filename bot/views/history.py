"""The history of a map: who changed what and when, page by page, and what came of taking something back."""

from bot import values
from bot.i18n import N_, Say
from bot.ids import COMMAND, Action, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.happenings import lines, sentence
from bot.views.message import Message, message
from bot.views.texts import Json
from workflows.history import About, Asked, Entry, History
from workflows.snapshots import Outline
from workflows.undoing import Outcome

WHO, PEOPLE_MAX = "who", 99
_ABOUT = {
    About.EVERYTHING: N_("Everything"),
    About.CUSTOMER: N_("The customer"),
    About.STAGES: N_("Stages and touchpoints"),
    About.NOTES: N_("What people gave"),
    About.DECISIONS: N_("Ideas, owners, decisions"),
    About.REVIEWS: N_("Metrics and reviews"),
    About.PEOPLE: N_("Who takes part"),
    About.WORKSHOP: N_("The workshop itself"),
}


def view(outline: Outline, history: History, _: Say) -> Json:
    """Build one page, with the ways to narrow it and to turn it."""
    shown = [_entry(entry, _) for entry in history.entries]
    return blocks.modal(
        Modal.INFO,
        _("History"),
        [
            blocks.aside(outline.title),
            _narrowing(history, _),
            *(shown or [blocks.section(_("Nothing of this kind has happened yet."))]),
            *_turning(history, _),
        ],
        close=_("Close"),
    )


def encoded(asked: Asked) -> str:
    """Write down which page is asked for."""
    more = {WHO: asked.who} if asked.who else {}
    return values.encode(Value(workshop=asked.workshop_id, page=asked.page, kind=asked.about, more=more))


def decoded(value: Value) -> Asked:
    """Read which page is asked for."""
    about = next((one for one in About if one == value.kind), About.EVERYTHING)
    return Asked(value.of, value.page or 0, about, value.more.get(WHO, ""))


def _entry(entry: Entry, _: Say) -> Json:
    if entry.who and entry.who.anonymous:
        when = _("{day} · in an anonymous round", day=_.date(entry.at))
    else:
        when = f"{_.date(entry.at)} · {_.time(entry.at)}"
    if entry.undone:
        when = _("{when} · taken back", when=when)
    return blocks.said("\n".join([sentence(entry, _), *lines(entry, _), when]))


def _narrowing(history: History, _: Say) -> Json:
    of, about, who = history.asked.workshop_id, history.asked.about, history.asked.who
    kinds = [blocks.option(_(name), encoded(Asked(of, 0, one, who))) for one, name in _ABOUT.items()]
    people = [
        blocks.option(_("Everybody"), encoded(Asked(of, 0, about))),
        *(blocks.option(one.name, encoded(Asked(of, 0, about, one.user_id))) for one in history.people[:PEOPLE_MAX]),
    ]
    return blocks.actions(
        blocks.select_menu(Action.HISTORY_ABOUT, kinds, value=encoded(Asked(of, 0, about, who))),
        blocks.select_menu(Action.HISTORY_WHO, people, value=encoded(Asked(of, 0, about, who))),
    )


def _turning(history: History, _: Say) -> list[Json]:
    if history.pages == 1:
        return []
    asked = history.asked

    def turn(label: str, by: int, part: str) -> Json:
        to = Asked(asked.workshop_id, asked.page + by, asked.about, asked.who)
        return blocks.button(label, Action.HISTORY, encoded(to), part=part)

    return [
        blocks.actions(
            turn(_("Newer"), -1, "newer") if asked.page else None,
            turn(_("Older"), 1, "older") if asked.page + 1 < history.pages else None,
        ),
        blocks.context(_("Page {page} of {pages}", page=asked.page + 1, pages=history.pages)),
    ]


def taken_back(outcome: Outcome, entry: Entry | None, by: Entry | None, _: Say) -> Message:
    """Say what was taken back, or why nothing was, and what happened instead."""
    lead = _outcome(outcome, by, _)
    happened = by or entry
    what = [f"{sentence(happened, _)} ({_moment(happened, _)})", *lines(happened, _)] if happened else []
    return message(
        "\n".join([lead, *what]),
        blocks.said("\n".join([lead, *what])),
        blocks.context(_("Everything that happened: `{command} history`", command=COMMAND)),
    )


def _moment(entry: Entry, _: Say) -> str:
    """Say when something happened; of an anonymous round, only the day is known."""
    return _.date(entry.at) if entry.who and entry.who.anonymous else _.when(entry.at)


def _outcome(outcome: Outcome, by: Entry | None, _: Say) -> str:
    if outcome is Outcome.UNDONE:
        return _("↩️ Taken back:")
    if outcome is Outcome.ALREADY:
        return _("This was taken back already:")
    if outcome is Outcome.NOTHING:
        return _("There is nothing of yours on this map to take back.")
    if by is not None:
        return _("I took nothing back, because this was changed since:")
    return _("I took nothing back: this, or what it belongs to, is not as you left it any more.")
