"""The variables of the environment, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.console import voice
from bot.i18n import Say
from bot.redaction import redacted


@dataclass(slots=True)
class Reader:
    """Reads variables and gathers what is wrong with all of them, so that nobody mends them one at a time."""

    environment: Mapping[str, str]
    troubles: list[str] = field(default_factory=list)

    @property
    def say(self) -> Say:
        """The language of whoever started Cairn."""
        return voice(self.environment)

    def text(self, name: str, default: str = "") -> str:
        """Read a variable; blanks around it mean nothing."""
        return self.environment.get(name, "").strip() or default

    def complain(self, sentence: str) -> None:
        """Say what is wrong with a variable, and what to do."""
        self.troubles.append(sentence)


def shown(value: str) -> str:
    """A value as a complaint may show it: short, and without what is secret in it."""
    return repr(redacted(value[:60]))
