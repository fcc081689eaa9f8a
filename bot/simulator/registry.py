"""The Web API's methods, by name, with the scopes they need and the tier they are limited by."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.simulator.core import Core
from bot.simulator.errors import Refused
from bot.simulator.things import JsonObject

Handler = Callable[[Core, JsonObject], JsonObject]


@dataclass(frozen=True, slots=True)
class Method:
    """One method."""

    name: str
    handler: Handler
    scopes: tuple[str, ...]  # one of them
    tier: int
    token: str  # bot, app or none


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, tier: int = 3, token: str = "bot") -> Callable[[Handler], Handler]:  # noqa: S107
    """Register a function as a method of the Web API."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(name, handler, scopes, tier, token)
        return handler

    return register


def required(args: JsonObject, *names: str) -> None:
    """Refuse a call that lacks an argument."""
    missing = [name for name in names if args.get(name) in (None, "")]
    if missing:
        code = "invalid_arguments"
        raise Refused(code, messages=[f"missing required field: {name}" for name in missing])


def flag(args: JsonObject, name: str, *, default: bool = False) -> bool:
    """An argument that is a yes or a no, however it was sent."""
    value = args.get(name, default)
    return value in {True, "1", "true", "True"}


def count(args: JsonObject, name: str, default: int, most: int = 1000) -> int:
    """An argument that is a number of things."""
    try:
        return max(1, min(most, int(args.get(name) or default)))
    except (TypeError, ValueError):
        code = "invalid_limit"
        raise Refused(code) from None


def page(args: JsonObject, items: list[JsonObject], default: int = 100) -> tuple[list[JsonObject], JsonObject]:
    """A page of things, and the cursor of the next."""
    cursor = str(args.get("cursor") or "0")
    if not cursor.isdigit():
        code = "invalid_cursor"
        raise Refused(code)
    start, most = int(cursor), count(args, "limit", default)
    following = str(start + most) if start + most < len(items) else ""
    return items[start : start + most], {"response_metadata": {"next_cursor": following}}
