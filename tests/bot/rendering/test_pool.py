"""Pictures are drawn in processes of their own, and the bot outlives whatever happens to them."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rendering import wire
from bot.rendering.pool import DrawingError, Pool
from tests.bot.rendering import samples
from tests.bot.rendering.looking import size_of

pytestmark = pytest.mark.faults


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[Pool]:
    """One that is ready."""
    made = Pool()
    await made.start()
    yield made
    await made.close()


@pytest.mark.asyncio
async def test_it_draws_card_map_and_pdf_and_survives_a_killed_child(pool: Pool) -> None:
    snapshot = samples.ebike("he")
    drawn = await pool.draw(snapshot)
    assert size_of(drawn.card_png)[0] == 1200
    assert size_of(drawn.map_png)[0] > 3000
    assert drawn.card_alt
    assert (await pool.pdf(snapshot)).startswith(b"%PDF")

    (before,) = pool.children
    drawing = asyncio.create_task(pool.draw(snapshot))
    await asyncio.sleep(0.05)
    os.kill(before, signal.SIGKILL)
    assert (await drawing).map_png == drawn.map_png
    assert pool.children != (before,)

    (idle,) = pool.children
    os.kill(idle, signal.SIGKILL)
    assert (await pool.draw(snapshot)).card_png == drawn.card_png


@pytest.mark.asyncio
async def test_what_takes_too_long_or_too_much_is_given_up_and_the_pool_goes_on(pool: Pool) -> None:
    pool._megabytes = 1
    for child in pool._alive:
        child._megabytes = 1
    with pytest.raises(DrawingError):
        await pool.draw(samples.ebike("en"))
    pool._megabytes, pool._seconds = 900, 0.0
    with pytest.raises(DrawingError):
        await pool.draw(samples.ebike("en"))
    pool._seconds = 30.0
    assert (await pool.draw(samples.ebike("en"))).card_png


@pytest.mark.asyncio
async def test_a_child_that_hangs_is_replaced_and_the_picture_drawn_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pool = Pool(seconds=4)
    await pool.start()
    (hanging,) = pool.children
    os.kill(hanging, signal.SIGSTOP)
    with caplog.at_level(logging.WARNING, "bot.rendering"):
        assert (await pool.draw(samples.snapshot(samples.stage("Buy")))).card_png
    assert [record.getMessage() for record in caplog.records] == ["lost a drawing process: a drawing took too long"]
    assert not _running(hanging)
    await pool.close()


@pytest.mark.asyncio
async def test_a_picture_that_kills_two_children_is_given_up_and_the_next_is_drawn(
    pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    async def kill_all() -> None:
        while True:
            for child in pool.children:
                os.kill(child, signal.SIGKILL)
            await asyncio.sleep(0.01)

    killer = asyncio.create_task(kill_all())
    with caplog.at_level(logging.WARNING, "bot.rendering"), pytest.raises(DrawingError, match="no drawing process"):
        await pool.draw(samples.ebike("en"))
    killer.cancel()
    assert len([record for record in caplog.records if "lost a drawing process" in record.getMessage()]) == 2
    assert (await pool.draw(samples.snapshot(samples.stage("Buy")))).map_png


def test_a_child_has_a_wall_of_memory_of_its_own() -> None:
    script = (
        "from bot.rendering import child; child._limit_memory(300); bytearray(200 << 20)\n"
        "try: bytearray(400 << 20)\n"
        "except MemoryError: print('wall')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "wall\n"


@pytest.mark.asyncio
async def test_a_drawing_that_fails_is_reported_by_its_kind_and_costs_no_child(pool: Pool) -> None:
    before = pool.children
    with pytest.raises(DrawingError) as failed:
        await pool._run("no such job", samples.snapshot())
    assert failed.value.args[-1] == "ValueError"
    assert pool.children == before


@pytest.mark.asyncio
async def test_children_are_gone_after_closing_and_see_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    made = Pool()
    await made.start()
    (pid,) = made.children
    assert b"canary" not in Path(f"/proc/{pid}/environ").read_bytes()
    await made.close()
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(DrawingError):
        await made.draw(samples.ebike("en"))


def test_children_die_with_their_parent() -> None:
    script = (
        "import asyncio, time; from bot.rendering.pool import Pool\n"
        "async def main():\n"
        "    pool = Pool(); await pool.start(); print(pool.children[0], flush=True); time.sleep(60)\n"
        "asyncio.run(main())"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _running(child):
        time.sleep(0.05)
    assert not _running(child)


def test_a_frame_that_is_none_is_refused() -> None:
    with pytest.raises(wire.GarbledError):
        wire.receive(BytesIO(b"\xff" * 64).read)
    with pytest.raises(wire.GarbledError):
        wire.receive(BytesIO(b"\x00\x00\x00\x01\xff\xff\xff\xff").read)


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
