"""A whole workshop through the wire, from the first command to the review a month later."""

import pytest

from bot.i18n import say_for
from bot.play import acts
from bot.play.player import Stage
from bot.play.transcript import Transcript
from bot.simulator.reading import words_of
from tests.journeys.team import Team
from workflows import maps, people, presets, workshops
from workflows.snapshots import MapSnapshot
from workflows.words import PainStatus, Step, WorkshopStatus


@pytest.fixture
def story():
    return {"template": "ecommerce", **presets.example("ecommerce")}


@pytest.fixture
def stage(team: Team) -> Stage:
    return Stage(team.running, team.cast, Transcript(team.world), say_for("en"), {})


async def snapshot_of(team: Team) -> MapSnapshot:
    desk = team.running.cairn.desk
    actor = await people.actor(desk, team.world.team_id, team.user("facilitator").id)
    (outline,) = await workshops.open_in(desk, actor, team.channel.id)
    return await maps.snapshot(desk, actor, outline.id)


@pytest.mark.thorough
async def test_a_team_gets_from_the_first_command_to_a_reviewed_map_with_owners(team, stage, story) -> None:
    for act in (acts.invite, acts.customer, acts.lay_out, acts.feel, acts.redesign, acts.rhythm):
        await act(stage, story)
    before = await snapshot_of(team)
    assert before.outline.status is WorkshopStatus.LIVING
    assert before.outline.step is Step.REVIEW
    assert [one.name for one in before.stages] == [one["name"] for one in story["stages"]]
    for drawn, told in zip(before.stages, story["stages"], strict=True):
        assert [note.text for note in drawn.actions] == told["actions"]
        assert [note.text for note in drawn.pains] == [pain["text"] for pain in told["pains"]]
        assert len(drawn.touchpoints) == len(told["touchpoints"])
        assert sum(one.moment_of_truth for one in drawn.touchpoints) == sum(
            t.endswith("*") for t in told["touchpoints"]
        )
        assert drawn.emotion is not None
        assert drawn.emotion.count == len(story["cast"]) - 1
        assert drawn.emotion.word == told["emotion"]["word"]
    fee = next(pain for pain in before.pains if pain.text.startswith("Delivery fee"))
    assert fee.votes == 5
    assert fee.ownership is not None
    assert fee.ownership.owner.user_id == team.user("product").id
    assert fee.evidence_count == 1
    await team.at_work("product")
    assert any("Delivery fee" in words_of(message) for message in team.letters("product"))
    assert {one.department for one in before.outline.participants} == {
        "Customer experience",
        "Customer support",
        "Sales",
        "Product",
    }
    assert before.outline.card_file_id
    assert before.outline.map_file_id

    await acts.review(stage, story)

    after = await snapshot_of(team)
    team.workshop = after.outline.id
    fee = next(pain for pain in after.pains if pain.text.startswith("Delivery fee"))
    assert fee.status is PainStatus.DONE
    abandoned = next(metric for metric in after.metrics if metric.name.startswith("Carts"))
    assert (abandoned.baseline, abandoned.target, abandoned.actual) == (38, 25, 29)
    held = [message for message in team.thread() if story["review"]["conclusion"] in words_of(message)]
    assert len(held) == 1
    assert after.review is not None
    assert after.review.due_at is not None
    assert after.review.due_at > team.world.clock.now()
    assert len(team.pictures()) == 2, "one picture of the workshop, replaced in place, and one of the review"
