"""Keep the catalogues in step with the sentences in the code: `python -m bot.catalogues update` or `check`."""

import ast
import string
import sys
from collections.abc import Collection, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot import glossary
from bot.i18n import DOMAIN, LANGUAGES, LOCALES, SOURCE
from workflows import methods

PACKAGE = Path(__file__).parent
STAGE_SETS = PACKAGE.parent / "workflows" / "presets" / "stages.yaml"  # names that are shown translated
KEYWORDS = {"_": None, "say": None, "N_": None, "n": (1, 2), "p": ((1, "c"), 2)}

SHOWN = 30  # troubles, before it is enough
_EPOCH = datetime(2026, 11, 22, tzinfo=UTC)  # the day of the first sentence: headers that never change make no diffs

Found = tuple[int, str, str | tuple[str | None, ...], list[str]]  # line, name of the call, what it says, comments
Key = tuple[str, str | None]  # sentence (the singular) and context


def sentences(file: BinaryIO, names: Collection[str], tags: object, options: object) -> Iterator[Found]:
    """Find what a module says, for Babel; its own reader sees nothing inside f-strings before Python 3.12."""
    del tags, options
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = tuple(_constant(each) for each in node.args)
        if name in names and texts and texts[0] is not None:
            yield node.lineno, name, texts if len(texts) > 1 else texts[0], []


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


METHODS: Final[list[tuple[str, Any]]] = [
    ("**/fonts/**", "ignore"),
    ("**/locales/**", "ignore"),
    ("**.py", sentences),
    ("**.html", "jinja2"),
]


def extract() -> Catalog:
    """Collect every marked sentence, with the files that say it."""
    catalogue = Catalog(domain=DOMAIN)
    found = extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS)
    for filename, line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, None, [(f"bot/{Path(filename).as_posix()}", line)], (), comments, context=context)
    for name in _stage_names():
        catalogue.add(name, None, [(STAGE_SETS.relative_to(PACKAGE.parent).as_posix(), 1)])
    for sentence, file in methods.sentences():
        catalogue.add(sentence, None, [(file, 1)])
    return catalogue


def read(language: str) -> Catalog:
    """Read one language's catalogue; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(
            locale=language,
            domain=DOMAIN,
            header_comment=f"# The sentences of Cairn: {LANGUAGES[language]}.",
            project="Cairn",
            version="1",
            msgid_bugs_address="none",
            last_translator="the Cairn team",
            language_team="the Cairn team",
            creation_date=_EPOCH,
            revision_date=_EPOCH,
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def path_of(language: str) -> Path:
    """Say where a language's catalogue lies."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def renew(language: str, template: Catalog) -> bytes:
    """Give the text a language's catalogue should have: translations kept, sentences of today."""
    catalogue = read(language)
    # No guessing: a sentence that changed is a sentence to translate, not one nearly like it.
    catalogue.update(deepcopy(template), no_fuzzy_matching=True, update_creation_date=False)
    # What nobody says any more is kept where somebody translated it: sentences come back.
    gone = [key for key, message in catalogue.obsolete.items() if language == SOURCE or not _translated(message)]
    for key in gone:
        del catalogue.obsolete[key]
    if language == SOURCE:
        for message in _sentences(catalogue):
            message.string = message.id
    text = BytesIO()
    # No line numbers and one sentence a line: a catalogue changes when a sentence does, not when code moves.
    write_po(text, catalogue, width=0, include_lineno=False, sort_by_file=True)
    return text.getvalue()


def update() -> None:
    """Bring every catalogue up to date with the code."""
    template = extract()
    for language in LANGUAGES:
        path = path_of(language)
        text = renew(language, template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    glossary.PAGE.write_text(glossary.page(), "utf-8")


def troubles() -> Iterator[str]:
    """Say everything that is wrong with the catalogues."""
    wanted = {_key(message): message for message in _sentences(extract())}
    for language in LANGUAGES:
        catalogue = read(language)
        have = {_key(message): message for message in _sentences(catalogue)}
        yield from (f"{language}: not in the catalogue: {key[0]!r}" for key in wanted if key not in have)
        yield from (f"{language}: nobody says this any more: {key[0]!r}" for key in have if key not in wanted)
        for key, message in have.items():
            if message.fuzzy:
                yield f"{language}: fuzzy: {key[0]!r}"
            if language == SOURCE and _forms(message.string) != _forms(message.id):
                yield f"{language}: other words than in the code: {key[0]!r}"
            yield from (f"{language}: {trouble}: {key[0]!r}" for trouble in _broken(message))
            if language != SOURCE and _translated(message):
                terms = glossary.missing(language, " ".join(_forms(message.id)), " ".join(_forms(message.string)))
                yield from (f"{language}: not the glossary's word for {term}: {key[0]!r}" for term in terms)
    if not glossary.PAGE.exists() or glossary.PAGE.read_text("utf-8") != glossary.page():
        yield "docs/glossary.md is not what bot/locales/glossary.yaml says"


def _sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)  # the empty id is the header


def _key(message: Message) -> Key:
    return _forms(message.id)[0], message.context


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _translated(message: Message) -> bool:
    return bool(message.string) and all(_forms(message.string))


def _broken(message: Message) -> Iterator[str]:
    try:
        wanted = _placeholders(_forms(message.id)[-1])
        said = [_placeholders(form) for form in _forms(message.string) if form]
    except ValueError as error:
        yield f"broken placeholder ({error})"
        return
    for names in said:
        # One form of a plural may leave the number out ("one idea"), the others may not; none may invent a name.
        if names - wanted or (wanted - {"count"}) - names:
            yield f"placeholders {sorted(names)} instead of {sorted(wanted)}"


def _placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def _stage_names() -> Iterator[str]:
    if not STAGE_SETS.exists():
        return
    for each in yaml.safe_load(STAGE_SETS.read_text("utf-8")).values():
        yield each["title"]
        yield from each["stages"]


def main(arguments: list[str]) -> int:
    """Update or check."""
    if arguments == ["update"]:
        update()
        return 0
    if arguments != ["check"]:
        sys.stderr.write("Say `python -m bot.catalogues update` or `python -m bot.catalogues check`.\n")
        return 2
    found = list(troubles())
    if found:
        more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        sys.stderr.write(
            "\n".join([*found[:SHOWN], *more, "Run `python -m bot.catalogues update` and translate what is new.", ""])
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
