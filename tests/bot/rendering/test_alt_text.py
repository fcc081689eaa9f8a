"""What is read out instead of a picture."""

from dataclasses import replace

import pytest

from bot.rendering import alt_text
from tests.bot.rendering import samples


def test_it_tells_whose_journey_where_it_hurts_and_who_owns_it() -> None:
    said = alt_text(samples.ebike("en"), "map")
    for part in (
        "Buying a first e-bike online",
        "Maya Levin",
        "Notice → Explore → Compare",
        "Lowest point: Buy (Angry, −1.8)",
        "3-D Secure times out on phones (Critical, owner: Ana R)",
        "Without owner: 1",
    ):
        assert part in said


def test_an_empty_map_tells_what_comes_next() -> None:
    assert "name the stages" in alt_text(samples.snapshot(), "card")


@pytest.mark.parametrize("kind", ["card", "map"])
def test_it_never_exceeds_what_slack_takes(kind: str) -> None:
    stages = [samples.stage("Ж" * 200, pains=(samples.pain("п" * 500, 3, "И" * 200),))] * 20
    snapshot = samples.snapshot(*stages, head={"title": "Т" * 4000}, personas=(samples.persona(goal="ц" * 4000),))
    assert len(alt_text(snapshot, kind)) <= 2000


def test_control_characters_and_surrogates_are_left_out() -> None:
    snapshot = samples.snapshot(samples.stage("\ud800a\x00"), head={"title": "b\ufffe"})
    alt_text(snapshot, "map").encode()
    assert "\x00" not in alt_text(replace(snapshot), "map")
