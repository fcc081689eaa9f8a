"""Maps below larger ones, and the list of maps narrowed by what is typed behind it, as people use them."""

from datetime import timedelta

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.blocks import placed
from bot.simulator.reading import words_of
from storage import tables
from tests.journeys.team import BY_SOCKET, LEADER, Team, choices
from workflows import pains, workshops
from workflows.promising import AssignPain
from workflows.words import Step

pytestmark = [BY_SOCKET, pytest.mark.thorough]
OTHER = "support"


async def test_a_stage_gets_a_map_of_its_own_and_both_maps_name_each_other(team: Team) -> None:
    whole = await team.begin(title="The whole way")
    manage = await team.opens(LEADER, "manage", Modal.INFO)
    begin = next(one for one in placed(manage.blocks) if one.action_id == f"{Action.START}:below")
    form = await team.presses(LEADER, manage, begin.action_id, modal=Modal.START)
    assert f"{whole}" in choices(form, Field.PARENT)
    stage = (await team.map(whole)).stages[1]
    await team.submits(
        LEADER, {Field.PARENT: f"{whole}:{stage.id}", Field.TITLE: "Paying in detail", Field.GOAL: "Fewer drop-outs"}
    )
    await team.closes(LEADER)
    await team.drawn()
    (detail,) = [one.id for one in await workshops.open_in(team.desk, team.actor(), team.channel.id) if one.id != whole]
    assert "Part of “The whole way”, stage “Checkout”" in words_of(team.card(detail))
    assert "In detail: “Paying in detail” (stage “Checkout”)" in words_of(team.card(whole))

    listed = words_of(await team.types(LEADER, "list"))
    assert listed.index("The whole way") < listed.index("↳ Paying in detail")
    again = await team.types(LEADER, "manage")  # two maps: which one is meant?
    chosen = next(one for one in placed(again.blocks) if one.action_id == f"{Action.CHOOSE}:{detail}")
    manage = await team.presses(LEADER, again, chosen.action_id, modal=Modal.INFO)
    assert "Part of “The whole way”" in words_of(manage)
    copying = await team.presses(LEADER, manage, Action.COPY, modal=Modal.COPY)
    assert f"{whole}:{stage.id}" in choices(copying, Field.PARENT)
    await team.closes(LEADER)
    manage = await team.presses(LEADER, again, chosen.action_id, modal=Modal.INFO)
    form = await team.presses(LEADER, manage, Action.BELOW, modal=Modal.BELOW)
    assert f"{detail}" not in choices(form, Field.PARENT)
    done = await team.submits(LEADER, {Field.PARENT: "alone"}, form)
    assert done
    assert "no part of a larger map" in words_of(done)
    await team.closes(LEADER)
    assert not (await team.map(detail)).kin


async def test_the_list_is_narrowed_in_ones_own_words_and_what_is_mistyped_is_asked_about(team: Team) -> None:
    await team.begin(step=Step.REDESIGN, title="Fixing a heater")
    pain = await team.adds_pain(OTHER, "The valve leaks")
    today = team.world.clock.now().date()
    promise = AssignPain(team.workshop, pain, team.user(OTHER).id, today + timedelta(days=2))
    await pains.assign(team.desk, team.actor(), promise)
    nothing = words_of(await team.types(LEADER, "list overdue heater"))
    assert "Fixing a heater" not in nothing
    async with team.desk.db.write() as session:  # days go by
        kept = await session.get(tables.PainOwner, pain)
        assert kept
        kept.due_on = today - timedelta(days=2)
    for words in (
        "list overdue",
        "list overdue heater",
        "список просроченные",
        "list mine",
        "list here valve",
        "list 逾期",
    ):
        assert "Fixing a heater" in words_of(await team.types(LEADER, words)), words
    assert "Fixing a heater" not in words_of(await team.types(OTHER, "list mine"))
    assert "Did you mean /journey list overdue" in words_of(await team.types(LEADER, "list overdu")).replace("`", "")
    assert "Fixing a heater" not in words_of(await team.types(LEADER, "list ended"))
    assert "Nothing on your maps says" in words_of(await team.types(LEADER, "list 'mine'"))
    await workshops.end(team.desk, team.actor(), team.workshop)
    assert "Fixing a heater" in words_of(await team.types(LEADER, "list ended heater"))
    assert "Fixing a heater" not in words_of(await team.types(LEADER, "list overdue"))
