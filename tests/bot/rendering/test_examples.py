"""The ready-made journeys as pictures: laid out, not painted, which is where texts would be cut."""

import pytest

from bot.i18n import say_for
from bot.rendering.map_layout import draw_map
from workflows import presets


@pytest.mark.parametrize("name", presets.names())
def test_on_the_map_of_every_example_each_text_can_be_read_to_its_end(name: str) -> None:
    drawing = draw_map(presets.snapshot(presets.example(name)), say_for("en"))
    assert not drawing.cut
