"""Text on its way into Slack: clipped at a grapheme, escaped where it could be markup, and facing the right way."""

import unicodedata
from collections import Counter
from typing import Any

from icu4py.breakers import CharacterBreaker

from bot.i18n import Say
from workflows.persons import SILHOUETTE, is_gone, stranger_name

Json = dict[str, Any]

ELLIPSIS = "…"
NOTHING = "–"  # Slack refuses empty text
RIGHT_TO_LEFT_MARK, ISOLATE, END_ISOLATE = "\u200f", "\u2068", "\u2069"
_FIRST_RIGHT_TO_LEFT = "\u0590"  # no letter before it is written from the right


def size(text: str) -> int:
    """Measure a text as the strictest reading of Slack's limits does: in UTF-16 units, where an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, limit: int) -> str:
    """Shorten a text to at most `limit`, between graphemes, with an ellipsis to show it."""
    text = text.strip() or NOTHING
    if size(text) <= limit:
        return text
    kept, room = [], limit - size(ELLIPSIS)
    for grapheme in CharacterBreaker(text[:limit], "en"):
        room -= size(grapheme)
        if room < 0:
            break
        kept.append(grapheme)
    return "".join(kept).rstrip() + ELLIPSIS


def escape(text: str) -> str:
    """Make a person's text harmless inside mrkdwn: no link, no mention, no command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def isolate(text: str) -> str:
    """Keep a person's text from turning the sentence around it: isolates, where the text has right-to-left letters."""
    return f"{ISOLATE}{text}{END_ISOLATE}" if _has_right_to_left(text) else text


def quoted(text: str, _: Say) -> str:
    """Put what somebody wrote between the quotation marks of the language."""
    return _("“{quote}”", quote=text)


def face(text: str) -> str:
    """Face a text that is mostly right-to-left from the right, though it begins with a Latin word or a number."""
    if not _has_right_to_left(text):
        return text
    kinds = Counter[str]()
    for char, number in Counter(text).items():  # a long text has few characters: each is looked up once
        kinds[unicodedata.bidirectional(char)] += number
    first = next(kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"})
    begins_left = first == "L" or text[0] == ISOLATE
    return RIGHT_TO_LEFT_MARK + text if begins_left and kinds["R"] + kinds["AL"] >= kinds["L"] else text


def mention(user_id: str) -> str:
    """Name a person in mrkdwn by their id: Slack shows the name and, in a new message, tells them.

    Who came with a document and is not of the workspace is named in plain letters; whose name was removed, by none.
    """
    if is_gone(user_id):
        return SILHOUETTE
    name = stranger_name(user_id)
    return f"<@{user_id}>" if name is None else escape(name)


def link(url: str, label: str) -> str:
    """Link to one of Slack's own addresses in mrkdwn."""
    return f"<{url}|{escape(label).replace('|', '¦')}>"


def plain(text: str, limit: int = 3000) -> Json:
    """Build a plain_text object: the only place where a person's text stands unescaped."""
    return {"type": "plain_text", "text": clip(face(clip(text, limit)), limit), "emoji": True}


def mrkdwn(text: str, limit: int = 3000) -> Json:
    """Build a mrkdwn object from our own sentence; whatever a person wrote in it went through `escape`."""
    return {"type": "mrkdwn", "text": clip_mrkdwn(face(text), limit), "verbatim": True}


def clip_mrkdwn(text: str, limit: int) -> str:
    """Shorten mrkdwn without cutting an entity or a mention in two."""
    if size(text.strip() or NOTHING) <= limit:
        return text.strip() or NOTHING
    kept = clip(text, limit)[: -len(ELLIPSIS)]
    for opening, closing in (("&", ";"), ("<", ">")):
        start = kept.rfind(opening)
        if start >= 0 and closing not in kept[start:]:
            kept = kept[:start]
    return kept.rstrip() + ELLIPSIS


def _has_right_to_left(text: str) -> bool:
    if text.isascii():
        return False
    return any(char >= _FIRST_RIGHT_TO_LEFT and unicodedata.bidirectional(char) in {"R", "AL"} for char in set(text))
