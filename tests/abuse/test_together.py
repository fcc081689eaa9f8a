"""Two people change the same thing: nothing is overwritten silently, whoever comes second sees both texts and chooses."""

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_HTTP, LEADER, Team, block, detail
from tests.journeys.test_together import changes, mine
from workflows.words import Step

pytestmark = BY_HTTP


@pytest.mark.thorough
async def test_two_who_change_the_same_touchpoint_see_both_texts_and_lose_no_word(team: Team) -> None:
    await team.begin(step=Step.MAP)
    view = await team.opens("sales", "touchpoints", Modal.TOUCHPOINTS)
    await team.submits("sales", {block(view, Field.LINES): "Order form @web", Field.STAGE: "Checkout"})
    await team.hand("sales").close(everything=True)
    forms: dict[str, OpenView] = {}
    for role in (LEADER, "sales"):
        form = await team.opens(role, "touchpoints", Modal.TOUCHPOINTS)
        forms[role] = await team.presses(role, form, Action.TOUCHPOINT, "Order form", modal=Modal.TOUCHPOINT)
    await team.submits("sales", {Field.TITLE: "The long order form", Field.MOMENT: ["moment"]}, forms["sales"])
    clash = await team.submits(
        LEADER, {Field.TITLE: "Order form on the phone", Field.DEPARTMENT: "Web team"}, forms[LEADER]
    )
    assert clash is not None
    assert clash.callback_id == Modal.CONFLICT
    said = words_of(clash)
    assert "The long order form" in said
    assert "Order form on the phone" in str(clash.blocks)
    assert "Web team" in str(clash.blocks)
    assert "Moment of truth: yes now, no as you chose it" in said, "what differs besides the texts is said"
    assert "Channel" not in said, "what is the same in both is not"
    await team.submits(LEADER, {mine("title"): "The long order form, on the phone too"})
    (touchpoint,) = (await team.map()).touchpoints
    assert touchpoint.title == "The long order form, on the phone too"
    assert touchpoint.department == "Web team"


@pytest.mark.thorough
async def test_what_is_the_same_in_both_versions_is_not_shown_as_a_difference(team: Team) -> None:
    await team.begin(step=Step.MAP)
    view = await team.opens("sales", "touchpoints", Modal.TOUCHPOINTS)
    await team.submits("sales", {block(view, Field.LINES): "Order form @web", Field.STAGE: "Checkout"})
    await team.hand("sales").close(everything=True)
    forms = {}
    for role in (LEADER, "sales"):
        form = await team.opens(role, "touchpoints", Modal.TOUCHPOINTS)
        forms[role] = await team.presses(role, form, Action.TOUCHPOINT, "Order form", modal=Modal.TOUCHPOINT)
    await team.submits("sales", {Field.TITLE: "Long form"}, forms["sales"])
    clash = await team.submits(LEADER, {Field.TITLE: "Short form"}, forms[LEADER])
    assert clash is not None
    assert "as you chose it" not in words_of(clash)
    frames = {}
    await team.hand(LEADER).close(everything=True)
    first = await team.opens(LEADER, "edit", Modal.FRAME)
    await team.submits(LEADER, {Field.SYMPTOMS: ["waits", "unhappy"]}, first)
    frames["one"] = await team.opens(LEADER, "edit", Modal.FRAME)
    stack = team.world.stack(team.user(LEADER).id)
    stack.remove(frames["one"])  # the same person, at another device
    frames["two"] = await team.opens(LEADER, "edit", Modal.FRAME)
    await team.submits(LEADER, {Field.TITLE: "Buying two kitchens"}, frames["two"])
    stack.append(frames["one"])
    clash = await team.submits(LEADER, {Field.TITLE: "Buying three kitchens"}, frames["one"])
    assert clash is not None
    assert "Buying two kitchens" in words_of(clash)
    assert "as you chose it" not in words_of(clash)


@pytest.mark.thorough
async def test_two_who_change_the_same_note_or_customer_lose_no_word(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.types("sales", "pain Checkout: queues")
    first = await changes(team, "sales", "queues")
    stack = team.world.stack(team.user("sales").id)
    kept = stack[:]
    stack.clear()  # the same person, at another device
    second = await changes(team, "sales", "queues")
    await team.submits("sales", {block(second, Field.TEXT): "queues on Mondays"}, second)
    stack[:] = kept
    clash = await team.submits("sales", {block(first, Field.TEXT): "queues at noon"}, first)
    assert clash is not None
    assert clash.callback_id == Modal.CONFLICT
    assert "queues on Mondays" in words_of(clash)
    await team.submits("sales", {mine("text"): "queues on Mondays and at noon"})
    assert [pain.text for pain in (await team.map()).pains] == ["queues on Mondays and at noon"]
    stack.clear()
    await team.opens(LEADER, "customer", Modal.PERSONA)
    await team.submits(LEADER, {Field.NAME: "Sarah", Field.GOAL: "A kitchen"})
    one = await team.opens(LEADER, "customer", Modal.PERSONA)
    other = await team.opens("design", "customer", Modal.PERSONA)
    assert one.private_metadata == other.private_metadata
    await team.submits(LEADER, {Field.HEADLINE: "32, project manager"}, one)
    clash = await team.submits("design", {Field.QUOTE: "I mind not knowing", detail("likes"): "Slots"}, other)
    assert clash is not None
    assert "32, project manager" in words_of(clash)
    assert "I mind not knowing" in str(clash.blocks)
    await team.submits("design", {mine("headline"): "32, project manager"})
    (persona,) = (await team.map()).personas
    assert (persona.name, persona.headline, persona.quote) == ("Sarah", "32, project manager", "I mind not knowing")
    assert persona.details["likes"] == "Slots"


@pytest.mark.thorough
async def test_keeping_theirs_is_closing_the_form(team: Team) -> None:
    await team.begin(step=Step.CUSTOMER)
    await team.opens(LEADER, "customer", Modal.PERSONA)
    await team.submits(LEADER, {Field.NAME: "Sarah", Field.GOAL: "A kitchen"})
    one = await team.opens(LEADER, "customer", Modal.PERSONA)
    other = await team.opens("design", "customer", Modal.PERSONA)
    await team.submits(LEADER, {Field.GOAL: "A kitchen by May"}, one)
    clash = await team.submits("design", {Field.GOAL: "Any kitchen"}, other)
    assert clash is not None
    await team.hand("design").close()
    assert (await team.map()).personas[0].goal == "A kitchen by May"
