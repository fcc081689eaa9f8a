"""Queries on reviews and their rounds."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.asking import Named
from storage.rows import once, possible, swept, table
from storage.tables import MetricValue, Review, ReviewAnswer, ReviewRound, Workshop, Workspace


async def of_workshop(session: AsyncSession, workshop_id: int) -> Review | None:
    """The rhythm of a workshop's reviews."""
    return (await session.exec(select(Review).where(col(Review.workshop_id) == workshop_id))).first()


async def round_of(session: AsyncSession, workshop_id: int, round_id: int) -> ReviewRound | None:
    """One round of a workshop."""
    if not possible(round_id):
        return None
    found = await session.exec(
        select(ReviewRound).where(col(ReviewRound.workshop_id) == workshop_id, col(ReviewRound.id) == round_id)
    )
    return found.first()


async def last_round(session: AsyncSession, workshop_id: int) -> ReviewRound | None:
    """The newest round of a workshop."""
    found = await session.exec(
        select(ReviewRound)
        .where(col(ReviewRound.workshop_id) == workshop_id)
        .order_by(col(ReviewRound.number).desc())
        .limit(1)
    )
    return found.first()


def waits(round_: sa.FromClause) -> sa.ColumnElement[bool]:
    """The condition that a round was neither held nor skipped."""
    return sa.and_(round_.c.held_at.is_(None), round_.c.skipped_at.is_(None))


async def open_round(session: AsyncSession, workshop_id: int) -> ReviewRound | None:
    """The round that waits to be held: there is at most one."""
    found = await session.exec(
        select(ReviewRound)
        .where(col(ReviewRound.workshop_id) == workshop_id, waits(table("review_round")))
        .order_by(col(ReviewRound.number).desc())
        .limit(1)
    )
    return found.first()


async def answer_of(
    session: AsyncSession, round_id: int, kind: words.Answered, item_id: int, author_id: str
) -> ReviewAnswer | None:
    """What one person answered to one question of a round."""
    found = await session.exec(
        select(ReviewAnswer).where(
            col(ReviewAnswer.round_id) == round_id,
            col(ReviewAnswer.kind) == kind.value,
            col(ReviewAnswer.item_id) == item_id,
            col(ReviewAnswer.author_id) == author_id,
        )
    )
    return found.first()


async def said(session: AsyncSession, round_id: int, kind: words.Answered, answer: str) -> bool:
    """Whether somebody answered just this in a round."""
    found = await session.exec(
        select(ReviewAnswer.id).where(
            col(ReviewAnswer.round_id) == round_id,
            col(ReviewAnswer.kind) == kind.value,
            col(ReviewAnswer.answer) == answer,
        )
    )
    return found.first() is not None


async def last_said(session: AsyncSession, round_id: int) -> str:
    """The newest conclusion that somebody wrote down in a round; empty where nobody did."""
    found = await session.exec(
        select(ReviewAnswer.answer)
        .where(col(ReviewAnswer.round_id) == round_id, col(ReviewAnswer.kind) == words.Answered.CONCLUSION.value)
        .order_by(col(ReviewAnswer.at).desc(), col(ReviewAnswer.id).desc())
        .limit(1)
    )
    return found.first() or ""


async def value_of(session: AsyncSession, metric_id: int, round_id: int) -> MetricValue | None:
    """The value that a round gave a metric."""
    found = await session.exec(
        select(MetricValue).where(col(MetricValue.metric_id) == metric_id, col(MetricValue.round_id) == round_id)
    )
    return found.first()


async def last_value(session: AsyncSession, metric_id: int, *, but: int) -> float | None:
    """The newest value of a metric, those of one round left out."""
    found = await session.exec(
        select(MetricValue.value)
        .where(
            col(MetricValue.metric_id) == metric_id,
            sa.or_(col(MetricValue.round_id).is_(None), col(MetricValue.round_id) != but),
        )
        .order_by(col(MetricValue.measured_on).desc(), col(MetricValue.id).desc())
        .limit(1)
    )
    return found.first()


async def answers(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """What was answered in a workshop's two newest rounds, oldest first: older ones are told in their messages."""
    answer, around = table("review_answer"), table("review_round")
    newest = sa.select(sa.func.max(around.c.number)).where(around.c.workshop_id == workshop_id).scalar_subquery()
    statement = (
        sa.select(answer)
        .join(around, around.c.id == answer.c.round_id)
        .where(around.c.workshop_id == workshop_id, around.c.number > newest - 2)
        .order_by(answer.c.at, answer.c.id)
    )
    return await once(session, statement)


async def every_answer(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """What was answered in all rounds of a workshop, oldest first."""
    answer, around = table("review_answer"), table("review_round")
    statement = (
        sa.select(answer)
        .join(around, around.c.id == answer.c.round_id)
        .where(around.c.workshop_id == workshop_id)
        .order_by(answer.c.at, answer.c.id)
    )
    return await once(session, statement)


async def due(session: AsyncSession, until: datetime, after_id: int, page: int) -> list[int]:
    """A page of the reviews that are due, late, or to be told of ahead, in workspaces that have the app."""
    wanted = sa.and_(
        col(Review.paused_at).is_(None),
        sa.or_(*(col(at) <= until for at in (Review.due_at, Review.notice_at, Review.late_at))),
        col(Workspace.removed_at).is_(None),
    )
    found = await session.exec(
        select(Review.id)
        .join(Workshop, col(Workshop.id) == col(Review.workshop_id))
        .join(Workspace, col(Workspace.team_id) == col(Workshop.team_id))
        .where(wanted, swept(col(Review.id)) > after_id)
        .order_by(swept(col(Review.id)))
        .limit(page)
    )
    return [review_id for review_id in found if review_id is not None]
