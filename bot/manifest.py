"""The app's manifest, for Slack's page “Create an app from a manifest”."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.console import voice

PATH = Path(__file__).parent / "manifest.json"
STEPS_PATH = Path(__file__).parent / "workflow_steps.json"
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"


class ManifestError(ValueError):
    """The address cannot be one that Slack reaches."""


def scopes() -> tuple[frozenset[str], frozenset[str]]:
    """Give the permissions that Cairn needs, and those that it can do without."""
    asked = json.loads(PATH.read_text("utf-8"))["oauth_config"]["scopes"]
    optional = frozenset(asked["bot_optional"])
    return frozenset(asked["bot"]) - optional, optional


def manifest(url: str | None = None, *, many: bool = False, steps: bool = False) -> dict[str, Any]:
    """Give the manifest: for Socket Mode, or for a server at `url` (with or without the path of the events).

    For `many` workspaces they install it by OAuth from that server, an organisation for all of its own at once.
    With `steps` it offers steps in Workflow Builder: Slack takes these in paid workspaces only, and of apps only that
    an organisation can install.
    """
    made: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
    if steps:
        made["functions"] = json.loads(STEPS_PATH.read_text("utf-8"))
        made["settings"] |= {"function_runtime": "remote", "org_deploy_enabled": True}
        made["settings"]["event_subscriptions"]["bot_events"].append("function_executed")
    if url is None:
        if many:
            _ = voice()
            msg = _("Many workspaces are served over HTTP: say where, with --url https://cairn.example.com.")
            raise ManifestError(msg)
        return made
    address = _events_address(url)
    settings = made["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"]["request_url"] = address
    settings["interactivity"]["request_url"] = address
    settings["interactivity"]["message_menu_options_url"] = address  # selects that are searched
    for command in made["features"]["slash_commands"]:
        command["url"] = address
    if many:
        made["oauth_config"]["redirect_urls"] = [address.removesuffix(EVENTS_PATH) + REDIRECT_PATH]
        settings["org_deploy_enabled"] = settings["token_rotation_enabled"] = True
    return made


def _events_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        _ = voice()
        msg = _(
            "Slack only calls https:// addresses, and {url} is none. Write it like https://cairn.example.com.", url=url
        )
        raise ManifestError(msg)
    base = url.rstrip("/")
    return base if base.endswith(EVENTS_PATH) else base + EVENTS_PATH
