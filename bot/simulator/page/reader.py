"""Who looks at the page: names of people and channels, time zone, language. Everything is drawn for a reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.i18n import Say


@dataclass(frozen=True, slots=True)
class Reader:
    """One person in front of the page."""

    user: str
    say: Say
    now: datetime
    people: Mapping[str, str] = field(default_factory=dict)  # user id -> name as shown
    channels: Mapping[str, str] = field(default_factory=dict)  # channel id -> name without #
    source: Callable[[Mapping[str, Any]], str] = lambda _slack_file: ""

    def person(self, user: str) -> str:
        """Give a person's name; one nobody knows is shown by id, as Slack does."""
        return self.people.get(user, user)

    def channel(self, channel: str) -> str:
        """Give a channel's name."""
        return self.channels.get(channel, channel)

    def moment(self, seconds: float) -> datetime:
        """Turn a Slack time stamp into a moment."""
        return datetime.fromtimestamp(seconds, UTC)
