"""Walking the journey as the persona: where one goes on, and what all walks together say."""

import pytest

from storage import tables
from tests.workflows.conftest import Room
from workflows import contributions, history, personas, touchpoints, walking
from workflows.commands import AddTouchpoints, Delete, SavePersona
from workflows.errors import NotFoundError
from workflows.walking import Judge
from workflows.words import Verdict


@pytest.fixture
async def stops(room: Room) -> list[int]:
    """Two touchpoints in the first stage and two in the last, given in another order."""
    await personas.save(room.desk, room.ann, SavePersona(room.workshop_id, "Sarah", goal="An oven by Friday"))
    for stage, lines in (("Delivery", "Courier @delivery\nCard @print"), ("Awareness", "Advert\nSite @web")):
        await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, await room.stage(stage), lines))
    return [stop.touchpoint_id for stop in (await walking.way(room.desk, room.bob, room.workshop_id)).stops]


async def judge(room: Room, actor, stop: int, verdict: Verdict, note: str = "") -> None:
    await walking.judge(room.desk, actor, Judge(room.workshop_id, stop, verdict, note))


async def test_the_way_follows_the_stages_and_goes_on_where_i_stopped(room: Room, stops: list[int]) -> None:
    way = await walking.way(room.desk, room.bob, room.workshop_id)
    assert [stop.title for stop in way.stops] == ["Advert", "Site", "Courier", "Card"]
    assert (way.persona, way.goal, way.here) == ("Sarah", "An oven by Friday", 0)
    await judge(room, room.bob, stops[0], Verdict.WORKS)
    await judge(room, room.bob, stops[2], Verdict.BROKEN, "never rings")
    assert (await walking.way(room.desk, room.bob, room.workshop_id)).here == 3
    assert (await walking.way(room.desk, room.ann, room.workshop_id)).here == 0, "everybody walks their own way"
    await judge(room, room.bob, stops[3], Verdict.WORKS)
    way = await walking.way(room.desk, room.bob, room.workshop_id)
    assert way.here == 1, "what was passed over comes last"
    await judge(room, room.bob, stops[1], Verdict.WORKS)
    assert (await walking.way(room.desk, room.bob, room.workshop_id)).here is None


async def test_what_was_found_is_counted_with_its_notes_and_the_worst_comes_first(room: Room, stops: list[int]) -> None:
    await judge(room, room.ann, stops[1], Verdict.UNREALISTIC, "nobody types this address")
    for actor, verdict, note in ((room.ann, Verdict.WORKS, "fine"), (room.bob, Verdict.BROKEN, "never rings")):
        await judge(room, actor, stops[2], verdict, note)
    await judge(room, room.bob, stops[0], Verdict.WORKS)
    found = await walking.findings(room.desk, room.lead, room.workshop_id)
    assert [(one.title, one.broken, one.unrealistic, one.works) for one in found.found] == [
        ("Courier", 1, 0, 1),
        ("Site", 0, 1, 0),
    ]
    assert found.found[0].notes == ("never rings", "fine")
    assert (found.walkers, found.stops) == (2, 4)
    async with room.desk.db.read() as session:
        trail = await history.of_things(session, room.lead.team_id, room.workshop_id)
    added = trail["touchpoint", stops[3]]
    assert [(one.action, one.count) for one in added] == [("touchpoint.add", 2)], "added together with another one"
    assert not any(one.action.startswith("walk") for told in trail.values() for one in told), (
        "nobody is told who walked"
    )


async def test_a_touchpoint_that_was_deleted_is_neither_walked_nor_found(room: Room, stops: list[int]) -> None:
    await judge(room, room.bob, stops[1], Verdict.BROKEN)
    before = await walking.way(room.desk, room.bob, room.workshop_id)
    await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "touchpoint", stops[1]))
    with pytest.raises(NotFoundError):
        await judge(room, room.bob, stops[1], Verdict.BROKEN)
    way = await walking.way(room.desk, room.bob, room.workshop_id)
    assert [stop.title for stop in way.stops] == ["Advert", "Courier", "Card"]
    assert way.after(stops[1], before.place(stops[1])) == 1, "the next one has moved up"
    found = await walking.findings(room.desk, room.lead, room.workshop_id)
    assert (found.found, found.walkers) == ((), 0)


async def test_judging_again_replaces_and_only_the_first_judgement_has_the_map_drawn(
    room: Room, stops: list[int]
) -> None:
    before = (await room.map()).outline.revision
    for verdict in (Verdict.BROKEN, Verdict.WORKS, Verdict.WORKS):
        await judge(room, room.bob, stops[0], verdict, "hm")
    for stop in stops[1:]:
        await judge(room, room.bob, stop, Verdict.WORKS)
    outline = (await room.map()).outline
    assert outline.revision == before + 1
    assert await room.count(tables.Walk) == 4
    assert len([row for row in await room.all(tables.Audit) if row.action == "walk.judge"]) == 5
    bob = next(one for one in outline.participants if one.person.user_id == "UBOB")
    assert bob.contributed == {4}
