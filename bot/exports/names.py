"""Names of files: what a map is called, without anything that means something to a file system."""

import unicodedata
from typing import Final

LONGEST: Final = 60  # characters: in UTF-8 at most 240 bytes, which with its ending every file system takes
# What Windows keeps for itself, whatever stands behind the dot.
_TAKEN: Final = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def slug(title: str) -> str:
    """Letters and digits of any script, with hyphens between; `map` where there are none."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else "-" for char in folded)
    short = "-".join(part for part in kept.split("-") if part)[:LONGEST].strip("-")
    while len(short.encode()) > LONGEST * 3:
        short = short[:-1]
    return f"map-{short}".strip("-") if not short or short in _TAKEN or not short[0].isalnum() else short


def file_name(title: str, extension: str, *, compared: bool = False) -> str:
    """The name of a file that a map is written into."""
    return f"{slug(title)}{'-compared' if compared else ''}.{extension}"
