"""Cairn's HTTP entry in this process, without engine and drawing, and a Slack that writes down all it is told."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from starlette.applications import Starlette

from bot.app import bolt_app
from bot.grants import Credentials
from bot.http import PATH, Edge
from bot.ids import COMMAND
from bot.installs import Installs
from bot.lazy import Background
from bot.metrics import Metrics
from bot.settings import Settings
from storage.db import Database
from workflows.desk import Desk

Json = dict[str, Any]
SECRET = "a-signing-secret-of-32-characters"
KEY = "k" * 40
NUMBERS = count(1)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
# Letters that a form may hold as they are. Slack escapes them; it reads the same, and takes half of the time of a click.
PLAIN = "".join(map(chr, range(33, 127))).translate(dict.fromkeys(map(ord, "&+%;=#")))
WRITTEN = ("view", "blocks")  # arguments that the SDK writes down as JSON


class StoppedClock:
    """A clock that stands, so that what happens depends on nothing but what is done."""

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Nobody:
    """An outbox that hands nothing on: what the engine would say is read from its ledger."""

    async def post(self, session: Any, posting_id: int) -> None: ...

    async def update(self, session: Any, posting_id: int, stamp: str) -> None: ...

    async def refresh(self, session: Any, workshop_id: int, *, soon: bool = False) -> None: ...

    async def profile(self, session: Any, team_id: str, user_id: str, stamp: str = "") -> None: ...

    async def document(self, session: Any, posting_id: int) -> None: ...

    async def hook(self, session: Any, delivery_id: int) -> None: ...


class Faults(logging.Handler):
    """Every fault of ours that was written down."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@dataclass
class Answer:
    """All that came of one request: the status, and what left the bot by any way, with where it went."""

    status: int
    said: list[tuple[str, Any]]
    faults: list[str]

    @property
    def text(self) -> str:
        return json.dumps(self.said, ensure_ascii=False, default=str)


@dataclass
class Wire:
    """What Slack sends, signed, and what comes back."""

    edge: Starlette
    background: Background
    desk: Desk
    said: list[tuple[str, Any]]
    faults: Faults
    address: str = ""
    sent: int = field(default=0)

    async def send(self, body: bytes, kind: str, **headers: str | None) -> Answer:
        """One signed request, and everything that follows from it. A header of None is left out."""
        self.said.clear()
        self.faults.lines.clear()
        self.sent += 1
        at = str(headers.pop("at", None) or int(time.time()))
        made = hmac.new(SECRET.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
        signed: dict[str, str | None] = {
            "content-type": kind,
            "x-slack-request-timestamp": at,
            "x-slack-signature": f"v0={made}",
        }
        status, text = await self._asgi(body, {n: v for n, v in (signed | headers).items() if v is not None})
        await self.background.drain(30)
        answer: Any = json.loads(text) if text[:1] in {"{", "["} else text
        return Answer(status, [("answer", answer), *self.said], list(self.faults.lines))

    async def _asgi(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        came: list[Json] = []

        async def receive() -> Json:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            came.append(dict(message))

        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": raw}
        await self.edge(scope | {"http_version": "1.1", "scheme": "http", "root_path": ""}, receive, send)  # type: ignore[arg-type]
        said = b"".join(one.get("body", b"") for one in came if one["type"] == "http.response.body")
        return int(came[0]["status"]), said.decode()

    async def command(self, team: str, user: str, channel: tuple[str, str], text: str, home: str = "") -> Answer:
        """`/journey …` in a channel (its id, and its name as Slack tells it)."""
        form = {
            "command": COMMAND,
            "text": text,
            "team_id": team,
            "user_id": user,
            "channel_id": channel[0],
            "channel_name": channel[1],
            "trigger_id": f"{next(NUMBERS)}.1",
            "response_url": f"{self.address}/response",
        }
        del home  # a command of somebody's from another company names their own team, and is no request to this one
        return await self.send(urlencode(form).encode(), FORM)

    async def interaction(self, kind: str, team: str, user: str, home: str, **more: Any) -> Answer:
        """A click, a form, a shortcut."""
        payload = {
            "type": kind,
            "team": {"id": team, "domain": "one"},
            "user": {"id": user, "team_id": home or team},
            "trigger_id": f"{next(NUMBERS)}.1",
            "api_app_id": "A1",
            "response_url": f"{self.address}/response",
        } | more
        if kind == "view_submission":
            del payload["response_url"]
        return await self.send(urlencode({"payload": json.dumps(payload)}, safe=PLAIN).encode(), FORM)

    async def event(self, team: str, event: Json) -> Answer:
        """Something Slack tells."""
        body = {"type": "event_callback", "team_id": team, "event_id": f"Ev{next(NUMBERS)}", "event": event}
        return await self.send(json.dumps(body).encode(), JSON)


async def _arguments(request: web.Request) -> Json:
    given = await request.json() if request.content_type == JSON else dict(await request.post())
    given |= dict(request.query)
    return {name: json.loads(v) if name in WRITTEN and isinstance(v, str) else v for name, v in given.items()}


@asynccontextmanager
async def slack(said: list[tuple[str, Any]]) -> AsyncIterator[str]:
    """A Slack that takes everything and writes it down; its address."""

    async def called(request: web.Request) -> web.Response:
        name, given = request.match_info["name"], await _arguments(request)
        said.append((name, given))
        view = {**(given.get("view") or {}), "id": f"V{next(NUMBERS)}", "hash": f"h{next(NUMBERS)}"}
        user = {"id": given.get("user"), "real_name": "Somebody"}
        channel = {"id": given.get("channel"), "is_member": True}
        more = {"view": view, "user": user, "channel": channel, "permalink": "https://one.slack.com/archives/x"}
        return web.json_response({"ok": True, "ts": "1.1", **more})

    async def responded(request: web.Request) -> web.Response:
        said.append(("response_url", await request.json()))
        return web.Response(text="ok")

    app = web.Application()
    app.add_routes([web.post("/api/{name}", called), web.get("/api/{name}", called), web.post("/response", responded)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    port = site._server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def wired(url: str) -> AsyncIterator[Wire]:
    """Cairn over a database, as many workspaces have it, with nothing behind it but a Slack that writes down."""
    said: list[tuple[str, Any]] = []
    faults, logger = Faults(), logging.getLogger("bot")
    async with slack(said) as address, aiohttp.ClientSession() as http:
        db = await Database.open(url, [KEY])
        settings = Settings(
            bot_token="",
            signing_secret=SECRET,
            slack_api_url=f"{address}/api/",
            client_id="1",
            client_secret="2",
            secret_keys=(KEY,),
        )
        clock = StoppedClock()
        desk, background = Desk(db, clock, Nobody()), Background()
        installs = Installs(db, clock, "")
        installs.credentials = Credentials("1", "2")
        bolt = bolt_app(settings, installs, desk, background, http, Metrics())

        async def ready() -> str | None:
            return None

        logger.addHandler(faults)
        try:
            yield Wire(Edge(bolt, SECRET, ready).asgi(), background, desk, said, faults, address)
        finally:
            logger.removeHandler(faults)
            await background.drain(5)
            await db.close()
            await asyncio.sleep(0)
