"""The baseline: Bolt's `AsyncApp` with one handler that does nothing, behind the same server: python -m … PORT SECRET."""

import logging
import sys

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def application(secret: str) -> Starlette:
    """Make it, as Bolt's own examples do; acknowledging at once (`process_before_response`), as Cairn does."""
    logger = logging.getLogger("bare")
    logger.setLevel(logging.ERROR)

    async def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token="xoxb-1", bot_id="B1", bot_user_id="UB")

    app = AsyncApp(logger=logger, authorize=authorize, signing_secret=secret, process_before_response=True)

    @app.command("/journey")
    async def journey(ack: AsyncAck) -> None:
        await ack("heard")

    handler = AsyncSlackRequestHandler(app)

    async def slack(request: Request) -> Response:
        return await handler.handle(request)

    async def ready(_request: Request) -> Response:
        return PlainTextResponse("ready")

    return Starlette(routes=[Route("/slack/events", slack, methods=["POST"]), Route("/readyz", ready)])


if __name__ == "__main__":
    port, secret = sys.argv[1:]
    uvicorn.run(
        application(secret),
        host="127.0.0.1",
        port=int(port),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
    )
