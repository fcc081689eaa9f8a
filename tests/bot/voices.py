"""Every language people are offered, and two that nobody speaks: what a translator could not reach stands out in them.

In the pseudo-locales each letter of a sentence of ours is another one, and each sentence is longer by two fifths, as
the longest translations are. What still comes out in plain Latin letters is hard-coded, or was written by somebody.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Any

import pytest

from bot import i18n
from bot.i18n import LANGUAGES, Say, say_for

LONGER = 0.4
# What is no word of a sentence: placeholders, what is typed, addresses, mentions and entities.
_KEPT = re.compile(
    r"(\{[^}]*\}|%\(\w+\)[srd]|%[srd]|`[^`]*`|<[^>]*>|&\w+;|https?://\S+|/\w+|:\w+:|\b(?:Cairn|Slack)\b)"
)
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁɃĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשתץףםן" * 2


class Pseudo(NullTranslations):
    """A catalogue made from the sentences themselves."""

    def __init__(self, letters: str) -> None:
        super().__init__()
        self._letters, self._more = str.maketrans(_PLAIN, letters), letters[13]

    def _said(self, text: str) -> str:
        parts = _KEPT.split(text)
        said = "".join(part if at % 2 else part.translate(self._letters) for at, part in enumerate(parts))
        words = sum(map(len, parts[::2]))
        return f"{said} {self._more * max(1, round(words * LONGER))}" if words else said

    def gettext(self, message: str) -> str:
        return self._said(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._said(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        del context
        return self._said(message)


ACCENTED, MIRRORED = Pseudo(_ACCENTED), Pseudo(_HEBREW)
VOICES = [
    *(pytest.param(say_for(language), id=language) for language in LANGUAGES),
    pytest.param(Say("en", "Europe/Berlin", ACCENTED), id="accented"),
    pytest.param(Say("he", "Asia/Jerusalem", MIRRORED), id="mirrored"),
]


@contextmanager
def spoken(language: str, catalogue: NullTranslations | None = None) -> Iterator[None]:
    """Let everybody hear one language while this lasts, in this process: its own words, or those of a pseudo-locale."""
    real, chosen = i18n.language_for, i18n._catalogue
    i18n.language_for = lambda _wanted: language
    i18n._catalogue = lambda _language: catalogue or chosen(language)  # type: ignore[assignment]
    say_for.cache_clear()
    try:
        yield
    finally:
        i18n.language_for, i18n._catalogue = real, chosen
        say_for.cache_clear()


SHOWN = frozenset({"text", "alt_text", "alt_txt", "fallback", "title", "initial_comment"})


def shown(payload: Any, place: str = "") -> Iterator[str]:
    """Every text in a payload that people see."""
    if isinstance(payload, str):
        if place in SHOWN:
            yield payload
    elif isinstance(payload, dict):
        for name, inner in payload.items():
            yield from shown(inner, str(name))
    elif isinstance(payload, list | tuple):
        for inner in payload:
            yield from shown(inner, place)


_NO_WORD = re.compile(r"`[^`]*`|<[^>]*>|&\w+;|https?://\S+|\S*/\w+\S*|:\w+:|\S*@\w+|#\S+|\b\w+[-_.:]\w\S*")
_WORD = re.compile(r"[A-Za-z]{2,}")
# "Home" and "Enter" stand on Slack's tab and on keyboards.
FORMATS = frozenset(
    ["PDF", "PNG", "SVG", "HTML", "CSV", "JSON", "YAML", "ZIP", "OPML", "Excel", "PowerPoint", "Markdown", "Mermaid"]
)
NAMES = FORMATS | {"Home", "Enter", "IT", "Cairn", "Slack", "NPS", "CES", "LTV", "UTC", "OK", "KB", "MB", "Webhook"}


def left_in_latin(text: str, known: frozenset[str] = NAMES) -> list[str]:
    """The words of a text that stand in plain Latin letters, those that everybody knows aside."""
    return [word for word in _WORD.findall(_NO_WORD.sub(" ", text)) if word not in known]
