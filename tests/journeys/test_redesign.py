"""Step five through the wire: what was said twice becomes one, ideas are sorted, and the matrix stands in the thread."""

import pytest

from bot.forms import part
from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_HTTP, BY_SOCKET, LEADER, Team, block
from workflows import contributions, pains, scoring
from workflows.commands import CastVotes
from workflows.promising import AssignPain
from workflows.words import Level, NoteKind, Step


async def says(team: Team, role: str, text: str) -> int:
    """A pain point in one line; its id."""
    said = f"Checkout: {text}"
    return (await contributions.quick(team.desk, team.actor(role), team.workshop, NoteKind.PAIN, said)).item_id or 0


async def votes(team: Team, role: str, *wanted: int) -> None:
    await scoring.vote(team.desk, team.actor(role), CastVotes(team.workshop, wanted))


@pytest.mark.thorough
@BY_HTTP
async def test_two_said_the_same_the_facilitator_merges_and_the_votes_add_up(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    kept = await says(team, "sales", "Nobody answers the phone")
    other = await says(team, "support", "Nobody picks up the phone")
    await votes(team, "sales", kept, other)
    await votes(team, "support", other)
    seen = await team.opens("support", "same", Modal.INFO)
    assert "can merge them" in words_of(seen)
    await team.closes("support")

    rest = await team.presses(LEADER, team.guides()[-1], Action.EVERYTHING, modal=Modal.INFO)
    form = await team.presses(LEADER, rest, Action.MERGE, modal=Modal.MERGE)
    assert "Nobody picks up the phone" in words_of(form)
    done = await team.submits(LEADER, {part(Field.SAME, f"{kept}-{other}"): "Keep the first"})
    assert done is not None
    assert "1 was merged" in words_of(done)
    (pain,) = (await team.map()).pains
    assert (pain.id, pain.votes) == (kept, 2), "who voted for both counts once"
    listed = await team.opens("sales", "hurts", Modal.PAINS)
    assert "Also said: “Nobody picks up the phone”" in words_of(listed)
    await team.closes("sales")
    ballot = await team.opens("support", "vote", Modal.VOTES)
    assert "You have 4 left" in words_of(ballot)
    await team.closes("support")

    again = await team.presses(LEADER, done, Action.MERGE, modal=Modal.MERGE)
    apart = await team.presses(LEADER, again, part(Action.TAKE_APART, other), modal=Modal.MERGE)
    assert "These seem to be the same" in words_of(apart)
    assert [(one.id, one.votes) for one in (await team.map()).pains] == [(kept, 1), (other, 2)]
    await team.closes(LEADER)


@pytest.mark.thorough
@BY_HTTP
async def test_a_pain_becomes_a_question_an_idea_a_decision_and_the_list_follows(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    await says(team, "sales", "Nobody answers the phone")
    listed = await team.opens("sales", "hurts", Modal.PAINS)
    form = await team.presses("sales", listed, Action.PAIN_MENU, "How might we…?", modal=Modal.IDEA)
    await team.hand("sales").fill({Field.TEXT: "Call back within the hour", Field.IMPACT: "Medium"}, form)
    more = await team.presses("sales", form, Action.MORE_IDEA, modal=Modal.IDEA)
    await team.submits("sales", {Field.WORTH: "High", Field.TIMELINE: "By May", Field.DEPENDS_ON: "Two people"}, more)
    await team.closes("sales")
    (idea,) = (await team.map()).ideas
    assert (idea.text, idea.value, idea.timeline, idea.pain_id) == (
        "Call back within the hour",
        Level.HIGH,
        "By May",
        (await team.map()).pains[0].id,
    )
    assert "Nobody answers the phone" in idea.question

    ranked = await team.opens(LEADER, "priorities", Modal.PRIORITIES)
    assert "Quick wins: 1" in words_of(ranked)
    form = await team.presses(LEADER, ranked, part(Action.EDIT_IDEA, idea.id), modal=Modal.IDEA)
    ranked = await team.submits(LEADER, {Field.WORTH: None, Field.TIMELINE: "By June"}, form)
    await team.settle()
    assert isinstance(ranked, OpenView)
    shown = team.hand(LEADER).view
    assert shown is not None
    assert "Big bets: 1" in words_of(shown), "the list below the form follows"
    assert "By June" in words_of(shown)
    await team.presses(LEADER, shown, part(Action.DECIDE, idea.id), modal=Modal.PRIORITIES)
    assert [one.decided for one in (await team.map()).ideas] == [True]
    await team.closes(LEADER)


@BY_SOCKET
async def test_the_matrix_is_drawn_and_stands_in_the_thread_with_its_story_once(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.types("sales", "idea Checkout: Call back within the hour")
    ranked = await team.opens("sales", "priorities", Modal.PRIORITIES)
    for _press in range(2):
        said = await team.presses("sales", ranked, Action.MATRIX, modal=Modal.INFO)
        assert "on its way to the thread" in words_of(said)
        await team.hand("sales").close(said)
    await team.drawn()
    files = [team.world.files[name] for message in team.thread() for name in message.files]
    (matrix,) = [file for file in files if file.name.endswith("-matrix.png")]
    assert "Call back within the hour" in matrix.alt
    assert matrix.content.startswith(b"\x89PNG")


@pytest.mark.thorough
@BY_HTTP
async def test_another_pain_chosen_in_the_form_shows_its_own_owner_and_plan(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    owned = await says(team, "sales", "Nobody answers the phone")
    await says(team, "sales", "The parcel was wet")
    plan = "A second line: Ana hires by May"
    given = AssignPain(team.workshop, owned, team.user("product").id, None, "Under a minute", plan)
    await pains.assign(team.desk, team.actor(), given)
    form = await team.opens("product", "owner", Modal.OWNER)
    (value,) = [
        option["value"]
        for one in form.blocks
        if one.get("block_id") == Field.PAIN
        for option in one["element"]["options"]
        if option["value"].startswith(f"{owned}:")
    ]
    await team.hand("product").click(form, Field.PAIN, value)
    await team.running.cairn.background.drain(10)
    shown = team.hand("product").view
    assert shown is not None
    assert plan in str(shown.blocks)
    day = team.world.clock.now().date()
    await team.submits("product", {block(shown, Field.SUCCESS): "Under half a minute", block(shown, Field.DUE): day})
    await team.closes("product")
    pain = next(one for one in (await team.map()).pains if one.id == owned)
    assert pain.ownership is not None
    assert (pain.ownership.success_metric, pain.ownership.plan) == ("Under half a minute", plan)
    await team.settle()
    await team.at_work("product")
    told = team.letters("product")[-1]
    for words in ("Under half a minute", plan, "How might we…?", "Change the plan"):
        assert words in words_of(told)
