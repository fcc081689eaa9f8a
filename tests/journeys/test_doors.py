"""Doors besides the command: shortcuts of messages, and speaking to Cairn in the channel."""

from bot.ids import Action, Field, Modal, Shortcut, WorkflowStep
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView, SimMessage
from tests.journeys.team import BY_SOCKET, LEADER, STAGES, Team, block
from workflows import maps, workshops
from workflows.commands import SetStages
from workflows.words import NoteKind, Step

pytestmark = BY_SOCKET
OTHER = "support"


def initial(view: OpenView, name: str) -> object:
    """What a field says before anybody types in it."""
    return next(one for one in view.blocks if (one.get("block_id") or "").split("~")[0] == name)["element"].get(
        "initial_value"
    )


def asked(team: Team, role: str) -> list[SimMessage]:
    """What Cairn asked one person, for them alone."""
    user = team.user(role).id
    return [one for one in team.world.messages[team.channel.id].values() if one.ephemeral_to == user]


async def test_a_thread_becomes_a_workshop_with_its_message_as_first_evidence(team: Team) -> None:
    said = await team.hand(OTHER).say(team.channel, "Refunds take three weeks & people call us.\nThird time this month")
    await team.hand(LEADER).message_shortcut(said, Shortcut.START_FROM)
    form = await team.hand(LEADER).sees_view(Modal.START)
    assert initial(form, Field.TITLE) == "Refunds take three weeks & people call us."
    assert "Third time" in str(initial(form, Field.GOAL))
    await team.presses(LEADER, form, f"{Action.MORE}:start", modal=Modal.START)
    await team.settle()
    await team.submits(LEADER, {Field.GOAL: "Refunds within two days"})
    await team.closes(LEADER)
    (outline,) = await workshops.open_in(team.desk, team.actor(), team.channel.id)
    (evidence,) = (await team.map(outline.id)).evidence
    assert evidence.text.endswith("Third time this month")
    assert "/archives/" in evidence.link
    assert evidence.source == team.user(OTHER).real_name
    await team.settle()


async def test_what_is_told_to_cairn_is_asked_about_once_for_that_person_alone_and_put_on_the_map(team: Team) -> None:
    hand, me = team.hand(OTHER), f"<@{team.world.bot_user_id}>"
    await hand.say(team.channel, f"{me} the refund took three weeks")
    await team.settle()
    (question,) = asked(team, OTHER)
    assert "no journey map" in words_of(question)
    await team.presses(OTHER, question, Action.START, modal=Modal.START)
    assert initial(hand.view, Field.GOAL) == "the refund took three weeks"
    await team.closes(OTHER)
    await team.begin(step=Step.FEEL)
    team.running.simulator.faults.duplicates["events_api"] = 1
    head = await hand.say(team.channel, "Something happened")
    await hand.say(team.channel, f"{me} Delivery: “the parcel” was <wet>", thread=head.ts)
    team.running.simulator.faults.clear()
    await team.settle()
    _first, question = asked(team, OTHER)
    assert question.thread_ts == head.ts
    assert not asked(team, LEADER)
    await team.presses(OTHER, question, f"{Action.MENTION}:joy", modal=Modal.MESSAGE_TO_MAP)
    await team.submits(OTHER, {Field.NOTE_KIND: "pain", block(hand.view, Field.STAGE): STAGES[1]})
    await team.closes(OTHER)
    (pain,) = (await team.map()).pains
    assert pain.text == "Delivery: “the parcel” was <wet>"
    assert pain.stage_id == (await team.map()).stages[1].id
    assert "/archives/" in pain.link
    assert pain.kind is NoteKind.PAIN


async def test_calling_cairn_by_name_says_what_comes_next_and_a_guest_of_no_map_is_told_so(team: Team) -> None:
    await team.begin(stages=())
    await team.hand(LEADER).say(team.channel, f"<@{team.world.bot_user_id}>")
    await team.settle()
    (answer,) = asked(team, LEADER)
    assert "Buying a kitchen" in words_of(answer)
    guest = team.world.add_user("gast", "Gast", is_guest=True)
    team.channel.members.add(guest.id)
    await team.running.simulator.hand(guest.id).say(team.channel, f"<@{team.world.bot_user_id}> it is slow")
    await team.settle()
    told = [one for one in team.world.messages[team.channel.id].values() if one.ephemeral_to == guest.id]
    assert ["take part in no journey map" in words_of(one) for one in told][-1]


async def test_a_workflow_starts_a_workshop_fills_it_and_reminds_of_its_review_with_the_rights_of_who_runs_it(
    team: Team,
) -> None:
    hand, here = team.hand(LEADER), {"channel": team.channel.id}
    nothing = await hand.run_step(WorkflowStep.ADD, {**here, "kind": "pain", "text": "Slow"})
    assert "no open journey map in this channel" in str(nothing.error)
    team.running.simulator.faults.duplicates["events_api"] = 1
    begun = await hand.run_step(WorkflowStep.START, {**here, "title": "Refunds", "goal": "Faster refunds"})
    team.running.simulator.faults.clear()
    assert begun.error is None
    team.workshop = begun.outputs["map"]
    assert [one.title for one in await workshops.open_in(team.desk, team.actor(), team.channel.id)] == ["Refunds"]
    await maps.set_stages(team.desk, team.actor(), SetStages(team.workshop, STAGES))
    lost = await hand.run_step(WorkflowStep.ADD, {**here, "kind": "pain", "text": "Slow", "stage": "Moon"})
    assert "no such stage" in str(lost.error)
    wrong = await hand.run_step(WorkflowStep.ADD, {**here, "kind": "poem", "text": "Slow"})
    assert "pain, joy" in str(wrong.error)
    more = {**here, "kind": "боль", "text": "Three weeks", "stage": "checkout", "map": team.workshop}
    assert (await hand.run_step(WorkflowStep.ADD, more)).outputs["text"] == "Three weeks"
    (pain,) = (await team.map()).pains
    assert (pain.stage_id, pain.author.user_id) == ((await team.map()).stages[1].id, team.user(LEADER).id)
    reminded = await team.hand(OTHER).run_step(WorkflowStep.REMIND, here)
    await team.settle()
    assert reminded.outputs == {"map": team.workshop, "title": "Refunds", "review": 1}
    (call,) = team.keyed("review-asked:")
    assert call.thread_ts == team.card().ts
    guest = team.world.add_user("uwe", "Uwe", is_guest=True)
    team.channel.members.add(guest.id)
    visitor = team.running.simulator.hand(guest.id)
    await visitor.command(team.channel, "/journey")
    await team.settle()
    refused = await visitor.run_step(WorkflowStep.START, {**here, "title": "Mine", "goal": "x"})
    assert "Guests" in str(refused.error)
    # Neither has ever been seen before: Slack is asked who they are before anything is done for them.
    unseen = team.world.add_user("eva", "Eva", is_guest=True)
    outside = team.world.add_user("olaf", "Olaf", team_id="TELSEWHERE")
    for user in (unseen, outside):
        team.channel.members.add(user.id)
        hand = team.running.simulator.hand(user.id)
        refused = await hand.run_step(WorkflowStep.START, {**here, "title": "Mine", "goal": "x"})
        assert "uests" in str(refused.error)
        refused = await hand.run_step(WorkflowStep.ADD, more)
        assert refused.error
    assert len((await team.map()).pains) == 1
