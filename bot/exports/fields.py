"""The parts of a document as rows of cells and back: what each column holds, read from the models themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from bot import labels
from bot.i18n import Say

Cell = str | int | float | date | None
DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a part, by its path; `kind` is what it holds: str, int, float, bool, date, datetime, an Enum."""

    path: str
    kind: type
    needed: bool = False  # a text that may be empty, and has to be there all the same


@cache
def columns(part: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a part: its plain fields, and those of what it holds one of. Lists of parts have their own."""
    return tuple(_columns(part, ""))


def _columns(part: type[BaseModel], head: str) -> Iterator[Column]:
    for name, field in part.model_fields.items():
        kind = _bare(field.annotation)
        origin = get_origin(kind)
        if origin is dict:
            continue
        if origin is tuple:
            if _bare(get_args(kind)[0]) is int:
                yield Column(f"{head}{name}", tuple)
        elif issubclass(kind, BaseModel):
            yield from _columns(kind, f"{head}{name}.")
        else:
            yield Column(f"{head}{name}", kind, needed=kind is str and field.is_required())


def _bare(annotation: Any) -> Any:
    """A type without its Annotated and its None."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in {Union, UnionType}:
            annotation = next(one for one in get_args(annotation) if one is not type(None))
        else:
            return annotation


def row(part: BaseModel, say: Say) -> dict[str, Cell]:
    """The cells of a part, by path; what is empty is left out."""
    found: dict[str, Cell] = {}
    for column in columns(type(part)):
        value: Any = part
        for name in column.path.split("."):
            value = getattr(value, name, None)
        if value not in {None, ""} if not isinstance(value, tuple) else value:
            found[column.path] = _written(value, say)
    details: Mapping[str, str] = getattr(part, DETAILS, {})
    return {**found, **{f"{DETAILS}.{name}": said for name, said in details.items()}}


def _written(value: Any, say: Say) -> Cell:
    if isinstance(value, Enum):
        return labels.named(say, value)
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return value.isoformat() if isinstance(value, datetime) else value


def data(part: type[BaseModel], cells: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """The data of a part from its cells; raises ValueError naming the column that cannot be read."""
    made: dict[str, Any] = {}
    for column in columns(part):
        value = cells.get(column.path)
        if value is None or value == "":
            if column.needed:
                _put(made, column.path, "")
            continue
        try:
            _put(made, column.path, _read(value, column.kind, say))
        except (ValueError, TypeError, ArithmeticError):
            msg = f"{column.path}: {str(value)[:40]!r}"
            raise ValueError(msg) from None
    if DETAILS in part.model_fields:
        head = f"{DETAILS}."
        said = {name.removeprefix(head): _text(value) for name, value in cells.items() if name.startswith(head)}
        made[DETAILS] = {name: value for name, value in said.items() if value}
    for name, field in part.model_fields.items():
        inner = _bare(field.annotation)
        empty = isinstance(inner, type) and issubclass(inner, BaseModel) and not _told(made.get(name))
        if empty:
            made.pop(name, None)
    return made


def _told(inner: object) -> bool:
    return isinstance(inner, dict) and any(value != "" for value in inner.values())


def _put(made: dict[str, Any], path: str, value: object) -> None:
    *heads, last = path.split(".")
    for head in heads:
        made = made.setdefault(head, {})
    made[last] = value


def _read(value: Any, kind: type, say: Say) -> object:
    if issubclass(kind, Enum):
        return _member(value, kind, say)
    if kind is bool:
        return _truth(value, say)
    if kind is tuple:
        return [int(one) for one in _text(value).split()]
    if kind is date:
        return value.date() if isinstance(value, datetime) else value
    if kind in {int, float}:
        return _number(value, kind)
    return _text(value)


def _number(value: Any, kind: type) -> int | float:
    if kind is float:
        return float(value)
    if isinstance(value, float) and not value.is_integer():
        raise ValueError
    return int(value)


def _text(value: Any) -> str:
    """A text, though a program that kept the file may have made a number of it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _truth(value: Any, say: Say) -> bool:
    known = {say("yes").casefold(): True, say("no").casefold(): False, "true": True, "false": False}
    return known[str(value).strip().casefold()] if str(value).strip().casefold() in known else bool(int(value))


def _member(value: Any, kind: type[Enum], say: Say) -> object:
    said = _text(value).strip()
    for member in kind:
        if said.casefold() in {str(member.value).casefold(), labels.named(say, member).casefold()}:
            return member.value
    raise ValueError


def used(rows: Sequence[Mapping[str, Cell]], part: type[BaseModel], always: frozenset[str]) -> list[str]:
    """The columns of a table that something stands in, and those that belong there always, in the model's order."""
    there = set[str]().union(*rows) if rows else set()
    paths = [column.path for column in columns(part) if column.path in there or column.path in always]
    details = dict.fromkeys(name for one in rows for name in one if name.startswith(f"{DETAILS}."))
    return [*paths, *details]
