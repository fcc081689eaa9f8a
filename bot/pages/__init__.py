"""The few pages that a browser shows of Cairn itself: installing it, and a link that opens nothing."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.i18n import Say


def page(name: str, title: str, _: Say, **told: object) -> str:
    """Write one, in somebody's language and to its side."""
    direction = "rtl" if _.right_to_left else "ltr"
    html = _environment().get_template(name)
    return html.render(title=title, language=_.language.replace("_", "-"), direction=direction, **told)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
