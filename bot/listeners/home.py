"""The App Home: its pages, filter and search, and what only closes a modal."""

import re
from dataclasses import replace
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.lists import HOMES
from bot.listeners.registry import Press, acknowledge, matching, on_press, view_of
from bot.views import help as help_view
from bot.views import home as view
from workflows import home
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.finding import Shown
from workflows.home import Look

_SEARCH = re.compile(rf"\A{re.escape(Field.SEARCH)}(~\d+)?\Z")


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the Home tab."""
    HOMES[:] = [republish]

    async def opened(client: AsyncWebClient, context: AsyncBoltContext, event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            await publish(client, desk, context["actor"], context["say_in"])

    async def searched(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        words = str(body["actions"][0].get("value") or "")[: view.SEARCH_MAX]
        look = replace(view.read(view_of(body).get("private_metadata") or ""), words=words, maps=0)
        await publish(client, desk, context["actor"], context["say_in"], look)

    async def closed(ack: AsyncAck) -> None:
        await ack()

    app.event("app_home_opened")(ack=acknowledge, lazy=[opened])
    app.action(_SEARCH)(ack=acknowledge, lazy=[searched])
    app.view(str(Modal.INFO))(closed)
    app.action(matching(Action.OPEN_LINK))(acknowledge)
    on_press(app, desk, Action.HOME_PAGE, turn_page)
    on_press(app, desk, Action.HOME_SHOWN, filter_maps)
    on_press(app, desk, Action.HOME_PERSON, filter_person)
    on_press(app, desk, Action.HOME_CHANNEL, filter_channel)
    on_press(app, desk, Action.HOME_CLEAR, clear_search)
    on_press(app, desk, Action.HELP, show_help)
    on_press(app, desk, Action.ALL_WORDS, show_words)


async def publish(client: AsyncWebClient, desk: Desk, actor: Actor, _: Say, look: Look | None = None) -> None:
    """Show a person's Home tab as it is now."""
    mine = await home.home(desk, actor, look)
    await client.views_publish(user_id=actor.user_id, view=view.home(mine, actor.user_id, _))


async def republish(client: AsyncWebClient, desk: Desk, actor: Actor, _: Say, state: str) -> None:
    """Show it anew after what the person did from it, where they were on it."""
    await publish(client, desk, actor, _, view.read(state))


async def turn_page(press: Press) -> None:
    """Show another page of one of the lists."""
    page = press.value.page or 0
    look = _look(press)
    turned = {
        view.WAITING_LIST: replace(look, waiting=page),
        view.PAIN_LIST: replace(look, pains=page),
        view.REVIEW_LIST: replace(look, reviews=page),
        view.MAP_LIST: replace(look, maps=page),
    }
    await publish(press.client, press.desk, press.actor, press.say, turned.get(press.value.kind, look))


async def filter_maps(press: Press) -> None:
    """Show the open maps, those that ended, or all."""
    kind = press.value.kind
    shown = Shown(kind) if kind in set(Shown) else Shown.OPEN
    look = replace(_look(press), shown=shown, maps=0)
    await publish(press.client, press.desk, press.actor, press.say, look)


async def clear_search(press: Press) -> None:
    """Look for nothing any more."""
    look = replace(_look(press), words="", person="", channel="", maps=0)
    await publish(press.client, press.desk, press.actor, press.say, look)


async def filter_person(press: Press) -> None:
    """Show the maps that somebody takes part in."""
    look = replace(_look(press), person=_chosen(press, "selected_user"), maps=0)
    await publish(press.client, press.desk, press.actor, press.say, look)


async def filter_channel(press: Press) -> None:
    """Show the maps of a channel."""
    look = replace(_look(press), channel=_chosen(press, "selected_conversation"), maps=0)
    await publish(press.client, press.desk, press.actor, press.say, look)


def _chosen(press: Press, name: str) -> str:
    given = (press.body.get("actions") or [{}])[0].get(name)
    return given[: view.ID_MAX] if isinstance(given, str) else ""


def _look(press: Press) -> Look:
    return view.read((press.body.get("view") or {}).get("private_metadata") or "")


async def show_words(press: Press) -> None:
    """List everything that can be typed."""
    await press.show(help_view.words(press.say))


async def show_help(press: Press) -> None:
    """Say how it works, and what to begin with."""
    channel_id = (press.body.get("channel") or {}).get("id")
    await press.reply(help_view.help_(channel_id, press.say), title=press.say("How it works"))
