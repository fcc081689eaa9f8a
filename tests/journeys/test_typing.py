"""What is typed after `/journey`, and what a person gets to see for it."""

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from tests.journeys.team import BY_SOCKET, LEADER, Team, first_button
from workflows import steps
from workflows.commands import GoToStep
from workflows.words import NoteKind, Step, WorkshopStatus

pytestmark = BY_SOCKET


def seen_by_others(team: Team, role: str) -> str:
    """Everything in the channel and the thread that somebody else sees."""
    hand = team.hand(role)
    return "\n".join(words_of(m) for m in [*hand.messages(team.channel), *hand.messages(team.channel, team.card().ts)])


async def test_a_newcomer_to_a_channel_without_a_workshop_is_invited_to_start_one(team: Team) -> None:
    answer = await team.types("support", "")
    assert "no workshop in this channel yet" in words_of(answer)
    view = await team.presses("support", answer, Action.START)
    assert view.callback_id == Modal.START


async def test_a_newcomer_to_a_workshop_is_asked_who_they_are_and_is_in(team: Team) -> None:
    await team.begin()
    stranger = team.world.add_user("noor", "Noor Haddad", tz="Asia/Beirut")
    team.channel.members.add(stranger.id)
    hand = team.running.simulator.hand(stranger.id)
    answer = await hand.command(team.channel, "/journey")
    assert answer is not None
    assert first_button(answer)["action_id"] == Action.INTRODUCE
    await hand.click(answer, Action.INTRODUCE)
    await hand.sees_view(Modal.INTRODUCE)
    await hand.submit({Field.DEPARTMENT: "Delivery", Field.SIDE: "frontline"})
    there = {one.person.user_id: one.department for one in (await team.map()).outline.participants}
    assert there[stranger.id] == "Delivery"


FIRST = {
    Step.INVITE: Action.PEOPLE,
    Step.CUSTOMER: Action.PERSONA,
    Step.MAP: Action.TOUCHPOINTS,
    Step.FEEL: f"{Action.NOTE}:{NoteKind.PAIN}",
    Step.REDESIGN: Action.VOTES,
    Step.REVIEW: Action.METRIC,
}


async def test_in_every_step_journey_alone_offers_what_comes_next_as_a_working_button(team: Team) -> None:
    await team.begin()
    assert first_button(await team.types("sales", ""))["action_id"] == Action.INTRODUCE
    for role in (LEADER, "sales"):
        await team.opens(role, "introduce", Modal.INTRODUCE)
        await team.submits(role, {Field.DEPARTMENT: "Sales", Field.SIDE: "frontline"})
    for step in Step:
        for role in (LEADER, "sales"):
            answer = await team.types(role, "")
            assert f"Step {int(step)} of 6" in words_of(answer)
            first = first_button(answer)["action_id"]
            assert first == (Action.NEXT if (step, role) == (Step.INVITE, LEADER) else FIRST[step])
            await team.presses(role, answer, first)
            offered = {one["action_id"] for row in answer.blocks for one in row.get("elements", ()) if "value" in one}
            assert (Action.NEXT in offered) == (role == LEADER), "only who leads is offered the way on"
            await team.hand(role).close(everything=True)
        if step is not Step.REVIEW:
            await steps.go_to(team.desk, team.actor(), GoToStep(team.workshop, Step(step + 1), step, "a test"))


async def test_who_has_given_something_already_is_thanked_and_offered_something_else(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.opens("sales", "introduce", Modal.INTRODUCE)
    await team.submits("sales", {Field.DEPARTMENT: "Sales", Field.SIDE: "frontline"})
    await team.types("sales", "pain Checkout: the price changes")
    answer = await team.types("sales", "")
    assert "You gave something to this step already" in words_of(answer)
    assert first_button(answer)["action_id"] != f"{Action.NOTE}:{NoteKind.PAIN}"


async def test_a_pain_typed_with_its_stage_is_stored_at_once_and_only_its_author_is_told(team: Team) -> None:
    await team.begin()
    answer = await team.types("support", "pain Checkout: price changes")
    assert "added in “Checkout”" in words_of(answer)
    (pain,) = (await team.map()).pains
    assert (pain.text, pain.author.user_id) == ("price changes", team.user("support").id)
    await team.settle()
    assert "added in “Checkout”" not in seen_by_others(team, "sales"), "private answers are private"


async def test_however_the_stage_is_typed_no_word_is_lost(team: Team) -> None:
    await team.begin()
    for typed, stage, text in (
        ("pain Checkout： 价格变了", "Checkout", "价格变了"),
        ("痛点 checkout：太贵", "Checkout", "太贵"),
        ("pain CHECKOUT:no space", "Checkout", "no space"),
        ("pain Delivery: waits: an hour", "Delivery", "waits: an hour"),
        ("PAIN  Checkout :   doubled   price ", "Checkout", "doubled price"),
        ("joy the courier smiles", "Checkout", "the courier smiles"),  # where this person was last
        ("pain Unpacking: too much tape", "Checkout", "Unpacking: too much tape"),
    ):
        answer = await team.types("support", typed)
        assert f"added in “{stage}”" in words_of(answer)
        snapshot = await team.map()
        names = {one.id: one.name for one in snapshot.stages}
        note = max((n for one in snapshot.stages for n in (*one.pains, *one.joys)), key=lambda one: one.id)
        assert (" ".join(note.text.split()), names[note.stage_id or 0]) == (text, stage)
    answer = await team.types("sales", "thought Who packs this?")
    assert "in no stage yet" in words_of(answer), "nobody guesses where somebody means who was nowhere yet"


async def test_before_there_are_stages_a_typed_pain_is_given_back_with_the_way_to_them(team: Team) -> None:
    await team.begin(stages=())
    answer = await team.types("support", "pain Checkout: price changes")
    assert "no stages yet" in words_of(answer)
    assert "Checkout: price changes" in words_of(answer), "what was typed is not lost"
    assert not (await team.map()).pains
    view = await team.presses("support", answer, Action.STAGES)
    assert view.callback_id == Modal.STAGES


async def test_what_is_too_long_to_type_is_refused_with_the_limit(team: Team) -> None:
    await team.begin()
    answer = await team.types("support", "pain Checkout: " + "a" * 501)
    assert "500" in words_of(answer)
    assert not (await team.map()).pains


async def test_an_unknown_word_gets_help_with_the_nearest_one(team: Team) -> None:
    for typed, meant in (("piain", "pain"), ("strat", "start"), ("tuchpoints", "touchpoints")):
        assert f"“/journey {meant}”" in words_of(await team.types("support", f"{typed} <!channel> *b*"))


async def test_where_cairn_is_not_in_the_channel_it_says_how_to_invite_it(team: Team) -> None:
    alone = team.world.add_channel(f"alone-{team.channel.name}", [team.user(LEADER).id], bot=False, is_private=True)
    hand = team.hand(LEADER)
    assert await hand.command(alone, "/journey start") is None
    view = await hand.sees_view(Modal.INFO)
    assert "/invite @Cairn" in words_of(view)
    await hand.invite(alone, team.world.bot_user_id)
    await hand.click(view, Action.START)
    await hand.sees_view(Modal.START)
    await hand.submit({Field.TITLE: "The alley", Field.GOAL: "Light"})
    await team.settle()
    assert [m for m in hand.messages(alone) if "The alley" in words_of(m) and not m.ephemeral_to]


async def test_with_several_open_workshops_one_is_asked_and_goes_on_with_what_was_typed(team: Team) -> None:
    first, second = await team.begin(title="Buying"), await team.begin(title="Returning")
    answer = await team.types("support", "pain Checkout: too dear")
    assert "Which one do you mean?" in words_of(answer)
    assert {"Buying", "Returning"} <= set(words_of(answer).split("\n"))
    hand = team.hand("support")
    await hand.click(answer, f"{Action.CHOOSE}:{second}")
    await hand.sees(team.channel, "added in “Checkout”")
    assert not (await team.map(first)).pains
    assert [pain.text for pain in (await team.map(second)).pains] == ["too dear"]
    bare = await team.types("support", "")
    await hand.click(bare, f"{Action.CHOOSE}:{first}")
    assert "Step 1 of 6" in words_of(await hand.sees(team.channel, "Step 1 of 6"))


async def test_an_ended_workshop_makes_room_for_a_new_one(team: Team) -> None:
    await team.begin()
    view = await team.opens(LEADER, "edit", Modal.FRAME)
    await team.submits(LEADER, {Field.ESCALATE_DAYS: "After 3 days"}, view)
    assert (await team.map()).outline.escalate_days == 3
    view = await team.opens(LEADER, "edit", Modal.FRAME)
    await team.presses(LEADER, view, Action.END)
    assert (await team.map()).outline.status is WorkshopStatus.ENDED
    assert "no workshop in this channel yet" in words_of(await team.types("sales", ""))
    assert "Buying a kitchen" in words_of(await team.types("sales", "list")), "its map can still be found"


async def test_every_word_opens_its_form_before_nobody_else(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.adds_pain("support", "Queues")
    for word, modal in (
        ("people", Modal.PEOPLE),
        ("customer", Modal.PERSONA),
        ("stages", Modal.STAGES),
        ("touchpoints", Modal.TOUCHPOINTS),
        ("pain", Modal.NOTE),
        ("joy", Modal.NOTE),
        ("idea", Modal.IDEA),
        ("owner", Modal.OWNER),
        ("metric", Modal.METRIC),
        ("time", Modal.INFO),  # as is who sets the time
        ("next", Modal.INFO),  # who may not move the team is told who does
        ("review", Modal.REVIEW),
        ("vote", Modal.VOTES),
        ("map", Modal.INFO),
    ):
        view = await team.opens("product", word, modal)
        assert view.user == team.user("product").id
        await team.hand("product").close(everything=True)
    await team.opens("facilitator", "next", Modal.GATE)
    await team.hand("facilitator").close(everything=True)
    assert not team.world.stack(team.user("sales").id)
