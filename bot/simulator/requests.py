"""Reading what a client sends to the Web API, and the faults that are made on purpose."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from bot.simulator.errors import Refused
from bot.simulator.faults import Fault, Mishap
from bot.simulator.things import JsonObject

JSON_ARGUMENTS = frozenset({"outputs", "document_content", "blocks", "attachments", "view", "metadata", "files"})


def basic_credentials(request: Request) -> tuple[str, str] | None:
    """The name and the secret that an app of many workspaces shows."""
    header = request.headers.get("authorization", "")
    if not header.startswith("Basic "):
        return None
    name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return name, secret


def token_of(request: Request, args: JsonObject) -> str | None:
    """The token, from the header or the arguments, where it does not stay."""
    header = request.headers.get("authorization", "")
    given = args.pop("token", None)
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    return str(given) if given else None


async def read_arguments(request: Request) -> JsonObject:
    """Arguments from the query, a form or JSON; objects that were sent as text are read."""
    args: JsonObject = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    body = await request.body()
    if kind.startswith("application/json") and body:
        try:
            read = json.loads(body)
        except ValueError:
            code = "invalid_json"
            raise Refused(code) from None
        if not isinstance(read, dict):
            code = "json_not_object"
            raise Refused(code)
        args |= read
    elif kind.startswith("application/x-www-form-urlencoded"):
        args |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind.startswith("multipart/"):
        args |= {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    for name in JSON_ARGUMENTS & args.keys():
        if isinstance(args[name], str):
            args[name] = _parsed(name, args[name])
    return args


def _parsed(name: str, value: str) -> object:
    if not value:
        return None
    try:
        return json.loads(value)
    except ValueError:
        code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
        raise Refused(code, messages=[f"{name} is not JSON"]) from None


def rate_limited(seconds: int) -> Response:
    """The answer to who asks too often."""
    return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers={"Retry-After": str(seconds)})


async def fail(fault: Fault) -> Response | None:
    """Let a call meet with its fault; None when it may go on after all."""
    if fault.mishap is Mishap.SLOW:
        await asyncio.sleep(fault.seconds)
        return None
    if fault.mishap is Mishap.RATE_LIMITED:
        return rate_limited(fault.retry_after)
    if fault.mishap is Mishap.SERVER_ERROR:
        return PlainTextResponse("Internal Server Error", status_code=500)
    if fault.mishap is Mishap.REFUSED:
        return JSONResponse({"ok": False, "error": fault.code})
    return dropped()


def dropped() -> Response:
    """A connection that breaks: more is promised than comes."""

    async def half() -> AsyncIterator[bytes]:
        yield b"{"

    return StreamingResponse(half(), media_type="application/json", headers={"content-length": "1000"})
