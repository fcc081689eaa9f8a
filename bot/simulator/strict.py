"""As strict as Slack: everything that it would refuse in a message or a view. No state, so tests use it directly."""

import json

from bot.simulator.strict_blocks import MOST_BLOCKS, SURFACES, block
from bot.simulator.strict_rules import Findings, Rule, anything, boolean, choice, fields, string, text
from bot.simulator.things import JsonObject

MOST_TEXT = 40_000
MOST_VIEW_BYTES = 250_000
MOST_MARKDOWN = 12_000
MOST_CHARTS = 2


def check_blocks(blocks: object, surface: str, path: str = "/blocks") -> list[str]:
    """What is wrong with the blocks of a message, a modal or a home view."""
    found = Findings()
    _blocks(found, blocks, surface, path)
    return found.messages


def check_message(payload: JsonObject) -> list[str]:
    """What is wrong with a message: its text, blocks and metadata."""
    found = Findings()
    body = payload.get("text")
    blocks = payload.get("blocks")
    if body is not None and not isinstance(body, str):
        found.add("must provide a string", "/text")
    elif isinstance(body, str) and len(body) > MOST_TEXT:
        found.add(f"must be less than {MOST_TEXT + 1} characters", "/text")
    if not body and not blocks and not payload.get("attachments"):
        found.add("no text and no blocks", "/text")
    elif blocks and not body:
        found.add("blocks without a text that notifications and screen readers can use", "/text")
    if blocks is not None:
        _blocks(found, blocks, "message", "/blocks")
    if payload.get("metadata") is not None:
        _metadata(found, payload["metadata"])
    return found.messages


def check_view(view: JsonObject) -> list[str]:
    """What is wrong with a modal or a home view."""
    found = Findings()
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [f"unsupported type: {kind} [json-pointer:/view/type]"]
    required = ("type", "title", "blocks") if kind == "modal" else ("type", "blocks")
    fields(found, view, "/view", _MODAL if kind == "modal" else _HOME, required)
    _blocks(found, view.get("blocks", []), str(kind), "/blocks")
    if kind == "modal" and not view.get("submit") and _asks(view):
        found.add("a submit button is required when there are inputs", "/view/submit")
    if len(json.dumps(view, ensure_ascii=False).encode()) > MOST_VIEW_BYTES:
        found.add("view is larger than 250 KB", "/view")
    if found.focused > 1:
        found.add("only one element may have focus_on_load", "/blocks")
    return found.messages


_HOME: dict[str, Rule] = {
    "type": choice("home"),
    "blocks": anything,
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_MODAL: dict[str, Rule] = {
    **_HOME,
    "type": choice("modal"),
    "title": text(24),
    "submit": text(24),
    "close": text(24),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
    "submit_disabled": boolean,
}


def _asks(view: JsonObject) -> bool:
    blocks = view.get("blocks")
    return isinstance(blocks, list) and any(isinstance(one, dict) and one.get("type") == "input" for one in blocks)


def _blocks(found: Findings, blocks: object, surface: str, path: str) -> None:
    if not isinstance(blocks, list):
        found.add("must be an array", path)
        return
    if len(blocks) > MOST_BLOCKS[surface]:
        found.add(f"no more than {MOST_BLOCKS[surface]} items allowed", path)
    for index, one in enumerate(blocks):
        block(found, one, f"{path}/{index}", SURFACES[surface])
    known = [one for one in blocks if isinstance(one, dict)]
    kinds = [one.get("type") for one in known]
    markdown = sum(len(str(one.get("text", ""))) for one in known if one.get("type") == "markdown")
    if markdown > MOST_MARKDOWN:
        found.add(f"all markdown together must be less than {MOST_MARKDOWN + 1} characters", path)
    if kinds.count("table") > 1:
        found.add("only one table is allowed", path)
    if kinds.count("data_visualization") > MOST_CHARTS:
        found.add(f"no more than {MOST_CHARTS} charts are allowed", path)


def _metadata(found: Findings, value: object) -> None:
    rules: dict[str, Rule] = {"event_type": string(255), "event_payload": _payload, "entities": anything}
    fields(found, value, "/metadata", rules, ("event_type", "event_payload"))


def _payload(found: Findings, value: object, path: str) -> None:
    if not isinstance(value, dict):
        found.add("must be an object", path)
