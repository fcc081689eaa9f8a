"""The HTTP edge, by real signed requests over loopback."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator
from urllib.parse import quote, urlencode

import aiohttp
import pytest
import uvicorn
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.http import BODY_MAX, Edge, Server

SECRET = "a-signing-secret-of-32-characters"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
COMMAND = {
    "command": "/journey",
    "text": "pain Checkout: price changes ✓",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.1",
}


class Slack:
    """Somebody who sends requests to the bot, signed or not, and counts what got through."""

    def __init__(self, url: str, edge: Edge, seen: list) -> None:
        self.url, self.edge, self.seen = url, edge, seen

    async def send(self, body: bytes, kind: str = JSON, *, secret: str = SECRET, at: str | None = None, **headers):
        at = str(int(time.time())) if at is None else at
        signature = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
        signed = {
            "content-type": kind,
            "x-slack-request-timestamp": at,
            "x-slack-signature": f"v0={signature}",
        }
        wanted = {name: value for name, value in (signed | headers).items() if value is not None}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/slack/events", data=body, headers=wanted) as answer,
        ):
            return answer.status, await answer.text()

    async def command(self, **changed):
        return await self.send(urlencode(COMMAND).encode(), FORM, **changed)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    seen: list = []
    logger = logging.getLogger("test.bolt")
    logger.setLevel(logging.ERROR)

    async def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token="xoxb-1", bot_id="B1", bot_user_id="UB")

    app = AsyncApp(
        name="test",
        logger=logger,
        authorize=authorize,
        signing_secret=SECRET,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )

    @app.error
    async def on_error(error):
        seen.append(error)

    @app.command("/journey")
    async def journey(ack, command):
        seen.append(command["text"])
        await ack("heard")

    async def ready() -> str | None:
        return None

    edge = Edge(app, SECRET, ready)
    server = Server(uvicorn.Config(edge.asgi(), host="127.0.0.1", port=0, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Slack(f"http://127.0.0.1:{port}", edge, seen)
    server.should_exit = True
    await serving


async def test_a_signed_command_gets_its_answer(slack):
    assert await slack.command() == (200, "heard")
    assert slack.seen == ["pain Checkout: price changes ✓"]


async def test_whoever_types_the_word_payload_is_heard(slack):
    typed = "pain Checkout: the payload={} is too big & nobody knows"
    assert await slack.send(urlencode(COMMAND | {"text": typed}).encode(), FORM) == (200, "heard")
    assert slack.seen == [typed]


async def test_slacks_check_of_the_address_is_answered(slack):
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"}).encode()
    status, text = await slack.send(body)
    assert (status, json.loads(text)) == (200, {"challenge": "c-1"})


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "another"},
        {"x-slack-signature": None},
        {"x-slack-request-timestamp": None},
        {"x-slack-signature": "v0=nothing"},
        {"x-slack-signature": "v0=" + "é" * 64},
        {"at": str(int(time.time()) - 301)},
        {"at": str(int(time.time()) + 4000)},
    ],
)
async def test_a_forged_or_stale_request_goes_no_further_and_is_not_written_down(slack, changed, caplog):
    caplog.set_level(logging.DEBUG)
    status, _text = await slack.command(**changed)
    assert status == 401
    assert slack.seen == []
    written = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("asyncio"))
    assert "Checkout" not in written


@pytest.mark.parametrize("at", ["soon", "-1", "1e9", "9" * 400, "１２３"])
async def test_a_timestamp_that_is_none_is_a_bad_request(slack, at):
    status, _text = await slack.send(b"{}", at=quote(at) if not at.isascii() else at)
    assert status == 400
    assert slack.seen == []


DEEP = 100_000


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b"\x00\xff\xfe", JSON),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"payload=" + b"%ff" * 5, FORM),
        (b"\xff\xfe\xfd", FORM),
        (b"[" * DEEP + b"]" * DEEP, JSON),
        (b'{"type":' + b"[" * DEEP + b"]" * DEEP + b"}", JSON),
        (b'{"a":' * 90 + b"1" + b"}" * 90, JSON),
        (b"payload=" + b'{"a":' * 90 + b"1" + b"}" * 90, FORM),
        (b'{"n": ' + b"9" * 10_000 + b"}", JSON),
        (b'{"team": 7, "user": 7, "event": 7}', JSON),
        (b'{"type": "event_callback", "authorizations": [7]}', JSON),
    ],
)
async def test_junk_is_a_bad_request_even_when_it_is_signed(slack, body, kind):
    status, _text = await slack.send(body, kind)
    assert status == 400
    assert slack.seen == []


async def test_unsigned_junk_is_refused_before_anybody_looks_inside(slack):
    status, _text = await slack.send(b"\x00\xff[[[", **{"x-slack-signature": None})
    assert status == 401


async def test_a_body_that_is_too_large_is_refused(slack):
    status, _text = await slack.send(b"x" * (BODY_MAX + 1))
    assert status == 413


async def test_a_body_that_lies_about_its_length_is_refused_too(slack):
    async def parts():
        for _ in range(BODY_MAX // 65536 + 2):
            yield b"x" * 65536

    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.url}/slack/events", data=parts()) as answer,
    ):
        assert answer.status == 413


async def test_health_and_readiness_are_told_apart(slack):
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{slack.url}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"{slack.url}/readyz") as answer:
            assert answer.status == 200
        slack.edge.leaving = True
        async with session.get(f"{slack.url}/readyz") as answer:
            assert answer.status == 503
        status, _text = await slack.command()
        assert status == 200, "it is served still while the load balancer takes note"
        slack.seen.clear()
        slack.edge.closing = True
        async with session.get(f"{slack.url}/readyz") as answer:
            assert answer.status == 503
    status, _text = await slack.command()
    assert status == 503
    assert slack.seen == []


async def test_nothing_else_is_there(slack):
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{slack.url}/slack/events") as answer:
            assert answer.status == 405
        async with session.post(f"{slack.url}/") as answer:
            assert answer.status == 404
