"""Slack's mrkdwn as HTML. Everything is escaped; only what this module writes itself is markup."""

import html
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.simulator.page.dates import date_token
from bot.simulator.page.emoji import with_emoji
from bot.simulator.page.reader import Reader

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_TOKEN = re.compile(r"<([^<>\n]{1,3000})>")
_BARE_URL = re.compile(r"\bhttps?://[^\s<>\"'|]+[^\s<>\"'|.,;:!?)\]]")
_HELD = re.compile("\x00(\\d+)\x00")
_QUOTE = re.compile(r"(?:^(?:&gt;|>) ?.*(?:\n|$))+", re.MULTILINE)
# Marks stand at the border of a word, as in Slack: 2*3*4 stays as it is.
_MARKS = [
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])"), "s"),
]
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}


def safe_url(url: str) -> str:
    """Give the address if a browser may go there, else nothing."""
    try:
        return url if urlsplit(url).scheme.lower() in SAFE_SCHEMES else ""
    except ValueError:
        return ""


def plain(text: str, *, emoji: bool = True) -> Markup:
    """Show plain text: no marks, no links, line breaks kept."""
    return escape(with_emoji(text) if emoji else text).replace("\n", Markup("<br>"))


def mrkdwn(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """Show mrkdwn text."""
    return _Writer(reader, verbatim=verbatim).write(text.replace("\x00", ""))


class _Writer:
    """Turns one text into HTML: finished pieces are held aside by number, so that no later rule touches them."""

    def __init__(self, reader: Reader, *, verbatim: bool) -> None:
        self.reader, self.verbatim = reader, verbatim
        self.held: list[Markup] = []

    def write(self, text: str) -> Markup:
        text = _FENCE.sub(lambda m: self._hold(Markup("<pre>{}</pre>").format(_unescape(m[1]))), text)
        text = _CODE.sub(lambda m: self._hold(Markup("<code>{}</code>").format(_unescape(m[1]))), text)
        text = _TOKEN.sub(lambda m: self._hold(self._token(m[1])), text)
        if not self.verbatim:
            text = _BARE_URL.sub(lambda m: self._hold(link(html.unescape(m[0]))), text)
        text = _QUOTE.sub(self._quote, text)
        return self._release(self._inline(text))

    def _hold(self, piece: Markup) -> str:
        self.held.append(piece)
        return f"\x00{len(self.held) - 1}\x00"

    def _release(self, text: str) -> Markup:
        # A held piece may itself hold others (a link inside a quote), so this goes from the outside in.
        return Markup(_HELD.sub(lambda m: str(self._release(str(self.held[int(m[1])]))), text))  # noqa: S704 - escaped in _inline

    def _inline(self, text: str) -> str:
        out = str(plain(_unescape(text)))
        for pattern, tag in _MARKS:
            out = pattern.sub(rf"<{tag}>\1</{tag}>", out)
        return out

    def _quote(self, match: re.Match[str]) -> str:
        lines = [re.sub(r"^(?:&gt;|>) ?", "", line) for line in match[0].rstrip("\n").split("\n")]
        inside = Markup(self._inline("\n".join(lines)))  # noqa: S704 - escaped there
        return self._hold(Markup('<blockquote dir="auto">{}</blockquote>').format(inside))

    def _token(self, inside: str) -> Markup:
        body, _, label = inside.partition("|")
        show = _unescape(label)
        kinds: dict[str, Callable[[], Markup]] = {
            "@": lambda: mention(body[1:], self.reader),
            "#": lambda: channel_link(body[1:], self.reader),
            "!": lambda: self._special(body[1:], show),
        }
        if body[:1] in kinds:
            return kinds[body[0]]()
        return link(html.unescape(body), show)

    def _special(self, body: str, label: str) -> Markup:
        if body.startswith("date^"):
            return date_token(body, label, self.reader)
        name = body.partition("^")[0]
        if name in {"here", "channel", "everyone"}:
            return Markup('<span class="mention loud">@{}</span>').format(name)
        return escape(label or name)


def mention(user: str, reader: Reader) -> Markup:
    """Show a mention of a person; one of the reader stands out."""
    mine = Markup(" mine") if user == reader.user else ""
    return Markup('<span class="mention{}" data-person="{}">@{}</span>').format(mine, user, reader.person(user))


def channel_link(channel: str, reader: Reader) -> Markup:
    """Show a link to a channel."""
    return Markup('<a class="mention" href="?at={0}" data-go="{0}">#{1}</a>').format(channel, reader.channel(channel))


def link(url: str, label: str = "") -> Markup:
    """Show a link to the outside, or only its words where a browser must not go."""
    words = with_emoji(label) if label else url
    if not safe_url(url):
        return escape(words)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, words)


def _unescape(text: str) -> str:
    """Undo the three escapes that Slack knows, and no other."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
