"""Rows that a transaction holds and changes, without SQLAlchemy's session: that would cost more than all the rest.

They are objects as SQLAlchemy makes them, and become its own where its session comes into being after all.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel

from storage.asking import Order

Row = TypeVar("Row", bound=SQLModel)

HELD_ID = "held_id"


class Held:
    """The rows of one transaction, by table and id, and what they were when they were read or last written."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows: dict[tuple[type[SQLModel], int], tuple[SQLModel, dict[str, Any]]] = {}

    def row(self, model: type[Row], was: dict[str, Any]) -> Row:
        """The object of a row that was read; of one that was read before, the same, with what was changed of it."""
        known = self._rows.get((model, was["id"]))
        if known is not None and isinstance(known[0], model):
            return known[0]
        made: Row = sa.inspect(model).class_manager.new_instance()
        made.__dict__.update(was)
        make_transient_to_detached(made)
        self._rows[model, was["id"]] = made, was
        return made

    def changes(self) -> Iterator[Order]:
        """What is to be written, each with its values and the columns among them; it counts as written then."""
        for (model, row_id), (row, was) in self._rows.items():
            new = {name: row.__dict__[name] for name, before in was.items() if row.__dict__[name] != before}
            if new:
                yield _changing(sa.inspect(model).local_table), {**new, HELD_ID: row_id}, tuple(new)
                was.update(new)
                for name, value in new.items():
                    set_committed_value(row, name, value)

    def give(self) -> Iterator[SQLModel]:
        """Let go of all of them: somebody else keeps them from now on."""
        rows, self._rows = self._rows, {}
        return (row for row, _ in rows.values())


@cache
def _changing(table: sa.Table) -> sa.Update:
    return table.update().where(table.c.id == sa.bindparam(HELD_ID))
