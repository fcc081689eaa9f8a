"""Socket Mode that can be closed without losing an acknowledgement."""

import asyncio
import logging
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

log = logging.getLogger("slack_sdk.socket_mode")


class SocketMode(AsyncSocketModeHandler):
    """Bolt's adapter, counting the requests that are being answered."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        """Answer with `app`. Slack's address is that of the app's own client."""
        super().__init__(app, app_token, logger=log)
        self._inside = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing = False

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one request; while closing, leave it to another connection by not acknowledging it."""
        if self._closing:
            return
        self._inside += 1
        self._idle.clear()
        try:
            await super().handle(client, req)
        finally:
            self._inside -= 1
            if not self._inside:
                self._idle.set()

    async def stop(self, timeout: float) -> None:  # noqa: ASYNC109 - the limit is of the whole wait
        """Take nothing new, answer what is being answered, then hang up."""
        self._closing = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), timeout)
        await self.client.close()  # type: ignore[no-untyped-call]
