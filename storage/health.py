"""What tells how a map does, added up by the database: five small queries, however many maps there are."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.asking import Named
from storage.pains import OPEN
from storage.reviews import waits
from storage.rows import WORKSHOPS, read, table

TODAY: sa.BindParameter[date] = sa.bindparam("today", type_=sa.Date())
MOODS = 2  # the last two: now and before


async def heads(session: AsyncSession, ids: Sequence[int]) -> Sequence[Named]:
    """Rows of id, status, step, last_held_at, waiting_since, rhythm (is one set).

    `waiting_since` is when the review came due that nobody held yet, where one can be held.
    """
    return await read(session, _heads(), workshop_ids=ids)


@cache
def _heads() -> sa.Select[tuple[object, ...]]:
    workshop, round_, review = table("workshop"), table("review_round"), table("review")
    # One that somebody began ahead of time has not come due.
    came_due = sa.and_(waits(round_), sa.not_(round_.c.early))
    open_since = sa.func.min(sa.case((came_due, round_.c.due_at)))
    rounds = (
        sa.select(
            round_.c.workshop_id,
            sa.func.max(round_.c.held_at).label("last_held_at"),
            sa.type_coerce(open_since, round_.c.due_at.type).label("waiting_since"),
        )
        .where(round_.c.workshop_id.in_(WORKSHOPS))
        .group_by(round_.c.workshop_id)
        .subquery()
    )
    return (
        sa.select(
            workshop.c.id,
            workshop.c.status,
            workshop.c.step,
            rounds.c.last_held_at,
            # Nobody can hold a review in a channel that takes no messages.
            sa.case((review.c.paused_at.is_(None), rounds.c.waiting_since)).label("waiting_since"),
            review.c.due_at.is_not(None).label("rhythm"),
        )
        .outerjoin(rounds, rounds.c.workshop_id == workshop.c.id)
        .outerjoin(review, review.c.workshop_id == workshop.c.id)
        .where(workshop.c.id.in_(WORKSHOPS))
    )


async def pains(session: AsyncSession, ids: Sequence[int], today: date) -> Sequence[Named]:
    """Rows of workshop_id, overdue (open ones past their day), claims (pain points that were not dropped)."""
    return await read(session, _pains(), workshop_ids=ids, today=today)


@cache
def _pains() -> sa.Select[tuple[object, ...]]:
    pain, owner = table("contribution"), table("pain_owner")
    late = sa.and_(owner.c.due_on < TODAY, pain.c.status.in_(OPEN))
    return (
        sa.select(
            pain.c.workshop_id,
            sa.func.count().label("claims"),
            sa.func.sum(sa.case((late, 1), else_=0)).label("overdue"),
        )
        .outerjoin(owner, owner.c.contribution_id == pain.c.id)
        .where(pain.c.workshop_id.in_(WORKSHOPS), *_claims(pain))
        .group_by(pain.c.workshop_id)
    )


def _claims(pain: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        pain.c.kind == words.NoteKind.PAIN.value,
        pain.c.status != words.PainStatus.DROPPED.value,
        pain.c.deleted_at.is_(None),
    )


async def proven(session: AsyncSession, ids: Sequence[int]) -> dict[int, int]:
    """How many claims of each map have evidence, given to themselves or to what was merged into them."""
    return {row["workshop_id"]: row["proven"] for row in await read(session, _proven(), workshop_ids=ids)}


@cache
def _proven() -> sa.Select[tuple[object, ...]]:
    note = table("contribution")
    evidence, merged = note.alias("evidence"), note.alias("merged")
    about = (
        sa.select(evidence.c.about_id.label("id"))
        .where(
            evidence.c.workshop_id.in_(WORKSHOPS),
            evidence.c.kind == words.NoteKind.EVIDENCE.value,
            evidence.c.deleted_at.is_(None),
            evidence.c.about_id.is_not(None),
        )
        .cte("about", recursive=True)
    )
    # A union, not a union of all: what comes round again ends it.
    about = about.union(
        sa.select(merged.c.merged_into_id)
        .join(about, about.c.id == merged.c.id)
        .where(merged.c.merged_into_id.is_not(None))
    )
    return (
        sa.select(note.c.workshop_id, sa.func.count(sa.distinct(note.c.id)).label("proven"))
        .join(about, about.c.id == note.c.id)
        .where(*_claims(note))
        .group_by(note.c.workshop_id)
    )


async def moods(session: AsyncSession, ids: Sequence[int]) -> Sequence[Named]:
    """The moods of the last two kept revisions that have one, newest first: rows of workshop_id, mood.

    None of a map whose scores are private now.
    """
    return await read(session, _moods(), workshop_ids=ids)


@cache
def _moods() -> sa.Select[tuple[object, ...]]:
    kept, workshop = table("revision_snapshot"), table("workshop")
    place = sa.func.row_number().over(partition_by=kept.c.workshop_id, order_by=kept.c.id.desc()).label("place")
    last = (
        sa.select(kept.c.id, kept.c.workshop_id, kept.c.mood, place)
        .join(workshop, workshop.c.id == kept.c.workshop_id)
        .where(kept.c.workshop_id.in_(WORKSHOPS), kept.c.mood.is_not(None), workshop.c.blind_since.is_(None))
        .subquery()
    )
    return sa.select(last.c.workshop_id, last.c.mood).where(last.c.place <= MOODS).order_by(last.c.id.desc())


async def metrics(session: AsyncSession, ids: Sequence[int]) -> Sequence[Named]:
    """Metrics that have a target: rows of workshop_id, measured, on_target, unmeasured (how many of each)."""
    return await read(session, _metrics(), workshop_ids=ids)


@cache
def _metrics() -> sa.Select[tuple[object, ...]]:
    metric, value = table("metric"), table("metric_value")
    newest = (
        sa.select(value.c.value)
        .where(value.c.metric_id == metric.c.id)
        .order_by(value.c.measured_on.desc(), value.c.id.desc())
        .limit(1)
        .correlate(metric)
        .scalar_subquery()
    )
    last = (
        sa.select(metric.c.workshop_id, metric.c.target, metric.c.higher_is_better, newest.label("newest"))
        .where(metric.c.workshop_id.in_(WORKSHOPS), metric.c.deleted_at.is_(None), metric.c.target.is_not(None))
        .subquery()
    )
    reached = sa.or_(
        sa.and_(last.c.higher_is_better, last.c.newest >= last.c.target),
        sa.and_(sa.not_(last.c.higher_is_better), last.c.newest <= last.c.target),
    )
    return sa.select(
        last.c.workshop_id,
        sa.func.count(last.c.newest).label("measured"),
        sa.func.sum(sa.case((reached, 1), else_=0)).label("on_target"),
        sa.func.sum(sa.case((last.c.newest.is_(None), 1), else_=0)).label("unmeasured"),
    ).group_by(last.c.workshop_id)
