"""Cairn and the simulated workspace together: what `try`, `play` and the tests of whole workshops start."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.routing import BaseRoute

from bot.app import Cairn, build
from bot.manifest import REDIRECT_PATH, manifest
from bot.running import over_http, over_socket
from bot.settings import Mode, Settings
from bot.simulator.core import AppProfile
from bot.simulator.distribution import Distribution
from bot.simulator.server import Simulator
from bot.simulator.state import World
from workflows.limits import Caps

CONNECT_SECONDS = 20.0
QUICK = Caps(person_minute=10_000, team_minute=100_000)  # a rehearsal plays a morning in a minute
CLIENT_ID, CLIENT_SECRET = "1234567890.1234567890", "simulated-client-secret"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A workspace with Cairn in it."""

    simulator: Simulator
    cairn: Cairn

    async def said(self, timeout: float = 60.0) -> None:  # noqa: ASYNC109 - the limit is of the whole wait
        """Wait until Cairn has posted all there is; pictures may still be on their way."""
        await self.cairn.background.drain(timeout)
        async with asyncio.timeout(timeout):
            while await self.cairn.engine.active(["post:", "renew:"]):  # noqa: ASYNC110 - jobs tell nobody
                await asyncio.sleep(0.05)

    async def settle(self, timeout: float = 60.0) -> None:  # noqa: ASYNC109 - the limit is of the whole wait
        """Wait until Cairn has posted and drawn all there is."""
        await self.cairn.background.drain(timeout)
        await self.cairn.engine.hasten()
        await self.cairn.engine.idle(timeout)


@asynccontextmanager
async def rehearsal(
    *,
    database_url: str = "",
    data_folder: Path = Path("data"),
    world: World | None = None,
    mode: Mode = Mode.SOCKET,
    port: int = 0,
    routes: Sequence[BaseRoute] = (),
    pace_seconds: float = 0.0,
    publish_every: float = 0.0,
    refresh_delay: float = 0.0,
    scopes: frozenset[str] = frozenset(),
    secret_keys: Sequence[str] = (),
    many: bool = False,
    metrics: tuple[str, int] | None = None,
    caps: Caps = QUICK,
    webhooks_here: bool = False,
) -> AsyncIterator[Rehearsal]:
    """Start both, connected by the real adapters, and stop both in the end.

    `scopes` are granted besides those that the manifest asks for. With `many`, Cairn is installed nowhere yet: people
    come to its page, go to the simulator's, and are sent back. With `webhooks_here`, webhooks may lead to this machine.
    """
    profile = AppProfile.from_manifest(manifest(steps=True))
    profile.scopes |= scopes
    simulator = Simulator(world, profile, routes=routes)
    await simulator.start(port)
    core, here = simulator.core, _free_port()
    public_url = f"http://127.0.0.1:{here}"
    if many:
        app = Distribution.from_manifest(manifest("https://cairn.example.com", many=True), CLIENT_ID, CLIENT_SECRET)
        app.redirect_urls = (public_url + REDIRECT_PATH,)  # the manifest's is https, which nobody has on loopback
        simulator.distribute(app)
    settings = Settings(
        bot_token="" if many else core.bot_token,
        client_id=CLIENT_ID if many else "",
        client_secret=CLIENT_SECRET if many else "",
        public_url=public_url if many or mode is Mode.SERVE else "",
        app_token=core.app_token,
        signing_secret=core.signing_secret,
        slack_api_url=simulator.api_url,
        database_url=database_url,
        secret_keys=tuple(secret_keys),
        data_folder=data_folder,
        host="127.0.0.1",
        port=here,
        metrics=metrics,
        pace_seconds=pace_seconds,
        publish_every=publish_every,
        refresh_delay=refresh_delay,
        caps=caps,
        webhook_hosts=("localhost",) if webhooks_here else (),
        webhooks_here=webhooks_here,
    )
    cairn = await build(settings, clock=simulator.clock)
    stop = asyncio.Event()
    serving: asyncio.Task[None] | None = None
    try:
        await cairn.start()
        serve = over_socket if mode is Mode.SOCKET else over_http
        serving = asyncio.create_task(serve(cairn, stop))
        if mode is Mode.SERVE:
            simulator.deliver_to(f"http://127.0.0.1:{settings.port}/slack/events")
        await _connected(simulator, mode, settings.port, serving)

        async def catch_up(_now: object) -> None:
            await cairn.engine.tick()

        simulator.clock.on_shift(catch_up)
        yield Rehearsal(simulator, cairn)
    finally:
        stop.set()
        if serving:
            await serving
        await cairn.stop()
        await simulator.stop()


async def _connected(simulator: Simulator, mode: Mode, port: int, serving: asyncio.Task[None]) -> None:
    async with asyncio.timeout(CONNECT_SECONDS):
        while not (simulator.socket.links if mode is Mode.SOCKET else await _answers(port)):
            if serving.done():
                await serving
            await asyncio.sleep(0.02)


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
