"""What can go wrong, as codes. `bot.errors` turns each into a sentence in the person's language."""

from enum import StrEnum
from typing import Any

from storage.db import BusyError as BusyError
from storage.db import NoRoomError as NoRoomError


class CairnError(Exception):
    """A refusal with a code and what the sentence needs to say."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class NotFoundError(CairnError):
    """The thing does not exist, or not for this person: the two are not told apart."""

    def __init__(self, what: str = "workshop") -> None:
        super().__init__("not_found", what=what)


class NotAllowedError(CairnError):
    """The person's role does not allow it. `code`: e.g. only_facilitator, only_author, ended, step_closed."""


class InvalidError(CairnError):
    """A value that cannot be taken. `field` is the command's field, so that the form can point at it."""

    def __init__(self, field: str, code: str, **params: Any) -> None:
        super().__init__(code, **params)
        self.field = field


class ConflictError(CairnError):
    """Somebody else changed the same thing meanwhile; `theirs` is what stands there now, by field name."""

    def __init__(self, item: str, item_id: int, version: int, theirs: dict[str, Any]) -> None:
        super().__init__("conflict", item=item, item_id=item_id, version=version, theirs=theirs)
        self.item, self.item_id, self.version, self.theirs = item, item_id, version, theirs


class Answer(StrEnum):
    """What to do where Slack did not take a call. `bot.delivery` says which of its codes gets which."""

    RETRY = "retry"  # trouble that passes; whether Slack has the message is not known
    WAIT = "wait"  # Slack did not take it, and says when it will
    REPLACE = "replace"  # the message that was to be changed is gone: a new one takes its place
    SHORTEN = "shorten"  # Slack does not take this message as it is: its words alone, and the facilitator is told
    TELL = "tell"  # this message will not be taken: it is given up, and the facilitator is told
    STOP_CHANNEL = "stop_channel"  # nothing can be said there at present: what is to be said waits
    STOP_WORKSPACE = "stop_workspace"  # Cairn is not installed any more: everything waits for the next installation


PASSING = frozenset({Answer.RETRY, Answer.WAIT})


class UntoldError(Exception):
    """A webhook's receiver could not be told. `code`: address, unreachable, slow or tls."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DeliveryError(Exception):
    """Slack did not take a call. `answer`: what to do; `delay`: not before so many seconds.

    `mark`: of the token that was refused (`Workspace.token_mark`); empty where no token was.
    """

    def __init__(self, error: str, answer: Answer, delay: float = 0.0, mark: str = "") -> None:
        super().__init__(f"{error}: {answer}")
        self.error, self.answer, self.delay, self.mark = error, answer, delay, mark
