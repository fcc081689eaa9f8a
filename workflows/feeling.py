"""What is known of scores or votes that are private: since when, and how many people gave theirs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LEAST = 3  # people: what fewer said could be traced to one of them


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
