"""Which ideas come first, and the details that refine it."""

import pytest

from tests.workflows.conftest import Room
from workflows import ideas
from workflows.commands import SaveIdea
from workflows.errors import InvalidError
from workflows.priorities import Class, ranked
from workflows.words import Level

LOW, MEDIUM, HIGH = Level


@pytest.mark.parametrize(
    ("impact", "effort", "value", "complexity", "advice"),
    [
        (HIGH, LOW, None, None, Class.QUICK_WIN),
        (MEDIUM, MEDIUM, None, None, Class.BIG_BET),
        (LOW, LOW, None, None, Class.FILL_IN),
        (LOW, HIGH, None, None, Class.LATER),
        (MEDIUM, MEDIUM, HIGH, MEDIUM, Class.QUICK_WIN),
        (MEDIUM, MEDIUM, None, LOW, Class.QUICK_WIN),
        (HIGH, MEDIUM, None, HIGH, Class.BIG_BET),
        (MEDIUM, LOW, LOW, None, Class.FILL_IN),
        (LOW, LOW, LOW, HIGH, Class.LATER),
        (HIGH, HIGH, HIGH, HIGH, Class.BIG_BET),
    ],
)
async def test_value_lifts_and_complexity_weighs_by_a_level(
    room: Room, impact: Level, effort: Level, value: Level | None, complexity: Level | None, advice: Class
) -> None:
    command = SaveIdea(room.workshop_id, "x", impact=impact, effort=effort, value=value, complexity=complexity)
    await ideas.save(room.desk, room.ann, command)
    assert [one.advice for one in ranked(await room.map())] == [advice]


async def test_what_is_said_of_an_idea_is_kept_and_can_be_changed_and_emptied(room: Room) -> None:
    full = {"question": "How might we…?", "value": HIGH, "complexity": LOW, "timeline": "May", "depends_on": "The shop"}
    done = await ideas.save(room.desk, room.ann, SaveIdea(room.workshop_id, "Call back", **full))
    (one,) = (await room.map()).ideas
    assert {name: getattr(one, name) for name in full} == full
    bare = SaveIdea(room.workshop_id, "Call back", idea_id=done.item_id, version=one.version)
    await ideas.save(room.desk, room.ann, bare)
    (one,) = (await room.map()).ideas
    assert (one.question, one.value, one.complexity, one.timeline, one.depends_on) == ("", None, None, "", "")
    with pytest.raises(InvalidError, match="too_long"):
        await ideas.save(room.desk, room.ann, SaveIdea(room.workshop_id, "x", timeline="x" * 81))
