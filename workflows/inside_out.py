"""Words that speak from inside the organisation, in every language of the bot; they stand in `inside_out.yaml`."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from workflows.languages import LANGUAGES

_FILE = "inside_out.yaml"
_ALWAYS = "en"  # the jargon of offices is English in every language
_PARTS = frozenset({"process", "anyone"})
# What may not stand before and after a word, and what a star stands for. English words are fenced by Latin letters
# only, because Chinese and Hebrew write theirs against them; Chinese has no spaces; Hebrew writes small words onto
# the next one.
_FENCES = {
    "en": (r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])", r"[A-Za-z]*"),
    "ru": (r"(?<!\w)", r"(?!\w)", r"\w*"),
    "zh_Hans": ("", "", r"\w{0,4}"),
    "he": (r"(?<!\w)[והבלמשכ]{0,3}", r"(?!\w)", r"\w*"),
}


def word(text: str, language: str) -> str:
    """The first word of the organisation's inside that a text says, as it says it; empty where there is none."""
    spelled = _spelled(text)
    folded = spelled.casefold()
    for one in dict.fromkeys((language, _ALWAYS)):
        for stem, pattern in _patterns(one):
            # Looking for a stem costs next to nothing, and hardly any text holds one.
            found = pattern.search(spelled) if stem in folded else None
            if found:
                return found[0]
    return ""


def anyone(name: str) -> bool:
    """Whether a name is that of nobody in particular: a customer, a user, everyone."""
    said = _plain(name).strip()
    return any(said in one["anyone"] for one in lists().values())


@cache
def lists() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The words by language: `process` for what customers never say, `anyone` for names of nobody.

    Raises ValueError where the file is not written as it should be.
    """
    return check(yaml.safe_load(files("workflows").joinpath(_FILE).read_text(encoding="utf-8")))


def check(content: Any) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The lists, or ValueError: languages of ours, both parts, no word empty, twice or in capitals."""
    if not isinstance(content, dict) or not {_ALWAYS} <= set(content) <= set(LANGUAGES):
        msg = f"{_FILE} holds other languages than {tuple(LANGUAGES)}"
        raise ValueError(msg)
    found = {}
    for language, parts in content.items():
        if not isinstance(parts, dict) or set(parts) != _PARTS:
            msg = f"{language}: {sorted(_PARTS)} are wanted"
            raise ValueError(msg)
        found[language] = {part: _words(f"{language}.{part}", given) for part, given in parts.items()}
    return found


def _words(where: str, given: Any) -> tuple[str, ...]:
    good = isinstance(given, list) and given and all(isinstance(one, str) and one.strip(" *") for one in given)
    if not good:
        msg = f"{where} is no list of words"
        raise ValueError(msg)
    odd = [one for one in given if one != _plain(one).strip() or given.count(one) > 1]
    if odd:
        msg = f"{where}: {odd} are twice in the list, in capitals or with blanks around them"
        raise ValueError(msg)
    return tuple(given)


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each word of a language with its longest part that is always written the same; long words first."""
    if language not in _FENCES:
        return ()
    before, after, ending = _FENCES[language]
    found = []
    for one in sorted(lists()[language]["process"], key=len, reverse=True):
        spelled = re.escape(one).replace(r"\*", ending).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?")
        stem = max(re.split(r"[\s*-]", one), key=len)
        found.append((stem, re.compile(f"{before}{spelled}{after}", re.IGNORECASE)))
    return tuple(found)


def _plain(text: str) -> str:
    return _spelled(text.casefold())


def _spelled(text: str) -> str:
    """Letters that people write in two ways become one."""
    return text.replace("ё", "е").replace("Ё", "Е").replace("־", "-")
