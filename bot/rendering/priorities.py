"""Which opportunities come first: impact against effort, in four classes that every team knows."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.i18n import N_
from workflows.snapshots import Idea, MapSnapshot
from workflows.words import Level


class Class(Enum):
    """What impact and effort together advise."""

    QUICK_WIN = "quick_win"
    BIG_BET = "big_bet"
    FILL_IN = "fill_in"
    LATER = "later"


CLASSES: Final = {
    Class.QUICK_WIN: N_("Quick wins"),
    Class.BIG_BET: N_("Big bets"),
    Class.FILL_IN: N_("Fill-ins"),
    Class.LATER: N_("Later"),
}
EFFORTS: Final = {Level.LOW: N_("Low effort"), Level.MEDIUM: N_("Medium effort"), Level.HIGH: N_("High effort")}


@dataclass(frozen=True, slots=True)
class Ranked:
    """An idea with the votes of the pain point it answers, and the name of its stage."""

    idea: Idea
    votes: int
    stage: str


def class_of(impact: Level, effort: Level) -> Class:
    """Much for less is a quick win, much for as much a bet; little is done when there is time, or later."""
    if impact is Level.LOW:
        return Class.FILL_IN if effort is Level.LOW else Class.LATER
    return Class.QUICK_WIN if effort < impact else Class.BIG_BET


def ranked(snapshot: MapSnapshot) -> list[Ranked]:
    """Every idea, the decided first, then by votes."""
    votes = {pain.id: pain.votes for pain in snapshot.pains}
    names = {stage.id: stage.name for stage in snapshot.stages}
    found = [
        Ranked(idea, votes.get(idea.pain_id or 0, 0), names.get(idea.stage_id or 0, "")) for idea in snapshot.ideas
    ]
    return sorted(found, key=lambda one: (not one.idea.decided, -one.votes))


def of_class(found: list[Ranked], wanted: Class) -> list[Ranked]:
    """The ideas of one class."""
    return [one for one in found if class_of(one.idea.impact, one.idea.effort) is wanted]
