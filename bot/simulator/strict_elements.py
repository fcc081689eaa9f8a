"""What Slack takes of block elements: their fields, lengths, options and initial values."""

import re
from collections.abc import Mapping

from bot.simulator.strict_rules import (
    Findings,
    Rule,
    any_text,
    anything,
    array,
    boolean,
    choice,
    fields,
    integer,
    listed,
    obj,
    same,
    string,
    text,
    url,
)
from bot.simulator.things import JsonObject

DATE = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")

IN_INPUT = frozenset(
    {
        "plain_text_input",
        "rich_text_input",
        "number_input",
        "email_text_input",
        "url_text_input",
        "file_input",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "checkboxes",
        "radio_buttons",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
    }
)
SELECTS = frozenset(kind for kind in IN_INPUT if kind.endswith("_select"))
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
IN_ACTIONS = SELECTS | PICKERS | {"button", "workflow_button", "checkboxes", "radio_buttons", "overflow"}
IN_SECTION = (IN_ACTIONS | {"image"}) - {"datetimepicker"}

ACTION_ID = string(255)

CONFIRM = obj(
    {
        "title": text(100),
        "text": any_text(300),
        "confirm": text(30),
        "deny": text(30),
        "style": choice("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)

FILTER = obj(
    {
        "include": array(choice("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)

DISPATCH = obj(
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 1, 2)}, ("trigger_actions_on",)
)

SLACK_FILE = obj({"id": string(255), "url": url()})


def option(*, rich: bool = False, link: bool = False) -> Rule:
    """An option; its text may be mrkdwn in checkboxes and radio buttons, and it has a url in overflow menus only."""
    kinds = ("plain_text", "mrkdwn") if rich else ("plain_text",)
    rules: dict[str, Rule] = {"text": text(75, *kinds), "value": string(150), "description": text(75, *kinds)}
    if link:
        rules["url"] = url()
    return obj(rules, ("text",) if link else ("text", "value"))


GROUP = obj({"label": text(75), "options": array(option(), 1, 100)}, ("label", "options"))

_COMMON: dict[str, Rule] = {"type": anything, "action_id": ACTION_ID}
_ASKS: dict[str, Rule] = {**_COMMON, "confirm": CONFIRM, "focus_on_load": boolean}
_HINTED: dict[str, Rule] = {**_ASKS, "placeholder": text(150)}
_MANY: dict[str, Rule] = {"max_selected_items": integer(1, 100)}
_TYPED: dict[str, Rule] = {
    **_COMMON,
    "focus_on_load": boolean,
    "placeholder": text(150),
    "dispatch_action_config": DISPATCH,
}
_BUTTON: dict[str, Rule] = {
    **_COMMON,
    "text": text(75),
    "value": string(2000),
    "style": choice("primary", "danger"),
    "accessibility_label": string(75),
}
_FEEDBACK = obj({"text": text(75), "value": string(2000), "accessibility_label": string(75)}, ("text", "value"))
_IDS = array(string(255), 0, 100)
_ANY_OPTION = option(rich=True)

RULES: Mapping[str, dict[str, Rule]] = {
    "button": {**_BUTTON, "url": url(), "confirm": CONFIRM},
    "workflow_button": {**_BUTTON, "workflow": anything},
    "icon_button": {
        **_BUTTON,
        "icon": choice("trash"),
        "confirm": CONFIRM,
        "visible_to_user_ids": array(string(255), 1, 100),
    },
    "feedback_buttons": {**_COMMON, "positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
    "checkboxes": {
        **_ASKS,
        "options": array(_ANY_OPTION, 1, 10),
        "initial_options": array(_ANY_OPTION, 1, 10),
    },
    "radio_buttons": {**_ASKS, "options": array(_ANY_OPTION, 1, 10), "initial_option": _ANY_OPTION},
    "overflow": {**_COMMON, "options": array(option(link=True), 1, 5), "confirm": CONFIRM},
    "datepicker": {**_HINTED, "initial_date": string(10, pattern=DATE)},
    "timepicker": {**_HINTED, "initial_time": string(5, pattern=TIME), "timezone": string(255)},
    "datetimepicker": {**_ASKS, "initial_date_time": integer(1_000_000_000, 9_999_999_999)},
    "static_select": {
        **_HINTED,
        "options": array(option(), 1, 100),
        "option_groups": array(GROUP, 1, 100),
        "initial_option": option(),
    },
    "multi_static_select": {
        **_HINTED,
        **_MANY,
        "options": array(option(), 1, 100),
        "option_groups": array(GROUP, 1, 100),
        "initial_options": array(option(), 1, 100),
    },
    "external_select": {**_HINTED, "min_query_length": integer(0, 100), "initial_option": option()},
    "multi_external_select": {
        **_HINTED,
        **_MANY,
        "min_query_length": integer(0, 100),
        "initial_options": array(option(), 1, 100),
    },
    "users_select": {**_HINTED, "initial_user": string(255)},
    "multi_users_select": {**_HINTED, **_MANY, "initial_users": _IDS},
    "conversations_select": {
        **_HINTED,
        "initial_conversation": string(255),
        "default_to_current_conversation": boolean,
        "response_url_enabled": boolean,
        "filter": FILTER,
    },
    "multi_conversations_select": {
        **_HINTED,
        **_MANY,
        "initial_conversations": _IDS,
        "default_to_current_conversation": boolean,
        "filter": FILTER,
    },
    "channels_select": {**_HINTED, "initial_channel": string(255), "response_url_enabled": boolean},
    "multi_channels_select": {**_HINTED, **_MANY, "initial_channels": _IDS},
    "plain_text_input": {
        **_TYPED,
        "initial_value": string(3000),
        "multiline": boolean,
        "min_length": integer(0, 3000),
        "max_length": integer(1, 3000),
    },
    "rich_text_input": {**_TYPED, "initial_value": anything},
    "number_input": {
        **_TYPED,
        "is_decimal_allowed": boolean,
        "initial_value": string(100, pattern=NUMBER),
        "min_value": string(100, pattern=NUMBER),
        "max_value": string(100, pattern=NUMBER),
    },
    "email_text_input": {**_TYPED, "initial_value": string(3000)},
    "url_text_input": {**_TYPED, "initial_value": string(3000)},
    "file_input": {**_COMMON, "filetypes": array(string(20), 1, 100), "max_files": integer(1, 10)},
    "image": {
        "type": anything,
        "image_url": url(),
        "slack_file": SLACK_FILE,
        "alt_text": string(2000),
    },
}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "button": ("text",),
    "workflow_button": ("text", "workflow"),
    "icon_button": ("icon", "text"),
    "feedback_buttons": ("positive_button", "negative_button"),
    "checkboxes": ("options",),
    "radio_buttons": ("options",),
    "overflow": ("options",),
    "number_input": ("is_decimal_allowed",),
    "image": ("alt_text",),
}


def element(found: Findings, value: object, path: str, allowed: frozenset[str]) -> None:
    """Check one element, which must be of a kind that its place allows."""
    if not isinstance(value, dict):
        found.add("must be an object", path)
        return
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        found.add(f"unsupported type: {kind}", f"{path}/type")
        return
    fields(found, value, path, RULES[kind], REQUIRED.get(kind, ()))
    if value.get("focus_on_load") is True:
        found.focused += 1
    _pictured(found, value, path)
    _chosen(found, value, path)
    _bounds(found, value, path)


def _pictured(found: Findings, value: JsonObject, path: str) -> None:
    if value["type"] == "image":
        one_source(found, value, path)


def one_source(found: Findings, value: JsonObject, path: str) -> None:
    """A picture comes from exactly one place."""
    if ("image_url" in value) == ("slack_file" in value):
        found.add("must have exactly one of image_url and slack_file", path)
    source = value.get("slack_file")
    if isinstance(source, dict) and ("id" in source) == ("url" in source):
        found.add("must have exactly one of id and url", f"{path}/slack_file")


def options_of(value: JsonObject) -> list[JsonObject]:
    """All options of an element, those in groups too."""
    grouped = [one for group in listed(value, "option_groups") for one in listed(group, "options")]
    return [*listed(value, "options"), *grouped]


def _chosen(found: Findings, value: JsonObject, path: str) -> None:
    kind = value["type"]
    if kind in {"static_select", "multi_static_select"} and ("options" in value) == ("option_groups" in value):
        found.add("must have exactly one of options and option_groups", path)
    if "external" in kind:
        return
    single = [value["initial_option"]] if value.get("initial_option") else []
    for one in listed(value, "initial_options") or single:
        if not any(same(one, known) for known in options_of(value)):
            found.add("initial option is not among the options", path)
    if kind == "radio_buttons" or kind.endswith("static_select") or kind == "checkboxes":
        values = [one.get("value") for one in options_of(value)]
        if len(values) != len(set(map(str, values))):
            found.add("options must have different values", path)


def _bounds(found: Findings, value: JsonObject, path: str) -> None:
    shortest, longest, initial = value.get("min_length"), value.get("max_length"), value.get("initial_value")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        found.add("min_length must not be greater than max_length", path)
    if value["type"] == "plain_text_input" and isinstance(initial, str) and isinstance(longest, int):
        string(longest, least=shortest or 0)(found, initial, f"{path}/initial_value")
    if value["type"] == "number_input":
        _number_bounds(found, value, path)
    most = value.get("max_selected_items")
    for name, initial_list in value.items():
        if isinstance(most, int) and name.startswith("initial_") and isinstance(initial_list, list):
            array(anything, 0, most)(found, initial_list, f"{path}/{name}")


def _number_bounds(found: Findings, value: JsonObject, path: str) -> None:
    numbers: dict[str, float] = {}
    for name in ("min_value", "initial_value", "max_value"):
        raw = value.get(name)
        if isinstance(raw, str) and NUMBER.match(raw):
            numbers[name] = float(raw)
            if value.get("is_decimal_allowed") is False and "." in raw:
                found.add("must be a whole number", f"{path}/{name}")
    if list(numbers.values()) != sorted(numbers.values()):
        found.add("min_value, initial_value and max_value must be in order", path)
