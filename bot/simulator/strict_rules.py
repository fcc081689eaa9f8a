"""Small rules that the strictness is made of: each looks at one JSON value and writes down what Slack would refuse."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.simulator.things import JsonObject

Rule = Callable[["Findings", object, str], None]

URL = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$")


@dataclass(slots=True)
class Findings:
    """What is wrong with a payload, in Slack's manner: a sentence and a JSON pointer."""

    messages: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)
    focused: int = 0

    def add(self, sentence: str, path: str) -> None:
        """Write one finding down."""
        self.messages.append(f"{sentence} [json-pointer:{path}]")


def string(most: int, *, least: int = 1, pattern: re.Pattern[str] | None = None) -> Rule:
    """A string with no more than `most` characters."""

    def check(found: Findings, value: object, path: str) -> None:
        if not isinstance(value, str):
            found.add("must provide a string", path)
        elif len(value) < least:
            found.add(f"must be more than {least - 1} characters", path)
        elif len(value) > most:
            found.add(f"must be less than {most + 1} characters", path)
        elif pattern and value and not pattern.match(value):
            found.add("does not match the expected format", path)

    return check


def url(most: int = 3000) -> Rule:
    """An address that a client can follow."""
    return string(most, pattern=URL)


def boolean(found: Findings, value: object, path: str) -> None:
    """A boolean."""
    if not isinstance(value, bool):
        found.add("must be a boolean", path)


def integer(least: int, most: int) -> Rule:
    """A whole number within bounds."""

    def check(found: Findings, value: object, path: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            found.add("must be an integer", path)
        elif not least <= value <= most:
            found.add(f"must be between {least} and {most}", path)

    return check


def number(found: Findings, value: object, path: str) -> None:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        found.add("must be a number", path)


def choice(*allowed: str) -> Rule:
    """One of a few words."""

    def check(found: Findings, value: object, path: str) -> None:
        if value not in allowed:
            found.add(f"must be one of {', '.join(allowed)}", path)

    return check


def array(rule: Rule, least: int, most: int) -> Rule:
    """A list whose items all follow one rule."""

    def check(found: Findings, value: object, path: str) -> None:
        if not isinstance(value, list):
            found.add("must be an array", path)
            return
        if len(value) < least:
            found.add(f"no fewer than {least} items allowed", path)
        if len(value) > most:
            found.add(f"no more than {most} items allowed", path)
        for index, item in enumerate(value):
            rule(found, item, f"{path}/{index}")

    return check


def fields(
    found: Findings,
    value: object,
    path: str,
    rules: Mapping[str, Rule],
    required: Sequence[str] = (),
) -> JsonObject | None:
    """Check an object: nothing missing, nothing unknown, each field by its rule. The object, if it is one."""
    if not isinstance(value, dict):
        found.add("must be an object", path)
        return None
    for name in required:
        if value.get(name) is None:
            found.add(f"missing required field: {name}", path)
    for name, item in value.items():
        rule = rules.get(name)
        if rule is None:
            found.add(f"invalid additional property: {name}", path)
        elif item is not None:
            rule(found, item, f"{path}/{name}")
    return value


def obj(rules: Mapping[str, Rule], required: Sequence[str] = ()) -> Rule:
    """An object with these fields and no others."""

    def check(found: Findings, value: object, path: str) -> None:
        fields(found, value, path, rules, required)

    return check


def anything(found: Findings, value: object, path: str) -> None:
    """No demands."""


def text(most: int, *kinds: str) -> Rule:
    """A text object of one of the kinds; plain_text when none is given."""
    allowed = kinds or ("plain_text",)

    def check(found: Findings, value: object, path: str) -> None:
        rules = {
            "type": choice(*allowed),
            "text": string(most),
            "emoji": boolean,
            "verbatim": boolean,
        }
        if fields(found, value, path, rules, ("type", "text")) is None:
            return
        assert isinstance(value, dict)
        if value.get("type") == "mrkdwn" and "emoji" in value:
            found.add("invalid additional property: emoji", path)
        if value.get("type") == "plain_text" and "verbatim" in value:
            found.add("invalid additional property: verbatim", path)

    return check


def any_text(most: int) -> Rule:
    """A text object, plain or mrkdwn."""
    return text(most, "plain_text", "mrkdwn")


def listed(value: JsonObject, name: str) -> list[JsonObject]:
    """The objects in a list that may or may not be there or be one."""
    items = value.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def same(one: object, other: object) -> bool:
    """Whether two options are the same for Slack, which fills `emoji` and `verbatim` in by itself."""
    return _bare(one) == _bare(other)


def _bare(value: object) -> object:
    if isinstance(value, dict):
        filled = {"emoji", "verbatim"}
        return {key: _bare(item) for key, item in value.items() if key not in filled and item is not None}
    return value
