"""Who acts: made of what Slack signed and the stored profile, before any listener sees the request."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.i18n import say_for
from workflows import people
from workflows.desk import Desk
from workflows.errors import NotAllowedError

# These concern the workspace or somebody who did nothing: nobody acts, and no profile is asked for.
_NOBODY = frozenset(
    {"app_uninstalled", "tokens_revoked", "user_change", "team_join", "channel_archive", "group_archive"}
)


def install(app: AsyncApp, desk: Desk) -> None:
    """Put `context["actor"]` and `context["say_in"]` in front of every listener."""

    async def actor(context: AsyncBoltContext, body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> None:  # noqa: A002 - Bolt's word
        user_id, team_id = context.user_id, tenant(context)
        event = (body.get("event") or {}).get("type")
        if user_id and team_id and event not in _NOBODY:
            who = await people.actor(desk, team_id, user_id)
            context["actor"], context["say_in"] = who, say_for(who.language, who.tz)
            if outsider(body, context):
                raise NotAllowedError("outsider")
        await next()

    app.middleware(actor)


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
