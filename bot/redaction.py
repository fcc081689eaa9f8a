"""Keeps secrets out of what is written down."""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

SHORTEST = 6  # characters; dots in the place of anything shorter would make every other line unreadable

_TOKEN = re.compile(r"(xox[a-z](?:\.xox[a-z])?-|xapp-)[\w.%-]+")
_PASSWORD = re.compile(r"(://[^/\s:@]*:)[^@\s/]+(?=@)|(\bpassword=)(?:'[^']*'|[^\s'\"&]+)")
# An address that Slack gives for one answer, one upload or one connection is itself what lets somebody in. It has
# numbers in its path or something behind a question mark; the addresses of methods have neither.
_ADDRESS = re.compile(r"((?:https?|wss?)://[^/\s\"'<>?#]+(?:/[A-Za-z._-]*(?=[/?\s\"'<>),]|$))*)/?([^\s\"'<>),]*)")


def redacted(text: str) -> str:
    """Put dots in the place of Slack's tokens, of passwords, and of what is secret in addresses."""
    text = _TOKEN.sub(lambda found: f"{found[1]}…", text)
    text = _PASSWORD.sub(lambda found: f"{found[1] or found[2]}…", text)
    return _ADDRESS.sub(lambda found: found[1] + ("/…" if found[2] else ""), text)


class Redactor:
    """Knows the secrets of this installation, besides those that can be told by how they look."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Take out `secrets` wherever they stand, written in an address too; the longest first."""
        shapes = {shape for one in secrets for shape in (one, quote(one, safe=""), unquote(one))}
        known = sorted((one for one in shapes if len(one) >= SHORTEST), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """Put dots in the place of everything that is secret."""
        return redacted(self._known.sub("…", text) if self._known else text)
