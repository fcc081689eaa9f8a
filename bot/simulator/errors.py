"""What can go wrong between a person, the workspace and the app."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.simulator.things import JsonObject


class Refused(Exception):  # noqa: N818 - Slack's own word for it is an answer, not an error
    """The Web API says no: `ok` is false, with a code."""

    def __init__(self, code: str, *, messages: list[str] | None = None, **extra: object) -> None:
        """Say why; `messages` are the details of blocks or views that were not taken."""
        super().__init__(code, *(messages or []))
        self.answer: JsonObject = {"ok": False, "error": code, **extra}
        if messages:
            self.answer["errors"] = messages
            self.answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in messages]}


class Unacknowledged(Exception):  # noqa: N818 - reads as what happened
    """The app did not acknowledge in time, or not with a 200."""


class BadAnswer(Exception):  # noqa: N818 - reads as what happened
    """The app acknowledged with something that Slack does not take."""


class NotThere(Exception):  # noqa: N818 - reads as what happened
    """A person cannot do that: there is no such button, option, field, message or view before them."""
