"""Those who answer for a pain point, and the reviews that come due by the clock."""

import asyncio
from datetime import timedelta

import pytest

from bot.forms import part
from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView, SimMessage
from tests.journeys.team import BY_HTTP, LEADER, Team, block
from workflows import workshops
from workflows.words import PainStatus, Step

pytestmark = BY_HTTP


async def living(team: Team) -> None:
    """A workshop that is done, with a metric, and a review in thirty days."""
    await team.begin(step=Step.REVIEW)
    await team.opens(LEADER, "metric", Modal.METRIC)
    await team.submits(
        LEADER,
        {
            Field.METRIC_KIND: "own",
            Field.NAME: "Carts left behind",
            Field.UNIT: "%",
            Field.BASELINE: "38",
            Field.TARGET: "25",
        },
    )
    await team.opens(LEADER, "cadence", Modal.CADENCE)
    await team.submits(LEADER, {Field.JOURNEY_OWNER: team.user("design").id})
    await team.hand(LEADER).close(everything=True)
    await team.opens(LEADER, "next", Modal.GATE)
    await team.submits(LEADER, {})
    await team.hand(LEADER).close(everything=True)
    await team.settle()


def reminders(team: Team) -> list[SimMessage]:
    return [m for m in team.keyed("review:") if m.channel == team.channel.id]


async def test_an_owner_is_told_in_person_and_says_done_and_how_they_know(team: Team) -> None:
    await team.at_work("product")
    await team.begin(step=Step.REDESIGN)
    pain = await team.adds_pain("support", "Nobody answers the phone")
    await team.gives_owner(LEADER, pain, "product", **{Field.SUCCESS: "Calls wait under a minute"})
    message = team.letters("product")[-1]
    assert "Calls wait under a minute" in words_of(message)
    await team.presses("product", message, Action.PAIN_DONE, modal=Modal.PAIN_DONE)
    await team.submits("product", {Field.OUTCOME: "Forty seconds on average in May"})
    await team.settle()
    (done,) = (await team.map()).pains
    assert done.status is PainStatus.DONE
    assert message is team.letters("product")[-1]
    assert "settled" in words_of(message)
    assert "Forty seconds on average in May" in words_of(message)
    assert Action.PAIN_DONE not in str(message.blocks)


@pytest.mark.thorough
async def test_a_pain_handed_over_is_told_to_the_next_owner_once(team: Team) -> None:
    await team.at_work("design")
    await team.begin(step=Step.REDESIGN)
    pain = await team.adds_pain("support", "Nobody answers the phone")
    before = len(team.letters("design"))
    await team.gives_owner(LEADER, pain, "product")
    await team.at_work("product")
    first = team.letters("product")[-1]
    await team.presses("product", first, Action.HAND_OVER, modal=Modal.OWNER)
    await team.submits("product", {Field.OWNER: team.user("design").id})
    await team.settle()
    await team.gives_owner("design", pain, "design", **{Field.PLAN: "A second line"})  # the same owner, other words
    await team.at_work("design")
    (second,) = team.letters("design")[before:]
    assert Action.PAIN_DONE not in str(first.blocks), "who gave it away is asked for nothing any more"
    assert "A second line" in words_of(second), "what changes is shown in the message that stands"


@pytest.mark.thorough
async def test_only_owners_and_facilitators_hand_a_pain_over(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    pain = await team.adds_pain("support", "Nobody answers the phone")
    await team.gives_owner(LEADER, pain, "product")
    form = await team.opens("sales", "owner", Modal.OWNER)
    choice = next(o["value"] for b in form.blocks if b.get("block_id") == Field.PAIN for o in b["element"]["options"])
    refused = await team.hand("sales").submit(
        {Field.PAIN: choice, Field.OWNER: team.user("sales").id, Field.DUE: team.world.clock.now().date()}
    )
    assert isinstance(refused, OpenView)
    assert "Only the person who owns this" in words_of(refused)
    assert (await team.map()).pains[0].ownership.owner.user_id == team.user("product").id


@pytest.mark.thorough
async def test_a_review_comes_due_once_by_the_clock_in_thread_and_to_the_journey_owner(team: Team) -> None:
    await living(team)
    await team.drawn()
    assert "Next review" in words_of(team.card())
    assert not reminders(team)
    clock = team.running.simulator.clock
    await team.later(days=29)
    assert not reminders(team), "not before its day"
    earlier = {message.ts for message in team.hand("design").dm()}
    await team.drawn()
    await clock.shift(timedelta(days=2))
    await asyncio.gather(*(team.running.cairn.engine.tick() for _ in range(3)))
    await team.settle()
    await team.at_work("design")
    (reminder,) = reminders(team)
    assert reminder.thread_ts == team.card().ts
    mine = [
        m
        for m in team.hand("design").dm()
        if "The review of “Buying a kitchen” is due" in words_of(m) and m.ts not in earlier
    ]
    assert len(mine) == 1
    await team.drawn()
    assert "A review is waiting" in words_of(team.card())


@pytest.mark.thorough
async def test_two_people_holding_one_review_hold_it_once_and_nobodys_words_are_lost(team: Team) -> None:
    await living(team)
    pain = await team.adds_pain("support", "Nobody answers the phone")
    await team.later(days=32)
    (reminder,) = reminders(team)
    (metric,) = (await team.map()).metrics
    overview = await team.presses("design", reminder, Action.REVIEW, modal=Modal.REVIEW)
    assert "1 of 1 not answered yet" in words_of(overview)
    pains = await team.submits("design", {})
    assert pains is not None
    assert "Part 1 of" in words_of(pains)
    await team.presses("sales", reminder, Action.REVIEW, modal=Modal.REVIEW)
    await team.submits("sales", {})
    await team.submits("design", {part(Field.STATUS, pain): "done"})
    await team.hand("design").close(everything=True)
    assert (await team.map()).pains[0].status is PainStatus.DONE, "what was answered counts although they left"
    page = await team.submits("sales", {})
    assert page is not None
    assert "Metrics" in words_of(page)
    await team.submits("sales", {part(Field.VALUE, metric.id): "29,5"})
    overview = await team.presses("design", reminder, Action.REVIEW, modal=Modal.REVIEW)
    assert "All answered" in words_of(overview), "two people fill in one review"
    last = await team.presses("design", overview, f"{Action.REVIEW_PART}:close", modal=Modal.REVIEW)
    await team.presses("sales", team.hand("sales").view, Action.REVIEW_PARTS, modal=Modal.REVIEW)
    await team.presses("sales", team.hand("sales").view, f"{Action.REVIEW_PART}:close", modal=Modal.REVIEW)
    given = {block(last, Field.DECISIONS): "Hire two for the phone\nMeasure weekly", Field.CONCLUSION: "Better"}
    kept = await team.submits("design", given)
    assert kept is not None
    assert "The review is kept" in words_of(kept)
    second = await team.submits("sales", {Field.CONCLUSION: "Much better"})
    assert second is not None
    assert "finished this review before you" in words_of(second)
    await team.drawn()
    held = [m for m in team.keyed("held:") if m.channel == team.channel.id]
    assert len(held) == 1
    said = words_of(held[0])
    for words in ("Better", "Much better", "29.5", "1 pain point closed", "Measure weekly", "Next review"):
        assert words in said
    shared = [team.world.files[one].name for message in team.thread() for one in message.files]
    assert sum("-reviewed" in name for name in shared) == 1, "the picture of what changed"
    assert [note.text for note in (await team.map()).decisions] == ["Hire two for the phone", "Measure weekly"]
    snapshot = await team.map()
    assert snapshot.pains[0].status is PainStatus.DONE
    assert snapshot.metrics[0].actual == 29.5
    leads = [message.text.partition(":")[0] for message in sorted(team.pictures(), key=lambda one: one.ts)]
    assert leads == ["The map so far", "The map after review 1"], "the map as it was stays; the new one is posted anew"
    again = await team.presses("sales", reminder, Action.REVIEW, modal=Modal.INFO)
    assert "Better" in words_of(again), "a late click is told what came of it"


@pytest.mark.thorough
async def test_a_review_nobody_holds_is_called_to_once_more_and_never_piles_up(team: Team) -> None:
    await living(team)
    clock = team.running.simulator.clock
    for _month in range(4):
        await team.later(days=32)
        await team.at_work("design")
        await team.at_work(LEADER)
    stood = sorted(reminders(team) + team.keyed("review-again:"), key=lambda one: one.ts)
    assert len(stood) == 2, "the thread hears of it, and once more"
    late = {
        role: sum("Nobody has held the review" in words_of(one) for one in team.letters(role))
        for role in team.cast.people
    }
    assert {role for role, times in late.items() if times} == {"design", LEADER}, "journey owner, then facilitator"
    assert len((await team.map()).rounds) == 1
    await team.presses("design", stood[0], Action.REVIEW, modal=Modal.REVIEW)
    form = await team.submits("design", {})
    while form is not None and Field.CONCLUSION not in str(form.blocks):
        form = await team.submits("design", {})
    await team.submits("design", {Field.CONCLUSION: "Four months in one"})
    await team.settle()
    assert len([m for m in team.keyed("held:") if m.channel == team.channel.id]) == 1
    review = (await team.map()).review
    assert review is not None
    assert review.due_at is not None
    assert review.due_at > clock.now()
    assert (await team.map()).outline.status.value == "living"


@pytest.mark.thorough
async def test_after_a_long_silence_of_the_clock_there_is_one_reminder_and_no_storm(team: Team) -> None:
    await living(team)
    await team.later(days=200)
    assert len(reminders(team)) == 1


@pytest.mark.thorough
async def test_a_rhythm_is_typed_as_it_is_said_moved_with_a_reason_and_stops_with_the_journey(team: Team) -> None:
    await living(team)
    unclear = await team.types(LEADER, "cadence whenever the moon is full")
    assert "Nothing was changed" in words_of(unclear)
    assert "monthly on the first Monday" in words_of(unclear)
    answer = await team.types(LEADER, "cadence every two weeks on Monday at 10")
    assert "Every two weeks: Monday, 10:00" in words_of(answer)
    form = await team.presses(LEADER, answer, Action.CADENCE, modal=Modal.CADENCE)
    assert "The next reviews" in words_of(form)
    await team.closes(LEADER)
    due_at = (await team.map()).review.due_at
    await team.presses(LEADER, answer, Action.PUT_OFF, modal=Modal.PUT_OFF)
    day = (due_at + timedelta(days=2)).date()
    await team.submits(LEADER, {Field.DAY: day, Field.REASON: "Half of us are on holiday"})
    await team.closes(LEADER)
    await team.settle()
    (told,) = team.keyed("put-off:")
    assert told.thread_ts == team.card().ts
    assert "Half of us are on holiday" in words_of(told)
    assert (await team.map()).review.due_at == due_at + timedelta(days=2)
    await workshops.end(team.desk, team.actor(), team.workshop)
    await team.later(days=60)
    assert not reminders(team), "an ended journey stops for good"
