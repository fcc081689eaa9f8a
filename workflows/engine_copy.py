"""What of the engine goes along when everything is copied into another database.

Almost nothing: messages that are not sent stand in the ledger, drawings and reviews in the rows they are of, and the
tick hands them over again. Only that a message which stands in Slack is to be brought up to date stands nowhere else.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from dbos import DBOS, DBOSClient

from storage.db import parse, plain, sync_url
from storage.tables import Posting
from workflows.engine_room import NAME, make_engine, quiet, serializer
from workflows.outbox import BUSY, renewal

_JOBS = ("operation_outputs", "workflow_input", "workflow_output", "workflow_status")


def pending(connection: sa.Connection) -> list[str]:
    """The updates that are ordered and not made yet, oldest first."""
    if not sa.inspect(connection).has_table("workflow_status", schema=_schema(connection)):
        return []  # the engine has never run there
    table = _table(connection, "workflow_status")
    found = connection.execute(
        sa.text(
            f"SELECT workflow_uuid FROM {table} WHERE name = 'renew' AND status IN :busy "  # noqa: S608
            "ORDER BY created_at, workflow_uuid"
        ).bindparams(sa.bindparam("busy", expanding=True)),
        {"busy": BUSY},
    )
    return list(found.scalars())


def prepare(url: str) -> Callable[[sa.Connection, Sequence[str]], None]:
    """Make the engine's tables in the other database; what to call in the transaction that fills it."""
    quiet()
    DBOS.migrate(plain(sync_url(url)))

    def resume(connection: sa.Connection, jobs: Sequence[str]) -> None:
        for name in _JOBS:  # an older job of the same name would stand in a new one's way
            connection.execute(sa.text(f"DELETE FROM {_table(connection, name)}"))  # noqa: S608
        engine = make_engine(parse(url))
        client = DBOSClient(system_database_engine=engine, serializer=serializer, application_name=NAME, lazy=True)
        try:
            for job in jobs:
                _, number, stamp = job.split(":", 2)
                table = sa.inspect(Posting).local_table
                row = connection.execute(
                    sa.select(table.c.team_id, table.c.channel_id).where(table.c.id == int(number))
                ).first()
                if row is not None:
                    options = renewal(row.team_id, row.channel_id, int(number), stamp)
                    client.enqueue_in_transaction(connection, options, int(number))
        finally:
            client.destroy()
            engine.dispose()

    return resume


def _schema(connection: sa.Connection) -> str | None:
    return "dbos" if connection.dialect.name == "postgresql" else None


def _table(connection: sa.Connection, name: str) -> str:
    schema = _schema(connection)
    return f"{schema}.{name}" if schema else name
