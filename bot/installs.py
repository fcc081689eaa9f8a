"""Where the bot is installed: who may speak to it, and with which token it answers them."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery import translated
from bot.errors import slack_code
from bot.grants import Credentials, Grant, Json, gone, granted, mark_of, refused, scopes_of, tenant_of, unreachable
from bot.settings import SettingsError
from storage import installations, workshops
from storage.asking import Named
from storage.db import Database
from storage.tables import ID_MAX, LINE_MAX, Installation, Workspace
from workflows.errors import DeliveryError
from workflows.ports import Clock

log = logging.getLogger(__name__)

AHEAD = timedelta(hours=2)  # before its end a token is renewed; Slack's live for twelve hours
STATE_LIVES = timedelta(minutes=10)
LEASE = timedelta(seconds=20)  # longer than a call to Slack may take
PAUSE = 0.1  # seconds between two looks at what another copy of the program is asking Slack for
PAGE = 100
NONE = "-"  # the mark of no token at all: whichever there is meanwhile came later


@dataclass(slots=True)
class Installs:
    """Knows which workspaces may speak to the bot, and with which token it answers.

    One workspace has its `token` from the settings; of many, each has its own in the database, which `client` (without
    any token) asks Slack for, by the app's `credentials`.
    """

    db: Database
    clock: Clock
    token: str = field(repr=False)
    client: AsyncWebClient | None = None
    credentials: Credentials | None = None
    home: str = ""  # the one workspace, once Slack has said which

    async def connect(self, client: AsyncWebClient) -> None:
        """Ask Slack once who we are, and remember it. Raises `SettingsError` with what to do when Slack refuses."""
        try:
            answer = await client.auth_test()
        except SlackApiError as error:
            raise SettingsError([refused(slack_code(error))]) from None
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError):
            raise SettingsError([unreachable(client.base_url)]) from None
        said: Json = dict(answer.data) if isinstance(answer.data, dict) else {}
        tenant, scopes = tenant_of(said), granted(answer.headers)
        async with self.db.write() as session:
            await self._introduce(session, tenant, said, scopes=_listed(scopes), token_mark=mark_of(self.token))
        self.home = tenant

    async def complete(self, code: str, redirect_uri: str) -> Workspace:
        """Exchange what Slack gave a person for the workspace's token, and keep it. Raises `DeliveryError`.

        Installing again keeps everything there is, and takes the place of the older token.
        """
        client, keys = self._oauth()
        async with translated():
            given = await client.oauth_v2_access(
                client_id=keys.client_id, client_secret=keys.client_secret, code=code, redirect_uri=redirect_uri
            )
            token = str(given["access_token"])
            said = await client.auth_test(token=token)
        team, organisation = given.get("team") or {}, given.get("enterprise") or {}
        tenant = str((organisation if given.get("is_enterprise_install") else team).get("id") or "")
        if not tenant or given.get("token_type") != "bot":
            raise gone("no_bot_token")
        async with self.db.write() as session:
            await self._introduce(
                session,
                tenant,
                dict(said.data) if isinstance(said.data, dict) else {},
                enterprise_id=organisation.get("id"),
                app_id=str(given.get("app_id") or "")[:ID_MAX],
                scopes=_listed(scopes_of(str(given.get("scope") or ""))),
                installed_at=self.clock.now(),
                token_mark=mark_of(token),
            )
            row = await session.get_one(Workspace, tenant)
            kept = await installations.locked(session, row.team_id) or Installation(team_id=row.team_id, token=token)
            kept.installed_by = str((given.get("authed_user") or {}).get("id") or "")[:ID_MAX]
            self._keep(kept, token, dict(given.data) if isinstance(given.data, dict) else {})
            session.add(kept)
        log.info("installed in %s", row.team_id)
        return row

    async def _introduce(self, session: AsyncSession, tenant: str, said: Json, **more: object) -> None:
        """Write down what Slack says of a workspace whose token works."""
        told: Json = {
            "enterprise_id": said.get("enterprise_id"),
            "name": str(said.get("team") or "")[:LINE_MAX],
            "bot_id": str(said.get("bot_id") or "")[:ID_MAX],
            "bot_user_id": str(said.get("user_id") or "")[:ID_MAX],
            "app_id": str(said.get("app_id") or "")[:ID_MAX],
            "url": str(said.get("url") or "")[:LINE_MAX],
        }
        await installations.stands(session, tenant, self.clock.now(), told | more)

    def _keep(self, row: Installation, token: str, given: Json) -> None:
        seconds = given.get("expires_in")
        row.token, row.refresh_token = token, given.get("refresh_token")
        row.expires_at = self.clock.now() + timedelta(seconds=int(seconds)) if seconds else None
        row.refreshing_until = None

    # --- for whom a request is answered ---

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, *, organisation: bool = False
    ) -> AuthorizeResult | None:
        """Say for Bolt whose token a request is answered with; None for a workspace without the app.

        Nothing is asked of Slack here, because the acknowledgement waits: a token that is about to end is renewed
        after it (`renewed`).
        """
        row = await self.find(enterprise_id, team_id, organisation=organisation)
        if row is None:
            return None
        token = self.token
        if self.credentials is not None:
            async with self.db.read() as session:
                kept = await session.get(Installation, row["team_id"])
            if kept is None:
                return None
            token = kept.token
        return AuthorizeResult(
            enterprise_id=row["enterprise_id"],
            team_id=row["team_id"],
            bot_id=row["bot_id"],
            bot_user_id=row["bot_user_id"],
            bot_token=token,
            bot_scopes=row["scopes"],
        )

    async def find(self, enterprise_id: str | None, team_id: str | None, *, organisation: bool = False) -> Named | None:
        """Find the installation of a request: the organisation's, or the workspace's, or else the organisation's.

        Where an organisation installed the app, Slack may name no workspace.
        """
        for tenant in (enterprise_id,) if organisation else (team_id, enterprise_id):
            if tenant:
                async with self.db.glance() as session:
                    row = await workshops.installed(session, tenant)
                if row is not None and self.home in {"", row["team_id"]}:
                    return row
        return None

    # --- tokens ---

    async def grant(self, team_id: str, *, refused_token: str = "") -> Grant:
        """Give the token that works in a workspace, renewed where it is time. Raises `DeliveryError`.

        `refused_token` is one that Slack says has expired, whatever the clock says.
        """
        async with self.db.read() as session:
            row = await session.get(Workspace, team_id)
        if row is None or self.home not in {"", row.team_id}:
            raise gone()
        if row.removed_at is not None:
            raise gone(mark=NONE)
        token = self.token if self.credentials is None else await self.renewed(team_id, refused_token)
        return Grant(token, row.bot_id, scopes_of(row.scopes))

    async def renewed(self, team_id: str, refused_token: str = "") -> str:
        """Give a workspace's token, after renewing one that ends soon. Of several copies at once one asks Slack.

        Asking stands outside of any transaction; that one of us asks stands in the row, until it is answered.
        """
        while True:
            row, ours = await self._turn(team_id, refused_token)
            if row is None:
                raise gone(mark=NONE)
            if ours:
                return await self._ask(row)
            if not self._due(row, refused_token) or self._still(row, refused_token):
                return row.token
            await asyncio.sleep(PAUSE)  # another copy is asking, and what there is has ended

    async def renew_all(self) -> None:
        """Renew every token that ends soon, so that no request meets one that has ended."""
        after = ""
        while self.credentials is not None:
            async with self.db.read() as session:
                page = await installations.expiring(session, self.clock.now() + AHEAD, after, PAGE)
            for team_id in page:
                try:
                    await self.renewed(team_id)
                except DeliveryError as error:
                    log.warning("the token of %s could not be renewed: %s", team_id, error)
                except Exception as error:  # noqa: BLE001 - one that cannot be read keeps no other from its turn
                    log.error("the token of %s could not be renewed: %s", team_id, type(error).__name__)  # noqa: TRY400 - a statement's parameters would stand in the log
            if len(page) < PAGE:
                return
            after = page[-1]

    async def _turn(self, team_id: str, refused_token: str) -> tuple[Installation | None, bool]:
        """A workspace's tokens, and whether it is for us to renew them."""
        async with self.db.read() as session:
            row = await session.get(Installation, team_id)
        if row is None or not self._due(row, refused_token):
            return row, False
        now = datetime.now(UTC)
        async with self.db.write() as session:
            row = await installations.locked(session, team_id)
            if row is None or not self._due(row, refused_token):
                return row, False
            if row.refreshing_until is not None and row.refreshing_until > now:
                return row, False
            row.refreshing_until = now + LEASE
            session.add(row)
        return row, True

    async def _ask(self, row: Installation) -> str:
        client, keys = self._oauth()
        given: Json = {}
        try:
            async with translated():
                answer = await client.oauth_v2_access(
                    client_id=keys.client_id,
                    client_secret=keys.client_secret,
                    grant_type="refresh_token",
                    refresh_token=row.refresh_token,
                )
            given = dict(answer.data) if isinstance(answer.data, dict) else {}
        except DeliveryError as error:
            if not self._still(row, ""):
                error.mark = mark_of(row.token)
                raise
        finally:
            token = await self._answered(row, given)
        return token

    async def _answered(self, asked: Installation, given: Json) -> str:
        """Keep what Slack gave; where the app was removed or installed anew meanwhile, that is what counts."""
        async with self.db.write() as session:
            workspace = await session.get(Workspace, asked.team_id, with_for_update=True)
            row = await installations.locked(session, asked.team_id)
            if row is None or workspace is None:
                return asked.token
            if given and row.refresh_token == asked.refresh_token:
                self._keep(row, str(given["access_token"]), given)
                workspace.token_mark = mark_of(row.token)
            row.refreshing_until = None
            session.add(row)
            return row.token

    def _due(self, row: Installation, refused_token: str) -> bool:
        if row.refresh_token is None:
            return False
        soon = row.expires_at is not None and row.expires_at <= self.clock.now() + AHEAD
        return soon or row.token == refused_token

    def _still(self, row: Installation, refused_token: str) -> bool:
        """Whether what there is works for now."""
        return row.token != refused_token and row.expires_at is not None and row.expires_at > self.clock.now()

    def _oauth(self) -> tuple[AsyncWebClient, Credentials]:
        if self.client is None or self.credentials is None:
            raise gone()
        return self.client, self.credentials

    # --- people who are about to install ---

    async def begin(self, state: str, language: str) -> None:
        """Remember that somebody goes to Slack, and may come back within ten minutes, once."""
        now = self.clock.now()
        async with self.db.write() as session:
            await installations.forget_states(session, now)
            installations.begin(session, state, language, now + STATE_LIVES)

    async def finish(self, state: str) -> str | None:
        """Use a state up; the language it was begun in, or None where it is not ours, used, or too old."""
        async with self.db.write() as session:
            return await installations.finish(session, state, self.clock.now())


def _listed(scopes: frozenset[str]) -> str:
    return ",".join(sorted(scopes))
