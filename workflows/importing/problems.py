"""What is wrong with a file, as codes with a place. `bot.views.import_words` turns each into a sentence."""

from dataclasses import dataclass, field
from typing import Any

from workflows.errors import InvalidError

FILE = "file"  # the field of the form that a file is chosen in


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that cannot be taken, or that is worth a word: `row` and `column` as a spreadsheet shows them."""

    code: str
    row: int = 0
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict)


def refused(code: str, **params: Any) -> InvalidError:
    """What to raise where a file cannot be taken as a whole; `row` and `column` say where, if that is known."""
    return InvalidError(FILE, code, **params)
