"""Logging: one line a record on the standard error, with the interaction's number and without secrets."""

import json
import logging
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from time import gmtime
from types import TracebackType

from bot.redaction import Redactor
from workflows.tracing import CORRELATION as CORRELATION

_LINE = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s [%(correlation)s] %(message)s"
_SECONDS = "%Y-%m-%dT%H:%M:%S"

# Libraries quote requests, statements and their parameters below this level: people's words and tokens.
_LIBRARIES = logging.WARNING
_OURS = ("bot", "workflows", "storage", "cairn")

log = logging.getLogger("cairn")


class Readable(logging.Formatter):
    """A record as a line for people, with its traceback below, then without what is secret."""

    converter = staticmethod(gmtime)  # the time is written with a Z

    def __init__(self, redact: Redactor) -> None:
        """Take secrets out by `redact`."""
        super().__init__(_LINE, _SECONDS)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """Format and redact."""
        return self._redact(super().format(record))


class Structured(logging.Formatter):
    """A record as one line of JSON: at, level, logger, correlation, message, and exception where there was one."""

    def __init__(self, redact: Redactor) -> None:
        """Take secrets out by `redact`."""
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """Format and redact; each part by itself, so that it stays JSON."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {
            "at": at.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "correlation": getattr(record, "correlation", CORRELATION.get()),
            "message": self._redact(record.getMessage()),
        }
        if record.exc_info:
            said["exception"] = self._redact(self.formatException(record.exc_info))
        if record.stack_info:
            said["stack"] = self._redact(record.stack_info)
        return json.dumps(said, ensure_ascii=False)


def setup(level: str, *, structured: bool = False, secrets: Iterable[str] = ()) -> None:
    """Send everything to the standard error, redacted: what libraries warn of and what ends the program, too."""
    redact = Redactor(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured(redact) if structured else Readable(redact))
    handler.addFilter(_number)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(_LIBRARIES, logging.getLevelName(level)))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _ended
    threading.excepthook = _thread_ended


def _number(record: logging.LogRecord) -> bool:
    record.correlation = CORRELATION.get()
    return True


def _ended(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Write down what ends the program: Python itself would print it as it is."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("the program ends", exc_info=(kind, error, traceback))


def _thread_ended(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and not issubclass(given.exc_type, SystemExit):
        log.error("a thread ended", exc_info=(given.exc_type, given.exc_value, given.exc_traceback))
