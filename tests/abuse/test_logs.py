"""Secrets in what is written down: nothing that lets somebody in stands in a log, whatever fails, at any level."""

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import logs
from bot.ids import Field, Modal
from bot.settings import Settings
from bot.simulator.faults import ANY, Fault, Mishap
from tests.journeys.team import BY_SOCKET, LEADER, Team, block
from workflows.words import Step

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
MARK = "Zqx"
KEY = "Zqx-key-of-at-least-32-characters"
WORD = "the-words-of-a-person"
CANARIES = {
    "bot token": "xoxb-1-Zqx-AbC",
    "rotated token": "xoxe.xoxb-1-Zqx-MiI",
    "refresh token": "xoxe-1-Zqx-MyR",
    "app token": "xapp-1-A0-Zqx",
    "signing secret": "Zqx0123456789canary0123456789",
    "client secret": "fedcba9876543210Zqxcanary0000",
    "password": "Zqx/p@ss:word",
    "key": KEY,
    "response_url": "https://hooks.slack.com/commands/T0001/123456/ZqxCANARYcanary",
    "letters only": "https://hooks.slack.com/actions/T0001/9/ZqxCANARYcanaryCANARY",
    "upload": "https://files.slack.com/upload/v1/ZqxABC",
    "connection": "wss://wss-primary.slack.com/link/?ticket=Zqx-1&app_id=2",
    "code": "https://cairn.example.com/slack/oauth_redirect?code=Zqx.1&state=Zqx",
}
SETTINGS = Settings(
    bot_token=CANARIES["bot token"],
    app_token=CANARIES["app token"],
    signing_secret=CANARIES["signing secret"],
    client_secret=CANARIES["client secret"],
    database_url="postgresql://cairn:Zqx%2Fp%40ss%3Aword@db.example.com/cairn",
    secret_keys=(KEY,),
)


@pytest.fixture
def restored() -> Iterator[None]:
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    before, levels = list(root.handlers), {name: logging.getLogger(name).level for name in ("", *logs._OURS)}
    yield
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook = hooks


def to(written: StringIO, monkeypatch: pytest.MonkeyPatch, secrets: tuple[str, ...], *, structured: bool) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        logs.setup("DEBUG", structured=structured, secrets=secrets)


class SlackSaysError(Exception):
    """As the SDK's: it quotes what it was sent."""


def refuse(canary: str) -> None:
    inner = ConnectionError({"headers": {"Authorization": f"Bearer {canary}"}})
    raise SlackSaysError(canary, canary.encode()) from inner


@pytest.mark.parametrize("structured", [False, True], ids=["for people", "as JSON"])
async def test_whoever_writes_a_canary_down_and_however_it_is_not_there(restored, structured, monkeypatch):
    written = StringIO()
    to(written, monkeypatch, SETTINGS.secrets, structured=structured)
    for name in (
        "bot.x",
        "workflows.x",
        "dbos",
        "sqlalchemy.engine.Engine",
        "slack_sdk.web",
        "uvicorn.error",
        "asyncio",
    ):
        log = logging.getLogger(name)
        for canary in (*CANARIES.values(), SETTINGS.database_url, f"password='{CANARIES['password']}'"):
            for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
                log.log(level, "given %s and %r", canary, {"token": [canary]})
            log.warning(f"in the text itself: {canary}")  # noqa: G004
            try:
                refuse(canary)
            except SlackSaysError:
                log.exception("failed", stack_info=True)
    canary = " ".join(CANARIES.values())
    warnings.warn(canary, stacklevel=1)
    sys.excepthook(SlackSaysError, SlackSaysError(canary), None)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(SlackSaysError(canary)))
    thread.start()
    thread.join()

    async def lost() -> None:
        raise SlackSaysError(canary)

    task = asyncio.ensure_future(lost())
    await asyncio.sleep(0)
    del task
    said = written.getvalue()
    assert MARK not in said
    for what in (
        "failed",
        "in the text itself",
        "SlackSaysError",
        "https://hooks.slack.com/commands/…",
        "a thread ended",
    ):
        assert what in said
    if structured:
        assert all(json.loads(line)["at"].endswith("Z") for line in said.splitlines())


@BY_SOCKET
async def test_a_bad_day_by_the_wire_writes_down_no_secret_and_what_it_caused_has_its_number(
    restored: None, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, there = StringIO(), team.running
    core, faults = there.simulator.core, there.simulator.faults
    await team.begin(step=Step.FEEL)
    await team.drawn()
    to(written, monkeypatch, there.cairn.settings.secrets, structured=True)
    leader = team.hand(LEADER)
    mishaps = [Fault(one) for one in (Mishap.DROPPED, Mishap.SERVER_ERROR, Mishap.RATE_LIMITED, Mishap.LOST)]
    for fault in (*mishaps, Fault(Mishap.REFUSED, code="fatal_error"), Fault(Mishap.REFUSED, code="token_revoked")):
        faults.plan("views.open", fault)
        await leader.command(team.channel, "/journey pain")
        await there.cairn.background.drain(20)
    team.world.stack(leader.id).clear()
    # A form whose picture Slack takes for no good: what the engine says of it has the number of the form.
    faults.plan("files.getUploadURLExternal", Fault(Mishap.REFUSED, code="access_denied"), times=8)
    view = await team.opens("sales", "pain", Modal.NOTE)
    await team.hand("sales").submit({block(view, Field.TEXT): WORD, Field.STAGE: "Checkout"})
    await there.cairn.engine.idle(60)
    faults.clear()
    # The database loses a table: below a listener, below the tick, below a job.
    for table in ("contribution", "posting", "profile"):
        await sql(team, f"ALTER TABLE {table} RENAME TO {table}_gone")
        try:
            await leader.command(team.channel, f"/journey pain Checkout: {WORD}")
            try:
                await there.cairn.engine.tick()
            except sa.exc.SQLAlchemyError:
                logging.getLogger("bot.test").exception("as DBOS would write it down")
        finally:
            await sql(team, f"ALTER TABLE {table}_gone RENAME TO {table}")
    faults.chance(ANY, 0.3, Fault(Mishap.DROPPED))
    await leader.command(team.channel, "/journey map")
    await team.settle()
    faults.clear()
    known = (core.bot_token, core.app_token, core.signing_secret, *there.cairn.settings.secret_keys)
    said = written.getvalue()
    for secret in (*known, *core.response_urls, *core.upload_urls, *core.tickets, WORD):
        assert secret not in said
    lines = [json.loads(line) for line in said.splitlines()]
    (form,) = {one["correlation"] for one in lines if one["message"].startswith("a form was answered")}
    drawn = {one["correlation"] for one in lines if "were not taken" in one["message"]}
    assert form in drawn, "the form caused the drawing that Slack did not take"
    assert "-" not in drawn
    assert {one["logger"].partition(".")[0] for one in lines} >= {"bot", "workflows"}
    await team.drawn()


async def sql(team: Team, statement: str) -> None:
    async with team.desk.db.write() as session:
        await session.exec(sa.text(statement))  # type: ignore[call-overload]


@pytest.mark.parametrize("command", ["serve", "socket"])
def test_a_program_that_cannot_begin_says_why_and_quotes_no_secret(command, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": CANARIES["bot token"],
        "SLACK_APP_TOKEN": CANARIES["app token"],
        "SLACK_SIGNING_SECRET": CANARIES["signing secret"],
        "CAIRN_SECRET_KEYS": KEY,
        "DATABASE_URL": "postgresql://cairn:Zqx%2Fp%40ss@127.0.0.1:9/cairn",
        "CAIRN_DATA": str(tmp_path),
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": "json",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "bot", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "does not answer" in ended.stderr
    assert MARK not in ended.stdout + ended.stderr
