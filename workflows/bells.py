"""Waking the engine's queues when there is something in them.

DBOS looks at each queue every so often, and nothing wakes it in between: a message would wait for half
of that time, and looking more often costs a fifth of a core. Its queue threads wait on one event per
process; here each of them waits for a bell of its own as well. What is used of DBOS beyond its documented
interface (the event, and the threads' names) is pinned by a test; should it ever change, queues are still
looked at, only less promptly.
"""

import threading
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession


class Queues(StrEnum):
    """Where jobs wait: one line per channel for messages, one for drawing, one for the rest."""

    SLACK = "slack"
    PICTURES = "pictures"
    SYSTEM = "system"


_WORKER = "queue-worker-"


def looking() -> bool:
    """Whether a thread still looks at a queue, and may take something out of it."""
    return any(thread.name.startswith(_WORKER) for thread in threading.enumerate())


class Bells:
    """One for each queue."""

    def __init__(self) -> None:
        """Silent at first."""
        self._bells = {f"{_WORKER}{queue}": threading.Event() for queue in Queues}

    def ring(self, queue: str) -> None:
        """Have a queue looked at now, or as soon as it is not being looked at."""
        self._bells[f"{_WORKER}{queue}"].set()

    def ring_after(self, session: AsyncSession, queue: str) -> None:
        """Have a queue looked at when the transaction has committed."""
        sa.event.listen(session.sync_session, "after_commit", lambda _session: self.ring(queue), once=True)

    def hang(self, stop: threading.Event) -> None:
        """Have the queues' threads wait for their bells wherever they wait for `stop`."""
        wait_for_stop, set_stop = stop.wait, stop.set

        def wait(timeout: float | None = None) -> bool:
            bell = self._bells.get(threading.current_thread().name)
            if bell is None:
                return wait_for_stop(timeout)
            if not stop.is_set():
                bell.wait(timeout)
                bell.clear()
            return stop.is_set()

        def set_and_ring() -> None:
            set_stop()
            for bell in self._bells.values():
                bell.set()

        stop.wait, stop.set = wait, set_and_ring  # type: ignore[method-assign]


class Hung(list[threading.Event]):
    """The events that DBOS's threads wait for, each with the bells before its thread is started."""

    def __init__(self, bells: Bells) -> None:
        """None yet."""
        super().__init__()
        self._bells = bells

    def append(self, stop: threading.Event) -> None:
        """One more."""
        self._bells.hang(stop)
        super().append(stop)
