"""Metrics, the rhythm of reviews, and holding one."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from storage import tables
from tests.workflows.conftest import Room
from workflows import contributions, home, maps, pains, reviews, steps, workshops
from workflows.commands import (
    AddNote,
    AssignPain,
    GoToStep,
    HoldReview,
    SaveMetric,
    SetPainStatus,
    SetReview,
)
from workflows.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from workflows.words import Cadence, NoteKind, PainStatus, PostingKind, WorkshopStatus


def rhythm(room: Room, **more) -> SetReview:
    given = {
        "cadence": Cadence.MONTHLY,
        "starts_on": date(2026, 11, 30),
        "local_time": "10:00",
        "tz": "Europe/Paris",
        "journey_owner_id": "UBOB",
    }
    return SetReview(room.workshop_id, **(given | more))


@pytest.fixture
async def living(room: Room) -> Room:
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 6, 1))
    await reviews.set_review(room.desk, room.lead, rhythm(room))
    await steps.finish(room.desk, room.lead, room.workshop_id)
    return room


async def fire(room: Room) -> int | None:
    async with room.desk.db.write() as session:
        review = (await session.exec(select(tables.Review))).one()
        return await reviews.fire_due(session, room.tray, review, room.clock.now())


async def test_a_rhythm_makes_the_map_living_and_says_when(living: Room) -> None:
    whole = await living.map()
    assert whole.outline.status is WorkshopStatus.LIVING
    assert whole.review.due_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert whole.outline.journey_owner.name == "Bob"
    coming = (await home.home(living.desk, living.bob)).reviews
    assert [(one.title, one.due_at) for one in coming] == [("Buying an oven", whole.review.due_at)]
    before = whole.outline.revision
    await steps.finish(living.desk, living.lead, living.workshop_id)
    assert (await living.map()).outline.revision == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"tz": "Mars/Olympus"}, "bad_zone"),
        ({"tz": "../../etc/passwd"}, "bad_zone"),
        ({"tz": "America"}, "bad_zone"),
        ({"local_time": "25:00"}, "bad_time"),
        ({"local_time": "9"}, "bad_time"),
        ({"starts_on": date(9999, 12, 31)}, "out_of_range"),
        ({"journey_owner_id": ""}, "required"),
        ({"journey_owner_id": "UBOT"}, "choose_people"),
    ],
)
async def test_a_rhythm_that_cannot_be_is_refused(room: Room, more: dict, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        await reviews.set_review(room.desk, room.lead, rhythm(room, **more))
    assert await room.count(tables.Review) == 0


async def test_a_review_comes_due_once_and_reminds_thread_and_owner(living: Room) -> None:
    assert await fire(living) is None
    living.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    round_id = await fire(living)
    assert await fire(living) is None
    due, owner = await living.posting(f"review:{round_id}"), await living.posting(f"review-owner:{round_id}")
    assert (due.kind, due.in_thread, due.subject_id) == (PostingKind.REVIEW_DUE, True, round_id)
    assert (owner.kind, owner.channel_id, owner.in_thread) == (PostingKind.REVIEW_DUE_OWNER, "UBOB", False)
    whole = await living.map()
    assert whole.review.due_at == datetime(2026, 12, 30, 9, 0, tzinfo=UTC)
    assert [(one.number, one.held_at) for one in whole.rounds] == [(1, None)]


async def test_after_a_long_outage_there_is_one_reminder_not_a_storm(living: Room) -> None:
    living.clock.at = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
    assert await fire(living) is not None
    assert await fire(living) is None
    assert len((await living.map()).rounds) == 1
    assert (await living.map()).review.due_at == datetime(2027, 6, 30, 8, 0, tzinfo=UTC)


async def test_an_ended_workshop_is_reviewed_no_more(living: Room) -> None:
    await workshops.end(living.desk, living.lead, living.workshop_id)
    living.clock.forward(days=400)
    assert await fire(living) is None


async def test_holding_a_review_keeps_statuses_values_conclusion_and_the_map(living: Room) -> None:
    stage_id = await living.stage("Checkout")
    note = AddNote(living.workshop_id, NoteKind.PAIN, "fees", stage_id)
    pain = (await contributions.add(living.desk, living.ann, note)).item_id
    await pains.assign(living.desk, living.lead, AssignPain(living.workshop_id, pain, "UBOB"))
    metric = (
        await reviews.save_metric(
            living.desk, living.ann, SaveMetric(living.workshop_id, "NPS", baseline=10, target=30)
        )
    ).item_id
    living.clock.at = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    round_id = await fire(living)
    command = HoldReview(living.workshop_id, round_id, {pain: PainStatus.DONE}, {metric: 22.5}, "Better.")
    done = await reviews.hold(living.desk, living.ann, command)
    assert await reviews.hold(living.desk, living.ann, command) == done
    with pytest.raises(NotAllowedError, match="already_held"):
        await reviews.hold(living.desk, living.bob, HoldReview(living.workshop_id, round_id, {}, {}, "Worse."))

    whole = await living.map()
    assert whole.pains[0].status is PainStatus.DONE
    assert whole.pains[0].ownership.done_at == living.clock.now()
    assert whole.metrics[0].values == ((date(2026, 12, 1), 22.5),)  # the day where the review takes place
    (held,) = whole.rounds
    assert (held.held_by.name, held.conclusion, held.revision) == ("Ann", "Better.", whole.outline.revision)
    assert (await maps.revisions(living.desk, living.ann, living.workshop_id))[0] == (
        whole.outline.revision,
        "review:1",
    )
    kept = await maps.snapshot(living.desk, living.ann, living.workshop_id, whole.outline.revision)
    assert kept.rounds[0].conclusion == "Better."
    assert (await living.posting(f"held:{round_id}")).in_thread
    assert living.tray.refreshed[-1] == (living.workshop_id, True)


async def test_two_people_holding_one_review_at_once_hold_it_once(living: Room) -> None:
    living.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    round_id = await fire(living)
    outcomes = await asyncio.gather(
        *(
            reviews.hold(living.desk, one, HoldReview(living.workshop_id, round_id, {}, {}, f"by {one.name}"))
            for one in (living.ann, living.bob)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Done", "NotAllowedError"]


async def test_a_review_ahead_of_time_gets_a_round_of_its_own(living: Room) -> None:
    first = await reviews.hold(living.desk, living.ann, HoldReview(living.workshop_id, None, {}, {}, "early"))
    living.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    due = await fire(living)
    second = await reviews.hold(living.desk, living.bob, HoldReview(living.workshop_id, None, {}, {}, "in time"))
    assert (first.extra["number"], second.extra["number"], second.item_id) == (1, 2, due)


async def test_a_review_names_only_what_is_on_this_map(living: Room) -> None:
    for command, error in (
        (HoldReview(living.workshop_id, None, {999: PainStatus.DONE}, {}), InvalidError),
        (HoldReview(living.workshop_id, None, {}, {999: 1.0}), InvalidError),
        (HoldReview(living.workshop_id, None, {}, {1: float("nan")}), InvalidError),
        (HoldReview(living.workshop_id, 999, {}, {}), NotFoundError),
    ):
        with pytest.raises(error):
            await reviews.hold(living.desk, living.ann, command)
    assert await living.count(tables.ReviewRound) == 0


async def test_a_metric_is_written_once_and_changed_by_who_saw_the_newest(room: Room) -> None:
    done = await reviews.save_metric(
        room.desk, room.ann, SaveMetric(room.workshop_id, "NPS", unit="pts", baseline=-10.5)
    )
    change = SaveMetric(room.workshop_id, "NPS of buyers", target=30, metric_id=done.item_id, version=1)
    await reviews.save_metric(room.desk, room.bob, change)
    with pytest.raises(ConflictError) as caught:
        await reviews.save_metric(room.desk, room.ann, change)
    assert (caught.value.theirs["name"], caught.value.theirs["baseline"]) == ("NPS of buyers", "")
    for bad in (float("inf"), 1e300):
        with pytest.raises(InvalidError, match="out_of_range"):
            await reviews.save_metric(room.desk, room.ann, SaveMetric(room.workshop_id, "x", baseline=bad))


async def test_a_new_rhythm_moves_the_next_review(living: Room) -> None:
    change = rhythm(living, cadence=Cadence.WEEKLY, local_time="15:00", tz="Asia/Shanghai")
    done = await reviews.set_review(living.desk, living.lead, change)
    assert done.extra["due_at"] == "2026-11-30T07:00:00+00:00"
    (row,) = await living.all(tables.Review)
    assert (row.generation, row.cadence) == (2, "weekly")
    with pytest.raises(NotAllowedError):
        await reviews.set_review(living.desk, living.ann, change)


async def test_a_pain_mended_before_the_review_stays_as_it_was_marked(living: Room) -> None:
    stage_id = await living.stage("Checkout")
    note = AddNote(living.workshop_id, NoteKind.PAIN, "fees", stage_id)
    pain = (await contributions.add(living.desk, living.ann, note)).item_id
    await pains.set_status(living.desk, living.ann, SetPainStatus(living.workshop_id, pain, PainStatus.DONE, "gone"))
    marked = (await living.map()).pains[0]
    living.clock.forward(days=1)
    command = HoldReview(living.workshop_id, None, {pain: PainStatus.DONE}, {}, "")
    await reviews.hold(living.desk, living.ann, command)
    assert (await living.map()).pains[0] == marked
