"""How much time a step has, and what is said when it is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import tables
from tests.workflows.conftest import Room
from workflows import pacing, reviews, steps
from workflows.commands import GoToStep
from workflows.errors import InvalidError, NotAllowedError
from workflows.pacing import Told
from workflows.reviewing import SetReview
from workflows.words import Cadence, NoticeKind, PostingKind

ZONES = st.sampled_from(
    ["Pacific/Kiritimati", "Asia/Shanghai", "Asia/Jerusalem", "Europe/Moscow", "UTC", "America/Los_Angeles"]
)


async def row(room: Room) -> tables.Workshop:
    async with room.desk.db.read() as session:
        return await session.get_one(tables.Workshop, room.workshop_id)


async def said(room: Room, late=()) -> list[PostingKind]:
    return [one.kind for one in pacing.told(await row(room), room.clock.now(), late)]


async def test_a_timebox_runs_pauses_goes_on_and_takes_five_minutes_more(room: Room) -> None:
    begun = room.clock.now()
    await pacing.set_timebox(room.desk, room.lead, room.workshop_id, 20)
    assert (await room.map()).outline.timebox_ends_at == begun + timedelta(minutes=20)
    room.clock.forward(minutes=5)
    await pacing.pause(room.desk, room.lead, room.workshop_id)
    await pacing.pause(room.desk, room.lead, room.workshop_id)
    room.clock.forward(hours=1)
    held = (await room.map()).outline
    assert (held.timebox_ends_at, held.timebox_left) == (None, 15 * 60)
    await pacing.extend(room.desk, room.lead, room.workshop_id)
    await pacing.resume(room.desk, room.lead, room.workshop_id)
    assert (await room.map()).outline.timebox_ends_at == room.clock.now() + timedelta(minutes=20)


async def test_two_minutes_before_the_end_it_says_so_and_at_the_end_again(room: Room) -> None:
    await pacing.set_timebox(room.desk, room.lead, room.workshop_id, 5)
    assert await said(room) == []
    room.clock.forward(minutes=3)
    assert await said(room) == [PostingKind.TIME_SOON]
    room.clock.forward(minutes=2)
    assert await said(room) == [PostingKind.TIME_OVER]


async def test_the_next_step_begins_without_a_clock(room: Room) -> None:
    await pacing.set_timebox(room.desk, room.lead, room.workshop_id, 5)
    await pacing.set_deadline(room.desk, room.lead, room.workshop_id, date(2026, 12, 24))
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 2, 1))
    outline = (await room.map()).outline
    assert (outline.timebox_ends_at, outline.timebox_left, outline.deadline_at) == (None, None, None)


async def test_a_living_map_has_no_clock(room: Room) -> None:
    async with room.desk.db.write() as session:
        (await session.get_one(tables.Workshop, room.workshop_id)).step = 6
    rhythm = SetReview(room.workshop_id, Cadence.WEEKLY, date(2026, 11, 30), "10:00", "UTC", "UBOB")
    await reviews.set_review(room.desk, room.lead, rhythm)
    await pacing.set_deadline(room.desk, room.lead, room.workshop_id, date(2026, 12, 24))
    await steps.finish(room.desk, room.lead, room.workshop_id)
    assert (await room.map()).outline.deadline_at is None


@pytest.mark.parametrize("minutes", [0, 4, 241, -5])
async def test_a_time_that_no_step_can_have_is_refused(room: Room, minutes: int) -> None:
    with pytest.raises(InvalidError, match="out_of_range"):
        await pacing.set_timebox(room.desk, room.lead, room.workshop_id, minutes)


async def test_a_day_that_is_over_and_somebody_who_does_not_lead_are_refused(room: Room) -> None:
    with pytest.raises(InvalidError, match="past_date"):
        await pacing.set_deadline(room.desk, room.lead, room.workshop_id, date(2020, 1, 1))
    with pytest.raises(NotAllowedError, match="only_facilitator"):
        await pacing.set_deadline(room.desk, room.bob, room.workshop_id, date(2026, 12, 24))


async def test_the_last_day_of_all_is_too_far(room: Room) -> None:
    with pytest.raises(InvalidError):
        await pacing.set_deadline(
            room.desk, replace(room.lead, tz="America/Los_Angeles"), room.workshop_id, date(9999, 12, 31)
        )


async def test_who_gave_nothing_is_reminded_once_and_the_facilitator_hears_of_the_end(room: Room) -> None:
    await pacing.set_deadline(room.desk, room.lead, room.workshop_id, room.clock.now().date() + timedelta(days=7))
    late = [("UBOB", "UTC")]
    assert await said(room, late) == []
    room.clock.forward(days=6, hours=12)
    workshop = await row(room)
    (nudge,) = pacing.told(workshop, room.clock.now(), late)
    assert (nudge.kind, nudge.to) == (NoticeKind.STEP, "UBOB")
    for _twice in range(2):
        async with room.desk.db.write() as session:
            found = await session.get_one(tables.Workshop, room.workshop_id)
            await pacing.fire(session, room.tray, found, room.clock.now(), [nudge])
    assert [one.user_id for one in await room.all(tables.Notice) if one.kind == NoticeKind.STEP] == ["UBOB"]
    room.clock.forward(days=2)
    (over,) = pacing.told(await row(room), room.clock.now(), late)
    assert over == Told(NoticeKind.STEP_OVER, over.key, workshop.facilitator_id)


@given(tz=ZONES, day=st.dates(date(2026, 1, 1), date(2030, 12, 31)), hour=st.integers(0, 23))
def test_a_reminder_comes_in_the_morning_of_a_working_day_before_the_last_one(tz: str, day: date, hour: int) -> None:
    deadline = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    reminded = pacing.reminded_at(deadline, tz)
    local = reminded.astimezone(pacing.rhythm.zone(tz))
    assert (local.hour, local.minute) == (10, 0)
    assert local.weekday() < 5
    assert timedelta(0) < deadline - reminded < timedelta(days=4)
