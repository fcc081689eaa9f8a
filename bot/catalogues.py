"""`python -m bot.catalogues`: keep what Cairn says in each language in step with the code. `docs/translating.md`."""

import json
import re
import string
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot import glossary, new_language
from bot.i18n import LANGUAGES, SOURCE
from bot.sentences import extract, forms_of, key_of, read, renewed, sentences_of, translated, write

SHOWN = 30  # troubles, before it is enough
_BETWEEN = "\x04"  # gettext's sign between a context and a sentence
_PERCENT = re.compile(r"%(?:\(\w+\))?[srd]")  # of sentences that are argparse's
HOW = """\
What to do:
  python -m bot.catalogues update               brings the catalogues up to date with the code
  python -m bot.catalogues missing ru > ru.json  gives the sentences that Russian lacks; fill them in
  python -m bot.catalogues put ru ru.json       puts them into its catalogue
The words of the profession are in docs/glossary.md, the rest in docs/translating.md.
"""
USAGE = """\
python -m bot.catalogues check              says what is wrong with the catalogues
python -m bot.catalogues update             brings them up to date with the code
python -m bot.catalogues missing LANGUAGE   gives what is not translated yet, as JSON
python -m bot.catalogues put LANGUAGE FILE  takes translations from such a file
python -m bot.catalogues new LANGUAGE       begins another language, such as fr or pt_BR
"""


def update() -> None:
    """Bring every catalogue up to date with the code."""
    template = extract()
    for language in LANGUAGES:
        write(language, renewed(language, template))
    glossary.PAGE.write_text(glossary.page(), "utf-8")


def missing(language: str) -> dict[str, str | list[str]]:
    """Give what is not translated yet: each sentence with room for its translation, in as many forms as it takes."""
    catalogue = read(language)
    return {
        _name(message): [""] * catalogue.num_plurals if len(forms_of(message.id)) > 1 else ""
        for message in sentences_of(catalogue)
        if not translated(message)
    }


def put(language: str, said: dict[str, str | list[str]]) -> list[str]:
    """Put translations into a catalogue; what is left out was not filled in, what is given back nobody says."""
    catalogue = read(language)
    known = {_name(message): message for message in sentences_of(catalogue)}
    for name in said.keys() & known.keys():
        if all(forms_of(said[name])):
            text = said[name]
            known[name].string = text if isinstance(text, str) else tuple(text)
    write(language, catalogue)
    return sorted(said.keys() - known.keys())


def troubles() -> Iterator[str]:
    """Say everything that is wrong with the catalogues."""
    wanted = {key_of(message): message for message in sentences_of(extract())}
    for language in LANGUAGES:
        catalogue = read(language)
        have = {key_of(message): message for message in sentences_of(catalogue)}
        yield from (f"{language}: not in the catalogue: {key[0]!r}" for key in wanted if key not in have)
        yield from (f"{language}: nobody says this any more: {key[0]!r}" for key in have if key not in wanted)
        for key, message in have.items():
            yield from (f"{language}: {trouble}: {key[0]!r}" for trouble in _wrong(language, message, catalogue))
        if language != SOURCE:
            yield from (f"{language}: the glossary has no word for {term}" for term in glossary.unnamed(language))
    if not glossary.PAGE.exists() or glossary.PAGE.read_text("utf-8") != glossary.page():
        yield "docs/glossary.md is not what bot/locales/glossary.yaml says"


def _wrong(language: str, message: Message, catalogue: Catalog) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    yield from _broken(message)
    if language == SOURCE:
        if forms_of(message.string) != forms_of(message.id):
            yield "other words than in the code"
        return
    if not translated(message):
        yield "not translated"
        return
    if len(forms_of(message.id)) > 1 and len(forms_of(message.string)) != catalogue.num_plurals:
        yield f"{len(forms_of(message.string))} forms instead of {catalogue.num_plurals}"
    terms = glossary.missing(language, " ".join(forms_of(message.id)), " ".join(forms_of(message.string)))
    yield from (f"not the glossary's word for {term}" for term in terms)


def _broken(message: Message) -> Iterator[str]:
    try:
        wanted = _placeholders(forms_of(message.id)[-1])
        said = [_placeholders(form) for form in forms_of(message.string) if form]
    except ValueError as error:
        yield f"broken placeholder ({error})"
        return
    for names in said:
        # One form of a plural may leave the number out ("one idea"), the others may not; none may invent a name.
        if names - wanted or (wanted - {"count"}) - names:
            yield f"placeholders {sorted(names)} instead of {sorted(wanted)}"


def _placeholders(text: str) -> set[str]:
    named = {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    return named | set(_PERCENT.findall(text))


def _name(message: Message) -> str:
    sentence, context = key_of(message)
    return f"{context}{_BETWEEN}{sentence}" if context else sentence


def _check() -> int:
    found = list(troubles())
    if found:
        amounts = Counter(one.partition(":")[0] for one in found)
        told = ", ".join(f"{name}: {amount}" for name, amount in amounts.items())
        more = [f"… and {len(found) - SHOWN} more ({told})"] if len(found) > SHOWN else []
        sys.stderr.write("\n".join([*found[:SHOWN], *more, "", HOW]))
    return 1 if found else 0


def _update() -> int:
    update()
    return 0


def _missing(language: str) -> int:
    sys.stdout.write(json.dumps(missing(language), ensure_ascii=False, indent=2) + "\n")
    return 0


def _put(language: str, file: str) -> int:
    unknown = put(language, json.loads(Path(file).read_text("utf-8")))
    sys.stderr.write("".join(f"nobody says this: {name!r}\n" for name in unknown))
    return 1 if unknown else 0


def _new(language: str) -> int:
    try:
        made = new_language.begin(language)
    except new_language.LanguageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(made)
    return 0


_DO: dict[tuple[str, int], Callable[..., int]] = {
    ("check", 0): _check,
    ("update", 0): _update,
    ("missing", 1): _missing,
    ("put", 2): _put,
    ("new", 1): _new,
}


def main(arguments: list[str]) -> int:
    """Do what is asked for."""
    word, rest = (arguments or [""])[0], arguments[1:]
    do = _DO.get((word, len(rest)))
    if do is None or (word in {"missing", "put"} and rest[0] not in LANGUAGES):
        sys.stderr.write(USAGE)
        return 2
    return do(*rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
