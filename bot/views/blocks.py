"""The small builders that every view is made of. Whatever they are given, they stay within Slack's limits.

What a person wrote goes through `said`, `header`, `rich` or an input, where nothing is markup; inside
one of our own mrkdwn sentences it goes through `escape` (and `isolate`, where directions may mix).
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from bot.ids import Action, Modal
from bot.views.inputs import checkboxes as checkboxes
from bot.views.inputs import conversation_input as conversation_input
from bot.views.inputs import date_input as date_input
from bot.views.inputs import file_input as file_input
from bot.views.inputs import group as group
from bot.views.inputs import grouped_select as grouped_select
from bot.views.inputs import multi_select as multi_select
from bot.views.inputs import number_input as number_input
from bot.views.inputs import option as option
from bot.views.inputs import radios as radios
from bot.views.inputs import search_inputs as search_inputs
from bot.views.inputs import search_menu as search_menu
from bot.views.inputs import select as select
from bot.views.inputs import select_menu as select_menu
from bot.views.inputs import text_input as text_input
from bot.views.inputs import time_input as time_input
from bot.views.inputs import url_input as url_input
from bot.views.inputs import user_select as user_select
from bot.views.inputs import users_select as users_select
from bot.views.texts import Json as Json
from bot.views.texts import clip as clip
from bot.views.texts import escape as escape
from bot.views.texts import isolate as isolate
from bot.views.texts import link as link
from bot.views.texts import mention as mention
from bot.views.texts import mrkdwn as mrkdwn
from bot.views.texts import plain as plain
from bot.views.texts import size as size

MESSAGE_BLOCKS, VIEW_BLOCKS, ACTIONS, CONTEXTS, TITLE, RUN = 50, 100, 25, 10, 24, 3000


def header(text: str) -> Json:
    """Build a headline; the text may be a person's."""
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, *, accessory: Json | None = None, fields: Sequence[str] = ()) -> Json:
    """Build a paragraph of our own mrkdwn."""
    made: Json = {"type": "section", "text": mrkdwn(text)}
    if fields:
        made["fields"] = [mrkdwn(field, 2000) for field in fields[:10]]
    if accessory:
        made["accessory"] = accessory
    return made


def said(text: str, *, accessory: Json | None = None) -> Json:
    """Build a paragraph of a person's own words: plain text, never markup."""
    made: Json = {"type": "section", "text": plain(text)}
    if accessory:
        made["accessory"] = accessory
    return made


def context(*texts: str) -> Json:
    """Build a line of small print from our own mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text, 2000) for text in texts[:CONTEXTS]]}


def aside(text: str) -> Json:
    """Build small print of a person's own words."""
    return {"type": "context", "elements": [plain(text, 2000)]}


def divider() -> Json:
    """Build a line across."""
    return {"type": "divider"}


def bold(text: str) -> Json:
    """Build a bold run for `rich`."""
    return {"type": "text", "text": text or " ", "style": {"bold": True}}


def rich(*parts: str | Json) -> Json:
    """Build a paragraph of runs, in which nothing a person wrote is markup."""
    # Spaces between runs matter: only what is too long is clipped, which trims.
    runs = [
        {"type": "text", "text": part if size(part) <= RUN else clip(part, RUN)} if isinstance(part, str) else part
        for part in parts
        if part
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": runs}]}


def bullets(lines: Iterable[str]) -> Json:
    """Build a bulleted list of people's own words."""
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": clip(line, 1000)}]} for line in lines]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}]}


def button(
    label: str,
    action: Action,
    value: str = "",
    *,
    part: str = "",
    style: Literal["primary", "danger"] | None = None,
    url: str = "",
    ask: Json | None = None,
    spoken: str = "",
) -> Json:
    """Build a button. `part` keeps two buttons of one action apart within a row (`add_note:pain`)."""
    made: Json = {
        "type": "button",
        "text": plain(label, 75),
        "action_id": f"{action}:{part}" if part else str(action),
    }
    for name, given in (("value", value), ("style", style), ("url", url), ("confirm", ask)):
        if given:
            made[name] = given
    if spoken:
        made["accessibility_label"] = clip(spoken, 75)
    return made


def overflow(action: Action, options: Sequence[Json]) -> Json:
    """Build a ⋯ menu of up to five options."""
    return {"type": "overflow", "action_id": str(action), "options": list(options[:5])}


def actions(*elements: Json | None, row: str = "") -> Json:
    """Build a row of buttons and menus; `row` is its block id, where one is needed."""
    made: Json = {"type": "actions", "elements": [element for element in elements if element][:ACTIONS]}
    if row:
        made["block_id"] = row
    return made


def ask(title: str, text: str, yes: str, no: str, *, danger: bool = False) -> Json:
    """Build the question that stands before something that matters is done."""
    made: Json = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    if danger:
        made["style"] = "danger"
    return made


def picture(file_id: str, alt: str, title: str = "") -> Json:
    """Build an image of a file that lies in Slack."""
    made: Json = {"type": "image", "slack_file": {"id": file_id}, "alt_text": clip(alt, 2000)}
    if title:
        made["title"] = plain(title, 2000)
    return made


def modal(
    callback: Modal,
    title: str,
    blocks: Sequence[Json],
    *,
    submit: str = "",
    close: str = "",
    metadata: str = "",
) -> Json:
    """Build a modal. More than 100 blocks are cut: page long lists before that."""
    made: Json = {
        "type": "modal",
        "callback_id": str(callback),
        "title": plain(title, TITLE),
        "blocks": list(blocks[:VIEW_BLOCKS]),
        "private_metadata": metadata,
    }
    if submit:
        made["submit"] = plain(submit, TITLE)
    if close:
        made["close"] = plain(close, TITLE)
    return made


def info(title: str, *paragraphs: str, close: str = "", extra: Sequence[Json] = ()) -> Json:
    """Build a modal that only says something, in our own mrkdwn."""
    return modal(Modal.INFO, title, [*(section(text) for text in paragraphs), *extra], close=close)
