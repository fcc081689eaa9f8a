"""Who takes part: guests, people's languages, the App Home."""

from bot.i18n import LANGUAGES, say_for
from bot.ids import Action, Field, Modal
from bot.simulator.blocks import placed
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_SOCKET, LEADER, NUMBERS, Team, block
from workflows import workshops
from workflows.commands import StartWorkshop
from workflows.words import Step

pytestmark = BY_SOCKET


def joins(team: Team, name: str, **more: object) -> str:
    """Somebody new in the workspace and the channel; their id."""
    user = team.world.add_user(f"{name.lower()}{next(NUMBERS)}", name, **more)
    team.channel.members.add(user.id)
    return user.id


async def test_a_guest_takes_part_only_where_somebody_invited_them_and_leads_nowhere(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    invited, uninvited = joins(team, "Gus", is_guest=True), joins(team, "Una", is_guest=True)
    await team.opens(LEADER, "people", Modal.PEOPLE)
    await team.submits(LEADER, {Field.PEOPLE: [invited], Field.DEPARTMENT: "Agency"})
    await team.hand(LEADER).close(everything=True)
    gus, una = team.running.simulator.hand(invited), team.running.simulator.hand(uninvited)
    for hand in (gus, una):
        await hand.command(team.channel, "/journey help")  # Cairn hears of them, and asks Slack who they are
    await team.drawn()
    answer = await gus.command(team.channel, "/journey pain Checkout: queues")
    assert answer is not None
    assert "added in “Checkout”" in words_of(answer)
    refused = await una.command(team.channel, "/journey pain Checkout: secrets")
    assert refused is not None
    assert "added" not in words_of(refused)
    assert [pain.text for pain in (await team.map()).pains] == ["queues"]
    assert await gus.command(team.channel, "/journey next") is None
    gate = await gus.sees_view()
    if gate.callback_id == Modal.GATE:
        after = await gus.submit({})
        assert isinstance(after, OpenView)
        assert "Guests" in words_of(after) or "Only the facilitator" in words_of(after)
    assert (await team.map()).outline.step is Step.FEEL


async def test_the_very_first_form_somebody_opens_knows_who_they_are(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    guest, wei = joins(team, "Gilda", is_guest=True), joins(team, "Wei", locale="zh-CN")
    empty = team.world.add_channel(f"quiet{next(NUMBERS)}", [guest, wei])
    hand = team.running.simulator.hand(guest)
    await hand.command(team.channel, "/journey touchpoints")
    await team.settle()
    told = [one for one in team.world.messages[team.channel.id].values() if one.ephemeral_to == guest]
    assert "not yours to see" in words_of(told[-1])
    hand = team.running.simulator.hand(wei)
    await hand.command(empty, "/journey start")
    assert say_for("zh_Hans")("Start a workshop") in words_of(await hand.sees_view(Modal.START))


async def test_one_press_on_the_first_screen_chooses_the_language_of_all_that_follows(team: Team) -> None:
    newcomer = joins(team, "Nadia")
    empty = team.world.add_channel(f"quiet{next(NUMBERS)}", [newcomer])
    hand = team.running.simulator.hand(newcomer)
    for language in ("ru", "zh_Hans", "he"):
        greeting = await hand.command(empty, "/journey")
        assert greeting is not None
        await hand.click(greeting, f"{Action.SPEAK}:{language}")
        await team.settle()
        again = await hand.command(empty, "/journey")
        assert again is not None
        assert say_for(language)("There is no workshop in this channel yet.") in words_of(again)
        await hand.command(empty, "/journey start")
        assert say_for(language)("Start a workshop") in words_of(await hand.sees_view())
        await hand.close(everything=True)
    await hand.command(empty, "/journey start")
    form = await hand.sees_view(Modal.START)
    assert {f"{Action.SPEAK}:{language}" for language in LANGUAGES} - {
        one.action_id for one in placed(form.blocks)
    } == {f"{Action.SPEAK}:he"}, "whoever begins with the form is offered the other three there"
    await hand.click(form, f"{Action.SPEAK}:ru")
    await team.settle()
    assert say_for("ru")("Start a workshop") in words_of(await hand.sees_view(Modal.START))


async def test_each_person_is_answered_in_their_language_and_the_thread_keeps_the_maps(team: Team) -> None:
    """Ivan chose Russian; nobody else chose anything, so they are spoken to as the map is, whatever Slack's locale."""
    await team.begin(step=Step.FEEL, language="en")
    ivan, wei = joins(team, "Ivan"), joins(team, "Wei", locale="zh-CN")
    ivan_hand, wei_hand = team.running.simulator.hand(ivan), team.running.simulator.hand(wei)
    await ivan_hand.open_home()
    home = await ivan_hand.sees_home("How I speak with you")
    await ivan_hand.click(home, Action.SETTINGS)
    await ivan_hand.sees_view(Modal.SETTINGS)
    await ivan_hand.submit({Field.LANGUAGE: "ru"})
    await ivan_hand.close(everything=True)
    await wei_hand.command(team.channel, "/journey help")  # Cairn hears of them, and asks Slack who they are
    await team.drawn()
    made = (await team.map()).outline.created_at
    for hand, language in ((ivan_hand, "ru"), (wei_hand, "en"), (team.hand("sales"), "en")):
        there = team.world.users[hand.id].tz
        await hand.command(team.channel, "/journey joy Checkout: fast")
        answer = await hand.command(team.channel, "/journey list")
        assert answer is not None
        assert say_for(language, there).date(made) in words_of(answer)
    assert "Step 4 of 6" in words_of(team.card()), "the card speaks the language of the map"


async def test_the_home_shows_my_maps_my_pains_and_the_next_reviews(team: Team) -> None:
    owner = joins(team, "Olga", tz="Europe/Moscow")
    hand = team.running.simulator.hand(owner)
    await hand.open_home()
    empty = await hand.sees_home()
    assert "/journey start" in words_of(empty)
    await team.begin(step=Step.REDESIGN, title="Renting a bicycle")
    pain = await team.adds_pain("support", "The lock jams")
    team.cast.people["olga"] = team.world.users[owner]
    try:
        await team.gives_owner(LEADER, pain, "olga")
    finally:
        del team.cast.people["olga"]
    await hand.open_home()
    home = await hand.sees_home("The lock jams")
    assert "Renting a bicycle" in words_of(home)
    await hand.click(home, Action.PAIN_DONE)
    form = await hand.sees_view(Modal.PAIN_DONE)
    await hand.submit({block(form, Field.OUTCOME): "Oiled all of them"})
    await hand.close()
    await hand.open_home()
    await team.settle()
    assert hand.home is not None
    answered = words_of(hand.home).partition("What I had to tell you lately")[0]
    assert "The lock jams" not in answered


async def test_a_workshop_started_at_home_asks_for_the_channel_and_says_how_to_invite_cairn(team: Team) -> None:
    hand = team.hand("sales")
    await hand.open_home()
    home = await hand.sees_home("Start a workshop")
    await hand.click(home, Action.START)
    form = await hand.sees_view(Modal.START)
    assert Field.WHERE in [one.get("block_id") for one in form.blocks]
    alone = team.world.add_channel(f"alone-{next(NUMBERS)}", [hand.id], bot=False)
    await hand.submit({Field.WHERE: alone.id, Field.TITLE: "A walk", Field.GOAL: "Air"})
    await team.settle()
    told = "\n".join(words_of(m) for m in hand.dm())
    assert "I cannot post in the channel of “A walk”" in told
    assert "/invite @Cairn" in told


async def test_every_map_of_a_person_is_in_the_list_newest_first(team: Team) -> None:
    person = joins(team, "Lia")
    channel = team.channel
    for title in ("First", "Second", "Third"):
        await workshops.start(team.desk, team.actor(), StartWorkshop(channel.id, title, "Goal", people=(person,)))
    answer = await team.running.simulator.hand(person).command(channel, "/journey list")
    assert answer is not None
    said = words_of(answer)
    assert said.index("Third") < said.index("Second") < said.index("First")
