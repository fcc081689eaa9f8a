"""Who leads a workshop, who answered the invitation, and who is missing at the table."""

import pytest

from storage import tables
from tests.workflows.conftest import Room
from workflows import leading, people, steps
from workflows.commands import GoToStep, Introduce
from workflows.coverage import Part, missing
from workflows.errors import InvalidError, NotAllowedError
from workflows.leading import Lead
from workflows.words import Attendance, Role, Side


async def test_a_co_facilitator_may_do_what_the_facilitator_may_until_that_is_taken_back(room: Room) -> None:
    step = GoToStep(room.workshop_id, 2, 1)
    with pytest.raises(NotAllowedError, match="only_facilitator"):
        await steps.go_to(room.desk, room.bob, step)
    with pytest.raises(NotAllowedError, match="only_facilitator"):
        await leading.lead(room.desk, room.bob, Lead(room.workshop_id, "UBOB"))
    await leading.lead(room.desk, room.lead, Lead(room.workshop_id, "ULEAD", ("UBOB", "UBOT", "nonsense")))
    await steps.go_to(room.desk, room.bob, step)
    await leading.lead(room.desk, room.bob, Lead(room.workshop_id, "ULEAD"))
    with pytest.raises(NotAllowedError, match="only_facilitator"):
        await steps.go_to(room.desk, room.bob, GoToStep(room.workshop_id, 3, 2))


async def test_whoever_hands_the_facilitation_over_stays_as_a_co_facilitator(room: Room) -> None:
    done = await leading.lead(room.desk, room.lead, Lead(room.workshop_id, "UANN"))
    assert done.extra == {"handed_over": True}
    outline = (await room.map()).outline
    assert outline.facilitator.user_id == "UANN"
    roles = {one.person.user_id: one.role for one in outline.participants}
    assert roles == {"ULEAD": Role.CO_FACILITATOR, "UANN": Role.FACILITATOR}
    audits = [row.after for row in await room.all(tables.Audit) if row.action == "people.lead"]
    assert audits == [{"UANN": "facilitator", "ULEAD": "co_facilitator"}]


async def test_a_guest_leads_nowhere_and_that_is_said(room: Room) -> None:
    for command in (Lead(room.workshop_id, "UGUEST"), Lead(room.workshop_id, "ULEAD", ("UGUEST",))):
        with pytest.raises(InvalidError, match="guest_leads"):
            await leading.lead(room.desk, room.lead, command)


async def test_an_invitation_is_answered_once_and_a_mind_can_be_changed(room: Room) -> None:
    for answer in (Attendance.DECLINED, Attendance.DECLINED, Attendance.ACCEPTED):
        await leading.attend(room.desk, room.ann, room.workshop_id, answer)
        there = {one.person.user_id: one.attendance for one in (await room.map()).outline.participants}
        assert there["UANN"] is answer
    assert len([row for row in await room.all(tables.Audit) if row.action == "people.attend"]) == 2


async def test_who_is_missing_is_seen_in_four_languages(room: Room) -> None:
    assert missing((await room.map()).outline.participants) == list(Part)
    said = ((room.lead, "Product management"), (room.ann, "Отдел продаж"), (room.bob, "客服部"))
    for actor, department in said:
        await people.introduce(room.desk, actor, Introduce(room.workshop_id, department, Side.FRONTLINE))
    assert missing((await room.map()).outline.participants) == [Part.MARKETING, Part.LEADERSHIP]
