"""What happened, for people to read: a Markdown file of the whole workshop."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.blocks import placed
from bot.simulator.clock import SimClock
from bot.simulator.reading import words_of
from bot.simulator.state import JsonObject, OpenView, SimMessage, World

LINE_MAX = 160


@dataclass(slots=True)
class Transcript:
    """Lines, and which versions of Cairn's messages are in them already."""

    clock: SimClock
    lines: list[str] = field(default_factory=list)
    _told: dict[tuple[str, str], str] = field(default_factory=dict)

    def chapter(self, title: str, text: str = "") -> None:
        """Begin a part."""
        self.lines += ["", f"## {title}", ""]
        if text:
            self.lines += [text, ""]

    def did(self, who: str, what: str) -> None:
        """Write down what somebody did."""
        self.lines.append(f"- {self._time()} **{who}** {what}")

    def answered(self, message: SimMessage) -> None:
        """Write down what only one person was told."""
        self._quote(f"Cairn to {'everyone' if message.ephemeral_to is None else 'them alone'}", words_of(message))

    def gate(self, view: OpenView) -> None:
        """Write down what the gate said."""
        self._quote("Cairn", words_of(view))

    def filled(self, who: str, title: str, view: OpenView, values: dict[str, object]) -> None:
        """Write down what somebody filled in, by the labels they saw."""
        self.lines.append(f"- {self._time()} **{who}** submits **{title}**")
        for one in placed(view.blocks):
            if one.in_input and one.block_id in values:
                label = one.block.get("label", {}).get("text", "")
                given = _chosen(one.element, values[one.block_id])
                self.lines.append(f"  - {label}: {_short(given)}")

    def catch_up(self, world: World, channel: str) -> None:
        """Write down the messages of Cairn's that are new or have changed their words."""
        places = [channel, *(one.id for one in world.channels.values() if one.is_im)]
        for place in places:
            for message in sorted(world.messages.get(place, {}).values(), key=lambda one: one.ts):
                if message.user != world.bot_user_id or message.ephemeral_to:
                    continue
                words = words_of(message)
                known = self._told.get((place, message.ts))
                if known == words:
                    continue
                self._told[(place, message.ts)] = words
                self._quote(_place(world, message, changed=known is not None), words)

    def text(self) -> str:
        """Give the whole file."""
        return "\n".join(self.lines).strip() + "\n"

    def _time(self) -> str:
        now: datetime = self.clock.now()
        return now.strftime("%d %b %H:%M")

    def _quote(self, who: str, words: str) -> None:
        lines = list(dict.fromkeys(line.strip() for line in words.splitlines() if line.strip()))
        self.lines += ["", f"> *{who}:*", *(f"> {_short(line)}  " for line in lines), ""]


def _place(world: World, message: SimMessage, *, changed: bool) -> str:
    channel = world.channels[message.channel]
    if channel.is_im:
        other = next(world.users[one] for one in channel.members if one != world.bot_user_id)
        place = f"to {other.real_name}"
    else:
        place = "in the thread" if message.is_reply else f"in #{channel.name}"
    return f"Cairn {place}{', brought up to date' if changed else ''}"


def _chosen(element: JsonObject, value: object) -> str:
    options = {str(one["value"]): str(one["text"]["text"]) for one in element.get("options", [])}
    if isinstance(value, list | tuple):
        return ", ".join(options.get(str(one), str(one)) for one in value)
    return options.get(str(value), str(value))


def _short(text: str) -> str:
    line = " / ".join(part.strip() for part in text.splitlines())
    return line if len(line) <= LINE_MAX else line[: LINE_MAX - 1] + "…"
