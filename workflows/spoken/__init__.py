"""A rhythm or a day in Russian, Chinese and Hebrew, said again in English.

The English is of the few words that `workflows.phrases` reads: «по понедельникам в 10», «每月第一个周一», «מחר ב־9:30».

Rules, one after the other: months are named by CLDR, the rest is written here. What no rule knows stays as it is, in
its own script, and makes a phrase unclear there. Days that depend on today (tomorrow, 下周五) become dates.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from workflows.spoken.chinese import CHINESE
from workflows.spoken.english import ENGLISH
from workflows.spoken.hebrew import HEBREW
from workflows.spoken.rules import UNSEEN, Rule, rules
from workflows.spoken.russian import RUSSIAN


def _numbers(found: re.Match[str], _today: date) -> str:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    return f"{year + 2000 if year < 100 else year}-{month:02}-{day:02}"  # two digits


# Day first with dots; with strokes only where no month has that number; the year first in any way.
_NUMBERS = rules(
    (r"(?<!\d)(?P<year>\d{4})[./](?P<month>\d{1,2})[./](?P<day>\d{1,2})(?!\d)", _numbers),
    (r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)(?![\d.])", _numbers),
    (r"(?<![\d/])(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)", _numbers),
)

_LANGUAGES: tuple[tuple[re.Pattern[str], tuple[Rule, ...]], ...] = (
    (re.compile(r"[a-z]"), ENGLISH),
    (re.compile(r"[\u0400-\u04ff]"), RUSSIAN),
    (re.compile(r"[\u3400-\u9fff]"), CHINESE),
    (re.compile(r"[\u0590-\u05ff]"), HEBREW),
)


def in_english(said: str, today: date) -> str:
    """Say it again in English where a rule knows how; `today` is the day where the speaker is."""
    text = unicodedata.normalize("NFKC", said).casefold().replace("ё", "е").replace("־", "-")
    text = _apply(_NUMBERS, UNSEEN.sub("", text), today)
    for script, known in _LANGUAGES:
        if script.search(text):
            text = _apply(known, text, today)
    return " ".join(text.split())


def _apply(known: Iterable[Rule], text: str, today: date) -> str:
    for pattern, again in known:
        if isinstance(again, str):
            text = pattern.sub(again, text)
        else:
            text = pattern.sub(lambda found, say=again: f" {say(found, today)} ", text)  # type: ignore[misc]
    return text
