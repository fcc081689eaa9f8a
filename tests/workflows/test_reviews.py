"""Metrics, the rhythm of reviews, and holding one."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from storage import reviews as rows
from storage import tables
from tests.workflows.conftest import Room
from workflows import (
    asking,
    calling,
    contributions,
    deleting,
    home,
    lives,
    maps,
    pains,
    reviews,
    steps,
    tending,
    workshops,
)
from workflows.commands import AddNote, Delete, GoToStep
from workflows.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from workflows.promising import AssignPain, SetPainStatus
from workflows.reviewing import HoldReview, PutOffReview, SaveMetric, SetReview
from workflows.words import Answered, Cadence, NoteKind, NoticeKind, PainStatus, PostingKind, Truth, WorkshopStatus


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
    due, owner = await living.posting(f"review:{round_id}"), await living.notice(f"review-owner:{round_id}")
    assert (due.kind, due.in_thread, due.subject_id) == (PostingKind.REVIEW_DUE, True, round_id)
    assert (owner.kind, owner.user_id, owner.subject_id) == (NoticeKind.REVIEW_DUE, "UBOB", round_id)
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
    later = await reviews.hold(living.desk, living.bob, HoldReview(living.workshop_id, round_id, {}, {}, "Worse."))
    assert later.extra["late"], "who comes second is told, and nothing of theirs is lost"

    whole = await living.map()
    assert whole.pains[0].status is PainStatus.DONE
    assert whole.pains[0].ownership.done_at == living.clock.now()
    assert whole.metrics[0].values == ((date(2026, 12, 1), 22.5),)  # the day where the review takes place
    (held,) = whole.rounds
    assert (held.held_by.name, held.conclusion) == ("Ann", "Better.")
    assert [one.answer for one in held.answers if one.kind is Answered.CONCLUSION] == ["Better.", "Worse."]
    assert (await maps.revisions(living.desk, living.ann, living.workshop_id))[0] == (held.revision, "review:1")
    kept = await maps.snapshot(living.desk, living.ann, living.workshop_id, held.revision)
    assert kept.rounds[0].conclusion == "Better."
    assert (await living.posting(f"held:{round_id}")).in_thread
    assert (living.workshop_id, True) in living.tray.refreshed
    picture = await living.posting(f"reviewed:{living.workshop_id}:{round_id}")
    assert (picture.kind, picture.subject_id) == (PostingKind.DOCUMENT, held.revision)


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
    assert sorted(one.extra["late"] for one in outcomes) == [False, True]
    (held,) = (await living.map()).rounds
    assert {one.answer for one in held.answers} == {"by Ann", "by Bob"}


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
    again = (await living.map()).pains[0]
    assert (again.status, again.ownership, again.version) == (marked.status, marked.ownership, marked.version)


async def pain_of(room: Room, text: str = "fees", owner: str = "") -> int:
    note = AddNote(room.workshop_id, NoteKind.PAIN, text, await room.stage("Checkout"))
    pain = (await contributions.add(room.desk, room.ann, note)).item_id
    if owner:
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, owner))
    return pain


async def ahead(room: Room) -> list[str]:
    async with room.desk.db.write() as session:
        review = (await session.exec(select(tables.Review))).one()
        if review.notice_at and review.notice_at <= room.clock.now():
            await calling.look_ahead(session, room.tray, review, room.clock.now())
            session.add(review)
    found = [one for one in await room.all(tables.Notice) if one.kind == NoticeKind.REVIEW_SOON]
    return sorted(one.user_id for one in found)


async def test_who_has_something_to_bring_is_told_three_days_ahead_in_their_morning(living: Room) -> None:
    await pain_of(living, owner="UBOB")
    async with living.desk.db.write() as session:
        profile = await session.get_one(tables.Profile, ("T1", "UBOB"))
        profile.tz = "America/New_York"
    metric = SaveMetric(living.workshop_id, "NPS")
    await reviews.save_metric(living.desk, living.ann, metric)
    living.clock.at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert await ahead(living) == []
    living.clock.at = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
    assert await ahead(living) == ["UANN", "ULEAD"], "in UTC it is half past ten; in New York it is night"
    living.clock.at = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    assert await ahead(living) == ["UANN", "UBOB", "ULEAD"]
    living.clock.forward(hours=20)
    assert await ahead(living) == ["UANN", "UBOB", "ULEAD"], "each once"


async def sweep_late(room: Room) -> list[str]:
    """Who was told by now that nobody held the review, as the tick finds it."""
    async with room.desk.db.write() as session:
        review = (await session.exec(select(tables.Review))).one()
        assert await rows.due(session, room.clock.now(), 0, 9) == ([review.id] if is_late(room, review) else [])
        if is_late(room, review):
            await calling.tell_late(session, room.tray, review, room.clock.now())
            session.add(review)
    found = [one for one in await room.all(tables.Notice) if one.kind == NoticeKind.REVIEW_LATE]
    return [one.user_id for one in found]


def is_late(room: Room, review: tables.Review) -> bool:
    return review.late_at is not None and review.late_at <= room.clock.now()


async def test_a_review_nobody_holds_is_told_after_three_working_days_and_escalated_a_week_later(living: Room) -> None:
    quarterly = rhythm(living, cadence=Cadence.QUARTERLY, starts_on=date(2026, 12, 4))  # a Friday
    await reviews.set_review(living.desk, living.lead, quarterly)
    living.clock.at = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
    first = await fire(living)
    living.clock.at = datetime(2026, 12, 9, 8, 59, tzinfo=UTC)
    assert await sweep_late(living) == []
    assert await living.posting(f"review-again:{first}") is None
    living.clock.forward(minutes=1)
    assert await sweep_late(living) == ["UBOB"], "Friday, Monday, Tuesday, Wednesday: the journey owner, and the thread"
    assert (await living.posting(f"review-again:{first}")).in_thread
    living.clock.forward(days=7)
    for _once in range(2):
        assert await sweep_late(living) == ["UBOB", "ULEAD"]
    for _quarter in range(3):
        living.clock.forward(days=91)
        assert await fire(living) in {first, None}
        assert await sweep_late(living) == ["UBOB", "ULEAD"], "the next dates add nothing"
    assert len((await living.map()).rounds) == 1


async def waits_on_home(room: Room) -> bool:
    """Whether Home and the health of the map speak of a review that waits."""
    mine = await home.home(room.desk, room.lead)
    late = (await tending.of_map(room.desk, room.lead, room.workshop_id)).figures.waiting_since is not None
    assert any(one.round_id for one in (*mine.waiting, *mine.reviews)) == late
    return late


async def pause(room: Room, at: datetime | None) -> None:
    async with room.desk.db.write() as session:
        (await session.exec(select(tables.Review))).one().paused_at = at


async def test_a_review_that_is_held_or_skipped_is_spoken_of_no_more(living: Room) -> None:
    living.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    await fire(living)
    assert await waits_on_home(living)
    await pause(living, living.clock.now())
    assert not await waits_on_home(living), "the channel takes no messages"
    assert (await home.home(living.desk, living.lead)).reviews == ()
    await pause(living, None)
    plan = (await living.map()).review
    await reviews.put_off(living.desk, living.lead, PutOffReview(living.workshop_id, plan.version, None, "Holidays"))
    assert not await waits_on_home(living)
    living.clock.forward(days=10)
    assert await sweep_late(living) == []
    living.clock.at = plan.due_at
    await fire(living)
    await reviews.hold(living.desk, living.ann, HoldReview(living.workshop_id, None, {}, {}))
    living.clock.forward(days=10)
    assert await sweep_late(living) == []


async def test_a_journey_that_was_opened_again_is_told_of_the_review_that_waited(living: Room) -> None:
    living.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    await fire(living)
    await workshops.end(living.desk, living.lead, living.workshop_id)
    living.clock.forward(days=10)
    assert await sweep_late(living) == []
    await lives.reopen(living.desk, living.lead, living.workshop_id)
    living.clock.at = (await living.map()).review.due_at
    await fire(living)
    assert await sweep_late(living) == ["UBOB"]


async def test_a_journey_that_was_opened_again_forgets_that_its_next_review_was_left_out(living: Room) -> None:
    plan = (await living.map()).review
    await reviews.put_off(living.desk, living.lead, PutOffReview(living.workshop_id, plan.version, None, "Holidays"))
    await workshops.end(living.desk, living.lead, living.workshop_id)
    await lives.reopen(living.desk, living.lead, living.workshop_id)
    assert (await living.map()).review.put_off is None
    assert (await living.map()).review.put_off_reason == ""


async def test_a_review_that_was_begun_early_is_the_one_that_comes_due(living: Room) -> None:
    begun = await reviews.begin(living.desk, living.ann, living.workshop_id)
    assert await waiting(living) == (begun.item_id, [begun.item_id], None), "nobody is late before it is due"
    living.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert await fire(living) == begun.item_id
    (one,) = (await living.map()).rounds
    assert (one.early, one.late_told) == (False, 0)


async def waiting(room: Room) -> tuple[int | None, list[int | None], datetime | None]:
    """The round that Home says waits for the facilitator, those in its list, and since when the health counts it."""
    mine = await home.home(room.desk, room.lead)
    rounds = [one.round_id for one in mine.reviews]
    to_hold = mine.waiting[0].round_id if mine.waiting else None
    return to_hold, rounds, mine.health[room.workshop_id].figures.waiting_since


async def test_a_review_is_moved_or_skipped_for_a_reason_and_the_rhythm_stays(living: Room) -> None:
    plan = (await living.map()).review
    with pytest.raises(NotAllowedError):
        await reviews.put_off(living.desk, living.ann, PutOffReview(living.workshop_id, plan.version, None, "no"))
    with pytest.raises(InvalidError, match="required"):
        await reviews.put_off(living.desk, living.lead, PutOffReview(living.workshop_id, plan.version, None, " "))
    move = PutOffReview(living.workshop_id, plan.version, date(2026, 11, 26), "Holidays")
    await reviews.put_off(living.desk, living.bob, move)
    with pytest.raises(InvalidError, match="review_moved"):
        await reviews.put_off(living.desk, living.lead, move)
    living.clock.at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    first = await fire(living)
    plan = (await living.map()).review
    assert plan.due_at == datetime(2026, 12, 30, 9, 0, tzinfo=UTC), "not the usual day a second time"
    assert plan.put_off is None
    skip = PutOffReview(living.workshop_id, plan.version, None, "Nothing changed")
    assert (await waiting(living)) == (first, [first], living.clock.now())
    await reviews.put_off(living.desk, living.lead, skip)
    assert (await waiting(living)) == (None, [None], None), "what was skipped waits for nobody"
    whole = await living.map()
    assert whole.rounds == (), "the one that waited is the one that is skipped"
    assert whole.review.due_at == datetime(2026, 12, 30, 9, 0, tzinfo=UTC)
    assert whole.review.put_off_reason == "Nothing changed"
    told = {one.action for one in await living.all(tables.Audit)}
    assert {"review.move", "review.skip"} <= told
    done = await reviews.hold(living.desk, living.ann, HoldReview(living.workshop_id, first, {}, {}, "All the same"))
    assert done.item_id == first, "an answer to a review that was skipped meanwhile is no answer lost"


async def test_only_stale_claims_are_asked_about_and_answers_change_the_map(living: Room) -> None:
    stage_id = await living.stage("Checkout")
    add = (AddNote(living.workshop_id, NoteKind.JOY, text, stage_id) for text in ("fast", "cheap", "kind"))
    fast, cheap, kind = [(await contributions.add(living.desk, living.ann, one)).item_id for one in add]
    await reviews.set_review(living.desk, living.lead, rhythm(living, claim_days=30))
    living.clock.forward(days=30)
    assert not asking.asked(await living.map(), None).claims
    living.clock.forward(days=1)
    assert [note.id for note in asking.asked(await living.map(), None).claims] == [fast, cheap, kind]
    claims = {fast: Truth.STILL, cheap: Truth.GONE, kind: Truth.UNKNOWN}
    command = HoldReview(living.workshop_id, None, {}, {}, "", claims=claims)
    round_id = (await reviews.answer(living.desk, living.ann, command)).item_id
    whole = await living.map()
    assert [joy.id for joy in whole.stages[1].joys] == [fast, kind]
    assert whole.stages[1].joys[0].verified_on == living.clock.now().date()
    assert cheap not in [note.id for note in asking.asked(whole, whole.rounds[0]).claims]
    revision = whole.outline.revision
    await reviews.answer(living.desk, living.ann, replace(command, round_id=round_id))
    assert (await living.map()).outline.revision == revision, "the same page, sent twice, changes nothing"
    await reviews.hold(living.desk, living.bob, HoldReview(living.workshop_id, round_id, {}, {}))
    assert [note.id for note in asking.asked(await living.map(), None).claims] == [kind], "nobody knew: asked again"


async def test_a_pain_gets_a_new_day_and_nothing_of_an_ended_journey_is_sent(living: Room) -> None:
    pain = await pain_of(living, owner="UBOB")
    past = HoldReview(living.workshop_id, None, {pain: PainStatus.OPEN}, {}, due={pain: date(2026, 1, 1)})
    with pytest.raises(InvalidError, match="past_date"):
        await reviews.answer(living.desk, living.ann, past)
    await reviews.answer(living.desk, living.ann, replace(past, due={pain: date(2026, 12, 24)}))
    assert (await living.map()).pains[0].ownership.due_on == date(2026, 12, 24)
    living.clock.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    round_id = await fire(living)
    assert calling.wanted(PostingKind.REVIEW_DUE, round_id, await living.map())
    await workshops.end(living.desk, living.lead, living.workshop_id)
    assert not calling.wanted(PostingKind.REVIEW_DUE, round_id, await living.map()), "queued, and never sent"
    assert calling.wanted(PostingKind.REVIEW_HELD, round_id, await living.map())


async def test_what_left_the_map_meanwhile_keeps_nobody_from_answering_the_rest(living: Room) -> None:
    of, desk = living.workshop_id, living.desk
    joy = AddNote(of, NoteKind.JOY, "Quick", await living.stage("Checkout"))
    joy_id = (await contributions.add(desk, living.ann, joy)).item_id
    fees, gone = await pain_of(living, owner="UBOB"), await pain_of(living, "slow")
    first = (await reviews.begin(desk, living.ann, of)).item_id
    await reviews.answer(desk, living.ann, HoldReview(of, first, {}, {}, "", claims={joy_id: Truth.GONE}))
    await deleting.delete(desk, living.lead, Delete(of, "note", gone))
    metric = (await reviews.save_metric(desk, living.ann, SaveMetric(of, "NPS", baseline=1.0))).item_id
    await deleting.delete(desk, living.lead, Delete(of, "metric", metric))
    statuses = {fees: PainStatus.DOING, gone: PainStatus.DONE}
    page = HoldReview(of, first, statuses, {metric: 7.0}, "", claims={joy_id: Truth.GONE})
    await reviews.answer(desk, living.bob, page)
    assert {one.id: one.status for one in (await living.map()).pains} == {fees: PainStatus.DOING}
    assert [one.value for one in await living.all(tables.MetricValue)] == [7.0]
    told = len(living.tray.updated)
    (posting_id,) = [one.posting_id for one in await living.all(tables.Notice) if one.subject_id == fees]
    await reviews.answer(desk, living.ann, HoldReview(of, first, {}, {}, "", claims={fees: Truth.GONE}))
    assert posting_id in [one for one, _stamp in living.tray.updated[told:]], "its owner's message says so"
