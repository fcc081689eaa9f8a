"""A person's eyes: what somebody in the workspace has before them, and waiting for something to appear there."""

from collections.abc import Callable
from typing import TypeVar

from bot.simulator.clock import monotonic
from bot.simulator.errors import NotThere
from bot.simulator.reading import words_of
from bot.simulator.state import World
from bot.simulator.things import OpenView, SimChannel, SimMessage, SimUser

Seen = TypeVar("Seen")
PATIENCE = 10.0  # seconds; a busy machine takes its time


class Eyes:
    """What one person sees."""

    def __init__(self, world: World, user_id: str) -> None:
        """Look as a person of the workspace."""
        self.world = world
        self.id = user_id
        self._mark = 0  # world version when the last action began: what is newer, it brought about

    @property
    def patience(self) -> float:
        """How many seconds to wait for what should appear."""
        return PATIENCE

    @property
    def user(self) -> SimUser:
        """Who it is."""
        return self.world.users[self.id]

    @property
    def view(self) -> OpenView | None:
        """The modal on top."""
        return self.world.top_view(self.id)

    @property
    def home(self) -> OpenView | None:
        """Their App Home."""
        return self.world.homes.get(self.id)

    @property
    def direct(self) -> SimChannel:
        """Their direct message with the bot."""
        return self.world.direct(self.world.bot_user_id, self.id)

    def channel(self, where: str | SimChannel) -> SimChannel:
        """A channel that they are in, by id or `#name`."""
        if isinstance(where, SimChannel):
            return where
        for one in self.world.channels.values():
            if where in {one.id, f"#{one.name}"} and self.id in one.members:
                return one
        message = f"{self.user.name} is in no channel {where!r}"
        raise NotThere(message)

    def messages(self, where: str | SimChannel, thread: str | None = None) -> list[SimMessage]:
        """What they see in a channel or a thread, oldest first, their ephemeral messages too."""
        channel = self.channel(where)
        if thread:
            return self.world.thread(channel.id, thread, self.id)
        return self.world.seen_by(self.id, channel.id)

    def dm(self) -> list[SimMessage]:
        """What the bot and they have said to each other."""
        return self.world.seen_by(self.id, self.direct.id)

    async def sees(
        self, where: str | SimChannel, words: str, *, thread: str | None = None, patience: float | None = None
    ) -> SimMessage:
        """Wait for the newest message with these words, which stand in its text or anywhere in its blocks."""
        channel = self.channel(where)

        def look() -> SimMessage | None:
            found = [one for one in self.messages(channel, thread) if words in words_of(one)]
            return found[-1] if found else None

        return await self._wait(look, f"{words!r} in {channel.name}", patience)

    async def sees_view(self, callback_id: str | None = None, *, patience: float | None = None) -> OpenView:
        """Wait for a modal that came up or changed since the last action began."""

        def look() -> OpenView | None:
            top = self.view
            fresh = top is not None and top.changed_at > self._mark
            return top if top and fresh and callback_id in {None, top.callback_id} else None

        return await self._wait(look, f"the modal {callback_id or ''}", patience)

    async def sees_home(self, words: str = "", *, patience: float | None = None) -> OpenView:
        """Wait for an App Home with these words."""

        def look() -> OpenView | None:
            return self.home if self.home and words in words_of(self.home) else None

        return await self._wait(look, f"{words!r} at home", patience)

    async def _wait(self, look: Callable[[], Seen | None], what: str, patience: float | None) -> Seen:
        patience = patience or self.patience
        deadline = monotonic() + patience
        while True:
            version = self.world.version
            found = look()
            if found is not None:
                return found
            left = deadline - monotonic()
            if left <= 0:
                message = f"{self.user.name} waited {patience} seconds for {what}"
                raise NotThere(message)
            await self.world.changed(version, timeout=left)
