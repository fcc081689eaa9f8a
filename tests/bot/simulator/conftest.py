"""A tiny real Bolt app, connected over Socket Mode or signed HTTP to a workspace of its own."""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import aiohttp.web
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.simulator.people import Hand
from bot.simulator.server import Simulator
from bot.simulator.state import World
from bot.simulator.things import SimChannel


@dataclass
class Stage:
    """A workspace with two people and a channel, and an app in it."""

    simulator: Simulator
    app: AsyncApp
    shop: SimChannel
    client: AsyncWebClient
    seen: list = field(default_factory=list)

    def hand(self, name: str = "ana") -> Hand:
        return self.simulator.hand(name)

    @property
    def world(self) -> World:
        return self.simulator.world


def make_world() -> tuple[World, SimChannel]:
    world = World()
    ana = world.add_user("ana", "Ana Ruiz", department="Sales", tz="Europe/Madrid", locale="es-ES")
    ben = world.add_user("ben", "Ben Okafor", department="Service")
    return world, world.add_channel("shop", [ana.id, ben.id])


def make_app(simulator: Simulator) -> AsyncApp:
    async def authorize(enterprise_id, team_id):
        world = simulator.world
        return AuthorizeResult(
            enterprise_id=None,
            team_id=world.team_id,
            bot_id=world.bot_id,
            bot_user_id=world.bot_user_id,
            bot_token=simulator.core.bot_token,
        )

    client = AsyncWebClient(base_url=simulator.api_url)
    logger = logging.getLogger("tiny-app")
    return AsyncApp(
        client=client,
        authorize=authorize,
        signing_secret=simulator.core.signing_secret,
        process_before_response=True,
        logger=logger,
    )


@contextlib.asynccontextmanager
async def stage_for(transport: str) -> AsyncIterator[Stage]:
    world, shop = make_world()
    simulator = Simulator(world)
    await simulator.start()
    app = make_app(simulator)
    stage = Stage(simulator, app, shop, AsyncWebClient(simulator.core.bot_token, base_url=simulator.api_url))
    async with connected(stage, transport):
        yield stage
    await simulator.stop()


@contextlib.asynccontextmanager
async def connected(stage: Stage, transport: str) -> AsyncIterator[None]:
    if transport == "socket":
        client = AsyncWebClient(base_url=stage.simulator.api_url)
        handler = AsyncSocketModeHandler(stage.app, stage.simulator.core.app_token, web_client=client)
        await handler.connect_async()
        await stage.simulator.socket.connected()
        yield
        await handler.close_async()
        await handler.client.aiohttp_client_session.close()
        return
    runner = aiohttp.web.AppRunner(stage.app.web_app("/slack/events"))
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    stage.simulator.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    yield
    await runner.cleanup()


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with stage_for(request.param) as made:
        yield made


@pytest.fixture
async def socket_stage() -> AsyncIterator[Stage]:
    async with stage_for("socket") as made:
        yield made


@pytest.fixture
async def http_stage() -> AsyncIterator[Stage]:
    async with stage_for("http") as made:
        yield made


def words(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str | None = None) -> dict:
    return {"text": words(text or value), "value": value}


def asking(block_id: str, element: dict, **more: object) -> dict:
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(block_id),
        "element": {"action_id": block_id, **element},
        **more,
    }


def modal(*blocks: dict, callback_id: str = "form", **more: object) -> dict:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": words("A form"),
        "submit": words("Save"),
        "close": words("Cancel"),
        "blocks": list(blocks) or [{"type": "divider"}],
        **more,
    }


def buttons(*ids: str, block_id: str = "doors") -> dict:
    return {
        "type": "actions",
        "block_id": block_id,
        "elements": [{"type": "button", "action_id": one, "text": words(one), "value": one} for one in ids],
    }


Opener = Callable[..., object]


def opens(stage: Stage, command: str, *views: dict) -> None:
    """Let `/journey` open the first view; the rest are for the test to use."""

    async def lazily(client, body):
        stage.seen.append(await client.views_open(trigger_id=body["trigger_id"], view=views[0]))

    async def ack(ack):
        await ack()

    stage.app.command(command)(ack=ack, lazy=[lazily])
