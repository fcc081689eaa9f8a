"""The templates of the page: autoescaped and strict about names, but for Slack's JSON, where a missing key is none."""

import json
import re
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent
STATIC_AT = "/static"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


class Wire(dict[str, Any]):
    """JSON of the wire in a template: a key that is absent is None."""

    def __missing__(self, key: str) -> None:
        """Answer for optional fields of blocks and elements."""


def wire(value: Any) -> Any:
    """Wrap JSON for the templates."""
    if isinstance(value, dict):
        return Wire({key: wire(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return [wire(inner) for inner in value]
    return value


@cache
def environment() -> Environment:
    """The environment of the page's templates: one, because compiling them takes a quarter of a second."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: "" if value is None else value,
    )
    made.filters |= {"digest": digest, "slug": slug, "json": as_json, "script": as_script}
    made.globals["static"] = STATIC_AT
    return made


def digest(text: str) -> str:
    """Give a short name for exactly this text: the page replaces only what has another."""
    return f"{zlib.crc32(str(text).encode()):08x}"


def slug(text: object) -> str:
    """Make an id that may stand in HTML."""
    return _NOT_PLAIN.sub("-", str(text))


def as_json(value: object) -> str:
    """Write JSON for an attribute: autoescaping quotes it."""
    return json.dumps(value, ensure_ascii=False, default=str)


def as_script(value: object) -> Markup:
    """Write JSON for the inside of a script element."""
    text = as_json(value)
    for plain, escaped in _JSON_ESCAPES.items():
        text = text.replace(plain, escaped)
    return Markup(text)  # noqa: S704 - nothing in it can end the element
