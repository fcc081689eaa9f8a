"""How much time a step has: a timebox for teams that sit together, a last day for those that work apart.

What is due stands in the workshop's row (`timebox_ends_at`, `deadline_at`), and the tick sweeps it. Slack shows a
moment in each reader's own time zone, so that no countdown has to redraw anything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables
from workflows import access, notices, postings, rhythm
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.items import key
from workflows.ports import Outbox
from workflows.touch import touched
from workflows.words import NoticeKind, PostingKind

SHORTEST, LONGEST = 5, 240  # minutes
SOON = timedelta(minutes=2)
LAST_HOUR = time(18)  # of the last day, where the one who sets it is
MORNING = time(10)  # when somebody is reminded, where they are
FURTHEST = timedelta(days=365)
WEEKEND = 5  # Monday is 0
NOTICE = timedelta(days=4)  # before the last day: the longest that a weekend and a time zone put a reminder before it


async def set_timebox(desk: Desk, actor: Actor, workshop_id: int, minutes: int, claim: str | None = None) -> Done:
    """Give the present step so many minutes from now on. Facilitators."""
    if not SHORTEST <= minutes <= LONGEST:
        raise InvalidError("minutes", "out_of_range", low=SHORTEST, high=LONGEST)

    def begin(workshop: tables.Workshop, now: datetime) -> None:
        workshop.timebox_ends_at, workshop.timebox_left = now + timedelta(minutes=minutes), None

    return await _paced(desk, actor, workshop_id, begin, claim)


async def extend(desk: Desk, actor: Actor, workshop_id: int, minutes: int = 5, claim: str | None = None) -> Done:
    """Give more minutes: to a clock that runs, or from now on where it has run out. Facilitators."""

    def more(workshop: tables.Workshop, now: datetime) -> None:
        if workshop.timebox_left is not None:
            workshop.timebox_left = min(workshop.timebox_left + minutes * 60, LONGEST * 60)
            return
        longer = max(workshop.timebox_ends_at or now, now) + timedelta(minutes=minutes)
        workshop.timebox_ends_at = min(longer, now + timedelta(minutes=LONGEST))

    return await _paced(desk, actor, workshop_id, more, claim)


async def pause(desk: Desk, actor: Actor, workshop_id: int) -> Done:
    """Stop the clock for a while; what is left is kept. A second press changes nothing. Facilitators."""

    def hold(workshop: tables.Workshop, now: datetime) -> None:
        if workshop.timebox_ends_at is not None:
            workshop.timebox_left = max(int((workshop.timebox_ends_at - now).total_seconds()), 0)
            workshop.timebox_ends_at = None

    return await _paced(desk, actor, workshop_id, hold)


async def resume(desk: Desk, actor: Actor, workshop_id: int) -> Done:
    """Let the clock run on with what was left. Facilitators."""

    def run(workshop: tables.Workshop, now: datetime) -> None:
        if workshop.timebox_left is not None:
            workshop.timebox_ends_at = now + timedelta(seconds=workshop.timebox_left)
            workshop.timebox_left = None

    return await _paced(desk, actor, workshop_id, run)


async def set_deadline(
    desk: Desk, actor: Actor, workshop_id: int, last_day: date | None, claim: str | None = None
) -> Done:
    """Give the present step until the evening of a day, or as long as it takes (None). Facilitators."""
    ends_at = None
    if last_day is not None:
        now, place = desk.clock.now(), rhythm.zone(actor.tz)
        if last_day > (now + FURTHEST).date():  # asked first: the last day of all has no evening in some places
            raise InvalidError("last_day", "past_date")
        ends_at = datetime.combine(last_day, LAST_HOUR, place).astimezone(UTC)
        if not now < ends_at < now + FURTHEST:
            raise InvalidError("last_day", "past_date")

    def until(workshop: tables.Workshop, _now: datetime) -> None:
        workshop.deadline_at = ends_at

    return await _paced(desk, actor, workshop_id, until, claim)


async def _paced(
    desk: Desk,
    actor: Actor,
    workshop_id: int,
    set_: Callable[[tables.Workshop, datetime], None],
    claim: str | None = None,
) -> Done:
    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        before = _fields(workshop)
        set_(workshop, change_.now)
        workshop.clock_at = begins_at(workshop)
        after = _fields(workshop)
        if before != after:
            change_.audit(workshop_id, "time.set", "workshop", workshop_id, before=before, after=after)
            await touched(change_, workshop, soon=True)
        return Done(workshop_id)

    return await change(desk, actor, claim, work)


def _fields(workshop: tables.Workshop) -> dict[str, object]:
    ends, last = workshop.timebox_ends_at, workshop.deadline_at
    return {
        "timebox_ends_at": ends.isoformat() if ends else None,
        "timebox_left": workshop.timebox_left,
        "deadline_at": last.isoformat() if last else None,
    }


def forget(workshop: tables.Workshop) -> None:
    """A new step begins without a clock."""
    workshop.timebox_ends_at = workshop.timebox_left = workshop.deadline_at = workshop.clock_at = None


def reminded_at(deadline: datetime, tz: str) -> datetime:
    """When somebody is reminded of a deadline: the morning of the working day before it, where they are."""
    place = rhythm.zone(tz)
    day = deadline.astimezone(place).date() - timedelta(days=1)
    while day.weekday() >= WEEKEND:
        day -= timedelta(days=1)
    return datetime.combine(day, MORNING, place).astimezone(UTC)


def begins_at(workshop: tables.Workshop) -> datetime | None:
    """From when on the clock may have something to say: who is reminded where is asked only then."""
    ends, last = workshop.timebox_ends_at, workshop.deadline_at
    found = [ends - SOON if ends else None, last - NOTICE if last else None]
    return min((at for at in found if at is not None), default=None)


def goes_on_at(workshop: tables.Workshop, now: datetime, zones: Iterable[str]) -> datetime | None:
    """When the clock next says something after a moment; `zones` are those of the people who are to give something."""
    ends, last = workshop.timebox_ends_at, workshop.deadline_at
    found = [] if ends is None else [ends - SOON, ends]
    found += [] if last is None else [last, *(reminded_at(last, tz) for tz in zones)]
    return min((at for at in found if at > now), default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the clock asks for: a message of the thread, or a notice to a person (`to`)."""

    kind: PostingKind | NoticeKind
    key: str
    to: str = ""


def told(workshop: tables.Workshop, now: datetime, late: Sequence[tuple[str, str]]) -> list[Told]:
    """What the clock says by now: two minutes left, time is over, the last day is near or over.

    `late` are the people who gave nothing to the step yet, with their time zones.
    """
    found = []
    ends, last = workshop.timebox_ends_at, workshop.deadline_at
    if ends is not None and ends - SOON <= now:
        kind = PostingKind.TIME_OVER if ends <= now else PostingKind.TIME_SOON
        found.append(Told(kind, _key(kind, workshop, ends)))
    if last is not None and last <= now:
        over = NoticeKind.STEP_OVER
        found.append(Told(over, _key(over, workshop, last), workshop.facilitator_id))
    elif last is not None:
        nudge = _key(NoticeKind.STEP, workshop, last)
        due = (user_id for user_id, tz in late if reminded_at(last, tz) <= now)
        found += [Told(NoticeKind.STEP, f"{nudge}:{user_id}", user_id) for user_id in due]
    return found


async def fire(
    session: AsyncSession, outbox: Outbox, workshop: tables.Workshop, now: datetime, said: Sequence[Told]
) -> None:
    """Say what `told` found, each once; what is over is over. Runs in the tick's write transaction."""
    made = (session, outbox, now, workshop)
    for one in said:
        if isinstance(one.kind, NoticeKind):
            mark = str(workshop.step_visit)
            await notices.tell(*made, one.kind, one.key, one.to, subject_id=workshop.step, mark=mark)
        else:
            await postings.ensure(*made, one.kind, one.key, in_thread=True, subject_id=workshop.step)
    ended = False
    if workshop.timebox_ends_at is not None and workshop.timebox_ends_at <= now:
        workshop.timebox_ends_at, ended = None, True
    if workshop.deadline_at is not None and workshop.deadline_at <= now:
        workshop.deadline_at, ended = None, True
    if ended:
        session.add(workshop)
        await session.flush()
        await outbox.refresh(session, key(workshop.id), soon=True)


def _key(kind: PostingKind | NoticeKind, workshop: tables.Workshop, moment: datetime) -> str:
    return f"{kind}:{key(workshop.id)}:{workshop.step_visit}:{moment:%Y%m%dT%H%M%S}"
