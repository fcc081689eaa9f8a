"""A workshop in another language: nothing that leaves the bot is left in English, whatever people type and press."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.i18n import LANGUAGES
from bot.ids import Action
from bot.listeners.registry import Word
from bot.simulator.blocks import placed
from bot.simulator.errors import NotThere
from bot.simulator.things import OpenView, SimMessage
from tests.abuse.outgoing import outgoing
from tests.bot.voices import MIRRORED, NAMES, left_in_latin, shown, spoken
from tests.journeys.team import BY_SOCKET, LEADER, Team
from workflows.words import Step

pytestmark = [pytest.mark.thorough, BY_SOCKET]

GOAL = "Fewer people give up"  # of every workshop that a team begins
STAGES = ("发现", "付款", "送货")
# What words are given where they take some; the rest are typed alone.
TYPED = {Word.PAIN: "付款: 太慢", Word.JOY: "送货: 很快", Word.IDEA: "付款: 更简单", Word.METRIC: "", Word.CADENCE: ""}
LATER = {Word.NEXT, Word.BACK, Word.UNDO}  # these change what there is to look at


def english(team: Team, seen: list[tuple[str, object]]) -> list[tuple[str, str, str]]:
    """What people were shown in Latin letters, and is no name: where it went, the words, the text."""
    people = {word for user in team.world.users.values() for word in f"{user.real_name} {user.title}".split()}
    known = frozenset(NAMES | people | {*LANGUAGES.values(), *GOAL.split(), *Word})
    found = {
        (place, " ".join(words), text[:160])
        for place, payload in seen
        for text in shown(payload)
        if (words := left_in_latin(text, known))
    }
    return sorted(found)


async def looks(team: Team, role: str, holder: SimMessage | OpenView, *, deeper: int = 1) -> None:
    """Press everything that changes nothing for others: what asks first is left alone."""
    hand = team.hand(role)
    for one in list(placed(holder.blocks)):
        if one.kind != "button" or one.element.get("confirm") or one.element.get("url"):
            continue
        if one.action_id.split(":")[0] in {Action.NEXT, Action.BACK}:
            continue
        before = hand.view
        with suppress(NotThere):  # what was pressed before it has changed the form
            await hand.click(holder, one.action_id, block_id=one.block_id)
        await team.settle()
        if hand.view and hand.view is not before and deeper:
            await looks(team, role, hand.view, deeper=deeper - 1)
        while hand.view and hand.view is not before:
            await hand.close()
        if isinstance(holder, OpenView) and hand.view is not holder and holder.type == "modal":
            return  # what was pressed took the form's place


async def types(team: Team, role: str, words: str) -> None:
    """Type a command, whatever it opens or answers."""
    hand = team.hand(role)
    answer = await hand.command(team.channel, f"/journey {words}")
    await team.settle()
    if holder := hand.view or answer:
        await looks(team, role, holder, deeper=0)
    await team.closes(role)


@pytest.fixture(params=["mirrored", "ru", "zh_Hans", "he"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """A language that everybody hears."""
    code = "he" if request.param == "mirrored" else request.param
    with spoken(code, MIRRORED if request.param == "mirrored" else None):
        yield code


async def test_nothing_is_said_in_english(team: Team, language: str) -> None:
    with outgoing(team.running) as seen:
        await team.begin(stages=STAGES, step=Step.FEEL, title="买一个厨房", language=language)
        for word in Word:
            if word not in LATER:
                await types(team, LEADER, f"{word} {TYPED.get(word, '')}".strip())
        await types(team, "sales", "什么")
        await team.drawn()
        await team.hand("sales").open_home()
        await team.settle()
        home = await team.hand("sales").open_home()
        for holder in (team.card(), team.guides()[-1], home):
            assert holder
            await looks(team, "sales", holder)
        for _step in range(2):
            gate = await team.presses(LEADER, team.guides()[-1], Action.NEXT)
            reason = [one.block_id for one in placed(gate.blocks) if one.in_input]
            await team.submits(LEADER, dict.fromkeys(reason, "原因"))
            await team.closes(LEADER)
            await team.settle()
            await looks(team, LEADER, team.guides()[-1])
        for days in (3, 7, 31):
            await team.running.simulator.clock.shift(timedelta(days=days))
            await team.at_work("sales")
        await team.drawn()
    assert not (found := english(team, seen)), "\n".join(map(str, found))
