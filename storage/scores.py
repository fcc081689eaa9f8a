"""Queries on emotion scores and votes. While they are private, nothing here and in `storage.maps` reads a value.

Those that were given anonymously are read stage by stage, once three people gave one.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.anonymous import LEAST, hidden
from storage.asking import Named
from storage.rows import WORKSHOP, WORKSHOPS, read, table
from storage.tables import AnonymousRound, EmotionScore, Vote


def open_scores(*columns: sa.ColumnElement[object]) -> sa.Select[tuple[object, ...]]:
    """Scores that everybody may see: the condition stands in the query, so that no reader can forget it."""
    score, workshop = table("emotion_score"), table("workshop")
    other = score.alias("other")
    beside = (
        sa.select(sa.func.count())
        .select_from(other)
        .where(other.c.stage_id == score.c.stage_id, hidden(other.c.author_id))
        .scalar_subquery()
    )
    return (
        sa.select(score, *columns)
        .join(workshop, workshop.c.id == score.c.workshop_id)
        .where(
            score.c.workshop_id == WORKSHOP,
            workshop.c.blind_since.is_(None),
            sa.or_(~hidden(score.c.author_id), beside >= LEAST),
        )
        .order_by(score.c.id)
    )


def open_votes() -> sa.ColumnElement[bool]:
    """The condition under which everybody may see the votes of a workshop; one has to be asked for, as above."""
    workshop = table("workshop")
    return sa.exists().where(workshop.c.id == WORKSHOP, workshop.c.votes_blind_since.is_(None))


async def givers(session: AsyncSession, what: str, ids: Sequence[int]) -> dict[int, int]:
    """How many people scored (`what`: "scores") or voted ("votes") in each of some workshops."""
    rows = await read(session, _scorers() if what == "scores" else _voters(), workshop_ids=ids)
    return {row["workshop_id"]: row["people"] for row in rows}


@cache
def _scorers() -> sa.Select[tuple[object, ...]]:
    score, stage = table("emotion_score"), table("stage")
    return (
        sa.select(score.c.workshop_id, sa.func.count(sa.distinct(score.c.author_id)).label("people"))
        .join(stage, stage.c.id == score.c.stage_id)
        .where(score.c.workshop_id.in_(WORKSHOPS), stage.c.deleted_at.is_(None))
        .group_by(score.c.workshop_id)
    )


@cache
def _voters() -> sa.Select[tuple[object, ...]]:
    vote = table("vote")
    return (
        sa.select(vote.c.workshop_id, sa.func.count(sa.distinct(vote.c.author_id)).label("people"))
        .where(vote.c.workshop_id.in_(WORKSHOPS))
        .group_by(vote.c.workshop_id)
    )


async def forget(session: AsyncSession, what: str, workshop_id: int, since: datetime) -> int:
    """Delete what was scored or voted in private: what was given since then, or when is not known; how much it was.

    What was given anonymously has the moment at which its round began. It was open where that was over before.
    """
    model = EmotionScore if what == "scores" else Vote
    at = col(EmotionScore.updated_at) if what == "scores" else col(Vote.created_at)
    over = sa.exists().where(
        col(AnonymousRound.workshop_id) == workshop_id,
        col(AnonymousRound.opened_at) == at,
        col(AnonymousRound.closed_at) <= since,
    )
    private = sa.or_(at >= since, sa.and_(hidden(col(model.author_id)), ~over))
    found = await session.exec(select(model).where(col(model.workshop_id) == workshop_id, private))
    rows = found.all()
    for row in rows:
        await session.delete(row)
    return len(rows)


async def counts(session: AsyncSession, workshop_id: int) -> dict[int, int]:
    """How many people scored each stage: stage id -> people."""
    rows = await read(session, _counts(), workshop_id=workshop_id)
    return {row["stage_id"]: row["people"] for row in rows}


@cache
def _counts() -> sa.Select[tuple[object, ...]]:
    score = table("emotion_score")
    return (
        sa.select(score.c.stage_id, sa.func.count().label("people"))
        .where(score.c.workshop_id == WORKSHOP)
        .group_by(score.c.stage_id)
    )


async def with_sides(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The scores that everybody may see, each with the side of who gave it (null: not said)."""
    return await read(session, _with_sides(), workshop_id=workshop_id)


@cache
def _with_sides() -> sa.Select[tuple[object, ...]]:
    score, person = table("emotion_score"), table("participant")
    here = sa.and_(person.c.workshop_id == score.c.workshop_id, person.c.user_id == score.c.author_id)
    return open_scores(person.c.side).outerjoin(person, here)
