"""How far Cairn reaches beyond Slack: what whoever runs it allows, and which addresses a webhook may have.

Nothing is allowed by default. Names only, no numbers: what a name stands for is looked at when it is resolved, by who
connects (`bot.webhooks`).
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from workflows.errors import InvalidError
from workflows.limits import LINK_MAX

HTTPS = 443
ANY = "*"
_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PLAIN = re.compile(r"[\x21-\x5b\x5d-\x7e]+")  # visible ASCII without the backslash, which some take for a slash


@dataclass(frozen=True, slots=True)
class Reach:
    """What whoever runs Cairn allows, for every workspace alike.

    `hosts`: of webhooks: `hooks.example.com`, `*.example.com` for all names below it, `*` for every public one; with
    `:8443` behind it for another port than that of https.
    """

    public_url: str = ""  # where a browser reaches this server, no slash at its end; empty: nowhere
    hosts: tuple[str, ...] = ()
    rehearsal: bool = False  # tests only: receivers are on this machine, without TLS


NOWHERE = Reach()


def is_pattern(text: str) -> bool:
    """Whether an entry of the list of hosts can be understood."""
    host, _colon, port = text.partition(":")
    known = host == ANY or _NAME.fullmatch(host.removeprefix("*.")) is not None
    return known and (not _colon or (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536))


def check(reach: Reach, address: str) -> str:
    """The address of a receiver, as it is kept; InvalidError("link", …) where nothing may be sent there."""
    if not reach.hosts:
        raise InvalidError("link", "hooks_closed")
    parts = _split(address)
    if reach.rehearsal and parts.hostname == "localhost":
        return address
    if parts.scheme != "https":
        raise InvalidError("link", "hook_not_https")
    host, port = parts.hostname or "", parts.port or HTTPS
    if not _NAME.fullmatch(host):
        raise InvalidError("link", "hook_not_a_name")
    if not any(_matches(one, host, port) for one in reach.hosts):
        raise InvalidError("link", "hook_not_allowed", names=reach.hosts)
    return address


def _split(address: str) -> SplitResult:
    if len(address) > LINK_MAX or not _PLAIN.fullmatch(address):
        raise InvalidError("link", "bad_link")
    try:
        parts = urlsplit(address)
        named = parts.username is not None or parts.password is not None
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        raise InvalidError("link", "bad_link") from None
    if not parts.hostname or named or parts.fragment:
        raise InvalidError("link", "bad_link")
    return parts


def _matches(pattern: str, host: str, port: int) -> bool:
    name, _colon, wanted = pattern.partition(":")
    if port != int(wanted or HTTPS):
        return False
    return name in {ANY, host} or (name.startswith("*.") and host.endswith(name[1:]))
