"""Texts in cells of tables: never a formula, never a character that breaks a file; and what they were, read back.

A spreadsheet takes a text that begins with = + - @, a tab or a carriage return for something to reckon with. Such a
text gets an apostrophe before it, and so does one that begins with an apostrophe, so that taking one off again gives
back what was there.
"""

import unicodedata
from typing import Final

LONGEST: Final = 32_000  # characters in a cell: Excel takes 32,767
_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """A text as it can stand in a cell."""
    clean = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return f"'{clean}" if clean.startswith(_BEGINS) else clean


def plain(cell: str) -> str:
    """What a cell that `safe` wrote says. A lone apostrophe that somebody typed stays."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_BEGINS) else cell
