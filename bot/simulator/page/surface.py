"""What a template needs to draw one surface (a message, a modal, a home): its texts, values, choices and pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from bot.i18n import Say
from bot.simulator.page import values
from bot.simulator.page.emoji import with_emoji
from bot.simulator.page.markdown import markdown
from bot.simulator.page.mrkdwn import mrkdwn, plain, safe_url
from bot.simulator.page.reader import Reader, Source
from bot.simulator.page.richtext import rich_text

Node = Mapping[str, Any]
Choice = dict[str, object]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show. Without a `src` the reader cannot see it."""

    source: Source
    alt: str
    title: str = ""

    @property
    def src(self) -> str:
        """Give the address."""
        return self.source.src


@dataclass(frozen=True, slots=True)
class Surface:
    """One surface as one reader sees it."""

    kind: str  # message, modal or home
    ref: str  # the message's channel and ts, or the view's id: where an action on it goes
    spot: str  # tells apart two drawings of one message, in the channel and in its thread
    reader: Reader
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Choice] = ()
    places: Sequence[Choice] = ()  # channels and direct messages this reader is in

    @property
    def say(self) -> Say:
        """The reader's language."""
        return self.reader.say

    def text(self, node: Node | None) -> Markup:
        """Show a text object."""
        if not node:
            return Markup()
        words = str(node.get("text", ""))
        if node.get("type") == "mrkdwn":
            return mrkdwn(words, self.reader, verbatim=bool(node.get("verbatim")))
        return plain(words, emoji=node.get("emoji", True) is not False)

    def words(self, node: Node | None) -> str:
        """Give the bare words of a text object, for an attribute or a control."""
        return bare_words(node)

    def rich(self, block: Node) -> Markup:
        """Show a rich_text block or cell."""
        return rich_text(block, self.reader)

    def markdown(self, text: str) -> Markup:
        """Show a markdown block."""
        return markdown(text)

    def message_text(self, text: str) -> Markup:
        """Show the text of a message that has no blocks."""
        return mrkdwn(text, self.reader)

    def picture(self, node: Node) -> Picture:
        """Find the picture of an image block or element."""
        alt = str(node.get("alt_text", ""))
        title = self.words(node.get("title"))
        return Picture(self._source(node), alt, title)

    def _source(self, node: Node) -> Source:
        file = node.get("slack_file")
        if isinstance(file, Mapping):
            return self.reader.source(file)
        return Source(safe_url(str(node.get("image_url", ""))))

    def url(self, address: object) -> str:
        """Give an address if a browser may go there."""
        return safe_url(str(address or ""))

    def value(self, block_id: str, element: Node) -> Any:
        """Give what an element holds now."""
        found = values.current(element, self.states, block_id)
        if element.get("type") == "datetimepicker":
            return values.local_minutes(found, self.reader.say.tz)
        return found

    def holds(self, block_id: str, element: Node, option: Node) -> bool:
        """Whether an option of checkboxes or radio buttons is chosen."""
        found = values.current(element, self.states, block_id)
        chosen = found if isinstance(found, list) else [found] if found else []
        return any(one.get("value") == option.get("value") for one in chosen)

    def chosen(self, block_id: str, element: Node) -> list[Choice]:
        """Give what is chosen in a select, ready to be shown."""
        found = values.current(element, self.states, block_id)
        items = found if isinstance(found, list) else [found] if found else []
        known = {choice["value"]: choice for choice in [*self.people, *self.places]}
        return [self.choice(item) if isinstance(item, Mapping) else known.get(item, _bare(item)) for item in items]

    def groups(self, element: Node) -> list[dict[str, object]]:
        """Give the choices of a select, in groups; a group without a name holds those of a plain list."""
        kind = str(element.get("type"))
        if "users_select" in kind:
            return [{"label": "", "options": list(self.people)}]
        if "channels_select" in kind:
            return [{"label": "", "options": [place for place in self.places if place["kind"] == "channel"]}]
        if "conversations_select" in kind:
            return [{"label": "", "options": self._conversations(element)}]
        named: list[dict[str, object]] = [
            {"label": self.words(group.get("label")), "options": [self.choice(one) for one in group["options"]]}
            for group in element.get("option_groups", [])
        ]
        return named or [{"label": "", "options": [self.choice(one) for one in element.get("options", [])]}]

    def _conversations(self, element: Node) -> list[Choice]:
        wanted = set(element.get("filter", {}).get("include", []))
        kinds = {"channel" if kind in {"public", "private"} else "im" for kind in wanted} or {"channel", "im"}
        return [place for place in self.places if place["kind"] in kinds]

    @staticmethod
    def choice(option: Node) -> Choice:
        """Turn an option into what the page's selects show."""
        return {
            "value": str(option.get("value", "")),
            "label": bare_words(option.get("text")),
            "detail": bare_words(option.get("description")),
        }

    def cell(self, cell: Node) -> Markup:
        """Show a cell of a table."""
        if cell.get("type") == "rich_text":
            return self.rich(cell)
        return escape(with_emoji(str(cell.get("text", cell.get("value", "")))))


def bare_words(node: Node | None) -> str:
    """Give the words of a text object without any markup."""
    return with_emoji(str(node.get("text", ""))) if node else ""


def _bare(item: object) -> Choice:
    return {"value": item, "label": str(item), "detail": ""}
