"""Which interaction something belongs to: a number that goes with it through the log, into the jobs it caused too."""

import secrets
from contextvars import ContextVar

NOTHING = "-"
CORRELATION: ContextVar[str] = ContextVar("correlation", default=NOTHING)


def new_reference() -> str:
    """Make the number of an interaction: short enough to read out."""
    return secrets.token_hex(4)


def current() -> str:
    """The number of the interaction that is being worked for; empty where there is none."""
    number = CORRELATION.get()
    return "" if number == NOTHING else number


def goes_on(cause: str = "") -> None:
    """From here on, what is written down belongs to the interaction that caused it; without one, to a new number."""
    CORRELATION.set(cause or new_reference())
