"""`python -m bot try`: Cairn with a Slack-like workspace of its own in the browser."""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.console import voice
from bot.settings import SettingsError
from bot.simulator.cast import Cast, enter
from bot.simulator.page import NextReview, Page
from bot.simulator.rehearsal import Rehearsal, rehearsal
from bot.simulator.state import World
from workflows import home, people, presets

FIRST_PORT, PORTS = 8800, 20
PACE, PUBLISH_EVERY, REFRESH_DELAY = 0.3, 5.0, 0.8  # quicker than Slack allows: here nobody has to wait


def main(given: argparse.Namespace) -> int:
    """Run until interrupted."""
    logs.setup("WARNING")
    port = given.port or _free_port()
    folder = Path(os.environ.get("CAIRN_DATA", "data"))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("try.sqlite*"):  # every trial begins with an empty workspace
        old.unlink()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(port, folder, browser=not given.no_browser))
    return 0


async def _serve(port: int, folder: Path, *, browser: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    async with trial(port, folder) as running:
        sys.stdout.write(_welcome(running.simulator.url))
        sys.stdout.flush()
        if browser:
            await asyncio.to_thread(webbrowser.open, running.simulator.url)
        await stop.wait()
        _ = voice()
        sys.stdout.write(f"\n{_('Cairn finishes what it has begun, then stops.')}\n")


@contextlib.asynccontextmanager
async def trial(port: int, folder: Path) -> AsyncIterator[Rehearsal]:
    """Start the workspace with its page, and Cairn in it."""
    world = World()
    world.team_name = "Northwind Home"
    cast = enter(world, presets.example("ecommerce")["cast"])
    for user in cast.people.values():
        user.locale = voice().language.replace("_", "-")
    page = Page(language=voice().language)
    async with rehearsal(
        database_url=f"sqlite:///{folder.as_posix()}/try.sqlite",
        world=world,
        port=port,
        routes=page.routes(),
        pace_seconds=PACE,
        publish_every=PUBLISH_EVERY,
        refresh_delay=REFRESH_DELAY,
    ) as running:
        page.simulator = running.simulator
        page.next_review = _reviews(running, cast)
        yield running


def _reviews(running: Rehearsal, cast: Cast) -> NextReview:
    """Let the page's clock find the review that comes due next."""

    async def soonest() -> datetime | None:
        desk, team = running.cairn.desk, running.simulator.world.team_id
        coming = [
            await home.next_review(desk, await people.actor(desk, team, user.id)) for user in cast.people.values()
        ]
        return min((due for due in coming if due), default=None)

    return soonest


def _welcome(url: str) -> str:
    _ = voice()
    told = (
        _("Cairn is at {url}", url=url) + "\n",
        _("A Slack-like workspace with five people and a channel. Choose who you are at the top of the page,"),
        _("type /journey start in the channel, and go through the six steps. The clock moves on to the next review."),
        _("Ctrl-C ends it."),
    )
    return "\n" + "".join(f"{line}\n" for line in told)


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    _ = voice()
    msg = _(
        "The ports {first} to {last} are all taken. Name a free one with --port.",
        first=FIRST_PORT,
        last=FIRST_PORT + PORTS - 1,
    )
    raise SettingsError([msg])
