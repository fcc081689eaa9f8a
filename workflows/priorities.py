"""Which opportunities come first: what they bring against what they cost, in four classes that every team knows.

What an idea brings is its impact on customers, a level more where its value for the business is high, a level less
where that is low. What it costs is its effort, a level more where it is complex, a level less where it is simple.
Medium and unsaid change nothing, and nothing goes below low or above high. Then: a quick win brings more than
it costs, a big bet brings at least a medium amount and costs as much or more; what brings little fills a gap
where it also costs little, and waits for later where it does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from workflows.snapshots import Idea, MapSnapshot
from workflows.words import Level


class Class(Enum):
    """What an idea's profit and cost together advise."""

    QUICK_WIN = "quick_win"
    BIG_BET = "big_bet"
    FILL_IN = "fill_in"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An idea with the votes of the pain point it answers, the name of its stage, and where it stands by the rule."""

    idea: Idea
    votes: int
    stage: str
    impact: Level
    effort: Level

    @property
    def advice(self) -> Class:
        """The class it falls into."""
        return class_of(self.impact, self.effort)


def class_of(impact: Level, effort: Level) -> Class:
    """Much for less is a quick win, much for as much a bet; little is done when there is time, or later."""
    if impact is Level.LOW:
        return Class.FILL_IN if effort is Level.LOW else Class.LATER
    return Class.QUICK_WIN if effort < impact else Class.BIG_BET


def refined(level: Level, by: Level | None) -> Level:
    """A level more where `by` is high, a level less where it is low."""
    shift = 0 if by is None else by - Level.MEDIUM
    return Level(min(max(level + shift, Level.LOW), Level.HIGH))


def ranked(snapshot: MapSnapshot) -> list[Ranked]:
    """Every idea, the decided first, then by votes."""
    votes = {pain.id: pain.votes for pain in snapshot.pains}
    names = {stage.id: stage.name for stage in snapshot.stages}
    found = [
        Ranked(
            idea,
            votes.get(idea.pain_id or 0, 0),
            names.get(idea.stage_id or 0, ""),
            refined(idea.impact, idea.value),
            refined(idea.effort, idea.complexity),
        )
        for idea in snapshot.ideas
    ]
    return sorted(found, key=lambda one: (not one.idea.decided, -one.votes))


def of_class(found: Sequence[Ranked], wanted: Class) -> list[Ranked]:
    """The ideas of one class."""
    return [one for one in found if one.advice is wanted]
