"""What Slack tells about the workspace itself: profiles change, channels are archived, the app is removed."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.middleware import tenant
from workflows import lifecycle
from workflows.desk import Desk

Json = dict[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the events that no person sends."""

    async def user_change(event: Json, body: Json, context: AsyncBoltContext) -> None:
        await lifecycle.profile_changed(desk, _team(context), str(event["user"]["id"]), str(body["event_id"]))

    async def archived(event: Json, body: Json, context: AsyncBoltContext) -> None:
        await lifecycle.channel_closed(desk, _team(context), str(event["channel"]), str(body["event_id"]))

    async def unarchived(event: Json, body: Json, context: AsyncBoltContext) -> None:
        await lifecycle.channel_opened(desk, _team(context), str(event["channel"]), str(body["event_id"]))

    async def joined(event: Json, body: Json, context: AsyncBoltContext) -> None:
        if event.get("user") == context.bot_user_id:  # other people come and go all day
            await unarchived(event, body, context)

    async def left(event: Json, body: Json, context: AsyncBoltContext) -> None:
        person = str(event.get("user") or "")
        await lifecycle.channel_left(desk, _team(context), person, str(event["channel"]), str(body["event_id"]))

    async def uninstalled(body: Json, context: AsyncBoltContext) -> None:
        await lifecycle.workspace_removed(desk, _team(context), _moment(body))

    async def revoked(event: Json, body: Json, context: AsyncBoltContext) -> None:
        # People's own tokens are revoked too; only the bot's end the installation.
        if (event.get("tokens") or {}).get("bot"):
            await lifecycle.workspace_removed(desk, _team(context), _moment(body))

    app.event("user_change")(user_change)
    app.event("team_join")(user_change)  # somebody who left comes back
    app.event("channel_archive")(archived)
    app.event("group_archive")(archived)
    app.event("channel_left")(archived)  # of the bot itself: somebody removed it
    app.event("group_left")(archived)
    app.event("channel_unarchive")(unarchived)
    app.event("group_unarchive")(unarchived)
    app.event("member_joined_channel")(joined)
    app.event("member_left_channel")(left)
    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(revoked)


def _team(context: AsyncBoltContext) -> str:
    return str(tenant(context))


def _moment(body: Json) -> datetime | None:
    """When Slack says that it happened."""
    seconds = body.get("event_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
