"""What the tables' columns are made of, and the limits that their CHECKs keep."""

from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

TITLE_MAX, LINE_MAX, TEXT_MAX, NAME_MAX, ID_MAX = 120, 300, 3000, 80, 64

# The engine names its jobs by these rows' ids: SQLite must not give the id of a deleted row away again.
NEVER_REUSED = {"sqlite_autoincrement": True}


class Row(SQLModel):
    """What every table is made of. pydantic prepares no validation of rows at import: nothing asks for it."""

    model_config = {"defer_build": True}


def row_id() -> Any:
    """Give a row its number."""
    return Field(default=None, primary_key=True)


def ref(target: str, *, nullable: bool = False, on_delete: str = "CASCADE", index: bool = True) -> Any:
    """Name the row of another table."""
    return Field(
        default=None,
        sa_type=sa.Integer,
        sa_column_args=(sa.ForeignKey(target, ondelete=on_delete),),
        nullable=nullable,
        index=index,
    )


def when(*, nullable: bool = False, index: bool = False) -> Any:
    """A moment, in UTC."""
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable, index=index)


def short_text(limit: int, *, default: str | None = "") -> Any:
    """A text of at most so many characters."""
    return Field(default=default, max_length=limit, sa_type=sa.String(limit))


def one_of(column: str, enum: type[Enum]) -> sa.CheckConstraint:
    """A CHECK that a column holds a member of `enum` (or null, where the column allows it)."""
    values = ", ".join(repr(member.value) for member in enum)
    return sa.CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def at_most(column: str, limit: int) -> sa.CheckConstraint:
    """A CHECK on a text's length: SQLite does not honour VARCHAR(n)."""
    return sa.CheckConstraint(f"length({column}) <= {limit}", name=f"{column}_length")
