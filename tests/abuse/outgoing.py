"""Everything that leaves the bot: calls of the Web API, answers to Slack, and messages by response URL."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.simulator import requests, server
from bot.simulator.delivery import Kind, Retry
from bot.simulator.rehearsal import Rehearsal


@contextmanager
def outgoing(running: Rehearsal) -> Iterator[list[tuple[str, Any]]]:
    """Write down what leaves while this lasts, by where it goes."""
    seen: list[tuple[str, Any]] = []
    simulator, courier = running.simulator, running.simulator.deliveries.courier
    call, bring, respond = simulator._call, courier.bring, server.respond

    async def spied_call(name: str, request: Any) -> Any:
        arguments = await requests.read_arguments(request)
        seen.append((name, arguments))
        return await call(name, request)

    async def spied_bring(kind: Kind, payload: Any, retry: Retry | None) -> Any:
        answer = await bring(kind, payload, retry)
        seen.append((f"answer to {kind}", answer))
        return answer

    def spied_respond(core: Any, key: str, payload: Any) -> None:
        seen.append(("response_url", payload))
        respond(core, key, payload)

    class Spied:
        """The courier, watched."""

        bring = staticmethod(spied_bring)
        close = staticmethod(courier.close)
        url = getattr(courier, "url", "")

    simulator._call = spied_call  # type: ignore[method-assign]
    simulator.deliveries.courier = Spied()  # type: ignore[assignment]
    server.respond = spied_respond  # type: ignore[assignment]
    try:
        yield seen
    finally:
        simulator._call = call  # type: ignore[method-assign]
        simulator.deliveries.courier = courier
        server.respond = respond


def texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a payload with the kind of its place: `mrkdwn`, `plain_text`, `text` of rich text, the name else."""
    if isinstance(value, str):
        if value[:1] in "[{" and place in {"blocks", "view", "metadata", "attachments", "private_metadata"}:
            try:
                yield from texts(json.loads(value), place)
            except ValueError:
                yield place, value
        else:
            yield place, value
    elif isinstance(value, dict):
        kind = value.get("type")
        for name, item in value.items():
            inner = f"{kind}.{name}" if name == "text" and isinstance(item, str) and kind else name
            yield from texts(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, place)
