"""Logging: one line a record on the standard error, with the interaction's number and without secrets."""

import logging
import sys
from contextvars import ContextVar
from time import gmtime

from bot.redaction import Redact

CORRELATION: ContextVar[str] = ContextVar("correlation", default="-")  # which interaction a line belongs to

_LINE = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s [%(correlation)s] %(message)s"

# What these say at INFO is about themselves; some of it quotes requests.
_QUIET = {
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "dbos": logging.WARNING,
    "alembic": logging.WARNING,
    "fontTools": logging.WARNING,
    "asyncio": logging.WARNING,
}


def setup(level: str) -> None:
    """Send everything to the standard error, redacted."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = Redact(_LINE, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = gmtime
    handler.setFormatter(formatter)
    handler.addFilter(_number)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, floor in _QUIET.items():
        logging.getLogger(name).setLevel(floor)


def _number(record: logging.LogRecord) -> bool:
    record.correlation = CORRELATION.get()
    return True
