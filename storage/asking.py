"""Statements that are written down once and then handed to the driver as they are.

SQLAlchemy's way of a statement costs several times what SQLite or PostgreSQL take for it: it looks the compiled form
up, makes a context, a result, rows, and goes through a greenlet for each. What is asked again and again is a statement
that was built once; of those the text, the order of the values and what is to be done to each value are kept here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Protocol, cast

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

Process = Callable[[Any], Any]
Named = Mapping[str, Any]
Statement = sa.SelectBase | sa.Insert | sa.Update
FORMS_MAX = 64  # of one statement: as many lengths of lists are remembered
PAGES_MAX = 1000  # statements that are remembered


class Described(Protocol):
    """What a driver says of what it did."""

    @property
    def description(self) -> Sequence[Any] | None:
        """The columns of the rows, where there are any."""
        ...


@dataclass(frozen=True, slots=True)
class Slot:
    """A value of a statement: given by name (one of a list, where `index` is set), or always the same."""

    name: str
    source: str | None
    index: int | None
    constant: Any
    process: Process | None

    def value(self, given: Mapping[str, Any]) -> Any:
        """The value as the driver takes it."""
        if self.source is None:
            return self.constant
        found = given[self.source]
        if self.index is not None:
            found = found[self.index]
        return self.process(found) if self.process else found


@dataclass(frozen=True, slots=True)
class Form:
    """A statement for lists of certain lengths, ready for the driver."""

    text: str
    slots: tuple[Slot, ...]
    named: bool

    def values(self, given: Mapping[str, Any]) -> Any:
        """What the driver takes beside the text."""
        if self.named:
            return {slot.name: slot.value(given) for slot in self.slots}
        return [slot.value(given) for slot in self.slots]


@dataclass(slots=True)
class Written:
    """A statement as one kind of database understands it."""

    compiled: SQLCompiler
    types: Sequence[sa.types.TypeEngine[Any]]
    lists: tuple[str, ...]
    forms: dict[tuple[int, ...], Form] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    results: tuple[tuple[int, Process], ...] = ()

    def form(self, given: Mapping[str, Any]) -> Form:
        """The statement for lists as long as those that are given."""
        lengths = tuple(len(given[name]) for name in self.lists)
        known = self.forms.get(lengths)
        if known is None:
            if len(self.forms) >= FORMS_MAX:
                self.forms.clear()
            known = self.forms[lengths] = _form(self.compiled, given)
        return known

    def rows(self, told: Described, found: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        """Rows as the program wants them, of those that the driver gave."""
        if not self.names:
            # Once: psycopg makes a description anew for whoever looks at it.
            description = told.description or ()
            self.names = tuple(column[0] for column in description)
            self.results = _results(self.types, self.compiled.dialect, description)
        if not self.results:
            return found
        made = []
        for row in found:
            values = list(row)
            for at, process in self.results:
                values[at] = process(values[at])
            made.append(tuple(values))
        return made


Order = tuple[Statement, Mapping[str, Any], tuple[str, ...]]  # what to run, its values, the columns of a row
Answer = tuple[Written, Sequence[tuple[Any, ...]]]  # what the columns are called, and the rows


class Book:
    """What one kind of database was asked before."""

    def __init__(self, dialect: Dialect, begins: str = "") -> None:
        """Begin with none. `begins` is what a transaction begins with, where the driver does not begin it."""
        self.dialect, self.begins = dialect, begins
        self.error: type[Exception] = dialect.loaded_dbapi.Error
        # The statement as it is asked, by the object that it was built as.
        self.written = lru_cache(PAGES_MAX)(partial(write, dialect=dialect))


def write(statement: Statement, keys: tuple[str, ...] = (), *, dialect: Dialect) -> Written:
    """Write a statement down; `keys` are the columns of a row that is added or changed."""
    compiled = statement.compile(dialect=dialect, column_keys=keys or None)
    lists = tuple(name for bound, name in compiled.bind_names.items() if bound.expanding and bound.required)
    return Written(compiled, [column.type for column in statement.exported_columns], lists)


def _form(compiled: SQLCompiler, given: Mapping[str, Any]) -> Form:
    state = compiled.construct_expanded_state(dict(given))
    sources: dict[str, tuple[str, int | None]] = {name: (name, None) for name in state.parameters}
    for source, names in state.parameter_expansion.items():
        sources |= {name: (source, index) for index, name in enumerate(names)}
    usual = {column.key: cast("Any", column.default).arg for column in compiled.insert_prefetch}
    slots = []
    for name in state.positiontup if state.positiontup is not None else state.parameters:
        source, index = sources[name]
        bound, constant = compiled.binds[source], usual.get(name, state.parameters[name])
        process = bound.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
        if source in given:
            slots.append(Slot(name, source, index, None, process))
        else:
            slots.append(Slot(name, None, None, process(constant) if process else constant, None))
    return Form(state.statement, tuple(slots), named=state.positiontup is None)


def _results(
    types: Sequence[sa.types.TypeEngine[Any]], dialect: Dialect, description: Sequence[Any]
) -> tuple[tuple[int, Process], ...]:
    found = []
    for at, (kind, column) in enumerate(zip(types, description, strict=True)):
        process = kind.dialect_impl(dialect).result_processor(dialect, column[1])
        if process is not None:
            found.append((at, process))
    return tuple(found)
