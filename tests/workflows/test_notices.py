"""What single people are told: once a day at most, when they work, and only what they want to hear."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage import notices as notice_rows
from storage import tables
from storage import workshops as workshop_rows
from tests.workflows.conftest import CHANNEL, TEAM, Room
from workflows import (
    contributions,
    notices,
    pains,
    posting,
    preferences,
    profiles,
    promises,
    reviews,
    sweeping,
    workshops,
)
from workflows import home as home_of
from workflows.commands import AddNote, SavePreferences, StartWorkshop
from workflows.errors import InvalidError, NotAllowedError
from workflows.hours import Hours
from workflows.limits import REMIND_BEFORE_DAYS
from workflows.personal import Letter
from workflows.ports import Delivered, Order
from workflows.promises import Snooze
from workflows.promising import AskHelp, AssignPain, MovePain, SetPainStatus
from workflows.reviewing import SetReview
from workflows.words import Cadence, Mode, NoteKind, NoticeKind, PainStatus, PostingKind, PostingState, Severity
from workflows.works import Budget, EngineSettings, Works

ALL = tuple(NoticeKind)
# The rules are the same on both; that two copies at once make one message is asked of both.
ON_POSTGRES = pytest.mark.parametrize("kept_open", ["postgresql"], indirect=True)  # SQLite has one writer
ON_SQLITE = pytest.mark.parametrize("kept_open", ["sqlite"], indirect=True)


@dataclass
class Mail:
    """A Messenger that keeps every direct message: when it came, and what stands in it now."""

    room: Room
    came: list[tuple[str, datetime]] = field(default_factory=list)
    stands: dict[str, Letter] = field(default_factory=dict)
    edits: int = 0
    gone: set[str] = field(default_factory=set)

    async def deliver(self, order: Order, content: Any) -> Delivered:
        ts = order.ts or f"{len(self.came)}.0"
        if isinstance(content, Letter):
            if order.ts:
                self.edits += 1
            else:
                self.came.append((order.channel_id, self.room.clock.now()))
            self.stands[ts] = content
        return Delivered(order.channel_id, ts)

    async def profile(self, team_id: str, user_id: str) -> dict[str, object]:
        return {"name": user_id, "tz": "UTC", "deactivated": user_id in self.gone}


@dataclass
class Office:
    """A workshop with one pain point of Bob's, and the engine's part played by hand."""

    room: Room
    mail: Mail
    works: Works
    pain: int
    heard: list[tuple[int, str]] = field(default_factory=list)  # the updates of messages that ticks asked for

    async def tick(self, *, ticks: int = 1) -> None:
        """Look after what is due, then send all there is."""

        async def active(jobs: Any) -> set[str]:
            return set(jobs)

        await asyncio.gather(*(sweeping.sweep(self.works, active) for _ in range(ticks)))
        tray = self.room.tray
        self.heard.extend(tray.updated)
        posted, updated = list(dict.fromkeys(tray.posted)), list(dict.fromkeys(one for one, _ in tray.updated))
        tray.posted.clear()
        tray.updated.clear()
        asked, tray.profiles[:] = list(dict.fromkeys(tray.profiles)), []
        for user_id in asked:
            await profiles.fetch(self.works, TEAM, user_id, last=True)
        for one in posted:
            if await self.is_letter(one):
                await asyncio.gather(*(posting.attempt(self.works, one) for _ in range(ticks)))
        for one in updated:
            if await self.is_letter(one):
                await posting.renew(self.works, one)
        if asked:
            await self.tick()

    async def is_letter(self, posting_id: int) -> bool:
        return any(row.id == posting_id and row.workshop_id is None for row in await self.room.all(tables.Posting))

    async def to(self, **by: float) -> None:
        self.room.clock.forward(**by)
        await self.tick()

    async def at(self, moment: datetime) -> None:
        self.room.clock.at = moment
        await self.tick()

    async def adds_pain(self, text: str = "Queues") -> int:
        note = AddNote(self.room.workshop_id, NoteKind.PAIN, text, await self.room.stage("Checkout"), Severity.SERIOUS)
        return (await contributions.add(self.room.desk, self.room.ann, note)).item_id or 0

    async def assigns(self, pain: int, owner: str = "UBOB", due: date | None = None) -> None:
        await pains.assign(self.room.desk, self.room.lead, AssignPain(self.room.workshop_id, pain, owner, due))

    def told(self, user_id: str = "UBOB") -> int:
        return sum(one == user_id for one, _ in self.mail.came)

    def last(self, user_id: str = "UBOB") -> list[NoticeKind]:
        return [item.kind for letter in self.mail.stands.values() if letter.user_id == user_id for item in letter.items]

    async def kinds(self, user_id: str = "UBOB") -> list[NoticeKind]:
        """Everything there ever was to tell a person."""
        return [NoticeKind(row.kind) for row in await self.room.all(tables.Notice) if row.user_id == user_id]

    async def owner(self) -> tables.PainOwner:
        return next(row for row in await self.room.all(tables.PainOwner) if row.contribution_id == self.pain)


async def opened(room: Room) -> Office:
    mail = Mail(room)
    works = Works(room.desk.db, room.clock, room.tray, mail, SimpleNamespace(), EngineSettings(), Budget(0))  # type: ignore[arg-type]
    made = Office(room, mail, works, 0)
    made.pain = await made.adds_pain("Shipping costs come late")
    return made


@pytest.fixture
async def post(room: Room) -> Office:
    """Monday, nine o'clock."""
    return await opened(room)


@ON_SQLITE
async def test_the_first_of_a_day_comes_at_once_the_rest_by_edits_and_stands_on_top_the_next_morning(
    post: Office,
) -> None:
    await post.assigns(post.pain)
    await post.tick()
    assert post.told() == 1
    other = await post.adds_pain()
    await post.assigns(other)
    await post.tick(ticks=2)
    assert (post.told(), post.mail.edits > 0) == (1, True)
    assert post.last() == [NoticeKind.ASSIGNED] * 2, "what came later stands in the message of the day"
    await post.to(days=1)
    assert post.told() == 2, "edits tell nobody: it comes once more, and rings"
    carried = [item for letter in post.mail.stands.values() for item in letter.items if item.carried]
    assert [item.subject_id for item in carried] == [other]
    await post.to(days=1)
    assert post.told() == 2, "and then it is said"


@ON_SQLITE
async def test_what_was_dealt_with_before_the_morning_is_not_told_again(post: Office) -> None:
    await post.assigns(post.pain)
    await post.tick()
    other = await post.adds_pain()
    await post.assigns(other)
    await post.tick()
    done = SetPainStatus(post.room.workshop_id, other, PainStatus.DONE, "Nobody waits any more")
    await pains.set_status(post.room.desk, post.room.bob, done)
    await post.to(days=1)
    assert post.told() == 1


@ON_SQLITE
async def test_what_waited_comes_with_whatever_is_said_first_in_the_morning(post: Office) -> None:
    await post.assigns(post.pain)
    await post.tick()
    waiting = await post.adds_pain()
    await post.assigns(waiting)
    await post.tick()
    for _day in range(2):  # each morning somebody is faster than the tick
        post.room.clock.forward(days=1)
        await post.assigns(await post.adds_pain())
        await post.tick()
    assert [item.subject_id for item in post.mail.stands["1.0"].items][:1] == [waiting]
    assert not [item for item in post.mail.stands["2.0"].items if item.subject_id == waiting], "it is said"


async def test_at_night_and_on_a_weekend_everything_waits_and_comes_as_one(post: Office) -> None:
    await post.at(datetime(2026, 11, 27, 19, 0, tzinfo=UTC))  # Friday evening
    for _each in range(3):
        await post.assigns(await post.adds_pain())
    await post.tick()
    await post.at(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))
    assert post.told() == 0
    await post.at(datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    await post.tick(ticks=2)
    assert (post.told(), len(post.last())) == (1, 3)


@ON_SQLITE
async def test_a_live_workshop_tells_at_once(post: Office) -> None:
    room = post.room
    await post.at(datetime(2026, 11, 27, 22, 0, tzinfo=UTC))
    command = StartWorkshop(CHANNEL, "Live", "Now", people=("UBOB",), mode=Mode.LIVE)
    done = await workshops.start(room.desk, room.lead, command)
    note = AddNote(done.workshop_id, NoteKind.PAIN, "Loud", None, Severity.SERIOUS)
    for _each in range(2):
        pain = (await contributions.add(room.desk, room.ann, note)).item_id or 0
        await pains.assign(room.desk, room.lead, AssignPain(done.workshop_id, pain, "UBOB"))
        await post.tick()
    assert post.told() == 2


@ON_SQLITE
@pytest.mark.thorough
async def test_reminders_come_before_the_day_on_it_and_every_third_working_day_and_the_leader_hears_once(
    post: Office,
) -> None:
    due = date(2026, 12, 3)  # a Thursday
    await post.assigns(post.pain, due=due)
    await post.tick()
    for _half in range(60):
        await post.to(hours=12)
    came = [(who, at.date().isoformat(), at.hour) for who, at in post.mail.came]
    assert [day for who, day, _ in came if who == "UBOB"] == [
        "2026-11-23", "2026-11-30", "2026-12-03", "2026-12-08", "2026-12-11", "2026-12-16", "2026-12-21",
    ]  # fmt: skip
    assert [day for who, day, _ in came if who == "ULEAD"] == ["2026-12-10"], "seven days late, told once"
    assert all(9 <= hour < 18 for _, _, hour in came)
    await promises.move(
        post.room.desk, post.room.bob, MovePain(post.room.workshop_id, post.pain, date(2026, 12, 31), "Parts are late")
    )
    post.mail.came.clear()
    for _day in range(20):
        await post.to(days=1)
    assert [at.date().day for who, at in post.mail.came if who == "UBOB"] == [28, 31, 5, 8], "a new day begins anew"
    assert [at.date().day for who, at in post.mail.came if who == "ULEAD"] == [7], "once for each promise"


@ON_SQLITE
async def test_a_card_counts_what_is_overdue_from_the_end_of_the_day_on_and_once_a_day(post: Office) -> None:
    other = await post.adds_pain()
    for pain in (post.pain, other):
        await post.assigns(pain, due=date(2026, 11, 25))
    card = next(row.id for row in await post.room.all(tables.Posting) if row.kind == PostingKind.CARD)
    async with post.room.desk.db.write() as session:
        row = await session.get_one(tables.Posting, card)
        row.state, row.ts = PostingState.SENT.value, "1.0"
    post.heard.clear()
    for hour in (23, 24, 25, 30, 48):
        await post.at(datetime(2026, 11, 25, tzinfo=UTC) + timedelta(hours=hour))
    assert {stamp for one, stamp in post.heard if one == card} == {"late20261126"}, (
        "the stamp of an update is its job's name: the same one is done once"
    )


@ON_SQLITE
async def test_a_team_says_itself_how_late_a_promise_may_be_before_the_journey_owner_hears(post: Office) -> None:
    room = post.room
    await post.assigns(post.pain, due=date(2026, 11, 25))
    await post.at(datetime(2026, 11, 27, 10, 0, tzinfo=UTC))
    assert NoticeKind.ESCALATED not in await post.kinds("ULEAD"), "a week is usual"
    with pytest.raises(InvalidError, match="out_of_range"):
        await workshops.set_escalation(room.desk, room.lead, room.workshop_id, 0)
    with pytest.raises(NotAllowedError):
        await workshops.set_escalation(room.desk, room.ann, room.workshop_id, 1)
    for _twice in range(2):
        await workshops.set_escalation(room.desk, room.lead, room.workshop_id, 1)
        await post.tick()
        assert (await post.kinds("ULEAD")).count(NoticeKind.ESCALATED) == 1


@ON_SQLITE
async def test_a_snoozed_pain_is_silent_until_its_morning(post: Office) -> None:
    room = post.room
    await post.assigns(post.pain, due=date(2026, 11, 27))
    await post.tick()
    with pytest.raises(NotAllowedError, match="only_owner"):
        await promises.snooze(room.desk, room.ann, room.workshop_id, post.pain, Snooze.WEEK)
    for _twice in range(2):
        await promises.snooze(room.desk, room.bob, room.workshop_id, post.pain, Snooze.WEEK)
    for _day in range(6):
        await post.to(days=1)
    assert post.told() == 1
    await post.to(days=1)
    assert (post.told(), (await post.kinds())[-1]) == (2, NoticeKind.OVERDUE)
    monday = [promises.wakes_on(Snooze.MONDAY, date(2026, 11, day)).day for day in (23, 28, 29)]
    assert monday == [30, 30, 30]


@ON_SQLITE
async def test_only_the_owner_takes_on_and_only_owner_and_leaders_change_a_promise(post: Office) -> None:
    room = post.room
    await post.assigns(post.pain, due=date(2026, 12, 3))
    for stranger in (room.ann, room.lead):
        with pytest.raises(NotAllowedError, match="only_owner"):
            await promises.accept(room.desk, stranger, room.workshop_id, post.pain)
    for _twice in range(2):
        await promises.accept(room.desk, room.bob, room.workshop_id, post.pain)
    assert [row.action for row in await room.all(tables.Audit)].count("pain.accept") == 1
    move = MovePain(room.workshop_id, post.pain, date(2026, 12, 9), "Parts are late")
    with pytest.raises(NotAllowedError, match="only_owner"):
        await promises.move(room.desk, room.ann, move)
    with pytest.raises(InvalidError):
        await promises.move(room.desk, room.bob, MovePain(room.workshop_id, post.pain, date(2026, 12, 9), " "))
    with pytest.raises(InvalidError, match="past_date"):
        await promises.move(room.desk, room.bob, MovePain(room.workshop_id, post.pain, date(2026, 1, 1), "Why not"))
    await promises.move(room.desk, room.bob, move)
    ownership = (await pains.one(room.desk, room.ann, post.pain)).pain.ownership
    assert ownership is not None
    assert (ownership.due_reason, ownership.accepted_at is not None) == ("Parts are late", True)
    await post.assigns(post.pain, owner="UANN")
    assert (await post.owner()).accepted_at is None, "who gets it has accepted nothing yet"


@ON_SQLITE
async def test_who_asks_for_help_is_heard_by_those_who_lead_and_in_the_thread(post: Office) -> None:
    room = post.room
    await post.assigns(post.pain)
    ask = AskHelp(room.workshop_id, post.pain, "Somebody who may change prices", thread=True)
    for _twice in range(2):
        await promises.ask_help(room.desk, room.bob, ask, "claim")
    await post.tick()
    assert await post.kinds("ULEAD") == [NoticeKind.HELP]
    assert post.told("ULEAD") == 1
    assert len([row for row in await room.all(tables.Posting) if row.kind == "help"]) == 1
    with pytest.raises(InvalidError):
        await promises.ask_help(room.desk, room.bob, AskHelp(room.workshop_id, post.pain, "x", leaders=False))


@ON_SQLITE
async def test_what_a_person_turned_off_is_never_sent_and_stands_in_the_home_tab(post: Office) -> None:
    room = post.room
    await post.assigns(post.pain, due=date(2026, 11, 27))
    await post.tick()
    wanted = tuple(kind for kind in ALL if kind not in {NoticeKind.SOON, NoticeKind.ASSIGNED})
    await preferences.save(room.desk, room.bob, SavePreferences("en", wanted=wanted))
    await post.to(days=1)
    await post.to(days=1)
    assert (post.told(), await post.kinds()) == (1, [NoticeKind.ASSIGNED, NoticeKind.SOON])
    home = await home_of.home(room.desk, room.bob)
    assert [(one.kind, one.muted) for one in home.notices] == [(NoticeKind.SOON, True), (NoticeKind.ASSIGNED, False)]
    await post.assigns(await post.adds_pain())
    await post.tick()
    assert post.told() == 2, "what one has to know cannot be turned off"


@ON_SQLITE
async def test_what_is_turned_off_or_too_late_between_writing_and_sending_is_not_sent(post: Office) -> None:
    room = post.room
    await post.assigns(post.pain, due=date(2026, 12, 3))
    room.tray.posted.clear()
    room.clock.forward(hours=10)  # the engine stood still until the evening
    letter = next(row for row in await room.all(tables.Posting) if row.workshop_id is None)
    assert await posting.attempt(post.works, letter.id or 0) is None
    assert post.told() == 0
    await post.to(hours=14)
    assert post.told() == 1, "it comes in the morning"


@ON_SQLITE
async def test_an_owner_who_left_gives_back_what_was_theirs_with_a_note(post: Office) -> None:
    room = post.room
    await post.assigns(post.pain, due=date(2026, 12, 30))
    await post.tick()
    post.mail.gone.add("UBOB")
    await post.to(days=1, minutes=1)
    row = await post.owner()
    assert (row.owner_id, row.left_by) == ("ULEAD", "UBOB")
    assert NoticeKind.HANDED_BACK in await post.kinds("ULEAD")
    assert post.told("ULEAD") == 1
    assert [one.actor_id for one in await room.all(tables.Audit) if one.action == "pain.hand_back"] == [""]
    told = post.told()
    await post.at(datetime(2026, 12, 30, 9, 0, tzinfo=UTC))
    assert post.told() == told, "who left hears nothing any more"


@ON_SQLITE
async def test_new_hours_hold_for_what_waits_already(post: Office) -> None:
    await post.at(datetime(2026, 11, 23, 19, 0, tzinfo=UTC))
    await post.assigns(post.pain)
    await post.tick()
    late = SavePreferences("en", tz="America/New_York", works_from="13:00", works_until="22:00", works_on=(0, 5))
    await preferences.save(post.room.desk, post.room.bob, late)
    await post.tick()
    assert post.told() == 1, "it is Monday, 14:00, in New York"
    for bad in (SavePreferences("en", works_from="18:00", works_until="09:00"), SavePreferences("en", works_on=())):
        with pytest.raises(InvalidError):
            await preferences.save(post.room.desk, post.room.bob, bad)


@given(
    tz=st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "Asia/Beirut"]),
    at=st.integers(0, 2 * 365 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    start=st.integers(0, 22),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
@example("Europe/Berlin", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 2, frozenset({6}))  # the clocks leap over 2:00
def test_the_next_opening_is_a_working_morning_by_the_persons_own_clock(
    tz: str, at: datetime, start: int, days: frozenset[int]
) -> None:
    hours = Hours(tz, time(start), time(23, 59), days)
    opens = hours.next_opening(at)
    local = opens.astimezone(ZoneInfo(tz))
    assert at < opens <= at + timedelta(days=8)
    assert local.weekday() in days
    assert hours.open(opens)
    assert local.hour in {start, start + 1}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 30)),
        st.tuples(st.just("assign"), st.integers(1, 12)),
        st.tuples(st.sampled_from(["accept", "snooze", "move", "done", "help", "ticks"]), st.integers(0, 3)),
    ),
    min_size=4,
    max_size=14,
)


@given(steps=STEPS, tz=st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo"]))
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@ON_SQLITE
@pytest.mark.thorough
async def test_nobody_gets_two_new_messages_on_one_day_or_one_outside_their_hours(
    post: Office, steps: list[tuple[str, int]], tz: str
) -> None:
    room, mine = post.room, []
    await preferences.save(room.desk, room.bob, SavePreferences("en", tz=tz))
    post.mail.came.clear()
    for what, number in steps:
        now = room.clock.now()
        if what == "wait":
            await post.to(hours=number)
        elif what == "assign":
            mine.append(await post.adds_pain())
            await post.assigns(mine[-1], due=now.date() + timedelta(days=number))
        elif mine and what in {"accept", "snooze", "move", "done", "help"}:
            pain = mine[number % len(mine)]
            await _acts(post, what, pain, now)
        await post.tick(ticks=1 + number % 2)
    hours = {"UBOB": Hours(tz), "ULEAD": Hours()}
    days = Counter((who, hours[who].day(at)) for who, at in post.mail.came)
    assert not [one for one, count in days.items() if count > 1]
    assert all(hours[who].open(at) for who, at in post.mail.came)
    room.clock.forward(days=1)  # the next example begins on a day of its own


async def _acts(post: Office, what: str, pain: int, now: datetime) -> None:
    room, at = post.room, post.room.workshop_id
    with suppress(NotAllowedError):  # it may be settled already
        match what:
            case "accept":
                await promises.accept(room.desk, room.bob, at, pain)
            case "snooze":
                await promises.snooze(room.desk, room.bob, at, pain, Snooze.DAY)
            case "move":
                await promises.move(room.desk, room.bob, MovePain(at, pain, now.date() + timedelta(days=5), "Later"))
            case "done":
                await pains.set_status(room.desk, room.bob, SetPainStatus(at, pain, PainStatus.DONE, "Gone"))
            case _:
                await promises.ask_help(room.desk, room.bob, AskHelp(at, pain, "Hands"))


def test_only_what_somebody_counts_on_is_operational() -> None:
    assert set(notices.OPTIONAL) | notices.OPERATIONAL == set(NoticeKind)


@ON_POSTGRES
async def test_one_that_is_in_the_way_of_a_change_keeps_no_other_from_its_turn(post: Office) -> None:
    second = await post.adds_pain("Nobody answers the phone")
    due = post.room.clock.now().date() + timedelta(days=REMIND_BEFORE_DAYS)
    await post.assigns(post.pain, due=due)
    await post.assigns(second, "UANN", due)
    async with post.room.desk.db.write() as session:
        # Settings take the person first and the promise then; the tick the promise, then the person.
        await notice_rows.lock_person(session, TEAM, "UBOB")
        ticking = asyncio.create_task(post.tick())
        await asyncio.sleep(0.3)
        promise = sa.update(tables.PainOwner).where(tables.PainOwner.contribution_id == post.pain)
        await session.exec(promise.values(plan="Ask the bank"))
    await ticking
    assert NoticeKind.SOON in await post.kinds("UANN")
    await post.tick()
    assert NoticeKind.SOON in await post.kinds("UBOB"), "it has its turn at the next tick"


@ON_SQLITE
async def test_a_workspace_that_removed_the_app_hears_of_a_promise_once_when_it_is_back(post: Office) -> None:
    day = post.room.clock.now().date() + timedelta(days=1)
    await post.assigns(post.pain, due=day)
    await post.tick()
    before = await post.kinds()

    async def removed(at: datetime | None) -> None:
        async with post.room.desk.db.write() as session:
            (await session.get_one(tables.Workspace, TEAM)).removed_at = at

    await removed(post.room.clock.now())
    for _day in range(14):
        await post.to(days=1)
    assert await post.kinds() == before
    await removed(None)
    await post.tick()
    await post.tick()
    assert Counter(await post.kinds()) - Counter(before) == Counter([NoticeKind.OVERDUE])


@ON_POSTGRES
async def test_a_review_does_not_come_due_while_somebody_changes_its_map(post: Office) -> None:
    room = post.room
    weekly = SetReview(room.workshop_id, Cadence.WEEKLY, date(2026, 11, 24), "10:00", "UTC", "ULEAD")
    await reviews.set_review(room.desk, room.lead, weekly)
    room.clock.forward(days=2)
    async with room.desk.db.write() as session:
        await workshop_rows.one(session, TEAM, room.workshop_id, lock=True)
        await post.tick()
        assert await room.all(tables.ReviewRound) == []
    await post.tick()
    assert [one.number for one in await room.all(tables.ReviewRound)] == [1]
