"""Whether the one library that pip does not bring, cairo, is here; `python -m bot.cairo` says what to install."""

import ctypes
import ctypes.util
import sys

from bot.console import voice
from bot.i18n import N_

SENTENCE = N_(
    "Cairn draws its pictures with cairo, and cairo is not installed. "
    "On Debian and Ubuntu: apt-get install libcairo2. On macOS: brew install cairo."
)


def missing() -> str | None:
    """The sentence to show when cairo is missing, or None when it is here."""
    for name in ("libcairo.so.2", "libcairo.2.dylib", ctypes.util.find_library("cairo")):
        if name is None:
            continue
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return None
    return voice()(SENTENCE)


def main() -> int:
    """Say it on the standard error, for the Makefile."""
    sentence = missing()
    if sentence:
        sys.stderr.write(sentence + "\n")
    return 2 if sentence else 0


if __name__ == "__main__":
    sys.exit(main())
