"""What is known of scores that are private: since when, and how many people scored."""

from dataclasses import dataclass
from datetime import datetime

LEAST = 3  # people: what fewer said could be traced to one of them


@dataclass(frozen=True, slots=True)
class PrivateScores:
    """Everybody sees their own scores only, until the facilitator reveals them all."""

    since: datetime
    people: int

    @property
    def missing(self) -> int:
        """How many people more have to score before anything can be revealed."""
        return max(0, LEAST - self.people)
