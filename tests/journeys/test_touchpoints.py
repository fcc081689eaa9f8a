"""Step 3 in depth: many touchpoints in one paste, finding one among them, and deciding what is not lived as planned."""

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_HTTP, BY_SOCKET, Team, block, detail
from workflows import touchpoints
from workflows.commands import AddTouchpoints
from workflows.words import Channel, Fate, Step

TWELVE = """Awareness: ad @social
Awareness: review portal @web
Checkout: cart @web
checkout： order form ＠web
Checkout: order form @web
Checkout: bank text @phone *
Kasse: receipt @print
Kasse: loyalty card
Delivery — parcel label @print
Delivery: courier @delivery
DELIVERY : thank-you card @print
- sticker @print"""


@BY_SOCKET
async def test_twelve_lines_over_three_stages_are_shown_placed_and_saved(team: Team) -> None:
    await team.begin(step=Step.MAP)
    view = await team.opens("sales", "touchpoints", Modal.TOUCHPOINTS)
    await team.submits("sales", {block(view, Field.LINES): TWELVE, Field.STAGE: "Delivery"})
    shown = await team.hand("sales").sees_view(Modal.TOUCHPOINTS)
    said = words_of(shown)
    assert "Nothing is saved yet" in said
    assert "1 is on the map already" in said
    assert "no stage “Kasse”" in str(shown.blocks)
    assert not (await team.map()).touchpoints

    await team.presses("sales", shown, Action.RETYPE)
    await team.settle()
    form = await team.hand("sales").sees_view(Modal.TOUCHPOINTS)
    again = await team.submits("sales", {}, form)
    assert isinstance(again, OpenView)
    assert "Nothing is saved yet" in words_of(again), "the text came back as it was typed"

    saved = await team.submits("sales", {}, again)
    assert isinstance(saved, OpenView)
    assert "2 lines have no stage yet" in words_of(saved)
    assert "Kasse: receipt @print\nKasse: loyalty card" in str(saved.blocks).replace("\\n", "\n")
    place = await team.submits("sales", {}, saved)
    assert isinstance(place, OpenView)
    where = next(str(one["block_id"]) for one in place.blocks if str(one.get("block_id", "")).startswith(Field.PLACE))
    done = await team.submits("sales", {where: "Checkout"}, place)
    assert isinstance(done, OpenView)
    assert "Saved 11" in words_of(done)
    titles = {stage.name: [one.title for one in stage.touchpoints] for stage in (await team.map()).stages}
    assert titles == {
        "Awareness": ["ad", "review portal"],
        "Checkout": ["cart", "order form", "bank text", "receipt", "loyalty card"],
        "Delivery": ["parcel label", "courier", "thank-you card", "sticker"],
    }
    await team.closes("sales")


@pytest.mark.thorough
@BY_HTTP
async def test_one_of_hundreds_is_found_by_typing_told_about_and_its_stage_listed(team: Team) -> None:
    await team.begin(step=Step.MAP)
    stages = {name: stage_id for stage_id, name in (await team.map()).outline.stages}
    many = "\n".join(f"Contact {n} @web" for n in range(130)) + "\nDelivery: courier @delivery"
    await touchpoints.add(team.desk, team.actor(), AddTouchpoints(team.workshop, stages["Checkout"], many))
    hand = team.hand("sales")
    view = await team.opens("sales", "touchpoints", Modal.TOUCHPOINTS)
    assert len(await hand.suggest(view, Action.TOUCHPOINT, "")) == 100
    assert [one["text"]["text"] for one in await hand.suggest(view, Action.TOUCHPOINT, "contact 129")] == [
        "Contact 129"
    ]

    listed = await team.presses("sales", view, Action.TOUCHPOINT_LIST, modal=Modal.TOUCHPOINT_LIST)
    assert "131 touchpoints" in words_of(listed)
    await hand.click(listed, f"{Action.TOUCHPOINT_FILTER}:stage", "Delivery")
    await team.settle()
    narrowed = await hand.sees_view(Modal.TOUCHPOINT_LIST)
    assert "courier" in words_of(narrowed)
    assert "Contact 1" not in words_of(narrowed)
    (courier,) = [one for one in (await team.map()).touchpoints if one.title == "courier"]
    form = await team.presses("sales", narrowed, f"{Action.TOUCHPOINT}:{courier.id}", modal=Modal.TOUCHPOINT)
    await hand.fill({Field.DEPARTMENT: "Logistics"})
    await hand.click(form, f"{Action.MORE}:touchpoint")
    await team.settle()
    full = await hand.sees_view(Modal.TOUCHPOINT)
    told = {
        detail("need"): "The parcel in hand",
        detail("performance"): "4",
        detail("reach"): "80",
        detail("links"): "Contact 7",
    }
    await team.submits("sales", told, full)
    one = next(one for one in (await team.map()).touchpoints if one.id == courier.id)
    linked = next(one.id for one in (await team.map()).touchpoints if one.title == "Contact 7")
    assert (one.department, one.details) == (
        "Logistics",
        {"need": "The parcel in hand", "performance": "4", "reach": "80", "links": str(linked)},
    )
    await team.settle()
    assert "Logistics" in words_of(hand.view), "the list below shows the change"
    await team.closes("sales")


@BY_SOCKET
async def test_what_nobody_uses_is_decided_about_and_the_decision_stands_in_the_list_and_the_form(team: Team) -> None:
    await team.begin(step=Step.MAP)
    stage_id = (await team.map()).outline.stages[0][0]
    await touchpoints.add(team.desk, team.actor(), AddTouchpoints(team.workshop, stage_id, "Fax line", Channel.PHONE))
    hand = team.hand("sales")
    view = await team.opens("sales", "touchpoints", Modal.TOUCHPOINTS)
    form = await team.presses("sales", view, Action.TOUCHPOINT, "Fax line", modal=Modal.TOUCHPOINT)
    await team.submits("sales", {Field.LIVED: "no"}, form)
    listed = await team.presses("sales", hand.view, Action.LIVED, modal=Modal.LIVED)
    assert "Planned, but not lived" in words_of(listed)
    await hand.click(listed, f"{Action.FATE}:drop")
    await team.settle()
    decided = await hand.sees_view(Modal.LIVED)
    assert "to be dropped" in words_of(decided)
    (fax,) = (await team.map()).touchpoints
    assert fax.fate is Fate.DROP
    await team.presses("sales", decided, f"{Action.TOUCHPOINT}:{fax.id}", modal=Modal.TOUCHPOINT)
    assert "to be dropped" in words_of(hand.view)
    await team.closes("sales")
