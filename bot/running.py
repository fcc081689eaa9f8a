"""Running until told to stop, then stopping in an order that loses nothing."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator

import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.routing import Route

from bot import warming
from bot.app import DRAIN, Cairn, build
from bot.console import LEVEL_TOKENS, voice
from bot.errors import slack_code
from bot.http import PATH, Edge, Server
from bot.settings import Mode, Settings, SettingsError

log = logging.getLogger("cairn")

SOON = 0.5  # seconds after the start
KEEP_ALIVE = 75  # seconds: longer than load balancers keep a connection, so that it is never they who meet a closed one


async def run(settings: Settings, mode: Mode) -> None:
    """Serve until SIGINT or SIGTERM. A second SIGINT ends at once."""
    stop = asyncio.Event()
    _on_signal(stop)
    cairn = await build(settings)
    later: asyncio.Task[None] | None = None
    try:
        await cairn.start()
        gc.freeze()  # what was made until now stays: looking through it again and again would hold up answers
        gc.enable()
        later = asyncio.create_task(_warm(), name="warm up")
        await (over_socket(cairn, stop) if mode is Mode.SOCKET else over_http(cairn, stop))
    finally:
        if later is not None:
            later.cancel()
        log.info("finishing what was begun")
        await cairn.stop()


async def _warm() -> None:
    """Load what the start went without, so that nobody waits for it: soon after the first looks at `/readyz`."""
    await asyncio.sleep(SOON)
    await asyncio.to_thread(warming.warm)
    gc.freeze()


async def over_socket(cairn: Cairn, stop: asyncio.Event) -> None:
    """Serve in Socket Mode."""
    from bot.socket_mode import SocketMode

    connection = SocketMode(cairn.bolt, cairn.settings.app_token)

    async def trouble() -> str | None:
        return await cairn.trouble() or (None if await connection.client.is_connected() else "not connected to Slack")

    edge = Edge(cairn.bolt, "", trouble)
    try:
        await connection.connect_async()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise SettingsError([refused(slack_code(error))]) from None
    try:
        log.info("connected to Slack")
        async with _watched(edge, cairn):
            await stop.wait()
            edge.closing = True
    finally:
        await connection.stop(DRAIN)


async def over_http(cairn: Cairn, stop: asyncio.Event) -> None:
    """Serve as an HTTP server."""
    settings = cairn.settings
    edge = Edge(cairn.bolt, settings.signing_secret, cairn.trouble, doors=_doors(cairn))
    listening = _listen(settings.host, settings.port)
    async with _watched(edge, cairn):
        server = _server(edge.asgi())
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        log.info("listening on port %d, path %s", listening.getsockname()[1], PATH)
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not serving.done() and cairn.settings.leave_seconds:
            edge.leaving = True
            log.info("saying that it leaves, and serving for %g seconds more", cairn.settings.leave_seconds)
            await asyncio.wait({serving}, timeout=cairn.settings.leave_seconds)
        edge.closing = True
        server.should_exit = True
        await serving


def _doors(cairn: Cairn) -> list[Route]:
    """The pages that browsers are shown; what makes them is loaded where some are."""
    doors: list[Route] = []
    if cairn.settings.many:
        from bot.oauth import Door

        doors += Door(cairn.installs, cairn.settings).routes()
    if cairn.settings.public_url:
        from bot.shares import Shares

        doors += Shares(cairn.desk, cairn.pool).routes()
    return doors


@contextlib.asynccontextmanager
async def _watched(edge: Edge, cairn: Cairn) -> AsyncIterator[None]:
    """Give figures and health at an address of their own, where one was asked for."""
    if cairn.settings.metrics is None:
        yield
        return
    host, port = cairn.settings.metrics
    listening = _listen(host, port, "METRICS_ADDRESS")
    server = _server(edge.watched(cairn.figures))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    log.info("figures at port %d, path /metrics", listening.getsockname()[1])
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def _server(application: Starlette) -> Server:
    return Server(
        uvicorn.Config(
            application,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=int(DRAIN),
        )
    )


def _on_signal(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def first(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C interrupts without a handler
            loop.add_signal_handler(number, first, number)


def _listen(host: str, port: int, variable: str = "PORT") -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        _ = voice()
        listening.close()
        raise SettingsError(
            [
                _(
                    "Port {port} is taken by another program. End that one, or choose another with {variable}.",
                    port=port,
                    variable=variable,
                )
            ]
        ) from None
    return listening


def refused(code: str) -> str:
    """Say what to do about an app-level token that Slack refuses."""
    _ = voice()
    page = _(LEVEL_TOKENS)
    if code == "not_allowed_token_type":
        return _("SLACK_APP_TOKEN is not an app-level token. It starts with xapp- and is on {where}.", where=page)
    if code == "missing_scope":
        return _("SLACK_APP_TOKEN lacks the scope connections:write. Make a new one with it on {where}.", where=page)
    why = code or _("no reason given")
    return _("Slack refused SLACK_APP_TOKEN ({why}). Copy it again from {where}.", why=why, where=page)
