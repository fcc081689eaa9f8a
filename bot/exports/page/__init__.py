"""A journey map as one HTML file that needs no network: to be mailed, opened anywhere, shown to a room, printed."""

import base64
import hashlib
from functools import cache
from html import unescape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.exports.page import fonts, signs
from bot.exports.page.board import content
from bot.exports.page.content import Subject
from bot.i18n import Say
from bot.rendering.look import AVATARS, stage_colours

HERE = Path(__file__).parent


def to_html(subject: Subject, say: Say) -> bytes:
    """The page, in the language and time zone of `say`."""
    shown = content(subject, say)
    body = _template("body.html", page=shown, _=say)
    faces = fonts.faces_for(_text(body))
    style = _template(
        "page.css",
        faces=faces,
        families=fonts.families(faces),
        count=max(1, len(shown.columns)),
        colours=stage_colours(max(1, len(shown.columns))),
        avatars=AVATARS,
    )
    script = _script()
    page = _template(
        "page.html",
        page=shown,
        body=body,
        style=style,
        script=script,
        policy=_policy(style, script),
        icons=signs.used(body),
        faces=signs.FACES,
    )
    return page.encode()


def _policy(style: str, script: str) -> str:
    """What a browser may do with the page: show it. Nothing is fetched, sent or embedded, and no other script runs."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "font-src data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _template(name: str, **given: object) -> Markup:
    return Markup(_environment().get_template(name).render(**given))  # noqa: S704 - rendered with autoescape


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        newline_sequence="\n",
    )
    made.filters["tidy"] = lambda number: f"{number:.2f}".rstrip("0").rstrip(".")
    return made


@cache
def _script() -> Markup:
    return Markup((HERE / "page.js").read_text(encoding="utf-8"))  # noqa: S704 - ours, and it ends no element


def _text(html: str) -> str:
    """Every character that the page may show; digits and signs, too, which the slider counts with."""
    said = set(unescape(html))
    capitals = {capital for letter in said for capital in letter.upper()}  # of the line over the title
    return "".join(sorted(said | capitals | set("0123456789.,+−–…% \u00a0")))
