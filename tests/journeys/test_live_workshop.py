"""A team that sits together for an afternoon: every step against the clock, and no more said than has to be."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import SimMessage
from bot.views import pacing as pacing_view
from tests.journeys.team import BY_SOCKET, LEADER, STAGES, Team
from workflows import scoring, workshops
from workflows.commands import CastVotes, ScoreStages
from workflows.words import Mode, Step, WorkshopStatus

pytestmark = [BY_SOCKET, pytest.mark.thorough]


def key(message: SimMessage) -> str:
    """What a message is for: the beginning of its key."""
    return str(((message.metadata or {}).get("event_payload") or {}).get("key") or "").partition(":")[0]


def letters(team: Team) -> list[SimMessage]:
    """What the bot has told people alone."""
    return [one for role in team.cast.people for one in team.hand(role).dm() if key(one)]


async def goes_on(team: Team, step: Step) -> None:
    """Take the team through the gate of a step."""
    await team.opens(LEADER, "next", Modal.GATE)
    view = team.hand(LEADER).view
    assert view
    asked = [one["block_id"] for one in view.blocks if one.get("block_id") == Field.REASON]
    await team.submits(LEADER, {Field.REASON: "The board meets on Friday"} if asked else {}, view)
    await team.closes(LEADER)
    await team.settle()
    assert (await team.map()).outline.step == min(step + 1, Step.REVIEW)


async def test_five_people_map_a_journey_live_and_are_told_each_thing_once(team: Team) -> None:
    clock, roles = team.running.simulator.clock, list(team.cast.people)
    before = {one.ts for one in letters(team)}
    form = await team.opens(LEADER, "start", Modal.START)
    await team.presses(LEADER, form, f"{Action.MORE}:start", modal=Modal.START)
    await team.settle()
    others = [team.user(role).id for role in roles if role != LEADER]
    begun = {Field.TITLE: "Buying a kitchen", Field.GOAL: "Fewer give up", Field.PEOPLE: others, Field.MODE: "live"}
    await team.submits(LEADER, begun)
    await team.closes(LEADER)
    team.workshop = (await workshops.open_in(team.desk, team.actor(), team.channel.id))[0].id
    assert (await team.map()).outline.mode is Mode.LIVE
    await team.settle()
    await goes_on(team, Step.INVITE)
    form = await team.opens("design", "customer", Modal.PERSONA)
    await team.submits("design", {Field.NAME: "Marina", Field.GOAL: "A kitchen by May"}, form)
    await team.closes("design")
    await goes_on(team, Step.CUSTOMER)
    await team.opens("product", "stages", Modal.STAGES)
    await team.submits("product", {Field.STAGES: "\n".join(STAGES)})
    await team.closes("product")
    await goes_on(team, Step.MAP)

    # Step 4 against the clock: paused, gone on with, made longer, over.
    await team.opens(LEADER, "time", Modal.TIME)
    await team.submits(LEADER, {Field.MINUTES: "10"})
    await team.closes(LEADER)
    await clock.shift(timedelta(minutes=5))
    running = await team.opens(LEADER, "time", Modal.TIME)
    await team.hand(LEADER).click(running, f"{Action.TIME}:{pacing_view.PAUSE}")
    await team.settle()
    await team.closes(LEADER)
    await clock.shift(timedelta(minutes=30))
    await team.settle()
    assert not team.keyed(f"time_soon:{team.workshop}:"), "a clock that is paused runs out for nobody"
    paused = await team.opens(LEADER, "time", Modal.TIME)
    await team.hand(LEADER).click(paused, f"{Action.TIME}:{pacing_view.RESUME}")
    await team.settle()
    await team.closes(LEADER)
    await clock.shift(timedelta(minutes=3, seconds=30))
    await team.settle()
    (soon,) = team.keyed(f"time_soon:{team.workshop}:")
    await team.hand(LEADER).click(soon, f"{Action.TIME}:{pacing_view.MORE}")
    await team.settle()

    await team.opens(LEADER, "private", Modal.PRIVATE)
    await team.submits(LEADER, {})
    await team.closes(LEADER)
    stages = [stage_id for stage_id, _name in (await team.map()).outline.stages]
    for place, role in enumerate(roles):
        command = ScoreStages(team.workshop, {stages[0]: 1, stages[1]: place % 3 - 2, stages[2]: 2})
        await scoring.score(team.desk, team.actor(role), command)
    assert all(stage.emotion is None for stage in (await team.map()).stages)
    await team.opens(LEADER, "private", Modal.REVEAL)
    await team.submits(LEADER, {})
    await team.closes(LEADER)
    assert all(stage.emotion and stage.emotion.count == len(roles) for stage in (await team.map()).stages)
    pains = [await team.adds_pain(role, f"Pain of {role}", severity="Critical") for role in roles]
    for minutes in (5, 3):
        await clock.shift(timedelta(minutes=minutes))
        await team.settle()
    assert len(team.keyed(f"time_over:{team.workshop}:")) == 1
    await goes_on(team, Step.FEEL)

    # Step 5: votes that nobody sees, until all see them.
    ballot = await team.opens(LEADER, "vote", Modal.VOTES)
    offer = await team.presses(LEADER, ballot, f"{Action.PRIVATE}:votes", modal=Modal.PRIVATE)
    await team.submits(LEADER, {}, offer)
    await team.closes(LEADER)
    for role in roles:
        await scoring.vote(team.desk, team.actor(role), CastVotes(team.workshop, tuple(pains[:2])))
    assert {pain.votes for pain in (await team.map()).pains} == {0}
    ballot = await team.opens("sales", "vote", Modal.VOTES)
    assert "Votes are private" in words_of(ballot)
    await team.closes("sales")
    await team.opens(LEADER, "private", Modal.REVEAL)
    await team.submits(LEADER, {})
    await team.closes(LEADER)
    assert sorted(pain.votes for pain in (await team.map()).pains) == [0, 0, 0, len(roles), len(roles)]
    for pain, owner in zip(pains[:2], ("product", "support"), strict=True):
        await team.gives_owner(LEADER, pain, owner)
    for role, said in (("product", "One price, told at the start"), ("support", "The phone is answered until eight")):
        rest = await team.presses(role, team.guides()[-1], Action.EVERYTHING, modal=Modal.INFO)
        form = await team.presses(role, rest, f"{Action.NOTE}:decision", modal=Modal.NOTE)
        await team.submits(role, {Field.TEXT: said}, form)
        await team.closes(role)
    assert [one.text for one in (await team.map()).decisions] == [
        "One price, told at the start",
        "The phone is answered until eight",
    ]
    await team.drawn()
    await goes_on(team, Step.REDESIGN)

    # Step 6, and the first review.
    await team.opens(LEADER, "cadence", Modal.CADENCE)
    await team.submits(LEADER, {})
    await team.closes(LEADER)
    await goes_on(team, Step.REVIEW)
    await team.drawn()
    assert (await team.map()).outline.status is WorkshopStatus.LIVING

    said = Counter(key(one) for one in team.thread() if one.is_reply)
    assert {kind: count for kind, count in said.items() if kind != "picture"} == {
        "guide": 6,
        "time_soon": 2,  # the time was made longer after the first
        "time_over": 1,
        "revealed": 2,
    }
    assert said["picture"] == 1, "one picture of the thread is brought up to date"
    mentions = Counter(
        role
        for one in team.world.messages[team.channel.id].values()
        for role in roles
        if key(one) != "card" and f"<@{team.user(role).id}>" in words_of(one)
    )
    assert set(mentions.values()) == {1}, "the first guide mentions everybody, and nothing does so again"
    told = [one for one in letters(team) if one.ts not in before]
    # The channel of the test before was archived in its end, which its facilitator may be told only now.
    assert Counter(kind for kind in map(key, told) if kind != "stopped") == {"notice": 2}, told
