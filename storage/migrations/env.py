"""Alembic's entry: `storage.migrate` hands the connection over; everything else is set here."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.tables  # noqa: F401  # fills the metadata
from storage.types import Sealed, UtcDateTime


def ours(name: str | None, kind: str, parent_names: object) -> bool:
    """Leave tables alone that are not ours: the engine keeps its own beside them."""
    del parent_names
    return kind != "table" or name in SQLModel.metadata.tables


def spelled(kind: str, item: Any, context_: object) -> str | Literal[False]:
    """Write columns in SQLAlchemy's own words, so that a migration does not change when our types do."""
    del context_
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Sealed):
        return "sa.Text()"
    return False


def run(connection: sa.Connection) -> None:
    """Run what was asked for on `connection`, in one transaction: a second migrator waits, then finds nothing to do."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_name=ours,
        render_item=spelled,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
