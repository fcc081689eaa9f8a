"""Imports against a map: what is added, changed and left alone; all or nothing; looked at again when it changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage import tables
from tests.workflows.conftest import BY_SQLITE, Room
from workflows import contributions, maps, scoring, touchpoints, undoing, workshops
from workflows.commands import Actor, AddNote, AddTouchpoints, ScoreStages, SetStages, StartWorkshop
from workflows.errors import InvalidError, NotFoundError
from workflows.importing import applying, drafts, reading
from workflows.importing.drafts import BeginImport, Look
from workflows.importing.plans import Plan
from workflows.importing.sheet import Sheet
from workflows.limits import Caps
from workflows.retention import DRAFTS
from workflows.undoing import Outcome, Undo
from workflows.words import Channel, EvidenceKind, NoteKind

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "imports"


async def looked(
    room: Room, text: str | bytes, name: str = "list.csv", who: Actor | None = None, **said: object
) -> Look:
    actor = who or room.ann
    found = reading.read(name, text if isinstance(text, bytes) else text.encode())
    assert isinstance(found, Sheet)
    done = await drafts.begin(room.desk, actor, BeginImport("F1", name, "C1", room.workshop_id))
    await drafts.keep(room.desk, actor, done.item_id, found, None)
    look = await drafts.look(room.desk, actor, done.item_id)
    if said:
        assert look.draft.mapping
        await drafts.say(room.desk, actor, done.item_id, replace(look.draft.mapping, sure=True, **said))
        look = await drafts.look(room.desk, actor, done.item_id)
    return look


async def imported(room: Room, look: Look, who: Actor | None = None, claim: str | None = None) -> dict:
    assert isinstance(look.plan, Plan)
    assert not look.plan.problems, look.plan.problems
    done = await applying.apply(room.desk, who or room.ann, look.draft.id, look.plan.mark, claim)
    return {"count": done.count, **done.extra}


async def undone(room: Room, who: Actor | None = None) -> str:
    return (await undoing.undo(room.desk, who or room.ann, Undo(room.workshop_id))).extra["outcome"]


async def test_what_is_there_is_matched_by_stage_and_name_and_only_what_the_file_says_changes(room: Room) -> None:
    checkout = await room.stage("Checkout")
    lines = "Cart @web\nBank text @phone\nCoupon @mail\nCoupon @print"
    await touchpoints.add(room.desk, room.lead, AddTouchpoints(room.workshop_id, checkout, lines))
    text = (
        "Stage,Touchpoint,Channel,Importance,Need\n"
        "CHECKOUT,cart,,5,Overview\n"  # changes what it says
        "checkout, Bank  text,Phone,,\n"  # says nothing new
        "Checkout,Coupon,Print,2,\n"  # one of two, by its channel
        "Checkout,Receipt,Fax,,\n"  # new, in a channel nobody knows
        "Checkout,Receipt,Fax,,\n"  # twice
        ",Parcel label,,,\n"  # below a merged cell
        "Returns,Form,App,,\n"  # a new stage
    )
    look = await looked(room, text)
    plan = look.plan
    assert plan
    assert [(one.title, one.stage) for one in plan.added] == [
        ("Receipt", "Checkout"),
        ("Parcel label", "Checkout"),
        ("Form", "Returns"),
    ]
    assert [(one.title, one.fields) for one in plan.changed] == [
        ("Cart", {"importance": 5, "details.need": "Overview"}),
        ("Coupon", {"importance": 2}),
    ]
    assert (plan.stages, plan.left) == (("Returns",), 2)
    assert [note.code for note in plan.notes] == ["unknown_channel", "unknown_channel"]

    assert (await imported(room, look, claim="once"))["count"] == 5
    again = await applying.apply(room.desk, room.ann, look.draft.id, plan.mark, "once")
    assert again.count == 5, "a repeated delivery gets the same answer"
    with pytest.raises(NotFoundError):
        await applying.apply(room.desk, room.ann, look.draft.id, plan.mark, "another press")
    snapshot = await room.map()
    assert [stage.name for stage in snapshot.stages] == ["Awareness", "Checkout", "Returns", "Delivery"]
    cart = next(one for one in snapshot.touchpoints if one.title == "Cart")
    assert (cart.importance, cart.channel, cart.details["need"]) == (5, Channel.WEB, "Overview")
    assert len(snapshot.touchpoints) == 7

    same = await looked(room, text)
    assert same.plan
    assert (same.plan.size, same.plan.left) == (0, 7)

    assert await undone(room) == Outcome.UNDONE
    snapshot = await room.map()
    assert {one.title for one in snapshot.touchpoints} == {"Cart", "Bank text", "Coupon"}
    assert next(one for one in snapshot.touchpoints if one.title == "Cart").importance == 0
    assert [stage.name for stage in snapshot.stages] == ["Awareness", "Checkout", "Delivery"]
    assert await undone(room) == Outcome.NOTHING


async def test_when_the_map_changed_meanwhile_nothing_happens_and_the_plan_is_shown_again(room: Room) -> None:
    look = await looked(room, "Stage,Touchpoint\nCheckout,Cart\nCheckout,Receipt\n")
    await touchpoints.add(room.desk, room.lead, AddTouchpoints(room.workshop_id, await room.stage("Checkout"), "Cart"))
    assert (await imported(room, look))["differs"]
    assert len((await room.map()).touchpoints) == 1
    newer = await drafts.look(room.desk, room.ann, look.draft.id)
    assert newer.plan
    assert ([one.title for one in newer.plan.added], newer.plan.left) == (["Receipt"], 1)
    assert (await imported(room, newer))["added"] == 1


async def test_an_import_that_others_built_on_is_not_taken_back(room: Room) -> None:
    await imported(room, await looked(room, "Stage,Touchpoint\nReturns,Form\n"))
    stage = await room.stage("Returns")
    await contributions.add(room.desk, room.bob, AddNote(room.workshop_id, NoteKind.PAIN, "No label", stage))
    assert await undone(room) == Outcome.CHANGED
    assert len((await room.map()).touchpoints) == 1, "nothing of it was touched"


async def test_one_wrong_row_keeps_everything_out_and_is_named(room: Room) -> None:
    text = "Stage;Touchpoint;Importance;On our own list\nCheckout;Cart;3;yes\nCheckout;Receipt;9;perhaps\n;;4;\n"
    look = await looked(room, text)
    assert look.plan
    assert [(one.code, one.row, one.column) for one in look.plan.problems] == [
        ("not_yes", 3, "On our own list"),
        ("out_of_bounds", 3, "Importance"),
    ]
    assert (await applying.apply(room.desk, room.ann, look.draft.id, look.plan.mark)).extra["differs"]
    assert not (await room.map()).touchpoints


async def test_answers_of_a_survey_become_evidence_with_source_and_day(room: Room) -> None:
    await maps.set_stages(room.desk, room.lead, SetStages(room.workshop_id, ("Comparison", "Order", "Delivery")))
    look = await looked(room, (EXAMPLES / "survey.csv").read_bytes(), "survey.csv")
    assert (await imported(room, look))["added"] == 5
    evidence = (await room.map()).evidence
    told = next(one for one in evidence if one.source == "Customer 24")
    assert (told.evidence_kind, str(told.verified_on)) == (EvidenceKind.SURVEY, "2026-10-05")
    assert told.stage_id == await room.stage("Delivery")
    assert next(one for one in evidence if one.source == "Customer 31").stage_id is None
    again = await looked(room, (EXAMPLES / "survey.csv").read_bytes(), "survey.csv")
    assert again.plan
    assert again.plan.left == 5
    assert await undone(room) == Outcome.UNDONE
    assert not (await room.map()).evidence

    bare = await looked(room, "Answer\nToo slow\n" + "x" * 900 + "\n", "nps.csv", stage=await room.stage("Order"))
    await imported(room, bare)
    long, short = sorted((await room.map()).evidence, key=lambda one: -len(one.text))
    assert (len(long.text), short.text, short.source) == (500, "Too slow", "nps.csv")
    unknown = await looked(room, "Answer,Stage\nToo slow,Delivry\n", "x.csv")
    assert unknown.plan
    assert unknown.plan.problems[0].params["near"] == "Delivery"


async def test_series_of_numbers_become_values_and_are_corrected_by_a_newer_file(room: Room) -> None:
    text = (EXAMPLES / "metrics.csv").read_text("utf-8")
    await imported(room, await looked(room, text))
    found = {one.name: one for one in (await room.map()).metrics}
    days = found["Days from order to delivery"]
    assert (days.unit, [value for _day, value in days.values]) == ("days", [52, 49.5, 47])
    newer = await looked(room, text.replace(",33,", ",31,") + "NPS,2026-09-01,12,\n")
    assert newer.plan
    assert (len(newer.plan.added), len(newer.plan.changed), newer.plan.left) == (1, 1, 5)
    await imported(room, newer)
    assert await undone(room) == Outcome.UNDONE
    values = [value for one in (await room.map()).metrics for _day, value in one.values]
    assert 33 in values
    assert 31 not in values
    assert await undone(room) == Outcome.UNDONE
    assert not (await room.map()).metrics
    assert not await room.all(tables.MetricValue)
    twice = await looked(room, "Metric,Date,Value\nNPS,2026-01-01,3\nNPS,1.1.2026,4\n")
    assert twice.plan
    assert (twice.plan.problems[0].code, twice.plan.problems[0].params) == ("twice", {"other": 2})


async def test_a_journey_of_mermaid_brings_feelings_along_as_scores_of_ones_own(room: Room) -> None:
    content = (EXAMPLES / "journey.mmd").read_bytes()
    look = await looked(room, content, "journey.mmd")
    assert look.plan
    assert look.plan.scores == {"Comparison": 1, "Order": -2, "Delivery": 2}
    delivery = await room.stage("Delivery")
    await scoring.score(room.desk, room.ann, ScoreStages(room.workshop_id, {delivery: -1}))
    await imported(room, await looked(room, content, "journey.mmd"))
    scores = {(row.stage_id, row.author_id): row.score for row in await room.all(tables.EmotionScore)}
    assert scores[delivery, room.ann.user_id] == 2
    assert len(scores) == 3
    assert await undone(room) == Outcome.UNDONE
    scores = {(row.stage_id, row.author_id): row.score for row in await room.all(tables.EmotionScore)}
    assert scores == {(delivery, room.ann.user_id): -1}


async def test_a_draft_is_its_owners_alone_and_goes_after_a_day(room: Room) -> None:
    look = await looked(room, "Stage,Touchpoint\nCheckout,Cart\n")
    for other in (room.bob, room.stranger):
        with pytest.raises(NotFoundError):
            await drafts.look(room.desk, other, look.draft.id)
    assert DRAFTS.days == 1
    # Another workshop's id cannot be slipped in by somebody who may not contribute there.
    elsewhere = await workshops.start(room.desk, room.stranger, StartWorkshop("C9", "Theirs", "Not ours"))
    with pytest.raises(NotFoundError):
        await drafts.begin(room.desk, room.ann, BeginImport("F1", "x.csv", "C1", elsewhere.workshop_id))


async def test_more_than_a_map_holds_is_refused_as_a_whole(room: Room) -> None:
    rows = "".join(f"Checkout,Contact {number}\n" for number in range(501))
    look = await looked(room, "Stage,Touchpoint\n" + rows)
    assert look.plan
    assert [one.code for one in look.plan.problems] == ["too_many_rows"]
    stages = "".join(f"Stage {number},Contact\n" for number in range(20))
    look = await looked(room, "Stage,Touchpoint\n" + stages)
    assert look.plan
    assert [one.code for one in look.plan.problems] == ["too_many_stages"]


@BY_SQLITE
async def test_what_an_import_brings_takes_room_as_what_people_give_does(room: Room) -> None:
    desk, order = replace(room.desk, caps=Caps(notes=12)), await room.stage("Checkout")
    tight = replace(room, desk=desk)
    await contributions.add(desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, "It was quick"))
    answers = [f"Answer number {number}" for number in range(12)]
    many = await looked(tight, "\n".join(["Answer", *answers]), stage=order)
    assert many.plan
    assert [(one.code, one.params) for one in many.plan.problems] == [("too_many_rows", {"count": 13, "limit": 12})]
    assert (await imported(tight, await looked(tight, "\n".join(["Answer", *answers[:10]]), stage=order)))[
        "added"
    ] == 10
    await contributions.add(desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, "The last one"))
    with pytest.raises(InvalidError, match="map_full"):
        await contributions.add(desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, "One too many"))
