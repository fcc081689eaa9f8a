"""Queries on imports: drafts of them, and what stands on the map that they compare with."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.asking import Named
from storage.rows import once, possible, table
from storage.tables import EmotionScore, ImportDraft, Metric, MetricValue


async def draft(session: AsyncSession, team_id: str, user_id: str, draft_id: int | None) -> ImportDraft | None:
    """A draft of a person's own."""
    if not possible(draft_id):
        return None
    found = await session.exec(
        select(ImportDraft).where(
            col(ImportDraft.id) == draft_id, col(ImportDraft.team_id) == team_id, col(ImportDraft.user_id) == user_id
        )
    )
    return found.first()


async def forget(session: AsyncSession, before: datetime) -> None:
    """Delete the drafts that nobody came back to."""
    await session.exec(sa.delete(ImportDraft).where(col(ImportDraft.created_at) < before))


async def evidence(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """What claims rest on: stage, text and source."""
    note = table("contribution")
    statement = sa.select(note.c.stage_id, note.c.text, note.c.source).where(
        note.c.workshop_id == workshop_id, note.c.kind == "evidence", note.c.deleted_at.is_(None)
    )
    return await once(session, statement)


async def values(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The measured values: id, metric, day and value."""
    metric, value = table("metric"), table("metric_value")
    statement = (
        sa.select(value.c.id, value.c.metric_id, value.c.measured_on, value.c.value)
        .join(metric, metric.c.id == value.c.metric_id)
        .where(metric.c.workshop_id == workshop_id, metric.c.deleted_at.is_(None))
        .order_by(value.c.id)
    )
    return await once(session, statement)


async def values_by_id(session: AsyncSession, workshop_id: int, ids: Collection[int]) -> Sequence[MetricValue]:
    """Some measured values, to be changed."""
    found = await session.exec(
        select(MetricValue)
        .join(Metric, col(Metric.id) == col(MetricValue.metric_id))
        .where(col(Metric.workshop_id) == workshop_id, col(MetricValue.id).in_(list(ids)))
    )
    return found.all()


async def own_scores(session: AsyncSession, workshop_id: int, author_id: str) -> Sequence[EmotionScore]:
    """How one person scored the stages of a workshop."""
    found = await session.exec(
        select(EmotionScore).where(
            col(EmotionScore.workshop_id) == workshop_id, col(EmotionScore.author_id) == author_id
        )
    )
    return found.all()


async def stages_with_others(
    session: AsyncSession, stages: Collection[int], besides: Mapping[str, Collection[int]]
) -> bool:
    """Whether something stands in some stages besides the given rows of the given tables."""
    for name in ("touchpoint", "contribution", "emotion_score", "idea", "metric"):
        source = table(name)
        alive = [source.c.deleted_at.is_(None)] if "deleted_at" in source.c else []
        statement = (
            sa.select(source.c.id)
            .where(source.c.stage_id.in_(list(stages)), source.c.id.not_in(list(besides.get(name, ()))), *alive)
            .limit(1)
        )
        if await once(session, statement):
            return True
    return False
