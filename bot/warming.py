"""What a start goes without, and the first who needs it would wait for: made ready in a thread, once Cairn serves."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from time import sleep

from sqlalchemy.orm import configure_mappers

from workflows import document, methods, phrases, presets

log = logging.getLogger(__name__)

PAUSE = 0.05  # seconds between two of them: whoever asks for something meanwhile goes first


def warm() -> None:
    """Make everything ready, one after the other. What fails here fails again, and is told, where it is needed."""
    for one in _work():
        try:
            one()
        except Exception:
            log.exception("something could not be made ready")
        sleep(PAUSE)


def _work() -> list[Callable[[], object]]:
    today = datetime.now(UTC).date()
    return [
        configure_mappers,
        *(partial(methods.method, name) for name in methods.NAMES),
        lambda: phrases.hear("every Monday at 10", today),
        lambda: presets.example(presets.names()[0]),
        partial(import_module, "rapidfuzz.process"),
        document.prepare,
    ]
