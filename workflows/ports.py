"""What the workflows need from outside, as protocols. `bot.app` gives the real ones."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from workflows.exported import Export, File
from workflows.personal import Letter
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind

if TYPE_CHECKING:
    from workflows.document import Document

Content = MapSnapshot | Letter | Export  # what a message is made from


class Clock(Protocol):
    """The time that the domain goes by (reviews, due dates). Tests and the simulator move it."""

    def now(self) -> datetime:
        """The current instant, aware, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """One message to send or to bring up to date. `ts` is None for a new one."""

    posting_id: int
    key: str
    kind: PostingKind
    team_id: str
    channel_id: str
    thread_ts: str | None
    subject_id: int | None
    message_channel_id: str | None
    ts: str | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where Slack put a message. `shortened`: the code for which Slack took no more of it than its words."""

    channel_id: str
    ts: str
    shortened: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of one revision: PNG bytes and the story each tells in words."""

    card_png: bytes
    card_alt: str
    map_png: bytes
    map_alt: str


@dataclass(frozen=True, slots=True)
class Told:
    """A picture as a PNG, and the story it tells in words."""

    png: bytes
    story: str


class Messenger(Protocol):
    """Puts messages into Slack. Raises `workflows.errors.DeliveryError` with what to do about it."""

    async def deliver(self, order: Order, content: Content) -> Delivered:
        """Post a new message, or update the one the order names.

        An update that Slack refuses for good although a new message would do (the message was deleted, its
        pictures cannot be exchanged) raises the answer `replace`: the engine posts anew and removes the older one.
        """
        ...

    async def find(self, order: Order) -> Delivered | None:
        """Look a message up by its metadata key, where the workspace granted the history scopes.

        None where it is not there; a `DeliveryError` where it cannot be looked for.
        """
        ...

    async def remove(self, order: Order) -> None:
        """Delete the message the order names (a newer one took its place); one that is gone already is fine."""
        ...

    async def upload(self, team_id: str, filename: str, content: bytes, alt: str) -> str:
        """Upload a file that is in no channel yet and wait until Slack has it ready; its id."""
        ...

    async def share_file(self, order: Order, filename: str, content: bytes, title: str, story: str = "") -> Delivered:
        """Upload a file as a new message of the order's thread (the PDF); `story` is what a picture says in words."""
        ...

    async def canvas(self, order: Order, file: File, language: str) -> Delivered:
        """Make a canvas of the order's channel from a text, and say so in the thread; where it cannot be, share it."""
        ...

    async def profile(self, team_id: str, user_id: str) -> dict[str, object]:
        """What Slack says of a person: name, tz, locale, is_guest, is_admin, is_bot, deactivated."""
        ...

    async def channels(self, team_id: str, user_id: str) -> dict[str, bool]:
        """The channels that a person is in, of those the bot can see: by id, whether each is private."""
        ...


class Pictures(Protocol):
    """Draws maps, in processes of its own."""

    async def draw(self, snapshot: MapSnapshot) -> Drawn:
        """Card at 1200 px and map at 2x."""
        ...

    async def pdf(self, snapshot: MapSnapshot) -> bytes:
        """The map as a PDF with searchable text."""
        ...

    async def matrix(self, snapshot: MapSnapshot) -> Told:
        """The ideas by impact and effort."""
        ...

    async def compare(self, before: MapSnapshot, after: MapSnapshot) -> Told:
        """Two states of a journey beside each other."""
        ...

    async def export(self, export: Export) -> File:
        """A map as a file of the format that was asked for."""
        ...

    async def archive(self, export: Export, maps: "AsyncIterator[tuple[Document, MapSnapshot]]") -> File:
        """All maps of a workspace as one file."""
        ...


class Hooks(Protocol):
    """Reaches the receivers of webhooks, and nothing else on the network."""

    async def post(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send a delivery; the status of the answer. Raises `workflows.errors.UntoldError` where there is none."""
        ...


class Outbox(Protocol):
    """Hands work to the engine inside the caller's transaction: it happens if and only if that commits."""

    async def post(self, session: AsyncSession, posting_id: int) -> None:
        """Send the message of a ledger row."""
        ...

    async def update(self, session: AsyncSession, posting_id: int, stamp: str) -> None:
        """Bring a sent message up to date; orders with the same stamp are one."""
        ...

    async def refresh(self, session: AsyncSession, workshop_id: int, *, soon: bool = False) -> None:
        """Have card and pictures redrawn: a burst makes one drawing; `soon` at the end of a step."""
        ...

    async def profile(self, session: AsyncSession, team_id: str, user_id: str, stamp: str = "") -> None:
        """Have a person's profile fetched from Slack; once in a while, but once for each `stamp`."""
        ...

    async def document(self, session: AsyncSession, posting_id: int) -> None:
        """Draw the PDF and share it as the message of a ledger row."""
        ...

    async def hook(self, session: AsyncSession, delivery_id: int) -> None:
        """Have a webhook's receiver told what a delivery is about."""
        ...
