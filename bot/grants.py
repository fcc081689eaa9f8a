"""What a workspace granted: scopes and tokens, and what Slack says when it takes them back."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from bot.console import PERMISSIONS, voice
from bot.credentials import SLACK_API_URL
from workflows.errors import Answer, DeliveryError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grant:
    """What the bot may do in one workspace, and as whom."""

    token: str = field(repr=False)
    bot_id: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the app of many workspaces shows Slack to be given tokens."""

    client_id: str
    client_secret: str = field(repr=False)


def gone(code: str = "not_installed", mark: str = "") -> DeliveryError:
    """What is said of a workspace that has no token."""
    return DeliveryError(code, Answer.STOP_WORKSPACE, mark=mark)


def mark_of(token: str) -> str:
    """What tells one token from another, and from which none can be made."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def granted(headers: Any) -> frozenset[str]:
    """The permissions that Slack names in the headers of an answer."""
    return scopes_of({name.lower(): value for name, value in headers.items()}.get("x-oauth-scopes", ""))


def scopes_of(text: str) -> frozenset[str]:
    """The permissions in a list with commas, as Slack writes them."""
    return frozenset(filter(None, (scope.strip() for scope in text.split(","))))


def tenant_of(said: Json) -> str:
    """Whose installation an answer of Slack is about: the workspace, or the organisation as a whole."""
    return str((said.get("enterprise_id") if said.get("is_enterprise_install") else None) or said["team_id"])


def refused(code: str) -> str:
    """Say what to do about a bot token that Slack refuses."""
    _ = voice()
    page = _(PERMISSIONS)
    if code in {"invalid_auth", "not_authed"}:
        return _("Slack does not know SLACK_BOT_TOKEN. Copy the Bot User OAuth Token again from {where}.", where=page)
    if code in {"account_inactive", "token_revoked", "token_expired"}:
        return _("SLACK_BOT_TOKEN was revoked. Install the app again and copy the new token from {where}.", where=page)
    why = code or _("no reason given")
    return _("Slack refused SLACK_BOT_TOKEN ({why}). Check the app's installation on {where}.", why=why, where=page)


def unreachable(url: str) -> str:
    """Say what to do where Slack does not answer."""
    _ = voice()
    if url == SLACK_API_URL:
        return _(
            "Slack cannot be reached at {url}. Check this machine's way to the internet, then start again.", url=url
        )
    return _(
        "Nothing answers at SLACK_API_URL ({url}). Check the address, or leave it out to use Slack's own.", url=url
    )
