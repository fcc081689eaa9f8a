"""Reading what is before a person: the words of a message or view, and the element they mean."""

from collections.abc import Iterator

from bot.simulator.blocks import Placed, placed
from bot.simulator.errors import NotThere
from bot.simulator.forms import plain
from bot.simulator.strict_elements import options_of
from bot.simulator.things import JsonObject, OpenView, SimMessage

SPOKEN = frozenset({"text", "alt_text", "title", "name", "caption", "fallback"})


def words_of(holder: SimMessage | OpenView) -> str:
    """All the words of a message or a view, line by line."""
    lines = [holder.text] if isinstance(holder, SimMessage) else list(_words(holder.title, "title"))
    lines += _words(holder.blocks)
    if isinstance(holder, OpenView):
        lines += holder.errors.values()
    return "\n".join(lines)


def _words(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name in SPOKEN:
            yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _words(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item, name)


def find_element(
    blocks: list[JsonObject],
    action_id: str,
    value: object,
    *,
    block_id: str | None = None,
    text: str | None = None,
) -> Placed:
    """The one element that is meant; where several have the action id, the block, the words or the value decide."""
    everything = list(placed(blocks))
    found = [
        one
        for one in everything
        if one.action_id == str(action_id)
        and block_id in {None, one.block_id}
        and (text is None or text in one.label)
        and (value is None or _has(one, value))
    ]
    if not found:
        there = [f"{one.action_id} ({one.label or one.kind})" for one in everything]
        message = f"no {action_id!r} (value {value!r}, block {block_id!r}, text {text!r}) among {there}"
        raise NotThere(message)
    if len(found) > 1:
        message = f"several {action_id!r}: {[(one.block_id, one.label, one.element.get('value')) for one in found]}"
        raise NotThere(message)
    return found[0]


def _has(one: Placed, value: object) -> bool:
    """Whether an element can take a value: a button has one of its own, a menu offers it."""
    if one.kind == "button":
        return one.element.get("value") == plain(value)
    if one.kind == "overflow":
        return any(plain(value) in {option.get("value"), option["text"]["text"]} for option in options_of(one.element))
    return True
