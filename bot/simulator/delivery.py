"""Bringing commands, interactions and events to the app: over Socket Mode, or as signed HTTP posts."""

import asyncio
import hashlib
import hmac
import itertools
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlencode

import aiohttp
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.simulator.core import Core
from bot.simulator.errors import BadAnswer, Unacknowledged
from bot.simulator.things import JsonObject

MOST_CONNECTIONS = 10


class Kind(StrEnum):
    """What is delivered, by the names of Socket Mode's envelopes."""

    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Retry:
    """Which redelivery this is, and why."""

    number: int
    reason: str = "http_timeout"


class Courier(Protocol):
    """A way to the app."""

    async def bring(self, kind: Kind, payload: JsonObject, retry: Retry | None) -> JsonObject:
        """Deliver and wait for the answer; raises Unacknowledged when there is none in time."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature of a request."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def signed_headers(secret: str, body: bytes, content_type: str) -> dict[str, str]:
    """The headers of a request that Slack signs."""
    timestamp = str(int(time.time()))  # the verifier goes by real time, whatever the workspace's clock says
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }


def encode(kind: Kind, payload: JsonObject) -> tuple[bytes, str]:
    """The body of an HTTP delivery and its content type."""
    if kind is Kind.EVENT:
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind is Kind.COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


@dataclass(slots=True)
class HttpCourier:
    """Posts to the app's request URL."""

    core: Core
    url: str
    _session: aiohttp.ClientSession | None = None

    async def bring(self, kind: Kind, payload: JsonObject, retry: Retry | None) -> JsonObject:
        """Post one delivery; the answer's JSON, or `{"text": …}`."""
        body, content_type = encode(kind, payload)
        headers = signed_headers(self.core.signing_secret, body, content_type)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self.core.ack_seconds)
        try:
            async with self._session.post(self.url, data=body, headers=headers, timeout=limit) as answer:
                text = await answer.text()
        except TimeoutError as late:
            message = f"no answer within {self.core.ack_seconds} seconds"
            raise Unacknowledged(message) from late
        except aiohttp.ClientError as broken:
            message = f"the app cannot be reached: {broken}"
            raise Unacknowledged(message) from broken
        if answer.status != 200:
            message = f"HTTP {answer.status}"
            raise Unacknowledged(message)
        return _read(text, answer.content_type)

    async def close(self) -> None:
        """Close the session."""
        if self._session:
            await self._session.close()
            self._session = None


def _read(text: str, content_type: str) -> JsonObject:
    if not text.strip():
        return {}
    if content_type != "application/json":
        return {"text": text}
    try:
        read = json.loads(text)
    except ValueError as broken:
        message = "the answer is not the JSON that it says it is"
        raise BadAnswer(message) from broken
    if not isinstance(read, dict):
        message = "the answer is not an object"
        raise BadAnswer(message)
    return read


@dataclass(slots=True)
class SocketCourier:
    """Holds the app's Socket Mode connections and sends each envelope down one of them."""

    core: Core
    links: list[WebSocket] = field(default_factory=list)
    _waiting: dict[str, asyncio.Future[JsonObject]] = field(default_factory=dict)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    async def serve(self, link: WebSocket) -> None:
        """Keep one connection until it ends."""
        ticket = link.query_params.get("ticket", "")
        if ticket not in self.core.tickets:
            await link.close(code=4001)
            return
        self.core.tickets.discard(ticket)
        await link.accept()
        if len(self.links) >= MOST_CONNECTIONS:
            await link.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await link.close()
            return
        self.links.append(link)
        await link.send_json(
            {
                "type": "hello",
                "num_connections": len(self.links),
                "debug_info": {"host": "simulator", "build_number": 1, "approximate_connection_time": 18060},
                "connection_info": {"app_id": self.core.world.app_id},
            }
        )
        self.core.world.touch()
        try:
            while True:
                self._acknowledge(await link.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            if link in self.links:
                self.links.remove(link)
            self.core.world.touch()

    def _acknowledge(self, text: str) -> None:
        try:
            answer = json.loads(text)
            waiting = self._waiting.get(answer["envelope_id"])
            payload = answer.get("payload")
        except (ValueError, KeyError, TypeError):
            self.core.world.problem("socket", f"not an acknowledgement: {text[:200]}")
            return
        if waiting and not waiting.done():
            waiting.set_result(payload if isinstance(payload, dict) else {})

    async def bring(self, kind: Kind, payload: JsonObject, retry: Retry | None) -> JsonObject:
        """Send one envelope and wait for its acknowledgement."""
        if not self.links:
            message = "the app is not connected"
            raise Unacknowledged(message)
        link = self.links[next(self._turns) % len(self.links)]
        envelope_id = "-".join((secrets.token_hex(4), *(secrets.token_hex(2) for _ in range(3)), secrets.token_hex(6)))
        envelope: JsonObject = {
            "envelope_id": envelope_id,
            "type": kind.value,
            "payload": payload,
            "accepts_response_payload": kind is not Kind.EVENT,
        }
        if kind is Kind.EVENT:
            envelope |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
        self._waiting[envelope_id] = waiting = asyncio.get_running_loop().create_future()
        try:
            await link.send_text(json.dumps(envelope))  # in ASCII, as Slack writes JSON: half an emoji can be in it
            return await asyncio.wait_for(waiting, self.core.ack_seconds)
        except TimeoutError as late:
            message = f"no acknowledgement within {self.core.ack_seconds} seconds"
            raise Unacknowledged(message) from late
        except (RuntimeError, WebSocketDisconnect) as broken:
            message = f"the connection broke: {broken}"
            raise Unacknowledged(message) from broken
        finally:
            self._waiting.pop(envelope_id, None)

    async def refresh(self) -> None:
        """Tell every connection that it will be closed, as Slack does now and then."""
        for link in list(self.links):
            await link.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    async def cut(self) -> None:
        """Close every connection without a word."""
        for link in list(self.links):
            if link.client_state is WebSocketState.CONNECTED:
                await link.close(code=1011)

    async def connected(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - a wait for the app
        """Wait until the app has a connection."""
        async with asyncio.timeout(timeout):
            while not self.links:
                await self.core.world.changed(self.core.world.version, timeout=0.05)

    async def close(self) -> None:
        """Close every connection."""
        await self.cut()


class Deliveries:
    """Delivers with all that Slack does around it: duplicates, lost acknowledgements, redelivery of events."""

    def __init__(self, core: Core, courier: Courier) -> None:
        """Deliver by a courier, which may be changed later."""
        self.core = core
        self.courier = courier
        self.retry_delays: tuple[float, ...] = (0.0, 0.2, 1.0)  # Slack waits nothing, a minute, five minutes
        self.log: list[tuple[Kind, JsonObject]] = []

    async def send(self, kind: Kind, payload: JsonObject, retry: Retry | None = None) -> JsonObject:
        """Deliver once (or as many times as the switchboard says) and wait for the first answer."""
        self.log.append((kind, payload))
        del self.log[:-500]
        copies = 1 + self.core.faults.duplicates.get(kind.value, 0)
        answers = await asyncio.gather(
            *(self.courier.bring(kind, payload, retry) for _ in range(copies)), return_exceptions=True
        )
        if self.core.faults.loses_ack():
            message = "the acknowledgement was lost on its way"
            raise Unacknowledged(message)
        first = answers[0]
        if isinstance(first, BaseException):
            raise first
        return first

    async def event(self, event: JsonObject) -> bool:
        """Deliver an event the app has subscribed to, again and again until it is acknowledged. Whether it was."""
        if event["type"].partition(".")[0] not in {name.partition(".")[0] for name in self.core.profile.events}:
            return False
        payload = self._wrap(event)
        for number, delay in enumerate((0.0, *self.retry_delays)):
            await asyncio.sleep(delay)
            try:
                await self.send(Kind.EVENT, payload, Retry(number) if number else None)
            except (Unacknowledged, BadAnswer) as failed:
                self.core.world.problem(f"event {event['type']}", str(failed))
            else:
                return True
        return False

    async def close(self) -> None:
        """Stop delivering."""
        await self.courier.close()

    def _wrap(self, event: JsonObject) -> JsonObject:
        world = self.core.world
        return {
            "token": self.core.verification_token,
            "team_id": world.team_id,
            "context_team_id": world.team_id,
            "context_enterprise_id": world.enterprise_id,
            "enterprise_id": world.enterprise_id,
            "api_app_id": world.app_id,
            "event": {**event, "event_ts": event.get("event_ts") or world.clock.ts()},
            "type": "event_callback",
            "event_id": world.new_id("Ev"),
            "event_time": world.clock.seconds(),
            "authorizations": [
                {
                    "enterprise_id": world.enterprise_id,
                    "team_id": None if world.is_org else world.team_id,
                    "user_id": world.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": world.is_org,
                }
            ],
            "is_ext_shared_channel": False,
        }
