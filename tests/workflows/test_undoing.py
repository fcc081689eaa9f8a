"""Taking one's own last change back, as long as nobody built on it."""

from datetime import date

import pytest

from storage import tables
from tests.workflows.conftest import Room
from workflows import contributions, history, ideas, maps, pains, reviews, steps, touchpoints, undoing
from workflows.commands import (
    Actor,
    AddNote,
    AddTouchpoints,
    Delete,
    EditNote,
    EditStage,
    EditTouchpoint,
    GoToStep,
    SaveIdea,
    SetStages,
)
from workflows.errors import NotAllowedError, NotFoundError
from workflows.history import About, Asked, Entry
from workflows.promising import AssignPain, SetPainStatus
from workflows.reviewing import SaveMetric
from workflows.undoing import Undo
from workflows.words import Channel, NoteKind, PainStatus, Severity


async def take_back(room: Room, who: Actor, claim: str | None = None, **of: object) -> str:
    done = await undoing.undo(room.desk, who, Undo(room.workshop_id, **of), claim)  # type: ignore[arg-type]
    return str(done.extra["outcome"])


async def add(room: Room, who: Actor, text: str = "Chat answers after 11 minutes") -> int:
    done = await contributions.add(
        room.desk, who, AddNote(room.workshop_id, NoteKind.PAIN, text, await room.stage("Checkout"), Severity.SERIOUS)
    )
    return done.item_id or 0


async def worsen(room: Room, who: Actor, pain: int, version: int = 1) -> None:
    await contributions.edit(
        room.desk,
        who,
        EditNote(
            room.workshop_id,
            pain,
            version,
            "Chat answers after 11 minutes",
            await room.stage("Checkout"),
            Severity.CRITICAL,
        ),
    )


async def test_what_one_added_changed_and_deleted_is_taken_back_step_by_step(room: Room) -> None:
    pain = await add(room, room.ann)
    await worsen(room, room.ann, pain)
    await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "note", pain))
    assert await take_back(room, room.ann) == "undone"
    (back,) = (await room.map()).pains
    assert back.severity is Severity.CRITICAL, "the deleted one is there again, as it was"
    assert await take_back(room, room.ann) == "undone"
    assert (await room.map()).pains[0].severity is Severity.SERIOUS
    assert await take_back(room, room.ann) == "undone"
    assert not (await room.map()).pains
    assert await take_back(room, room.ann) == "nothing"


async def test_a_double_press_takes_back_once_and_says_so(room: Room) -> None:
    pain = await add(room, room.ann, "First")
    await add(room, room.ann, "Second")
    of = {"item": "note", "item_id": pain}
    assert [await take_back(room, room.ann, f"press{one}", **of) for one in (1, 2)] == ["undone", "already"]
    assert [await take_back(room, room.ann, "typed") for _ in (1, 2)] == ["undone", "undone"], (
        "one delivery, one answer"
    )
    assert not (await room.map()).pains
    assert len([row for row in await room.all(tables.Audit) if row.action == "change.undo"]) == 2


async def test_what_somebody_built_on_stays_and_they_are_named(room: Room) -> None:
    pain = await add(room, room.ann)
    await worsen(room, room.lead, pain)
    done = await undoing.undo(room.desk, room.ann, Undo(room.workshop_id))
    assert done.extra["outcome"] == "changed"
    by = (await history.some(room.desk, room.ann, room.workshop_id, [done.extra["by"]]))[done.extra["by"]]
    assert (by.who.name if by.who else "", by.action) == ("Lena", "note.edit")
    assert (await room.map()).pains[0].severity is Severity.CRITICAL
    assert await take_back(room, room.lead) == "undone", "what was built is taken back first"
    assert await take_back(room, room.ann) == "undone", "and then nothing stands in the way"


async def test_touchpoints_stages_ideas_and_metrics_are_taken_back_too(room: Room) -> None:
    checkout, of = await room.stage("Checkout"), room.workshop_id
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(of, checkout, "Mail @mail\nShop window"))
    mail = (await room.map()).touchpoints[0]
    await touchpoints.edit(
        room.desk, room.ann, EditTouchpoint(of, mail.id, 1, checkout, "Letter", Channel.PRINT, importance=3)
    )
    await maps.edit_stage(room.desk, room.ann, EditStage(of, checkout, 1, "Paying", "5 minutes", {"trigger": "Hunger"}))
    await maps.set_stages(room.desk, room.ann, SetStages(of, ("Paying", "Return")))
    await ideas.save(room.desk, room.ann, SaveIdea(of, "A bot that answers"))
    await reviews.save_metric(room.desk, room.ann, SaveMetric(of, "NPS", baseline=1.5))
    for _ in range(2):
        assert await take_back(room, room.ann) == "undone"
    whole = await room.map()
    assert not whole.ideas
    assert not whole.metrics
    assert await take_back(room, room.ann) == "undone"
    assert [name for _id, name in (await room.map()).outline.stages] == ["Awareness", "Paying", "Delivery"]
    assert await take_back(room, room.ann) == "undone"
    stage = (await room.map()).stages[1]
    assert (stage.name, stage.time_spent, stage.details) == ("Checkout", "", {})
    assert await take_back(room, room.ann) == "undone"
    assert [(one.title, one.channel, one.importance) for one in (await room.map()).touchpoints] == [
        ("Mail", Channel.MAIL, 0),
        ("Shop window", Channel.OTHER, 0),
    ]
    assert await take_back(room, room.ann) == "undone"
    assert not (await room.map()).touchpoints


async def test_a_stage_in_which_something_stands_since_is_not_taken_away(room: Room) -> None:
    await maps.set_stages(
        room.desk, room.ann, SetStages(room.workshop_id, ("Awareness", "Checkout", "Delivery", "Joy"))
    )
    await contributions.add(
        room.desk, room.bob, AddNote(room.workshop_id, NoteKind.JOY, "Wow", await room.stage("Joy"))
    )
    assert await take_back(room, room.ann) == "changed"
    assert len((await room.map()).stages) == 4


async def test_an_owner_is_taken_back_and_the_next_one_is_told_as_the_first_was(room: Room) -> None:
    pain = await add(room, room.bob)
    due = date(2026, 12, 24)
    for owner in ("UBOB", "UANN"):
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, owner, due, version=None))
    assert await take_back(room, room.lead) == "undone"
    ownership = (await room.map()).pains[0].ownership
    assert ownership
    assert (ownership.owner.name, ownership.due_on, ownership.generation) == ("Bob", due, 3)
    assert (await room.notice(f"owner:{pain}:3")).user_id == "UBOB", "who has it again is told so"
    await pains.set_status(
        room.desk, room.bob, SetPainStatus(room.workshop_id, pain, PainStatus.DONE, "We called ten people")
    )
    assert await take_back(room, room.bob) == "undone"
    assert (await room.map()).pains[0].status is PainStatus.OPEN

    assert await take_back(room, room.lead) == "undone"
    assert (await room.map()).pains[0].ownership is None
    await pains.assign(room.desk, room.ann, AssignPain(room.workshop_id, pain, "UANN", due))
    assert (await room.notice(f"owner:{pain}:1")).user_id == "UANN"


async def test_what_belongs_to_a_closed_step_stays_and_strangers_find_nothing(room: Room) -> None:
    checkout = await room.stage("Checkout")
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, checkout, "Mail"))
    room.clock.forward(minutes=1)
    for seen in range(1, 4):
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, seen + 1, seen, "a test"))
    with pytest.raises(NotAllowedError) as closed:
        await take_back(room, room.ann)
    assert closed.value.code == "step_closed"
    assert len((await room.map()).touchpoints) == 1
    with pytest.raises(NotFoundError):
        await take_back(room, room.stranger)


async def test_the_history_tells_what_changed_and_keeps_private_what_is(room: Room) -> None:
    pain = await add(room, room.ann)
    await worsen(room, room.ann, pain)
    await take_back(room, room.ann)
    whole = await history.history(room.desk, room.bob, Asked(room.workshop_id))
    undo, change, added = whole.entries[:3]
    assert (undo.action, undo.kind, undo.name) == ("change.undo", "pain", "Chat answers after 11 minutes")
    assert (change.undone, [(one.name, one.before, one.after) for one in change.fields]) == (
        True,
        [("severity", 2, 3)],
    )
    assert (added.who.name if added.who else "", added.new, added.fields) == ("Ann", True, ())
    notes = await history.history(room.desk, room.bob, Asked(room.workshop_id, about=About.NOTES, who="UANN"))
    assert {one.action for one in notes.entries} == {"note.add", "note.edit"}
    assert [one.name for one in whole.people] == ["Ann", "Lena"]
    for number in range(history.PAGE):
        await add(room, room.bob, f"More {number}")
    pages = [await history.history(room.desk, room.bob, Asked(room.workshop_id, page)) for page in (0, 1, 9)]
    assert [one.pages for one in pages] == [2, 2, 2]
    assert pages[1].entries == pages[2].entries, "there is nothing behind the last page"
    with pytest.raises(NotFoundError):
        await history.history(room.desk, room.stranger, Asked(room.workshop_id))
    assert _ids(pages[0].entries) == sorted(_ids(pages[0].entries), reverse=True)


def _ids(entries: tuple[Entry, ...]) -> list[int]:
    return [one.id for one in entries]
