"""The tick: looks for what is due, what got stuck and what fell behind, in the rows where that stands."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, workshops
from storage import reviews as review_rows
from storage.tables import Posting, Review, Workshop, Workspace
from workflows import calling, pacing, reading
from workflows.posting import give_up
from workflows.words import PostingKind
from workflows.works import Works

log = logging.getLogger(__name__)

PAGE = 100
NOTICE = timedelta(days=4)  # before the last day: the longest that a weekend and a time zone put the reminder before it
DRAW_FAILURES = 5

# Which of the jobs whose ids begin so are under way or waiting for their turn.
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
    await _stuck_postings(works, active)
    await _lost_drawings(works, active)
    await _fallen_behind(works)


async def _due_reviews(works: Works) -> None:
    now, after = works.clock.now(), 0
    while True:
        async with works.db.read() as session:
            due = await review_rows.due(session, now, after, PAGE)
        for review_id in due:
            await _fire(works, review_id)
        if len(due) < PAGE:
            return
        after = due[-1]


async def _fire(works: Works, review_id: int) -> None:
    """Round, reminders and the next due date in one transaction: it comes due once, whoever ticks meanwhile."""
    now = works.clock.now()
    try:
        async with works.db.write() as session:
            row = await session.exec(select(Review).where(Review.id == review_id).with_for_update())
            review = row.one_or_none()
            if review is None or review.paused_at is not None:
                return
            if review.due_at is not None and review.due_at <= now:
                await calling.fire_due(session, works.outbox, review, now)
            elif review.notice_at is not None and review.notice_at <= now:
                await calling.look_ahead(session, works.outbox, review, now)
    except Exception:
        log.exception("review %d came due and could not be opened", review_id)


async def _due_times(works: Works) -> None:
    """Steps whose time is nearly or wholly over, and people to remind before that."""
    now, after = works.clock.now(), 0
    while True:
        async with works.db.read() as session:
            due = await workshops.timed(session, now + pacing.SOON, now + NOTICE, after, PAGE)
        for workshop_id in due:
            await _fire_time(works, workshop_id, now)
        if len(due) < PAGE:
            return
        after = due[-1]


async def _fire_time(works: Works, workshop_id: int, now: datetime) -> None:
    try:
        async with works.db.read() as session:
            said = await _unsaid(session, workshop_id, now)
        if not said:
            return
        async with works.db.write() as session:
            workshop = await session.get(Workshop, workshop_id, with_for_update=True)
            said = await _unsaid(session, workshop_id, now)  # it may have been given more time meanwhile
            if workshop is not None and said:
                await pacing.fire(session, works.outbox, workshop, now, said)
    except Exception:
        log.exception("the time of workshop %d could not be told", workshop_id)


async def _unsaid(session: AsyncSession, workshop_id: int, now: datetime) -> list[pacing.Told]:
    workshop = await session.get(Workshop, workshop_id)
    if workshop is None:
        return []
    (outline,) = await reading.outlines(session, workshop.team_id, [workshop_id])
    # Whoever is reminded in an anonymous round has given nothing yet, and the ledger would tell: so everybody is
    # written to, and each is told what is true for them.
    late = [one.person.user_id for one in (outline.expected if outline.anonymous else outline.waiting)]
    known = await workshops.known(session, workshop.team_id, late)
    said = pacing.told(workshop, now, [(one, known[one].tz if one in known else "UTC") for one in late])
    sent = await workshops.written(session, workshop.team_id, [one.key for one in said])
    return [one for one in said if one.key not in sent]


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
    if posting.attempts >= works.settings.attempts:
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
