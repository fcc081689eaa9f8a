"""The ready-made journeys as data: each is whole, and one that is written wrongly says where."""

import copy
import re

import pytest

from workflows import languages, presets
from workflows.presets.stories import KINDS, StoryError, check, check_translation

LATIN = re.compile(r"[A-Za-z]")


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


@pytest.mark.parametrize("language", languages.LANGUAGES)
@pytest.mark.parametrize("name", presets.names())
def test_every_example_is_told_in_every_language_with_the_same_parts_and_numbers(name: str, language: str) -> None:
    told, original = presets.example(name, language), presets.example(name)
    assert told["language"] == language, "there is a file of its own"
    check_translation(f"{name}.{language}.yaml", told, original)
    left = [text for text in texts(told) if text in set(texts(original)) and LATIN.search(text)]
    assert language == "en" or not left, "nothing is left in English"


def texts(part) -> list[str]:
    """What an example says, without the words of the program."""
    if isinstance(part, dict):
        return [text for name, below in part.items() if name not in {"tz", "language", *KINDS} for text in texts(below)]
    if isinstance(part, list):
        return [text for below in part for text in texts(below)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lambda story: story["stages"].pop(), "b.yaml: at overheard.by: .*, where English has None at stages.5.name"),
        (
            lambda story: story["stages"][3]["touchpoints"][0].update(title="Размер @web"),
            "stages.3.touchpoints.0.title",
        ),
        (
            lambda story: story["stages"][1]["pains"][0].update(votes=3),
            "at stages.1.pains.0.votes: 3, where English has 2",
        ),
        (lambda story: story["decisions"].append("Ещё одно"), "b.yaml: at decisions.1"),
    ],
)
def test_a_translation_that_tells_another_story_says_where(break_it, sentence: str) -> None:
    story = copy.deepcopy(presets.example("jacket", "ru"))
    break_it(story)
    with pytest.raises(StoryError, match=sentence):
        check_translation("b.yaml", story, presets.example("jacket"))
