"""The ready-made journeys as data: each is whole, and one that is written wrongly says where."""

import copy

import pytest

from workflows import presets
from workflows.presets.stories import StoryError, check


@pytest.mark.parametrize("name", presets.names())
def test_every_example_has_the_stages_that_its_set_of_stages_promises(name: str) -> None:
    example = presets.example(name)
    assert tuple(stage["name"] for stage in example["stages"]) == presets.stage_sets()[name].stages


@pytest.mark.parametrize("name", presets.names())
def test_every_example_shows_each_thing_that_a_map_can_hold(name: str) -> None:
    snapshot = presets.snapshot(presets.example(name))
    (persona,) = snapshot.personas
    assert len(persona.details) >= 10, "both layers of the persona"
    for stage in snapshot.stages:
        assert stage.details["trigger"]
        assert stage.details["customer_goal"]
        assert stage.actions
        assert stage.touchpoints
        assert stage.thoughts
        assert stage.pains
        assert stage.joys
        assert stage.emotion is not None
        assert stage.emotion.count >= 4
    assert snapshot.evidence
    assert any(pain.ownership and pain.ownership.due_on for pain in snapshot.pains)
    assert any(touchpoint.moment_of_truth for touchpoint in snapshot.touchpoints)
    assert any(stage.itches for stage in snapshot.stages)
    assert any(idea.decided for idea in snapshot.ideas)
    assert snapshot.decisions
    assert all(metric.baseline is not None and metric.target is not None for metric in snapshot.metrics)


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lambda story: story.pop("title"), "a.yaml: at title: Field required"),
        (lambda story: story["stages"][0].update(mood="good"), "a.yaml: at stages.0.mood: Extra inputs"),
        (lambda story: story["stages"][0]["emotion"].update(scores=[3, 1]), "stages.0.emotion.scores.0"),
        (lambda story: story["stages"][0].update(details={"reason": "frost"}), "names what is not there: reason"),
        (lambda story: story["metrics"][0].update(stage="Nowhere"), "metrics names what is not there: Nowhere"),
        (lambda story: story["review"].update(done=["No such pain"]), "review names what is not there: No such pain"),
        (lambda story: story["stages"][0]["pains"][0].update(votes=6), "votes are more than 5 people have"),
    ],
)
def test_an_example_that_is_written_wrongly_says_in_which_file_and_where(break_it, sentence: str) -> None:
    story = copy.deepcopy(presets.example("jacket"))
    break_it(story)
    with pytest.raises(StoryError, match=sentence):
        check("a.yaml", story)
