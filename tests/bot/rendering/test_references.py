"""Pictures as they were last looked at and found good."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.rendering import Kind, look, paper
from tests.bot.rendering import renew, samples
from tests.bot.rendering.looking import scene_of
from workflows.snapshots import Emotion, MapSnapshot, Stage
from workflows.words import Severity

EBIKE = samples.ebike("en")


@pytest.mark.parametrize(("file", "language", "kind"), list(renew.references()))
def test_pictures_look_as_they_did(file: Path, language: str, kind: Kind) -> None:
    change = renew.difference(renew.drawn(language, kind), renew.kept(file))
    assert not change, f"{change}; if that is meant: python -m tests.bot.rendering.renew, and look at {file}"


def test_references_are_small() -> None:
    assert all(file.stat().st_size <= 150_000 for file, _, _ in renew.references())


def changed(**changes: Any) -> MapSnapshot:
    """The sample journey with another fourth stage."""
    snapshot = EBIKE
    return replace(
        snapshot, stages=tuple(_other(stage, changes) if stage.id == 4 else stage for stage in snapshot.stages)
    )


def _other(stage: Stage, changes: dict[str, Any]) -> Stage:
    return replace(stage, **{name: change(getattr(stage, name)) for name, change in changes.items()})


@pytest.mark.parametrize(
    "change",
    [
        {"name": lambda _: "Pay"},
        {"pains": lambda pains: (replace(pains[0], severity=Severity.MINOR), *pains[1:])},
        {"actions": lambda actions: (replace(actions[0], text=actions[0].text[:-5]), *actions[1:])},
        {"emotion": lambda emotion: Emotion(emotion.median + 0.3, emotion.low, emotion.high, 5, emotion.word)},
        {"touchpoints": lambda touchpoints: (replace(touchpoints[0], moment_of_truth=True), *touchpoints[1:])},
    ],
)
def test_a_real_change_is_noticed(change: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    reference = renew.kept(renew.FOLDER / "map-en.png")
    monkeypatch.setattr(samples, "ebike", lambda _: changed(**change))
    assert renew.difference(renew.drawn("en", "map"), reference)


def test_another_tint_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_of(samples.ebike("en"))
    tinted = {look.TOUCHPOINT: replace(look.TOUCHPOINT, fill=look.BUBBLE.fill)}
    shapes = [(layer, tinted.get(style, style), shape) for layer, style, shape in scene.shapes]
    monkeypatch.setattr("bot.rendering.layouts.lay", lambda *_: replace(scene, shapes=shapes))
    assert renew.difference(renew.drawn("en", "map"), renew.kept(renew.FOLDER / "map-en.png"))


def test_pixels_at_the_edges_of_letters_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_BAND", 97)  # cairo rounds a little differently at each cut
    scene = scene_of(samples.ebike("en"))
    shifted = replace(scene, texts=[replace(text, x=text.x + 0.2) for text in scene.texts])
    monkeypatch.setattr("bot.rendering.layouts.lay", lambda *_: shifted)
    assert not renew.difference(renew.drawn("en", "map"), renew.kept(renew.FOLDER / "map-en.png"))
