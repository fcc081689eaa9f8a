"""What a button's value and a modal's private metadata carry: ids, never trust.

Both come back from the person's client, so they only say what is meant; who may do it is asked again
of the verified request. What cannot be read is "not found", like a missing id.
"""

import json
from dataclasses import dataclass, field

from workflows.errors import NotFoundError

VALUE_MAX, METADATA_MAX = 2000, 3000
_SHORT = {
    "workshop": "w",
    "item": "i",
    "version": "v",
    "kind": "k",
    "stage": "s",
    "step": "t",
    "page": "p",
    "more": "x",
}
_NUMBERS = frozenset({"workshop", "item", "version", "stage", "step", "page"})
_BIGGEST = 2**31 - 1  # the integers of the database
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # kept: a view has a value for every button


@dataclass(frozen=True, slots=True)
class Value:
    """What a button is about. `kind` is a word whose meaning the action knows; `more` small texts besides."""

    workshop: int | None = None
    item: int | None = None
    version: int | None = None
    kind: str = ""
    stage: int | None = None
    step: int | None = None
    page: int | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def of(self) -> int:
        """The workshop's id, where there has to be one."""
        if self.workshop is None:
            raise NotFoundError
        return self.workshop

    @property
    def of_item(self) -> int:
        """The item's id, where there has to be one."""
        if self.item is None:
            raise NotFoundError("item")
        return self.item


def encode(value: Value) -> str:
    """Write a value down in as few characters as possible."""
    short = {key: given for name, key in _SHORT.items() if (given := getattr(value, name)) not in (None, "", {})}
    return _WRITER.encode(short)


def decode(text: str | None) -> Value:
    """Read a value back; anything but one of ours raises NotFoundError."""
    try:
        short = json.loads((text or "{}")[:METADATA_MAX])
        return _checked({name: short[key] for name, key in _SHORT.items() if key in short})
    except (ValueError, TypeError, RecursionError):
        raise NotFoundError("item") from None


def _checked(given: dict[str, object]) -> Value:
    for name, value in given.items():
        if name in _NUMBERS:
            good = type(value) is int and 0 <= value <= _BIGGEST
        elif name == "more":
            good = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
        else:
            good = isinstance(value, str)
        if not good:
            raise ValueError(name)
    return Value(**given)  # type: ignore[arg-type]
