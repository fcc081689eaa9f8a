"""The HTTP edge: Slack's requests, checked before anything is parsed, and two addresses for whoever runs the bot."""

import contextlib
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from prometheus_client.exposition import CONTENT_TYPE_LATEST as FIGURES
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

log = logging.getLogger(__name__)

PATH = "/slack/events"
BODY_MAX = 2 * 1024 * 1024  # a modal of 250 KB, written in percent signs, fits with room to spare
DEPTH_MAX = 64  # Slack's deepest rich text is far from it; Python's recursion limit is too
STALE_AFTER = 300  # seconds, either way
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class EdgeError(Exception):
    """A request that goes no further: its status, and a word for the log that quotes nothing of it."""

    def __init__(self, status: int, word: str) -> None:
        """Refuse with `status` and `word`."""
        super().__init__(word)
        self.status, self.word = status, word


@dataclass(slots=True)
class Edge:
    """What stands between the network and Bolt."""

    app: AsyncApp
    signing_secret: str = field(repr=False)
    ready: Callable[[], Awaitable[str | None]]  # what is in the way of serving, or None
    leaving: bool = False  # served still, but the load balancer is asked to send no more
    doors: Sequence[BaseRoute] = ()  # further addresses: where the app is installed
    closing: bool = False

    def watched(self, figures: Callable[[], Awaitable[bytes]]) -> Starlette:
        """Make the application for whoever watches over Cairn: nothing of it is for Slack or the world."""

        async def metrics(_request: Request) -> Response:
            return Response(await figures(), media_type=FIGURES)

        return Starlette(
            routes=[Route("/metrics", metrics), Route("/healthz", self.healthz), Route("/readyz", self.readyz)]
        )

    def asgi(self) -> Starlette:
        """Make the ASGI application."""
        return Starlette(
            routes=[
                Route(PATH, self.slack, methods=["POST"]),
                Route("/healthz", self.healthz),
                Route("/readyz", self.readyz),
                *self.doors,
            ]
        )

    async def slack(self, request: Request) -> Response:
        """Take one request of Slack's."""
        try:
            body = await _bytes(request)
            _check_signature(request.headers, body, self.signing_secret)
            bolt_request = _parsed(request, body)
        except EdgeError as error:
            log.info("refused with %d: %s", error.status, error.word)
            return PlainTextResponse(error.word, error.status)
        if self.closing:
            return PlainTextResponse("closing", 503)
        return to_starlette_response(await self.app.async_dispatch(bolt_request))

    async def healthz(self, _request: Request) -> Response:
        """Say that the process answers."""
        return PlainTextResponse("ok")

    async def readyz(self, _request: Request) -> Response:
        """Say whether requests can be served."""
        trouble = "closing" if self.closing or self.leaving else await self.ready()
        return PlainTextResponse(trouble or "ready", 503 if trouble else 200)


class Server(uvicorn.Server):
    """A server that leaves signals alone: it would end the process by them before anything is drained."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def _bytes(request: Request) -> bytes:
    """Read the body, and stop reading when it is too long, whatever its announced length."""
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:12]) > BODY_MAX:
        raise EdgeError(413, "too large")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_MAX:
            raise EdgeError(413, "too large")
        parts.append(part)
    return b"".join(parts)


def _check_signature(headers: Headers, body: bytes, secret: str) -> None:
    """Let through what Slack signed in the last five minutes."""
    timestamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
    if not timestamp or not signature:
        raise EdgeError(401, "not signed")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise EdgeError(400, "bad timestamp")
    if abs(time.time() - int(timestamp)) > STALE_AFTER:
        raise EdgeError(401, "stale")
    made = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not _SIGNATURE.fullmatch(signature) or not hmac.compare_digest(f"v0={made}", signature):
        raise EdgeError(401, "bad signature")


class Parsed(AsyncBoltRequest):
    """A request that was parsed already: Bolt would once more, and finds nothing where somebody types "payload"."""

    def __init__(self, text: str, payload: dict[str, Any], headers: Headers) -> None:
        """Give Bolt the payload as it takes one from a socket; what was signed, `text`, it looks through itself."""
        super().__init__(body=payload, headers=dict(headers), mode="socket_mode")
        self.raw_body, self.mode = text, "http"


def _parsed(request: Request, body: bytes) -> AsyncBoltRequest:
    """Parse what was signed. Slack sends none of what is refused here, so that it does not matter how kindly."""
    try:
        text = body.decode("utf-8")
        return Parsed(text, _payload(text, request.headers.get("content-type", "")), request.headers)
    except EdgeError:
        raise
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError, IndexError):
        # Bolt looks for team, user and channel while it reads a request, and trusts the types it finds.
        raise EdgeError(400, "not understood") from None


def _payload(text: str, content_type: str) -> dict[str, Any]:
    """Parse, and look whether it is an object of a depth that everything after can walk through."""
    if "application/json" in content_type:
        payload = json.loads(text)
    else:
        payload = dict(parse_qsl(text, keep_blank_values=True))
        if "payload" in payload:
            payload = json.loads(payload["payload"])
    if not isinstance(payload, dict) or not payload:
        raise EdgeError(400, "not an object")
    if _too_deep(payload):
        raise EdgeError(400, "too deep")
    return payload


def _too_deep(payload: Any) -> bool:
    level = [payload]
    for _depth in range(DEPTH_MAX):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
