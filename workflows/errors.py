"""What can go wrong, as codes. `bot.errors` turns each into a sentence in the person's language."""

from typing import Any


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


class DeliveryError(Exception):
    """Slack did not take a call. `answer`: retry (after `delay` seconds), stop, or replace (post anew)."""

    def __init__(self, error: str, answer: str, delay: float = 0.0) -> None:
        super().__init__(f"{error}: {answer}")
        self.error, self.answer, self.delay = error, answer, delay
