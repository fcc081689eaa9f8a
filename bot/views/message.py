"""A message: blocks, and the text that stands in for them in notifications and old clients."""

from dataclasses import dataclass, field

from bot.views.blocks import MESSAGE_BLOCKS
from bot.views.texts import Json, clip, escape

TEXT_MAX = 4000  # Slack cuts far later; a fallback needs no more


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks and their fallback. `text` is escaped already: mentions in it would ping."""

    text: str
    blocks: list[Json] = field(default_factory=list)


def message(text: str, *blocks: Json | None) -> Message:
    """Put a message together from a plain fallback sentence and blocks; those that are None are left out."""
    return Message(escape(clip(text, TEXT_MAX - 1000)), [block for block in blocks if block][:MESSAGE_BLOCKS])
