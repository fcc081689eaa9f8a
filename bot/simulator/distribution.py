"""Slack's side of OAuth: people allow the app, codes and refresh tokens are exchanged, tokens end or are revoked."""

import html
import secrets
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from bot.simulator.core import Core
from bot.simulator.errors import Refused
from bot.simulator.registry import flag, required
from bot.simulator.things import JsonObject

OAUTH_METHODS = frozenset({"oauth.v2.access", "oauth.v2.exchange", "auth.revoke", "apps.uninstall"})
CODE_SECONDS = 600
TOKEN_SECONDS = 43_200


@dataclass(slots=True)
class Code:
    """What somebody is sent back to the app with."""

    core: Core
    user: str
    redirect_uri: str
    scopes: frozenset[str]
    expires: int
    used: bool = False


@dataclass(slots=True)
class Token:
    """A bot token; its refresh token is another key to the same."""

    core: Core
    expires: int | None
    revoked: bool = False


@dataclass(slots=True)
class Distribution:
    """The app as Slack knows it when others may install it."""

    client_id: str
    client_secret: str
    redirect_urls: tuple[str, ...]
    scopes: frozenset[str]
    optional: frozenset[str] = frozenset()
    rotates: bool = True
    org_deploy: bool = True
    cores: dict[str, Core] = field(default_factory=dict)  # by workspace, or organisation
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    refresh_tokens: dict[str, Core] = field(default_factory=dict)
    exchanges: Counter[str] = field(default_factory=Counter)  # how often each tenant's refresh token was taken

    @classmethod
    def from_manifest(cls, manifest: JsonObject, client_id: str, client_secret: str) -> "Distribution":
        """Read it off a manifest."""
        oauth, settings = manifest["oauth_config"], manifest["settings"]
        optional = frozenset(oauth["scopes"].get("bot_optional", []))
        return cls(
            client_id,
            client_secret,
            tuple(oauth.get("redirect_urls", ())),
            frozenset(oauth["scopes"]["bot"]),
            optional,
            rotates=bool(settings.get("token_rotation_enabled")),
            org_deploy=bool(settings.get("org_deploy_enabled")),
        )

    def admit(self, core: Core) -> None:
        """Let a workspace's people install the app; until then nothing works there."""
        self.cores[core.world.tenant] = core
        core.account_error = "account_inactive"

    # --- people ---

    def consent(self, asked: dict[str, str], form: dict[str, str]) -> Response:
        """Show what the app asks for; and when somebody has answered, send them back."""
        wrong = self._wrong(asked)
        if wrong:
            return PlainTextResponse(wrong, status_code=400)
        if not form:
            return HTMLResponse(self._page(asked))
        back, state = asked["redirect_uri"], asked.get("state", "")
        core = self.cores.get(form.get("tenant", ""))
        if core is None or (core.world.is_org and not self.org_deploy):
            return PlainTextResponse("invalid_team_for_non_distributed_app", status_code=400)
        if form.get("answer") != "allow":
            return RedirectResponse(f"{back}?{urlencode({'error': 'access_denied', 'state': state})}", 302)
        ticked = set(form.get("optional", "").split(",")) & self.optional
        scopes = frozenset(set(asked["scope"].split(",")) - self.optional | ticked)
        code = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**13)}.{secrets.token_hex(32)}"
        expires = core.world.clock.seconds() + CODE_SECONDS
        self.codes[code] = Code(core, form.get("user", ""), back, scopes, expires)
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'state': state})}", 302)

    def _wrong(self, asked: dict[str, str]) -> str | None:
        if asked.get("client_id") != self.client_id:
            return "invalid_client_id"
        if asked.get("redirect_uri") not in self.redirect_urls:
            return "bad_redirect_uri"
        if not asked.get("scope") or not set(asked["scope"].split(",")) <= self.scopes:
            return "invalid_scope"
        return None

    def _page(self, asked: dict[str, str]) -> str:
        teams = "".join(
            f'<option value="{html.escape(one)}">{html.escape(core.world.team_name)}</option>'
            for one, core in self.cores.items()
        )
        scopes = "".join(f"<li>{html.escape(one)}</li>" for one in sorted(asked["scope"].split(",")))
        return (
            "<!doctype html><title>Allow</title><form method=post><h1>Cairn asks for permission</h1>"
            f"<select name=tenant>{teams}</select><ul>{scopes}</ul>"
            "<button name=answer value=allow>Allow</button><button name=answer value=deny>Cancel</button></form>"
        )

    # --- the app ---

    def call(
        self, name: str, args: JsonObject, basic: tuple[str, str] | None, token: str | None
    ) -> tuple[JsonObject, list[Core]]:
        """One of `OAUTH_METHODS`: the answer, and the workspaces that are to be told that the app is gone."""
        if name == "auth.revoke":
            core = self.holder(token)
            if flag(args, "test"):
                return {"revoked": False}, []
            return {"revoked": True}, [core]
        self._authenticate(args, basic)
        if name == "apps.uninstall":
            return {}, [self.holder(token)]
        if name == "oauth.v2.exchange":
            required(args, "token") if not token else None
            return self._given(self.holder(token)), []
        if args.get("grant_type") == "refresh_token":
            return self._refreshed(args), []
        return self._installed(args), []

    def holder(self, token: str | None) -> Core:
        """Where a token is worth something."""
        found = self.tokens.get(token or "")
        code = None
        if not token:
            code = "not_authed"
        elif found is None:
            code = "invalid_auth"
        elif found.core.account_error or found.revoked:
            code = found.core.account_error or "token_revoked"
        elif found.expires is not None and found.core.world.clock.seconds() >= found.expires:
            code = "token_expired"
        if code or found is None:
            raise Refused(code or "invalid_auth")
        return found.core

    def owns(self, core: Core, token: str) -> bool:
        """Whether a token is one of a workspace's."""
        try:
            return self.holder(token) is core
        except Refused:
            return False

    def drop(self, core: Core) -> None:
        """Revoke all the tokens of a workspace."""
        for token in self.tokens.values():
            token.revoked |= token.core is core
        self.refresh_tokens = {key: one for key, one in self.refresh_tokens.items() if one is not core}

    def expire(self, core: Core) -> None:
        """End the tokens of a workspace before their time; what they were renewed by still works."""
        for token in self.tokens.values():
            if token.core is core:
                token.expires = 0

    def _authenticate(self, args: JsonObject, basic: tuple[str, str] | None) -> None:
        client_id, secret = basic or (str(args.get("client_id", "")), str(args.get("client_secret", "")))
        if client_id != self.client_id:
            code = "invalid_client_id"
            raise Refused(code)
        if not secrets.compare_digest(secret, self.client_secret):
            code = "bad_client_secret"
            raise Refused(code)

    def _installed(self, args: JsonObject) -> JsonObject:
        found = self.codes.get(str(args.get("code", "")))
        code = None
        if found is None:
            code = "invalid_code"
        elif found.used:
            code = "code_already_used"
        elif found.core.world.clock.seconds() >= found.expires:
            code = "code_expired"
        elif args.get("redirect_uri") != found.redirect_uri:
            code = "bad_redirect_uri"
        if code or found is None:
            raise Refused(code or "invalid_code")
        found.used = True
        world = found.core.world
        found.core.account_error = None
        found.core.profile.scopes = set(found.scopes)
        told = self._given(found.core) | {"authed_user": {"id": found.user}}
        team = None if world.is_org else {"id": world.team_id, "name": world.team_name}
        organisation = {"id": world.enterprise_id, "name": "The organisation"} if world.enterprise_id else None
        return told | {"team": team, "enterprise": organisation, "is_enterprise_install": world.is_org}

    def _refreshed(self, args: JsonObject) -> JsonObject:
        core = self.refresh_tokens.pop(str(args.get("refresh_token", "")), None)
        if core is None:
            code = "invalid_refresh_token"
            raise Refused(code)
        world = core.world
        self.exchanges[world.tenant] += 1
        team = None if world.is_org else {"id": world.team_id, "name": world.team_name}
        return self._given(core) | {"team": team, "enterprise": None, "is_enterprise_install": world.is_org}

    def _given(self, core: Core) -> JsonObject:
        world = core.world
        tail = secrets.token_urlsafe(90)
        token = f"xoxe.xoxb-1-{tail}" if self.rotates else f"xoxb-{secrets.token_hex(20)}"
        expires = world.clock.seconds() + TOKEN_SECONDS if self.rotates else None
        self.tokens[token] = Token(core, expires)
        told: JsonObject = {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(core.profile.scopes)),
            "bot_user_id": world.bot_user_id,
            "app_id": world.app_id,
        }
        if self.rotates:
            refresh = f"xoxe-1-{secrets.token_urlsafe(90)}"
            self.refresh_tokens[refresh] = core
            told |= {"refresh_token": refresh, "expires_in": TOKEN_SECONDS}
        return told
