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

from bot import cairo, databases, grants, manifest, settings
from bot.console import CREDENTIALS, voice
from bot.credentials import KEYS
from bot.errors import slack_code
from bot.i18n import Say
from bot.rendering import fonts
from bot.running import refused as app_token_refused
from bot.settings import Mode, Settings, SettingsError
from storage import inspection, standing

TIMEOUT = 10  # seconds
MARK = 4  # columns
SKEW_MOST, SKEW_NOTED = 300, 60  # seconds: Slack's requests are refused beyond the first


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
        _ = voice()
        mark = _.p("doctor", "ok") if self.well else _.p("doctor", "MEND")
        head = f"{mark:<{MARK}}  {self.what}"
        return (
            head + (f": {self.seen}" if self.seen else "") + (f"\n{' ' * (MARK + 2)}{self.mend}" if self.mend else "")
        )


async def examine(environment: Mapping[str, str] | None = None) -> Sequence[Finding]:
    """Look at everything, also when something is missing, so that all can be mended at once."""
    _, mode = voice(), settings.way(environment)
    found = [*drawing()]
    try:
        wanted = settings.load(mode, environment)
    except SettingsError as error:
        found.extend(Finding(_("settings"), mend=sentence) for sentence in error.sentences)
        with contextlib.suppress(SettingsError):  # its sentence was said above
            found.extend(await database(settings.database_only(environment)))
        return found
    found.append(Finding(_("settings"), _way(wanted, mode, _)))
    found.extend(await database(wanted))
    found.extend([finding async for finding in slack(wanted, mode)])
    return found


def _way(wanted: Settings, mode: Mode, _: Say) -> str:
    if wanted.many:
        return _("many workspaces, by OAuth")
    return _("one workspace, by Socket Mode") if mode is Mode.SOCKET else _("one workspace, by HTTP")


def drawing() -> list[Finding]:
    """Cairo and the fonts."""
    _, lost = voice(), _fonts_lost()
    again = _("These files are missing in bot/rendering/fonts: {files}. Check Cairn out again.", files=_.join(lost))
    return [Finding("cairo", mend=cairo.missing() or ""), Finding(_("fonts"), mend=again if lost else "")]


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
    _ = voice()
    name = _("database")
    try:
        behind = await asyncio.to_thread(_behind, wanted)
    except SettingsError as error:
        return [Finding(name, mend=str(error))]
    kind = "SQLite" if wanted.database.startswith("sqlite") else "PostgreSQL"
    if behind:
        return [Finding(name, kind), Finding(_("migration"), mend=_("Run `python -m bot db upgrade` once."))]
    found = [Finding(name, kind), Finding(_("migration"), _("up to date"))]
    state = await inspection.look(wanted.database, wanted.secret_keys)
    missing = _.join(state.engine_missing)
    if missing and state.engine_there:
        found.append(
            Finding(
                _("engine"),
                mend=_(
                    "Its tables are damaged; missing: {missing}. Restore the database from a backup, "
                    "or drop the engine's schema while Cairn is stopped: it is made anew at the start.",
                    missing=missing,
                ),
            )
        )
    else:
        found.append(Finding(_("engine"), _("its tables are made at the first start") if missing else ""))
    keys = _("keys")
    if state.lost:
        found.append(
            Finding(
                keys,
                mend=_.n(
                    "{count} of the encrypted secrets cannot be opened. Put the key that it was encrypted with back "
                    "into CAIRN_SECRET_KEYS, behind the newest one; without it, that workspace has to install again.",
                    "{count} of the encrypted secrets cannot be opened. Put the key that they were encrypted with back "
                    "into CAIRN_SECRET_KEYS, behind the newest one; without it, those workspaces have to install "
                    "again.",
                    state.lost,
                ),
            )
        )
    elif state.no_key and (wanted.many or state.sealed):
        found.append(Finding(keys, mend=_("There is no key to encrypt with. {keys}", keys=_(KEYS))))
    else:
        seen = _.n("{count} secret can be opened", "{count} secrets can be opened", state.sealed)
        found.append(Finding(keys, seen if state.sealed else ""))
    return found


def _behind(wanted: Settings) -> bool:
    return databases.said(wanted, lambda: standing.needs_upgrade(wanted.database))


async def slack(wanted: Settings, mode: Mode) -> AsyncIterator[Finding]:
    """Whether Slack can be reached, the clocks agree, and it takes our tokens and secrets."""
    _ = voice()
    client = AsyncWebClient(base_url=wanted.slack_api_url, timeout=TIMEOUT, retry_handlers=[])
    try:
        hello = await client.api_test()
    except SlackApiError as error:
        code = slack_code(error) or _("an error")
        yield Finding("Slack", mend=_("Slack answers with {code}. Look at https://slack-status.com.", code=code))
        return
    except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError):
        yield Finding("Slack", mend=grants.unreachable(wanted.slack_api_url))
        return
    yield Finding("Slack", _("can be reached"))
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
            yield Finding(_("app-level token"), mend=app_token_refused(slack_code(error)))
        else:
            yield Finding(_("app-level token"))


def clock(headers: Mapping[str, Any]) -> Finding:
    """How far this machine's clock is from Slack's."""
    _ = voice()
    name = _("clock")
    said = {str(name).lower(): str(value) for name, value in headers.items()}.get("date", "")
    try:
        off = time.time() - email.utils.parsedate_to_datetime(said).timestamp()
    except ValueError:
        return Finding(name, _("Slack did not say what time it is"))
    if abs(off) > SKEW_NOTED:
        minutes = round(abs(off) / 60)
        away = (
            _.n(
                "This machine's clock is {count} minute ahead of Slack's.",
                "This machine's clock is {count} minutes ahead of Slack's.",
                minutes,
            )
            if off > 0
            else _.n(
                "This machine's clock is {count} minute behind Slack's.",
                "This machine's clock is {count} minutes behind Slack's.",
                minutes,
            )
        )
        worse = (
            _("Slack's requests are refused beyond five minutes.")
            if abs(off) < SKEW_MOST
            else _("Slack's requests are refused.")
        )
        mending = _("Switch on time synchronisation (on Debian: timedatectl set-ntp true).")
        return Finding(name, mend=f"{away} {worse} {mending}")
    return Finding(name, _("{seconds} s from Slack's", seconds=_.number(round(abs(off)))))


async def _token(client: AsyncWebClient, wanted: Settings) -> AsyncIterator[Finding]:
    _ = voice()
    name = _("bot token")
    try:
        answer: AsyncSlackResponse = await client.auth_test(token=wanted.bot_token)
    except SlackApiError as error:
        yield Finding(name, mend=grants.refused(slack_code(error)))
        return
    yield Finding(name, _("workspace {name}", name=answer.get("team")))
    needed, optional = manifest.scopes()
    granted = grants.granted(answer.headers)
    missing = sorted(needed - granted)
    if missing:
        yield Finding(
            _("permissions"),
            mend=_(
                "Missing: {permissions}. Compare the app's manifest with `python -m bot manifest` on the page "
                "“App Manifest” at https://api.slack.com/apps, then install it again.",
                permissions=_.listed(missing),
            ),
        )
    else:
        seen = (
            _("all that are needed")
            if optional <= granted
            else _("all that are needed; without reading history, a message may come twice after a crash")
        )
        yield Finding(_("permissions"), seen)


async def _credentials(client: AsyncWebClient, wanted: Settings) -> Finding:
    """Slack looks at the secrets before it looks at the code: one that cannot exist shows whether they are right."""
    _ = voice()
    try:
        await client.oauth_v2_access(client_id=wanted.client_id, client_secret=wanted.client_secret, code="0.0.0")
    except SlackApiError as error:
        code = slack_code(error)
        if code == "invalid_client_id":
            return Finding(
                _("client id"),
                mend=_("Slack does not know SLACK_CLIENT_ID. Copy the Client ID from {where}.", where=_(CREDENTIALS)),
            )
        if code == "bad_client_secret":
            return Finding(
                _("client secret"),
                mend=_(
                    "SLACK_CLIENT_SECRET is not the one of this app. Copy it again from {where}.",
                    where=_(CREDENTIALS),
                ),
            )
    return Finding(_("client id and secret"))


def told(findings: Sequence[Finding]) -> str:
    """Everything, and in the last line what it comes to."""
    _, wrong = voice(), sum(not one.well for one in findings)
    last = _.n("One to mend.", "{count} to mend.", wrong) if wrong else _("All is well.")
    return "\n".join([*map(str, findings), last]) + "\n"
