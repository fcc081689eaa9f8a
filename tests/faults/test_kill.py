"""kill -9 at bad moments: nothing that was acknowledged is lost, and nothing is said twice."""

import asyncio
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from storage import tables
from storage.db import Database
from tests.faults.worker_file import standing
from tests.workflows.engine_parts import make_workshop

pytestmark = [pytest.mark.faults, pytest.mark.alone, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Copy:
    """A running copy of the program."""

    def __init__(self, url: str, slack: Path, *options: str) -> None:
        command = [sys.executable, "-m", "tests.faults.worker", url, str(slack), *options]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.lines: list[str] = []
        self._new: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.strip())
            self._new.put(line.strip())

    def wait_for(self, beginning: str, times: int = 1) -> None:
        """Wait until it has said something so often."""
        until = time.monotonic() + PATIENCE
        while sum(line.startswith(beginning) for line in self.lines) < times:
            assert time.monotonic() < until, f"it never said {beginning}: {self.lines[-5:]}"
            assert self.process.poll() is None, f"it died: {self.lines[-5:]}"
            time.sleep(0.01)

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def start(database_url: str, tmp_path: Path):
    """Start copies of the program on one database and one Slack."""
    asyncio.run(prepared(database_url))
    copies: list[Copy] = []

    def start_one(*options: str) -> Copy:
        copies.append(Copy(database_url, tmp_path / "slack", *options))
        return copies[-1]

    yield start_one
    for copy in copies:
        copy.kill()


async def prepared(url: str) -> None:
    db = await Database.open(url)
    await make_workshop(db)
    await db.close()


def read(url: str, question: Callable) -> object:
    async def ask() -> object:
        db = await Database.open(url)
        async with db.read() as session:
            answer = await question(session)
        await db.close()
        return answer

    return asyncio.run(ask())


def until(what: Callable[[], bool], sentence: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, sentence
        time.sleep(0.1)


async def states(session) -> Counter:
    return Counter(await session.exec(select(tables.Posting.state)))


async def workshop(session) -> tables.Workshop:
    return await session.get_one(tables.Workshop, 1)


async def rounds(session) -> int:
    return len((await session.exec(select(tables.ReviewRound.id))).all())


async def notes(session) -> set[int]:
    return set(await session.exec(select(tables.Contribution.id)))


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_message_is_said_once_though_the_program_is_killed_while_saying_it(start, database_url, tmp_path, moment):
    first = start("--post", "1", f"--{moment}", "30")
    first.wait_for("CALLING" if moment == "before" else "TAKEN")
    first.kill()
    start()
    until(lambda: read(database_url, states) == {"sent": 1}, "the message was lost")
    assert [message["key"] for message in standing(tmp_path / "slack")] == ["owner:0:1"]


def test_no_contribution_that_was_acknowledged_is_lost_and_the_map_catches_up(start, database_url):
    first = start("--contribute", "500")
    first.wait_for("ACKNOWLEDGED", 25)
    first.kill()
    acknowledged = {int(line.split()[1]) for line in first.lines if line.startswith("ACKNOWLEDGED")}
    assert acknowledged <= read(database_url, notes)
    start()
    until(
        lambda: (w := read(database_url, workshop)).drawn_revision == w.revision and w.revision > 25,
        "the map was not drawn again",
    )
    assert read(database_url, workshop).revision == 1 + len(read(database_url, notes))


def test_killed_again_and_again_it_gets_everything_said_once(start, database_url, tmp_path):
    copy = start("--post", "20", "--after", "0.05")
    copy.wait_for("POSTED")
    for _ in range(3):
        copy.kill()
        copy = start("--before", "0.03", "--after", "0.03")
        copy.wait_for("READY")
        time.sleep(0.3)
    until(lambda: read(database_url, states) == {"sent": 20}, "messages were lost")
    assert Counter(m["key"] for m in standing(tmp_path / "slack")) == {f"owner:{n}:1": 1 for n in range(20)}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_another_copy_takes_over_from_one_that_was_killed(start, database_url, tmp_path):
    start().wait_for("READY")
    second = start("--post", "40", "--before", "0.3", "--after", "0.3")
    second.wait_for("POSTED")
    second.wait_for("TAKEN", 3)
    second.kill()
    until(lambda: read(database_url, states) == {"sent": 40}, "messages were lost")
    assert Counter(m["key"] for m in standing(tmp_path / "slack")) == {f"owner:{n}:1": 1 for n in range(40)}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_second_copy_on_an_embedded_database_is_refused_with_a_sentence(start):
    start().wait_for("READY")
    second = start()
    assert second.process.wait(30) != 0
    assert not any(line.startswith("READY") for line in second.lines)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_review_is_called_to_once_though_the_program_is_killed_while_calling(start, database_url, tmp_path):
    first = start("--due", "--after", "5")
    first.wait_for("TAKEN review:")
    first.kill()
    start()
    until(lambda: set(read(database_url, states)) == {"sent"}, "somebody was not called")
    said = Counter(message["key"].partition(":")[0] for message in standing(tmp_path / "slack"))
    assert said["review"] == 1
    assert read(database_url, rounds) == 1
