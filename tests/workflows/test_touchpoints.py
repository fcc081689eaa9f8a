"""What is told of a touchpoint, and what is decided about it."""

from dataclasses import replace

import pytest

from bot import errors
from bot.i18n import say_for
from storage import tables
from tests.workflows.conftest import Room
from workflows import limits, touchpoints
from workflows.commands import AddTouchpoints, EditTouchpoint
from workflows.errors import InvalidError
from workflows.lived import Gap, Lived, gaps
from workflows.touchpoints import DecideTouchpoint
from workflows.words import Channel, Fate, TouchpointClass


async def _form(room: Room, lines: str = "Form @web\nCall @phone") -> EditTouchpoint:
    done = await touchpoints.add(
        room.desk, room.ann, AddTouchpoints(room.workshop_id, await room.stage("Checkout"), lines)
    )
    stage_id = await room.stage("Checkout")
    return EditTouchpoint(room.workshop_id, done.extra["ids"][0], 1, stage_id, "Form", Channel.WEB)


async def test_everything_that_is_told_of_a_touchpoint_is_kept(room: Room) -> None:
    form = await _form(room)
    other = form.touchpoint_id + 1
    told = {
        "need": "To pay at once",
        "customer_goal": "A receipt",
        "region": "North",
        "person": "Olga",
        "performance": "4",
        "reach": "35",
        "resources": "A form\nA bank",
        "resources_lacking": "A phone line",
        "links": f"{other} {form.touchpoint_id} 999999",
        "colour": "blue",
    }
    await touchpoints.edit(room.desk, room.bob, replace(form, planned=False, lived=Lived.YES, details=told))
    one = (await room.map()).touchpoints[0]
    assert one.details == {**{name: said for name, said in told.items() if name != "colour"}, "links": str(other)}
    assert (one.planned, one.lived, one.fate) == (False, True, None)


@pytest.mark.parametrize(("name", "said"), [("performance", "6"), ("performance", "x"), ("reach", "101")])
async def test_a_rating_is_one_to_five_and_a_reach_at_most_everybody(room: Room, name: str, said: str) -> None:
    form = await _form(room)
    with pytest.raises(InvalidError, match="out_of_range") as caught:
        await touchpoints.edit(room.desk, room.bob, replace(form, details={name: said}))
    assert caught.value.field == f"details.{name}"


async def test_what_is_only_planned_only_lived_or_redundant_calls_for_a_decision_that_is_kept(room: Room) -> None:
    form = await _form(room, "Form\nCall\nSign\nAd")
    changes = (
        {"classed": TouchpointClass.REDUNDANT},
        {"planned": False, "lived": Lived.YES},
        {"lived": Lived.NO},
        {"lived": Lived.YES},
    )
    for number, change in enumerate(changes):
        command = replace(form, touchpoint_id=form.touchpoint_id + number, title=str(number), **change)  # type: ignore[arg-type]
        await touchpoints.edit(room.desk, room.bob, command)
    found = gaps((await room.map()).touchpoints)
    assert [(gap, one.title) for gap, one in found] == [(Gap.UNUSED, "2"), (Gap.UNPLANNED, "1"), (Gap.REDUNDANT, "0")]
    drop = DecideTouchpoint(room.workshop_id, found[0][1].id, Fate.DROP)
    await touchpoints.decide(room.desk, room.bob, drop)
    await touchpoints.decide(room.desk, room.ann, drop)
    assert gaps((await room.map()).touchpoints)[0][1].fate is Fate.DROP
    audits = [row for row in await room.all(tables.Audit) if row.action == "touchpoint.decide"]
    assert [(row.actor_id, row.after) for row in audits] == [("UBOB", {"fate": "drop"})]


async def test_a_full_map_says_so_in_a_clear_sentence(room: Room) -> None:
    many = "\n".join(f"Contact {n}" for n in range(limits.TOUCHPOINTS_MAX))
    command = AddTouchpoints(room.workshop_id, await room.stage("Checkout"), many)
    assert (await touchpoints.add(room.desk, room.ann, command)).count == limits.TOUCHPOINTS_MAX
    with pytest.raises(InvalidError) as caught:
        await touchpoints.add(room.desk, room.ann, replace(command, lines="Delivery: one more"))
    assert "at most 500 touchpoints" in errors.sentence(caught.value, say_for("en"))
