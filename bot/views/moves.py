"""What a person can give in each step, as buttons: the card, the guides and the private answer offer the same."""

from dataclasses import dataclass
from typing import Literal

from bot import values
from bot.i18n import N_, Say
from bot.ids import Action
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows import methods
from workflows.feeling import Secret
from workflows.persons import Participant
from workflows.snapshots import Outline
from workflows.words import NoteKind, Role, Step, WorkshopStatus

Style = Literal["primary", "danger"] | None


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do: the button's words, and what it opens."""

    label: str
    action: Action
    kind: str = ""


INTRODUCE = Move(N_("Introduce yourself"), Action.INTRODUCE)
PEOPLE = Move(N_("Add people"), Action.PEOPLE)
PERSONA = Move(N_("Describe the customer"), Action.PERSONA)
STAGES = Move(N_("Set the stages"), Action.STAGES)
TOUCHPOINTS = Move(N_("Add touchpoints"), Action.TOUCHPOINTS)
ACTION = Move(N_("Add an action"), Action.NOTE, NoteKind.ACTION)
SCORES = Move(N_("Score the feelings"), Action.SCORES)
PRIVATE = Move(N_("Score privately first"), Action.PRIVATE)
REVEAL = Move(N_("Reveal the scores"), Action.PRIVATE)
ANONYMOUS = Move(N_("Anonymous round"), Action.ANONYMOUS)
PRIVATE_VOTES = Move(N_("Vote privately first"), Action.PRIVATE, Secret.VOTES)
REVEAL_VOTES = Move(N_("Reveal the votes"), Action.PRIVATE, Secret.VOTES)
AGENDA = Move(N_("Where to talk first"), Action.AGENDA)
WALK = Move(N_("Walk the journey"), Action.WALK)
WALKED = Move(N_("What the walk found"), Action.WALKED)
PAIN = Move(N_("Add a pain point"), Action.NOTE, NoteKind.PAIN)
JOY = Move(N_("Add a joy"), Action.NOTE, NoteKind.JOY)
THOUGHT = Move(N_("Add a thought"), Action.NOTE, NoteKind.THOUGHT)
ITCH = Move(N_("Add an itch"), Action.NOTE, NoteKind.ITCH)
EVIDENCE = Move(N_("Add evidence"), Action.NOTE, NoteKind.EVIDENCE)
VOTES = Move(N_("Vote"), Action.VOTES)
IDEA = Move(N_("Add an idea"), Action.IDEA)
OWNER = Move(N_("Give a pain an owner"), Action.OWNER)
PAINS = Move(N_("Pain points"), Action.PAINS)
MERGE = Move(N_("Merge what is the same"), Action.MERGE)
PRIORITIES = Move(N_("What comes first"), Action.PRIORITIES)
DECISION = Move(N_("Write down a decision"), Action.NOTE, NoteKind.DECISION)
CADENCE = Move(N_("Plan the reviews"), Action.CADENCE)
METRIC = Move(N_("Add a metric"), Action.METRIC)
REVIEW = Move(N_("Review the map"), Action.REVIEW)
TIME = Move(N_("Set the time"), Action.TIME)
NEXT = Move(N_("Next step"), Action.NEXT)
FINISH = Move(N_("Finish"), Action.NEXT)

_OF_STEP = {
    Step.INVITE: (INTRODUCE, PEOPLE),
    Step.CUSTOMER: (PERSONA, EVIDENCE),
    Step.MAP: (TOUCHPOINTS, ACTION, STAGES),
    Step.FEEL: (PAIN, SCORES, JOY, THOUGHT, ITCH, EVIDENCE),
    Step.REDESIGN: (VOTES, OWNER, IDEA, MERGE, PRIORITIES, PAINS, DECISION),
    Step.REVIEW: (METRIC, CADENCE),
}
# How the files of methods call what a step collects.
_CALLED = {
    "introduce": INTRODUCE,
    "people": PEOPLE,
    "customer": PERSONA,
    "evidence": EVIDENCE,
    "touchpoints": TOUCHPOINTS,
    "action": ACTION,
    "stages": STAGES,
    "pain": PAIN,
    "joy": JOY,
    "scores": SCORES,
    "thought": THOUGHT,
    "itch": ITCH,
    "votes": VOTES,
    "owner": OWNER,
    "idea": IDEA,
    "merge": MERGE,
    "priorities": PRIORITIES,
    "pains": PAINS,
    "decision": DECISION,
    "metric": METRIC,
    "cadence": CADENCE,
}
_LIVING = (REVIEW, OWNER, PAIN, EVIDENCE, METRIC, CADENCE, PAINS, PRIORITIES)


def of(outline: Outline) -> tuple[Move, ...]:
    """List what can be given now, the most useful first."""
    if outline.status is WorkshopStatus.LIVING:
        return _LIVING
    if outline.step is Step.MAP and not outline.stages:
        return (STAGES,)
    return _in_order(outline.step, outline)


def of_step(step: Step, outline: Outline) -> tuple[Move, ...]:
    """List what a step collects, for its guide, which stands there before anything is given."""
    if step is Step.MAP and not outline.stages:
        return (STAGES, TOUCHPOINTS, ACTION)
    return _in_order(step, outline)


def _in_order(step: Step, outline: Outline) -> tuple[Move, ...]:
    """List what a step collects as the team's method has it; what it does not name keeps its place behind."""
    usual = _OF_STEP[step]
    named = [_CALLED[name] for name in methods.method(outline.method).steps[step].order if name in _CALLED]
    return (*(move for move in named if move in usual), *(move for move in usual if move not in named))


def onward(outline: Outline) -> Move | None:
    """Name the way out of the present step; a living or ended map has none."""
    if outline.status is not WorkshopStatus.OPEN:
        return None
    return FINISH if outline.step is Step.REVIEW else NEXT


def me(outline: Outline, user_id: str) -> Participant | None:
    """Find a person among the participants."""
    return next((one for one in outline.participants if one.person.user_id == user_id), None)


def leads(outline: Outline, user_id: str) -> bool:
    """Tell whether somebody may take the team on: facilitator, co-facilitator or journey owner."""
    owner, mine = outline.journey_owner, me(outline, user_id)
    if user_id == outline.facilitator.user_id or (owner is not None and user_id == owner.user_id):
        return True
    return mine is not None and mine.role in {Role.FACILITATOR, Role.CO_FACILITATOR}


def yours(outline: Outline, user_id: str) -> Move:
    """Pick the one thing this person should do next."""
    mine = me(outline, user_id)
    if outline.status is WorkshopStatus.OPEN and (mine is None or not mine.department):
        return INTRODUCE
    first = of(outline)[0]
    facilitates = outline.facilitator.user_id == user_id
    gave = mine is not None and outline.step in mine.contributed
    if outline.status is WorkshopStatus.OPEN and gave:
        if outline.step is Step.INVITE and not facilitates:
            return PEOPLE
        return (onward(outline) or first) if facilitates else _another(outline)
    if first is INTRODUCE:  # done already
        return PEOPLE
    return first


def _another(outline: Outline) -> Move:
    others = of(outline)[1:]
    return others[0] if others else of(outline)[0]


def button(move: Move, outline: Outline, _: Say, style: Style = None) -> Json:
    """Build the button of a move; it carries the workshop and, where there are kinds, the kind."""
    value = Value(workshop=outline.id, kind=move.kind, step=int(outline.step))
    return blocks.button(_(move.label), move.action, values.encode(value), part=move.kind, style=style)
