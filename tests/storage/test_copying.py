"""Backup, restore and move: everything arrives in either database, or nothing changes."""

import asyncio
import errno
import gzip
import json
import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from storage import contents, copying, db, filelock, portable, tables
from storage.copying import CopyError
from storage.db import sync_url
from storage.types import UtcDateTime
from tests.conftest import Databases

AT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
WORDS = 'שלום 👩‍👩‍👧 — 你好\n"quoted" \\ back\tslash \' ; -- \u2028 é'
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def nothing(_connection: sa.Connection) -> list[str]:
    return []


def prepare(_url: str):
    return lambda connection, jobs: None


def engine_of(url: str) -> sa.Engine:
    return sa.create_engine(sync_url(url), poolclass=sa.pool.NullPool)


def fill(url: str, seed: dict | None = None) -> None:
    """A bit of everything: every kind of column, numbers with gaps, rows that refer to later ones."""
    given = seed or {}
    words, number = given.get("words", WORDS), given.get("number", 0.1 + 0.2)
    content = given.get("content", {"שם": [1, None, True, {"🙂": 1e-320}], "": "x" * 5000})
    at = given.get("at", AT)
    workshop = {"team_id": "T1", "channel_id": "C1", "facilitator_id": "U1", "created_by": "U1", "created_at": at}
    note = {"workshop_id": 7, "kind": "thought", "author_id": "U1", "created_at": at, "updated_at": at}
    metric = {"workshop_id": 7, "author_id": "U1", "created_at": at, "updated_at": at}
    rows = [
        tables.Workspace(team_id="T1", name=words[:300], installed_at=at),
        tables.Workspace(team_id="t0", name="small letters sort elsewhere", installed_at=at, removed_at=at),
        tables.Workspace(team_id="Ä", name="", installed_at=at),
        tables.Profile(team_id="T1", user_id="U1", name=words[:80], is_guest=True, refreshed_at=None),
        tables.MapTemplate(team_id="T1", name="t", content=content, created_by="U1", created_at=at),
        tables.Workshop(id=7, copied_from_id=9, goal=words, symptoms=[words, ""], pinned=True, **workshop),
        tables.Workshop(id=9, deleted_at=at, **workshop),
        tables.Contribution(id=3, text=words, merged_into_id=5, **note),
        tables.Contribution(id=5, text="later", about_id=3, **note),
        tables.PainOwner(contribution_id=3, owner_id="U2", due_on=date(2028, 2, 29), assigned_by="U1", assigned_at=at),
        tables.Metric(id=2, name="NPS", baseline=number, target=0.0, **metric),
        tables.MetricValue(metric_id=2, value=1e300, measured_on=date(1999, 12, 31), author_id="U1", created_at=at),
        tables.Audit(team_id="T1", workshop_id=7, actor_id="U1", action="x", after=content, at=at),
        tables.Audit(team_id="T1", workshop_id=None, actor_id="U1", action="y", before=None, at=at),
        tables.DeliveryClaim(team_id="T1", key=words[:255], reply={}, at=at),
        tables.Posting(id=41, team_id="T1", workshop_id=7, key="card:7", kind="card", channel_id="C1", created_at=at),
    ]

    async def work() -> None:
        opened = await db.Database.open(url)
        async with opened.write() as session:
            connection = await session.connection()
            for table in reversed(SQLModel.metadata.sorted_tables):
                await connection.execute(table.delete())
            for row in rows:
                late = {name: getattr(row, name, None) for name in ("copied_from_id", "merged_into_id")}
                for name, value in late.items():
                    if value is not None:
                        setattr(row, name, None)
                session.add(row)
                await session.flush()
                late_ones.extend((row, name, value) for name, value in late.items() if value is not None)
            for row, name, value in late_ones:
                setattr(row, name, value)
            await session.flush()
            # A number that was given and whose row is gone: it must not be given again.
            if opened.dialect == "sqlite":
                await connection.execute(sa.text("UPDATE sqlite_sequence SET seq = 1000 WHERE name = 'posting'"))
            else:
                await connection.execute(sa.text("SELECT setval('posting_id_seq', 1000)"))
        await opened.close()

    late_ones: list = []
    asyncio.run(work())


def everything(url: str) -> dict[str, list]:
    """All rows, as the program reads them."""
    engine = engine_of(url)
    with engine.connect() as connection:
        found = {table.name: sorted(map(repr, connection.execute(sa.select(table)).all())) for table in contents.kept()}
    engine.dispose()
    return found


def next_posting(url: str, key: str = "next") -> int:
    engine = engine_of(url)
    with engine.begin() as connection:
        number = connection.execute(
            sa.insert(SQLModel.metadata.tables["posting"]).values(
                team_id="T1", workshop_id=7, key=key, kind="card", channel_id="C", created_at=AT
            )
        ).inserted_primary_key[0]
    engine.dispose()
    return number


@pytest.fixture
def other_url(database_url: str, databases: Databases):
    """A fresh database of the other kind."""
    url = databases.new(OTHER[sync_url(database_url).get_backend_name()])
    yield url
    databases.drop(url)


@pytest.mark.thorough
def test_everything_arrives_in_the_other_database_by_a_file_and_straight(database_url, other_url, tmp_path):
    fill(database_url)
    before = everything(database_url)
    file = tmp_path / "new" / "cairn.jsonl.gz"
    done = copying.backup(database_url, file, nothing)
    assert done.rows == sum(map(len, before.values())) == 16
    assert file.stat().st_mode & 0o077 == 0, "others on the machine may read what teams wrote"
    restored = copying.restore(other_url, file, prepare, replace=False)
    assert restored.rows == done.rows
    assert everything(other_url) == before
    with pytest.raises(CopyError, match="something in that database"):
        copying.restore(other_url, file, prepare, replace=False)
    moved = copying.move(database_url, other_url, nothing, prepare, replace=True)
    assert moved.rows == done.rows
    assert everything(other_url) == everything(database_url) == before
    assert next_posting(other_url) == 1001
    back = tmp_path / "again.jsonl.gz"
    copying.backup(other_url, back, nothing)
    copying.restore(database_url, back, prepare, replace=True)
    assert next_posting(database_url, "after") == 1002


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
MOMENTS = st.datetimes(
    datetime(1000, 1, 2),  # noqa: DTZ001  # the strategy adds the zone
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.timezones() | st.just(UTC),
)


@pytest.mark.thorough
@pytest.mark.timeout(300)
@given(
    st.fixed_dictionaries(
        {
            "words": TEXT.filter(bool),
            "content": JSON,
            "at": MOMENTS,
            "number": st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
        }
    )
)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_people_wrote_goes_to_postgresql_and_back_unchanged(sqlite_url, postgres_url, tmp_path_factory, seed):
    here, there = db.plain(sqlite_url), db.plain(postgres_url)
    fill(here, seed)
    before = everything(here)
    copying.move(here, there, nothing, prepare, replace=True)
    assert everything(there) == before
    fill(here)
    copying.move(there, here, nothing, prepare, replace=True)
    assert everything(here) == before


@pytest.fixture
def filled(sqlite_url, tmp_path) -> tuple[str, Path]:
    """A database with something in it, and its backup."""
    url = db.plain(sqlite_url)
    fill(url)
    file = tmp_path / "backup.gz"
    copying.backup(url, file, nothing)
    return url, file


def lines_of(file: Path) -> list[str]:
    return gzip.decompress(file.read_bytes()).decode().split("\n")[:-1]


def pack(file: Path, lines: list[str]) -> None:
    """A file that is whole as files go: its sum is right."""
    file.unlink()
    head, foot = json.loads(lines[0]), json.loads(lines[-1])
    head.pop("cairn")
    foot = {name: value for name, value in foot.items() if name not in {"end", "sha256"}}
    portable.write(file, head, lines[1:-1], foot)


def test_a_damaged_or_foreign_file_is_refused_and_nothing_changes(filled, tmp_path):
    url, file = filled
    before, whole = everything(url), file.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]
    text = lines_of(file)
    for bad, said in (
        (whole[:-20], "damaged"),
        (whole[:middle], "damaged"),
        (flipped, "damaged"),
        (gzip.compress("\n".join(text[:-1]).encode()), "damaged"),
        (gzip.compress("\n".join([*text[:5], *text[6:]]).encode()), "damaged"),
        (b"", "damaged"),
        (b"PK\x03\x04 a zip", "not a backup"),
        (gzip.compress(b"[1]\n"), "not a backup"),
        (gzip.compress(b'{"cairn": 99}\n'), "newer"),
    ):
        file.write_bytes(bad)
        with pytest.raises(CopyError, match=said):
            copying.restore(url, file, prepare, replace=True)
    with pytest.raises(CopyError, match="cannot be read: No such file"):
        copying.restore(url, tmp_path / "nowhere", prepare, replace=True)
    assert everything(url) == before


def test_a_backup_of_other_tables_or_with_rows_that_contradict_each_other_is_refused(filled):
    url, file = filled
    before, text = everything(url), lines_of(file)
    other = [text[0].replace('"revision": "', '"revision": "x'), *text[1:]]
    column = [line.replace('"facilitator_id"', '"leader_id"') for line in text]
    orphans = [line for line in text if not line.startswith('["T1",null')]
    less = [line for line in text if not line.startswith("[41,")]
    for lines, said in (
        (other, "another version"),
        (column, "another shape"),
        (orphans, "refers to a row that is not there|not what was sent"),
        (less, "not what was sent"),
    ):
        pack(file, lines)
        with pytest.raises(CopyError, match=said):
            copying.restore(url, file, prepare, replace=True)
    assert everything(url) == before


def test_a_full_disk_leaves_no_half_file_behind(sqlite_url, tmp_path, monkeypatch):
    url = db.plain(sqlite_url)
    fill(url)
    full = tmp_path / "full" / "backup.gz"

    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(portable.os, "fsync", no_space)
        with pytest.raises(CopyError, match="could not be written: No space left on device"):
            copying.backup(url, full, nothing)
    assert list(full.parent.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(CopyError, match=r"could not be written: (Not a directory|File exists)"):
        copying.backup(url, tmp_path / "file" / "backup.gz", nothing)
    copying.backup(url, full, nothing)
    with pytest.raises(CopyError, match="never overwritten"):
        copying.backup(url, full, nothing)
    with pytest.raises(CopyError, match="no database"):
        copying.backup(f"sqlite:///{tmp_path}/none.sqlite", tmp_path / "b.gz", nothing)


def test_a_restore_that_is_interrupted_changes_nothing(database_url, tmp_path):
    fill(database_url)
    before, file = everything(database_url), tmp_path / "backup.gz"
    copying.backup(database_url, file, nothing)

    def interrupted(_url: str):
        def resume(_connection: sa.Connection, _jobs: object) -> None:
            raise KeyboardInterrupt

        return resume

    with pytest.raises(KeyboardInterrupt):
        copying.restore(database_url, file, interrupted, replace=True)
    assert everything(database_url) == before


def test_nothing_is_filled_or_moved_while_a_program_works_there(database_url, other_url, tmp_path):
    fill(database_url)
    file = tmp_path / "backup.gz"
    address = sync_url(database_url)
    if address.get_backend_name() == "sqlite":
        lock = filelock.FileLock(Path(f"{address.database}.lock"))
        assert lock.take()
    else:
        engine = engine_of(database_url)
        with engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO replica_heartbeat VALUES ('other', clock_timestamp())"))
        engine.dispose()
    copying.backup(database_url, file, nothing)
    for refused in (
        lambda: copying.restore(database_url, file, prepare, replace=True),
        lambda: copying.move(database_url, other_url, nothing, prepare, replace=True),
    ):
        with pytest.raises(CopyError, match="Stop it first"):
            refused()
    if address.get_backend_name() == "sqlite":
        lock.release()


def test_a_backup_is_of_one_moment_while_people_go_on_writing(database_url, tmp_path):
    fill(database_url)
    before, file = everything(database_url), tmp_path / "backup.gz"
    engine = engine_of(database_url)

    original = contents.dump

    def dump(connection: sa.Connection, tally: contents.Tally):
        for number, line in enumerate(original(connection, tally)):
            yield line
            if number == 1:  # the first table is being read: the rest of the file must not see this
                with engine.begin() as other:
                    other.execute(sa.text("UPDATE workshop SET title = 'written meanwhile'"))

    copying.contents.dump = dump
    try:
        copying.backup(database_url, file, nothing)
    finally:
        copying.contents.dump = original
    engine.dispose()
    assert everything(database_url) != before
    copying.restore(database_url, file, prepare, replace=True)
    assert everything(database_url) == before


def test_what_is_encrypted_is_copied_as_it_lies_there():
    class Secret(sa.types.TypeDecorator):
        impl = sa.LargeBinary
        cache_ok = True

    assert isinstance(contents.raw(Secret()), sa.LargeBinary)
    assert isinstance(contents.raw(UtcDateTime()), UtcDateTime)
