"""The stages are moved one past another, whatever somebody else does to them meanwhile."""

import pytest

from storage import tables
from tests.workflows.conftest import Room
from workflows import maps, stages, undoing, workshops
from workflows.commands import SetStages
from workflows.errors import NotAllowedError, NotFoundError
from workflows.stages import MoveStage
from workflows.undoing import Undo
from workflows.words import MapKind


async def order(room: Room) -> list[str]:
    return [stage.name for stage in (await room.map()).stages]


async def test_a_stage_passes_its_neighbour_once_also_where_the_button_is_pressed_twice(room: Room) -> None:
    first, second = await room.stage("Awareness"), await room.stage("Checkout")
    for _press in range(2):
        await stages.move(room.desk, room.ann, MoveStage(room.workshop_id, second, first, before=True))
    assert await order(room) == ["Checkout", "Awareness", "Delivery"]
    await stages.move(room.desk, room.ann, MoveStage(room.workshop_id, second, second, before=True))
    told = [row for row in await room.all(tables.Audit) if row.action == "stages.move"]
    assert [row.before for row in told] == [{"names": ["Awareness", "Checkout", "Delivery"]}]
    assert (await undoing.undo(room.desk, room.ann, Undo(room.workshop_id), None)).extra["outcome"] == "undone"
    assert await order(room) == ["Awareness", "Checkout", "Delivery"]


async def test_a_move_meets_what_others_did_to_the_stages_and_loses_nothing_of_it(room: Room) -> None:
    first, second, third = [await room.stage(name) for name in ("Awareness", "Checkout", "Delivery")]
    added = ("Awareness", "Comparison", "Checkout", "Delivery")
    await maps.set_stages(room.desk, room.bob, SetStages(room.workshop_id, added))
    await stages.move(room.desk, room.ann, MoveStage(room.workshop_id, second, first, before=True))
    assert await order(room) == ["Checkout", "Awareness", "Comparison", "Delivery"]
    await stages.move(room.desk, room.ann, MoveStage(room.workshop_id, second, third, before=False))
    assert await order(room) == ["Awareness", "Comparison", "Delivery", "Checkout"]
    without = ("Comparison", "Delivery", "Checkout")
    await maps.set_stages(room.desk, room.bob, SetStages(room.workshop_id, without))
    await stages.move(room.desk, room.ann, MoveStage(room.workshop_id, third, first, before=True))
    assert await order(room) == list(without), "the neighbour is gone: nothing moves"
    with pytest.raises(NotFoundError):
        await stages.move(room.desk, room.ann, MoveStage(room.workshop_id, first, third, before=True))


async def test_a_facilitator_changes_what_the_map_shows_and_nothing_of_it_is_lost(room: Room) -> None:
    before = await room.map()
    with pytest.raises(NotAllowedError):
        await workshops.set_kind(room.desk, room.ann, room.workshop_id, MapKind.BLUEPRINT)
    for _press in range(2):
        await workshops.set_kind(room.desk, room.lead, room.workshop_id, MapKind.BLUEPRINT)
    after = await room.map()
    assert after.outline.kind is MapKind.BLUEPRINT
    assert after.stages == before.stages
    assert [row.before for row in await room.all(tables.Audit) if row.action == "workshop.kind"] == [
        {"map_kind": "current"}
    ]
