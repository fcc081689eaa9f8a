"""Everything there is in the simulated workspace, as plain data, and a feed of its changes."""

import asyncio
import base64
import itertools
import secrets
from collections.abc import Iterator
from typing import Any

from bot.simulator.clock import SimClock
from bot.simulator.things import COLORS, JsonObject, OpenView, Problem, SimChannel, SimFile, SimMessage, SimUser

STACK_LIMIT = 3


class World:
    """The whole workspace. Who changes it calls `touch`; who shows it waits on `changed`."""

    def __init__(
        self,
        clock: SimClock | None = None,
        *,
        team_id: str = "T0CAIRN01",
        domain: str = "cairn-sim",
        bot_user_id: str = "U0CAIRNBT",
        enterprise_id: str | None = None,
        is_org: bool = False,
    ) -> None:
        """Make a workspace that holds nobody but the bot.

        One of an organisation has an `enterprise_id`; with `is_org` the organisation installs the app, not it alone.
        """
        self.clock = clock or SimClock()
        self.team_id = team_id
        self.team_name = "Cairn Simulator"
        self.domain = domain
        self.app_id = "A0CAIRN01"
        self.app_name = "Cairn"
        self.bot_id = "B0CAIRN01"
        self.bot_user_id = bot_user_id
        self.enterprise_id = enterprise_id
        self.is_org = is_org
        self.users: dict[str, SimUser] = {}
        self.channels: dict[str, SimChannel] = {}
        self.messages: dict[str, dict[str, SimMessage]] = {}
        self.files: dict[str, SimFile] = {}
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}
        self.problems: list[Problem] = []
        self.version = 0
        self._news = asyncio.Event()
        self._numbers = itertools.count(1)
        self.users[self.bot_user_id] = SimUser(
            self.bot_user_id, "cairn", "Cairn", team_id, is_bot=True, color="#3f5a4d"
        )

    @property
    def tenant(self) -> str:
        """Who installs the app here: the workspace, or its organisation."""
        return self.enterprise_id if self.is_org and self.enterprise_id else self.team_id

    # --- the feed ---

    def touch(self) -> int:
        """Tell everybody who waits that something changed; the new version."""
        self.version += 1
        news, self._news = self._news, asyncio.Event()
        news.set()
        return self.version

    async def changed(self, since: int, timeout: float | None = None) -> int:  # noqa: ASYNC109 - a wait for news
        """Wait until the version is past `since` (or the time is out); the version then."""
        try:
            async with asyncio.timeout(timeout):
                while self.version <= since:
                    await self._news.wait()
        except TimeoutError:
            pass
        return self.version

    def problem(self, what: str, detail: str) -> None:
        """Keep a failure where the page and the tests can see it."""
        self.problems.append(Problem(self.clock.now(), what, detail))
        self.touch()

    # --- making things ---

    def new_id(self, kind: str) -> str:
        """An id as Slack makes them: a letter for the kind, then capitals and digits."""
        tail = base64.b32encode(secrets.token_bytes(5)).decode().replace("=", "")[:7]
        return f"{kind}0{next(self._numbers):02X}{tail}"

    def add_user(self, name: str, real_name: str, **details: Any) -> SimUser:
        """Let a person join the workspace."""
        details.setdefault("team_id", self.team_id)
        details.setdefault("color", COLORS[(len(self.users) - 1) % len(COLORS)])
        user_id = details.pop("id", None) or self.new_id("U")
        user = SimUser(id=user_id, name=name, real_name=real_name, **details)
        self.users[user.id] = user
        self.touch()
        return user

    def add_channel(
        self, name: str, members: list[str], *, is_private: bool = False, bot: bool = True, topic: str = ""
    ) -> SimChannel:
        """Open a channel; the bot is in it unless said otherwise."""
        people = {*members, self.bot_user_id} if bot else set(members)
        creator = members[0] if members else self.bot_user_id
        channel = SimChannel(
            self.new_id("C"),
            name,
            is_private=is_private,
            members=people,
            creator=creator,
            created=self.clock.seconds(),
            topic=topic,
        )
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}
        self.touch()
        return channel

    def direct(self, one: str, other: str) -> SimChannel:
        """The direct message of two people, opened when there is none."""
        for channel in self.channels.values():
            if channel.is_im and channel.members == {one, other}:
                return channel
        channel = SimChannel(
            self.new_id("D"), "directmessage", is_im=True, members={one, other}, created=self.clock.seconds()
        )
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}
        self.touch()
        return channel

    def put(self, message: SimMessage) -> SimMessage:
        """Put a new message where it belongs, and count it in its thread."""
        self.messages.setdefault(message.channel, {})[message.ts] = message
        parent = self.parent(message)
        if parent and message.ephemeral_to is None:
            parent.thread_ts = parent.ts
            parent.reply_count += 1
            parent.latest_reply = message.ts
            if message.user not in parent.reply_users:
                parent.reply_users.append(message.user)
            parent.changed_at = self.version + 1
        message.changed_at = self.touch()
        return message

    def remove(self, message: SimMessage) -> None:
        """Take a message away, its pin too."""
        self.messages[message.channel].pop(message.ts, None)
        channel = self.channels[message.channel]
        if message.ts in channel.pins:
            channel.pins.remove(message.ts)
        parent = self.parent(message)
        if parent and message.ephemeral_to is None:
            replies = [reply for reply in self.thread(message.channel, parent.ts) if reply.ts != parent.ts]
            parent.reply_count = len(replies)
            parent.latest_reply = replies[-1].ts if replies else None
            parent.reply_users = list(dict.fromkeys(reply.user for reply in replies))
        self.touch()

    # --- finding things ---

    def parent(self, message: SimMessage) -> SimMessage | None:
        """The head of the thread that a reply stands in."""
        if not message.is_reply:
            return None
        return self.messages.get(message.channel, {}).get(message.thread_ts or "")

    def message(self, channel: str, ts: str) -> SimMessage | None:
        """One message."""
        return self.messages.get(channel, {}).get(ts)

    def seen_by(self, user: str, channel: str) -> list[SimMessage]:
        """The channel as a person sees it, oldest first: heads of threads, broadcasts, their own ephemerals."""
        return [
            message
            for message in self._in_order(channel)
            if (not message.is_reply or message.reply_broadcast) and message.ephemeral_to in {None, user}
        ]

    def thread(self, channel: str, thread_ts: str, user: str | None = None) -> list[SimMessage]:
        """The head and the replies of a thread, oldest first; with `user`, their ephemerals too."""
        return [
            message
            for message in self._in_order(channel)
            if thread_ts in {message.ts, message.thread_ts} and message.ephemeral_to in {None, user}
        ]

    def _in_order(self, channel: str) -> list[SimMessage]:
        return sorted(self.messages.get(channel, {}).values(), key=lambda message: message.ts)

    def channels_of(self, user: str) -> list[SimChannel]:
        """The channels a person is in, then their direct messages."""
        mine = [channel for channel in self.channels.values() if user in channel.members]
        return sorted(mine, key=lambda channel: (channel.is_im, channel.name))

    def people(self) -> list[SimUser]:
        """Everybody but bots."""
        return [user for user in self.users.values() if not user.is_bot]

    def stack(self, user: str) -> list[OpenView]:
        """The modals a person has open, the lowest first."""
        return self.stacks.setdefault(user, [])

    def top_view(self, user: str) -> OpenView | None:
        """The modal a person looks at."""
        stack = self.stack(user)
        return stack[-1] if stack else None

    def find_view(self, view_id: str) -> OpenView | None:
        """A modal or home view by its id."""
        return next((view for view in self.all_views() if view.id == view_id), None)

    def all_views(self) -> Iterator[OpenView]:
        """Every modal and home view there is."""
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def can_see_file(self, user: str, file: SimFile) -> bool:
        """Whether a person may see a file: it is theirs, shared with a channel of theirs, or shown in one."""
        if file.deleted:
            return False
        if file.uploader == user or (file.given and user == self.bot_user_id):
            return True
        return any(user in self.channels[channel].members for channel in self.places_of(file))

    def places_of(self, file: SimFile) -> set[str]:
        """The channels where messages share a file or show it as a picture."""
        # Who was shown a picture may still be loading it when the message goes on to a newer one.
        places = {channel for channel, sent in file.shares.items() if sent} | file.shown_in
        for channel, messages in self.messages.items():
            if channel not in places and any(_shows(message.blocks, file) for message in messages.values()):
                places.add(channel)
                file.shown_in.add(channel)
        return places


def _shows(blocks: list[JsonObject], file: SimFile) -> bool:
    for block in blocks:
        candidates = [block, block.get("accessory") or {}, *(block.get("elements") or [])]
        if any(isinstance(one, dict) and refers_to(one.get("slack_file"), file) for one in candidates):
            return True
    return False


def refers_to(slack_file: object, file: SimFile) -> bool:
    """Whether a `slack_file` object (by id or by private URL) means this file."""
    if not isinstance(slack_file, dict):
        return False
    return slack_file.get("id") == file.id or f"-{file.id}/" in str(slack_file.get("url", ""))
