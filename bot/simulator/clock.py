"""The workspace's clock: real time plus a shift that a person may make larger, so that a month passes in a click."""

import inspect
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

Listener = Callable[[datetime], Awaitable[None] | None]


class SimClock:
    """Tells the time of the simulated workspace. It only ever goes forward."""

    def __init__(self, start: datetime | None = None) -> None:
        """Begin at `start`, or at the present."""
        self._shift = timedelta(0) if start is None else start - datetime.now(UTC)
        self._last_ts = 0
        self._listeners: list[Listener] = []

    def now(self) -> datetime:
        """The current instant of the workspace, aware, UTC."""
        return datetime.now(UTC) + self._shift

    def seconds(self) -> int:
        """The current instant as whole seconds since the epoch."""
        return int(self.now().timestamp())

    def ts(self) -> str:
        """A message's timestamp: strictly increasing, since a message is known by it."""
        micros = max(int(self.now().timestamp() * 1_000_000), self._last_ts + 1)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def on_shift(self, listener: Listener) -> None:
        """Call `listener` with the new time after every shift, before `shift` returns."""
        self._listeners.append(listener)

    async def shift(self, by: timedelta) -> datetime:
        """Move the clock forward and let everybody who listens catch up."""
        if by < timedelta(0):
            message = "the clock only goes forward"
            raise ValueError(message)
        self._shift += by
        now = self.now()
        for listener in self._listeners:
            result = listener(now)
            if inspect.isawaitable(result):
                await result
        return now


def monotonic() -> float:
    """Time for deadlines (acknowledgements, triggers): these run in real seconds whatever the clock says."""
    return time.monotonic()
