"""One map on which something waits for a person: what it is, and the buttons that open it."""

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action
from bot.values import Value
from bot.views import blocks, moves, people, walk
from bot.views.texts import Json
from workflows.home import Waiting


def row(one: Waiting, user_id: str, _: Say) -> list[Json]:
    """Build the title with what waits, and a button for each of it."""
    reasons = "".join(f"\n{reason}" for reason in _reasons(one, _))
    said = blocks.rich(blocks.bold(one.outline.title), reasons)
    return [said, people.answers(one.outline, _) if one.invited else _buttons(one, user_id, _)]


def _reasons(one: Waiting, _: Say) -> list[str]:
    if one.invited:
        return [_("You are invited. Will you take part?")]
    reasons = []
    if one.to_give:
        reasons.append(_("{step}: nothing from you yet", step=labels.step_title(_, one.outline.step)))
    if one.to_vote:
        reasons.append(_("You have not voted yet"))
    if one.to_walk:
        left = ("{count} touchpoint left to walk", "{count} touchpoints left to walk")
        all_ = ("{count} touchpoint to walk as the customer", "{count} touchpoints to walk as the customer")
        reasons.append(_.n(*left, one.to_walk) if one.began_walking else _.n(*all_, one.to_walk))
    if one.round_id:
        reasons.append(_("A review waits to be held"))
    if one.to_measure:
        reasons.append(
            _.n("{count} metric waits for its value", "{count} metrics wait for their values", one.to_measure)
        )
    if one.outline.deadline_at:
        reasons.append(_("Until {day}", day=_.when(one.outline.deadline_at)))
    return reasons


def _buttons(one: Waiting, user_id: str, _: Say) -> Json:
    outline = one.outline
    review = values.encode(Value(workshop=outline.id, item=one.round_id))
    buttons = [
        moves.button(moves.yours(outline, user_id), outline, _, "primary") if one.to_give else None,
        moves.button(moves.VOTES, outline, _) if one.to_vote else None,
        walk.button(outline, "", _) if one.to_walk else None,
        blocks.button(_("Review the map"), Action.REVIEW, review, style="primary") if one.round_id else None,
        blocks.button(_("Enter the values"), Action.REVIEW, review) if one.to_measure and not one.round_id else None,
    ]
    once: dict[str, Json] = {}
    for made in buttons:
        if made:  # each thing once: the step's form may be the ballot
            once.setdefault(made["action_id"], made)
    return blocks.actions(*once.values())
