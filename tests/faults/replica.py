"""One copy of the whole program but for its ways in, to be killed: python -m tests.faults.replica URL SLACK TOKEN."""

import asyncio
import logging
import sys

from bot.app import build
from bot.settings import Settings


async def main(url: str, slack: str, token: str) -> None:
    """Post what is due until it is killed. Nothing is drawn: pictures are not what is looked at."""
    settings = Settings(token, database_url=url, slack_api_url=slack, pace_seconds=0, refresh_delay=3600)
    cairn = await build(settings)
    await cairn.start()
    print("READY", flush=True)
    await asyncio.Event().wait()


logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
asyncio.run(main(*sys.argv[1:]))
