"""Where the bot is installed: the workspace's row, written at the start and read for every request."""

from dataclasses import dataclass

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import col, select, update

from bot.errors import slack_code
from bot.settings import SLACK_API_URL, SettingsError
from storage.db import Database
from storage.tables import ID_MAX, LINE_MAX, Workshop, Workspace
from workflows.ports import Clock


@dataclass(frozen=True, slots=True)
class Installs:
    """Knows which workspaces may speak to the bot, and with which token it answers."""

    db: Database
    clock: Clock
    token: str

    async def connect(self, client: AsyncWebClient) -> Workspace:
        """Ask Slack once who we are, and remember it. Raises `SettingsError` with what to do when Slack refuses."""
        try:
            answer = await client.auth_test()
        except SlackApiError as error:
            raise SettingsError([_refused(slack_code(error))]) from None
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError):
            raise SettingsError([_unreachable(client.base_url)]) from None
        scopes = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes", "")
        async with self.db.write() as session:
            row = await session.get(Workspace, answer["team_id"])
            if row is None:
                row = Workspace(team_id=answer["team_id"], installed_at=self.clock.now())
            row.enterprise_id = answer.get("enterprise_id")
            row.name = str(answer.get("team") or "")[:LINE_MAX]
            row.bot_id = str(answer.get("bot_id") or "")[:ID_MAX]
            row.bot_user_id = str(answer.get("user_id") or "")[:ID_MAX]
            row.app_id = str(answer.get("app_id") or "")[:ID_MAX]
            row.scopes = ",".join(sorted(filter(None, (scope.strip() for scope in scopes.split(",")))))
            row.url = str(answer.get("url") or "")[:LINE_MAX]
            if row.removed_at is not None:
                # What failed while the token was refused says nothing about the maps.
                await session.exec(update(Workshop).where(col(Workshop.team_id) == row.team_id).values(draw_failures=0))
            row.removed_at = None  # a token that works is an installation that stands
            session.add(row)
        return row

    async def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """Say for Bolt whose token a request is answered with; None for a workspace that removed the app."""
        row = await self.find(enterprise_id, team_id)
        if row is None:
            return None
        return AuthorizeResult(
            enterprise_id=row.enterprise_id,
            team_id=row.team_id,
            bot_id=row.bot_id,
            bot_user_id=row.bot_user_id,
            bot_token=self.token,
            bot_scopes=row.scopes,
        )

    async def find(self, enterprise_id: str | None, team_id: str | None) -> Workspace | None:
        """Find the installation of a request; for a whole organisation, Slack may name no workspace."""
        query = select(Workspace).where(Workspace.removed_at == None)  # noqa: E711 - SQL's IS NULL
        if team_id:
            query = query.where(Workspace.team_id == team_id)
        elif enterprise_id:
            query = query.where(Workspace.enterprise_id == enterprise_id)
        else:
            return None
        async with self.db.read() as session:
            return (await session.exec(query.limit(1))).first()


def _refused(code: str) -> str:
    page = "the page “OAuth & Permissions” of your app at https://api.slack.com/apps"
    if code in {"invalid_auth", "not_authed"}:
        return f"Slack does not know SLACK_BOT_TOKEN. Copy the Bot User OAuth Token again from {page}."
    if code in {"account_inactive", "token_revoked", "token_expired"}:
        return f"SLACK_BOT_TOKEN was revoked. Install the app again and copy the new token from {page}."
    return f"Slack refused SLACK_BOT_TOKEN ({code or 'no reason given'}). Check the app's installation on {page}."


def _unreachable(url: str) -> str:
    if url == SLACK_API_URL:
        return f"Slack cannot be reached at {url}. Check this machine's way to the internet, then start again."
    return f"Nothing answers at SLACK_API_URL ({url}). Check the address, or leave it out to use Slack's own."
