"""Files that Cairn wrote itself, recognised when somebody brings them back; every other file is read as it is.

A workbook holds a whole map. The CSV table holds everything that was given in rows of many kinds, of which an import
takes one: touchpoints where there are any, else evidence, else numbers.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from bot.exports import cells, flat, words
from bot.i18n import LANGUAGES, Say, say_for
from bot.labels import NOTE_KINDS
from bot.views import import_words
from workflows import document
from workflows.importing import reading
from workflows.importing import xlsx as books
from workflows.importing.reading import WholeMap
from workflows.importing.sheet import Row, Sheet
from workflows.importing.vocabulary import Role
from workflows.words import NoteKind

_ZIP: Final = b"PK\x03\x04"
_KIND: Final = "kind"
# What the import calls the columns of the table, for each kind of row that it can take, in the order of preference.
_TAKEN: Final[Mapping[str, Mapping[str, Role]]] = {
    flat.TOUCHPOINT: {
        "stage": Role.STAGE, "text": Role.TITLE, "note": Role.NEED, "channel": Role.CHANNEL, "usage": Role.USAGE,
        "classed": Role.CLASSED, "importance": Role.IMPORTANCE, "moment_of_truth": Role.MOMENT,
        "department": Role.DEPARTMENT,
    },
    NOTE_KINDS[NoteKind.EVIDENCE]: {
        "stage": Role.STAGE, "text": Role.TEXT, "source": Role.SOURCE, "link": Role.LINK, "sample_size": Role.SAMPLE,
        "verified_on": Role.DAY,
    },
    flat.METRIC: {
        "stage": Role.STAGE, "text": Role.METRIC, "unit": Role.UNIT, "value": Role.VALUE, "on": Role.DAY,
    },
}  # fmt: skip


def read(name: str, content: bytes) -> Sheet | WholeMap:
    """What a file holds, as `workflows.importing.reading` says it; InvalidError that says why it cannot be read."""
    if content.startswith(_ZIP) and len(content) <= reading.FILE_MAX:
        from bot.exports import xlsx  # it is large, and loaded where a workbook comes

        if xlsx.ours(books.weigh(content)):
            return WholeMap(document.plain(xlsx.read(content)))
    found = reading.read(name, content)
    return _sorted(found) if isinstance(found, Sheet) else found


def _sorted(found: Sheet) -> Sheet:
    """The rows of one kind, where it is a table of ours; its columns may have been moved, and some taken out."""
    language = next((one for one in LANGUAGES if _is(found, one)), None)
    if language is None:
        return found
    say, heads = say_for(language), _heads(language)
    places = {heads[name]: place for place, name in enumerate(found.columns) if name in heads}
    for kind, roles in _TAKEN.items():
        rows = [row for row in found.rows if row.cells[places[_KIND]] == say(kind)]
        if rows:
            return _taken(found, rows, {role: places[key] for key, role in roles.items() if key in places}, say)
    return found


def _is(found: Sheet, language: str) -> bool:
    known = [_heads(language).get(name, "") for name in found.columns]
    return {_KIND, "text", "stage"} <= set(known) and len(set(known) - {""}) >= len(flat.COLUMNS) // 2


@cache
def _heads(language: str) -> Mapping[str, str]:
    """The key of each column by its heading; of two that are called alike, the first."""
    say = say_for(language)
    return {cells.safe(words.column("csv", key, say)): key for key in reversed(flat.COLUMNS)}


def _taken(found: Sheet, rows: list[Row], places: Mapping[Role, int], say: Say) -> Sheet:
    columns = tuple(import_words.role(role, say) for role in places)
    kept = tuple(Row(row.number, tuple(row.cells[place] for place in places.values())) for row in rows)
    left = len(found.rows) - len(kept)
    return Sheet(columns, kept, {**found.how, **({"rest": str(left)} if left else {})})
