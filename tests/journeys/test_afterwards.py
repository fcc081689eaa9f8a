"""A map's life besides its steps: what happened to it, taking back, copies, and that it can go and come back."""

import pytest

from bot.ids import Action, Modal
from bot.simulator.reading import words_of
from tests.journeys.team import BY_SOCKET, LEADER, Team
from workflows import contributions, touchpoints, workshops
from workflows.commands import AddTouchpoints, Delete
from workflows.words import Step

pytestmark = BY_SOCKET


async def test_a_person_undoes_what_they_just_added_and_a_double_press_undoes_once(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.types("sales", "pain Checkout: Shipping costs appear late")
    added = await team.types("sales", "pain Checkout: Chat answers after 11 minutes")
    hand = team.hand("sales")
    for told in ("Taken back", "taken back already"):
        await hand.click(added, Action.UNDO)
        answer = await hand.sees(team.channel, told)
        assert "Chat answers after 11 minutes" in words_of(answer)
        assert answer.ephemeral_to == team.user("sales").id
    assert [pain.text for pain in (await team.map()).pains] == ["Shipping costs appear late"]
    assert "Shipping costs" in words_of(await team.types("sales", "undo"))
    assert "nothing of yours" in words_of(await team.types("sales", "undo"))
    assert not (await team.map()).pains


async def test_a_map_is_found_by_words_in_any_case_and_its_history_is_read_and_narrowed(team: Team) -> None:
    await team.begin(step=Step.FEEL, title="Возврат посылки")
    await team.adds_pain("support", "Chat answers after 11 minutes", severity="Serious")
    await team.types("sales", "joy Delivery: It came early")
    view = await team.opens("product", "history", Modal.INFO)
    name = team.user("support").real_name
    assert f"{name} added the pain point “Chat answers after 11 minutes”" in words_of(view)
    assert f"{team.user('sales').real_name} added the joy “It came early”" in words_of(view)
    assert "went to another step" in words_of(view)
    await team.hand("product").click(view, Action.HISTORY_WHO, name)
    await team.settle()
    narrowed = await team.hand("product").sees_view(Modal.INFO)
    assert "Chat answers" in words_of(narrowed)
    assert "It came early" not in words_of(narrowed)
    await team.closes("product")
    found = await team.types("support", "list CHAT ВОЗВРАТ")
    assert "Возврат посылки" in words_of(found)
    assert "pain point: Chat answers after 11 minutes" in words_of(found)
    assert "Nothing" in words_of(await team.types("support", "list rocket science"))


@pytest.mark.thorough
async def test_a_future_state_is_copied_changed_and_compared_with_today(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.adds_pain("support", "Chat answers after 11 minutes")
    manage = await team.opens(LEADER, "manage", Modal.INFO)
    begun = await team.presses(LEADER, manage, Action.FUTURE)
    assert "The future state" in words_of(begun)
    await team.settle()
    future = max(int(one.metadata["event_payload"]["key"].partition(":")[2]) for one in team.keyed("card:"))
    assert "Tomorrow: Buying a kitchen" in words_of(team.card(future))
    copied = await team.map(future)
    await contributions.delete(team.desk, team.actor(), Delete(future, "note", copied.pains[0].id))
    checkout = copied.outline.stages[1][0]
    await touchpoints.add(team.desk, team.actor(), AddTouchpoints(future, checkout, "A bot that answers at once @chat"))
    compared = await team.presses(LEADER, begun, Action.COMPARE)
    assert "Pain points gone" in words_of(compared)
    assert "Chat answers after 11 minutes" in words_of(compared)
    assert "A bot that answers at once" in words_of(compared)
    await team.hand(LEADER).click(compared, Action.SEND_COMPARISON)
    await team.drawn()
    (picture,) = [one for one in team.world.thread(team.channel.id, team.card(future).ts) if one.files]
    assert "Chat answers after 11 minutes" in words_of(picture), "the picture is told in words, too"
    assert team.world.files[picture.files[0]].alt
    assert [pain.text for pain in (await team.map()).pains] == ["Chat answers after 11 minutes"], "today stays today"
    await team.closes(LEADER)


async def test_a_deleted_map_is_gone_for_all_and_comes_back_from_the_list(team: Team) -> None:
    await team.begin(step=Step.FEEL, title="Returning a parcel")
    await team.adds_pain("support", "Chat answers after 11 minutes")
    manage = await team.opens("sales", "manage", Modal.INFO)
    assert Action.DELETE_MAP not in str(manage.blocks), "who may not delete it is not offered it"
    await team.closes("sales")
    manage = await team.opens(LEADER, "manage", Modal.INFO)
    asked = await team.presses(LEADER, manage, Action.DELETE_MAP, modal=Modal.DELETE_MAP)
    assert "3 stages" in words_of(asked)
    assert "1 contribution" in words_of(asked)
    gone = await team.submits(LEADER, {})
    assert gone is not None
    assert "Returning a parcel" in words_of(gone)
    await team.closes(LEADER)
    await team.settle()
    assert f"<@{team.user(LEADER).id}> deleted it" in words_of(team.card())
    for role in ("sales", LEADER):
        assert "no workshop in this channel" in words_of(await team.types(role, ""))
        assert "Returning a parcel" not in words_of(await team.types(role, "list"))
    assert "no deleted map" in words_of(await team.types("sales", "list deleted"))
    answer = await team.types(LEADER, "list deleted")
    await team.hand(LEADER).click(answer, Action.RESTORE)
    await team.hand(LEADER).sees(team.channel, "is back")
    await team.settle()
    assert "deleted" not in words_of(team.card())
    assert "Returning a parcel" in words_of(await team.types("sales", "list"))


async def test_an_ended_map_is_opened_again_from_the_list(team: Team) -> None:
    await team.begin(step=Step.FEEL, title="Calling the hotline")
    await workshops.end(team.desk, team.actor(), team.workshop)
    assert "no workshop in this channel" in words_of(await team.types(LEADER, ""))
    shown = await team.presses(LEADER, await team.types(LEADER, "list HOTLINE"), Action.MAP, modal=Modal.INFO)
    manage = await team.presses(LEADER, shown, Action.MANAGE)
    again = await team.presses(LEADER, manage, Action.REOPEN)
    assert "is open again" in words_of(again)
    await team.closes(LEADER)
    assert "added" in words_of(await team.types("sales", "pain Checkout: Too slow"))
