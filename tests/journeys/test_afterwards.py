"""A map's life besides its steps: what happened to it, taking back, copies, and that it can go and come back."""

from bot.ids import Action, Modal
from bot.simulator.reading import words_of
from tests.journeys.team import BY_SOCKET, Team
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


async def test_the_history_is_read_and_narrowed_by_anybody_of_the_team(team: Team) -> None:
    await team.begin(step=Step.FEEL)
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
