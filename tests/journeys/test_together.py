"""Several people at one map: own contributions, and those of others."""

import pytest

from bot.forms import part
from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_HTTP, LEADER, Team, block
from workflows.words import Step

pytestmark = BY_HTTP


def mine(name: str) -> str:
    return part(Field.MINE, name)


async def changes(team: Team, role: str, text: str) -> OpenView:
    """Open the form to change the first of one's own contributions."""
    hand = team.hand(role)
    listed = await team.opens(role, "mine", Modal.MINE)
    row = next(one for one in listed.blocks if text in str(one))
    await hand.click(listed, Action.ITEM, "Change", block_id=row["block_id"])
    return await hand.sees_view()


async def test_what_i_gave_i_can_change_and_take_back(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.types("sales", "pain Checkout: queues")
    view = await changes(team, "sales", "queues")
    await team.submits("sales", {block(view, Field.TEXT): "long queues"})
    assert [pain.text for pain in (await team.map()).pains] == ["long queues"]
    hand = team.hand("sales")
    await team.settle()
    listed = hand.view
    assert listed is not None
    assert "long queues" in words_of(listed), "the list below follows"
    row = next(one for one in listed.blocks if "long queues" in str(one))
    await hand.click(listed, Action.ITEM, "Delete…", block_id=row["block_id"])
    await hand.sees_view(Modal.DELETE)
    await team.submits("sales", {})
    assert not (await team.map()).pains


@pytest.mark.thorough
async def test_what_others_gave_is_neither_listed_nor_mine_to_change(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    answer = await team.types("sales", "pain Checkout: queues")
    hand = team.hand("support")
    assert "queues" not in words_of(await team.opens("support", "mine", Modal.MINE))
    await hand.close()
    # A button of somebody else's private answer cannot be pressed; its value can be forged.
    value = next(
        one["value"]
        for row in answer.blocks
        for one in row.get("elements", ())
        if one.get("action_id") == Action.EDIT_NOTE
    )
    card = team.card()
    card.blocks[-1]["elements"][0] |= {"action_id": Action.EDIT_NOTE, "value": value}
    await hand.click(card, Action.EDIT_NOTE)
    view = await hand.sees_view()
    if view.callback_id == Modal.NOTE:
        refused = await hand.submit({block(view, Field.TEXT): "no queues at all"})
        assert isinstance(refused, OpenView)
        assert "Only the person who wrote this" in words_of(refused)
        assert "no queues at all" in str(refused.blocks), "what was typed is given back"
    assert [pain.text for pain in (await team.map()).pains] == ["queues"]


async def test_the_facilitator_may_tidy_up_what_anybody_gave(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    answer = await team.types("sales", "pain Checkout: qeues")
    value = next(
        one["value"]
        for row in answer.blocks
        for one in row.get("elements", ())
        if one.get("action_id") == Action.EDIT_NOTE
    )
    card = team.card()
    card.blocks[-1]["elements"][0] |= {"action_id": Action.EDIT_NOTE, "value": value}
    view = await team.presses(LEADER, card, Action.EDIT_NOTE)
    await team.submits(LEADER, {block(view, Field.TEXT): "queues"})
    assert [pain.text for pain in (await team.map()).pains] == ["queues"]
