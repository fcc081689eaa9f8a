"""One person of a replay: does what a hand can do, and has it written down."""

from dataclasses import dataclass

from bot.aliases import native
from bot.i18n import Say
from bot.ids import COMMAND, Action
from bot.play.transcript import Transcript
from bot.simulator.blocks import placed
from bot.simulator.cast import Cast
from bot.simulator.people import Hand
from bot.simulator.reading import words_of
from bot.simulator.rehearsal import Rehearsal
from bot.simulator.strict_elements import options_of
from bot.simulator.things import OpenView, SimChannel, SimMessage

SETTLE = 90.0


class StuckError(Exception):
    """The replay met a screen it did not expect: what was looked for is not there."""

    def __init__(self, what: str, name: object = "") -> None:
        super().__init__(f"{what} {name!r}" if name else what)


@dataclass(slots=True)
class Stage:
    """What everybody in a replay shares."""

    rehearsal: Rehearsal
    cast: Cast
    transcript: Transcript
    say: Say  # the language of the buttons that are pressed
    _players: dict[str, "Player"]

    @property
    def channel(self) -> SimChannel:
        """Where the workshop happens."""
        return self.cast.channel

    @property
    def facilitator(self) -> "Player":
        """Who leads."""
        return self.player(next(iter(self.cast.people)))

    @property
    def everybody(self) -> list["Player"]:
        """All people, the facilitator first."""
        return [self.player(role) for role in self.cast.people]

    def player(self, role: str) -> "Player":
        """Find a person by role."""
        if role not in self._players:
            hand = self.rehearsal.simulator.hand(self.cast.people[role].id)
            self._players[role] = Player(self, hand)
        return self._players[role]

    def card(self) -> SimMessage:
        """Find the workshop's card: the message of Cairn's in the channel that a thread hangs below."""
        bot = self.rehearsal.simulator.world.bot_user_id
        messages = self.rehearsal.simulator.world.seen_by(self.cast.facilitator.id, self.channel.id)
        for message in messages:
            if message.user == bot and message.ephemeral_to is None:
                return message
        raise StuckError("no card")

    def thread(self) -> list[SimMessage]:
        """List what stands in the card's thread."""
        return self.rehearsal.simulator.world.thread(self.channel.id, self.card().ts)

    def command(self, word: str) -> str:
        """Write a command as the team types it, in its language."""
        return f"{COMMAND} {native(word, self.say.language)}"

    async def listen(self) -> None:
        """Let Cairn say what it has to say, and write it down."""
        await self.rehearsal.said(SETTLE)
        self.transcript.catch_up(self.channel.id)

    async def settle(self) -> None:
        """Let Cairn post and draw, and write its messages down."""
        await self.rehearsal.settle(SETTLE)
        self.transcript.catch_up(self.channel.id)


@dataclass(slots=True)
class Player:
    """A person who presses, types and fills in."""

    stage: Stage
    hand: Hand

    @property
    def name(self) -> str:
        """What the transcript calls them."""
        return self.hand.user.real_name.split()[0]

    async def types(self, words: str) -> SimMessage | None:
        """Type a command in the channel."""
        answer = await self.hand.command(self.stage.channel, words)
        _ = self.stage.say
        self.stage.transcript.did(self.name, _("types {words}", words=_.typed(words)))
        if answer:
            self.stage.transcript.answered(answer)
        return answer

    async def presses(self, message: SimMessage, action: Action, part: str = "") -> OpenView:
        """Press a button that opens a form; one that is not at hand stands behind «Everything else…»."""
        action_id = f"{action}:{part}" if part else str(action)
        holder: SimMessage | OpenView = message
        if not any(one.action_id == action_id for one in placed(message.blocks)):
            holder = await self.presses(message, Action.EVERYTHING)
        label = next((one.label for one in placed(holder.blocks) if one.action_id == action_id), action_id)
        await self.hand.click(holder, action_id)
        _ = self.stage.say
        self.stage.transcript.did(self.name, _("presses **{label}**", label=label))
        return await self.hand.sees_view()

    async def clicks(self, message: SimMessage, action: Action, part: str) -> None:
        """Press a button that opens nothing, where there is one: the language that is spoken already is not offered."""
        action_id = f"{action}:{part}"
        label = next((one.label for one in placed(message.blocks) if one.action_id == action_id), "")
        if not label:
            return
        await self.hand.click(message, action_id)
        _ = self.stage.say
        self.stage.transcript.did(self.name, _("presses **{label}**", label=label))
        await self.stage.listen()

    async def chooses(self, holder: SimMessage | OpenView, action: Action, words: str) -> OpenView | None:
        """Choose something in a menu; the form it opens, if it opens one."""
        await self.hand.click(holder, str(action), words)
        _ = self.stage.say
        self.stage.transcript.did(self.name, _("chooses **{words}**", words=words))
        return self.hand.view

    async def fills(self, values: dict[str, object]) -> OpenView | None:
        """Fill the form on top in and submit it; what is on top then."""
        view = self.hand.view
        if view is None:
            raise StuckError("no form before", self.name)
        title = words_of(view).split("\n", 1)[0]
        inputs = [one for one in placed(view.blocks) if one.in_input]  # the view itself changes when it is submitted
        answer = await self.hand.submit(values)
        if isinstance(answer, dict):
            raise StuckError(title, answer)
        self.stage.transcript.filled(self.name, title, inputs, values)
        return answer

    async def closes(self) -> None:
        """Close whatever forms are open."""
        if self.hand.view:
            await self.hand.close(everything=True)

    def guide(self) -> SimMessage:
        """Find the newest guide: the last message of the thread with a button to go on."""
        for message in reversed(self.stage.thread()):
            if any(one.action_id == Action.NEXT for one in placed(message.blocks)) and message.is_reply:
                return message
        raise StuckError("no guide")

    async def goes_on(self) -> None:
        """Press «next» on the guide and go through the gate."""
        gate = await self.presses(self.guide(), Action.NEXT)
        self.stage.transcript.gate(gate)
        await self.fills({})
        await self.closes()
        await self.stage.settle()


def field_named(view: OpenView, label: str, prefix: str = "") -> str:
    """Find the block of a form by its label."""
    for one in placed(view.blocks):
        if one.in_input and one.block.get("label", {}).get("text") == label and one.block_id.startswith(prefix):
            return one.block_id
    raise StuckError("no field", label)


def option_like(view: OpenView, block_id: str, words: str) -> str:
    """Find the value of the choice whose words begin like `words` (long ones are clipped on screen)."""
    one = next(one for one in placed(view.blocks) if one.block_id == block_id)
    for option in options_of(one.element):
        shown = option["text"]["text"].rstrip("…").strip()
        if words.startswith(shown) or words[:30] in shown:
            return str(option["value"])
    raise StuckError("no choice like", words)


def round_of(view: OpenView, field: str) -> str:
    """Find a field's block whatever its round: a form that comes back empty names its blocks anew."""
    for one in placed(view.blocks):
        if one.in_input and one.block_id.split("~")[0] == field:
            return one.block_id
    raise StuckError("no field", field)
