"""The guides: one slim message per step in the thread, so that nobody needs to know the method beforehand."""

from dataclasses import dataclass

from bot import labels
from bot.i18n import N_, Say
from bot.views import blocks, moves
from bot.views.message import Message, message
from bot.views.texts import Json, escape
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Attendance, Step, WorkshopStatus

BUTTONS_MAX, MENTIONS_MAX = 7, 100  # a section has room for some 150 mentions


@dataclass(frozen=True, slots=True)
class _Words:
    purpose: str
    prompts: tuple[str, str]
    example: str


_GUIDES = {
    Step.INVITE: _Words(
        N_("Let's gather everyone who shapes this journey, in front of the customer and behind the scenes."),
        (
            N_("Who talks to customers every day? Who never does, yet decides how long they wait?"),
            N_("Who would be surprised by the finished map? Bring them in now."),
        ),
        N_("For example: sales, support, delivery, product, and whoever signs the budget."),
    ),
    Step.CUSTOMER: _Words(
        N_("A map is about one kind of customer. Let's agree on whom, so that we all see the same person."),
        (
            N_("What are they trying to get done, in their own words?"),
            N_("What do they like, what annoys them, and what do they not care about at all?"),
        ),
        N_("For example: Marina, 34, buys clothes by phone on the way home and wants them before the weekend."),
    ),
    Step.MAP: _Words(
        N_("Let's walk the journey from the first thought to the last contact, and note every place we meet."),
        (
            N_("What does the customer do here? Say it as they would, not as our departments are called."),
            N_("Where do they touch us? Even tiny things count: an e-mail signature, a parcel label, a queue."),
        ),
        N_("For example, in Checkout: “fills in the address again”, touching “order form @web”, “bank text @phone”."),
    ),
    Step.FEEL: _Words(
        N_("Now the heart of the map: how does each stage feel, and why?"),
        (
            N_("Where do people give up, wait, or ask for help? Where do they smile?"),
            N_("How do we know? Add what it rests on: a call, a survey, a ticket."),
        ),
        N_("For example: “The price changes at the last click”, critical, from 14 support tickets in May."),
    ),
    Step.REDESIGN: _Words(
        N_("A map that changes nothing is a poster. Let's choose what to mend, and who will."),
        (
            N_("Which few pains, once gone, would change the journey most? Vote for those."),
            N_("Who answers for each one, until when, and how will we know it is gone?"),
        ),
        N_("For example: “Show delivery costs on the product page”, owner Daniel, by 15 March."),
    ),
    Step.REVIEW: _Words(
        N_("Journeys change. Let's agree on what to measure and when to look at this map again."),
        (
            N_("Which one number would show that the journey got better? Where does it stand today?"),
            N_("How often can this team truly spare half an hour?"),
        ),
        N_("For example: conversion of the checkout, 61 % today, 70 % wished for; every month, on a Monday at 10:00."),
    ),
}


def guide(snapshot: MapSnapshot, step: Step, _: Say, *, first: bool = False) -> Message:
    """Build the guide of a step. The first one of a workshop mentions everyone, which makes them follow the thread."""
    outline = snapshot.outline
    words = _GUIDES[step]
    title = labels.step_title(_, step)
    onward = moves.FINISH if step is Step.REVIEW else moves.NEXT
    passed = outline.status is not WorkshopStatus.OPEN or step is not outline.step
    return message(
        f"{title}. {_(words.purpose)}",
        *(_welcome(outline, _) if first else ()),
        blocks.section(f"*{escape(title)}*\n{_(words.purpose)}"),
        blocks.section("\n".join(f"•  {_(prompt)}" for prompt in words.prompts)),
        blocks.context(_(words.example)),
        blocks.actions(
            *(
                moves.button(move, outline, _, "primary" if place == 0 else None)
                for place, move in enumerate(moves.of_step(step, outline)[:BUTTONS_MAX])
            ),
            None if passed else moves.button(onward, outline, _),
        ),
    )


def _welcome(outline: Outline, _: Say) -> list[Json]:
    """Greet every participant by mention, once; those who said no are not called in again."""
    people = [
        blocks.mention(one.person.user_id) for one in outline.participants if one.attendance is not Attendance.DECLINED
    ]
    hello = _("Welcome! We map this journey together, in six short steps, right here in this thread.")
    rows = [" ".join(people[start : start + MENTIONS_MAX]) for start in range(0, len(people), MENTIONS_MAX)]
    return [blocks.section(hello), *(blocks.section(row) for row in rows)]
