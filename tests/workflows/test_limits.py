"""How much there may be: counted seldom, right with two at once, and said where somebody typed."""

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from storage import tables
from tests.workflows.conftest import BY_POSTGRES, BY_SQLITE, Room
from workflows import contributions, ideas, lives, workshops
from workflows.commands import AddNote, Delete, SaveIdea, StartWorkshop
from workflows.errors import CairnError, InvalidError
from workflows.flood import Flood
from workflows.limits import Caps
from workflows.words import NoteKind


def joy(room: Room, words: str) -> AddNote:
    return AddNote(room.workshop_id, NoteKind.JOY, words)


@BY_POSTGRES
async def test_a_map_takes_no_more_than_it_holds_whoever_comes_at_once_and_what_is_deleted_makes_room(
    room: Room,
) -> None:
    desk = replace(room.desk, caps=Caps(notes=12))
    given = [contributions.add(desk, (room.ann, room.bob)[n % 2], joy(room, f"Joy {n}"), f"c{n}") for n in range(20)]
    ended = await asyncio.gather(*given, return_exceptions=True)
    full = [one for one in ended if isinstance(one, CairnError)]
    assert (len(ended) - len(full), len(full)) == (12, 8)
    assert {(one.code, getattr(one, "field", ""), one.params["limit"]) for one in full} == {("map_full", "text", 12)}
    assert await room.count(tables.Contribution) == 12
    mine = next(row for row in await room.all(tables.Contribution) if row.author_id == room.ann.user_id)
    await contributions.delete(desk, room.ann, Delete(room.workshop_id, "note", mine.id))
    await contributions.add(desk, room.ann, joy(room, "In its place"))
    with pytest.raises(InvalidError, match="map_full"):
        await contributions.add(desk, room.ann, joy(room, "One too many"))


@BY_SQLITE
async def test_contributions_are_not_counted_at_each_contribution(room: Room) -> None:
    counted = []

    def seen(_connection: object, _cursor: object, said: str, *_more: object) -> None:
        counted.extend([said] if "count(" in said and "FROM contribution" in said else [])

    sa.event.listen(sa.Engine, "before_cursor_execute", seen)
    try:
        for number in range(15):
            await contributions.add(room.desk, room.ann, joy(room, f"Joy {number}"))
            await ideas.save(room.desk, room.ann, SaveIdea(room.workshop_id, f"Idea {number}"))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", seen)
    assert len(counted) == 1


@BY_POSTGRES
async def test_a_workspace_has_so_many_open_maps_and_no_more_of_two_begun_at_once(room: Room) -> None:
    desk = replace(room.desk, caps=Caps(maps=2))
    begun = await asyncio.gather(
        *(workshops.start(desk, room.lead, StartWorkshop(f"C{n}", "A map", "Its goal"), f"s{n}") for n in range(2)),
        return_exceptions=True,
    )
    (refused,) = [one for one in begun if isinstance(one, InvalidError)]
    assert (refused.code, refused.field, refused.params) == ("too_many_maps", "title", {"limit": 2})
    await workshops.end(desk, room.lead, room.workshop_id)
    await workshops.start(desk, room.lead, StartWorkshop("C9", "A map", "Its goal"))
    with pytest.raises(InvalidError, match="too_many_maps"):
        await lives.reopen(desk, room.lead, room.workshop_id)


@BY_SQLITE
async def test_who_floods_a_map_is_slowed_down_and_nobody_else_and_a_repeat_gets_its_answer(
    room: Room, monkeypatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("workflows.flood.time.monotonic", lambda: now[0])
    desk = replace(room.desk, caps=Caps(person_minute=3, team_minute=5), flood=Flood())
    done = [await contributions.add(desk, room.ann, joy(room, f"Joy {n}"), f"c{n}") for n in range(3)]
    with pytest.raises(InvalidError, match="too_fast"):
        await contributions.add(desk, room.ann, joy(room, "Too much"), "c3")
    assert await contributions.add(desk, room.ann, joy(room, "Joy 2"), "c2") == done[2], "Slack repeated it"
    await contributions.add(desk, room.bob, joy(room, "Bob's"))
    await contributions.add(desk, room.bob, joy(room, "Bob's"))
    with pytest.raises(InvalidError, match="too_busy"):
        await contributions.add(desk, room.bob, joy(room, "Everybody's"))
    now[0] += 61
    await contributions.add(desk, room.ann, joy(room, "Too much"), "c3")
    assert await room.count(tables.Contribution) == 6
