"""A switchboard of bad days: rate limits, failures, slow and lost answers, duplicates, refused pictures."""

import random
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.simulator.clock import monotonic
from bot.simulator.things import JsonObject

ANY = "*"


class Mishap(StrEnum):
    """What happens to a call of the Web API."""

    RATE_LIMITED = "ratelimited"  # 429 with Retry-After
    SERVER_ERROR = "server_error"  # 500
    REFUSED = "refused"  # ok is false with a code of one's own
    SLOW = "slow"  # answered, but late
    DROPPED = "dropped"  # the connection breaks before anything is done
    LOST = "lost"  # it is done, and the connection breaks before the answer


@dataclass(frozen=True, slots=True)
class Fault:
    """One mishap and its measure."""

    mishap: Mishap
    retry_after: int = 1
    seconds: float = 0.0
    code: str = "internal_error"


@dataclass(slots=True)
class Faults:
    """Faults by plan (`plan`) or by probability (`chance`), and the switches that tests turn."""

    refuse_slack_file: bool = False  # picture blocks of uploaded files are invalid_blocks
    refuse_charts: bool = False  # a workspace that Slack has not brought its charts to
    duplicates: dict[str, int] = field(default_factory=dict)  # kind of delivery -> how many times more it comes
    lose_acks: int = 0  # so many acknowledgements are lost on their way back
    seed: int = 1
    met: Counter[Mishap] = field(default_factory=Counter)  # how many calls met with what, by chance
    _planned: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _chances: list[tuple[str, float, Fault]] = field(default_factory=list)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Chance is repeatable."""
        self._random = random.Random(self.seed)  # noqa: S311 - repeatable on purpose

    def plan(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of a method (or of any, `ANY`) meet with a fault."""
        self._planned[method].extend([fault] * times)

    def chance(self, method: str, probability: float, fault: Fault) -> None:
        """Let each call of a method (or of any, `ANY`) meet with a fault by chance."""
        self._chances.append((method, probability, fault))

    def clear(self) -> None:
        """No more bad days."""
        self._planned.clear()
        self._chances.clear()
        self.duplicates.clear()
        self.refuse_slack_file = False
        self.refuse_charts = False
        self.lose_acks = 0

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets with, if any."""
        for name in (method, ANY):
            if self._planned[name]:
                return self._planned[name].popleft()
        for name, probability, fault in self._chances:
            if name in {method, ANY} and self._random.random() < probability:
                self.met[fault.mishap] += 1
                return fault
        return None

    def loses_ack(self) -> bool:
        """Whether this acknowledgement is lost."""
        if self.lose_acks <= 0:
            return False
        self.lose_acks -= 1
        return True


TIERS: Mapping[int, int] = {1: 1, 2: 20, 3: 50, 4: 100}
BURST = 3  # Slack tolerates short bursts of messages


@dataclass(slots=True)
class Pace:
    """Slack's rate limits. Off unless a test or a demonstration turns them on."""

    enabled: bool = False
    per_channel_seconds: float = 1.0
    _calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, method: str, tier: int, args: JsonObject) -> int | None:
        """Seconds to wait when a call comes too soon; None when it may pass."""
        if not self.enabled:
            return None
        if method == "chat.postMessage":
            return self._window(f"{method}:{args.get('channel')}", BURST, self.per_channel_seconds * BURST)
        return self._window(method, TIERS[tier], 60.0)

    def _window(self, key: str, most: int, seconds: float) -> int | None:
        now = monotonic()
        calls = self._calls[key]
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        if len(calls) >= most:
            return max(1, round(calls[0] + seconds - now + 0.5))
        calls.append(now)
        return None
