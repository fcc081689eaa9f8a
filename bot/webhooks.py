"""Reaching a webhook's receiver: a public address that was looked at and is then connected to, and nothing else.

What a name stands for is asked once, every address it has must be one of the public internet, and the connection goes
to one of those very addresses: asking again for it would let a name mean one thing when it is checked and another when
it is used. No redirect is followed, no proxy asked, no cookie kept, and of an answer only its status is read.
"""

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Mapping

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from workflows import reach
from workflows.errors import InvalidError, UntoldError
from workflows.reach import Reach

log = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5, sock_read=8)  # seconds
AT_ONCE = 20  # connections
ANSWER_MAX = 8190  # bytes of one line of an answer's head
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_TEREDO = ipaddress.ip_network("2001::/32")
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")


class ForbiddenAddressError(OSError):
    """A name stands for an address that is not one of the public internet."""


def public(address: str) -> bool:
    """Whether a numeric address is one of the public internet.

    Loopback, private, link-local (where clouds keep their metadata), shared (CGNAT), multicast and reserved ones are
    not; nor is an IPv6 address that carries an IPv4 one within it, whichever that is.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        carries = found.ipv4_mapped is not None or any(
            found in one for one in (_NAT64, _SIX_TO_FOUR, _TEREDO, _SITE_LOCAL)
        )
        if carries or found.scope_id or not int(found) >> 32:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


class _Checked(AbstractResolver):
    """Resolves names by the system, and gives away public addresses only."""

    def __init__(self, inner: AbstractResolver, *, rehearsal: bool) -> None:
        self._inner, self._rehearsal = inner, rehearsal

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not self._rehearsal and not all(public(one["host"]) for one in found):
            raise ForbiddenAddressError(host)  # also where only some are not: a name that does so means no good
        return found

    async def close(self) -> None:
        await self._inner.close()


class Poster:
    """Sends deliveries: the `Hooks` of the workflows."""

    def __init__(self, allowed: Reach, resolver: AbstractResolver | None = None) -> None:
        """Send to what is `allowed`; names are resolved by the system unless a test says how."""
        self._allowed, self._resolver = allowed, resolver
        self._session: aiohttp.ClientSession | None = None

    async def post(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send; the status of the answer. What is allowed is asked anew: it may have changed since it was set."""
        try:
            reach.check(self._allowed, address)
        except InvalidError:
            raise UntoldError("address") from None
        try:
            async with self._open().post(
                URL(address, encoded=True), data=body, headers=dict(headers), allow_redirects=False
            ) as answer:
                status = answer.status
                answer.close()  # nothing of what it says is read
                return status
        except ForbiddenAddressError:
            raise UntoldError("address") from None
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError):
            raise UntoldError("tls") from None
        except TimeoutError:
            raise UntoldError("slow") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            forbidden = isinstance(getattr(error, "os_error", None), ForbiddenAddressError)
            log.info("a webhook's receiver could not be reached: %s", type(error).__name__)
            raise UntoldError("address" if forbidden else "unreachable") from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            inner = self._resolver or ThreadedResolver()
            connector = aiohttp.TCPConnector(
                resolver=_Checked(inner, rehearsal=self._allowed.rehearsal),
                use_dns_cache=False,
                force_close=True,
                limit=AT_ONCE,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=TIMEOUT,
                headers={"User-Agent": "Cairn"},
                max_line_size=ANSWER_MAX,
                max_field_size=ANSWER_MAX,
                trust_env=False,
                auto_decompress=False,
            )
        return self._session

    async def close(self) -> None:
        """Let go of all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()
            await asyncio.sleep(0)
