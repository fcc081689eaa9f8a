"""Slack's rich_text blocks as HTML."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.simulator.page.dates import date_token
from bot.simulator.page.emoji import character
from bot.simulator.page.mrkdwn import channel_link, link, mention
from bot.simulator.page.reader import Reader

Node = Mapping[str, Any]
_STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code", "underline": "u"}
_LIST_MARKS = ["disc", "circle", "square"]
_NUMBER_MARKS = ["decimal", "lower-alpha", "lower-roman"]


def rich_text(block: Node, reader: Reader) -> Markup:
    """Show a rich_text block."""
    return Markup("").join(_part(part, reader) for part in block.get("elements", []))


def _part(part: Node, reader: Reader) -> Markup:
    kind = part.get("type")
    if kind == "rich_text_list":
        return _list(part, reader)
    inside = _inline(part, reader)
    if kind == "rich_text_preformatted":
        return Markup('<pre dir="auto">{}</pre>').format(inside)
    if kind == "rich_text_quote":
        return Markup('<blockquote dir="auto">{}</blockquote>').format(inside)
    return Markup('<p dir="auto">{}</p>').format(inside)


def _list(part: Node, reader: Reader) -> Markup:
    ordered = part.get("style") == "ordered"
    depth = int(part.get("indent", 0))
    mark = (_NUMBER_MARKS if ordered else _LIST_MARKS)[depth % 3]
    items = Markup("").join(Markup("<li>{}</li>").format(_inline(item, reader)) for item in part.get("elements", []))
    tag = Markup("ol") if ordered else Markup("ul")
    return Markup('<{0} dir="auto" class="indent-{1}" start="{2}" style="list-style-type:{3}">{4}</{0}>').format(
        tag, min(depth, 8), int(part.get("offset", 0)) + 1, mark, items
    )


def _inline(part: Node, reader: Reader) -> Markup:
    return Markup("").join(_styled(_leaf(leaf, reader), leaf) for leaf in part.get("elements", []))


def _styled(inside: Markup, leaf: Node) -> Markup:
    for name, wanted in leaf.get("style", {}).items():
        if wanted and name in _STYLES:
            inside = Markup("<{0}>{1}</{0}>").format(_STYLES[name], inside)
    return inside


def _leaf(leaf: Node, reader: Reader) -> Markup:
    kinds: dict[str, Callable[[], Markup]] = {
        "text": lambda: Markup("<br>").join(leaf.get("text", "").split("\n")),
        "link": lambda: link(leaf.get("url", ""), leaf.get("text", "")),
        "user": lambda: mention(leaf.get("user_id", ""), reader),
        "channel": lambda: channel_link(leaf.get("channel_id", ""), reader),
        "emoji": lambda: escape(_emoji(leaf)),
        "broadcast": lambda: Markup('<span class="mention loud">@{}</span>').format(leaf.get("range", "")),
        "date": lambda: date_token(
            f"date^{leaf.get('timestamp', '')}^{leaf.get('format', '{date}')}", leaf.get("fallback", ""), reader
        ),
        "color": lambda: Markup("<code>{}</code>").format(leaf.get("value", "")),
    }
    return kinds.get(str(leaf.get("type")), lambda: escape(leaf.get("text", "")))()


def _emoji(leaf: Node) -> str:
    name = str(leaf.get("name", ""))
    try:
        return "".join(chr(int(point, 16)) for point in str(leaf.get("unicode", "")).split("-"))
    except (ValueError, OverflowError):
        return character(name) or f":{name}:"
