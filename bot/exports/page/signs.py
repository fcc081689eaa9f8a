"""The signs of a page: icons as one symbol each, the five faces of a feeling, and the few that only a page needs."""

import re
from collections.abc import Iterable

from bot.rendering import icons

# The page's own, drawn in the manner of the others: a square of 24, strokes of 2.
_OWN = {
    "plus": "M5 12h14M12 5v14",
    "minus": "M5 12h14",
    "x": "M18 6L6 18M6 6l12 12",
    "next": "M9 18l6-6-6-6",
    "back": "M15 18l-6-6 6-6",
    "play": "M7 4v16l13-8z",
    "fit": "M8 3H5a2 2 0 0 0-2 2v3M16 3h3a2 2 0 0 1 2 2v3M8 21H5a2 2 0 0 1-2-2v-3M16 21h3a2 2 0 0 0 2-2v-3",
    "half": "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
    "printer": "M6 9V3h12v6M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2M6 14h12v7H6z",
    "layers": "M12 3l9 5-9 5-9-5zM3 13l9 5 9-5",
    "compare": "M12 3v18M8 7l-5 5 5 5M16 7l5 5-5 5",
}
_USED = re.compile(r'href="#i-([a-z0-9-]+)"')
FACES = (
    ("M-7.5 -6.5L-2.5 -3.8M7.5 -6.5L2.5 -3.8", "M-6 6.5C-3.5 1.5 3.5 1.5 6 6.5"),
    ("", "M-5 5.5C-3 3 3 3 5 5.5"),
    ("", "M-5 4.6L5 4.6"),
    ("", "M-5.5 3.2C-3 6.6 3 6.6 5.5 3.2"),
    ("", "M-6.5 2C-5 9 5 9 6.5 2Z"),
)


def used(html: str) -> list[tuple[str, str]]:
    """The name and outline of every icon that a page shows."""
    return [(name, outline(name)) for name in sorted(set(_USED.findall(html)))]


def outline(name: str) -> str:
    """An icon as path data."""
    return _OWN[name] if name in _OWN else icons.relative(name, icons.SIDE)


def names() -> Iterable[str]:
    """The icons that only a page has."""
    return _OWN
