"""What one sees of generated maps, in every direction and script: room, boxes, contrast."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rendering import look
from bot.rendering.bidi import runs_left
from tests.benchmarks import maps
from tests.bot.rendering import samples
from tests.bot.rendering.looking import collisions, contrast, faint, off_page, outside_their_boxes, scene_of, words
from tests.bot.rendering.test_pictures import MAPS
from tests.bot.rendering.test_pitfalls import EVERY_SCRIPT
from workflows.snapshots import Emotion, MapSnapshot

SCRIPTS = st.lists(st.sampled_from(list(EVERY_SCRIPT.values())), min_size=1, max_size=12).map(" ".join)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(MAPS, st.sampled_from(samples.LANGUAGES))
def test_every_text_stands_in_its_box_and_out_from_its_ground(snapshot: MapSnapshot, language: str) -> None:
    snapshot = replace(snapshot, outline=replace(snapshot.outline, language=language))
    for kind in ("map", "card"):
        scene = scene_of(snapshot, kind)
        assert outside_their_boxes(scene) == []
        assert faint(scene) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SCRIPTS, min_size=6, max_size=6), st.sampled_from(samples.LANGUAGES), st.integers(1, 8))
def test_every_script_has_room_in_maps_of_both_directions(texts: list[str], language: str, stages: int) -> None:
    name, touchpoint, pain, idea, owner, feeling = texts
    stage = samples.stage(
        name,
        touchpoints=(samples.touchpoint(touchpoint, moment_of_truth=True), samples.touchpoint(pain)),
        pains=(samples.pain(pain, 3, owner), samples.pain(idea, 1)),
        ideas=(samples.idea(idea),),
        emotion=Emotion(-1, -2, 0, 3, feeling),
    )
    snapshot = samples.snapshot(*[stage] * stages, head={"language": language, "title": name, "goal": pain})
    for kind in ("map", "card"):
        scene = scene_of(snapshot, kind)
        assert not scene.missing
        assert collisions(scene) == []
        assert off_page(scene) == []
        assert outside_their_boxes(scene) == []
        assert faint(scene) == []


@pytest.mark.parametrize("language", samples.LANGUAGES)
@pytest.mark.parametrize("kind", ["map", "card"])
def test_all_text_of_the_sample_journey_can_be_read(language: str, kind: str) -> None:
    scene = scene_of(samples.ebike(language), kind)
    assert faint(scene) == []
    assert outside_their_boxes(scene) == []


def test_large_maps_in_four_languages_at_once_stand_clear() -> None:
    scene = scene_of(maps.made(9, 120, whole_journey=True))
    assert len(scene.texts) > 400
    assert collisions(scene) == []
    assert off_page(scene) == []
    assert faint(scene) == []
    assert any(runs_left(text) for text in words(scene))


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == 21
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_text_too_faint_would_be_noticed() -> None:
    scene = scene_of(samples.ebike("en"))
    pale = replace(scene, texts=[replace(text, fill="#9AA3B2") for text in scene.texts])
    assert len(faint(pale)) > 50


def test_white_stage_names_can_be_read_on_every_step_of_the_ramp() -> None:
    for count in (1, 2, 7, 20):
        assert min(contrast(colour, look.WHITE) for colour in look.stage_colours(count)) >= 4.7
