"""The things of a workspace: people, channels, messages, files, open views."""

import struct
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]  # JSON of the wire: its shape is what `strict` is there to check
COLORS = ("#e8912d", "#2d8de8", "#3aa76d", "#a64dce", "#d0455b", "#5b6abf", "#8a7a3c", "#2fa6a6")
_PNG_HEADER = 24  # bytes up to the height


@dataclass(slots=True)
class SimUser:
    """A person of the workspace, or the bot itself."""

    id: str
    name: str
    real_name: str
    team_id: str
    title: str = ""
    department: str = ""
    color: str = COLORS[0]
    tz: str = "UTC"
    locale: str = "en-US"
    is_admin: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False
    is_bot: bool = False
    deleted: bool = False
    email: str = ""

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.real_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()


@dataclass(slots=True)
class SimChannel:
    """A channel or a direct message."""

    id: str
    name: str
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    members: set[str] = field(default_factory=set)
    creator: str = ""
    created: int = 0
    topic: str = ""
    pins: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SimMessage:
    """One message. `ephemeral_to` names the only person who sees it."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[JsonObject] = field(default_factory=list)
    attachments: list[JsonObject] = field(default_factory=list)
    thread_ts: str | None = None
    reply_broadcast: bool = False
    edited: str | None = None
    metadata: JsonObject | None = None
    ephemeral_to: str | None = None
    files: list[str] = field(default_factory=list)
    subtype: str | None = None
    bot_id: str | None = None
    reply_count: int = 0
    reply_users: list[str] = field(default_factory=list)
    latest_reply: str | None = None
    pinned: bool = False
    by_response_url: bool = False
    values: dict[str, dict[str, JsonObject]] = field(default_factory=dict)  # state of its inputs and selects
    changed_at: int = 0  # world version of its last change

    @property
    def is_reply(self) -> bool:
        """Whether it stands inside a thread rather than at its head."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class SimFile:
    """An uploaded file. Nobody sees it but its uploader, until it is shared or shown somewhere."""

    id: str
    name: str
    uploader: str
    title: str = ""
    mimetype: str = "application/octet-stream"
    size: int = 0
    alt: str = ""
    content: bytes = b""
    created: int = 0
    uploaded: bool = False  # the bytes have arrived
    completed: bool = False  # files.completeUploadExternal was called
    ready_at: float = 0.0  # monotonic second from which Slack has processed it
    shares: dict[str, list[str]] = field(default_factory=dict)  # channel -> ts of the messages that share it
    given: bool = False  # chosen in a form of the app's, which may read it from then on
    shown_in: set[str] = field(default_factory=set)  # channels where a message showed it once
    deleted: bool = False

    @property
    def measures(self) -> tuple[int, int]:
        """Width and height of a PNG in pixels, from its header (PNG specification, 11.2.2); (0, 0) of anything else."""
        is_png = self.content.startswith(b"\x89PNG\r\n\x1a\n") and len(self.content) >= _PNG_HEADER
        return struct.unpack(">II", self.content[16:24]) if is_png else (0, 0)


@dataclass(slots=True)
class OpenView:
    """A modal on a person's stack, or their App Home."""

    id: str
    user: str
    type: str
    hash: str
    blocks: list[JsonObject]
    root_view_id: str
    previous_view_id: str | None = None
    title: JsonObject | None = None
    submit: JsonObject | None = None
    close: JsonObject | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    notify_on_close: bool = False
    clear_on_close: bool = False
    submit_disabled: bool = False
    values: dict[str, dict[str, JsonObject]] = field(default_factory=dict)  # block_id -> action_id -> value
    errors: dict[str, str] = field(default_factory=dict)  # block_id -> sentence
    suggestions: dict[str, list[JsonObject]] = field(default_factory=dict)  # block_id -> options last offered
    changed_at: int = 0  # world version of its last change


@dataclass(slots=True)
class Problem:
    """Something that Slack would refuse or that went wrong, kept so that it can be shown."""

    at: datetime
    what: str
    detail: str
