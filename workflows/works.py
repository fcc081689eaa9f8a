"""What the engine's jobs work with, and how fast they may go."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta

from storage.db import Database
from workflows.ports import Clock, Hooks, Messenger, Outbox, Pictures


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The engine's measures. Tests and replays set the pace to nothing."""

    # Between two messages in one channel. DBOS reads SQLite's clock in whole seconds: there it is one second at least,
    # two at most, and what is not more than one second is nothing.
    pace_seconds: float = 1.2
    update_seconds: float = 1.2  # between two updates or uploads in one workspace
    publish_every: float = 4.0  # a map's pictures change at most this often, but for the end of a step
    refresh_delay: float = 1.5  # a burst of contributions makes one drawing
    tick_seconds: int = 10  # 0: no tick but those that are asked for
    poll_seconds: float = 0.25  # how often the line of messages is looked at: their pace is kept there
    rare_poll_seconds: float = 0.5  # and the others, whose bells ring when there is something
    lease_seconds: float = 12.0  # longer than a call to Slack may take; what a lost copy held is free after it
    file_lease_seconds: float = 150.0
    retry_seconds: float = 1.0  # doubled with every try
    attempts: int = 8  # in line; then a message makes way for those behind it, and is tried once in a while
    attempts_in_all: int = 300
    rest_seconds: float = 300.0  # the longest pause between two tries: with 300 of them a day of trouble is outlived
    drawing: int = 2  # maps drawn at once
    beat_seconds: float = 2.0
    silent_seconds: float = 6.0  # after which a copy of the program counts as lost
    drain_seconds: float = 10.0  # what is under way may take this long when the engine stops

    def backoff(self, tries: int) -> float:
        """How long to wait after so many tries."""
        longest = 60.0 if tries < self.attempts else self.rest_seconds
        return float(min(self.retry_seconds * 2 ** min(max(tries - 1, 0), 30), longest))


@dataclass(slots=True)
class Budget:
    """Spaces calls of one workspace out: Slack counts updates and uploads for the workspace as a whole."""

    seconds: float
    _free_at: dict[str, float] = field(default_factory=dict)

    async def turn(self, team_id: str) -> None:
        """Wait for this workspace's next turn."""
        if self.seconds <= 0:
            return
        now = time.monotonic()
        at = max(now, self._free_at.get(team_id, now))
        self._free_at[team_id] = at + self.seconds
        await asyncio.sleep(at - now)


@dataclass(frozen=True, slots=True)
class Works:
    """The database, the outside world, and the measures."""

    db: Database
    clock: Clock
    outbox: Outbox
    messenger: Messenger
    pictures: Pictures
    settings: EngineSettings
    budget: Budget
    hooks: Hooks | None = None  # None: nobody is told of anything

    def lease(self, *, file: bool) -> timedelta:
        """For how long one message may be under way."""
        return timedelta(seconds=self.settings.file_lease_seconds if file else self.settings.lease_seconds)
