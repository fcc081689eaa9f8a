"""Walking through blocks: giving them ids, finding their elements, and the state that Slack keeps of them."""

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from bot.simulator.things import JsonObject

Values = dict[str, dict[str, JsonObject]]

# How Slack tells the value of each kind of element, the name of its initial value, and what it says of an empty one.
KEPT: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "radio_buttons": ("selected_option", "initial_option", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An element and the block it stands in."""

    block: JsonObject
    element: JsonObject

    @property
    def block_id(self) -> str:
        """The id of the block."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The id of the element."""
        return str(self.element["action_id"])

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])

    @property
    def in_input(self) -> bool:
        """Whether it is submitted with the view rather than clicked."""
        return self.block.get("type") == "input"

    @property
    def label(self) -> str:
        """What a person reads on it."""
        words = self.element.get("text") or self.block.get("label") or {}
        return str(words.get("text", ""))


def placed(blocks: list[JsonObject]) -> Iterator[Placed]:
    """Every interactive element, in the order in which a person meets them."""
    for block in blocks:
        yield from (Placed(block, one) for one in _elements(block) if one.get("type") not in {"image", None})
        for inner in ("child_blocks", "elements"):
            nested = block.get(inner) if block.get("type") in {"container", "carousel"} else None
            yield from placed(nested or [])


def _elements(block: JsonObject) -> list[JsonObject]:
    kind = block.get("type")
    if kind in {"actions", "context_actions"}:
        return list(block["elements"])
    if kind == "section" and block.get("accessory"):
        return [block["accessory"]]
    if kind == "input":
        return [block["element"]]
    if kind == "card":
        return list(block.get("actions") or [])
    return []


def dress(blocks: list[JsonObject]) -> list[JsonObject]:
    """Copy blocks and fill in what Slack fills in: ids and the emoji flag."""
    dressed = copy.deepcopy(blocks)
    for block in _all(dressed):
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        _emoji(block)
    for one in placed(dressed):
        one.element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return dressed


def _all(blocks: list[JsonObject]) -> Iterator[JsonObject]:
    for block in blocks:
        yield block
        if block.get("type") == "container":
            yield from _all(block.get("child_blocks") or [])
        if block.get("type") == "carousel":
            yield from _all(block.get("elements") or [])


def _emoji(value: object) -> None:
    if isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        for item in value.values():
            _emoji(item)
    elif isinstance(value, list):
        for item in value:
            _emoji(item)


def empty(element: JsonObject) -> JsonObject:
    """The state of an element that nothing was put into."""
    name, _, nothing = KEPT[element["type"]]
    return {"type": element["type"], name: copy.copy(nothing)}


def initial(element: JsonObject) -> JsonObject:
    """The state of an element as the app opened it."""
    name, source, nothing = KEPT[element["type"]]
    value = element.get(source) if source else None
    return {"type": element["type"], name: copy.deepcopy(value) if value is not None else copy.copy(nothing)}


def state_of(blocks: list[JsonObject], before: Values | None = None) -> Values:
    """The state of all elements. What a person put in before stays where block id, action id and type stay."""
    values: Values = {}
    for one in placed(blocks):
        if one.kind not in KEPT:
            continue
        kept = (before or {}).get(one.block_id, {}).get(one.action_id)
        fresh = kept if kept and kept["type"] == one.kind else initial(one.element)
        values.setdefault(one.block_id, {})[one.action_id] = fresh
    return values


def file_references(blocks: object) -> Iterator[JsonObject]:
    """Every `slack_file` that blocks point to."""
    if isinstance(blocks, dict):
        if isinstance(blocks.get("slack_file"), dict):
            yield blocks["slack_file"]
        for item in blocks.values():
            yield from file_references(item)
    elif isinstance(blocks, list):
        for item in blocks:
            yield from file_references(item)
