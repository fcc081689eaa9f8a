"""Configuration by environment, checked once at the start: every complaint says what to do."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot import credentials
from bot.variables import Reader, shown
from workflows.limits import NOTES_MAX, USUAL, Caps
from workflows.reach import Reach, is_pattern

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LONGEST_LEAVE = 60
# Of `Caps`: the variable, the least and the most.
CAPS: Mapping[str, tuple[str, int, int]] = {
    "maps": ("CAIRN_MAPS_MAX", 1, 100_000),
    "notes": ("CAIRN_NOTES_MAX", 10, NOTES_MAX),
    "person_minute": ("CAIRN_PERSON_MINUTE", 1, 10_000),
    "team_minute": ("CAIRN_TEAM_MINUTE", 1, 100_000),
}


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    SERVE = "serve"


class SettingsError(Exception):
    """What is wrong with the environment: one sentence per trouble, each with what to do."""

    def __init__(self, sentences: list[str]) -> None:
        """Keep every sentence."""
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set from outside. `pace_seconds` and its like are for tests and replays."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    slack_api_url: str = credentials.SLACK_API_URL
    data_folder: Path = Path("data")
    database_url: str = field(default="", repr=False)  # empty: a SQLite file in the data folder
    port: int = 3000
    host: str = "0.0.0.0"  # noqa: S104 - behind a proxy or in a container, which decide who reaches it
    log_level: str = "INFO"
    log_json: bool = False
    metrics: tuple[str, int] | None = None  # host and port at which figures are given; None: nowhere
    secret_keys: tuple[str, ...] = field(default=(), repr=False)  # the newest first; what is secret is sealed by it
    leave_seconds: float = 0.0  # between saying at /readyz that it leaves, and taking no more requests
    client_id: str = ""  # with it, many workspaces install Cairn by OAuth, and there is no token of one
    client_secret: str = field(default="", repr=False)
    public_url: str = ""  # where Slack's people reach this server; no slash at its end
    pace_seconds: float = 1.2  # between two posts in one channel
    publish_every: float = 4.0  # between two pictures of a map: with drawing and sending, ten seconds at most
    refresh_delay: float = 1.5  # a burst of contributions makes one drawing
    drawers: int = 1  # processes that draw
    caps: Caps = USUAL  # how much there may be, and how much may come in
    webhook_hosts: tuple[str, ...] = ()  # where webhooks may lead; nowhere without
    webhooks_here: bool = False  # tests only: they lead to this machine

    @property
    def many(self) -> bool:
        """Whether many workspaces install it, each with a token of its own."""
        return bool(self.client_id)

    @property
    def reach(self) -> Reach:
        """How far Cairn reaches beyond Slack."""
        return Reach(self.public_url, self.webhook_hosts, self.webhooks_here)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that nobody may read in a log."""
        return tuple(
            filter(
                None,
                (
                    self.bot_token,
                    self.app_token,
                    self.signing_secret,
                    self.client_secret,
                    *self.secret_keys,
                    password_of(self.database_url),
                ),
            )
        )

    @property
    def database(self) -> str:
        """Say where everything is kept: the URL that was given, or a file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_folder / 'cairn.sqlite').absolute().as_posix()}"


def database_only(environment: Mapping[str, str] | None = None) -> Settings:
    """Read what `python -m bot db upgrade` needs: no tokens."""
    reader = Reader(os.environ if environment is None else environment)
    settings = Settings(
        bot_token="",
        data_folder=_data_folder(reader),
        database_url=_database_url(reader),
        log_level=_log_level(reader),
        log_json=_log_json(reader),
        secret_keys=credentials.secret_keys(reader),
    )
    return _checked(reader, settings)


def load(mode: Mode, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the environment for one way of running. Raises `SettingsError` with every trouble at once."""
    reader = Reader(os.environ if environment is None else environment)
    _ = reader.say
    many = credentials.by_oauth(reader, socket=mode is Mode.SOCKET)
    settings = Settings(
        bot_token="" if many else credentials.bot_token(reader),
        app_token=credentials.app_token(reader) if mode is Mode.SOCKET else "",
        signing_secret=credentials.signing_secret(reader, needed=mode is Mode.SERVE),
        slack_api_url=credentials.api_url(reader),
        data_folder=_data_folder(reader),
        database_url=_database_url(reader),
        port=_port(reader),
        log_level=_log_level(reader),
        log_json=_log_json(reader),
        metrics=_metrics(reader),
        secret_keys=credentials.secret_keys(reader),
        leave_seconds=_leave_seconds(reader),
        client_id=reader.text("SLACK_CLIENT_ID") if many else "",
        client_secret=credentials.client_secret(reader) if many else "",
        public_url=credentials.public_url(reader, needed=many) if mode is Mode.SERVE else "",
        caps=_caps(reader),
        webhook_hosts=_webhook_hosts(reader),
    )
    if many and not settings.secret_keys and not settings.database.startswith("sqlite"):
        reader.complain(
            _(
                "CAIRN_SECRET_KEYS is missing, and the workspaces' tokens have to be encrypted with something. {keys}",
                keys=_(credentials.KEYS),
            )
        )
    return _checked(reader, settings)


def way(environment: Mapping[str, str] | None = None) -> Mode:
    """Say which way of running the environment is meant for."""
    reader = Reader(os.environ if environment is None else environment)
    return Mode.SOCKET if reader.text("SLACK_APP_TOKEN") and not reader.text("SLACK_CLIENT_ID") else Mode.SERVE


def _checked(reader: Reader, settings: Settings) -> Settings:
    if reader.troubles:
        raise SettingsError(reader.troubles)
    return settings


def _database_url(reader: Reader) -> str:
    _ = reader.say
    url = reader.text("DATABASE_URL")
    # Kept to what the storage is tested on; +driver suffixes are taken because other tools ask for them.
    if url and not re.match(r"(sqlite(\+aiosqlite)?:///|postgres(ql)?(\+psycopg)?://)\S", url):
        reader.complain(
            _(
                "DATABASE_URL is not an address Cairn can use. Write sqlite:///path/to/file.sqlite or "
                "postgresql://user:password@host/name, or leave it out to keep everything in the data folder."
            )
        )
    return url


def _data_folder(reader: Reader) -> Path:
    _ = reader.say
    folder = Path(reader.text("CAIRN_DATA", "data"))
    if folder.exists() and not folder.is_dir():
        reader.complain(
            _("CAIRN_DATA names a file: {file}. Name a folder; it is made when it is not there.", file=folder)
        )
    return folder


def _port(reader: Reader) -> int:
    _ = reader.say
    text = reader.text("PORT", "3000")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 65535:
        reader.complain(
            _(
                "PORT is not a port: {given}. Write a number from 1 to 65535, or leave it out for 3000.",
                given=shown(text),
            )
        )
        return 0
    return int(text)


def _leave_seconds(reader: Reader) -> float:
    _ = reader.say
    text = reader.text("LEAVE_SECONDS", "0")
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) > LONGEST_LEAVE:
        reader.complain(
            _(
                "LEAVE_SECONDS is {given}. Write whole seconds from 0 to {most}: as long as your load "
                "balancer needs to notice that /readyz says no. Without a load balancer, leave it out.",
                given=shown(text),
                most=LONGEST_LEAVE,
            )
        )
        return 0.0
    return float(text)


def _caps(reader: Reader) -> Caps:
    """What whoever runs Cairn allows; what is left out is as the program has it."""
    return Caps(
        **{name: _number(reader, variable, getattr(USUAL, name), *bounds) for name, (variable, *bounds) in CAPS.items()}
    )


def _number(reader: Reader, variable: str, default: int, low: int, high: int) -> int:
    text = reader.text(variable, str(default))
    if not re.fullmatch(r"[0-9]{1,7}", text) or not low <= int(text) <= high:
        _ = reader.say
        reader.complain(
            _(
                "{variable} is {given}. Write a whole number from {low} to {high}, or leave it out for {usual}.",
                variable=variable,
                given=shown(text),
                low=low,
                high=high,
                usual=default,
            )
        )
        return default
    return int(text)


def _webhook_hosts(reader: Reader) -> tuple[str, ...]:
    """Where administrators of workspaces may have things told; nothing is allowed that is not named."""
    hosts = tuple(one.lower() for one in reader.text("CAIRN_WEBHOOK_HOSTS").replace(",", " ").split())
    for wrong in (one for one in hosts if not is_pattern(one)):
        _ = reader.say
        reader.complain(
            _(
                "CAIRN_WEBHOOK_HOSTS names no host: {given}. Write names with commas between them "
                "(hooks.example.com, *.example.com), or * for every public one.",
                given=shown(wrong),
            )
        )
    return hosts


def _log_level(reader: Reader) -> str:
    _ = reader.say
    level = reader.text("LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        reader.complain(
            _(
                "LOG_LEVEL is {given}. Write one of {levels}, or leave it out for INFO.",
                given=shown(level),
                levels=_.listed(LOG_LEVELS),
            )
        )
    return level


def _log_json(reader: Reader) -> bool:
    wanted = reader.text("LOG_FORMAT", "text").lower()
    if wanted not in {"text", "json"}:
        _ = reader.say
        reader.complain(
            _("LOG_FORMAT is {given}. Write json, or leave it out for lines that people read.", given=shown(wanted))
        )
    return wanted == "json"


def _metrics(reader: Reader) -> tuple[str, int] | None:
    """`9464` is a port of this machine only; with a host before it, others may ask, too."""
    text = reader.text("METRICS_ADDRESS")
    if not text:
        return None
    host, _colon, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 1 <= int(port[:6]) <= 65535 or (":" in text and not host):
        _ = reader.say
        reader.complain(
            _(
                "METRICS_ADDRESS is not an address: {given}. Write a port such as 9464, which this machine alone "
                "can ask, or a host before it (0.0.0.0:9464) where whoever collects figures is elsewhere.",
                given=shown(text),
            )
        )
        return None
    return host.strip("[]") or "127.0.0.1", int(port)


def password_of(url: str) -> str:
    """The password in the address of a database, as it stands there."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""
