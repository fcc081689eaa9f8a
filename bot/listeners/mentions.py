"""`@Cairn refund took three weeks`: what somebody tells Cairn in a channel is asked about, for them alone.

Only messages that name Cairn reach it; what is said stays in the buttons of the question until they say what it is.
"""

import asyncio
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Say
from bot.ids import Action
from bot.listeners import commands, shortcuts, words
from bot.listeners.registry import Press, Word, acknowledge, on_press
from bot.views import mention, message_to_map
from bot.views.message import Message
from workflows import contributions, mentions
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.text import parse_quick
from workflows.words import NoteKind

_ANSWERED = frozenset({None, Word.HELP, Word.LIST})  # said alone, these are answered as behind the command


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""

    async def mentioned(client: AsyncWebClient, context: AsyncBoltContext, event: dict[str, Any]) -> None:
        if event.get("bot_id") or "actor" not in context:
            return  # what other apps say is not told to Cairn by anybody
        actor: Actor = context["actor"]
        if not await mentions.first(desk, actor, event["channel"], event["ts"]):
            return
        said = await _answer(client, desk, actor, context["say_in"], event, context.bot_user_id or "")
        await client.chat_postEphemeral(
            channel=event["channel"],
            user=actor.user_id,
            thread_ts=event.get("thread_ts"),
            text=said.text,
            blocks=said.blocks,
        )

    app.event("app_mention")(ack=acknowledge, lazy=[mentioned])
    on_press(app, desk, Action.MENTION, chosen)


async def _answer(
    client: AsyncWebClient, desk: Desk, actor: Actor, _: Say, event: dict[str, Any], bot_id: str
) -> Message:
    """Ask what it is; who only calls by name or for help gets what `/journey` says."""
    channel_id, text = event["channel"], shortcuts.told(str(event.get("text") or ""), bot_id)
    asked = words.read(text)
    if asked.bare or (asked.word in _ANSWERED and asked.word and not asked.text):
        body = {"text": text, "channel_id": channel_id, "trigger_id": f"mention:{channel_id}:{event['ts']}"}
        answered = await commands.reply(desk, actor, body, _)
        if answered is not None:
            return answered
    outlines, link = await asyncio.gather(
        shortcuts.maps_for(desk, actor, channel_id), shortcuts.permalink(client, channel_id, event["ts"])
    )
    quote = message_to_map.Quote(text, actor.name, link, own=True)
    return mention.asked(outlines, quote, channel_id, _, guest=actor.is_guest)


async def chosen(press: Press) -> None:
    """Open the form with what was said, as what it is; a stage that was named first is chosen already."""
    quote = message_to_map.remembered(press.value) or message_to_map.Quote("")
    there = (press.body.get("channel") or {}).get("id") or ""
    outlines = await shortcuts.maps_for(press.desk, press.actor, there)
    if not outlines:
        await press.show(message_to_map.no_map(press.say))
        return
    on = next((one for one in outlines if one.id == press.value.workshop), outlines[0])
    named, _rest = parse_quick([name for _id, name in on.stages], quote.text)
    stage = next((stage_id for stage_id, name in on.stages if name == named), None)
    if stage is None:
        stage = await contributions.last_stage(press.desk, press.actor, on.id)
    kind = next((one for one in mention.KINDS if one == press.value.kind), NoteKind.EVIDENCE)
    await press.show(message_to_map.view(outlines, on, quote, stage, press.say, kind=kind))
