"""Reading what was typed after `/journey list`: which maps, and the words they are looked for by."""

import difflib
from dataclasses import dataclass

from bot.aliases import LISTED
from bot.listeners.words import NEAR, bare
from workflows.finding import Shown

DELETED, HERE, QUOTES = "deleted", "here", "\"'“„«「"
_CLOSING = "\"'”“»」"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which maps somebody wants to see: those of a state, of this channel, deleted ones; and those that say words."""

    shown: Shown = Shown.ALL
    here: bool = False
    deleted: bool = False
    words: str = ""


def read(said: str) -> Asked:
    """Read filters until something else is said: that is what is looked for. In quotes everything is words."""
    words = said.split()
    shown, here = Shown.ALL, False
    while words and (meant := _FILTERS.get(bare(words[0]))):
        words = words[1:]
        if meant == DELETED:
            return Asked(deleted=True)
        here = here or meant == HERE
        shown = shown if meant == HERE else Shown(meant)
    text = " ".join(words)
    if text[:1] in QUOTES:
        text = text.strip(QUOTES + _CLOSING)
    return Asked(shown, here, words=text)


def nearest(said: str) -> str:
    """Find the filter that was probably meant by one word that stands on no map; empty where none is near."""
    if not said or len(said.split()) > 1:
        return ""
    found = difflib.get_close_matches(bare(said)[:40], list(_FILTERS), n=1, cutoff=NEAR)
    return _WRITTEN[found[0]] if found else ""


_WAYS = [(way, meant) for said in LISTED.values() for meant, ways in said.items() for way in ways.split()]
_FILTERS = {bare(way): meant for way, meant in _WAYS}
_WRITTEN = {bare(way): way for way, _meant in _WAYS}
