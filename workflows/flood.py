"""How much comes in, by whom, in a minute: so that one person or one workspace takes nobody else's turn."""

import time
from collections import deque
from dataclasses import dataclass, field

WINDOW = 60.0  # seconds


@dataclass(slots=True)
class Flood:
    """Counts what came in lately. In memory only, by each copy of the program for itself.

    Stored, it would say who is at work at which moment, which is nobody's business, least of all in an anonymous round.
    """

    _given: dict[str, deque[float]] = field(default_factory=dict)
    _swept: float = 0.0

    def admit(self, who: str, limit: int) -> bool:
        """Whether one more may come from somebody; it counts if so."""
        now = time.monotonic()
        self._sweep(now)
        given = self._given.setdefault(who, deque())
        while given and given[0] <= now - WINDOW:
            given.popleft()
        if len(given) >= limit:
            return False
        given.append(now)
        return True

    def _sweep(self, now: float) -> None:
        """Forget once a minute who gave nothing in it."""
        if now - self._swept > WINDOW:
            self._swept = now
            self._given = {who: given for who, given in self._given.items() if given and given[-1] > now - WINDOW}
