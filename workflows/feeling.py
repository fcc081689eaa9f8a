"""What is known of scores or votes that are private, and of anonymous rounds: since when, and how many gave theirs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.anonymous import LEAST as LEAST


class Secret(StrEnum):
    """What can be private until it is revealed."""

    SCORES = "scores"
    VOTES = "votes"


@dataclass(frozen=True, slots=True)
class Private:
    """Everybody sees their own scores, or votes, only, until the facilitator reveals them all."""

    since: datetime
    people: int

    @property
    def missing(self) -> int:
        """How many people more have to score before anything can be revealed."""
        return max(0, LEAST - self.people)


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A round in which nobody can see who gives what. `people` gave something; None while they are too few to tell."""

    since: datetime
    people: int | None
