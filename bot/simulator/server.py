"""The workspace as a server on loopback: Web API, uploads, files, response URLs and Socket Mode."""

import asyncio
import contextlib
import json
import logging
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields
from email.utils import formatdate
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

# The methods register themselves when they are imported.
from bot.simulator import (  # noqa: F401
    methods_canvases,
    methods_chat,
    methods_files,
    methods_functions,
    methods_people,
    methods_views,
    payloads,
)
from bot.simulator.answers import respond
from bot.simulator.clock import SimClock
from bot.simulator.core import AppProfile, Core
from bot.simulator.delivery import Deliveries, HttpCourier, SocketCourier
from bot.simulator.distribution import OAUTH_METHODS, Distribution
from bot.simulator.errors import Refused
from bot.simulator.faults import Faults, Mishap
from bot.simulator.methods_files import receive
from bot.simulator.people import Hand
from bot.simulator.registry import METHODS, Method
from bot.simulator.requests import basic_credentials, dropped, fail, rate_limited, read_arguments, token_of
from bot.simulator.state import World
from bot.simulator.things import JsonObject, SimChannel, SimUser

log = logging.getLogger(__name__)

BACKLOG = 128


class Quiet(uvicorn.Server):
    """A server inside somebody else's process: signals are not its business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process."""
        yield


class Simulator:
    """A workspace that the bot's real adapters connect to. See the package's docstring."""

    def __init__(
        self,
        world: World | None = None,
        profile: AppProfile | None = None,
        *,
        routes: Sequence[BaseRoute] = (),
    ) -> None:
        """Set a workspace up; `routes` are further pages of the same server."""
        self.world = world or World()
        self.core = Core(self.world, profile or AppProfile.generous())
        self.socket = SocketCourier(self.core)
        self.deliveries = Deliveries(self.core, self.socket)
        self.distribution: Distribution | None = None
        self.neighbours: list[Simulator] = []
        self._routes = list(routes)
        self.skew: float | None = None  # seconds by which the answers' Date is off this machine's clock
        self._telling: set[asyncio.Task[None]] = set()
        self._server: Quiet | None = None
        self._task: asyncio.Task[None] | None = None

    # --- life ---

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen on loopback; port 0 takes a free one."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
        self.core.base_url = f"http://{host}:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            self.app(),
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="websockets-sansio",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        self._server = Quiet(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        while not self._server.started:
            if self._task.done():
                await self._task
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        for neighbour in self.neighbours:
            await neighbour.deliveries.close()
        await self.deliveries.close()
        await self.socket.close()
        if self._server and self._task:
            self._server.should_exit = True
            await self._task
        self._server = self._task = None

    async def __aenter__(self) -> Self:
        """Start on a free port."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    # --- where and how ---

    @property
    def url(self) -> str:
        """The root of the server."""
        return self.core.base_url

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL has to be."""
        return f"{self.core.base_url}/api/"

    @property
    def clock(self) -> SimClock:
        """The workspace's clock."""
        return self.world.clock

    @property
    def faults(self) -> Faults:
        """The switchboard of bad days."""
        return self.core.faults

    def deliver_to(self, url: str | None) -> None:
        """Deliver as signed posts to a URL; with None, over Socket Mode."""
        self.deliveries.courier = HttpCourier(self.core, url) if url else self.socket

    def hand(self, user: str) -> Hand:
        """The hands of a person, by id or name."""
        known = next((one for one in self.world.users.values() if user in {one.id, one.name}), None)
        if known is None:
            raise KeyError(user)
        return Hand(self.core, self.deliveries, known.id)

    async def archive(self, channel: SimChannel, user: SimUser) -> None:
        """Archive a channel."""
        channel.is_archived = True
        self.world.touch()
        await self.emit({"type": "channel_archive", "channel": channel.id, "user": user.id})

    async def unarchive(self, channel: SimChannel, user: SimUser) -> None:
        """Bring an archived channel back."""
        channel.is_archived = False
        self.world.touch()
        await self.emit({"type": "channel_unarchive", "channel": channel.id, "user": user.id})

    async def change_user(self, user: SimUser) -> None:
        """Tell the app that a person's profile is other than it was."""
        self.world.touch()
        await self.emit({"type": "user_change", "user": payloads.user(self.core, user, locale=True)})

    def distribute(self, distribution: Distribution) -> None:
        """Have the app installed by OAuth, here and in every neighbour, instead of with a token that was there."""
        self.distribution = distribution
        distribution.admit(self.core)

    def neighbour(self, world: World) -> "Simulator":
        """Another workspace behind the same address; requests are told apart by their tokens."""
        other = Simulator(
            world, AppProfile(**{one.name: getattr(self.core.profile, one.name) for one in fields(AppProfile)})
        )
        other.core.base_url, other.core.ack_seconds = self.core.base_url, self.core.ack_seconds
        other.core.signing_secret, other.core.trigger_seconds = self.core.signing_secret, self.core.trigger_seconds
        other.distribution = self.distribution
        if self.distribution:
            self.distribution.admit(other.core)
        self.neighbours.append(other)
        return other

    async def uninstall(self) -> None:
        """Remove the app from the workspace: its tokens are worth nothing from now on."""
        self.core.account_error = "account_inactive"
        if self.distribution:
            self.distribution.drop(self.core)
        await self.emit({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.world.bot_user_id]}})
        await self.emit({"type": "app_uninstalled"})

    async def emit(self, event: JsonObject) -> bool:
        """Deliver an event; whether it was acknowledged."""
        return await self.deliveries.event(event)

    def app(self) -> Starlette:
        """The ASGI app."""
        return Starlette(
            routes=[
                Route("/api/{method}", self._api, methods=["GET", "POST"]),
                Route("/upload/v1/{key}", self._upload, methods=["POST", "PUT"]),
                Route("/files-pri/{file}/{rest:path}", self._file),
                Route("/commands/{team}/{key}", self._respond, methods=["POST"]),
                Route("/actions/{team}/{key}", self._respond, methods=["POST"]),
                Route("/oauth/v2/authorize", self._consent, methods=["GET", "POST"]),
                WebSocketRoute("/link/", self._link),
                *self._routes,
            ]
        )

    # --- routes ---

    async def _link(self, link: WebSocket) -> None:
        await self.socket.serve(link)

    async def _api(self, request: Request) -> Response:
        name = request.path_params["method"]
        fault = self.core.faults.take(name)
        if fault and fault.mishap is not Mishap.LOST:
            failed = await fail(fault)
            if failed:
                return failed
        core = self.core
        try:
            core, answer = await self._call(name, request)
        except Refused as refused:
            answer = refused.answer
        except Exception as broken:
            log.exception("The simulator failed in %s", name)
            self.world.problem(f"api {name}", repr(broken))
            return JSONResponse({"ok": False, "error": "internal_error", "detail": repr(broken)}, status_code=500)
        if fault and fault.mishap is Mishap.LOST:
            return dropped()
        if answer.get("error") == "ratelimited":
            return rate_limited(answer.pop("retry_after"))
        if not answer.get("ok", True) and not name.startswith("api."):
            log.info("%s: %s", name, answer)
        headers = {"x-oauth-scopes": ",".join(sorted(core.profile.scopes))}
        if self.skew is not None:
            headers["date"] = formatdate(time.time() + self.skew, usegmt=True)
        return JSONResponse({"ok": True} | answer, headers=headers)

    async def _call(self, name: str, request: Request) -> tuple[Core, JsonObject]:
        args = await read_arguments(request)
        if self.distribution and name in OAUTH_METHODS:
            answer, gone = self.distribution.call(name, args, basic_credentials(request), token_of(request, args))
            for core in gone:
                self._later(self._of(core))
            return self.core, answer
        found = METHODS.get(name)
        if found is None:
            code = "unknown_method"
            raise Refused(code, req_method=name)
        core = self._admit(found, token_of(request, args))
        core.needs(*found.scopes)
        wait = core.pace.wait(name, found.tier, args)
        if wait is not None:
            code = "ratelimited"
            raise Refused(code, retry_after=wait)
        return core, found.handler(core, args)

    def _of(self, core: Core) -> "Simulator":
        return next(one for one in (self, *self.neighbours) if one.core is core)

    def _later(self, gone: "Simulator") -> None:
        """Tell the app, after its call is answered, that it was removed."""
        task = asyncio.create_task(gone.uninstall())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    def _admit(self, method: Method, token: str | None) -> Core:
        if method.token == "none":  # noqa: S105 - a kind of token
            return self.core
        if self.distribution and method.token == "bot":  # noqa: S105 - a kind of token
            return self.distribution.holder(token)
        code = None
        if not token:
            code = "not_authed"
        elif self.core.account_error:
            code = self.core.account_error
        elif self.core.runs(token):
            return self.core
        elif token not in {self.core.bot_token, self.core.app_token}:
            code = "invalid_auth"
        elif (token == self.core.app_token) != (method.token == "app"):  # noqa: S105 - a kind of token
            code = "not_allowed_token_type"
        if code:
            raise Refused(code)
        return self.core

    async def _consent(self, request: Request) -> Response:
        if self.distribution is None:
            return PlainTextResponse("this app is not distributed", status_code=404)
        form = {name: str(value) for name, value in (await request.form()).items()} if request.method == "POST" else {}
        return self.distribution.consent(dict(request.query_params), form)

    async def _upload(self, request: Request) -> Response:
        if request.headers.get("content-type", "").startswith("multipart/"):
            form = await request.form()
            part = next((value for value in form.values() if not isinstance(value, str)), None)
            content = await part.read() if part else b""
        else:
            content = await request.body()
        key = request.path_params["key"]
        core = next((one.core for one in (self, *self.neighbours) if key in one.core.upload_urls), self.core)
        status = receive(core, key, content)
        words = f"OK - {len(content)}" if status == 200 else "upload refused"
        return PlainTextResponse(words, status_code=status)

    async def _file(self, request: Request) -> Response:
        file_id = request.path_params["file"].rpartition("-")[2]
        core = next((one.core for one in (self, *self.neighbours) if file_id in one.world.files), self.core)
        one = core.world.files.get(file_id)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        owns = self.distribution.owns(core, token) if self.distribution else token == core.bot_token
        allowed = owns and "files:read" in core.profile.scopes
        if one is None or one.deleted:
            return PlainTextResponse("no such file", status_code=404)
        if not allowed or not core.world.can_see_file(core.world.bot_user_id, one):
            # Slack sends a sign-in page instead of an error.
            return Response("<!DOCTYPE html><title>Sign in</title>", media_type="text/html")
        return Response(one.content, media_type=one.mimetype)

    async def _respond(self, request: Request) -> Response:
        try:
            payload = json.loads(await request.body())
            key = request.path_params["key"]
            core = next((one.core for one in (self, *self.neighbours) if key in one.core.response_urls), self.core)
            respond(core, key, payload)
        except Refused as refused:
            expired = refused.answer["error"] in {"used_url", "expired_url"}
            self.world.problem("response_url", str(refused))
            return JSONResponse(refused.answer, status_code=404 if expired else 400)
        except ValueError:
            return PlainTextResponse("invalid_payload", status_code=400)
        return PlainTextResponse("ok")
