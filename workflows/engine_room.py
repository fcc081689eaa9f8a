"""How DBOS is set up: its connections, its queues and schedules, and JSON in place of pickles."""

import json
import logging
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, Serializer
from sqlalchemy.engine import URL

from storage.db import POOL, SqliteConnection, plain, set_pragmas, sync_url
from workflows.bells import Queues
from workflows.works import EngineSettings

NAME, VERSION = "cairn", "1"  # fixed: a new version of the program must not strand what an older one left to do
REAP_SECONDS = 3


class JsonSerializer(Serializer):
    """Arguments are ids and outcomes are small: JSON can hold them, anybody can read it, and it runs no code."""

    def name(self) -> str:
        """Say which serializer wrote a row."""
        return "cairn_json"

    def serialize(self, data: Any) -> str:
        """Write; an exception as its name and words."""
        return json.dumps(data, default=_plainly, ensure_ascii=False)

    def deserialize(self, serialized_data: str) -> Any:
        """Read back what `serialize` wrote."""
        data = json.loads(serialized_data)
        if isinstance(data, dict) and set(data) == {"__error__"}:
            return RuntimeError(": ".join(data["__error__"]))
        return data


def _plainly(value: object) -> object:
    if isinstance(value, BaseException):
        return {"__error__": [type(value).__name__, str(value)]}
    return str(value)


serializer = JsonSerializer()


def make_engine(url: URL) -> sa.Engine:
    """The engine's own connections to the same database."""
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(sync_url(url), pool_size=POOL, max_overflow=0, pool_timeout=30, pool_pre_ping=True)
    engine = sa.create_engine(sync_url(url), pool_size=POOL, max_overflow=0, pool_timeout=30)

    def on_connect(connection: SqliteConnection, record: object) -> None:
        del record
        set_pragmas(connection)
        # The driver begins, not we: with a BEGIN of our own DBOS does not launch.
        connection.isolation_level = "IMMEDIATE"

    sa.event.listen(engine, "connect", on_connect)
    return engine


def config_of(url: URL, engine: sa.Engine, executor_id: str) -> DBOSConfig:
    """DBOS's configuration. Nothing is sent anywhere: no console, no telemetry."""
    return {
        "name": NAME,
        "application_version": VERSION,
        "executor_id": executor_id,
        "system_database_url": plain(sync_url(url)),
        "system_database_engine": engine,
        "serializer": serializer,
        "log_level": "WARNING",
        "enable_otlp": False,
        # Nothing waits for notifications: on SQLite this is only how long stopping waits for a thread to wake up.
        "notification_listener_polling_interval_sec": 0.1,
    }


def prepare(client: DBOSClient, url: URL, settings: EngineSettings) -> None:
    """Make DBOS's tables, its queues and its schedules. Blocks."""
    quiet()
    DBOS.migrate(plain(sync_url(url)))
    paced: dict[str, Any] = {}
    if settings.pace_seconds > 0:
        paced["partition_limiter"] = {"limit": 1, "period": settings.pace_seconds}
    poll = settings.poll_seconds
    client.register_queue(
        Queues.SLACK, worker_concurrency=50, partition_concurrency=1, polling_interval_sec=poll, **paced
    )
    rare = settings.rare_poll_seconds
    client.register_queue(Queues.PICTURES, worker_concurrency=settings.drawing, polling_interval_sec=rare)
    client.register_queue(Queues.SYSTEM, worker_concurrency=10, polling_interval_sec=rare)
    _schedule(client, "tick", settings.tick_seconds)
    _schedule(client, "reap", REAP_SECONDS if url.get_backend_name() != "sqlite" else 0)


def quiet() -> None:
    """Leave DBOS's log to the program's own handlers: it brings a noisy one where it finds none."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _schedule(client: DBOSClient, name: str, seconds: int) -> None:
    if seconds <= 0:
        client.delete_schedule(name)
        return
    cron = f"*/{seconds} * * * * *" if seconds < 60 else f"0 */{max(seconds // 60, 1)} * * * *"
    client.apply_schedules(
        [{"schedule_name": name, "workflow_name": name, "schedule": cron, "queue_name": Queues.SYSTEM}]
    )
