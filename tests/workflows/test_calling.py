"""Calling people into the thread: everybody once, by the first guide or by an invitation of their own."""

from sqlmodel import select

from storage import tables
from tests.workflows.conftest import Room
from workflows import leading, maps, people
from workflows.commands import InvitePeople
from workflows.words import Attendance, PostingKind, Side


async def invitations(room: Room) -> list[tables.Posting]:
    async with room.desk.db.read() as session:
        query = select(tables.Posting).where(tables.Posting.kind == PostingKind.INVITED).order_by(tables.Posting.id)
        return list(await session.exec(query))


async def awaited(room: Room, call: int | None) -> list[str]:
    """Whom a call names."""
    outline = await maps.outline(room.desk, room.lead, room.workshop_id)
    return [one.person.user_id for one in outline.participants if one.awaited_by(call or 0)]


async def test_who_is_added_is_called_once_however_often_the_form_arrives(room: Room) -> None:
    team = InvitePeople(room.workshop_id, ("UBOB", "UNOOR"), "Sales", Side.FRONTLINE)
    for _delivery in range(3):
        await people.invite(room.desk, room.lead, team, "view:1")
    (called,) = await invitations(room)
    assert called.id in room.tray.posted
    assert (called.in_thread, called.state) == (True, "queued"), "behind the card, in the ledger"
    assert await awaited(room, called.subject_id) == ["UBOB", "UNOOR"]
    assert "UBOB" not in await awaited(room, 0), "the first guide does not name them, too"

    await leading.attend(room.desk, room.bob, room.workshop_id, Attendance.ACCEPTED)
    await people.invite(room.desk, room.ann, team, "view:2")
    _, second = await invitations(room)
    assert await awaited(room, second.subject_id) == ["UNOOR"], "who is in already is not called again"
    assert await awaited(room, called.subject_id) == ["UBOB"]
    await leading.attend(room.desk, room.bob, room.workshop_id, Attendance.DECLINED)
    assert await awaited(room, called.subject_id) == [], "who said no is not called in"

    await people.invite(room.desk, room.lead, InvitePeople(room.workshop_id, ("UANN",), "", Side.BACKSTAGE), "view:3")
    assert await awaited(room, (await invitations(room))[-1].subject_id) == ["UANN"]
    assert len(await invitations(room)) == 3
