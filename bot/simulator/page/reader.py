"""Who looks at the page: names of people and channels, time zone, language. Everything is drawn for a reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.i18n import Say

TALLEST = 440  # as in blocks.css


@dataclass(frozen=True, slots=True)
class Source:
    """Where the page serves a picture, and the pixels it takes there where known, so that nothing jumps."""

    src: str = ""
    width: int = 0
    height: int = 0

    @classmethod
    def fitted(cls, src: str, width: int, height: int) -> "Source":
        """Make one of a picture `width` by `height` pixels large, scaled down to the tallest the page shows."""
        scale = min(1.0, TALLEST / height) if height else 0.0
        return cls(src, round(width * scale), round(height * scale))


@dataclass(frozen=True, slots=True)
class Reader:
    """One person in front of the page."""

    user: str
    say: Say
    now: datetime
    people: Mapping[str, str] = field(default_factory=dict)  # user id -> name as shown
    channels: Mapping[str, str] = field(default_factory=dict)  # channel id -> name without #
    source: Callable[[Mapping[str, Any]], Source] = lambda _slack_file: Source()

    def person(self, user: str) -> str:
        """Give a person's name; one nobody knows is shown by id, as Slack does."""
        return self.people.get(user, user)

    def channel(self, channel: str) -> str:
        """Give a channel's name."""
        return self.channels.get(channel, channel)

    def moment(self, seconds: float) -> datetime:
        """Turn a Slack time stamp into a moment."""
        return datetime.fromtimestamp(seconds, UTC)
