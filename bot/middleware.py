"""Who acts: made of what Slack signed and the stored profile, before any listener sees the request."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiohttp import ClientError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import values
from bot.i18n import say_for
from bot.listeners.registry import pressed_value
from bot.messenger import person
from workflows import people, profiles
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import NotAllowedError, NotFoundError
from workflows.people import Here

# These concern the workspace or somebody who did nothing: nobody acts, and no profile is asked for.
_NOBODY = frozenset(
    {
        "app_uninstalled",
        "tokens_revoked",
        "user_change",
        "team_join",
        "member_left_channel",
        "channel_archive",
        "group_archive",
    }
)

MET = "met"  # in the context: it became known after the acknowledgement who this is
PATIENCE = 1.0  # seconds: a form can be opened for three
_UNNAMED = frozenset({"privategroup", "directmessage"})


def install(app: AsyncApp, desk: Desk) -> None:
    """Put `context["actor"]` and `context["say_in"]` in front of every listener."""

    async def actor(context: AsyncBoltContext, body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> None:  # noqa: A002 - Bolt's word
        user_id, team_id = context.user_id, tenant(context)
        event = (body.get("event") or {}).get("type")
        if user_id and team_id and event not in _NOBODY:
            who = await people.actor(desk, team_id, user_id, here(body), workshop_id=about(body))
            said_in = mentioned_in(body)
            if said_in:
                who = replace(who, channels=who.channels | {said_in})
            context["actor"], context["say_in"] = who, say_for(who.language, who.tz)
            if outsider(body, context):
                raise NotAllowedError("outsider")
        await next()

    app.middleware(actor)


async def meet(desk: Desk, request: AsyncBoltRequest) -> None:
    """Ask Slack, once the acknowledgement is out, who somebody is of whom nothing is known yet.

    They may be a guest, and their Slack may speak a language of ours: the first form they see shows it. Where Slack
    does not answer soon, they go on as the member they most likely are; the engine asks again.
    """
    who = request.context.get("actor")
    if who is None or who.name:
        return
    with suppress(SlackApiError, ClientError, TimeoutError):
        at, of = here(request.body), about(request.body)
        known = await introduced(request.context.client, desk, who, at, workshop_id=of, patience=PATIENCE)
        request.context["actor"], request.context["say_in"] = known, say_for(known.language, known.tz)
        request.context[MET] = True


async def introduced(
    client: AsyncWebClient,
    desk: Desk,
    who: Actor,
    at: Here | None,
    *,
    workshop_id: int | None = None,
    patience: float | None = None,
) -> Actor:
    """Tell whom Slack says an unknown person to be, within some seconds; of a removed name, only what they may do."""
    async with asyncio.timeout(patience):
        answer = await client.users_info(user=who.user_id, include_locale=True)
    said = person(answer["user"], who.team_id)
    await profiles.learn(desk, who, said)
    known = await people.actor(desk, who.team_id, who.user_id, at, workshop_id=workshop_id)
    return replace(known, channels=known.channels | who.channels, is_guest=bool(said["is_guest"]))


def about(body: dict[str, Any]) -> int | None:
    """Name the workshop that a pressed button or a form is about, for the language alone: nobody may do more by it."""
    for written in (pressed_value(body), (body.get("view") or {}).get("private_metadata")):
        with suppress(NotFoundError):
            found = values.decode(written or None).workshop
            if found is not None:
                return found
    return None


def here(body: dict[str, Any]) -> Here | None:
    """Read the channel somebody types or clicks in. Slack does not tell the names of private ones; letters are none."""
    channel = body.get("channel")
    if isinstance(channel, dict):
        channel_id, name = channel.get("id"), channel.get("name")
    else:
        channel_id, name = body.get("channel_id"), body.get("channel_name")
    if not isinstance(channel_id, str) or not channel_id or channel_id.startswith("D"):
        return None
    return Here(channel_id, not name or name in _UNNAMED or str(name).startswith("mpdm-"))


def mentioned_in(body: dict[str, Any]) -> str:
    """Name the channel in which somebody spoke to Cairn: they are in it. Slack does not say whether it is private."""
    event = body.get("event") or {}
    channel = event.get("channel")
    return channel if event.get("type") == "app_mention" and isinstance(channel, str) else ""


def tenant(context: AsyncBoltContext) -> str | None:
    """Name the tenant a request belongs to: the installation's, which was found by what Slack signed.

    Without an installation (Slack tells that it was removed), an organisation goes by its own id.
    """
    installed = context.authorize_result
    if installed and installed.bot_token:
        return installed.team_id
    return context.enterprise_id if context.is_enterprise_install else context.team_id


def outsider(body: dict[str, Any], context: AsyncBoltContext) -> bool:
    """Tell people of another company, who share a channel by Slack Connect, from those of the workspace."""
    if tenant(context) == context.enterprise_id:
        return False  # everybody of the organisation is at home, whichever of its workspaces they come from
    user = body.get("user")
    home = (user.get("team_id") if isinstance(user, dict) else None) or context.actor_team_id
    return home is not None and home != tenant(context)
