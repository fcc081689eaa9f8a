"""`python -m bot doctor`: looks at everything that an installation needs, and says how to mend what is missing."""

import asyncio
import contextlib
import email.utils
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from fontTools.ttLib import TTFont, TTLibError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import cairo, databases, installs, manifest, settings
from bot.errors import slack_code
from bot.rendering import fonts
from bot.running import refused as app_token_refused
from bot.settings import KEYS, Mode, Settings, SettingsError
from storage import inspection, migrate

TIMEOUT = 10  # seconds
SKEW_MOST, SKEW_NOTED = 300, 60  # seconds: Slack's requests are refused beyond the first
CREDENTIALS = "the page “Basic Information”, under “App Credentials”, of your app at https://api.slack.com/apps"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is, what was seen, and what to do where it is not as it must be."""

    what: str
    seen: str = ""
    mend: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.mend

    def __str__(self) -> str:
        """One or two lines for people."""
        head = f"{'ok  ' if self.well else 'MEND'}  {self.what}"
        return head + (f": {self.seen}" if self.seen else "") + (f"\n      {self.mend}" if self.mend else "")


async def examine(environment: Mapping[str, str] | None = None) -> Sequence[Finding]:
    """Look at everything, also when something is missing, so that all can be mended at once."""
    mode = settings.way(environment)
    found = [*drawing()]
    try:
        wanted = settings.load(mode, environment)
    except SettingsError as error:
        found.extend(Finding("settings", mend=sentence) for sentence in error.sentences)
        with contextlib.suppress(SettingsError):  # its sentence was said above
            found.extend(await database(settings.database_only(environment)))
        return found
    way = (
        "many workspaces, by OAuth"
        if wanted.many
        else f"one workspace, by {'Socket Mode' if mode is Mode.SOCKET else 'HTTP'}"
    )
    found.append(Finding("settings", way))
    found.extend(await database(wanted))
    found.extend([finding async for finding in slack(wanted, mode)])
    return found


def drawing() -> list[Finding]:
    """Cairo and the fonts."""
    lost = _fonts_lost()
    return [
        Finding("cairo", mend=cairo.missing() or ""),
        Finding(
            "fonts",
            mend=f"These files are missing in bot/rendering/fonts: {', '.join(lost)}. Check Cairn out again."
            if lost
            else "",
        ),
    ]


def _fonts_lost() -> list[str]:
    """The bundled fonts that cannot be opened."""
    lost = []
    for name in fonts.names():
        try:
            TTFont(fonts.FOLDER / name, lazy=True).close()
        except (OSError, TTLibError):
            lost.append(name)
    return lost


async def database(wanted: Settings) -> list[Finding]:
    """Whether it answers, has the tables of this program and the engine's, and whether its secrets can be opened."""
    try:
        behind = await asyncio.to_thread(_behind, wanted)
    except SettingsError as error:
        return [Finding("database", mend=str(error))]
    kind = "SQLite" if wanted.database.startswith("sqlite") else "PostgreSQL"
    if behind:
        return [Finding("database", kind), Finding("migration", mend="Run `python -m bot db upgrade` once.")]
    found = [Finding("database", kind), Finding("migration", "up to date")]
    state = await inspection.look(wanted.database, wanted.secret_keys)
    missing = ", ".join(state.engine_missing)
    if missing and state.engine_there:
        found.append(
            Finding(
                "engine",
                mend=f"Its tables are damaged; missing: {missing}. Restore the database from a backup, "
                "or drop the engine's schema while Cairn is stopped: it is made anew at the start.",
            )
        )
    else:
        found.append(Finding("engine", "its tables are made at the first start" if missing else ""))
    if state.lost:
        found.append(
            Finding(
                "keys",
                mend=f"{state.lost} of the encrypted secrets cannot be opened. Put the key that they were encrypted "
                "with back into CAIRN_SECRET_KEYS, behind the newest one; without it, those workspaces have to "
                "install again.",
            )
        )
    elif state.no_key and (wanted.many or state.sealed):
        found.append(Finding("keys", mend=f"There is no key to encrypt with. {KEYS}"))
    else:
        found.append(Finding("keys", f"{state.sealed} secrets can be opened" if state.sealed else ""))
    return found


def _behind(wanted: Settings) -> bool:
    return databases.said(wanted, lambda: migrate.needs_upgrade(wanted.database))


async def slack(wanted: Settings, mode: Mode) -> AsyncIterator[Finding]:
    """Whether Slack can be reached, the clocks agree, and it takes our tokens and secrets."""
    client = AsyncWebClient(base_url=wanted.slack_api_url, timeout=TIMEOUT, retry_handlers=[])
    try:
        hello = await client.api_test()
    except SlackApiError as error:
        yield Finding(
            "Slack", mend=f"Slack answers with {slack_code(error) or 'an error'}. Look at https://slack-status.com."
        )
        return
    except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError):
        yield Finding("Slack", mend=installs.unreachable(wanted.slack_api_url))
        return
    yield Finding("Slack", "can be reached")
    yield clock(hello.headers)
    if wanted.many:
        yield await _credentials(client, wanted)
        return
    async for finding in _token(client, wanted):
        yield finding
    if mode is Mode.SOCKET:
        try:
            await client.apps_connections_open(app_token=wanted.app_token)
        except SlackApiError as error:
            yield Finding("app-level token", mend=app_token_refused(slack_code(error)))
        else:
            yield Finding("app-level token")


def clock(headers: Mapping[str, Any]) -> Finding:
    """How far this machine's clock is from Slack's."""
    said = {str(name).lower(): str(value) for name, value in headers.items()}.get("date", "")
    try:
        off = time.time() - email.utils.parsedate_to_datetime(said).timestamp()
    except ValueError:
        return Finding("clock", "Slack did not say what time it is")
    if abs(off) > SKEW_NOTED:
        direction = "ahead of" if off > 0 else "behind"
        worse = (
            "Slack's requests are refused beyond five minutes"
            if abs(off) < SKEW_MOST
            else "Slack's requests are refused"
        )
        return Finding(
            "clock",
            mend=f"This machine's clock is {abs(off) / 60:.0f} minutes {direction} Slack's; {worse}. "
            "Switch on time synchronisation (on Debian: timedatectl set-ntp true).",
        )
    return Finding("clock", f"{abs(off):.0f} s from Slack's")


async def _token(client: AsyncWebClient, wanted: Settings) -> AsyncIterator[Finding]:
    try:
        answer: AsyncSlackResponse = await client.auth_test(token=wanted.bot_token)
    except SlackApiError as error:
        yield Finding("bot token", mend=installs.refused(slack_code(error)))
        return
    yield Finding("bot token", f"workspace {answer.get('team')}")
    needed, optional = manifest.scopes()
    granted = installs.granted(answer.headers)
    missing = sorted(needed - granted)
    if missing:
        yield Finding(
            "permissions",
            mend=f"Missing: {', '.join(missing)}. Compare the app's manifest with `python -m bot manifest` on the page "
            "“App Manifest” at https://api.slack.com/apps, then install it again.",
        )
    else:
        without = "" if optional <= granted else "; without reading history, a message may come twice after a crash"
        yield Finding("permissions", f"all that are needed{without}")


async def _credentials(client: AsyncWebClient, wanted: Settings) -> Finding:
    """Slack looks at the secrets before it looks at the code: one that cannot exist shows whether they are right."""
    try:
        await client.oauth_v2_access(client_id=wanted.client_id, client_secret=wanted.client_secret, code="0.0.0")
    except SlackApiError as error:
        code = slack_code(error)
        if code == "invalid_client_id":
            return Finding(
                "client id", mend=f"Slack does not know SLACK_CLIENT_ID. Copy the Client ID from {CREDENTIALS}."
            )
        if code == "bad_client_secret":
            return Finding(
                "client secret",
                mend=f"SLACK_CLIENT_SECRET is not the one of this app. Copy it again from {CREDENTIALS}.",
            )
    return Finding("client id and secret")


def told(findings: Sequence[Finding]) -> str:
    """Everything, and in the last line what it comes to."""
    wrong = sum(not one.well for one in findings)
    last = "All is well." if not wrong else f"{wrong} to mend." if wrong > 1 else "One to mend."
    return "\n".join([*map(str, findings), last]) + "\n"
