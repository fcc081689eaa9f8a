"""Buttons, fields and forms, found by name.

Bolt asks one listener after the other, and makes every argument up anew for each it asks: with two hundred of them,
looking took longer than answering. To Bolt, all buttons and fields are one listener here, and all forms another.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

Body = dict[str, Any]
Answer = Callable[[AsyncAck, AsyncBoltContext, Body], Awaitable[None]]
Later = Callable[[AsyncWebClient, AsyncBoltContext, Body], Awaitable[None]]
_ANY = re.compile("")


class Named:
    """What answers to a name, and what follows; for each app, as soon as something is to be heard."""

    def __init__(self, app: AsyncApp) -> None:
        """Begin with nothing."""
        self._used: dict[str, Later] = {}
        self._submitted: dict[str, tuple[Answer, Later]] = {}
        self._hear_used(app)
        self._hear_submitted(app)

    def button(self, name: str, later: Later) -> None:
        """Hear a button, with or without the part that keeps two of one row apart."""
        self._used |= {name: later, f"{name}:": later}

    def field(self, name: str, later: Later) -> None:
        """Hear that something was chosen in a field."""
        self._used[name] = later

    def form(self, name: str, answer: Answer, later: Later) -> None:
        """Hear that a form was submitted."""
        self._submitted[name] = answer, later

    def _hear_used(self, app: AsyncApp) -> None:
        async def known(body: Body) -> bool:
            return _used(body) in self._used

        async def later(client: AsyncWebClient, context: AsyncBoltContext, body: Body) -> None:
            await self._used[_used(body)](client, context, body)

        app.action(_ANY, matchers=[known])(ack=acknowledge, lazy=[later])

    def _hear_submitted(self, app: AsyncApp) -> None:
        async def known(body: Body) -> bool:
            return body["view"]["callback_id"] in self._submitted

        async def answer(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
            await self._submitted[body["view"]["callback_id"]][0](ack, context, body)

        async def later(client: AsyncWebClient, context: AsyncBoltContext, body: Body) -> None:
            await self._submitted[body["view"]["callback_id"]][1](client, context, body)

        app.view(_ANY, matchers=[known])(ack=answer, lazy=[later])


_OF: WeakKeyDictionary[AsyncApp, Named] = WeakKeyDictionary()


def named(app: AsyncApp) -> Named:
    """What an app hears by name."""
    return _OF.get(app) or _OF.setdefault(app, Named(app))


async def acknowledge(ack: AsyncAck) -> None:
    """Say that the press arrived; everything else follows."""
    await ack()


def _used(body: Body) -> str:
    """The name of what was used; of a button with a part, what stands before it, with the colon."""
    used = (body.get("actions") or [{}])[0]  # Slack's old messages and dialogs have buttons without an id
    name, colon, _part = str(used.get("action_id")).partition(":")
    return name + colon
