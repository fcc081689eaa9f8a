"""What one person's Home tab shows, counted and cut by the database: each list is one query, however many maps."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.asking import Named
from storage.health import TODAY
from storage.pains import OPEN, answered_for
from storage.reviews import waits
from storage.rows import AFTER, MOST, TEAM, USER, read, table
from storage.visible import Seer, seen
from storage.workshops import giving

Row = tuple[object, ...]
NEAR: sa.BindParameter[date] = sa.bindparam("near", type_=sa.Date())
OWN: sa.BindParameter[str] = sa.bindparam("own", expanding=True)
SOON = timedelta(days=7)
_LEADS = (words.Role.FACILITATOR.value, words.Role.CO_FACILITATOR.value)


async def waiting(session: AsyncSession, who: Seer, own: Sequence[str], *, limit: int, offset: int) -> Sequence[Named]:
    """The maps on which something waits for a person, the soonest deadline first. `own`: what their things stand under.

    Rows of id, invited, to_give (nothing given to the present step), to_walk (touchpoints left), to_vote,
    round_id (of a review to hold), to_measure (metrics without a value), and total (how many maps there are).
    """
    return await read(
        session,
        _waiting(guest=who.guest),
        team_id=who.team_id,
        user_id=who.user_id,
        own=own,
        most=limit,
        after=offset,
    )


@cache
def _waiting(*, guest: bool) -> sa.Select[Row]:
    workshop, person = table("workshop"), table("participant")
    open_ = workshop.c.status == words.WorkshopStatus.OPEN.value
    living = workshop.c.status == words.WorkshopStatus.LIVING.value
    invited = sa.and_(open_, person.c.attendance == words.Attendance.INVITED.value)
    works = sa.and_(open_, person.c.role != words.Role.OBSERVER.value, sa.not_(invited))
    feels, redesigns = (workshop.c.step == one.value for one in (words.Step.FEEL, words.Step.REDESIGN))
    leads = person.c.role.in_(_LEADS)
    answers = sa.false() if guest else sa.or_(leads, workshop.c.journey_owner_id == USER)
    to_walk = sa.case((sa.and_(works, feels), _stops(workshop) - _walked(workshop)), else_=0)
    may_vote = sa.and_(_has_pains(workshop), sa.not_(_votes_are_in(workshop)))
    to_vote = sa.and_(works, redesigns, may_vote, sa.not_(_gave(workshop, table("vote"))))
    round_id = sa.case((sa.and_(living, answers), _open_round(workshop)))
    to_measure = sa.case((sa.and_(living, answers), _unmeasured(workshop)), else_=0)
    found = (
        sa.select(
            workshop.c.id,
            workshop.c.deadline_at,
            invited.label("invited"),
            sa.and_(works, sa.not_(_contributed(workshop, person))).label("to_give"),
            to_walk.label("to_walk"),
            to_vote.label("to_vote"),
            round_id.label("round_id"),
            to_measure.label("to_measure"),
        )
        .join(person, sa.and_(person.c.workshop_id == workshop.c.id, person.c.user_id == USER))
        .where(
            workshop.c.team_id == TEAM,
            workshop.c.deleted_at.is_(None),
            workshop.c.status != words.WorkshopStatus.ENDED.value,
            person.c.removed_at.is_(None),
            person.c.attendance != words.Attendance.DECLINED.value,
        )
        .subquery()
    )
    here = found.c
    anything = (here.invited, here.to_give, here.to_walk > 0, here.to_vote, here.round_id.is_not(None))
    return (
        sa.select(found, sa.func.count().over().label("total"))
        .where(sa.or_(*anything, here.to_measure > 0))
        .order_by(here.deadline_at.is_(None), here.deadline_at, here.id.desc())
        .limit(MOST)
        .offset(AFTER)
    )


def _gave(workshop: sa.Table, source: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    here = (source.c.workshop_id == workshop.c.id, source.c.author_id.in_(OWN))
    return sa.exists().where(*here, *conditions).correlate(workshop)


def _contributed(workshop: sa.Table, person: sa.Table) -> sa.ColumnElement[bool]:
    """Whether the person gave something to the present step, as `workflows.forming` says it."""
    introduced = sa.and_(person.c.department != "", person.c.attendance == words.Attendance.ACCEPTED.value)
    return sa.or_(
        sa.and_(workshop.c.step == words.Step.INVITE.value, introduced),
        *(
            sa.and_(workshop.c.step == step.value, _gave(workshop, source, *conditions))
            for step, (source, conditions) in giving()
        ),
    )


def _many(source: sa.Table, workshop: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(source)
        .where(source.c.workshop_id == workshop.c.id, *conditions)
        .correlate(workshop)
        .scalar_subquery()
    )


def _stands(touchpoint: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
    stage = table("stage").alias("walked_stage")
    in_stage = sa.exists().where(stage.c.id == touchpoint.c.stage_id, stage.c.deleted_at.is_(None))
    return touchpoint.c.deleted_at.is_(None), in_stage.correlate(touchpoint)


def _stops(workshop: sa.Table) -> sa.ScalarSelect[int]:
    touchpoint = table("touchpoint")
    return _many(touchpoint, workshop, *_stands(touchpoint))


def _walked(workshop: sa.Table) -> sa.ScalarSelect[int]:
    walk, touchpoint = table("walk"), table("touchpoint").alias("walked")
    there = sa.exists().where(touchpoint.c.id == walk.c.touchpoint_id, *_stands(touchpoint)).correlate(walk)
    return _many(walk, workshop, walk.c.author_id.in_(OWN), there)


def _has_pains(workshop: sa.Table) -> sa.ColumnElement[bool]:
    pain = table("contribution")
    return (
        sa.exists()
        .where(pain.c.workshop_id == workshop.c.id, pain.c.deleted_at.is_(None), pain.c.status.in_(OPEN))
        .correlate(workshop)
    )


def _votes_are_in(workshop: sa.Table) -> sa.ColumnElement[bool]:
    """Whether nobody votes any more in this visit to the step: an anonymous round had votes, and whose is unknown."""
    over = table("anonymous_round")
    return (
        sa.exists()
        .where(
            over.c.workshop_id == workshop.c.id,
            over.c.step_visit == workshop.c.step_visit,
            over.c.closed_at.is_not(None),
            over.c.votes,
        )
        .correlate(workshop)
    )


def _open_round(workshop: sa.Table) -> sa.ScalarSelect[int]:
    """The round that waits, where the channel takes messages."""
    round_, review = table("review_round"), table("review")
    paused = sa.exists().where(review.c.workshop_id == round_.c.workshop_id, review.c.paused_at.is_not(None))
    return (
        sa.select(sa.func.max(round_.c.id))
        .where(round_.c.workshop_id == workshop.c.id, waits(round_), sa.not_(paused.correlate(round_)))
        .correlate(workshop)
        .scalar_subquery()
    )


def _unmeasured(workshop: sa.Table) -> sa.ScalarSelect[int]:
    """How many metrics have no value: none at all, or none since the review that waits came due."""
    metric, value, round_ = table("metric"), table("metric_value"), table("review_round").alias("waiting_round")
    newer = (
        sa.select(sa.func.max(round_.c.due_at))
        .where(round_.c.workshop_id == metric.c.workshop_id, waits(round_))
        .correlate(metric)
        .scalar_subquery()
    )
    measured = sa.exists().where(value.c.metric_id == metric.c.id, sa.or_(newer.is_(None), value.c.created_at >= newer))
    return _many(metric, workshop, metric.c.deleted_at.is_(None), sa.not_(measured.correlate(metric)))


async def reviews(session: AsyncSession, who: Seer, *, limit: int, offset: int) -> Sequence[Named]:
    """The reviews of the maps somebody sees: what waits to be held first, then by date.

    Rows of id, title, due_at, round_id (null: it has not come due yet), total.
    """
    return await read(
        session, _reviews(guest=who.guest), team_id=who.team_id, user_id=who.user_id, most=limit, after=offset
    )


@cache
def _reviews(*, guest: bool) -> sa.Select[Row]:
    workshop, review, round_ = table("workshop"), table("review"), table("review_round")
    open_ = (
        sa.select(round_.c.workshop_id, sa.func.max(round_.c.id).label("round_id"))
        .where(waits(round_))
        .group_by(round_.c.workshop_id)
        .subquery()
    )
    due = sa.func.coalesce(round_.c.due_at, review.c.due_at)
    return (
        sa.select(
            workshop.c.id,
            workshop.c.title,
            sa.type_coerce(due, review.c.due_at.type).label("due_at"),
            round_.c.id.label("round_id"),
            sa.func.count().over().label("total"),
        )
        .join(review, review.c.workshop_id == workshop.c.id)
        .outerjoin(open_, open_.c.workshop_id == workshop.c.id)
        .outerjoin(round_, round_.c.id == open_.c.round_id)
        .where(
            seen(guest=guest),
            workshop.c.status != words.WorkshopStatus.ENDED.value,
            due.is_not(None),
            review.c.paused_at.is_(None),
        )
        .order_by(round_.c.id.is_(None), due, workshop.c.id)
        .limit(MOST)
        .offset(AFTER)
    )


async def urgency(session: AsyncSession, team_id: str, user_id: str, today: date) -> Named:
    """How many open pain points a person answers for: overdue, soon (within a week), later, undated."""
    near = today + SOON
    return (await read(session, _urgency(), team_id=team_id, user_id=user_id, today=today, near=near))[0]


@cache
def _urgency() -> sa.SelectBase:
    pain, owner, workshop = table("contribution"), table("pain_owner"), table("workshop")
    due = owner.c.due_on

    def many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    return (
        sa.select(
            many(due < TODAY).label("overdue"),
            many(due.between(TODAY, NEAR)).label("soon"),
            many(due > NEAR).label("later"),
            many(due.is_(None)).label("undated"),
        )
        .select_from(pain)
        .join(owner, owner.c.contribution_id == pain.c.id)
        .join(workshop, workshop.c.id == pain.c.workshop_id)
        .where(*answered_for())
    )
