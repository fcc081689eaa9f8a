"""Looking at a database without changing it: are all tables there, and do the keys open its secrets?"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import standing
from storage.crypto import NoKeyError, SealedError
from storage.db import Database
from storage.installations import sealed_columns

ENGINE_TABLES = ("workflow_status", "operation_outputs", "queues", "workflow_schedules")  # what jobs cannot do without
ENGINE_SCHEMA = "dbos"


@dataclass(slots=True)
class State:
    """What was seen."""

    engine_missing: tuple[str, ...]
    engine_there: bool  # at least one of its tables
    sealed: int = 0
    lost: int = 0  # secrets that no key opens
    no_key: bool = False


async def up_to_date(session: AsyncSession) -> bool:
    """Whether the tables are those of this program, or of a newer one that takes its place just now."""
    found = await (await session.connection()).execute(sa.text("SELECT version_num FROM alembic_version"))
    revision = found.scalar_one_or_none()
    return revision is not None and revision not in standing.older()


async def look(url: str, keys: Sequence[str]) -> State:
    """Open every secret there is, and close it again."""
    db = await Database.open(url, keys)
    try:
        async with db.read() as session:
            connection = await session.connection()
            there = await connection.run_sync(_engine_tables)
            missing = tuple(name for name in ENGINE_TABLES if name not in there)
            state = State(missing, bool(there.intersection(ENGINE_TABLES)), no_key=db.vault.missing())
            for _, column in sealed_columns():
                raw = sa.select(sa.type_coerce(column, sa.Text)).where(column.is_not(None))
                for sealed in (await connection.execute(raw)).scalars():
                    _open(db, sealed, state)
    finally:
        await db.close()
    return state


def _engine_tables(connection: sa.Connection) -> set[str]:
    inspector = sa.inspect(connection)
    schema = ENGINE_SCHEMA if connection.dialect.name == "postgresql" else None
    if schema is not None and schema not in inspector.get_schema_names():
        return set()
    return set(inspector.get_table_names(schema=schema))


def _open(db: Database, sealed: str, state: State) -> None:
    try:
        db.vault.open(sealed)
    except SealedError:
        state.lost += 1
    except NoKeyError:
        state.sealed += 1
        state.no_key = True
    else:
        state.sealed += 1
