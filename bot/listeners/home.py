"""The App Home, and what only closes a modal."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Say
from bot.ids import Action, Modal
from bot.listeners.registry import Press, acknowledge, matching, on_press
from bot.views import help as help_view
from bot.views import home as view
from workflows import workshops
from workflows.commands import Actor
from workflows.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the Home tab."""

    async def opened(client: AsyncWebClient, context: AsyncBoltContext, event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            await publish(client, desk, context["actor"], context["say_in"])

    async def closed(ack: AsyncAck) -> None:
        await ack()

    app.event("app_home_opened")(ack=acknowledge, lazy=[opened])
    app.view(str(Modal.INFO))(closed)
    app.action(matching(Action.OPEN_LINK))(acknowledge)
    on_press(app, desk, Action.HELP, show_help)


async def publish(client: AsyncWebClient, desk: Desk, actor: Actor, _: Say) -> None:
    """Show a person's Home tab as it is now."""
    mine = await workshops.home(desk, actor)
    await client.views_publish(user_id=actor.user_id, view=view.home(mine, desk.clock.now(), _))


async def show_help(press: Press) -> None:
    """Say what can be typed."""
    channel_id = (press.body.get("channel") or {}).get("id")
    await press.reply(help_view.help_(channel_id, press.say), title=press.say("How it works"))
