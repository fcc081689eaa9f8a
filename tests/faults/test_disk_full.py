"""The disk is full: people are told so, what was acknowledged stands, and it goes on when there is room again."""

import asyncio
import os
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.manifest import manifest
from bot.simulator.cast import enter
from bot.simulator.core import AppProfile
from bot.simulator.reading import words_of
from bot.simulator.server import Simulator
from tests.conftest import Databases
from tests.faults.test_kill_bot import Bot, card, until
from workflows import presets

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]
SIZE = 24 * 2**20  # bytes of the disk
FULL = "There is no room left"


class Disk:
    """A folder whose room can be used up: a small file system, or else a limit on how long files may grow."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
        self.small = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0

    def fill(self, process: int) -> None:
        """No byte more."""
        if not self.small:
            longest = max(one.stat().st_size for one in self.folder.iterdir())
            resource.prlimit(process, resource.RLIMIT_FSIZE, (longest, resource.RLIM_INFINITY))
            return
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            for size in (65536, 4096, 1):
                try:
                    while filler.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def free(self, process: int) -> None:
        """There is room again."""
        if self.small:
            (self.folder / "filler").unlink()
        else:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    one = Disk(folder)
    try:
        yield one
    finally:
        if one.small:
            subprocess.run(["umount", "-l", str(folder)], check=False)


async def test_a_full_disk_is_told_and_survived(databases: Databases, tmp_path: Path) -> None:
    simulator = Simulator(None, AppProfile.from_manifest(manifest()))
    await simulator.start()
    simulator.core.ack_seconds = simulator.core.trigger_seconds = 30
    cast = enter(simulator.world, presets.example("ecommerce")["cast"])
    leader = simulator.hand(cast.facilitator.id)

    async def says(text: str) -> str:
        answer = await leader.command(cast.channel, f"/journey pain Research: {text}")
        assert answer is not None
        return words_of(answer)

    with disk(tmp_path / "disk") as small:
        file = small.folder / "cairn.sqlite"
        bot = Bot(simulator, f"sqlite:///{file}", tmp_path)
        await bot.start()
        assert bot.process is not None
        try:
            await leader.command(cast.channel, "/journey start")
            await leader.sees_view(patience=30)
            await leader.submit({"title": "Buying a kitchen", "goal": "Fewer give up", "template": "ecommerce"})
            await until(lambda: card(simulator, cast), "no card")
            kept = [f"before {number}" for number in range(5)]
            for text in kept:
                assert "added" in await says(text)
            small.fill(bot.process.pid)
            refused = []
            for number in range(40):
                text = f"during {number} " + "long " * 90
                said = await says(text)
                (refused if FULL in said else kept).append(text.strip())
                assert FULL in said or "added" in said, said
                if len(refused) == 5:
                    break
            await asyncio.sleep(12)  # the engine, too, finds no room meanwhile
            assert bot.process.returncode is None, "it lives"
            small.free(bot.process.pid)
            assert "added" in await says("afterwards")
            kept.append("afterwards")
            drawn = len(simulator.world.files)
            await until(lambda: len(simulator.world.files) > drawn, "drawing did not resume")
        finally:
            await bot.end()
            await simulator.stop()
        with sqlite3.connect(file) as database:
            (intact,) = database.execute("PRAGMA integrity_check").fetchone()
            stored = [text for (text,) in database.execute("SELECT text FROM contribution")]
    lost = len(set(kept) - set(stored))
    print(f"\na full disk: {len(kept)} acknowledged, {lost} lost, {len(refused)} refused, integrity {intact}")
    assert (lost, intact) == (0, "ok")
    assert len(refused) == 5
    assert not set(refused) & set(stored)
