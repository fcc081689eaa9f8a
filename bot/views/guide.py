"""The guides: one slim message per step in the thread, so that nobody needs to know the method beforehand."""

from bot import labels
from bot.i18n import Say
from bot.views import blocks, everything, moves, people
from bot.views.message import Message, message
from bot.views.texts import Json, escape
from workflows import methods
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Step, WorkshopStatus

BUTTONS_MAX, MAIN, MENTIONS_MAX = 3, 2, 100  # a section has room for some 150 mentions


def guide(snapshot: MapSnapshot, step: Step, _: Say, *, first: bool = False) -> Message:
    """Build the guide of a step. The first one of a workshop mentions everyone, which makes them follow the thread."""
    outline = snapshot.outline
    words = methods.method(outline.method).steps[step]
    title = labels.step_title(_, step)
    onward = moves.FINISH if step is Step.REVIEW else moves.NEXT
    passed = outline.status is not WorkshopStatus.OPEN or step is not outline.step
    return message(
        _.sentences(_("{words}.", words=title), _(words.purpose)),
        *(_welcome(outline, _) if first else ()),
        blocks.section(f"*{escape(title)}*\n{_(words.purpose)}"),
        blocks.section("\n".join(f"•  {_(prompt)}" for prompt in words.prompts)),
        blocks.context(_(words.example)),
        blocks.actions(
            *_offered(step, outline, _),
            None if passed else moves.button(onward, outline, _),
        ),
        *((blocks.section(_("Do you take part?")), people.answers(outline, _)) if first else ()),
    )


def _offered(step: Step, outline: Outline, _: Say) -> list[Json]:
    """Offer what a step collects; of much, the two main things, lest a guide on a phone is a ladder of buttons."""
    offered = moves.of_step(step, outline)
    shown = offered if len(offered) <= BUTTONS_MAX else offered[:MAIN]
    buttons = [moves.button(move, outline, _, "primary" if place == 0 else None) for place, move in enumerate(shown)]
    return buttons if shown == offered else [*buttons, everything.button(outline, _)]


def _welcome(outline: Outline, _: Say) -> list[Json]:
    """Greet everybody by mention, once: not those who said no, nor those whom an invitation of their own calls."""
    mentions = [blocks.mention(one.person.user_id) for one in outline.participants if one.awaited_by(0)]
    hello = _("Welcome! We map this journey together, in six short steps, right here in this thread.")
    rows = [" ".join(mentions[start : start + MENTIONS_MAX]) for start in range(0, len(mentions), MENTIONS_MAX)]
    return [blocks.section(hello), *(blocks.section(row) for row in rows)]
