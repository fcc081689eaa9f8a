"""Shortcuts: a message of the channel onto the map or to begin one with, and one's own maps from anywhere."""

import asyncio
import re
from typing import Any

from aiohttp import ClientError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Field, Modal, Shortcut
from bot.listeners.registry import Submit, acknowledge, on_submit, view_of
from bot.listeners.steps import start_view
from bot.views import importing, message_to_map, my_maps
from bot.views.texts import Json
from workflows import contributions, maps, people, workshops
from workflows.commands import Actor, AddNote
from workflows.desk import Desk
from workflows.errors import InvalidError, NotAllowedError
from workflows.importing import drafts, reading
from workflows.importing.drafts import BeginImport
from workflows.snapshots import Outline
from workflows.words import NoteKind, WorkshopStatus

LINK_TIMEOUT = 1.0  # seconds of the three that the trigger lives
MAPS_MAX = 100


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""

    async def message_to_form(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        actor: Actor = context["actor"]
        quote, outlines = await asyncio.gather(
            _quote(client, desk, actor, body, context.bot_user_id), maps_for(desk, actor, body["channel"]["id"])
        )
        offer = await _offer(desk, actor, body, outlines, context["say_in"])
        if not outlines:
            view = message_to_map.no_map(context["say_in"], offer)
        else:
            stage = await contributions.last_stage(desk, actor, outlines[0].id)
            view = message_to_map.view(outlines, outlines[0], quote, stage, context["say_in"], offer)
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def start_form(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        actor: Actor = context["actor"]
        quote = await _quote(client, desk, actor, body, context.bot_user_id)
        view = await start_view(client, desk, actor, body["channel"]["id"], context["say_in"], quote)
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def another_map(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        actor: Actor = context["actor"]
        standing = view_of(body)
        form = Form(standing)
        chosen = await maps.outline(desk, actor, form.item(Field.MAP) or form.value.of)
        offered = _offered(standing)
        quote = message_to_map.Quote(
            form.text(Field.TEXT), form.value.more.get("source", ""), form.value.more.get("link", "")
        )
        outlines = [one for one in await workshops.mine(desk, actor) if one.id in offered]
        stage = await contributions.last_stage(desk, actor, chosen.id)
        offer = next((one for one in standing["blocks"] if one.get("block_id") == importing.OFFER), None)
        every = [*outlines, *_missing(chosen, outlines)]
        view = message_to_map.view(every, chosen, quote, stage, context["say_in"], offer)
        await client.views_update(view_id=standing["id"], view=view)

    async def my_own(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        actor: Actor = context["actor"]
        view = my_maps.view(await workshops.mine(desk, actor), actor.user_id, context["say_in"])
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    app.shortcut(str(Shortcut.ADD_MESSAGE))(ack=acknowledge, lazy=[message_to_form])
    app.shortcut(str(Shortcut.START_FROM))(ack=acknowledge, lazy=[start_form])
    app.shortcut(str(Shortcut.OPEN))(ack=acknowledge, lazy=[my_own])
    app.action(str(Field.MAP))(ack=acknowledge, lazy=[another_map])
    on_submit(app, desk, Modal.MESSAGE_TO_MAP, submit_message)


async def submit_message(submit: Submit) -> Json:
    """Put the message on the map, with the link to it and who wrote it."""
    form = submit.form
    kind = form.member(Field.NOTE_KIND, NoteKind, NoteKind.EVIDENCE)
    quote = form.choice(Field.NOTE_KIND) == message_to_map.QUOTE
    outline = await maps.outline(submit.desk, submit.actor, form.item(Field.MAP) or submit.value.of)
    stage = form.item(Field.STAGE)
    if stage is None and kind is not NoteKind.EVIDENCE:
        # Only what backs up the whole journey may stand outside of its stages.
        raise InvalidError("stage_id" if form.has(Field.STAGE) else Field.NOTE_KIND, "required")
    # In an anonymous round, a message of one's own would name who takes it onto the map.
    named = {} if outline.anonymous and message_to_map.OWN in submit.value.more else submit.value.more
    command = AddNote(
        outline.id,
        kind,
        form.text(Field.TEXT),
        stage,
        message_to_map.default_severity(kind),
        evidence_kind=message_to_map.evidence_kind(kind, quote=quote),
        source=named.get("source", ""),
        link=named.get("link", ""),
    )
    await contributions.add(submit.desk, submit.actor, command, submit.claim)
    return message_to_map.added(outline, kind, submit.say, quote=quote)


async def maps_for(desk: Desk, actor: Actor, channel_id: str) -> list[Outline]:
    """List the maps a message may go to: those of its channel first, then one's own."""
    here = await workshops.open_in(desk, actor, channel_id)
    mine = [one for one in await workshops.mine(desk, actor) if one.status is not WorkshopStatus.ENDED]
    known = {one.id for one in here}
    return [*here, *(one for one in mine if one.id not in known)][:MAPS_MAX]


async def _offer(desk: Desk, actor: Actor, body: dict[str, Any], outlines: list[Outline], _: Say) -> Json | None:
    """Offer to import the file of a message; which one it is stands in a draft, not in what comes back from a click."""
    files = [one for one in body["message"].get("files") or () if reading.importable(str(one.get("name") or ""))]
    if not files or not files[0].get("id"):
        return None
    name, of = str(files[0]["name"]), outlines[0].id if outlines else None
    try:
        done = await drafts.begin(desk, actor, BeginImport(str(files[0]["id"]), name, body["channel"]["id"], of))
    except NotAllowedError:
        return None
    return importing.offer(done.item_id or 0, of, name, _)


def told(text: str, bot_id: str) -> str:
    """Give what was said as people see it, without the name of Cairn where it was told."""
    without = re.sub(rf"<@{re.escape(bot_id)}(\|[^>]*)?>", " ", text) if bot_id else text
    return re.sub(r"[ \t]{2,}", " ", readable(without)).strip(" \t\n,:，：")


async def _quote(
    client: AsyncWebClient, desk: Desk, actor: Actor, body: dict[str, Any], bot_id: str | None
) -> message_to_map.Quote:
    """Read the message: its text as people see it, its author's name, its permalink."""
    said = body["message"]
    source, link = await asyncio.gather(
        _author(client, desk, actor, said), permalink(client, body["channel"]["id"], str(said.get("ts", "")))
    )
    own = said.get("user") == actor.user_id
    return message_to_map.Quote(told(str(said.get("text") or ""), bot_id or ""), source, link, own)


async def _author(client: AsyncWebClient, desk: Desk, actor: Actor, said: dict[str, Any]) -> str:
    """Name who wrote it; Slack is asked about those who never took part in a workshop."""
    if not said.get("user"):
        return str(said.get("username") or "")
    known = (await people.actor(desk, actor.team_id, str(said["user"]))).name
    if known:
        return known
    try:
        answer = await asyncio.wait_for(client.users_info(user=str(said["user"])), LINK_TIMEOUT)
    except (TimeoutError, SlackClientError, ClientError):
        return ""
    user = answer.get("user") or {}
    return str((user.get("profile") or {}).get("real_name") or user.get("real_name") or user.get("name") or "")


async def permalink(client: AsyncWebClient, channel_id: str, ts: str) -> str:
    """Ask Slack for the link; a note without it is better than no form."""
    try:
        answer = await asyncio.wait_for(client.chat_getPermalink(channel=channel_id, message_ts=ts), LINK_TIMEOUT)
    except (TimeoutError, SlackClientError, ClientError):
        return ""
    return str(answer.get("permalink") or "")


def readable(text: str) -> str:
    """Undo Slack's escapes, which stand in the text of every message."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _offered(view: dict[str, Any]) -> set[int]:
    """Read which maps the form offers."""
    options = [
        option["value"]
        for block in view["blocks"]
        if block.get("block_id") == Field.MAP
        for option in block.get("element", {}).get("options", ())
    ]
    return {int(value) for value in options if str(value).isdigit()}


def _missing(chosen: Outline, outlines: list[Outline]) -> list[Outline]:
    return [] if any(one.id == chosen.id for one in outlines) else [chosen]
