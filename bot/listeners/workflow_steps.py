"""Steps of Slack's Workflow Builder: start a workshop, add to a map, remind of a review.

Who acts is the person who runs the workflow, as Slack itself says (`slack#/types/user_context` cannot be filled in by
whoever builds it), with the rights they have. Each execution has its effect once.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors
from bot.i18n import Say, say_for
from bot.ids import WorkflowStep
from bot.listeners import commands, words
from bot.listeners.registry import acknowledge
from bot.listeners.steps import is_member
from bot.middleware import introduced, tenant
from workflows import contributions, ideas, maps, people, reviews, text, workshops
from workflows.commands import Actor, AddNote, SaveIdea, StartWorkshop
from workflows.desk import Desk
from workflows.errors import InvalidError
from workflows.snapshots import Outline

log = logging.getLogger(__name__)

Outputs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a step: who runs it, with what, and the key under which it has its effect once."""

    client: AsyncWebClient
    desk: Desk
    actor: Actor
    say: Say
    inputs: dict[str, Any]
    claim: str

    def text(self, name: str) -> str:
        """Read an input of text; empty where it was left out."""
        given = self.inputs.get(name)
        return given if isinstance(given, str) else ""

    async def outline(self) -> Outline:
        """Find the map that is meant: by its number, or the one open map of the channel."""
        number = self.inputs.get("map")
        if number not in (None, ""):
            if not str(number).isdecimal():
                raise InvalidError("map", "not_a_number")
            return await maps.outline(self.desk, self.actor, int(str(number)[:9]))
        found = await workshops.open_in(self.desk, self.actor, self.text("channel"))
        if len(found) != 1:
            raise InvalidError("map", "several_maps_here" if found else "no_map_here")
        return found[0]


Step = Callable[[Run], Awaitable[Outputs]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    for step, run in ((WorkflowStep.START, start), (WorkflowStep.ADD, add), (WorkflowStep.REMIND, remind)):
        app.function(str(step), auto_acknowledge=False)(ack=acknowledge, lazy=[_lazily(desk, run)])


def _lazily(desk: Desk, step: Step) -> Callable[..., Awaitable[None]]:
    async def later(client: AsyncWebClient, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        event = body["event"]
        execution = str(event["function_execution_id"])
        say = say_for("en")
        try:
            run = await _run(client, desk, context, event)
            say = run.say
            outputs = await step(run)
        except Exception as error:  # noqa: BLE001 - the workflow waits for an answer, whatever went wrong
            await _end(client.functions_completeError, execution, error=errors.sentence(error, say))
        else:
            await _end(client.functions_completeSuccess, execution, outputs=outputs)

    return later


async def _run(client: AsyncWebClient, desk: Desk, context: AsyncBoltContext, event: dict[str, Any]) -> Run:
    inputs = event.get("inputs") or {}
    who, team_id = inputs.get("who"), tenant(context)
    user_id = who.get("id") if isinstance(who, dict) else None
    if not isinstance(user_id, str) or not user_id or not team_id:
        raise InvalidError("who", "nobody_runs_it")
    # That a channel is public Slack says to everybody; of a private one it is not known that this person is in it.
    channel_id = str(inputs.get("channel") or "")
    here = people.Here(channel_id, is_private=False) if await _is_public(client, channel_id) else None
    actor = await people.actor(desk, team_id, user_id, here)
    if not actor.name:
        # Nobody waits for an acknowledgement any more: who was never seen before may be a guest, or of another company.
        actor = await introduced(client, desk, actor, here)
    claim = f"step:{event['function_execution_id']}"
    return Run(client, desk, actor, say_for(actor.language, actor.tz), inputs, claim)


async def _is_public(client: AsyncWebClient, channel_id: str) -> bool:
    try:
        found = await client.conversations_info(channel=channel_id)
    except SlackApiError:
        return False
    channel = found.get("channel") or {}
    return bool(channel.get("is_channel")) and not channel.get("is_private")


async def _end(call: Callable[..., Awaitable[Any]], execution: str, **said: object) -> None:
    try:
        await call(function_execution_id=execution, **said)
    except SlackApiError as error:
        # A repeated delivery, or a workflow that somebody stopped: it has ended.
        log.info("Slack did not take the end of a workflow step: %s", errors.slack_code(error))


async def start(run: Run) -> Outputs:
    """Begin a workshop."""
    channel_id = run.text("channel")
    if not await is_member(run.client, channel_id):
        raise InvalidError("channel", "not_in_channel")
    command = StartWorkshop(channel_id, run.text("title"), run.text("goal"), language=run.actor.language)
    done = await workshops.start(run.desk, run.actor, command, run.claim)
    outline = await maps.outline(run.desk, run.actor, done.workshop_id)
    return {"map": outline.id, "title": outline.title, "channel": channel_id}


async def add(run: Run) -> Outputs:
    """Put something on a map."""
    word = words.read(run.text("kind")).word
    if word not in commands.QUICK:
        raise InvalidError("kind", "unknown_kind")
    outline, kind = await run.outline(), commands.QUICK[word]
    stage_id = _stage(outline, run.text("stage"))
    if stage_id is None and word in commands.PLACED:
        raise InvalidError("stage", "unknown_stage")
    if kind is None:
        await ideas.save(run.desk, run.actor, SaveIdea(outline.id, run.text("text"), stage_id=stage_id), run.claim)
    else:
        await contributions.add(run.desk, run.actor, AddNote(outline.id, kind, run.text("text"), stage_id), run.claim)
    return {"map": outline.id, "title": outline.title, "text": text.clean(run.text("text"))}


def _stage(outline: Outline, name: str) -> int | None:
    """Find a stage by the name that people give it; None where none is given."""
    if not name.strip():
        return None
    meant, _rest = text.parse_quick([one for _id, one in outline.stages], f"{name}: …")
    if meant is None:
        raise InvalidError("stage", "unknown_stage")
    return next(stage_id for stage_id, one in outline.stages if one == meant)


async def remind(run: Run) -> Outputs:
    """Remind the thread of a map of its review."""
    outline = await run.outline()
    done = await reviews.remind(run.desk, run.actor, outline.id, run.claim)
    return {"map": outline.id, "title": outline.title, "review": done.extra["number"]}
