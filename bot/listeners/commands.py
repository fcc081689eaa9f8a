"""`/journey`: the private answer, storing in one line, and opening every step by typing."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Say
from bot.ids import COMMAND, Action
from bot.listeners import cadences, health, importing, lives, words
from bot.listeners.history import take_back
from bot.listeners.registry import OPENERS, Press, Word, on_press, show
from bot.listeners.settings import open_settings
from bot.listeners.steps import start_view
from bot.middleware import MET
from bot.views import help as help_view
from bot.views import overview
from bot.views.message import Message
from workflows import contributions, ideas, maps, tending, text, workshops
from workflows.commands import Actor, SaveIdea
from workflows.desk import Desk
from workflows.errors import NotFoundError
from workflows.snapshots import Brief, Outline
from workflows.undoing import Undo
from workflows.words import NoteKind

# Words that store at once what follows them; an idea is no note.
QUICK: dict[Word, NoteKind | None] = {
    Word.ACTION: NoteKind.ACTION,
    Word.THOUGHT: NoteKind.THOUGHT,
    Word.PAIN: NoteKind.PAIN,
    Word.JOY: NoteKind.JOY,
    Word.ITCH: NoteKind.ITCH,
    Word.EVIDENCE: NoteKind.EVIDENCE,
    Word.DECISION: NoteKind.DECISION,
    Word.IDEA: None,
}
ANYWHERE = frozenset(
    {Word.START, Word.HEALTH, Word.IMPORT}
)  # these open a form that is about no workshop of the channel
PLACED = frozenset({Word.ACTION, Word.THOUGHT, Word.PAIN, Word.JOY, Word.ITCH})  # these stand in a stage


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the command, and to the choice between several workshops."""

    async def answer(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        message = await reply(desk, context["actor"], body, context["say_in"])
        if message is None:
            await ack()
        else:
            await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    async def later(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await open_asked(client, desk, context["actor"], body, context["say_in"], met=bool(context.get(MET)))

    app.command(COMMAND)(ack=answer, lazy=[later])
    on_press(app, desk, Action.CHOOSE, chosen)


async def reply(desk: Desk, actor: Actor, body: dict[str, Any], _: Say) -> Message | None:
    """Answer in words what needs no modal; None where one is to be opened."""
    asked, channel_id = words.read(body.get("text") or ""), body["channel_id"]
    if asked.word is Word.HELP or (asked.word is None and not asked.bare):
        unknown = "" if asked.word else asked.said
        return help_view.help_(channel_id, _, unknown=unknown, nearest=words.nearest(unknown) if unknown else "")
    if asked.word is Word.LIST:
        return await lives.listed(desk, actor, asked.text, channel_id, _)
    if asked.word in ANYWHERE:
        return None
    return await _reply_here(desk, actor, body, asked, _)


async def _reply_here(desk: Desk, actor: Actor, body: dict[str, Any], asked: words.Asked, _: Say) -> Message | None:
    """Answer for the workshop of the channel, where there is one and no more."""
    channel_id, claim = body["channel_id"], body["trigger_id"]
    if _adds(asked):
        briefs = await workshops.briefly_in(desk, actor, channel_id)
        return _doubt(briefs, asked, body, _) or await _add(desk, actor, briefs[0], asked, claim, _)
    if asked.word is None:
        outlines, how, near = await tending.here(desk, actor, channel_id)
        doubt = _doubt(outlines, asked, body, _)
        return doubt or overview.overview(outlines[0], actor.user_id, _, health=how, kin=near)
    outlines = await workshops.open_in(desk, actor, channel_id)
    return _doubt(outlines, asked, body, _) or await reply_in(desk, actor, outlines[0], asked, claim, _)


def _doubt(found: Sequence[Brief], asked: words.Asked, body: dict[str, Any], _: Say) -> Message | None:
    """What is said where the channel has no workshop, or several; None where it has one."""
    if not found:
        return overview.invitation(body["channel_id"], _)
    if len(found) > 1:
        return overview.choose(found, asked.word or "", text.clean(asked.text), body["trigger_id"], _)
    return None


async def reply_in(
    desk: Desk, actor: Actor, outline: Outline, asked: words.Asked, claim: str, _: Say
) -> Message | None:
    """Answer for one workshop: what comes next, or what was stored; None where a modal is to be opened."""
    if asked.word is None:
        how, near = await tending.told(desk, actor, outline)
        return overview.overview(outline, actor.user_id, _, health=how, kin=near)
    if asked.word is Word.UNDO:
        return await take_back(desk, actor, Undo(outline.id), claim, _)
    if asked.word is Word.CADENCE and asked.text:
        return await cadences.typed(desk, actor, outline, asked.text, claim, _)
    return await _add(desk, actor, outline, asked, claim, _) if _adds(asked) else None


def _adds(asked: words.Asked) -> bool:
    """Whether something is to be stored as it was typed."""
    return asked.word in QUICK and bool(asked.text)


async def _add(desk: Desk, actor: Actor, brief: Brief, asked: words.Asked, claim: str, _: Say) -> Message:
    """Store what was typed behind a word, and say where it went."""
    kind, typed = QUICK[asked.word] if asked.word else None, asked.text
    if asked.word in PLACED and not brief.stages:
        return overview.too_early(brief, typed, _)
    if kind is None:
        return await _add_idea(desk, actor, brief, typed, claim, _)
    done = await contributions.quick(desk, actor, brief.id, kind, typed, claim)
    stage = done.extra.get("stage_name")
    return overview.stored(brief, kind, done.item_id, str(done.extra.get("text") or typed), stage, _, typed=typed)


async def _add_idea(desk: Desk, actor: Actor, brief: Brief, typed: str, claim: str, _: Say) -> Message:
    stage, idea = text.parse_quick([name for _id, name in brief.stages], typed)
    stage_id = next((stage_id for stage_id, name in brief.stages if name == stage), None)
    done = await ideas.save(desk, actor, SaveIdea(brief.id, idea, stage_id=stage_id), claim)
    return overview.stored(brief, None, done.item_id, idea, stage, _, typed=typed)


async def open_asked(
    client: AsyncWebClient, desk: Desk, actor: Actor, body: dict[str, Any], _: Say, *, met: bool = False
) -> None:
    """Open the modal a word asks for, where the channel leaves no doubt about the workshop.

    `met`: only now it became known who this is. To a guest the workshop is not there which they were not told to lack.
    """
    asked, channel_id = words.read(body.get("text") or ""), body["channel_id"]
    if asked.word is Word.START:
        await show(client, body, await start_view(client, desk, actor, channel_id, _))
    elif asked.word is Word.HEALTH:
        await show(client, body, await health.listing(desk, actor, _))
    elif asked.word is Word.IMPORT:
        await importing.open_typed(client, desk, actor, body, _)
    elif asked.word is Word.SETTINGS:
        await open_settings(client, desk, actor, body, _)
    elif asked.word in OPENERS and not (asked.text and (asked.word in QUICK or asked.word is Word.CADENCE)):
        outlines = await workshops.open_in(desk, actor, channel_id)
        if len(outlines) == 1:
            view = await OPENERS[asked.word](desk, actor, outlines[0], _)
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        elif met and not outlines and actor.is_guest:
            raise NotFoundError("workshop")


async def chosen(press: Press) -> None:
    """Go on with what was typed, for the workshop that was meant."""
    said, typed = press.value.kind, press.value.more.get(overview.TEXT, "")
    outline = await maps.outline(press.desk, press.actor, press.value.of)
    asked = words.Asked(words.read(said).word if said else None, said, typed)
    claim = press.value.more.get(overview.CLAIM, "") or press.trigger_id
    message = await reply_in(press.desk, press.actor, outline, asked, claim, press.say)
    if message is not None:
        await press.reply(message)
    elif asked.word in OPENERS:
        await press.show(await OPENERS[asked.word](press.desk, press.actor, outline, press.say))
