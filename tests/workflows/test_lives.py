"""What becomes of a map besides its steps: copies, the future state, the end, deleting and coming back."""

from datetime import date

import pytest

from storage import tables
from storage import workshops as rows
from tests.workflows.conftest import Room
from workflows import (
    contributions,
    copying,
    documents,
    finding,
    home,
    ideas,
    leading,
    lives,
    maps,
    merging,
    pacing,
    pains,
    personas,
    reviews,
    touchpoints,
    workshops,
)
from workflows.commands import Actor, AddNote, AddTouchpoints, EditTouchpoint, SaveIdea, SavePersona
from workflows.copying import CopyMap, Depth
from workflows.documents import Paper
from workflows.errors import NotAllowedError, NotFoundError
from workflows.finding import Place
from workflows.promising import AssignPain, SetPainStatus
from workflows.redesigning import MergeNotes
from workflows.reviewing import SetReview
from workflows.snapshots import MapSnapshot
from workflows.words import Attendance, Cadence, MapKind, NoteKind, PainStatus, PostingState, Role, WorkshopStatus

ADMIN = Actor("T1", "UADMIN", "Ada", is_admin=True)


async def furnish(room: Room) -> int:
    """Something of everything; the id of a pain point."""
    of, checkout = room.workshop_id, await room.stage("Checkout")
    await personas.save(room.desk, room.ann, SavePersona(of, "Olga", goal="A working oven by Friday"))
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(of, checkout, "Mail @mail\nShop window"))
    for kind in (NoteKind.ACTION, NoteKind.JOY, NoteKind.PAIN, NoteKind.EVIDENCE):
        await contributions.add(room.desk, room.ann, AddNote(of, kind, f"One {kind}", checkout))
    done = await contributions.add(room.desk, room.ann, AddNote(of, NoteKind.PAIN, "Solved long ago", checkout))
    await pains.set_status(room.desk, room.ann, SetPainStatus(of, done.item_id or 0, PainStatus.DONE, "We looked"))
    pain = (await room.map()).pains[0].id
    await ideas.save(room.desk, room.ann, SaveIdea(of, "An answer", pain_id=pain))
    await pains.assign(room.desk, room.lead, AssignPain(of, pain, "UANN", date(2026, 12, 24)))
    return pain


async def read(room: Room, workshop_id: int) -> MapSnapshot:
    return await maps.snapshot(room.desk, room.lead, workshop_id)


async def rhythm(room: Room) -> tables.Review:
    await reviews.set_review(
        room.desk,
        room.lead,
        SetReview(room.workshop_id, Cadence.WEEKLY, date(2026, 11, 30), "10:00", "UTC", "UBOB"),
    )
    return (await room.all(tables.Review))[0]


async def test_a_copy_takes_along_what_was_chosen_and_lives_on_its_own(room: Room) -> None:
    await furnish(room)
    bare = await copying.copy(room.desk, room.bob, CopyMap(room.workshop_id, "Twin", "C2", people=("UANN",)), "twice")
    again = await copying.copy(room.desk, room.bob, CopyMap(room.workshop_id, "Twin", "C2", people=("UANN",)), "twice")
    assert again.workshop_id == bare.workshop_id
    twin = await read(room, bare.workshop_id)
    assert (twin.outline.title, twin.outline.channel_id, twin.outline.facilitator.user_id) == ("Twin", "C2", "UBOB")
    assert twin.personas[0].goal == "A working oven by Friday"
    assert [name for _id, name in twin.outline.stages] == ["Awareness", "Checkout", "Delivery"]
    assert [one.title for one in twin.stages[1].touchpoints] == ["Mail", "Shop window"]
    assert [note.text for note in twin.stages[1].actions] == ["One action"]
    left = (twin.pains, twin.ideas, twin.stages[1].joys, twin.evidence)
    assert not any(left)
    assert {one.person.user_id for one in twin.outline.participants} == {"UBOB", "UANN"}
    full = await copying.copy(
        room.desk, room.bob, CopyMap(room.workshop_id, "Triplet", depth=Depth.FEELINGS, people=())
    )
    triplet = await read(room, full.workshop_id)
    assert [(pain.text, pain.status, pain.ownership) for pain in triplet.pains] == [("One pain", PainStatus.OPEN, None)]
    assert triplet.ideas[0].pain_id == triplet.pains[0].id
    assert not triplet.evidence
    assert await room.posting(f"card:{full.workshop_id}")
    with pytest.raises(NotAllowedError):
        await copying.copy(room.desk, room.guest, CopyMap(room.workshop_id, "Mine"))
    with pytest.raises(NotFoundError):
        await copying.copy(room.desk, room.stranger, CopyMap(room.workshop_id, "Theirs"))


async def test_a_copy_keeps_its_method_and_the_ways_between_its_own_touchpoints(room: Room) -> None:
    await furnish(room)
    async with room.desk.db.write() as session:
        origin = await session.get_one(tables.Workshop, room.workshop_id)
        origin.method = "dimensions"
    mail, window = (await room.map()).touchpoints
    await touchpoints.edit(
        room.desk,
        room.ann,
        EditTouchpoint(
            room.workshop_id, mail.id, 1, mail.stage_id, "Mail", mail.channel, details={"links": str(window.id)}
        ),
    )
    made = await copying.copy(room.desk, room.bob, CopyMap(room.workshop_id, "Twin"))
    twin = await read(room, made.workshop_id)
    assert twin.outline.method == "dimensions"
    mail, window = twin.touchpoints
    assert mail.details == {"links": str(window.id)}


async def test_an_idea_for_what_was_merged_is_copied_as_one_for_what_was_kept(room: Room) -> None:
    pain = await furnish(room)
    stage = await room.stage("Checkout")
    kept = await contributions.add(room.desk, room.bob, AddNote(room.workshop_id, NoteKind.PAIN, "The same", stage))
    await merging.merge(room.desk, room.lead, MergeNotes(room.workshop_id, ((kept.item_id or 0, pain),)))

    made = await copying.future(room.desk, room.lead, room.workshop_id, "Tomorrow")
    after = await read(room, made.workshop_id)
    assert [one.text for one in after.pains] == ["The same"]
    assert [one.pain_id for one in after.ideas] == [after.pains[0].id]


async def test_the_time_of_a_workshop_ends_with_it(room: Room) -> None:
    await pacing.set_timebox(room.desk, room.lead, room.workshop_id, 30)
    await pacing.set_deadline(room.desk, room.lead, room.workshop_id, date(2026, 12, 24))
    await workshops.end(room.desk, room.lead, room.workshop_id)
    await lives.reopen(room.desk, room.lead, room.workshop_id)
    outline = (await room.map()).outline
    assert (outline.timebox_ends_at, outline.deadline_at) == (None, None), "nobody is told weeks later that it is over"


async def test_a_picture_that_was_given_up_is_made_when_somebody_asks_again(room: Room) -> None:
    first = await documents.send(room.desk, room.ann, room.workshop_id, Paper.MATRIX)
    async with room.desk.db.write() as session:
        posting = await session.get_one(tables.Posting, first.item_id)
        posting.state = PostingState.FAILED.value
    for _ in range(2):
        again = await documents.send(room.desk, room.ann, room.workshop_id, Paper.MATRIX)
        assert again.item_id == first.item_id
    assert len(room.tray.documents) == 2, "once at first, and once more since"


async def test_who_said_no_is_not_brought_into_the_future_state_and_who_watches_still_watches(room: Room) -> None:
    await leading.attend(room.desk, room.ann, room.workshop_id, Attendance.DECLINED)
    await leading.attend(room.desk, room.bob, room.workshop_id, Attendance.ACCEPTED)
    async with room.desk.db.write() as session:
        for person in await rows.participants(session, room.workshop_id):
            if person.user_id == "UBOB":
                person.role = Role.OBSERVER.value
    made = await copying.future(room.desk, room.lead, room.workshop_id, "Tomorrow")
    roles = {one.person.user_id: one.role for one in (await read(room, made.workshop_id)).outline.participants}
    assert "UANN" not in roles
    assert roles["UBOB"] is Role.OBSERVER


async def test_there_is_one_future_state_and_its_comparison_is_posted_once_a_state(room: Room) -> None:
    await furnish(room)
    made = await copying.future(room.desk, room.lead, room.workshop_id, "Tomorrow: buying an oven")
    again = await copying.future(room.desk, room.ann, room.workshop_id, "Tomorrow: buying an oven")
    assert again.workshop_id == made.workshop_id
    before, after = await copying.states(room.desk, room.ann, made.workshop_id)
    assert (before.outline.id, after.outline.kind) == (room.workshop_id, MapKind.FUTURE)
    assert {one.person.user_id for one in after.outline.participants} >= {"ULEAD", "UANN"}
    assert [pain.text for pain in after.pains] == ["One pain"]
    for _ in range(2):
        await copying.send_comparison(room.desk, room.ann, made.workshop_id)
    assert len(room.tray.documents) == 1
    with pytest.raises(NotFoundError):
        await copying.states(room.desk, room.ann, room.workshop_id)
    await lives.delete(room.desk, room.lead, room.workshop_id)
    with pytest.raises(NotFoundError):
        await copying.states(room.desk, room.ann, made.workshop_id)


async def test_an_ended_map_is_opened_again_where_it_stood_and_its_reviews_come_due(room: Room) -> None:
    due = (await rhythm(room)).due_at
    await workshops.end(room.desk, room.lead, room.workshop_id)
    with pytest.raises(NotAllowedError):
        await lives.reopen(room.desk, room.ann, room.workshop_id)
    for _ in range(2):
        await lives.reopen(room.desk, room.lead, room.workshop_id)
    assert (await room.map()).outline.status is WorkshopStatus.OPEN
    review = (await room.all(tables.Review))[0]
    assert review.due_at == due
    assert len([one for one in await room.all(tables.Audit) if one.action == "workshop.reopen"]) == 1


async def test_a_deleted_map_is_found_nowhere_and_comes_back_as_it_was(room: Room) -> None:
    pain = await furnish(room)
    await rhythm(room)
    for actor in (room.ann, room.guest):
        with pytest.raises(NotAllowedError):
            await lives.delete(room.desk, actor, room.workshop_id)
    await lives.delete(room.desk, room.lead, room.workshop_id)
    for who in (room.lead, room.ann):
        assert not await workshops.mine(room.desk, who)
        assert not await workshops.open_in(room.desk, who, "C1")
        assert not (await home.home(room.desk, who)).pains
        with pytest.raises(NotFoundError):
            await maps.snapshot(room.desk, who, room.workshop_id)
        with pytest.raises(NotFoundError):
            await pains.one(room.desk, who, pain)
    assert (await room.all(tables.Review))[0].due_at is None
    with pytest.raises(NotFoundError):
        await lives.delete(room.desk, room.lead, room.workshop_id)
    assert [await lives.deleted(room.desk, who) for who in (room.ann, room.guest, room.stranger)] == [[], [], []]
    for who in (room.lead, room.bob, ADMIN):  # Bob is the journey owner
        assert [one.title for one in await lives.deleted(room.desk, who)] == ["Buying an oven"]
    with pytest.raises(NotFoundError):
        await lives.restore(room.desk, room.ann, room.workshop_id)
    await lives.restore(room.desk, room.bob, room.workshop_id)
    assert len((await room.map()).pains) == 2
    assert (await room.all(tables.Review))[0].due_at is not None
    card = await room.posting(f"card:{room.workshop_id}")
    assert [one for one, _stamp in room.tray.updated if card and one == card.id] == [card.id, card.id]


async def test_a_map_that_was_deleted_a_month_ago_does_not_come_back(room: Room) -> None:
    await lives.delete(room.desk, ADMIN, room.workshop_id)
    room.clock.forward(days=31)
    assert not await lives.deleted(room.desk, room.lead)
    with pytest.raises(NotFoundError):
        await lives.restore(room.desk, room.lead, room.workshop_id)


async def test_maps_are_found_by_all_the_words_on_them_and_only_by_those_who_take_part(room: Room) -> None:
    await furnish(room)
    await personas.save(room.desk, room.ann, SavePersona(room.workshop_id, "Ёлка", headline="לָקוֹחַ"))
    for said, place in (
        ("OVEN", Place.TITLE),
        ("solved LONG checkout", Place.PAIN),
        ("елка", Place.PERSONA),
        ("לקוח", Place.PERSONA),
        ("delivery", Place.STAGE),
    ):
        found = await finding.find(room.desk, room.ann, said)
        assert [(hit.outline.id, hit.place) for hit in found.hits] == [(room.workshop_id, place)], said
    for who, said in ((room.ann, "oven rocket"), (room.bob, "oven"), (room.stranger, "oven"), (room.ann, "evidence")):
        assert not (await finding.find(room.desk, who, said)).hits
    for number in range(finding.PAGE):
        await copying.copy(room.desk, room.ann, CopyMap(room.workshop_id, f"Oven {number}"))
    pages = [await finding.find(room.desk, room.ann, "oven", page) for page in (0, 1, 7)]
    assert [(one.page, one.pages, len(one.hits)) for one in pages] == [(0, 2, 10), (1, 2, 1), (1, 2, 1)]
