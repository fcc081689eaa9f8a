"""What is kept for a while: as long as a workspace says, and not an hour longer than the next look."""

from dataclasses import replace

import pytest
from sqlalchemy import func
from sqlmodel import select

from storage import tables
from tests.workflows.conftest import BY_POSTGRES, BY_SQLITE, Room
from workflows import contributions, keeping, lives, retention, workshops
from workflows.commands import AddNote, StartWorkshop
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.keeping import Keeping
from workflows.words import NoteKind
from workflows.works import Budget, EngineSettings, Works


async def tidied(room: Room) -> None:
    works = Works(room.desk.db, room.clock, room.tray, None, None, EngineSettings(), Budget(0))  # type: ignore[arg-type]
    await retention.tidy(works)


@BY_SQLITE
async def test_only_an_administrator_says_how_long_and_only_what_is_offered(room: Room) -> None:
    with pytest.raises(NotAllowedError, match="only_admin"):
        await keeping.save(room.desk, room.lead, Keeping(7))
    admin = replace(room.lead, is_admin=True)
    for wrong in (Keeping(1), Keeping(ended_days=1), Keeping(trail_days=7)):
        with pytest.raises(InvalidError):
            await keeping.save(room.desk, admin, wrong)
    assert await keeping.of(room.desk, room.lead) == Keeping(30, None, None)
    await keeping.save(room.desk, admin, Keeping(7, 365, 90), "once")
    assert await keeping.of(room.desk, room.lead) == Keeping(7, 365, 90)


@BY_POSTGRES
async def test_a_deleted_map_can_be_brought_back_as_long_as_the_workspace_says_and_then_it_is_gone(room: Room) -> None:
    admin = replace(room.lead, is_admin=True)
    await keeping.save(room.desk, admin, Keeping(7))
    await lives.delete(room.desk, room.lead, room.workshop_id)
    (gone,) = await lives.deleted(room.desk, room.lead)
    assert (gone.until - gone.deleted_at).days == 7
    room.clock.forward(days=6)
    await tidied(room)
    await lives.restore(room.desk, room.lead, room.workshop_id)
    await lives.delete(room.desk, room.lead, room.workshop_id)
    room.clock.forward(days=8)
    with pytest.raises(NotFoundError):
        await lives.restore(room.desk, room.lead, room.workshop_id)
    await tidied(room)
    assert await room.count(tables.Workshop) == 0
    assert await room.count(tables.Stage) == 0
    assert await room.count(tables.Audit) == 1, "that the workspace keeps maps for seven days stays"


@BY_SQLITE
async def test_what_ended_is_kept_for_ever_unless_somebody_says_otherwise_and_comes_back_when_it_is_wanted(
    room: Room,
) -> None:
    await workshops.end(room.desk, room.lead, room.workshop_id)
    room.clock.forward(days=4000)
    await tidied(room)
    assert not (await room.map()).outline.deleted_by
    await keeping.save(room.desk, replace(room.lead, is_admin=True), Keeping(30, 365))
    other = await workshops.start(room.desk, room.lead, StartWorkshop("C2", "Another", "It goes on"))
    await tidied(room)
    with pytest.raises(NotFoundError):
        await room.map()
    assert [one.id for one in await lives.deleted(room.desk, room.lead)] == [room.workshop_id]
    await lives.restore(room.desk, room.lead, room.workshop_id)
    await tidied(room)
    assert (await room.map()).outline.status == "ended", "its time begins anew"
    room.clock.forward(days=366)
    await tidied(room)
    room.clock.forward(days=31)
    await tidied(room)
    assert [row.id for row in await room.all(tables.Workshop)] == [other.workshop_id], (
        "what goes on never ends by itself"
    )


@BY_POSTGRES
async def test_an_older_trail_goes_in_pages_but_for_what_rules_ask_for(room: Room, monkeypatch) -> None:
    monkeypatch.setattr(retention, "PAGE", 1)  # ten rows a page
    for number in range(12):
        await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, f"Joy {number}"))
    await workshops.end(room.desk, room.lead, room.workshop_id)
    room.clock.forward(days=100)
    await tidied(room)
    kept = await room.count(tables.Audit)
    await keeping.save(room.desk, replace(room.lead, is_admin=True), Keeping(trail_days=90))
    await tidied(room)
    left = [row.action for row in await room.all(tables.Audit)]
    assert kept > 12
    assert left == ["workshop.end", "workspace.keep"]
    await lives.reopen(room.desk, room.lead, room.workshop_id)
    async with room.desk.db.read() as session:
        assert (await session.exec(select(func.count()).select_from(tables.Contribution))).one() == 12
