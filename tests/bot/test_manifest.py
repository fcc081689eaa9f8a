"""The manifest: what Slack takes, what the bot listens to, and no permission more than it uses."""

import ast
import json
from pathlib import Path

import jsonschema
import pytest

from bot import ids, manifest
from bot.manifest import ManifestError

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests" / "data" / "manifest.schema.json").read_text("utf-8"))

# What each permission is for: any one of these calls.
USES = {
    "chat:write": {"chat_postMessage", "chat_update"},
    "files:write": {"files_upload_v2"},
    "files:read": {"files_info"},
    "im:write": {"conversations_open"},
    "users:read": {"users_info"},
    "channels:read": {"conversations_info"},
    "groups:read": {"conversations_info"},
    "pins:write": {"pins_add"},
    "channels:history": {"conversations_history"},
    "groups:history": {"conversations_history"},
    "commands": {"command"},
    "app_mentions:read": {"event"},
    "canvases:write": {"canvases_create"},
}


def product() -> dict[Path, ast.Module]:
    """Parse every module of the bot that talks to Slack."""
    paths = [
        path for path in (ROOT / "bot").rglob("*.py") if "simulator" not in path.parts and "play" not in path.parts
    ]
    return {path: ast.parse(path.read_text("utf-8")) for path in paths}


def called() -> set[str]:
    """Collect the methods that are named anywhere, called on the spot or later."""
    nodes = (node for tree in product().values() for node in ast.walk(tree))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def listened(kind: str) -> set[str]:
    """Find what listeners are registered for: `app.event("…")`."""
    found = set()
    for tree in product().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == kind:
                found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return found


@pytest.mark.parametrize(
    ("url", "many"), [(None, False), ("https://cairn.example.com", False), ("https://c.example", True)]
)
def test_slack_takes_the_manifest(url, many):
    jsonschema.validate(manifest.manifest(url, many=many), SCHEMA)


def test_for_many_workspaces_slack_knows_where_to_send_people_back_to_and_that_tokens_end():
    made = manifest.manifest("https://cairn.example.com/slack/events", many=True)
    assert made["oauth_config"]["redirect_urls"] == ["https://cairn.example.com/slack/oauth_redirect"]
    assert made["settings"]["org_deploy_enabled"] is True
    assert made["settings"]["token_rotation_enabled"] is True
    one = manifest.manifest("https://cairn.example.com")
    assert "redirect_urls" not in one["oauth_config"]
    assert one["settings"]["token_rotation_enabled"] is False
    with pytest.raises(ManifestError, match="--url"):
        manifest.manifest(many=True)


def test_with_steps_for_workflow_builder_slack_takes_the_manifest_and_every_step_is_one_that_the_bot_knows():
    made = manifest.manifest(steps=True)
    jsonschema.validate(made, SCHEMA)
    assert set(made["functions"]) == set(ids.WorkflowStep)
    assert made["settings"]["org_deploy_enabled"] is True
    assert made["settings"]["function_runtime"] == "remote"
    assert "function_executed" in made["settings"]["event_subscriptions"]["bot_events"]
    assert "functions" not in manifest.manifest(), "workspaces that do not pay for Slack could not install it"


def test_names_fit_where_slack_shows_them():
    made = manifest.manifest()
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert 175 <= len(made["display_information"]["long_description"]) <= 4000
    assert len(made["features"]["bot_user"]["display_name"]) <= 80
    assert len(made["features"]["shortcuts"]) <= 10
    assert all(len(shortcut["name"]) <= 24 for shortcut in made["features"]["shortcuts"])
    assert all(len(shortcut["description"]) <= 150 for shortcut in made["features"]["shortcuts"])
    assert all(len(command["command"]) <= 32 for command in made["features"]["slash_commands"])


def test_the_command_and_the_shortcuts_are_those_the_bot_knows():
    features = manifest.manifest()["features"]
    assert [command["command"] for command in features["slash_commands"]] == [ids.COMMAND]
    assert features["slash_commands"][0]["usage_hint"]
    assert {(one["callback_id"], one["type"]) for one in features["shortcuts"]} == {
        (ids.Shortcut.OPEN, "global"),
        (ids.Shortcut.ADD_MESSAGE, "message"),
        (ids.Shortcut.START_FROM, "message"),
    }
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_every_permission_is_used():
    scopes = manifest.manifest()["oauth_config"]["scopes"]["bot"]
    calls = called()
    unused = [scope for scope in scopes if not USES[scope] & calls]
    assert unused == []


def test_reading_messages_and_making_canvases_is_optional():
    scopes = manifest.manifest()["oauth_config"]["scopes"]
    optional = {scope for scope in scopes["bot"] if scope.endswith(":history") or scope.startswith("canvases:")}
    assert optional == set(scopes["bot_optional"])


def test_every_event_has_a_listener_and_every_listener_its_event():
    assert listened("event") == set(manifest.manifest()["settings"]["event_subscriptions"]["bot_events"])


def test_for_http_every_address_is_the_one_of_the_events():
    made = manifest.manifest("https://cairn.example.com/")
    address = "https://cairn.example.com/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["features"]["slash_commands"][0]["url"] == address
    assert manifest.manifest(address) == made


@pytest.mark.parametrize("url", ["http://cairn.example.com", "cairn.example.com", "https://", "https://x/?y=1", ""])
def test_an_address_slack_cannot_call_is_refused(url):
    with pytest.raises(ManifestError, match="https://"):
        manifest.manifest(url)
