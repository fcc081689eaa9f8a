"""Somebody who sends what Slack would send, as a process of its own: python -m tests.benchmarks.load < order.json

The order is one JSON object (`Order`); the answer is one line of JSON (`Answered`). Requests are made and signed before
the first is sent, and connections are kept open, so that little of what is measured is the sender's.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from urllib.parse import urlencode

from bot.simulator.delivery import signed_headers

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Order:
    """What to send: slash commands, by these people in these channels in turn.

    `rate` is how many a second are begun, whether or not the earlier ones were answered; 0: each connection sends the
    next one as soon as it has its answer.
    """

    host: str
    port: int
    path: str
    secret: str
    team: str
    text: str  # behind the command; {} becomes a number
    channels: list[str]
    users: list[str]
    requests: int
    connections: int = 50
    rate: float = 0.0
    warm: int = 50  # requests before those that are counted
    mark: str = "w"


@dataclass(slots=True)
class Answered:
    """How it went: milliseconds of each request that was answered well, and what was wrong with the others."""

    seconds: float = 0.0
    processor: float = 0.0  # of the server for each request, in milliseconds; whoever started it knows
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def requests(order: Order, how_many: int, mark: str) -> list[bytes]:
    """Make and sign requests."""
    made = []
    for number in range(how_many):
        body = urlencode(
            {
                "token": "t",
                "team_id": order.team,
                "team_domain": "load",
                "channel_id": order.channels[number % len(order.channels)],
                "channel_name": "load",
                "user_id": order.users[number % len(order.users)],
                "user_name": "load",
                "command": "/journey",
                "text": order.text.format(number),
                "api_app_id": "A0CAIRN01",
                "is_enterprise_install": "false",
                "response_url": "http://127.0.0.1:9/none",
                "trigger_id": f"{order.mark}.{mark}.{number}",
            }
        ).encode()
        head = {"Host": order.host, **signed_headers(order.secret, body, FORM), "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        made.append(f"POST {order.path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return made


class Connection:
    """One connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, request: bytes) -> str:
        """Send one request and read its answer; what was wrong with it, or nothing."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        status, _, rest = head.partition(b"\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in rest.split(b"\r\n") if b": " in line)
        body = await self._reader.readexactly(int(fields.get(b"content-length", b"0")))
        if b" 200 " not in status:
            return status.decode()
        # A refusal and a fault are answered with 200 as well: with words, and without the blocks of what was stored.
        return body.decode()[:200] if b"reference" in body else ""


async def run(order: Order) -> Answered:
    """Send everything; first some to warm up."""
    streams = [await asyncio.open_connection(order.host, order.port) for _ in range(order.connections)]
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    for reader, writer in streams:
        idle.put_nowait(Connection(reader, writer))
    await _send(order, requests(order, order.warm, "warm"), idle, Answered(), rate=0.0)
    answered = Answered()
    await _send(order, requests(order, order.requests, "told"), idle, answered, rate=order.rate)
    for _, writer in streams:
        writer.close()
    return answered


async def _send(
    order: Order, made: Sequence[bytes], idle: asyncio.Queue[Connection], answered: Answered, *, rate: float
) -> None:
    """Send some. At a rate, waiting for a free connection counts: somebody waits for the answer all that time."""
    began = time.perf_counter()

    async def one(request: bytes, at: float) -> None:
        connection = await idle.get()
        try:
            wrong = await connection.ask(request)
        finally:
            idle.put_nowait(connection)
        if wrong:
            answered.wrong.append(wrong)
        else:
            answered.took.append(1000 * (time.perf_counter() - at))

    if rate:
        tasks = []
        for number, request in enumerate(made):
            at = began + number / rate
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            tasks.append(asyncio.create_task(one(request, at)))
        await asyncio.gather(*tasks)
    else:
        numbers = count()

        async def again() -> None:
            while (number := next(numbers)) < len(made):
                await one(made[number], time.perf_counter())

        await asyncio.gather(*(again() for _ in range(order.connections)))
    answered.seconds = time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(run(Order(**json.load(sys.stdin)))))))
