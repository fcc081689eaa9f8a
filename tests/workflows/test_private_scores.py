"""Scores that nobody sees but those who gave them, until three have scored and the facilitator reveals them."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.views import messages
from storage import tables
from tests.workflows.conftest import Room
from workflows import agenda, contributions, maps, people, privacy, scoring, steps, workshops
from workflows.commands import Actor, AddNote, CastVotes, EditWorkshop, GoToStep, InvitePeople, ScoreStages
from workflows.errors import NotAllowedError
from workflows.feeling import Secret
from workflows.frozen import freeze
from workflows.ports import Order
from workflows.words import NoteKind, PostingKind, Side, Step

SCORES = st.lists(st.tuples(st.integers(-2, 2), st.text("abcde", min_size=1, max_size=3)), min_size=6, max_size=6)
SECRET = "zz"  # in every word somebody scores with, and nowhere else


async def scored(room: Room, given: dict[str, int], stage: str = "Checkout") -> None:
    """Everybody's score of a stage, by user id."""
    stage_id = await room.stage(stage)
    for user_id, score in given.items():
        await scoring.score(
            room.desk, Actor("T1", user_id), ScoreStages(room.workshop_id, {stage_id: score}, {stage_id: SECRET})
        )


async def told(room: Room, watcher: Actor) -> str:
    """All that somebody gets to see who did not score, line by line, but for the number of changes."""
    snapshot = await maps.snapshot(room.desk, watcher, room.workshop_id)
    order = Order(1, "card:1", PostingKind.CARD, "T1", "C1", None, None, "C1", "1.1")
    found = await agenda.read(room.desk, watcher, room.workshop_id)
    whole = freeze(snapshot)
    whole["outline"].pop("revision")
    seen = [
        json.dumps(whole),
        str(messages.build(order, snapshot)),
        str((found.topics, found.silent)),
        *(json.dumps([row.before, row.after]) for row in await room.all(tables.Audit)),
        *(json.dumps(row.reply) for row in await room.all(tables.DeliveryClaim)),
    ]
    return "\n".join(seen)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=SCORES, second=SCORES)
async def test_whatever_two_people_score_in_private_a_third_sees_the_same(
    room: Room, first: list, second: list
) -> None:
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    stages = [stage_id for stage_id, _name in (await room.map()).outline.stages]
    seen = []
    for number, answers in enumerate((first, second)):
        async with room.desk.db.write() as session:
            for model in (tables.EmotionScore, tables.Audit, tables.DeliveryClaim):
                await (await session.connection()).execute(model.__table__.delete())
        for actor, said in ((room.ann, answers[:3]), (room.bob, answers[3:])):
            scores = {stage: score for stage, (score, _word) in zip(stages, said, strict=True)}
            words = {stage: SECRET + word for stage, (_score, word) in zip(stages, said, strict=True)}
            command = ScoreStages(room.workshop_id, scores, words)
            await scoring.score(room.desk, actor, command, claim=f"{actor.user_id}:{number}")
            own = await scoring.my_scores(room.desk, actor, room.workshop_id)
            assert own == {stage: (scores[stage], words[stage]) for stage in stages}, "one's own are there to change"
        seen.append(await told(room, room.lead))
    assert seen[0].count('"emotion": null') == len(stages)
    assert SECRET not in seen[0]
    assert seen[0] == seen[1]


async def test_what_is_kept_at_the_end_of_a_step_holds_no_private_score(room: Room) -> None:
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    await scored(room, {"UANN": -2, "UBOB": 1, "ULEAD": 2})
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, Step.CUSTOMER, Step.INVITE))
    (kept,) = await room.all(tables.RevisionSnapshot)
    assert SECRET not in json.dumps(kept.content)
    assert [stage["emotion"] for stage in kept.content["stages"]] == [None, None, None]
    assert kept.content["outline"]["private"]["people"] == 3


async def test_fewer_than_three_are_never_revealed_and_three_are_shown_as_always(room: Room) -> None:
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    await scored(room, {"UANN": -2, "UBOB": 1})
    with pytest.raises(NotAllowedError, match="too_few_scores"):
        await privacy.reveal(room.desk, room.lead, room.workshop_id)
    waiting = (await room.map()).outline.private
    assert (waiting.people, waiting.missing) == (2, 1)
    await scored(room, {"ULEAD": 2})
    await privacy.reveal(room.desk, room.lead, room.workshop_id)
    whole = await room.map()
    felt = whole.stages[1].emotion
    assert (felt.median, felt.low, felt.high, felt.count) == (1.0, -2, 2, 3)
    assert whole.outline.private is None
    before = whole.outline.revision
    await privacy.reveal(room.desk, room.lead, room.workshop_id)
    assert (await room.map()).outline.revision == before, "a second press changes nothing"


async def test_only_those_who_lead_make_scores_private_or_reveal_them(room: Room) -> None:
    for change in (privacy.begin, privacy.reveal):
        with pytest.raises(NotAllowedError, match="only_facilitator"):
            await change(room.desk, room.ann, room.workshop_id)


async def test_what_was_scored_openly_before_is_hidden_too_while_scores_are_private(room: Room) -> None:
    await scored(room, {"UANN": -2})
    assert (await room.map()).stages[1].emotion is not None
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    assert (await room.map()).stages[1].emotion is None
    assert (await agenda.read(room.desk, room.ann, room.workshop_id)).topics == ()


async def test_the_gate_says_how_many_have_scored_and_that_the_scores_wait(room: Room) -> None:
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    await scored(room, {"UANN": -2, "UBOB": 1})
    for step in (Step.FEEL, Step.REDESIGN):
        found = {thin.code: thin.count for thin in steps.gate(await room.map(), step).thin}
        assert found["scores_too_few"] == 2
        assert "stages_few_scores" not in found
    await scored(room, {"ULEAD": 0})
    assert ("scores_private", 3) in {(thin.code, thin.count) for thin in steps.gate(await room.map(), Step.FEEL).thin}
    assert await privacy.easily_guessed(room.desk, room.lead, room.workshop_id) == ()
    await scored(room, {"ULEAD": 0}, "Delivery")
    assert await privacy.easily_guessed(room.desk, room.lead, room.workshop_id) == ("Delivery",)


async def test_the_agenda_begins_where_people_are_furthest_apart_and_names_sides_of_three_or_more(room: Room) -> None:
    front, back = ("UANN", "U0F2", "U0F3"), ("UBOB", "U0B2", "U0B3")
    for side, who in ((Side.FRONTLINE, front), (Side.BACKSTAGE, back)):
        await people.invite(room.desk, room.lead, InvitePeople(room.workshop_id, who, str(side), side))
    await scored(room, dict.fromkeys(front, -1) | dict.fromkeys(back, 1), "Checkout")
    await scored(room, dict.fromkeys(front, 0) | {back[0]: 2, back[1]: -2}, "Awareness")
    found = await agenda.read(room.desk, room.ann, room.workshop_id)
    assert [(topic.name, topic.spread) for topic in found.topics] == [("Awareness", 4), ("Checkout", 2)]
    few, many = found.topics
    assert (few.frontline, few.backstage, few.gap) == (None, None, 0), "two behind the scenes would be recognised"
    assert (many.frontline, many.backstage, many.gap) == (-1.0, 1.0, 2.0)
    assert found.silent == ("Delivery",)


async def test_a_co_facilitator_may_reveal(room: Room) -> None:
    outline = await maps.outline(room.desk, room.lead, room.workshop_id)
    edit = EditWorkshop(room.workshop_id, outline.version, outline.title, outline.goal, journey_owner_id="UANN")
    await workshops.edit(room.desk, room.lead, edit)
    await privacy.begin(room.desk, room.ann, room.workshop_id)
    assert (await room.map()).outline.private is not None


async def test_a_team_of_two_ends_private_scoring_and_what_was_private_is_forgotten_unseen(room: Room) -> None:
    await scored(room, {"UANN": 2})
    room.clock.forward(minutes=1)
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    await scored(room, {"ULEAD": -2})
    with pytest.raises(NotAllowedError):
        await privacy.drop(room.desk, room.ann, room.workshop_id)
    for _press in range(2):
        await privacy.drop(room.desk, room.lead, room.workshop_id)
    after = await room.map()
    assert after.outline.private is None
    (felt,) = [stage.emotion for stage in after.stages if stage.emotion]
    assert (felt.count, felt.median) == (1, 2), "what was open before stands again, alone"
    assert await scoring.my_scores(room.desk, room.lead, room.workshop_id) == {}
    assert len([row for row in await room.all(tables.Audit) if row.action == "scores.drop"]) == 1


async def test_votes_are_nobodys_to_see_until_three_have_voted_and_they_are_revealed(room: Room) -> None:
    stage = await room.stage("Checkout")
    pain = (
        await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.PAIN, "Slow", stage))
    ).item_id
    await privacy.begin(room.desk, room.lead, room.workshop_id, secret=Secret.VOTES)
    people_ = (room.ann, room.bob, room.lead)
    for place, actor in enumerate(people_, 1):
        with pytest.raises(NotAllowedError):
            await privacy.reveal(room.desk, room.lead, room.workshop_id, secret=Secret.VOTES)
        await scoring.vote(room.desk, actor, CastVotes(room.workshop_id, (pain or 0,)))
        waiting = await room.map()
        assert [one.votes for one in waiting.pains] == [0]
        assert waiting.outline.private_votes
        assert waiting.outline.private_votes.people == place
        assert await scoring.my_votes(room.desk, actor, room.workshop_id) == {pain}
    cast = [row for row in await room.all(tables.Audit) if row.action == "votes.cast"]
    assert [(row.before, row.after) for row in cast] == [(None, None)] * 3
    for _press in range(2):
        await privacy.reveal(room.desk, room.lead, room.workshop_id, secret=Secret.VOTES)
    assert [one.votes for one in (await room.map()).pains] == [3]
    told = [row for row in await room.all(tables.Posting) if row.kind == PostingKind.REVEALED]
    assert [(row.in_thread, row.subject_id) for row in told] == [(True, Step.REDESIGN)]
