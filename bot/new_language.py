"""Begin another language: its line in the list, its catalogue, its column in the glossary."""

import re
import subprocess
import sys
from pathlib import Path

from babel import Locale, UnknownLocaleError

from bot import glossary, i18n
from bot.sentences import path_of, read

ROOT = Path(__file__).parents[1]
LIST = ROOT / "workflows" / "languages.yaml"
PRESETS = ROOT / "workflows" / "presets"


class LanguageError(ValueError):
    """It cannot be begun; the sentence says why."""


def begin(code: str) -> str:
    """Make everything that a language needs before its first sentence; what is left to do, for people to read."""
    name = own_name(code)
    if code in i18n.LANGUAGES or path_of(code).exists():
        msg = f"{code} is there already: {path_of(code)}."
        raise LanguageError(msg)
    with LIST.open("a", encoding="utf-8") as file:
        file.write(f"{code}: {name}\n")
    _add_column(code)
    # The list of languages is read once in a process: another one reads the new one.
    subprocess.run([sys.executable, "-m", "bot.catalogues", "update"], cwd=ROOT, check=True)
    return _left(code, name)


def own_name(code: str) -> str:
    """Say what a language calls itself; LanguageError where CLDR knows no such language, or none by this code."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError) as error:
        msg = f"{code!r} is no language that CLDR knows: {error}."
        raise LanguageError(msg) from None
    if str(locale) != code:
        msg = f"Say {locale} instead of {code}."
        raise LanguageError(msg)
    name = locale.languages.get(code) or locale.get_display_name() or code
    return name[:1].upper() + name[1:]


def _add_column(code: str) -> None:
    """Give every term of the glossary room for its word: a line behind the last one of its row."""
    text = glossary.FILE.read_text("utf-8")
    rows = re.split(r"(?m)^(?=- term: )", text)
    filled = [rows[0], *(f'{row.rstrip()}\n  {code}: {{say: ""}}\n' for row in rows[1:])]
    glossary.FILE.write_text("".join(filled), "utf-8")
    glossary.terms.cache_clear()


def _left(code: str, name: str) -> str:
    examples = sorted(file.name for file in PRESETS.glob(f"*.{i18n.SOURCE}.yaml"))
    sentences = len(read(code)) - 1
    return f"""\
{name} ({code}) is begun: it is offered, and says in English what it does not know yet.
Now, in this order (docs/translating.md tells more):
  bot/locales/glossary.yaml          a word for each of {len(glossary.terms())} terms
  {path_of(code).relative_to(ROOT)}   {sentences} sentences:
      python -m bot.catalogues missing {code} > {code}.json, fill it in, python -m bot.catalogues put {code} {code}.json
  bot/listeners/words.py             what people may type for each word after /journey
  workflows/inside_out.yaml          words that speak from inside an organisation
  workflows/presets                  the examples: {", ".join(examples)}
`python -m bot.catalogues check` says what is left of the first two.
"""
