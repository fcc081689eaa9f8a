"""Values of form elements: what an element holds now, and what a control of the page says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.i18n import zone
from bot.simulator.blocks import KEPT

Element = Mapping[str, Any]


def current(element: Element, states: Mapping[str, Mapping[str, Any]], block_id: str) -> Any:
    """Give the value an element holds: the one last told to the server, else the one it starts with."""
    kept = KEPT.get(str(element.get("type")))
    if kept is None:
        return None
    name, initial, _ = kept
    known = states.get(block_id, {}).get(str(element.get("action_id")))
    return known.get(name) if known is not None else element.get(initial)


def said(kind: str, raw: object, tz: str) -> object:
    """Turn what a control of the page holds into what a hand puts into an element; None where it is empty."""
    if kind == "datetimepicker":
        return _seconds(str(raw or ""), tz)
    if kind == "rich_text_input":
        return raw if isinstance(raw, dict) else None
    if isinstance(raw, list):
        return [str(item) for item in raw]
    return str(raw) if raw not in (None, "") else None


def _seconds(text: str, tz: str) -> int | None:
    """Read the control's local time as seconds since the epoch."""
    try:
        return int(datetime.fromisoformat(text).replace(tzinfo=zone(tz)).timestamp())
    except ValueError:
        return None


def local_minutes(seconds: int | None, tz: str) -> str:
    """Write seconds since the epoch as the control wants them."""
    return datetime.fromtimestamp(seconds, zone(tz)).strftime("%Y-%m-%dT%H:%M") if seconds else ""
