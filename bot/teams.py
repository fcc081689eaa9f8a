"""The workflows' port `Messenger` for many workspaces: each is written to with its own token."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.grants import Grant, mark_of
from bot.installs import Installs
from bot.messenger import SlackMessenger
from workflows.errors import DeliveryError
from workflows.exported import File
from workflows.ports import Content, Delivered, Order

Given = TypeVar("Given")


class TeamMessenger:
    """Chooses the messenger of the workspace that something is for."""

    def __init__(self, installs: Installs, make: Callable[[Grant], SlackMessenger]) -> None:
        """Take tokens from `installs`; `make` gives a messenger that speaks with one of them."""
        self._installs, self._make = installs, make
        self._made: dict[str, tuple[Grant, SlackMessenger]] = {}

    async def deliver(self, order: Order, content: Content) -> Delivered:
        """Post a new message, or update the one the order names."""
        return await self._with(order.team_id, lambda one: one.deliver(order, content))

    async def find(self, order: Order) -> Delivered | None:
        """Look a message up by its metadata key, where this workspace granted the history scopes."""
        return await self._with(order.team_id, lambda one: one.find(order))

    async def remove(self, order: Order) -> None:
        """Delete the message the order names."""
        await self._with(order.team_id, lambda one: one.remove(order))

    async def upload(self, team_id: str, filename: str, content: bytes, alt: str) -> str:
        """Upload a file that is in no channel yet and wait until Slack has it ready; its id."""
        return await self._with(team_id, lambda one: one.upload(team_id, filename, content, alt))

    async def share_file(self, order: Order, filename: str, content: bytes, title: str, story: str = "") -> Delivered:
        """Upload a file as a new message of the order's thread."""
        return await self._with(order.team_id, lambda one: one.share_file(order, filename, content, title, story))

    async def canvas(self, order: Order, file: File, language: str) -> Delivered:
        """Make a canvas of the order's channel."""
        return await self._with(order.team_id, lambda one: one.canvas(order, file, language))

    async def profile(self, team_id: str, user_id: str) -> dict[str, object]:
        """What Slack says of a person."""
        return await self._with(team_id, lambda one: one.profile(team_id, user_id))

    async def channels(self, team_id: str, user_id: str) -> dict[str, bool]:
        """The channels that a person is in."""
        return await self._with(team_id, lambda one: one.channels(team_id, user_id))

    async def _with(self, team_id: str, call: Callable[[SlackMessenger], Awaitable[Given]]) -> Given:
        try:
            grant = await self._installs.grant(team_id)
        except DeliveryError:
            self._made.pop(team_id, None)  # it holds a token that nobody should have any more
            raise
        try:
            return await call(self._of(team_id, grant))
        except DeliveryError as error:
            error.mark = mark_of(grant.token)
            if error.error != "token_expired":
                raise
            again = await self._installs.grant(team_id, refused_token=grant.token)
            if again.token == grant.token:
                raise
        try:
            return await call(self._of(team_id, again))
        except DeliveryError as error:
            error.mark = mark_of(again.token)
            raise

    def _of(self, team_id: str, grant: Grant) -> SlackMessenger:
        known = self._made.get(team_id)
        if known is None or known[0] != grant:
            known = self._made[team_id] = (grant, self._make(grant))
        return known[1]
