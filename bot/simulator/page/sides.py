"""From which side a form or a message is read: from that of the language in which the app speaks in it.

A form speaks the language of the person it is open for, a message that of its workshop, whatever the page speaks.
Nobody tells the page which language that is, so it looks at the letters: first at those of labels and buttons, which
the app itself wrote, and only where there are none at everything.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_LABELS = frozenset({"title", "submit", "close", "label", "hint", "placeholder", "button"})


def side(shown: object) -> str:
    """Give `rtl` or `ltr` for a view, or for the blocks of a message; nothing where not a letter is said."""
    return _of(_labels(shown)) or _of(_words(shown))


def _of(texts: Iterator[str]) -> str:
    kinds = Counter(unicodedata.bidirectional(char) for text in texts for char in text)
    right, left = kinds["R"] + kinds["AL"], kinds["L"]
    return "" if not right + left else "rtl" if right > left else "ltr"


def _labels(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            if name in _LABELS or (name == "text" and node.get("type") == "button"):
                yield from _words(value)
            else:
                yield from _labels(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for one in node:
            yield from _labels(one)


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for one in node:
            yield from _words(one)
