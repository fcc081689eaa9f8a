"""The life of a promise, by hand: what owners press and fill in, who else may not, and how each is spoken with."""

import asyncio
from datetime import timedelta

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from bot.views import care
from tests.journeys.team import BY_SOCKET, LEADER, Team
from workflows.snapshots import Ownership
from workflows.words import NoticeKind, Step

pytestmark = BY_SOCKET


async def owned(team: Team) -> Ownership:
    (pain,) = (await team.map()).pains
    assert pain.ownership is not None
    return pain.ownership


async def promised(team: Team) -> None:
    """A pain point of somebody's, told in the message of their day."""
    await team.at_work("product")
    await team.begin(step=Step.REDESIGN)
    pain = await team.adds_pain("support", "Nobody answers the phone")
    await team.gives_owner(LEADER, pain, "product")


@pytest.mark.thorough
async def test_an_owner_takes_on_comes_back_later_moves_the_day_and_asks_for_help(team: Team) -> None:
    await promised(team)
    hand, letter = team.hand("product"), team.letters("product")[-1]
    await asyncio.gather(*(hand.click(letter, Action.ACCEPT) for _ in range(2)))
    await team.settle()
    assert (await owned(team)).accepted_at
    assert Action.ACCEPT not in str(letter.blocks), "the message shows what came of it"

    await team.presses("product", letter, Action.SNOOZE, modal=Modal.SNOOZE)
    kept = await team.submits("product", {Field.SNOOZE: "week"})
    assert kept is not None
    assert "I come back to it" in words_of(kept)
    await team.closes("product")
    day = team.world.clock.now().date() + timedelta(days=40)
    await team.presses("product", letter, Action.NEW_DATE, modal=Modal.NEW_DATE)
    await team.submits("product", {Field.DUE: day, Field.REASON: "The supplier is late"})
    await team.closes("product")
    ownership = await owned(team)
    assert (ownership.due_on, ownership.due_reason, ownership.snoozed_until) == (day, "The supplier is late", None)
    await team.presses("product", letter, Action.ASK_HELP, modal=Modal.ASK_HELP)
    await team.submits("product", {Field.TEXT: "A second line", Field.ASKED: [care.LEADERS, care.THREAD]})
    await team.closes("product")
    await team.settle()
    assert any("A second line" in words_of(message) for message in team.thread())
    shown = await team.opens("sales", "hurts", Modal.PAINS)
    for words in ("accepted", "The supplier is late", "A second line"):
        assert words in words_of(shown)
    await team.closes("sales")
    await team.at_work(LEADER)
    assert "A second line" in words_of(team.letters(LEADER)[-1])
    assert "promised another day" in words_of(await team.opens(LEADER, "history", Modal.INFO))
    await team.closes(LEADER)


@pytest.mark.thorough
async def test_who_handed_it_over_meanwhile_changes_nothing_with_a_form_that_stood_open(team: Team) -> None:
    await promised(team)
    await team.presses("product", team.letters("product")[-1], Action.SNOOZE, modal=Modal.SNOOZE)
    (pain,) = (await team.map()).pains
    await team.gives_owner(LEADER, pain.id, "design")
    before = await owned(team)
    refused = await team.hand("product").submit({Field.SNOOZE: "week"})
    assert isinstance(refused, OpenView)
    assert "Only the person who owns this" in words_of(refused)
    await team.closes("product")
    assert await owned(team) == before
    assert Action.SNOOZE not in str(team.letters("product")[-1].blocks), "the message says who answers for it now"


@pytest.mark.thorough
async def test_who_leaves_the_workspace_gives_back_what_was_theirs(team: Team) -> None:
    await promised(team)
    user = team.user("product")
    try:
        user.deleted = True
        await team.running.simulator.change_user(user)
        await team.drawn()
        ownership = await owned(team)
        assert ownership.left_by is not None
        assert (ownership.owner.user_id, ownership.left_by.user_id) == (team.user(LEADER).id, user.id)
        await team.at_work(LEADER)
        assert "Nobody answers the phone" in words_of(team.letters(LEADER)[-1])
    finally:
        user.deleted = False
        await team.running.simulator.change_user(user)
        await team.drawn()


async def test_settings_hold_and_say_what_cannot_be_turned_off(team: Team) -> None:
    await team.begin()
    view = await team.opens("support", "settings", Modal.SETTINGS)
    assert "This I always say" in words_of(view)
    wrong = await team.hand("support").submit({Field.WORKS_FROM: "18:00", Field.WORKS_UNTIL: "09:00"})
    assert isinstance(wrong, dict), "it ends before it begins, and the field says so"
    every = [kind.value for kind in NoticeKind if kind is not NoticeKind.STEP]
    wanted = [kind for kind in every if kind not in {"assigned", "handed_back", "webhook"}]
    await team.submits(
        "support",
        {Field.WORKS_FROM: "07:00", Field.WORKS_UNTIL: "15:30", Field.WORKS_ON: ["0", "1"], Field.WANTED: wanted},
    )
    await team.closes("support")
    await team.hand("support").open_home()
    await team.hand("support").sees_home("07:00–15:30")
    view = await team.opens("support", "settings", Modal.SETTINGS)
    await team.submits("support", {Field.WORKS_FROM: "09:00", Field.WORKS_UNTIL: "18:00"})
    await team.closes("support")
