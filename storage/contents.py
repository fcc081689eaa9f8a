"""All rows of a database as lines of text, the same on SQLite and on PostgreSQL, and such lines as rows again.

A backup, a restore and a move are these lines going to a file, coming from one, or going straight across.
One line is one JSON value: `{"table": name, "columns": [...]}`, then a list per row, then the next table.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from storage import tables as tables
from storage.sentences import SentenceError
from storage.types import UtcDateTime

PAGE = 500
LEFT_OUT = frozenset({"replica_heartbeat"})  # who runs at the moment is nothing to keep

Row = Sequence[Any]


class ContentsError(SentenceError):
    """What is read cannot be taken; a sentence that says why."""


@dataclass
class Tally:
    """What went by: how many rows of each table, and a digest of them that does not depend on the database."""

    rows: Counter[str] = field(default_factory=Counter)
    digest: Any = field(default_factory=hashlib.sha256)

    def saw(self, line: str) -> None:
        """Count a line in."""
        self.digest.update(line.encode())
        self.digest.update(b"\n")

    def told(self) -> dict[str, object]:
        """The tally as a file keeps it."""
        return {"rows": dict(sorted(self.rows.items())), "contents": self.digest.hexdigest()}


def kept() -> list[sa.Table]:
    """The tables that are copied, those that others refer to first."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in LEFT_OUT]


def dump(connection: sa.Connection, tally: Tally) -> Iterator[str]:
    """Every row, in the order of its key."""
    for table in kept():
        line = _heading(table)
        tally.saw(line)
        yield line
        for row in _rows(connection, table):
            line = json.dumps([_written(value) for value in row], ensure_ascii=False, separators=(",", ":"))
            tally.saw(line)
            tally.rows[table.name] += 1
            yield line


def load(connection: sa.Connection, lines: Iterable[str], tally: Tally) -> None:
    """Put rows into empty tables, inside the caller's transaction. Raises `ContentsError`, or what the driver says."""
    known, table = {one.name: one for one in kept()}, None
    page: list[Row] = []
    for line in lines:
        value = json.loads(line)
        if isinstance(value, list):
            if table is None or len(value) != len(table.columns):
                raise ContentsError("a row does not belong to the table above it")
            page.append(value)
            tally.rows[table.name] += 1
        if table is not None and page and (isinstance(value, dict) or len(page) == PAGE):
            _insert(connection, table, page)
            page = []
        if isinstance(value, dict):
            table = known.get(value.get("table", ""))
            if table is None or _heading(table) != line:
                raise ContentsError("this version of Cairn keeps {table} in another shape", table=value.get("table"))
        tally.saw(line)
    if table is not None and page:
        _insert(connection, table, page)


def raw(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """A column's type as it lies in the database: what is encrypted there stays encrypted in a copy."""
    while isinstance(kind, sa.types.TypeDecorator) and not isinstance(kind, UtcDateTime):
        kind = kind.impl_instance
    return kind


def empty(connection: sa.Connection) -> bool:
    """Whether nothing is kept yet."""
    return not any(connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() for table in kept())


def clear(connection: sa.Connection) -> None:
    """Delete everything, inside the caller's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"TRUNCATE {', '.join(table.name for table in kept())}"))
        return
    for table in reversed(kept()):
        connection.execute(table.delete())


def sequences(connection: sa.Connection) -> dict[str, int]:
    """By table: the last number that was given to a row, whether or not the row is still there."""
    return {table.name: _last(connection, table) for table in kept() if _numbered(table)}


def set_sequences(connection: sa.Connection, last: Mapping[str, int]) -> None:
    """Go on numbering where another database left off."""
    for table in kept():
        if not _numbered(table):
            continue
        number = max(last.get(table.name, 0), _highest(connection, table))
        if connection.dialect.name == "postgresql":
            connection.execute(
                sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :number, :used)"),
                {"name": table.name, "number": max(number, 1), "used": number > 0},
            )
        elif _never_reused(table):
            connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            connection.execute(
                sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"),
                {"name": table.name, "number": number},
            )


def check_sequences(connection: sa.Connection, last: Mapping[str, int]) -> None:
    """Raise `ContentsError` where a number could be given to a second row."""
    now = sequences(connection)
    for table in kept():
        if not _numbered(table):
            continue
        least = last.get(table.name, 0) if _never_reused(table) else _highest(connection, table)
        if now[table.name] < least:
            raise ContentsError("{table} would give numbers away a second time", table=table.name)


def _numbered(table: sa.Table) -> bool:
    return table.autoincrement_column is not None and [one.name for one in table.primary_key] == ["id"]


def _never_reused(table: sa.Table) -> bool:
    return bool(table.dialect_options["sqlite"].get("autoincrement"))


def _highest(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one() or 0


def _last(connection: sa.Connection, table: sa.Table) -> int:
    if connection.dialect.name == "postgresql":
        name = connection.execute(
            sa.text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}
        ).scalar_one()
        number, used = connection.execute(sa.text(f"SELECT last_value, is_called FROM {name}")).one()  # noqa: S608
        return int(number) if used else 0
    if _never_reused(table):
        found = connection.execute(
            sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
        ).scalar_one_or_none()
        return int(found or 0)
    return _highest(connection, table)


def _heading(table: sa.Table) -> str:
    columns = [column.name for column in table.columns]
    return json.dumps({"table": table.name, "columns": columns}, ensure_ascii=False, separators=(",", ":"))


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[sa.Row[Any]]:
    order = [_ordered(column, connection.dialect.name) for column in table.primary_key]
    statement = sa.select(*[_read(column) for column in table.columns]).order_by(*order)
    yield from connection.execute(statement, execution_options={"yield_per": PAGE})


def _ordered(column: sa.Column[Any], dialect: str) -> sa.ColumnElement[Any]:
    """Letter by letter, not as some language sorts: the same order in every database."""
    by_letters = dialect == "postgresql" and isinstance(raw(column.type), sa.String)
    return sa.collate(column, "C") if by_letters else column


def _read(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    kind = raw(column.type)
    # JSON is copied as the text it is: a JSON null is something else than nothing.
    if isinstance(kind, sa.JSON):
        return sa.cast(column, sa.Text).label(column.name)
    return sa.type_coerce(column, kind).label(column.name)


def _written(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        return value + 0.0  # SQLite has no negative zero
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _reader(column: sa.Column[Any]) -> Callable[[Any], Any]:
    kind = raw(column.type)
    if isinstance(kind, UtcDateTime | sa.DateTime):
        return datetime.fromisoformat
    if isinstance(kind, sa.Date):
        return date.fromisoformat
    return base64.b64decode if isinstance(kind, sa.LargeBinary) else _as_it_is


def _as_it_is(value: object) -> object:
    return value


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    columns = list(table.columns)
    readers = [_reader(column) for column in columns]
    names = [f"given_{column.name}" for column in columns]
    given: dict[str, Any] = {
        column.name: _bound(name, column, connection.dialect.name) for name, column in zip(names, columns, strict=True)
    }
    values = [
        {name: None if value is None else read(value) for name, read, value in zip(names, readers, row, strict=True)}
        for row in rows
    ]
    connection.execute(table.insert().values(given), values)


def _bound(name: str, column: sa.Column[Any], dialect: str) -> sa.ColumnElement[Any]:
    kind = raw(column.type)
    if not isinstance(kind, sa.JSON):
        return sa.type_coerce(sa.bindparam(name, type_=kind), kind)
    text = sa.bindparam(name, type_=sa.Text())
    return sa.cast(text, sa.JSON()) if dialect == "postgresql" else sa.type_coerce(text, sa.Text())
