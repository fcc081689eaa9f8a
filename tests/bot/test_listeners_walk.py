"""The walk through the six steps, through the wire: what is typed, pressed and filled in, and what one sees after it."""

from collections.abc import AsyncIterator

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.people import Hand
from bot.simulator.reading import words_of
from bot.simulator.rehearsal import Rehearsal
from bot.simulator.things import OpenView, SimMessage
from tests.bot.crew import Crew, crew, workplace
from workflows.words import Channel, Step, Usage, WorkshopStatus


@pytest.fixture(scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rehearsal]:
    """A workspace for all tests of this module."""
    async with workplace(tmp_path_factory.mktemp("walk")) as made:
        yield made
        await made.settle()


@pytest.fixture
async def team(there: Rehearsal) -> Crew:
    """Anna and Boris, a workshop with two stages."""
    return await crew(there)


async def _types(team: Crew, hand: Hand, typed: str) -> SimMessage:
    """What `/journey` answers at once."""
    answer = await hand.command(team.channel, f"/journey {typed}".strip())
    assert answer is not None
    assert answer.ephemeral_to == hand.id
    return answer


def _card(team: Crew) -> SimMessage:
    return next(m for m in team.anna.messages(team.channel) if "Buying a jacket" in words_of(m) and not m.ephemeral_to)


# Typing


async def test_a_pain_typed_in_one_line_is_stored_at_once_and_can_be_changed(team: Crew) -> None:
    answer = await _types(team, team.anna, "pain Checkout: price changes <!channel>")
    assert "added in “Checkout”" in words_of(answer)
    (pain,) = (await team.map()).pains
    assert pain.text == "price changes <!channel>"
    assert "<!channel>" not in answer.text
    await team.anna.click(answer, Action.EDIT_NOTE)
    await team.anna.sees_view(Modal.NOTE)


async def test_a_stage_that_does_not_exist_is_said_with_those_that_do(team: Crew) -> None:
    await _types(team, team.anna, "pain Checkout: too dear")
    answer = words_of(await _types(team, team.anna, "pain Kasse: too dear"))
    assert "No stage is called “Kasse”" in answer
    assert "“Awareness” and “Checkout”" in answer
    assert "No stage is called" not in words_of(await _types(team, team.anna, "pain Checkout: 3-D Secure: fails"))
    assert "No stage is called" not in words_of(await _types(team, team.anna, "pain she said on the phone: no"))


async def test_other_languages_have_words_too(team: Crew) -> None:
    await _types(team, team.anna, "боль Checkout: дорого")
    await _types(team, team.anna, "点子 Checkout: 更便宜")
    snapshot = await team.map()
    assert [pain.text for pain in snapshot.pains] == ["дорого"]
    assert [idea.text for idea in snapshot.ideas] == ["更便宜"]


async def test_help_and_list_answer_in_words(team: Crew) -> None:
    assert "6. " in words_of(await _types(team, team.anna, "help"))
    agreed = words_of(await _types(team, team.anna, "decision We mend the form first"))
    assert "Decision added for the whole journey" in agreed
    assert "/journey pain" not in words_of(named := await _types(team, team.anna, "pain Checkout: too slow"))
    assert "added in “Checkout”" in words_of(named)
    assert "Buying a jacket" in words_of(await _types(team, team.anna, "list"))


# Starting


async def test_title_and_goal_can_be_changed_from_the_menu_of_the_card(team: Crew) -> None:
    await team.there.settle()
    await team.anna.click(_card(team), Action.MENU, "Change title and goal")
    await team.anna.sees_view(Modal.FRAME)
    assert await team.anna.submit({Field.TITLE: "Buying a jacket online", Field.JOURNEY_OWNER: team.boris.id}) is None
    await team.there.settle()
    assert "Buying a jacket online" in words_of(_card(team))
    assert (await team.map()).outline.journey_owner is not None


async def test_two_facilitators_changing_the_frame_are_shown_both_texts(team: Crew) -> None:
    await team.opens(team.anna, "edit", Modal.FRAME)
    one = team.anna.view
    await team.opens(team.boris, "edit", Modal.FRAME)
    await team.anna.submit({Field.GOAL: "A goal of Anna's"}, one)
    refused = await team.boris.submit({Field.GOAL: "A goal of Boris's"})
    assert isinstance(refused, OpenView)
    assert "Only the facilitator" in words_of(refused)
    assert "A goal of Boris's" in str(refused.blocks), "what was typed is given back"


async def test_ending_a_workshop_leaves_the_map_to_be_read(team: Crew) -> None:
    view = await team.opens(team.anna, "edit", Modal.FRAME)
    await team.anna.click(view, Action.END)
    await team.anna.sees_view(Modal.INFO)
    assert (await team.map()).outline.status is WorkshopStatus.ENDED
    await team.there.settle()
    assert "has ended" in words_of(_card(team))


# Going on and back


async def test_going_back_can_be_typed_and_asks_first(team: Crew) -> None:
    await team.opens(team.anna, "next", Modal.GATE)
    await team.anna.submit({})
    await team.anna.close()
    view = await team.opens(team.anna, "back", Modal.GATE)
    assert "goes back" in words_of(view)
    await team.anna.submit({})
    assert (await team.map()).outline.step is Step.INVITE


async def test_two_people_pressing_next_move_the_team_once(team: Crew) -> None:
    first = await team.opens(team.anna, "next", Modal.GATE)
    await team.anna.submit({}, first)
    stale = await team.opens(team.anna, "next", Modal.GATE)
    await team.anna.submit({}, stale)
    assert (await team.map()).outline.step is Step.MAP
    await team.anna.close()
    await team.there.settle()


async def test_a_participant_cannot_move_the_team(team: Crew) -> None:
    waiting = await team.opens(team.boris, "next", Modal.INFO)
    assert "takes the team to the next step" in words_of(waiting)
    assert waiting.submit is None
    await team.boris.click(waiting, Action.PEOPLE)
    await team.boris.sees_view(Modal.PEOPLE)
    assert len(team.there.simulator.world.stack(team.boris.id)) == 1, "the form stands in the place of the answer"
    assert (await team.map()).outline.step is Step.INVITE


# People, the customer, the stages, the touchpoints


async def test_people_of_one_team_are_brought_in_together(team: Crew) -> None:
    await team.opens(team.anna, "people", Modal.PEOPLE)
    after = await team.anna.submit({Field.PEOPLE: [team.boris.id], Field.DEPARTMENT: "Logistics"})
    assert isinstance(after, OpenView)
    assert "Added" in str(after.title)
    assert {p.department for p in (await team.map()).outline.participants} >= {"Logistics"}


async def test_the_customer_unfolds_without_losing_a_word_and_a_second_one_can_be_added(team: Crew) -> None:
    view = await team.opens(team.anna, "customer", Modal.PERSONA)
    await team.anna.fill({Field.NAME: "Marina", Field.GOAL: "A jacket before Saturday", "detail:likes": "Blue"})
    await team.anna.click(view, f"{Action.MORE}:persona")
    full = await team.anna.sees_view(Modal.PERSONA)
    assert await team.anna.submit({"detail:age": "34"}, full) is None
    (marina,) = (await team.map()).personas
    assert (marina.name, marina.goal, marina.details) == (
        "Marina",
        "A jacket before Saturday",
        {"likes": "Blue", "age": "34"},
    )
    again = await team.opens(team.anna, "customer", Modal.PERSONA)
    await team.anna.click(again, f"{Action.PERSONA}:new")
    await team.anna.sees_view(Modal.PERSONA)
    await team.anna.submit({Field.NAME: "Oleg"})
    assert [one.name for one in (await team.map()).personas] == ["Marina", "Oleg"]


async def test_stages_are_set_by_lines_and_a_change_meanwhile_is_put_together(team: Crew) -> None:
    mine = await team.opens(team.anna, "stages", Modal.STAGES)
    await team.opens(team.boris, "stages", Modal.STAGES)
    after = await team.anna.submit({Field.STAGES: "Awareness\nResearch\nCheckout"}, mine)
    assert isinstance(after, OpenView)
    assert "3 stages" in words_of(after)
    together = await team.boris.submit({Field.STAGES: "Awareness\nCheckout\nDelivery"})
    assert isinstance(together, OpenView)
    assert "Somebody else changed the stages" in words_of(together)
    await team.boris.submit({})
    assert [one.name for one in (await team.map()).stages] == ["Awareness", "Checkout", "Delivery", "Research"]


async def test_a_stage_that_something_stands_in_cannot_be_dropped(team: Crew) -> None:
    await _types(team, team.anna, "pain Checkout: too dear")
    await team.opens(team.anna, "stages", Modal.STAGES)
    errors = await team.anna.submit({Field.STAGES: "Awareness"})
    assert isinstance(errors, dict)
    assert "Checkout" in errors[Field.STAGES]


async def test_one_stage_is_described_in_depth_from_the_list(team: Crew) -> None:
    view = await team.opens(team.anna, "stages", Modal.STAGES)
    await team.anna.click(view, Action.STAGE, "Checkout")
    await team.anna.sees_view(Modal.STAGE)
    await team.anna.submit({Field.TIME_SPENT: "Ten minutes", "detail:trigger": "The cart is full"})
    stage = (await team.map()).stages[1]
    assert (stage.time_spent, stage.details) == ("Ten minutes", {"trigger": "The cart is full"})


async def test_touchpoints_are_saved_by_lines_and_the_form_comes_back_empty(team: Crew) -> None:
    await team.opens(team.anna, "touchpoints", Modal.TOUCHPOINTS)
    again = await team.anna.submit({Field.STAGE: "Checkout", Field.LINES: "Order form @web\n- Bank text @phone"})
    assert isinstance(again, OpenView)
    assert "Saved 2" in words_of(again)
    third = await team.anna.submit({f"{Field.LINES}~1": "Chat", f"{Field.MOMENT}~1": ["Wished for", "Moment of truth"]})
    assert isinstance(third, OpenView)
    assert "Saved 3" in words_of(third)
    stage = (await team.map()).stages[1]
    assert [(t.title, t.channel) for t in stage.touchpoints[:2]] == [
        ("Order form", Channel.WEB),
        ("Bank text", Channel.PHONE),
    ]
    chat = stage.touchpoints[2]
    assert (chat.usage, chat.moment_of_truth) == (Usage.WISHED_FOR, True)


# At home


async def _speaks(team: Crew, home: OpenView, language: str) -> None:
    await team.anna.click(home, Action.SETTINGS)
    await team.anna.sees_view(Modal.SETTINGS)
    await team.anna.submit({Field.LANGUAGE: language})
    await team.anna.close()


async def test_the_home_tab_shows_my_maps_and_speaks_the_language_i_choose(team: Crew) -> None:
    await team.anna.open_home()
    home = await team.anna.sees_home("Buying a jacket")
    await _speaks(team, home, "Русский")
    await team.there.settle()
    russian = await _types(team, team.anna, "")
    assert russian
    home = team.anna.home
    assert home
    await _speaks(team, home, "English")
    await team.there.settle()
    await team.anna.click(team.anna.home or home, Action.HELP)
    first = await team.anna.sees_view(Modal.INFO)
    assert "/journey touchpoints" not in words_of(first), "the first help is no wall of text"
    assert "6. " in words_of(first)
    await team.anna.click(first, Action.ALL_WORDS)
    assert "/journey touchpoints" in words_of(await team.anna.sees_view(Modal.INFO))
