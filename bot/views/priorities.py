"""Which ideas come first: quick wins, big bets, fill-ins and later, and what was decided."""

from collections.abc import Iterator, Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks, moves, paging
from bot.views.message import Message, message
from bot.views.texts import Json, isolate
from workflows import priorities
from workflows.priorities import Ranked
from workflows.snapshots import Idea, MapSnapshot, Outline

PAGE = 15  # ideas at a time: three blocks each
YES, NO = "yes", "no"


def view(snapshot: MapSnapshot, user_id: str, _: Say, *, page: int = 0) -> Json:
    """List one page of the ideas, class by class, with a button to decide for those who lead."""
    outline = snapshot.outline
    found = priorities.ranked(snapshot)
    ordered = [one for wanted in labels.PRIORITIES for one in priorities.of_class(found, wanted)]
    if not ordered:
        return _nothing(outline, _)
    page, pages = paging.within(page, len(ordered), PAGE)
    value = values.encode(Value(workshop=outline.id))
    return blocks.modal(
        Modal.PRIORITIES,
        _("What comes first"),
        [
            blocks.aside(outline.title),
            blocks.context(
                _(
                    "What brings most for the least effort comes first. Value for the business lifts an idea, "
                    "complexity makes it dearer."
                )
            ),
            blocks.actions(
                blocks.button(_("Send the matrix"), Action.MATRIX, value),
                moves.button(moves.IDEA, outline, _),
            ),
            *_rows(ordered[page * PAGE : (page + 1) * PAGE], found, page, outline, user_id, _),
            *paging.turning(Action.PRIORITIES_PAGE, outline.id, page, pages, _),
        ],
        close=_("Close"),
        metadata=values.encode(Value(workshop=outline.id, page=page)),
    )


def coming(outline: Outline, _: Say) -> Message:
    """Say that the matrix is on its way to the thread."""
    lead = _("The matrix of “{title}” is on its way to the thread.", title=isolate(outline.title))
    return message(lead, blocks.said(lead))


def _nothing(outline: Outline, _: Say) -> Json:
    return blocks.info(
        _("What comes first"),
        _("There are no ideas yet. Add some, and they are sorted here by what they bring and what they cost."),
        close=_("Close"),
        extra=[blocks.aside(outline.title), blocks.actions(moves.button(moves.IDEA, outline, _, "primary"))],
    )


def _rows(
    shown: Sequence[Ranked], found: Sequence[Ranked], page: int, outline: Outline, user_id: str, _: Say
) -> Iterator[Json]:
    before = None
    for one in shown:
        if one.advice is not before:
            before = one.advice
            count = len(priorities.of_class(found, before))
            name = _(labels.PRIORITIES[before])
            yield blocks.header(_("{label}: {number}", label=name, number=_.number(count)))
        yield blocks.said(one.idea.text)
        yield blocks.aside(" · ".join(_facts(one, _)))
        if buttons := list(_buttons(one.idea, page, outline, user_id, _)):
            yield blocks.actions(*buttons)


def _facts(one: Ranked, _: Say) -> Iterator[str]:
    idea = one.idea
    if idea.decided:
        yield "✅ " + _("Decided")
    if one.stage:
        yield one.stage
    if one.votes:
        yield _.n("{count} vote", "{count} votes", one.votes)
    for name, of, level in (
        (_("Impact"), "impact", idea.impact),
        (_("Effort"), "effort", idea.effort),
        (_("Value for the business"), "value", idea.value),
        (_("Complexity"), "complexity", idea.complexity),
    ):
        if level is not None:
            yield _("{label}: {text}", label=name, text=labels.level(_, of, level))
    for name, text in (
        (_("When"), idea.timeline),
        (_("What it depends on"), idea.depends_on),
        (_("How might we…?"), idea.question),
    ):
        if text:
            yield _("{label}: {text}", label=name, text=text)


def _buttons(idea: Idea, page: int, outline: Outline, user_id: str, _: Say) -> Iterator[Json]:
    leads = moves.leads(outline, user_id)
    if leads:
        wish = NO if idea.decided else YES
        value = Value(workshop=outline.id, item=idea.id, kind=wish, page=page)
        label = _("Not after all") if idea.decided else _("Decide")
        yield blocks.button(label, Action.DECIDE, values.encode(value), part=str(idea.id))
    if leads or idea.author.user_id == user_id:
        value = Value(workshop=outline.id, item=idea.id)
        yield blocks.button(_("Change"), Action.EDIT_IDEA, values.encode(value), part=str(idea.id))
