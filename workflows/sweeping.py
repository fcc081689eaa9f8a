"""The tick: looks for what is due, what got stuck and what fell behind, in the rows where that stands."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, pains, workshops
from storage import notices as notice_rows
from storage import reviews as review_rows
from storage.tables import Posting, Review, Workshop, Workspace
from workflows import calling, leaving, notices, pacing, reading, reminding, stopping
from workflows.desk import crossed
from workflows.hours import hours_of
from workflows.posting import give_up
from workflows.words import PostingKind
from workflows.works import Works

log = logging.getLogger(__name__)

PAGE = 100
WATCHED = 20  # owners of whom Slack is asked at one tick
DRAW_FAILURES = 5

# Which of the jobs whose ids begin so are under way or waiting for their turn.
Key = TypeVar("Key", int, tuple[str, str])
Active = Callable[[Sequence[str]], Awaitable[set[str]]]


def post_job(posting_id: int) -> str:
    """The beginning of the ids of all jobs that send a message; in the order of the ledger."""
    return f"post:{posting_id:012d}"


def refresh_job(workshop_id: int, generation: int) -> str:
    """The id of the job that draws one generation of a map."""
    return f"refresh:{workshop_id}:{generation}."


def workshop_of(job: str) -> int:
    """The workshop whose map a `refresh_job` draws."""
    return int(job.split(":")[1])


async def sweep(works: Works, active: Active) -> None:
    """Everything the tick looks after. What goes wrong with one thing keeps no other from its turn."""
    await _due_reviews(works)
    await _due_times(works)
    await _due_promises(works)
    await _watched_owners(works)
    await _due_notices(works)
    await _stuck_postings(works, active)
    await stopping.try_again(works, active, post_job)
    await _lost_drawings(works, active)
    await _fallen_behind(works)


async def _due_reviews(works: Works) -> None:
    now = works.clock.now()

    async def fire(review_id: int) -> None:
        await _safely(works, f"review {review_id}", partial(_fire, works, review_id))

    await _each(works, 0, lambda session, after: review_rows.due(session, now, after, PAGE), fire)


async def _fire(works: Works, review_id: int, session: AsyncSession) -> None:
    """Round, reminders and the next due date in one transaction: it comes due once, whoever ticks meanwhile."""
    now = works.clock.now()
    # The workshop first, as every change takes it. One that somebody has in hand waits for the next tick: they may be
    # frozen, and the others need not wait.
    workshop = select(Workshop.id).join(Review, col(Review.workshop_id) == col(Workshop.id))
    mine = workshop.where(Review.id == review_id).with_for_update(of=Workshop, key_share=True, skip_locked=True)
    if (await session.exec(mine)).first() is None:
        return
    row = await session.exec(select(Review).where(Review.id == review_id).with_for_update(skip_locked=True))
    review = row.one_or_none()
    if review is None or review.paused_at is not None:
        return
    if review.due_at is not None and review.due_at <= now:
        await calling.fire_due(session, works.outbox, review, now)
    elif review.notice_at is not None and review.notice_at <= now:
        await calling.look_ahead(session, works.outbox, review, now)
    if review.late_at is not None and review.late_at <= now:
        await calling.tell_late(session, works.outbox, review, now)


async def _due_times(works: Works) -> None:
    """Steps whose time is nearly or wholly over, and people to remind before that."""
    now = works.clock.now()

    async def tell(workshop_id: int) -> None:
        await _safely(works, f"the time of workshop {workshop_id}", partial(_tell_time, works, workshop_id, now))

    await _each(works, 0, lambda session, after: workshops.timed(session, now, after, PAGE), tell)


async def _tell_time(works: Works, workshop_id: int, now: datetime, session: AsyncSession) -> None:
    workshop = await session.get(Workshop, workshop_id, with_for_update=True)
    if workshop is None or workshop.clock_at is None or workshop.clock_at > now:
        return  # it was given more time meanwhile
    (outline,) = await reading.outlines(session, workshop.team_id, [workshop_id])
    known = await workshops.known(session, workshop.team_id, [one.person.user_id for one in outline.expected])

    def zone(user_id: str) -> str:
        return hours_of(known.get(user_id)).tz

    # Whoever is reminded in an anonymous round has given nothing yet, and the ledger would tell: so everybody is
    # written to, and each is told what is true for them.
    to_remind = outline.expected if outline.anonymous else outline.waiting
    late = [(one.person.user_id, zone(one.person.user_id)) for one in to_remind]
    await pacing.fire(session, works.outbox, workshop, now, pacing.told(workshop, now, late))
    workshop.clock_at = pacing.goes_on_at(workshop, now, {zone(one.person.user_id) for one in outline.expected})


async def _due_promises(works: Works) -> None:
    """Owners of pain points to remind, and who is to hear of a promise that was not kept."""
    now = works.clock.now()

    async def remind(pain_id: int) -> None:
        await _safely(works, f"the promise of pain {pain_id}", partial(_remind, works, pain_id, now))

    await _each(works, 0, lambda session, after: pains.due(session, now, after, PAGE), remind)


async def _remind(works: Works, pain_id: int, now: datetime, session: AsyncSession) -> None:
    await reminding.fire(session, works.outbox, pain_id, now)


async def _watched_owners(works: Works) -> None:
    """Ask Slack once a day whether those who answer for something are still there."""
    now = works.clock.now()
    async with works.db.read() as session:
        due = await notice_rows.watched(session, now, WATCHED)
    for team_id, user_id in due:
        await _safely(works, f"whether {user_id} is still there", partial(_ask_after, works, team_id, user_id, now))


async def _ask_after(works: Works, team_id: str, user_id: str, now: datetime, session: AsyncSession) -> None:
    await leaving.watch(session, works.outbox, now, team_id, user_id)


async def _due_notices(works: Works) -> None:
    """Bring people what waited for their working hours."""
    now = works.clock.now()

    async def bring(person: tuple[str, str]) -> None:
        await _safely(works, f"what is due for {person[1]}", partial(_bring, works, *person, now))

    await _each(works, ("", ""), lambda session, after: notice_rows.due_people(session, now, after, PAGE), bring)


async def _bring(works: Works, team_id: str, user_id: str, now: datetime, session: AsyncSession) -> None:
    await notices.fire(session, works.outbox, now, team_id, user_id)


async def _each(
    works: Works,
    first: Key,
    read: Callable[[AsyncSession, Key], Awaitable[Sequence[Key]]],
    work: Callable[[Key], Awaitable[None]],
) -> None:
    """Go through everything that is due, a page at a time; each page begins above the last of the one before."""
    after = first
    while True:
        async with works.db.read() as session:
            due = await read(session, after)
        for one in due:
            await work(one)
        if len(due) < PAGE:
            return
        after = due[-1]


async def _safely(works: Works, what: str, work: Callable[[AsyncSession], Awaitable[None]]) -> None:
    """One transaction for one thing; the next one has its turn whatever becomes of it."""
    try:
        async with works.db.write() as session:
            await work(session)
    except Exception as error:
        if isinstance(error, OperationalError | InterfaceError) and not crossed(error):
            raise  # the database is away: there is no point in trying the next one
        log.exception("%s could not be looked after", what)


async def _stuck_postings(works: Works, active: Active) -> None:
    """Hand messages over again that no job looks after any more."""
    after = 0
    while True:
        async with works.db.read() as session:
            page = await ledger.unsent(session, after, PAGE)
        if not page:
            return
        running = await active([post_job(posting.id or 0) for posting in page])
        for posting in page:
            job = post_job(posting.id or 0)
            if not any(name.startswith(job) for name in running):
                await _again(works, posting)
        after = page[-1].id or 0


async def _again(works: Works, posting: Posting) -> None:
    if posting.attempts >= works.settings.attempts_in_all:
        await give_up(works, posting, posting.error or "gave_up")
        return
    async with works.db.write() as session:
        now = await session.get(Posting, posting.id)
        if now is None or now.state not in ledger.UNSENT:
            return  # its job ended, because it is sent, while we looked
        if posting.in_thread:
            card = await ledger.card_of(session, posting.workshop_id)
            if card is None or card.ts is None:
                return  # the card hands it over when it stands
        if posting.kind == PostingKind.DOCUMENT:
            await works.outbox.document(session, posting.id or 0)
        else:
            await works.outbox.post(session, posting.id or 0)
    log.warning("message %s was stuck and is handed over again", posting.id)


async def _lost_drawings(works: Works, active: Active) -> None:
    async with works.db.read() as session:
        found = await session.exec(
            select(Workshop.id, Workshop.refresh_generation).where(col(Workshop.refresh_pending)).limit(PAGE)
        )
        pending = {refresh_job(number or 0, generation): (number or 0, generation) for number, generation in found}
    if not pending:
        return
    running = await active(list(pending))
    for job, (workshop_id, generation) in pending.items():
        if job in running:
            continue
        async with works.db.write() as session:
            workshop = await session.get(Workshop, workshop_id)
            # Otherwise it began, or another one was ordered, while we looked.
            if workshop and workshop.refresh_pending and workshop.refresh_generation == generation:
                workshop.refresh_pending = False
                session.add(workshop)
                await session.flush()
                await works.outbox.refresh(session, workshop_id)


async def _fallen_behind(works: Works) -> None:
    async with works.db.read() as session:
        found = await session.exec(
            select(Workshop.id)
            .join(Workspace, col(Workspace.team_id) == col(Workshop.team_id))
            .where(
                col(Workspace.removed_at).is_(None),
                col(Workshop.revision) > col(Workshop.drawn_revision),
                ~col(Workshop.refresh_pending),
                col(Workshop.draw_failures) < DRAW_FAILURES,
                col(Workshop.deleted_at).is_(None),
            )
            .order_by(col(Workshop.id))
            .limit(PAGE)
        )
        behind = [workshop_id for workshop_id in found if workshop_id is not None]
    for workshop_id in behind:
        async with works.db.write() as session:
            await works.outbox.refresh(session, workshop_id)
