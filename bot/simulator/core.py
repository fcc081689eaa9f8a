"""What the Web API, the deliveries and the people share: the world, the app's profile, its keys and its triggers."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from bot.simulator.clock import monotonic
from bot.simulator.errors import Refused
from bot.simulator.faults import Faults, Pace
from bot.simulator.state import World
from bot.simulator.things import JsonObject, OpenView

TRIGGER_SECONDS = 3.0
ACK_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


@dataclass(slots=True)
class AppProfile:
    """What the app was configured with: the part of a manifest that decides what reaches it and what it may do."""

    scopes: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    commands: set[str] = field(default_factory=set)
    shortcuts: dict[str, str] = field(default_factory=dict)  # callback id -> "message" or "global"
    shortcut_names: dict[str, str] = field(default_factory=dict)
    home_tab: bool = True
    functions: dict[str, JsonObject] = field(default_factory=dict)  # steps of workflows, by callback id

    @classmethod
    def from_manifest(cls, manifest: JsonObject) -> "AppProfile":
        """Read it off a manifest."""
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        shortcuts = features.get("shortcuts", [])
        scopes = manifest.get("oauth_config", {}).get("scopes", {})
        return cls(
            scopes=set(scopes.get("bot", [])) - set(scopes.get("bot_optional", [])),  # nobody ticked the boxes
            events=set(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands={command["command"] for command in features.get("slash_commands", [])},
            shortcuts={one["callback_id"]: one["type"] for one in shortcuts},
            shortcut_names={one["callback_id"]: one["name"] for one in shortcuts},
            functions=manifest.get("functions", {}),
            home_tab=bool(features.get("app_home", {}).get("home_tab_enabled", False)),
        )

    @classmethod
    def from_file(cls, path: Path) -> "AppProfile":
        """Read it off a manifest file."""
        return cls.from_manifest(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def generous(cls) -> "AppProfile":
        """An app that may do all that the workspace can, but read the history: for tests without a manifest."""
        return cls(
            scopes={
                "app_mentions:read",
                "channels:read",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "groups:read",
                "im:read",
                "im:write",
                "pins:write",
                "team:read",
                "users:read",
            },
            events={
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "channel_archive",
                "channel_left",
                "channel_unarchive",
                "member_joined_channel",
                "tokens_revoked",
                "user_change",
            },
            commands={"/journey"},
            shortcuts={"add_message_to_map": "message", "start_from_message": "message", "open_cairn": "global"},
        )


@dataclass(slots=True)
class Trigger:
    """The right to open one view, for a short while."""

    user: str
    view_id: str | None
    expires: float
    used: bool = False


@dataclass(slots=True)
class Execution:
    """One run of a step of a workflow, until the app ends it."""

    id: str
    callback_id: str
    token: str
    outputs: JsonObject | None = None
    error: str | None = None
    ended: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """The right to answer an interaction a few times."""

    user: str
    channel: str
    expires: float
    message_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class Core:
    """One simulated workspace with one app in it."""

    world: World
    profile: AppProfile = field(default_factory=AppProfile.generous)
    faults: Faults = field(default_factory=Faults)
    pace: Pace = field(default_factory=Pace)
    bot_token: str = "xoxb-simulated-bot-token"  # noqa: S105 - made up
    app_token: str = "xapp-1-simulated-app-token"  # noqa: S105 - made up
    signing_secret: str = "simulated-signing-secret"  # noqa: S105 - made up
    verification_token: str = "simulated-verification-token"  # noqa: S105 - made up
    base_url: str = "http://127.0.0.1"
    ack_seconds: float = ACK_SECONDS
    trigger_seconds: float = TRIGGER_SECONDS
    file_ready_after: float = 0.02
    account_error: str | None = None  # account_inactive or token_revoked, when the app is no longer welcome
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    upload_urls: dict[str, str] = field(default_factory=dict)  # secret of the URL -> file id
    executions: dict[str, Execution] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)  # of Socket Mode connections not opened yet

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        """A trigger for one interaction of a person."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(user, view_id, monotonic() + self.trigger_seconds)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up. Refuses those that are unknown, used or too old."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            code = "invalid_trigger_id"
            raise Refused(code)
        if trigger.used:
            code = "exchanged_trigger_id"
            raise Refused(code)
        if monotonic() > trigger.expires:
            code = "expired_trigger_id"
            raise Refused(code)
        trigger.used = True
        return trigger

    def new_execution(self, callback_id: str) -> Execution:
        """Begin to run a step; its token is the app's for as long as it runs."""
        made = Execution(self.world.new_id("Fx"), callback_id, f"xwfp-simulated-{secrets.token_hex(12)}")
        self.executions[made.id] = made
        return made

    def runs(self, token: str | None) -> bool:
        """Whether a token is that of a step which has not ended."""
        return any(one.token == token and not one.ended for one in self.executions.values())

    def new_response_url(self, kind: str, user: str, channel: str, message_ts: str | None = None) -> str:
        """A URL by which the app may answer an interaction for half an hour."""
        key = secrets.token_urlsafe(18)
        self.response_urls[key] = ResponseUrl(user, channel, monotonic() + RESPONSE_URL_SECONDS, message_ts)
        return f"{self.base_url}/{kind}/{self.world.team_id}/{key}"

    def new_hash(self) -> str:
        """The hash of a view's newest state."""
        return f"{self.world.clock.seconds()}.{secrets.token_hex(4)}"

    def needs(self, *scopes: str) -> None:
        """Refuse unless the app was granted one of the scopes."""
        if scopes and not self.profile.scopes.intersection(scopes):
            code = "missing_scope"
            raise Refused(code, needed=",".join(scopes), provided=",".join(sorted(self.profile.scopes)))

    def close_top(self, view: OpenView) -> None:
        """Take a modal off the stack of the person who has it open."""
        stack = self.world.stack(view.user)
        if view in stack:
            stack.remove(view)
        self.world.touch()
