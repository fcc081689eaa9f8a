"""What happened, for people to read: a Markdown file of the whole workshop."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.i18n import Say
from bot.simulator.blocks import Placed
from bot.simulator.reading import words_of
from bot.simulator.state import World
from bot.simulator.things import JsonObject, OpenView, SimMessage

LINE_MAX = 200
_MENTION = re.compile(r"<@(\w+)>")


@dataclass(slots=True)
class Transcript:
    """Lines, and what is told already of each of Cairn's messages."""

    world: World
    say: Say
    lines: list[str] = field(default_factory=list)
    _told: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def chapter(self, title: str) -> None:
        """Begin a part."""
        self.lines += ["", f"## {title}", ""]

    def did(self, who: str, what: str) -> None:
        """Write down what somebody did."""
        self.lines.append(f"- {self._time()} **{who}** {what}")

    def answered(self, message: SimMessage) -> None:
        """Write down what only one person was told."""
        _ = self.say
        self._quote(_("Cairn, to them alone"), list(_lines(message.blocks)) or [message.text])

    def gate(self, view: OpenView) -> None:
        """Write down what the gate said."""
        self._quote("Cairn", list(_lines(view.blocks)))

    def filled(self, who: str, title: str, inputs: list[Placed], values: dict[str, object]) -> None:
        """Write down what somebody filled in, by the labels they saw."""
        _ = self.say
        self.did(who, _("submits **{title}**", title=title))
        for one in inputs:
            if values.get(one.block_id) not in (None, "", []):
                label = one.block.get("label", {}).get("text", "")
                said = self._short(self._chosen(one.element, values[one.block_id]))
                asked = label.endswith(("?", "？", "…"))
                line = f"{label} {said}" if asked else _("{label}: {text}", label=label, text=said)
                self.lines.append(f"  - {line}")

    def catch_up(self, channel: str) -> None:
        """Write down the messages of Cairn's that are new, and what is new in those that were brought up to date."""
        places = [channel, *(one.id for one in self.world.channels.values() if one.is_im)]
        for place in places:
            for message in sorted(self.world.messages.get(place, {}).values(), key=lambda one: one.ts):
                if message.user == self.world.bot_user_id and not message.ephemeral_to:
                    self._tell(message)

    def _tell(self, message: SimMessage) -> None:
        said = list(_lines(message.blocks)) or [words_of(message)]
        before = self._told.get((message.channel, message.ts))
        self._told[(message.channel, message.ts)] = said
        new = [line for line in said if line not in (before or [])]
        if new:
            _, place = self.say, self._place(message)
            self._quote(place if before is None else _("{place}, brought up to date", place=place), new)

    def text(self) -> str:
        """Give the whole file."""
        return "\n".join(self.lines).strip() + "\n"

    def _time(self) -> str:
        return self.say.when(self.world.clock.now())

    def _quote(self, who: str, words: list[str]) -> None:
        lines = [line.strip() for text in words for line in text.splitlines() if line.strip()]
        self.lines += ["", f"> *{who}:*\\", *(f"> {self._short(line)}\\" for line in dict.fromkeys(lines)), ""]

    def _place(self, message: SimMessage) -> str:
        _, channel = self.say, self.world.channels[message.channel]
        if channel.is_im:
            other = next(self.world.users[one] for one in channel.members if one != self.world.bot_user_id)
            return _("Cairn to {person}", person=other.real_name)
        return _("Cairn in the thread") if message.is_reply else _("Cairn in {channel}", channel=f"#{channel.name}")

    def _chosen(self, element: JsonObject, value: object) -> str:
        if element.get("type") == "datepicker":
            return self.say.date(date.fromisoformat(str(value)))
        options = {str(one["value"]): str(one["text"]["text"]) for one in element.get("options", [])}
        options |= {user.id: user.real_name for user in self.world.users.values()}
        several = value if isinstance(value, list | tuple) else [value]
        return self.say.listed(options.get(str(one), str(one)) for one in several)

    def _short(self, text: str) -> str:
        line = " / ".join(part.strip() for part in text.splitlines())
        line = _MENTION.sub(lambda found: f"@{self.world.users[found[1]].real_name}", line)
        return line if len(line) <= LINE_MAX else line[: LINE_MAX - 1] + "…"


def _lines(blocks: list[JsonObject]) -> Iterator[str]:
    """The words of a message as they stand on the screen: no buttons, pictures by their alternative text."""
    for block in blocks:
        kind = block["type"]
        if kind == "image":
            yield f"🖼 {block['alt_text']}"
        elif kind in {"section", "header"}:
            yield from (part["text"] for part in [block.get("text"), *block.get("fields", [])] if part)
        elif kind == "context":
            yield " ".join(part.get("text", "") for part in block["elements"])
        elif kind == "rich_text":
            yield from _rich(block["elements"])


def _rich(elements: list[JsonObject]) -> Iterator[str]:
    for element in elements:
        if element["type"] == "rich_text_list":
            yield from (f"• {line}" for line in _rich(element["elements"]))
        else:
            yield "".join(str(run.get("text") or f"<@{run.get('user_id', '')}>") for run in element["elements"])
