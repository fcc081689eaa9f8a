"""The methods: each is whole, changes what is asked and expected, and never the steps."""

from dataclasses import replace

import pytest
import yaml

from bot.i18n import LANGUAGES, say_for
from bot.views import guide, moves
from bot.views.gate import sentence
from tests.bot import brimful
from workflows import methods, presets
from workflows.gates import gate
from workflows.methods import MethodError
from workflows.scorecard import Dimension, scorecard
from workflows.snapshots import MapSnapshot
from workflows.words import Step

_ = say_for("en")


def by(method: str, snapshot: MapSnapshot) -> MapSnapshot:
    return replace(snapshot, outline=replace(snapshot.outline, method=method))


@pytest.mark.parametrize("name", methods.NAMES)
def test_every_method_has_something_to_say_in_each_step_and_names_what_it_collects(name: str) -> None:
    one = methods.method(name)
    for step in Step:
        said = one.steps[step]
        assert said.purpose
        assert len(said.prompts) == 2
        assert said.example
        assert set(said.order) <= set(moves._CALLED), step
        assert len(set(said.order)) == len(said.order)


def test_the_guide_asks_as_the_method_does_and_offers_what_it_wants_first() -> None:
    snapshot = brimful.journey()
    walked = str(guide.guide(by("seven_step", snapshot), Step.FEEL, _).blocks)
    usual = str(guide.guide(snapshot, Step.FEEL, _).blocks)
    assert "Walk the journey yourselves" in walked
    assert "Walk the journey yourselves" not in usual
    first = moves.of_step(Step.REDESIGN, by("five_step", snapshot).outline)
    assert first[0] is moves.OWNER
    assert set(first) == set(moves.of_step(Step.REDESIGN, snapshot.outline)), "an order leaves nothing out"


def test_a_gate_expects_what_the_method_expects_and_says_the_number() -> None:
    story = presets.snapshot(presets.example("jacket"))
    people = tuple(one for one in story.outline.participants if one.department in {"Shop", "Service"})
    two = replace(story, outline=replace(story.outline, participants=people))
    assert not gate(two, Step.INVITE).thin
    (thin,) = gate(by("eight_step", two), Step.INVITE).thin
    assert "3 departments" in sentence(thin, _)
    assert "few_departments" not in {thin.code for thin in gate(by("five_step", two), Step.INVITE).thin}


def test_the_scorecard_tells_how_much_of_each_dimension_is_there() -> None:
    whole = {one.dimension: one.percent for one in scorecard(presets.snapshot(presets.example("healthcare")))}
    assert whole[Dimension.TARGET] == 100
    assert whole[Dimension.PATH] == 100
    assert 0 < whole[Dimension.CONCLUSIONS] < 100, "some pains have no owner"
    bare = presets.snapshot({"title": "Bare", "stages": [{"name": "Only"}]})
    assert {one.percent for one in scorecard(bare)} == {0}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{title: A, when: B, steps: {feel: {prompts: [one]}}}", "odd.yaml: at steps.feel.prompts: List should have"),
        ("{title: A, when: B, steps: {dance: {prompts: [a, b]}}}", "odd.yaml: there is no step dance"),
        ("{title: A, when: B, steps: {}, thresholds: {scores: 0}}", "odd.yaml: at thresholds.scores"),
        ("[]", "odd.yaml: at"),
    ],
)
def test_a_method_that_is_written_wrongly_says_where(content: str, said: str) -> None:
    with pytest.raises(MethodError, match=said):
        methods.read("odd", yaml.safe_load(content))


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_method_and_every_set_of_stages_is_there_in_every_language(language: str) -> None:
    there = say_for(language)
    left = [sentence for sentence, _file in methods.sentences() if there(sentence) == sentence]
    assert not left, "said in English"
    for name in presets.names():
        named = tuple(there(stage) for stage in presets.stage_sets()[name].stages)
        told = tuple(stage["name"] for stage in presets.example(name, language)["stages"])
        assert told == named, "an example has the stages of its set"
