"""The words of the profession in every language: one file holds translators to them, and readers find them in a page.

A term that an English sentence has must be in its translation, in any inflection: `stems` of the glossary are looked
for in lower case. Longer terms go first, so that a "pain point" is not looked at again as a "pain".
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

import yaml

from bot.i18n import LANGUAGES, LOCALES, SOURCE

FILE = LOCALES / "glossary.yaml"
PAGE = Path(__file__).parent.parent / "docs" / "glossary.md"


class Word(TypedDict, total=False):
    """What a language calls a term, and how a translation shows that it does."""

    say: str
    stems: list[str]


@lru_cache
def terms() -> Mapping[str, Mapping[str, Word]]:
    """Read the glossary: term in English -> language -> word."""
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    return {row.pop("term"): row for row in rows}


def missing(language: str, english: str, said: str) -> Iterator[str]:
    """Name the terms of an English sentence that its translation does not have, as "term (word)"."""
    rest, said = _PLACEHOLDER.sub(" ", english).lower(), said.lower()
    for term, words in sorted(terms().items(), key=lambda each: -len(each[0])):
        word = words.get(language, {})
        rest, found = _pattern(term).subn(" ", rest)
        if found and "stems" in word and not any(stem in said for stem in word["stems"]):
            yield f"{term} ({word['say']})"


def unnamed(language: str) -> Iterator[str]:
    """Name the terms that have no word in a language yet."""
    return (term for term, words in terms().items() if not words.get(language, {}).get("say"))


def page() -> str:
    """Write the glossary as a table for people."""
    others = [code for code in LANGUAGES if code != SOURCE]
    head = ["English", *(LANGUAGES[code] for code in others)]
    rows = [[term, *(words.get(code, {}).get("say", "") for code in others)] for term, words in sorted(terms().items())]
    lines = [head, ["---"] * len(head), *rows]
    return _INTRODUCTION + "".join(f"| {' | '.join(line)} |\n" for line in lines)


_PLACEHOLDER = re.compile(r"\{[^}]*\}|`[^`]*`")
_INTRODUCTION = """# Glossary

The words of customer journey mapping that Cairn uses, in each of its languages. `bot/locales/glossary.yaml` is where
they are kept; `make check` sees to it that translations use them, and `python -m bot.catalogues update` writes this
page.

"""


@lru_cache
def _pattern(term: str) -> re.Pattern[str]:
    some = rf"{re.escape(term[:-1])}(?:y|ies)" if re.search("[^aeiou]y$", term) else rf"{re.escape(term)}(?:e?s)?"
    return re.compile(rf"\b{some}\b")
