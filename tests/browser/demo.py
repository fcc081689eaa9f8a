"""A small Bolt app that uses everything the page can show, connected to a simulator over Socket Mode.

Run it by hand to look at the page: `python -m tests.browser.demo`.
"""

import asyncio
import io
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.simulator.core import AppProfile
from bot.simulator.methods_files import new_file
from bot.simulator.page import simulator_with_page
from bot.simulator.server import Simulator
from bot.simulator.state import World
from tests.browser.demo_blocks import MARKDOWN, every_input, labelled, marked, option, showcase, tables, words

PEOPLE = [
    ("maya", "Maya Cohen", "Head of Experience", "Leadership"),
    ("jonas", "Jonas Berg", "Shop Manager", "Sales"),
    ("li", "Li Wei", "Support Lead", "Service"),
    ("amara", "Amara Okafor", "Product Owner", "Product"),
    ("pavel", "Павел Орлов", "Logistics", "Operations"),
]


@dataclass
class Demo:
    simulator: Simulator
    app: AsyncApp
    seen: list[dict[str, Any]] = field(default_factory=list)
    channel: str = ""

    @property
    def people(self) -> list[str]:
        return [user.id for user in self.simulator.world.people()]


def modal(title: str, blocks: list[dict[str, Any]], callback: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": words(title),
        "submit": words("Save"),
        "close": words("Not now"),
        "blocks": blocks,
        **more,
    }


def listeners(demo: Demo) -> None:
    app = demo.app

    @app.command("/journey")
    async def journey(ack, body, client):
        if body["text"] == "slow":
            await asyncio.sleep(4)
        await ack(
            text="Only you see this",
            blocks=[
                {"type": "section", "text": marked("Only *you* see this. :bulb:")},
                {
                    "type": "actions",
                    "elements": [
                        {
                            "type": "button",
                            "text": words("Open the form"),
                            "action_id": "open_modal",
                            "style": "primary",
                        }
                    ],
                },
            ],
            response_type="ephemeral",
        )

    @app.action("open_modal")
    async def opened(ack, body, client):
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal("Add a pain", every_input(demo.people), "note")
        )

    @app.action("push")
    async def pushed(ack, body, client):
        await ack()
        await client.views_push(
            trigger_id=body["trigger_id"],
            view=modal("Second page", [labelled("inner", "Inside", {"type": "plain_text_input"})], "inner"),
        )

    @app.view("note")
    async def noted(ack, body, view):
        values = {block: state for one in view["state"]["values"].values() for block, state in one.items()}
        demo.seen.append({"what": "submit", "values": values})
        if values["text"]["value"] == "wrong":
            await ack(response_action="errors", errors={"text": "Say what hurts, not that it is wrong."})
        elif values["text"]["value"] == "slow":
            await asyncio.sleep(4)
            await ack()
        else:
            await ack()

    @app.view("inner")
    async def inner(ack, view):
        demo.seen.append({"what": "inner", "values": view["state"]["values"]})
        await ack()

    @app.action("live")
    async def live(ack, body, client):
        demo.seen.append({"what": "live", "values": body["view"]["state"]["values"]})
        await ack()
        blocks = every_input(demo.people)
        blocks.append(labelled("reason", "The reason", {"type": "plain_text_input"}, optional=True))
        await client.views_update(
            view_id=body["view"]["id"], hash=body["view"]["hash"], view=modal("Add a pain", blocks, "note")
        )

    @app.action({"action_id": __import__("re").compile(".*")})
    async def others(ack, body, client):
        action = body["actions"][0]
        demo.seen.append({"what": "act", **action})
        await ack()
        if action["action_id"] == "hello":
            await client.chat_postMessage(
                channel=body["channel"]["id"],
                thread_ts=body["message"]["ts"],
                text=f"Hello <@{body['user']['id']}>, you pressed {action['value']}",
            )

    @app.options("touch")
    async def touch(ack, payload):
        names = ["Web shop", "Newsletter", "Call centre", "Parcel box"]
        await ack(options=[option(name, name.lower()) for name in names if payload["value"].lower() in name.lower()])

    @app.shortcut("add_message_to_map")
    async def to_map(ack, body, client):
        await ack()
        demo.seen.append({"what": "message shortcut", "text": body["message"]["text"]})
        await client.views_open(
            trigger_id=body["trigger_id"],
            view=modal(
                "Add to the map",
                [labelled("text", "Words", {"type": "plain_text_input", "initial_value": body["message"]["text"]})],
                "note",
            ),
        )

    @app.shortcut("open_cairn")
    async def opens(ack, body, client):
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"],
            view={
                "type": "modal",
                "title": words("Cairn"),
                "blocks": [{"type": "section", "text": marked("*Hello* from a shortcut")}],
            },
        )

    @app.event("app_home_opened")
    async def home(event, client):
        blocks = [
            {"type": "header", "text": words("Your journeys")},
            {
                "type": "section",
                "text": marked("*Buying a jacket*\nStep 3 of 6"),
                "accessory": {"type": "button", "text": words("Open the form"), "action_id": "open_modal"},
            },
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def picture(width: int = 1600, height: int = 700) -> bytes:
    image = Image.new("RGB", (width, height), "#f6f1e4")
    draw = ImageDraw.Draw(image)
    for n in range(6):
        draw.rounded_rectangle((40 + n * 258, 60, 270 + n * 258, 140), 12, fill="#2f4f46")
    draw.line([(150 + n * 258, 300 + (n * 97) % 260) for n in range(6)], fill="#d8663f", width=8)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


async def fill(demo: Demo) -> None:
    """Post every kind of message."""
    sim = demo.simulator
    client = AsyncWebClient(token=sim.core.bot_token, base_url=sim.api_url)
    map_file = new_file(sim.core, "map.png", sim.world.bot_user_id, picture())
    map_file.alt, map_file.title = "The journey map: six stages, lowest at Checkout", "Journey map"
    await sim.hand("maya").say(demo.channel, "Morning! The jacket shop loses people at the till :thinking_face:")
    await sim.hand("li").say(demo.channel, "Half of my tickets are about the price changing at checkout.")
    await sim.hand("li").say(demo.channel, "המחיר משתנה בקופה וזה מעצבן")
    blocks = json.loads(json.dumps(showcase(map_file.id, demo.people)).replace("C_DEMO", demo.channel))
    head = await client.chat_postMessage(channel=demo.channel, text="Buying a jacket online", blocks=blocks)
    await client.pins_add(channel=demo.channel, timestamp=head["ts"])
    guide = await client.chat_postMessage(
        channel=demo.channel,
        thread_ts=head["ts"],
        text=f"Step 3: create the map. <@{demo.people[0]}>, what does the customer do first?",
    )
    await client.chat_update(
        channel=demo.channel,
        ts=guide["ts"],
        text=f"Step 3: create the map. <@{demo.people[0]}>, what does the customer do?",
    )
    await client.files_upload_v2(
        channel=demo.channel, filename="jacket.pdf", content=b"%PDF-1.4 nothing", title="Buying a jacket, the map.pdf"
    )
    await client.chat_postMessage(channel=demo.channel, text="Scores", blocks=tables())
    await client.chat_postMessage(
        channel=demo.channel, text="What changed", blocks=[{"type": "markdown", "text": MARKDOWN}]
    )
    await client.chat_postMessage(
        channel=sim.hand("maya").direct.id, text="You own *Price changes*. Done, or hand it over?"
    )


@asynccontextmanager
async def running(port: int = 0):
    """Serve the page, the simulator and the demo app."""
    world = World()
    for name, real_name, title, department in PEOPLE:
        world.add_user(name, real_name, title=title, department=department, tz="Europe/Berlin")
    channel = world.add_channel(
        "jacket-shop", [user.id for user in world.people()], topic="Buying a jacket online: where do we lose people?"
    )
    world.add_channel("random", [user.id for user in world.people()])
    profile = AppProfile.generous()
    profile.shortcut_names = {"add_message_to_map": "Add to journey map", "open_cairn": "Open Cairn"}
    simulator = simulator_with_page(world, profile)
    await simulator.start(port)

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=world.team_id,
            bot_token=simulator.core.bot_token,
            bot_id=world.bot_id,
            bot_user_id=world.bot_user_id,
        )

    client = AsyncWebClient(token=None, base_url=simulator.api_url)
    app = AsyncApp(client=client, authorize=authorize, signing_secret=simulator.core.signing_secret)
    demo = Demo(simulator, app, channel=channel.id)
    listeners(demo)
    handler = AsyncSocketModeHandler(
        app,
        simulator.core.app_token,
        web_client=AsyncWebClient(token=simulator.core.bot_token, base_url=simulator.api_url),
    )
    await handler.connect_async()
    for _ in range(300):
        if simulator.socket.links:
            break
        await asyncio.sleep(0.01)
    await fill(demo)
    try:
        yield demo
    finally:
        await handler.close_async()
        await simulator.stop()


async def main() -> None:
    async with running(3999) as demo:
        print(demo.simulator.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
