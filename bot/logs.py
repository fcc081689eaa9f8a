"""Logging: one line a record on the standard error, with the interaction's number and without secrets."""

import logging
import sys
from contextvars import ContextVar
from time import gmtime

from bot.redaction import Redact

CORRELATION: ContextVar[str] = ContextVar("correlation", default="-")  # which interaction a line belongs to

_LINE = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s [%(correlation)s] %(message)s"

# Libraries quote requests, statements and their parameters below this level: people's words and tokens.
_LIBRARIES = logging.WARNING
_OURS = ("bot", "workflows", "storage", "cairn")


def setup(level: str) -> None:
    """Send everything to the standard error, redacted."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = Redact(_LINE, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = gmtime
    handler.setFormatter(formatter)
    handler.addFilter(_number)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(_LIBRARIES, logging.getLevelName(level)))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)


def _number(record: logging.LogRecord) -> bool:
    record.correlation = CORRELATION.get()
    return True
