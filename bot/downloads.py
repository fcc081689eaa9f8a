"""Fetching a file that somebody gave to Cairn: from Slack's own file host, with the token, up to a cap, no further."""

from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from workflows.importing.problems import refused
from workflows.importing.reading import FILE_MAX

TIMEOUT = aiohttp.ClientTimeout(total=60, connect=5, sock_read=10)  # seconds
CHUNK = 1 << 16  # bytes
_SLACK = ("slack.com", "slack-gov.com")
_PAGE = (b"<!doctype html", b"<html")


def origin(api_url: str) -> tuple[str, str, int | None]:
    """Where the files of a workspace lie: scheme, host and port, which have to be exactly these."""
    api = urlsplit(api_url)
    if api.hostname in _SLACK:
        return "https", f"files.{api.hostname}", None
    return api.scheme, api.hostname or "", api.port


def allowed(url: str, api_url: str) -> bool:
    """Whether the token may be sent there."""
    try:
        parts = urlsplit(url)
        there = (parts.scheme, parts.hostname or "", parts.port)
        named = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    return not named and "\\" not in url and there == origin(api_url)


async def fetch(client: AsyncWebClient, url: str, limit: int = FILE_MAX) -> bytes:
    """The bytes of a file, or InvalidError("file", …). No redirect is followed, and nothing is unpacked on the way."""
    if not allowed(url, client.base_url):
        raise refused("file_elsewhere")
    session = client.session or aiohttp.ClientSession()
    try:
        return await _streamed(session, url, client.token or "", limit)
    except (TimeoutError, aiohttp.ClientError, OSError):
        raise refused("file_unreachable") from None
    finally:
        if client.session is None:
            await session.close()


async def _streamed(session: aiohttp.ClientSession, url: str, token: str, limit: int) -> bytes:
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    async with session.get(
        url, headers=headers, allow_redirects=False, auto_decompress=False, timeout=TIMEOUT
    ) as answer:
        if 300 <= answer.status < 400:
            raise refused("file_elsewhere")
        if answer.status != 200 or answer.headers.get("Content-Encoding", "identity") != "identity":
            raise refused("file_unreachable")
        if (answer.content_length or 0) > limit:
            raise refused("file_big", limit=limit // 1_000_000)
        found = bytearray()
        async for chunk in answer.content.iter_chunked(CHUNK):
            found += chunk
            if len(found) > limit:
                raise refused("file_big", limit=limit // 1_000_000)
    if answer.content_type == "text/html" and bytes(found[:200]).lstrip().lower().startswith(_PAGE):
        # Who may not read a file gets Slack's page to sign in instead of an error.
        raise refused("file_scope")
    return bytes(found)
