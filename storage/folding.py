"""Texts as they are searched: folded when a row is written, so that both databases find the same.

SQLite knows the case of ASCII only, and what PostgreSQL knows depends on how it was set up.
"""

import unicodedata
from collections.abc import Callable

import sqlalchemy as sa

from storage import words
from storage.tables import Contribution, Persona, Stage, Workshop

_MARKS = range(0x0591, 0x05C8)  # Hebrew vowel points and accents, which few people type


def fold(said: str) -> str:
    """Letters without their case and what people leave out when they type: ё is е, and no vowel points."""
    folded = unicodedata.normalize("NFKC", said).casefold().replace("ё", "е")
    return "".join(char for char in folded if ord(char) not in _MARKS)


def _workshop(row: Workshop) -> str:
    return f"{row.title}\n{row.goal}"


def _persona(row: Persona) -> str:
    return f"{row.name}\n{row.headline}"


def _stage(row: Stage) -> str:
    return row.name


def _contribution(row: Contribution) -> str:
    return searched(row.kind, row.text)


def searched(kind: str, said: str) -> str:
    """What of a contribution's text is searched: pain points are."""
    return said if kind == words.NoteKind.PAIN.value else ""


def _keep(model: type, said: Callable[..., str]) -> None:
    def write(_mapper: object, _connection: object, row: sa.Row[tuple[str]]) -> None:
        row.folded = fold(said(row))

    sa.event.listen(model, "before_insert", write)
    sa.event.listen(model, "before_update", write)


for _model, _said in ((Workshop, _workshop), (Persona, _persona), (Stage, _stage), (Contribution, _contribution)):
    _keep(_model, _said)
