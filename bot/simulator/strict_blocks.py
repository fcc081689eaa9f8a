"""What Slack takes of blocks, and on which surface: message, modal or home."""

from collections.abc import Callable, Mapping

from bot.simulator.strict_elements import IN_ACTIONS, IN_INPUT, IN_SECTION, SLACK_FILE, element, one_source
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
    number,
    obj,
    string,
    text,
    url,
)
from bot.simulator.things import JsonObject

EVERYWHERE = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
)
MESSAGE_ONLY = frozenset({"container", "context_actions", "data_visualization", "markdown", "plan", "task_card"})
SURFACES: Mapping[str, frozenset[str]] = {
    "message": EVERYWHERE | MESSAGE_ONLY | {"table", "data_table", "carousel"},
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE | {"table", "data_table", "carousel"},
}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def one_of(allowed: frozenset[str]) -> Rule:
    """An element of one of the kinds."""

    def check(found: Findings, value: object, path: str) -> None:
        element(found, value, path, allowed)

    return check


def _context_item(found: Findings, value: object, path: str) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        element(found, value, path, frozenset({"image"}))
    else:
        any_text(2000)(found, value, path)


# --- rich text ---

_STYLE = obj(dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean))
_SPANS: Mapping[str, tuple[dict[str, Rule], tuple[str, ...]]] = {
    "text": ({"text": string(12_000)}, ("text",)),
    "link": ({"url": url(), "text": string(12_000), "unsafe": boolean}, ("url",)),
    "emoji": ({"name": string(255), "unicode": string(255), "skin_tone": integer(1, 6)}, ("name",)),
    "user": ({"user_id": string(255)}, ("user_id",)),
    "usergroup": ({"usergroup_id": string(255)}, ("usergroup_id",)),
    "channel": ({"channel_id": string(255)}, ("channel_id",)),
    "team": ({"team_id": string(255)}, ("team_id",)),
    "broadcast": ({"range": choice("here", "channel", "everyone")}, ("range",)),
    "color": ({"value": string(20)}, ("value",)),
    "date": (
        {"timestamp": integer(0, 9_999_999_999), "format": string(255), "url": url(), "fallback": string(255)},
        ("timestamp", "format"),
    ),
}


def _span(found: Findings, value: object, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _SPANS:
        found.add(f"unsupported type: {kind}", f"{path}/type")
        return
    rules, required = _SPANS[kind]
    fields(found, value, path, {"type": anything, "style": _STYLE, **rules}, required)


def _rich_part(found: Findings, value: object, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    spans: dict[str, Rule] = {"type": anything, "elements": array(_span, 0, 1000)}
    if kind == "rich_text_section":
        fields(found, value, path, spans, ("elements",))
    elif kind in ("rich_text_preformatted", "rich_text_quote"):
        fields(found, value, path, {**spans, "border": integer(0, 1), "language": string(50)}, ("elements",))
    elif kind == "rich_text_list":
        rules: dict[str, Rule] = {
            "type": anything,
            "style": choice("bullet", "ordered"),
            "elements": array(_rich_part, 1, 1000),
            "indent": integer(0, 8),
            "offset": integer(0, 10_000),
            "border": integer(0, 1),
        }
        fields(found, value, path, rules, ("style", "elements"))
    else:
        found.add(f"unsupported type: {kind}", f"{path}/type")


# --- tables and charts ---


def _cell(found: Findings, value: object, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "raw_text":
        fields(found, value, path, {"type": anything, "text": string(3000)}, ("text",))
    elif kind == "raw_number":
        rules: dict[str, Rule] = {"type": anything, "value": number, "text": string(3000)}
        fields(found, value, path, rules, ("value",))
    elif kind == "rich_text":
        fields(found, value, path, {"type": anything, **RULES["rich_text"]}, ("elements",))
    else:
        found.add(f"unsupported type: {kind}", f"{path}/type")


_COLUMN = obj({"align": choice("left", "center", "right"), "is_wrapped": boolean})
_POINT = obj({"label": string(20), "value": number}, ("label", "value"))
_SERIES = obj({"name": string(20), "data": array(_POINT, 1, 20)}, ("name", "data"))
_AXES = obj(
    {"categories": array(string(20), 1, 20), "x_label": string(50), "y_label": string(50)},
    ("categories",),
)


def _chart(found: Findings, value: object, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "pie":
        fields(found, value, path, {"type": anything, "segments": array(_POINT, 1, 6)}, ("segments",))
    elif kind in ("line", "bar", "area"):
        rules: dict[str, Rule] = {"type": anything, "series": array(_SERIES, 1, 6), "axis_config": _AXES}
        fields(found, value, path, rules, ("series", "axis_config"))
        _labels(found, value if isinstance(value, dict) else {}, path)
    else:
        found.add(f"unsupported type: {kind}", f"{path}/type")


def _labels(found: Findings, value: JsonObject, path: str) -> None:
    """Every series has one name of its own, and one value for each category."""
    series, axes = value.get("series"), value.get("axis_config")
    if not isinstance(series, list) or not isinstance(axes, dict):
        return
    known = [one for one in series if isinstance(one, dict)]
    names = [str(one.get("name")) for one in known]
    if len(set(names)) != len(names):
        found.add("names of series must differ", f"{path}/series")
    categories = axes.get("categories")
    for index, one in enumerate(known):
        points = one.get("data")
        labels = [point.get("label") for point in points if isinstance(point, dict)] if isinstance(points, list) else []
        if labels != categories:
            found.add("labels must match the categories", f"{path}/series/{index}/data")


# --- the blocks ---


def _nested(found: Findings, value: object, path: str) -> None:
    block(found, value, path, SURFACES["message"] - {"container", "input"})


def _picture(found: Findings, value: object, path: str) -> None:
    element(found, value, path, frozenset({"image"}))


def _card(found: Findings, value: object, path: str) -> None:
    block(found, value, path, frozenset({"card"}))


def _task(found: Findings, value: object, path: str) -> None:
    block(found, value, path, frozenset({"task_card"}))


RULES: dict[str, dict[str, Rule]] = {
    "section": {
        "text": any_text(3000),
        "fields": array(any_text(2000), 1, 10),
        "accessory": one_of(IN_SECTION),
        "expand": boolean,
    },
    "header": {"text": text(150)},
    "divider": {},
    "context": {"elements": array(_context_item, 1, 10)},
    "actions": {"elements": array(one_of(IN_ACTIONS), 1, 25)},
    "context_actions": {"elements": array(one_of(frozenset({"feedback_buttons", "icon_button"})), 1, 5)},
    "image": {"alt_text": string(2000), "image_url": url(), "slack_file": SLACK_FILE, "title": text(2000)},
    "input": {
        "label": text(2000),
        "element": one_of(IN_INPUT),
        "hint": text(2000),
        "optional": boolean,
        "dispatch_action": boolean,
    },
    "rich_text": {"elements": array(_rich_part, 1, 1000)},
    "markdown": {"text": string(12_000)},
    "video": {
        "alt_text": string(2000),
        "title": text(199),
        "thumbnail_url": url(),
        "video_url": url(),
        "author_name": string(49),
        "description": text(199),
        "provider_icon_url": url(),
        "provider_name": string(255),
        "title_url": url(),
    },
    "alert": {"text": any_text(3000), "level": choice("default", "info", "warning", "error", "success")},
    "card": {
        "hero_image": _picture,
        "icon": _picture,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "actions": array(one_of(frozenset({"button"})), 1, 5),
    },
    "carousel": {"elements": array(_card, 1, 10)},
    "container": {
        "title": any_text(150),
        "subtitle": any_text(150),
        "rich_text_title": anything,
        "icon": _picture,
        "child_blocks": array(_nested, 1, 10),
        "width": choice("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    "plan": {"title": string(255), "tasks": array(_task, 0, 50)},
    "task_card": {
        "task_id": string(255),
        "title": string(255),
        "details": anything,
        "output": anything,
        "sources": array(anything, 0, 50),
        "status": choice("pending", "in_progress", "complete", "error"),
    },
    "table": {"rows": array(array(_cell, 1, 20), 1, 100), "column_settings": array(_COLUMN, 1, 20)},
    "data_table": {
        "caption": string(255),
        "rows": array(array(_cell, 1, 20), 2, 101),
        "page_size": integer(1, 100),
        "row_header_column_index": integer(0, 19),
    },
    "data_visualization": {"title": string(50), "chart": _chart},
}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "header": ("text",),
    "context": ("elements",),
    "actions": ("elements",),
    "context_actions": ("elements",),
    "image": ("alt_text",),
    "input": ("label", "element"),
    "rich_text": ("elements",),
    "markdown": ("text",),
    "video": ("alt_text", "title", "thumbnail_url", "video_url"),
    "alert": ("text",),
    "carousel": ("elements",),
    "container": ("child_blocks",),
    "plan": ("title",),
    "task_card": ("task_id", "title", "status"),
    "table": ("rows",),
    "data_table": ("caption", "rows"),
    "data_visualization": ("title", "chart"),
}


def block(found: Findings, value: object, path: str, allowed: frozenset[str]) -> None:
    """Check one block, which must be of a kind that the surface shows."""
    if not isinstance(value, dict):
        found.add("must be an object", path)
        return
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        found.add(f"unsupported type: {kind}", f"{path}/type")
        return
    rules: dict[str, Rule] = {"type": anything, "block_id": string(255), **RULES[kind]}
    fields(found, value, path, rules, REQUIRED.get(kind, ()))
    _unique(found, value, path)
    special = _SPECIAL.get(kind)
    if special:
        special(found, value, path)


def _unique(found: Findings, value: JsonObject, path: str) -> None:
    block_id = value.get("block_id")
    if isinstance(block_id, str):
        if block_id in found.block_ids:
            found.add(f"`block_id` {block_id} already exists", f"{path}/block_id")
        found.block_ids.add(block_id)
    seen: set[str] = set()
    for index, item in enumerate(listed(value, "elements")):
        action_id = item.get("action_id")
        if isinstance(action_id, str):
            if action_id in seen:
                found.add(f"`action_id` {action_id} already exists", f"{path}/elements/{index}/action_id")
            seen.add(action_id)


def _section(found: Findings, value: JsonObject, path: str) -> None:
    if not value.get("text") and not value.get("fields"):
        found.add("must have text or fields", path)


def _image(found: Findings, value: JsonObject, path: str) -> None:
    one_source(found, value, path)


def _card_has_content(found: Findings, value: JsonObject, path: str) -> None:
    if not any(value.get(name) for name in ("hero_image", "title", "actions", "body")):
        found.add("must have hero_image, title, actions or body", path)


def _even_rows(found: Findings, value: JsonObject, path: str) -> None:
    rows = value.get("rows")
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        found.add("every row must have the same number of cells", f"{path}/rows")


_SPECIAL: Mapping[str, Callable[[Findings, JsonObject, str], None]] = {
    "section": _section,
    "image": _image,
    "card": _card_has_content,
    "table": _even_rows,
    "data_table": _even_rows,
}
