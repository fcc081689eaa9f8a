"""What listeners share: which word of `/journey` opens what, and how a pressed button becomes a modal.

No Slack call stands before the acknowledgement. What goes wrong before it is answered by `bot.failures`,
what goes wrong after it is told to the person by `bot.lazy`.
"""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import values
from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.lists import HOME, HOMES, instead_of, opened_from, renew
from bot.listeners.named import acknowledge as acknowledge
from bot.listeners.named import named
from bot.views import blocks
from bot.views.message import Message
from bot.views.texts import Json
from workflows import maps
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import NotFoundError
from workflows.snapshots import Outline

REPLY_TIMEOUT = 5  # seconds
# Modals that nobody comes back to: what they said is out of date once their button was used.
SAID = frozenset({Modal.INFO, Modal.GATE})


class Word(StrEnum):
    """What can be typed after `/journey`."""

    START = "start"
    MAP = "map"
    LIST = "list"
    HELP = "help"
    PEOPLE = "people"
    CUSTOMER = "customer"
    STAGES = "stages"
    TOUCHPOINTS = "touchpoints"
    ACTION = "action"
    PAIN = "pain"
    JOY = "joy"
    THOUGHT = "thought"
    ITCH = "itch"
    EVIDENCE = "evidence"
    FEEL = "feel"
    PRIVATE = "private"
    ANONYMOUS = "anonymous"
    AGENDA = "agenda"
    WALK = "walk"
    VOTE = "vote"
    IDEA = "idea"
    DECISION = "decision"
    OWNER = "owner"
    SAME = "same"
    PRIORITIES = "priorities"
    HURTS = "hurts"
    METRIC = "metric"
    NEXT = "next"
    BACK = "back"
    REVIEW = "review"
    CADENCE = "cadence"
    POSTPONE = "postpone"
    CHECK = "check"
    MINE = "mine"
    INTRODUCE = "introduce"
    EDIT = "edit"
    TIME = "time"
    TEMPLATE = "template"
    HISTORY = "history"
    UNDO = "undo"
    MANAGE = "manage"
    COMPARE = "compare"
    IMPORT = "import"
    EXPORT = "export"
    HEALTH = "health"
    SETTINGS = "settings"


Opener = Callable[[Desk, Actor, Outline, Say], Awaitable[Json]]
OPENERS: dict[Word, Opener] = {}  # filled by the listener modules as they are imported, read by `commands`


def opens(*words: Word) -> Callable[[Opener], Opener]:
    """Have `/journey <word>` open the modal that the decorated function builds for the channel's workshop."""

    def keep(opener: Opener) -> Opener:
        OPENERS.update(dict.fromkeys(words, opener))
        return opener

    return keep


@dataclass(frozen=True, slots=True)
class Press:
    """A button, menu or select that was used: who, on what, and how to answer."""

    client: AsyncWebClient
    desk: Desk
    actor: Actor
    say: Say
    value: values.Value
    body: dict[str, Any]

    @property
    def trigger_id(self) -> str:
        """What opens one modal within three seconds."""
        return str(self.body["trigger_id"])

    @property
    def view(self) -> dict[str, Any]:
        """The form or list it stands in; what is sent as if from one, without one, is about nothing."""
        return view_of(self.body)

    async def outline(self) -> Outline:
        """Read the head of the workshop that the value names."""
        return await maps.outline(self.desk, self.actor, self.value.of)

    async def show(self, view: Json) -> None:
        """Open a modal: in the place of one that has said its say, on top of a form or a list, or alone."""
        standing = self.body.get("view") or {}
        if standing.get("type") == "modal" and standing.get("callback_id") in SAID:
            await self.become(view)
        else:
            await show(self.client, self.body, opened_from(view, standing))

    async def become(self, view: Json) -> None:
        """Put a view in the place of the modal the button is in, unless that has changed meanwhile; else open it."""
        standing = self.body.get("view") or {}
        if standing.get("type") == "modal":
            view = instead_of(view, standing)
            await self.client.views_update(view_id=standing["id"], hash=standing["hash"], view=view)
        else:
            await show(self.client, self.body, opened_from(view, standing))

    async def home_again(self) -> None:
        """Bring the Home tab up to date, where the button stands on it."""
        standing = self.body.get("view") or {}
        if standing.get("type") == HOME:
            await HOMES[0](self.client, self.desk, self.actor, self.say, standing.get("private_metadata") or "")

    async def reply(self, message: Message, *, title: str = "") -> None:
        """Answer this person only: where the button stands, or in a modal where that is no message."""
        url = self.body.get("response_url")
        if not url:
            view = blocks.info(title or self.say("Cairn"), extra=message.blocks, close=self.say("Close"))
            await show(self.client, self.body, view)
            return
        webhook = AsyncWebhookClient(url, timeout=REPLY_TIMEOUT, session=self.client.session)
        await webhook.send(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False)


Pressed = Callable[[Press], Awaitable[None]]


def view_of(body: dict[str, Any]) -> dict[str, Any]:
    """The view a request comes from, or NotFoundError."""
    view = body.get("view")
    if not isinstance(view, dict):
        raise NotFoundError("item")
    return view


def matching(action: Action) -> re.Pattern[str]:
    """Match an action with or without the part that keeps two buttons of one row apart."""
    return re.compile(rf"\A{re.escape(action)}(:.*)?\Z")  # Bolt searches: without \A the end of another would do


async def show(client: AsyncWebClient, body: dict[str, Any], view: Json) -> None:
    """Open a modal for the trigger of a request: on top of the modal it came from, or alone."""
    if (body.get("view") or {}).get("type") == "modal":
        await client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)


def on_press(app: AsyncApp, desk: Desk, action: Action, handler: Pressed) -> None:
    """Acknowledge an action at once and let `handler` do the rest."""

    async def later(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        value = values.decode(pressed_value(body))
        await handler(Press(client, desk, context["actor"], context["say_in"], value, body))

    named(app).button(action, later)


def on_choice(app: AsyncApp, desk: Desk, field: Field, handler: Pressed) -> None:
    """Let `handler` change a form at once when something is chosen in one of its fields."""

    async def later(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        value = values.decode((body.get("view") or {}).get("private_metadata") or None)
        await handler(Press(client, desk, context["actor"], context["say_in"], value, body))

    named(app).field(field, later)


@dataclass(frozen=True, slots=True)
class Submit:
    """A submitted modal: who, what they filled in, and the key under which it has its effect once."""

    desk: Desk
    actor: Actor
    say: Say
    form: Form
    claim: str
    body: dict[str, Any]

    @property
    def value(self) -> values.Value:
        """What the modal is about."""
        return self.form.value


Submitted = Callable[[Submit], Awaitable[Json | None]]


After = Callable[[AsyncWebClient, Submit], Awaitable[None]]


def on_submit(app: AsyncApp, desk: Desk, modal: Modal, handler: Submitted, *, after: After | None = None) -> None:
    """Let `handler` make the one call; the modal closes, or becomes the view it returns.

    What it raises becomes field errors or a refusal in `bot.failures`. `after` runs once Slack has its
    answer: for the calls that must not stand before it.
    """

    def read(context: AsyncBoltContext, body: dict[str, Any]) -> Submit:
        view = body["view"]
        # A person may submit again after an error, and a re-rendered view has a new hash.
        claim = f"{view['id']}:{view['hash']}"
        return Submit(desk, context["actor"], context["say_in"], Form(view), claim, body)

    async def listener(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        answer = await handler(read(context, body))
        await (ack(response_action="update", view=instead_of(answer, body["view"])) if answer else ack())

    async def later(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        # Bolt comes here after a refusal, too: that what it was about is not there was said already.
        with suppress(NotFoundError):
            submit = read(context, body)
            if after is not None:
                await after(client, submit)
            await renew(client, desk, submit.actor, submit.say, body["view"])

    named(app).form(modal, listener, later)


def pressed_value(body: dict[str, Any]) -> str | None:
    """Find the value of the button, menu option or select option that was used."""
    used = (body.get("actions") or [{}])[0]
    chosen = used.get("selected_option") or {}
    return used.get("value") or chosen.get("value")


def with_outline(opener: Opener) -> Pressed:
    """Let a button open what a word opens: the workshop comes from the button's value."""

    async def handler(press: Press) -> None:
        await press.show(await opener(press.desk, press.actor, await press.outline(), press.say))

    return handler
