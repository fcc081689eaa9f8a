"""Reading a whole map in few queries, and the revisions that were kept."""

from collections.abc import Iterable, Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.asking import Named
from storage.pains import promise_columns
from storage.rows import TEAM, WORKSHOP, once, read, table
from storage.scores import open_scores, open_votes
from storage.tables import RevisionSnapshot


async def _of(session: AsyncSession, name: str, workshop_id: int, *order: str) -> Sequence[Named]:
    return await read(session, _all_of(name, *order), workshop_id=workshop_id)


@cache
def _all_of(name: str, *order: str) -> sa.Select[tuple[object, ...]]:
    source = table(name)
    statement = sa.select(source).where(source.c.workshop_id == WORKSHOP)
    if "deleted_at" in source.c:
        statement = statement.where(source.c.deleted_at.is_(None))
    return statement.order_by(*(source.c[column] for column in order))


async def personas(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The personas, in order."""
    return await _of(session, "persona", workshop_id, "position", "id")


async def touchpoints(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The touchpoints, in the order they were given."""
    return await _of(session, "touchpoint", workshop_id, "position", "id")


async def notes(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The contributions, oldest first, each with its votes and its owner (columns owner_*).

    While votes are private there are none. Those that were merged into others are among them, with their `deleted_at`.
    """
    return await read(session, _notes(), workshop_id=workshop_id)


@cache
def _notes() -> sa.Select[tuple[object, ...]]:
    contribution, owner, vote = table("contribution"), table("pain_owner"), table("vote")
    votes = (
        sa.select(vote.c.contribution_id, sa.func.count().label("votes"))
        .where(vote.c.workshop_id == WORKSHOP, open_votes())
        .group_by(vote.c.contribution_id)
        .subquery()
    )
    return (
        sa.select(
            contribution,
            sa.func.coalesce(votes.c.votes, 0).label("votes"),
            *promise_columns(),
        )
        .outerjoin(owner, owner.c.contribution_id == contribution.c.id)
        .outerjoin(votes, votes.c.contribution_id == contribution.c.id)
        .where(
            contribution.c.workshop_id == WORKSHOP,
            sa.or_(contribution.c.deleted_at.is_(None), contribution.c.merged_into_id.is_not(None)),
        )
        .order_by(contribution.c.id)
    )


async def scores(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """Every emotion score; none while they are private."""
    return await read(session, _scores(), workshop_id=workshop_id)


@cache
def _scores() -> sa.Select[tuple[object, ...]]:
    return open_scores()


async def ideas(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The ideas, oldest first."""
    return await _of(session, "idea", workshop_id, "id")


async def metrics(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The metrics, one row per measured value (value and measured_on are null where there is none yet)."""
    return await read(session, _metrics(), workshop_id=workshop_id)


@cache
def _metrics() -> sa.Select[tuple[object, ...]]:
    metric, value = table("metric"), table("metric_value")
    return (
        sa.select(metric, value.c.value, value.c.measured_on)
        .outerjoin(value, value.c.metric_id == metric.c.id)
        .where(metric.c.workshop_id == WORKSHOP, metric.c.deleted_at.is_(None))
        .order_by(metric.c.id, value.c.measured_on, value.c.id)
    )


async def review(session: AsyncSession, workshop_id: int) -> Named | None:
    """The rhythm of reviews, where one is set."""
    rows = await _of(session, "review", workshop_id, "id")
    return rows[0] if rows else None


async def rounds(session: AsyncSession, workshop_id: int) -> Sequence[Named]:
    """The reviews that came due, oldest first, without those that were skipped."""
    found = await _of(session, "review_round", workshop_id, "number")
    return [row for row in found if row["skipped_at"] is None]


async def names(session: AsyncSession, team_id: str, people: Iterable[str]) -> dict[str, str]:
    """What some people are called, where it is known."""
    rows = await read(session, _names(), team_id=team_id, user_ids=sorted(people))
    return {row["user_id"]: row["name"] for row in rows if row["name"]}


@cache
def _names() -> sa.Select[tuple[object, ...]]:
    profile = table("profile")
    wanted = profile.c.user_id.in_(sa.bindparam("user_ids", expanding=True))
    return sa.select(profile.c.user_id, profile.c.name).where(profile.c.team_id == TEAM, wanted)


async def kept(session: AsyncSession, workshop_id: int, revision: int) -> RevisionSnapshot | None:
    """The map as it was kept at a revision; the last one kept where a revision was kept twice."""
    found = await session.exec(
        select(RevisionSnapshot)
        .where(col(RevisionSnapshot.workshop_id) == workshop_id, col(RevisionSnapshot.revision) == revision)
        .order_by(col(RevisionSnapshot.id).desc())
        .limit(1)
    )
    return found.first()


async def kept_before(session: AsyncSession, workshop_id: int, revision: int) -> RevisionSnapshot | None:
    """What a review is compared with: the map after the one before it, on the first the last one that was kept."""
    of_review = sa.case((col(RevisionSnapshot.reason).like("review:%"), 0), else_=1)
    found = await session.exec(
        select(RevisionSnapshot)
        .where(col(RevisionSnapshot.workshop_id) == workshop_id, col(RevisionSnapshot.revision) < revision)
        .order_by(of_review, col(RevisionSnapshot.revision).desc(), col(RevisionSnapshot.id).desc())
        .limit(1)
    )
    return found.first()


async def all_kept(session: AsyncSession, workshop_id: int) -> Sequence[RevisionSnapshot]:
    """Everything that was kept of a map, oldest first."""
    found = await session.exec(
        select(RevisionSnapshot)
        .where(col(RevisionSnapshot.workshop_id) == workshop_id)
        .order_by(col(RevisionSnapshot.id))
    )
    return found.all()


async def kept_list(session: AsyncSession, workshop_id: int) -> list[tuple[int, str]]:
    """The kept revisions and why each was kept, newest first."""
    found = await session.exec(
        select(RevisionSnapshot.revision, RevisionSnapshot.reason)
        .where(col(RevisionSnapshot.workshop_id) == workshop_id)
        .order_by(col(RevisionSnapshot.id).desc())
    )
    return [(revision, reason) for revision, reason in found.all()]


async def stages_with_contents(session: AsyncSession, workshop_id: int) -> set[int]:
    """The stages in which something stands: a contact, a contribution, a score, an idea, a metric."""

    def used(name: str) -> sa.Select[tuple[int]]:
        source = table(name)
        alive = (source.c.deleted_at.is_(None),) if "deleted_at" in source.c else ()
        return sa.select(source.c.stage_id).where(
            source.c.workshop_id == workshop_id, source.c.stage_id.is_not(None), *alive
        )

    statement = sa.union(*(used(name) for name in ("touchpoint", "contribution", "emotion_score", "idea", "metric")))
    return {row["stage_id"] for row in await once(session, statement)}
