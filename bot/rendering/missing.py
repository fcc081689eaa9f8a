"""Characters that no font of the package has: a box is drawn for each, and the log is told once."""

import logging
from collections.abc import Iterable
from functools import lru_cache

_log = logging.getLogger(__name__)


def tell(characters: Iterable[str]) -> None:
    """Name those that were not named before."""
    for character in sorted(characters):
        _tell(character)


@lru_cache(maxsize=4096)
def _tell(character: str) -> None:
    _log.warning("no font has U+%04X", ord(character))
