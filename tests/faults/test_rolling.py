"""Two copies behind a load balancer: one is told to stop while people contribute, and nobody notices."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.manifest import manifest
from bot.simulator.cast import enter
from bot.simulator.core import AppProfile
from bot.simulator.reading import words_of
from bot.simulator.server import Simulator
from storage.db import Database
from tests.conftest import Databases
from workflows import maps, presets, workshops
from workflows.commands import Actor
from workflows.desk import Desk

pytestmark = [pytest.mark.faults, pytest.mark.alone, pytest.mark.timeout(400)]
ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
LEAVE = 3


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Balancer:
    """As plain as they come: asks every copy whether it is ready, and sends requests to those in turn."""

    def __init__(self, ports: list[int]) -> None:
        self.ports, self.port = ports, free_port()
        self.ready: set[int] = set()
        self.answers: dict[int, list[int]] = {port: [] for port in ports}  # of /readyz
        self.served: Counter[int] = Counter()
        self.failed: list[str] = []

    async def run(self, stop: asyncio.Event) -> None:
        app = web.Application()
        app.router.add_post("/slack/events", self.forward)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        async with aiohttp.ClientSession() as self.session:
            looks = [asyncio.create_task(self.look(port)) for port in self.ports]
            await stop.wait()
            for task in looks:
                task.cancel()
            await asyncio.gather(*looks, return_exceptions=True)
        await runner.cleanup()

    async def look(self, port: int) -> None:
        while True:
            try:
                async with self.session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    status = answer.status
            except aiohttp.ClientError:
                status = 0
            (self.ready.add if status == 200 else self.ready.discard)(port)
            self.answers[port].append(status)
            await asyncio.sleep(0.3)

    async def forward(self, request: web.Request) -> web.Response:
        port = min(self.ready, key=lambda one: self.served[one])
        self.served[port] += 1
        body = await request.read()
        kept = {
            name: value for name, value in request.headers.items() if name.lower() not in {"host", "content-length"}
        }
        try:
            async with self.session.post(f"http://127.0.0.1:{port}/slack/events", data=body, headers=kept) as answer:
                if answer.status != 200:
                    self.failed.append(f"{port} answered {answer.status}")
                content = await answer.read()
                return web.Response(status=answer.status, body=content, content_type=answer.content_type)
        except aiohttp.ClientError as error:
            self.failed.append(f"{port}: {error!r}")
            raise


@pytest.fixture
async def copies(databases: Databases, tmp_path: Path) -> AsyncIterator[tuple]:
    """Two copies on one PostgreSQL, a workspace that sends through the load balancer."""
    url = databases.new("postgresql")
    simulator = Simulator(None, AppProfile.from_manifest(manifest()))
    await simulator.start()
    simulator.core.ack_seconds = simulator.core.trigger_seconds = 60
    ports, stop, started = [free_port(), free_port()], asyncio.Event(), {}
    balancer = Balancer(ports)
    balancing = asyncio.create_task(balancer.run(stop))
    for port in ports:
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
            "SLACK_BOT_TOKEN": simulator.core.bot_token,
            "SLACK_SIGNING_SECRET": simulator.core.signing_secret,
            "SLACK_API_URL": simulator.api_url,
            "DATABASE_URL": url.replace("+psycopg", ""),
            "CAIRN_DATA": str(tmp_path),
            "PORT": str(port),
            "LEAVE_SECONDS": str(LEAVE),
            "CAIRN_PERSON_MINUTE": "10000",  # three stand for many: no pause between what they say
            "CAIRN_TEAM_MINUTE": "100000",
        }
        started[port] = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", cwd=ROOT, env=environment, stderr=subprocess.PIPE
        )
    async with asyncio.timeout(PATIENCE):
        while len(balancer.ready) < 2:
            await asyncio.sleep(0.2)
    simulator.deliver_to(f"http://127.0.0.1:{balancer.port}/slack/events")
    yield simulator, balancer, started, url
    for process in started.values():
        if process.returncode is None:
            process.kill()
            await process.wait()
    stop.set()
    await balancing
    await simulator.stop()
    databases.drop(url)


async def test_while_one_copy_is_exchanged_every_contribution_is_answered_and_kept(copies) -> None:
    simulator, balancer, started, url = copies
    cast = enter(simulator.world, presets.example("ecommerce")["cast"])
    leader = simulator.hand(cast.facilitator.id)
    await leader.command(cast.channel, "/journey start")
    await leader.sees_view(patience=60)
    await leader.submit({"title": "Buying a kitchen", "goal": "Fewer give up", "template": "ecommerce"})

    given: list[str] = []
    enough = asyncio.Event()

    async def contributes(role: str) -> None:
        hand = simulator.hand(cast.people[role].id)
        while not enough.is_set():
            text = f"{role} says {len(given)} {os.urandom(4).hex()}"
            answer = await hand.command(cast.channel, f"/journey pain Research: {text}")
            assert "added" in words_of(answer), "somebody was not answered"
            given.append(text)

    people = [asyncio.create_task(contributes(role)) for role in list(cast.people)[:3]]

    async def more(count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            until = len(given) + count
            while len(given) < until:
                for one in people:
                    if one.done():
                        one.result()
                await asyncio.sleep(0.1)

    await more(12)
    leaving, staying = balancer.ports
    started[leaving].send_signal(signal.SIGTERM)
    _out, written = await asyncio.wait_for(started[leaving].communicate(), PATIENCE)
    await more(12)
    enough.set()
    await asyncio.gather(*people)

    assert started[leaving].returncode == 0
    assert b"Traceback" not in written
    assert started[staying].returncode is None
    assert balancer.failed == [], "a request was sent and not answered"
    assert 503 in balancer.answers[leaving], "it left without a word"
    assert balancer.served[leaving] > 0 < balancer.served[staying], "both had work"

    db = await Database.open(url)
    desk = Desk(db, simulator.clock, None)  # type: ignore[arg-type]  # it only reads
    actor = Actor(simulator.world.team_id, leader.id)
    (outline,) = await workshops.open_in(desk, actor, cast.channel.id)
    kept = Counter(pain.text for pain in (await maps.snapshot(desk, actor, outline.id)).pains)
    await db.close()
    assert {text: kept[text] for text in given} == dict.fromkeys(given, 1)
