"""Who has read what: unread counts of each person, and where the line "New" stands."""

from collections.abc import Iterator

from bot.simulator.state import World
from bot.simulator.things import SimChannel, SimMessage

OUTSIDE = {"home", "files"}


class Reading:
    """How far each person has read in each place."""

    def __init__(self, world: World) -> None:
        """Count everything that is there already as read."""
        self._world = world
        self._begin = world.clock.ts()
        self._read: dict[tuple[str, str], str] = {}
        self._lines: dict[tuple[str, str], str] = {}

    def enter(self, user: str, channel: str) -> None:
        """A person goes to a channel: the line stands above the first message they have not read."""
        since = self._since(user, channel)
        fresh = (one.ts for one in self._world.seen_by(user, channel) if one.ts > since and one.user != user)
        self._lines[user, channel] = next(fresh, "")

    def read(self, user: str, channel: str, thread: str = "") -> None:
        """A person has a channel, or a thread in it, before their eyes."""
        self._read[user, _place(channel, thread)] = self._world.clock.ts()

    def unread(self, user: str, channel: SimChannel) -> int:
        """How many messages of a channel a person has not seen: its own, and those in threads that name them."""
        return sum(1 for _ in self._unread(user, channel))

    def everything(self, user: str) -> int:
        """How many messages a person has not seen anywhere."""
        return sum(self.unread(user, channel) for channel in self._world.channels_of(user))

    def first_new(self, user: str, channel: str) -> str:
        """Name the message above which the line stands; empty where there is none."""
        return self._lines.get((user, channel), "")

    def thread_is_fresh(self, user: str, head: SimMessage) -> bool:
        """Whether a thread has replies that a person has not seen."""
        return (head.latest_reply or "") > self._since(user, _place(head.channel, head.ts))

    def _unread(self, user: str, channel: SimChannel) -> Iterator[SimMessage]:
        since = self._since(user, channel.id)
        for message in self._world.messages.get(channel.id, {}).values():
            if message.user == user or message.ephemeral_to not in {None, user}:
                continue
            if not message.is_reply:
                if message.ts > since:
                    yield message
            elif f"<@{user}>" in message.text and message.ts > self._since(user, _thread_of(message)):
                yield message

    def _since(self, user: str, place: str) -> str:
        return self._read.get((user, place), self._begin)


def _place(channel: str, thread: str) -> str:
    return f"{channel}:{thread}" if thread else channel


def _thread_of(message: SimMessage) -> str:
    return _place(message.channel, message.thread_ts or "")
