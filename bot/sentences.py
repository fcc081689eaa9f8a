"""The sentences of the code, and the catalogues that hold them in each language."""

import ast
from collections.abc import Collection, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from bot import i18n
from bot.i18n import DOMAIN, LANGUAGES, SOURCE
from workflows import methods

PACKAGE = Path(__file__).parent
STORAGE = PACKAGE.parent / "storage"
STAGE_SETS = PACKAGE.parent / "workflows" / "presets" / "stages.yaml"  # names that are shown translated
KEYWORDS = {"_": None, "N_": None, "n": (1, 2), "p": ((1, "c"), 2), "NP_": ((1, "c"), 2), "say": None}
ERRORS = dict.fromkeys(("CopyError", "ContentsError", "FileError", "DatabaseUrlError"))  # of storage

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


def of_templates(file: BinaryIO, names: Collection[str], tags: object, options: object) -> Iterator[Found]:
    """Find what a template says, for Babel; its own reader sees no calls of methods, such as `_.n(…)`."""
    del tags, options
    for call in Environment(autoescape=True).parse(file.read().decode("utf-8")).find_all(nodes.Call):
        name = getattr(call.node, "name", "") or getattr(call.node, "attr", "")
        texts = tuple(
            each.value if isinstance(each, nodes.Const) and isinstance(each.value, str) else None for each in call.args
        )
        if name in names and texts and texts[0] is not None:
            yield call.lineno, name, texts if len(texts) > 1 else texts[0], []


METHODS: Final[list[tuple[str, Any]]] = [
    ("**/fonts/**", "ignore"),
    ("**/locales/**", "ignore"),
    ("**.py", sentences),
    ("**.html", of_templates),
]


def extract() -> Catalog:
    """Collect every marked sentence, with the files that say it."""
    catalogue = Catalog(domain=DOMAIN)
    found = extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS)
    for filename, line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, None, [(f"bot/{Path(filename).as_posix()}", line)], (), comments, context=context)
    for filename, line, message, comments, _context in sorted(extract_from_dir(STORAGE, METHODS, keywords=ERRORS)):
        catalogue.add(message, None, [(f"storage/{Path(filename).as_posix()}", line)], (), comments)
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
            header_comment=f"# The sentences of Cairn: {LANGUAGES.get(language, language)}.",
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
    return i18n.LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def write(language: str, catalogue: Catalog) -> None:
    """Keep a catalogue: a sentence a line, without line numbers, so that it changes when a sentence does."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False, sort_by_file=True)


def renewed(language: str, template: Catalog) -> Catalog:
    """Give the catalogue that a language should have: translations kept, sentences of today."""
    catalogue = read(language)
    # No guessing: a sentence that changed is a sentence to translate, not one nearly like it.
    catalogue.update(deepcopy(template), no_fuzzy_matching=True, update_creation_date=False)
    # What nobody says any more is kept where somebody translated it: sentences come back.
    gone = [key for key, message in catalogue.obsolete.items() if language == SOURCE or not translated(message)]
    for key in gone:
        del catalogue.obsolete[key]
    if language == SOURCE:
        for message in sentences_of(catalogue):
            message.string = message.id
    return catalogue


def sentences_of(catalogue: Catalog) -> Iterator[Message]:
    """Go through what a catalogue holds."""
    return (message for message in catalogue if message.id)  # the empty id is the header


def key_of(message: Message) -> Key:
    """Tell a sentence from others."""
    return forms_of(message.id)[0], message.context


def forms_of(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Give the forms of a text: one, or as many as the language has plurals."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def translated(message: Message) -> bool:
    """Whether a sentence is said in the catalogue's language, in each of its forms."""
    return bool(message.string) and all(forms_of(message.string))


def _stage_names() -> Iterator[str]:
    if not STAGE_SETS.exists():
        return
    for each in yaml.safe_load(STAGE_SETS.read_text("utf-8")).values():
        yield each["title"]
        yield from each["stages"]
