"""The Home tab and journey health, as people use them: what waits, finding a map, what is worst and its form."""

from datetime import timedelta

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.blocks import placed
from bot.simulator.people import Hand
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from storage import tables
from tests.journeys.team import BY_SOCKET, LEADER, NUMBERS, Team, block
from workflows import contributions, leading, pains, workshops
from workflows.commands import Actor, AddNote, StartWorkshop
from workflows.promising import AssignPain
from workflows.words import Attendance, NoteKind, Step

pytestmark = BY_SOCKET


async def newcomer(team: Team, name: str) -> Hand:
    user = team.world.add_user(f"{name.lower()}{next(NUMBERS)}", name)
    team.channel.members.add(user.id)
    return team.running.simulator.hand(user.id)


async def at_home(team: Team, hand: Hand, words: str, gone: str = "") -> OpenView:
    """The Home tab once it says some words, and others not any more."""
    await team.settle()
    home = await hand.sees_home(words)
    assert not gone or gone not in words_of(home)
    return home


def buttons(home: OpenView, action: Action) -> list[str]:
    return [one.action_id for one in placed(home.blocks) if one.action_id.split(":")[0] == action]


async def test_the_home_follows_what_i_do_from_it(team: Team) -> None:
    hand = await newcomer(team, "Nora")
    await hand.open_home()
    assert not buttons(await at_home(team, hand, "Welcome to Cairn"), Action.HEALTH)
    start = StartWorkshop(team.channel.id, "Renting a boat", "Fewer calls", people=(hand.id,))
    begun = await workshops.start(team.desk, team.actor(), start)
    await hand.open_home()
    home = await at_home(team, hand, "You are invited")
    await hand.click(home, f"{Action.ATTEND}:{Attendance.ACCEPTED}")
    home = await at_home(team, hand, "nothing from you yet", gone="You are invited")
    await hand.close(everything=True)

    await hand.click(home, Action.INTRODUCE)
    form = await hand.sees_view(Modal.INTRODUCE)
    await hand.submit({Field.DEPARTMENT: "Harbour"}, form)
    home = await at_home(team, hand, "What one needs next stands here", gone="nothing from you yet")

    search = block(home, Field.SEARCH)
    await hand.click(home, search, "boat")
    home = await at_home(team, hand, "Clear the search")
    assert "Renting a boat" in words_of(home)
    await hand.click(home, block(home, Field.SEARCH), "submarine")
    home = await at_home(team, hand, "Nothing here says “submarine”", gone="Renting a boat")
    await hand.click(home, Action.HOME_CLEAR)
    home = await at_home(team, hand, "Renting a boat", gone="submarine")
    elsewhere = team.world.add_channel("elsewhere", [hand.id])
    await hand.click(home, f"{Action.HOME_CHANNEL}:", elsewhere.id)
    home = await at_home(team, hand, "No map of yours is like that", gone="Renting a boat")
    await hand.click(home, Action.HOME_CLEAR)
    home = await at_home(team, hand, "Renting a boat")
    await hand.click(home, f"{Action.HOME_PERSON}:", team.user(LEADER).id)
    home = await at_home(team, hand, "Clear the search")
    await workshops.end(team.desk, team.actor(), begun.workshop_id)
    await hand.click(home, Action.HOME_SHOWN, "Ended")
    await at_home(team, hand, "Renting a boat")


@pytest.mark.thorough
async def test_journey_health_shows_the_worst_first_and_its_button_opens_the_form(team: Team) -> None:
    await team.begin(step=Step.REDESIGN, title="Fixing a boiler")
    pain = await team.adds_pain("support", "The valve leaks")
    today, owner = team.world.clock.now().date(), team.user("support").id
    await pains.assign(team.desk, team.actor(), AssignPain(team.workshop, pain, owner, today + timedelta(days=2)))
    async with team.desk.db.write() as session:  # days go by
        kept = await session.get(tables.PainOwner, pain)
        assert kept
        kept.due_on = today - timedelta(days=2)
    await contributions.add(team.desk, team.actor(), AddNote(team.workshop, NoteKind.JOY, "warm again"))
    overview = await team.types(LEADER, "")
    assert "1 pain point overdue" in words_of(overview)
    await team.drawn()
    assert "1 pain point overdue" in words_of(team.card())

    view = await team.opens(LEADER, "health", Modal.HEALTH)
    assert words_of(view).index("Fixing a boiler") < words_of(view).index("1 pain point overdue")
    meaning = await team.presses(LEADER, view, Action.HEALTH_HELP, modal=Modal.INFO)
    assert "whose day has passed" in words_of(meaning)
    await team.hand(LEADER).close()
    mine = next(one for one in placed(view.blocks) if one.action_id == Action.HEAL)
    form = await team.presses(LEADER, view, Action.HEAL, mine.element["value"], modal=Modal.OWNER)
    assert "The valve leaks" in words_of(form)
    await team.submits(LEADER, {Field.OWNER: owner, Field.DUE: today + timedelta(days=20)})
    await team.settle()
    await team.hand(LEADER).close()
    assert "1 pain point overdue" not in words_of(await team.hand(LEADER).sees_view(Modal.HEALTH))
    await team.closes(LEADER)

    home_of = team.hand("support")
    await home_of.open_home()
    home = await at_home(team, home_of, "The valve leaks")
    assert "Later: 1" in words_of(home)
    await home_of.click(home, Action.HEALTH)
    await home_of.sees_view(Modal.HEALTH)
    await home_of.close(everything=True)


async def test_nobody_finds_a_map_that_is_not_theirs(team: Team) -> None:
    await team.begin(title="Secret plans")
    hand = await newcomer(team, "Otto")
    await hand.command(team.channel, "/journey health all")
    view = await hand.sees_view(Modal.HEALTH)
    assert "Secret plans" not in words_of(view)
    await hand.close()
    await leading.attend(team.desk, Actor(team.world.team_id, hand.id), team.workshop, Attendance.ACCEPTED)
    await hand.command(team.channel, "/journey health")
    view = await hand.sees_view(Modal.HEALTH)
    await hand.click(view, Action.HEALTH_SHOWN, "All maps")
    await team.settle()
    assert "Secret plans" in words_of(await hand.sees_view(Modal.HEALTH))
    await hand.close()
