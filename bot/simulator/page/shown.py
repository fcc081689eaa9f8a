"""Messages and files as the templates show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from bot.i18n import Say
from bot.simulator.page.dates import ago
from bot.simulator.page.reader import Reader
from bot.simulator.page.render import wire
from bot.simulator.page.sides import side
from bot.simulator.page.surface import Choice, Surface
from bot.simulator.state import World, refers_to
from bot.simulator.things import SimFile, SimMessage, SimUser

JOIN_SECONDS = 300
_KILO = 1024
FILES_AT = "/page/file"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file. Without a `src` the reader may not see it."""

    id: str
    name: str
    title: str
    src: str
    alt: str
    kind: str
    size: str
    when: str
    is_image: bool


@dataclass(slots=True)
class ShownMessage:
    """A message."""

    ref: str
    ts: str
    author: SimUser
    time: str
    long: str
    iso: str
    text: str
    blocks: Any
    attachments: Any
    files: list[ShownFile]
    on: Surface
    side: str
    thread: str
    broadcast: bool
    edited: bool
    pinned: bool
    private: bool
    replies: int
    repliers: list[SimUser]
    last_reply: str
    fresh: bool = False
    joined: bool = False
    day: str = ""
    new: bool = False


class Showcase:
    """Shows messages and files of a world to one reader."""

    def __init__(self, world: World, reader: Reader, people: list[Choice], places: list[Choice]) -> None:
        """Prepare for one reader."""
        self.world, self.reader, self.people, self.places = world, reader, people, places

    def message(self, message: SimMessage, spot: str = "main") -> ShownMessage:
        """Show a message."""
        _ = self.reader.say
        sent = self.reader.moment(float(message.ts))
        ref = f"{message.channel}:{message.ts}"
        latest = message.latest_reply
        return ShownMessage(
            ref=ref,
            ts=message.ts,
            author=self.author(message.user),
            time=_.time(sent),
            long=_.when(sent),
            iso=sent.isoformat(timespec="seconds"),
            text=message.text,
            blocks=wire(message.blocks),
            attachments=wire(message.attachments),
            files=[self.file(self.world.files[one]) for one in message.files if one in self.world.files],
            on=self.surface("message", ref, message.values, spot=spot),
            side=side(message.blocks),
            thread=message.thread_ts or "",
            broadcast=message.is_reply and message.reply_broadcast,
            edited=bool(message.edited),
            pinned=message.pinned,
            private=message.ephemeral_to is not None,
            replies=message.reply_count,
            repliers=[self.author(user) for user in message.reply_users[:4]],
            last_reply=ago(self.reader.moment(float(latest)), self.reader.now, _) if latest else "",
        )

    def surface(
        self,
        kind: str,
        ref: str,
        states: Mapping[str, Mapping[str, Any]],
        errors: Mapping[str, str] | None = None,
        spot: str = "",
    ) -> Surface:
        """Make the surface on which blocks are drawn."""
        return Surface(kind, ref, f"{spot}-{ref}", self.reader, states, errors or {}, self.people, self.places)

    def author(self, user: str) -> SimUser:
        """Who wrote something; a stranger has only an id."""
        return self.world.users.get(user) or SimUser(user, user, user, self.world.team_id)

    def file(self, file: SimFile) -> ShownFile:
        """Show a file."""
        _ = self.reader.say
        seen = self.world.can_see_file(self.reader.user, file)
        return ShownFile(
            id=file.id,
            name=file.name,
            title=file.title or file.name,
            src=address(file, self.reader.user) if seen else "",
            alt=file.alt or file.title or file.name,
            kind=file.name.rpartition(".")[2].upper()[:4] or "FILE",
            size=size_words(file.size or len(file.content), _),
            when=_.date(self.reader.moment(file.created)) if file.created else "",
            is_image=file.mimetype.startswith("image/"),
        )


def join(shown: list[ShownMessage]) -> None:
    """Let messages that one person sent shortly after one another stand under one name."""
    for before, now in pairwise(shown):
        close = float(now.ts) - float(before.ts) < JOIN_SECONDS
        apart = any((now.private, now.pinned, now.broadcast, now.day, now.new))
        apart = apart or any((before.private, before.pinned, before.replies, before.files))
        now.joined = close and not apart and now.author.id == before.author.id


def find_message(world: World, ref: str) -> SimMessage | None:
    """Find a message by what the page calls it: its channel and ts."""
    channel, _, ts = ref.partition(":")
    return world.message(channel, ts)


def find_file(world: World, slack_file: Mapping[str, Any]) -> SimFile | None:
    """Find the file that a picture block means, by id or by private address."""
    known = world.files.get(str(slack_file.get("id")))
    return known or next((file for file in world.files.values() if refers_to(slack_file, file)), None)


def address(file: SimFile, user: str) -> str:
    """Where the page serves a file to a person."""
    return f"{FILES_AT}/{user}/{file.id}/{quote(file.name)}"


def size_words(size: int, _: Say) -> str:
    """Say how large a file is."""
    if size < _KILO:
        return _.n("{count} byte", "{count} bytes", size)
    if size < _KILO * _KILO:
        return _("{size} KB", size=_.number(round(size / _KILO)))
    return _("{size} MB", size=_.number(round(size / _KILO / _KILO, 1)))
