"""docs/installing.md, done to the letter from nothing: each way ends with Cairn answering, and the doctor finds it well."""

import asyncio
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from bot.manifest import REDIRECT_PATH
from bot.simulator.core import AppProfile
from bot.simulator.distribution import Distribution
from bot.simulator.server import Simulator
from bot.simulator.state import World
from storage.db import plain
from tests.bot.test_running import PATIENCE, free_port, until_ready
from tests.conftest import administer

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(1200)]

ROOT = Path(__file__).parents[2]
BOOK = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = "https://cairn.example.com"
FIRST, SECOND = "first-key-of-at-least-32-characters", "second-key-of-at-least-32-character"


def chapter(title: str) -> str:
    return BOOK.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def command(text: str, word: str) -> str:
    """The command of a text with a word in it, on one line."""
    blocks = re.findall(r"```\n(.*?)```|`([^`\n]+)`", text, re.DOTALL)
    said = [re.sub(r"\s*\\\n\s*", " ", block or line) for block, line in blocks]
    (found,) = {" ".join(one.split()) for one in said if f"-m bot {word}" in one}
    return found


@dataclass
class Newcomer:
    """Somebody with a shell in a clone, who fills in what the page leaves open."""

    folder: Path
    given: dict[str, str] = field(default_factory=dict)
    started: list["asyncio.subprocess.Process"] = field(default_factory=list)

    def _filled(self, line: str) -> str:
        for name, value in self.given.items():
            line = re.sub(rf"\b{name}=\S+", f"{name}={value}", line)
        assert "…" not in line, f"the page does not say what to put there: {line}"
        return line

    @property
    def _around(self) -> dict[str, str]:
        """Nothing but what stands in the command, and where everything is in this test."""
        usual = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return usual | {
            "CAIRN_DATA": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "SLACK_API_URL": self.given["SLACK_API_URL"],
        }

    async def does(self, line: str) -> tuple[int, str]:
        """Do a command to its end."""
        given = {"shell": True, "cwd": ROOT, "env": self._around, "capture_output": True, "text": True, "check": False}
        done = await asyncio.to_thread(subprocess.run, self._filled(line), **given)
        return done.returncode, done.stdout + (done.stderr if done.returncode else "")

    async def doctor(self, start: str) -> tuple[int, str]:
        """Ask the doctor in the environment of the program."""
        return await self.does(re.sub(r"-m bot \w+", "-m bot doctor", start))

    async def starts(self, line: str) -> "asyncio.subprocess.Process":
        # `exec`: signals go to the program, not to the shell before it.
        words = re.sub(r"(\S*python -m bot)", r"exec \1", self._filled(line))
        process = await asyncio.create_subprocess_shell(words, cwd=ROOT, env=self._around, stderr=subprocess.PIPE)
        self.started.append(process)
        return process

    async def manifest(self, line: str) -> dict:
        code, said = await self.does(line)
        assert code == 0, said
        return json.loads(said)


@pytest.fixture
async def newcomer(tmp_path: Path) -> AsyncIterator[Newcomer]:
    one = Newcomer(tmp_path)
    yield one
    for process in one.started:
        if process.returncode is None:
            process.kill()
            await process.wait()


def workspace(manifest: dict, number: int = 1) -> Simulator:
    world = World(team_id=f"T0BOOK{number}", bot_user_id=f"U0BOOK{number}")
    ana = world.add_user("ana", "Ana Ruiz")
    world.add_channel("shop", [ana.id, world.bot_user_id])
    made = Simulator(world, AppProfile.from_manifest(manifest))
    made.core.ack_seconds = made.core.trigger_seconds = 15.0  # on a busy machine three are soon over
    return made


async def asks(simulator: Simulator) -> str:
    """What stands in the channel after somebody asked for help."""
    world = simulator.world
    await simulator.hand("ana").command("#shop", "/journey help")
    said = [one for where in world.messages.values() for one in where.values()]
    return max(said, key=lambda one: one.ts).text if said else ""


async def leaves(process: "asyncio.subprocess.Process") -> None:
    process.send_signal(signal.SIGTERM)
    _out, written = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, written.decode()
    assert "Traceback" not in written.decode()


async def test_one_workspace_by_socket_mode(newcomer: Newcomer) -> None:
    page = chapter("One workspace, by Socket Mode")
    short = README.partition("\n## Install it for real\n")[2].partition("\n## ")[0]
    newcomer.given["SLACK_API_URL"] = "http://127.0.0.1:9/"
    manifest = await newcomer.manifest(command(page, "manifest"))
    start = command(page, "socket")
    assert (command(short, "manifest"), command(short, "socket")) == (command(page, "manifest"), start)
    async with workspace(manifest) as slack:
        core = slack.core
        newcomer.given |= {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": core.bot_token}
        newcomer.given |= {"SLACK_APP_TOKEN": core.app_token}
        code, said = await newcomer.doctor(start)
        assert (code, "python -m bot db upgrade" in said) == (1, True), said
        process = await newcomer.starts(start)
        deadline = time.monotonic() + 2 * PATIENCE
        while not slack.socket.links and time.monotonic() < deadline and process.returncode is None:
            await asyncio.sleep(0.2)
        assert await asks(slack)
        code, said = await newcomer.doctor(start)
        assert (code, said.splitlines()[-1]) == (0, "All is well."), said
        assert "one workspace, by Socket Mode" in said
        newcomer.given["SLACK_APP_TOKEN"] = "xapp-mistyped"
        code, said = await newcomer.doctor(start)
        assert (code, "Slack refused SLACK_APP_TOKEN" in said) == (1, True), said
        await leaves(process)


async def test_one_workspace_by_http(newcomer: Newcomer) -> None:
    page, port = chapter("One workspace, by HTTP"), str(free_port())
    newcomer.given["SLACK_API_URL"] = "http://127.0.0.1:9/"
    manifest = await newcomer.manifest(command(page, "manifest"))
    address = manifest["settings"]["event_subscriptions"]["request_url"]
    start = command(page, "serve")
    async with workspace(manifest) as slack:
        core = slack.core
        newcomer.given |= {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": core.bot_token, "PORT": port}
        newcomer.given |= {"SLACK_SIGNING_SECRET": core.signing_secret}
        process = await newcomer.starts(start)
        await until_ready(port, 2 * PATIENCE, process)
        slack.deliver_to(address.replace(EXAMPLE, f"http://127.0.0.1:{port}"))
        assert await asks(slack)
        code, said = await newcomer.doctor(start)
        assert (code, said.splitlines()[-1]) == (0, "All is well."), said
        assert "one workspace, by HTTP" in said
        await leaves(process)


async def test_many_workspaces_by_oauth(newcomer: Newcomer, postgres) -> None:
    page, port = chapter("Many workspaces, by OAuth"), str(free_port())
    here = f"http://127.0.0.1:{port}"
    newcomer.given["SLACK_API_URL"] = "http://127.0.0.1:9/"
    manifest = await newcomer.manifest(command(page, "manifest"))
    app = Distribution.from_manifest(manifest, "12.34", "the-secret-of-the-app")
    assert app.redirect_urls == (EXAMPLE + REDIRECT_PATH,)
    assert (app.rotates, app.org_deploy) == (True, True)
    app.redirect_urls = (here + REDIRECT_PATH,)  # there is no https on loopback
    administer(postgres, "CREATE DATABASE by_the_book")
    start, upgrade, rotate = (command(page, word) for word in ("serve", "db upgrade", "secrets rotate"))
    where = plain(postgres.set(database="by_the_book"))
    async with workspace(manifest) as slack:
        slack.distribute(app)
        # A new workspace is an address of its own for Slack's requests.
        neighbour = slack.neighbour(workspace(manifest, 2).world)
        newcomer.given |= {
            "SLACK_API_URL": slack.api_url,
            "SLACK_CLIENT_ID": app.client_id,
            "SLACK_CLIENT_SECRET": app.client_secret,
            "SLACK_SIGNING_SECRET": slack.core.signing_secret,
            "CAIRN_URL": here,
            "CAIRN_SECRET_KEYS": FIRST,
            "DATABASE_URL": f"'{where}'",
        }
        start = f"PORT={port} {start}"
        code, said = await newcomer.does(start)
        assert (code, "db upgrade" in said) == (2, True), said
        code, said = await newcomer.does(upgrade)
        assert (code, "brought up to date" in said) == (0, True), said
        process = await newcomer.starts(start)
        await until_ready(port, 2 * PATIENCE, process)
        for one in (slack, neighbour):
            one.deliver_to(manifest["features"]["slash_commands"][0]["url"].replace(EXAMPLE, here))
            assert "not installed" in await asks(one)
        install = re.search(r"Send people to `(\S+)`", page)
        assert install
        for one in (slack, neighbour, slack):  # and one of them once more
            assert await installs(install[1].replace(EXAMPLE, here), one) == 200
            assert "not installed" not in await asks(one)
        code, said = await newcomer.doctor(start)
        assert (code, "4 secrets can be opened" in said) == (0, True), said
        # The key is changed, as the page says it: all copies have both, everything is sealed anew, the old one goes.
        await leaves(process)
        newcomer.given["CAIRN_SECRET_KEYS"] = f"{SECOND},{FIRST}"
        process = await newcomer.starts(start)
        await until_ready(port, 2 * PATIENCE, process)
        code, said = await newcomer.does(rotate)
        assert code == 0, said
        await leaves(process)
        newcomer.given["CAIRN_SECRET_KEYS"] = SECOND
        process = await newcomer.starts(start)
        await until_ready(port, 2 * PATIENCE, process)
        for one in (slack, neighbour):
            assert "not installed" not in await asks(one)
        newcomer.given["CAIRN_SECRET_KEYS"] = FIRST
        code, said = await newcomer.doctor(start)
        assert (code, "cannot be opened" in said) == (1, True), said
        newcomer.given["CAIRN_SECRET_KEYS"] = SECOND
        # One removes it; the other one never notices.
        await slack.uninstall()
        assert "not installed" in await asks(slack)
        assert "not installed" not in await asks(neighbour)
        code, said = await newcomer.doctor(start)
        assert (code, "2 secrets can be opened" in said) == (0, True), said
        await leaves(process)


async def installs(page: str, slack: Simulator) -> int:
    """Somebody presses “Add to Slack”, allows it, and is sent back; the status of the last page."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(page) as shown:
            assert "Add to Slack" in await shown.text()
        async with browser.post(page, allow_redirects=False) as gone:
            consent = gone.headers["location"]
        form = {"tenant": slack.world.tenant, "user": slack.hand("ana").id, "answer": "allow"}
        async with browser.post(consent, data=form, allow_redirects=False) as answered:
            back = answered.headers["location"]
        async with browser.get(back) as last:
            return last.status
