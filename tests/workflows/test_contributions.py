"""Notes, touchpoints, personas, ideas: giving, changing, taking back."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import text as sql

from storage import tables
from tests.workflows.conftest import BY_SQLITE, Room
from workflows import contributions, ideas, limits, maps, personas, reviews, steps, touchpoints
from workflows.commands import (
    AddNote,
    AddTouchpoints,
    Delete,
    EditNote,
    EditStage,
    EditTouchpoint,
    GoToStep,
    SaveIdea,
    SavePersona,
    SetStages,
)
from workflows.errors import ConflictError, InvalidError, NoRoomError, NotAllowedError, NotFoundError
from workflows.reviewing import SaveMetric
from workflows.words import Channel, EvidenceKind, Level, NoteKind, PainStatus, Severity, Step, TouchpointClass


async def add(room: Room, text: str, kind: NoteKind = NoteKind.PAIN, stage: str | None = "Checkout", **more) -> int:
    stage_id = await room.stage(stage) if stage else None
    done = await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, kind, text, stage_id, **more))
    return done.item_id


async def test_each_kind_of_note_stands_in_its_lane(room: Room) -> None:
    for kind in NoteKind:
        await add(room, f"a {kind}", kind)
    checkout = (await room.map()).stages[1]
    lanes = (checkout.actions, checkout.thoughts, checkout.pains, checkout.joys, checkout.itches, checkout.evidence)
    assert [[note.text for note in lane] for lane in lanes] == [
        ["a action"],
        ["a thought"],
        ["a pain"],
        ["a joy"],
        ["a itch"],
        ["a evidence"],
    ]
    assert [note.text for note in (await room.map()).decisions] == ["a decision"]
    assert (checkout.pains[0].severity, checkout.pains[0].status) == (Severity.SERIOUS, PainStatus.OPEN)
    assert checkout.joys[0].severity is None


async def test_a_contribution_raises_the_revision_and_asks_for_a_drawing_in_the_same_step(room: Room) -> None:
    before = (await room.map()).outline.revision
    room.tray.refreshed.clear()
    await add(room, "slow")
    assert (await room.map()).outline.revision == before + 1
    assert room.tray.refreshed == [(room.workshop_id, False)]


async def test_a_form_sent_twice_or_at_once_stores_one_note(room: Room) -> None:
    command = AddNote(room.workshop_id, NoteKind.JOY, "nice")
    await asyncio.gather(*(contributions.add(room.desk, room.ann, command, "view:1") for _ in range(3)))
    assert await room.count(tables.Contribution) == 1


@BY_SQLITE
async def test_what_is_sent_again_when_the_disk_is_full_gets_the_answer_it_had(room: Room) -> None:
    done = await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, "nice"), "view:0")
    long = AddNote(room.workshop_id, NoteKind.JOY, "long " * 100)

    async def fill() -> None:
        for number in range(100):
            await contributions.add(room.desk, room.bob, long, f"view:{number + 1}")

    async with room.desk.db.write() as session:
        pages = (await session.exec(sql("PRAGMA page_count"))).one()[0]
        await session.exec(sql(f"PRAGMA max_page_count={pages}"))
    try:
        with pytest.raises(NoRoomError):
            await fill()
        stored = await room.count(tables.Contribution)
        assert await contributions.add(room.desk, room.ann, long, "view:0") == done
    finally:
        async with room.desk.db.write() as session:
            await session.exec(sql("PRAGMA max_page_count=1073741823"))
    assert await room.count(tables.Contribution) == stored


async def test_many_people_at_once_lose_nothing(room: Room) -> None:
    before = (await room.map()).outline.revision
    stage_id = await room.stage("Checkout")
    people = [room.ann, room.bob, room.lead] * 4
    await asyncio.gather(
        *(
            contributions.add(room.desk, one, AddNote(room.workshop_id, NoteKind.PAIN, f"pain {n}", stage_id), f"v{n}")
            for n, one in enumerate(people)
        )
    )
    after = await room.map()
    assert len(after.pains) == 12
    assert after.outline.revision == before + 12


async def test_text_is_cleaned_and_capped(room: Room) -> None:
    await add(room, "  a\u202eb\x00c\ufffe \r\n\n\n\n next  ")
    assert (await room.map()).pains[0].text == "abc\n\nnext"
    for text, code in (("x" * (limits.NOTE_TEXT_MAX + 1), "too_long"), ("\u200b", "required")):
        with pytest.raises(InvalidError) as caught:
            await add(room, text)
        assert (caught.value.field, caught.value.code) == ("text", code)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://x/y", "https://", "not a link", "http://a b.c", "http://[x"]
)
async def test_a_link_that_is_none_is_refused(room: Room, link: str) -> None:
    with pytest.raises(InvalidError, match="bad_link"):
        await add(room, "seen", NoteKind.EVIDENCE, link=link)


async def test_evidence_counts_for_the_pain_it_is_about(room: Room) -> None:
    pain = await add(room, "fees at the end")
    for n in range(2):
        await add(
            room,
            f"proof {n}",
            NoteKind.EVIDENCE,
            None,
            about_id=pain,
            evidence_kind=EvidenceKind.ANALYTICS,
            source="Web analytics",
            link="https://example.org/report",
            sample_size=4310,
        )
    whole = await room.map()
    assert whole.pains[0].evidence_count == 2
    proof = whole.stages[1].evidence[0]
    assert (proof.about_id, proof.evidence_kind, proof.sample_size) == (pain, EvidenceKind.ANALYTICS, 4310)
    await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "note", proof.id))
    assert (await room.map()).pains[0].evidence_count == 1


async def test_a_stage_or_pain_of_another_map_cannot_be_used(room: Room) -> None:
    for more in ({"stage_id": 10**12}, {"about_id": 999}):
        with pytest.raises(InvalidError):
            await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, "x", **more))


@pytest.mark.parametrize(
    ("said", "stage", "text"),
    [
        ("Checkout: price changes", "Checkout", "price changes"),
        ("check: price", "Checkout", "price"),
        ("Chekout：价格变了", "Checkout", "价格变了"),
        ("no stage at all", None, "no stage at all"),
        ("Note to self: call", None, "Note to self: call"),
    ],
)
async def test_a_pain_typed_behind_the_command_finds_its_stage(
    room: Room, said: str, stage: str | None, text: str
) -> None:
    done = await contributions.quick(room.desk, room.bob, room.workshop_id, NoteKind.PAIN, said, "t1")
    assert (done.extra["stage_name"], done.extra["text"]) == (stage, text)
    assert [pain.text for pain in (await room.map()).pains] == [text]


async def test_without_a_stage_typed_the_last_one_is_taken(room: Room) -> None:
    delivery = await room.stage("Delivery")
    await contributions.quick(room.desk, room.bob, room.workshop_id, NoteKind.PAIN, "Delivery: late")
    done = await contributions.quick(room.desk, room.bob, room.workshop_id, NoteKind.PAIN, "and wet")
    assert done.extra["stage_name"] == "Delivery"
    assert await contributions.last_stage(room.desk, room.bob, room.workshop_id) == delivery
    assert await contributions.last_stage(room.desk, room.ann, room.workshop_id) is None


async def test_two_people_editing_one_note_never_lose_a_word(room: Room) -> None:
    note_id = await add(room, "first")
    await contributions.edit(room.desk, room.ann, EditNote(room.workshop_id, note_id, 1, "second"))
    with pytest.raises(ConflictError) as caught:
        await contributions.edit(room.desk, room.lead, EditNote(room.workshop_id, note_id, 1, "third"))
    assert (caught.value.theirs["text"], caught.value.version) == ("second", 2)
    await contributions.edit(room.desk, room.lead, EditNote(room.workshop_id, note_id, caught.value.version, "third"))
    assert (await room.map()).loose[0].text == "third"


async def test_authors_change_their_own_until_the_step_closes_and_leads_anybodys(room: Room) -> None:
    note_id = await add(room, "mine")
    with pytest.raises(NotAllowedError, match="only_author"):
        await contributions.edit(room.desk, room.bob, EditNote(room.workshop_id, note_id, 1, "hijacked"))
    with pytest.raises(NotAllowedError, match="only_author"):
        await contributions.delete(room.desk, room.bob, Delete(room.workshop_id, "note", note_id))
    room.clock.forward(hours=1)
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, Step.REDESIGN, Step.INVITE))
    room.clock.forward(hours=1)
    late = await add(room, "remembered late")
    await contributions.edit(room.desk, room.ann, EditNote(room.workshop_id, late, 1, "remembered late, and mended"))
    with pytest.raises(NotAllowedError, match="step_closed"):
        await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "note", note_id))
    for _ in range(2):
        await contributions.delete(room.desk, room.lead, Delete(room.workshop_id, "note", note_id))
    assert [pain.text for pain in (await room.map()).pains] == ["remembered late, and mended"]


async def test_deleting_is_soft_and_needs_the_right_map(room: Room) -> None:
    note_id = await add(room, "gone")
    await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "note", note_id))
    (row,) = await room.all(tables.Contribution)
    assert (row.text, row.deleted_at) == ("gone", room.clock.now())
    for item, item_id in (("note", 999), ("workshop", 1), ("touchpoint", 2**40)):
        with pytest.raises(NotFoundError):
            await contributions.delete(room.desk, room.lead, Delete(room.workshop_id, item, item_id))


async def test_a_list_of_touchpoints_comes_in_by_lines(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    lines = "- Cart @web\n\n2. Hotline @телефон\n• 微信客服 @微信\n חנות בעיר @חנות\nSign @unknown\nCourier at the door @delivery *"
    done = await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, lines, Channel.MAIL))
    found = (await room.map()).stages[1].touchpoints
    assert done.count == 6
    assert [(t.title, t.channel, t.moment_of_truth) for t in found] == [
        ("Cart", Channel.WEB, False),
        ("Hotline", Channel.PHONE, False),
        ("微信客服", Channel.CHAT, False),
        ("חנות בעיר", Channel.SHOP, False),
        ("Sign @unknown", Channel.MAIL, False),
        ("Courier at the door", Channel.DELIVERY, True),
    ]


async def test_a_map_takes_five_hundred_touchpoints_and_not_one_more(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    many = "\n".join(f"Contact {n}" for n in range(limits.TOUCHPOINTS_MAX))
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, many))
    with pytest.raises(InvalidError, match="too_many"):
        await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, "one more"))
    assert len((await room.map()).touchpoints) == limits.TOUCHPOINTS_MAX


async def test_two_people_edit_one_touchpoint_and_both_texts_survive(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    done = await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, "Cart @web"))
    command = EditTouchpoint(
        room.workshop_id,
        done.item_id,
        1,
        await room.stage("Delivery"),
        "Basket",
        Channel.APP,
        classed=TouchpointClass.CRITICAL,
        importance=5,
    )
    await touchpoints.edit(room.desk, room.bob, command)
    with pytest.raises(ConflictError) as caught:
        await touchpoints.edit(
            room.desk, room.ann, EditTouchpoint(room.workshop_id, done.item_id, 1, stage_id, "Trolley", Channel.WEB)
        )
    assert caught.value.theirs == {
        "stage_id": str(command.stage_id),
        "title": "Basket",
        "channel": "app",
        "usage": "in_use",
        "classed": "critical",
        "moment_of_truth": "",
        "importance": "5",
        "department": "",
        "planned": "1",
        "lived": "unasked",
    }
    assert (await room.map()).stages[2].touchpoints[0].title == "Basket"


async def test_a_persona_keeps_known_details_and_refuses_a_stale_edit(room: Room) -> None:
    command = SavePersona(room.workshop_id, "Sarah", goal="A kitchen", details={"age": "32", "hack": "x", "likes": " "})
    done = await personas.save(room.desk, room.ann, command)
    (sarah,) = (await room.map()).personas
    assert (sarah.details, sarah.author.name) == ({"age": "32"}, "Ann")
    change = SavePersona(room.workshop_id, "Sara", goal="A flat", persona_id=done.item_id, version=1)
    await personas.save(room.desk, room.bob, change)
    with pytest.raises(ConflictError) as caught:
        await personas.save(room.desk, room.ann, change)
    assert caught.value.theirs["name"] == "Sara"
    with pytest.raises(InvalidError) as long:
        await personas.save(room.desk, room.ann, SavePersona(room.workshop_id, "S", details={"age": "x" * 81}))
    assert long.value.field == "details.age"


async def test_an_idea_stands_with_the_pain_it_answers(room: Room) -> None:
    pain = await add(room, "fees at the end")
    idea = SaveIdea(room.workshop_id, "Show the full price", pain, impact=Level.HIGH, effort=Level.LOW)
    done = await ideas.save(room.desk, room.bob, idea)
    (one,) = (await room.map()).stages[1].ideas
    assert (one.pain_id, one.impact, one.effort, one.decided) == (pain, Level.HIGH, Level.LOW, False)
    with pytest.raises(NotAllowedError):
        await ideas.decide(room.desk, room.bob, room.workshop_id, done.item_id)
    await ideas.decide(room.desk, room.lead, room.workshop_id, done.item_id)
    assert (await room.map()).ideas[0].decided
    await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "note", pain))
    assert (await room.map()).ideas[0].pain_id is None


async def test_my_things_are_listed_and_nobody_elses(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    await add(room, "pain of Ann")
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, "Cart"))
    await personas.save(room.desk, room.ann, SavePersona(room.workshop_id, "Sarah"))
    await reviews.save_metric(room.desk, room.ann, SaveMetric(room.workshop_id, "NPS", baseline=12))
    await contributions.add(room.desk, room.bob, AddNote(room.workshop_id, NoteKind.JOY, "joy of Bob", stage_id))
    mine = await contributions.mine(room.desk, room.ann, room.workshop_id)
    assert [word for word, _ in mine] == ["note", "touchpoint", "persona", "metric"]
    assert [word for word, _ in await contributions.mine(room.desk, room.bob, room.workshop_id)] == ["note"]


async def test_stages_are_kept_moved_added_and_dropped_without_losing_work(room: Room) -> None:
    checkout = await room.stage("Checkout")
    await add(room, "slow")
    await maps.set_stages(room.desk, room.ann, SetStages(room.workshop_id, ("CHECKOUT", "Use", "Awareness")))
    outline = await maps.outline(room.desk, room.ann, room.workshop_id)
    assert [name for _, name in outline.stages] == ["CHECKOUT", "Use", "Awareness"]
    assert outline.stages[0][0] == checkout
    with pytest.raises(InvalidError) as caught:
        await maps.set_stages(room.desk, room.ann, SetStages(room.workshop_id, ("Use",)))
    assert (caught.value.code, caught.value.params["names"]) == ("stage_has_contents", ["CHECKOUT"])
    assert len((await room.map()).stages) == 3


async def test_a_stage_added_meanwhile_is_not_dropped_unseen(room: Room) -> None:
    seen = ("Awareness", "Checkout", "Delivery")
    await maps.set_stages(room.desk, room.bob, SetStages(room.workshop_id, (*seen, "Use"), seen))
    with pytest.raises(ConflictError) as caught:
        await maps.set_stages(room.desk, room.ann, SetStages(room.workshop_id, ("Awareness", "Checkout"), seen))
    assert caught.value.theirs == {"names": "Awareness\nCheckout\nDelivery\nUse"}


@pytest.mark.parametrize(
    ("names", "code"),
    [((), "required"), (("a", "A "), "duplicate"), (tuple(map(str, range(21))), "too_many"), (("x" * 81,), "too_long")],
)
async def test_stage_names_that_cannot_be_are_refused(room: Room, names: tuple[str, ...], code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        await maps.set_stages(room.desk, room.ann, SetStages(room.workshop_id, names))


async def test_a_stage_tells_its_trigger_and_time(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    command = EditStage(room.workshop_id, stage_id, 1, "Paying", "Day 12", {"trigger": "lunch break", "x": "y"})
    await maps.edit_stage(room.desk, room.ann, command)
    stage = (await room.map()).stages[1]
    assert (stage.name, stage.time_spent, stage.details) == ("Paying", "Day 12", {"trigger": "lunch break"})
    with pytest.raises(ConflictError) as caught:
        await maps.edit_stage(room.desk, room.bob, command)
    assert caught.value.theirs["details.trigger"] == "lunch break"
    with pytest.raises(InvalidError, match="duplicate"):
        await maps.edit_stage(room.desk, room.bob, EditStage(room.workshop_id, stage_id, 2, "delivery"))


async def test_evidence_carries_the_day_it_was_verified(room: Room) -> None:
    await add(room, "seen it", NoteKind.EVIDENCE)
    (row,) = await room.all(tables.Contribution)
    assert row.verified_on == date(2026, 11, 23)
