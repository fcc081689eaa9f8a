"""Filling forms in: from plain Python values to what Slack's client sends, with the checks that the client makes."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum

from bot.simulator.blocks import KEPT, Placed, empty
from bot.simulator.core import Core
from bot.simulator.errors import NotThere
from bot.simulator.methods_files import new_file
from bot.simulator.payloads import file as file_payload
from bot.simulator.strict_elements import options_of
from bot.simulator.things import JsonObject, SimChannel, SimFile, SimUser

EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
WEB = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://\S+$")
MOST_TEXT = 3000
REQUIRED = "Please complete this required field."


def pick(options: list[JsonObject], wanted: object) -> JsonObject:
    """The option a person means, by its value or by its words."""
    name = plain(wanted)
    for one in options:
        if name in {one.get("value"), one["text"]["text"]}:
            return {key: value for key, value in one.items() if key != "url"}
    offered = [one["text"]["text"] for one in options]
    message = f"no option {name!r} among {offered}"
    raise NotThere(message)


def plain(value: object) -> str:
    """A value as a person would type it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, SimUser | SimChannel):
        return value.id
    if isinstance(value, dict):
        return str(value.get("value", value))
    return str(value)


def many(value: object) -> list[object]:
    """One thing or several, as a list."""
    if isinstance(value, str | dict | SimUser | SimChannel | SimFile | tuple) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def _person(core: Core, value: object) -> str:
    name = plain(value)
    for user in core.world.users.values():
        if name in {user.id, user.name} and not user.deleted:
            return user.id
    message = f"nobody here is called {name!r}"
    raise NotThere(message)


def _channel(core: Core, value: object) -> str:
    name = plain(value)
    for channel in core.world.channels.values():
        if name in {channel.id, f"#{channel.name}"}:
            return channel.id
    message = f"no channel {name!r}"
    raise NotThere(message)


def _rich(value: object) -> JsonObject:
    if isinstance(value, dict):
        return value
    words = [{"type": "text", "text": plain(value)}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}


def _moment(value: object) -> str | int:
    if isinstance(value, dt.datetime):
        return int(value.timestamp())
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return int(str(value)) if str(value).isdigit() else plain(value)


def _files(core: Core, user: str, value: object) -> list[JsonObject]:
    told = []
    for one in many(value):
        if isinstance(one, tuple):
            name, content = one
            file = new_file(core, str(name), user, bytes(content))
        else:
            file = one if isinstance(one, SimFile) else core.world.files[plain(one)]
        file.given = True
        told.append(file_payload(core, file))
    return told


def filled(core: Core, user: str, where: Placed, value: object, offered: list[JsonObject] | None = None) -> JsonObject:
    """The state of an element after a person put a value into it; None empties it."""
    kind = where.kind
    if value is None or (isinstance(value, str | list | tuple | set | frozenset) and not value):
        return empty(where.element)
    name = KEPT[kind][0]
    options = offered if offered is not None else options_of(where.element)
    one_by_one: dict[str, Callable[[object], object]] = {
        "selected_option": lambda wanted: pick(options, wanted),
        "selected_user": lambda wanted: _person(core, wanted),
        "selected_channel": lambda wanted: _channel(core, wanted),
        "selected_conversation": lambda wanted: _channel(core, wanted),
        "selected_date": _moment,
        "selected_time": _moment,
        "selected_date_time": _moment,
        "rich_text_value": _rich,
        "value": plain,
    }
    if kind == "file_input":
        return {"type": kind, name: _files(core, user, value)}
    if name in one_by_one:
        return {"type": kind, name: one_by_one[name](value)}
    choose = one_by_one[name.removesuffix("s")]
    return {"type": kind, name: [choose(one) for one in many(value)]}


def complaint(where: Placed, state: JsonObject) -> str | None:
    """What Slack's own client says of a value before it sends anything; None when it is fine."""
    value = state.get(KEPT[where.kind][0])
    if value in (None, "", []):
        return None if where.block.get("optional") else REQUIRED
    if isinstance(value, list):
        return _several(where.element, value)
    look = _LOOKS.get(where.kind)
    return look(where.element, str(value)) if look else None


def _length(element: JsonObject, value: str) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", MOST_TEXT)
    if len(value) < shortest:
        return f"Please enter at least {shortest} characters."
    if len(value) > longest:
        return f"Please enter no more than {longest} characters."
    return None


def _number(element: JsonObject, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number that is at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number that is at most {element['max_value']}."
    return None


def _date(element: JsonObject, value: str) -> str | None:  # noqa: ARG001 - a look like any other
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return "Please enter a valid date."
    return None


def _email(element: JsonObject, value: str) -> str | None:  # noqa: ARG001
    return None if EMAIL.match(value) else "Please enter a valid email address."


def _web(element: JsonObject, value: str) -> str | None:  # noqa: ARG001
    return None if WEB.match(value) else "Please enter a valid URL."


_LOOKS: Mapping[str, Callable[[JsonObject, str], str | None]] = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _web,
    "datepicker": _date,
}


def _several(element: JsonObject, value: list[object]) -> str | None:
    most = element.get("max_selected_items") or element.get("max_files")
    if most and len(value) > most:
        return f"Please choose no more than {most}."
    wanted = element.get("filetypes")
    names = [str(one.get("name", "")) for one in value if isinstance(one, dict)]
    if wanted and any(name.rpartition(".")[2].lower() not in wanted for name in names):
        return f"Please choose files of the types {', '.join(wanted)}."
    return None
