"""The program as a process of its own: it starts, serves, and ends without leaving anybody waiting."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.simulator.server import Simulator
from bot.simulator.state import World

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
PATIENCE = 40


@pytest.fixture
async def start(tmp_path) -> AsyncIterator[Callable]:
    """Start the program against a simulated workspace; whatever still runs in the end is ended."""
    world = World()
    ana = world.add_user("ana", "Ana Ruiz")
    world.add_channel("shop", [ana.id, world.bot_user_id])
    started: list[asyncio.subprocess.Process] = []
    async with Simulator(world) as simulator:

        async def run(command: str, port: int = 3000, folder: Path = tmp_path):
            environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
                "SLACK_BOT_TOKEN": simulator.core.bot_token,
                "SLACK_APP_TOKEN": simulator.core.app_token,
                "SLACK_SIGNING_SECRET": simulator.core.signing_secret,
                "SLACK_API_URL": simulator.api_url,
                "CAIRN_DATA": str(folder),
                "PORT": str(port),
            }
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", command, cwd=ROOT, env=environment, stderr=subprocess.PIPE
            )
            started.append(process)
            return simulator, process

        yield run
        for process in started:
            if process.returncode is None:
                process.kill()
                await process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


async def until_ready(
    port: int | str, patience: float = PATIENCE, of: asyncio.subprocess.Process | None = None
) -> None:
    """Wait until it is ready, as long as its process runs where one is given."""
    deadline = time.monotonic() + patience
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline and (of is None or of.returncode is None):
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
    pytest.fail("it never was ready")


async def said(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    _out, written = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, written.decode()


async def test_over_http_it_serves_until_it_is_told_to_end_and_a_second_one_is_told_why_it_cannot(start, tmp_path):
    port = free_port()
    simulator, process = await start("serve", port)
    await until_ready(port)
    simulator.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    answer = await simulator.hand("ana").command("#shop", "/journey help")
    assert answer.text
    _same, second = await start("serve", free_port())
    code, written = await said(second)
    assert code == 2
    assert "Another Cairn is working" in written
    assert "Traceback" not in written
    process.send_signal(signal.SIGTERM)
    code, written = await said(process)
    assert code == 0
    assert "finishing what was begun" in written
    assert "Traceback" not in written


async def test_over_a_socket_it_answers_and_ends_when_it_is_interrupted(start):
    simulator, process = await start("socket")
    deadline = time.monotonic() + PATIENCE
    while not simulator.socket.links and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    answer = await simulator.hand("ana").command("#shop", "/journey help")
    assert answer.text
    process.send_signal(signal.SIGINT)
    code, written = await said(process)
    assert code == 0
    assert "Traceback" not in written


async def test_a_port_that_is_taken_is_a_sentence(start):
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        _simulator, process = await start("serve", taken.getsockname()[1])
        code, written = await said(process)
    assert code == 2
    assert "is taken by another program" in written
    assert "Traceback" not in written
