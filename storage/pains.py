"""Queries on pain points, their owners, votes and scores."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.asking import Named
from storage.rows import AFTER, ID_LIMIT, MOST, TEAM, USER, read, swept, table
from storage.tables import Contribution, EmotionScore, PainOwner, Stage, Vote, Workshop, Workspace

OPEN = (words.PainStatus.OPEN.value, words.PainStatus.DOING.value)


async def owner_of(session: AsyncSession, pain_id: int) -> PainOwner | None:
    """Who answers for a pain point."""
    return await session.get(PainOwner, pain_id)


async def where(session: AsyncSession, team_id: str, pain_id: int) -> int | None:
    """The workshop of a live pain point of a workspace."""
    if not 0 < pain_id < ID_LIMIT:
        return None
    found = await session.exec(
        select(Workshop.id)
        .join(Contribution, col(Contribution.workshop_id) == col(Workshop.id))
        .where(
            col(Workshop.team_id) == team_id,
            col(Workshop.deleted_at).is_(None),
            col(Contribution.id) == pain_id,
            col(Contribution.kind) == words.NoteKind.PAIN.value,
            col(Contribution.deleted_at).is_(None),
        )
    )
    return found.first()


async def pains_in(session: AsyncSession, workshop_id: int, ids: Sequence[int]) -> dict[int, Contribution]:
    """Those of some ids that are live pain points of a workshop."""
    wanted = [pain for pain in ids if 0 < pain < ID_LIMIT]
    found = await session.exec(
        select(Contribution).where(
            col(Contribution.workshop_id) == workshop_id,
            col(Contribution.id).in_(wanted),
            col(Contribution.kind) == words.NoteKind.PAIN.value,
            col(Contribution.deleted_at).is_(None),
        )
    )
    return {row.id: row for row in found.all() if row.id is not None}


async def owned_by(session: AsyncSession, team_id: str, user_id: str, limit: int, offset: int = 0) -> Sequence[Named]:
    """The open pain points a person answers for, most urgent first: ids of pain and workshop, titles, stage."""
    return await read(session, _owned_by(), team_id=team_id, user_id=user_id, most=limit, after=offset)


def answered_for() -> tuple[sa.ColumnElement[bool], ...]:
    """Which rows of pain points with their owners and workshops are open ones that a person answers for."""
    pain, owner, workshop = (table(n) for n in ("contribution", "pain_owner", "workshop"))
    return (
        workshop.c.team_id == TEAM,
        workshop.c.status != words.WorkshopStatus.ENDED.value,
        workshop.c.deleted_at.is_(None),
        owner.c.owner_id == USER,
        pain.c.status.in_(OPEN),
        pain.c.deleted_at.is_(None),
    )


def promise_columns() -> tuple[sa.ColumnElement[object], ...]:
    """What a pain point's row is read with: who answers for it, until when, and what came of it."""
    owner = table("pain_owner")
    return (
        owner.c.owner_id,
        owner.c.due_on,
        owner.c.success_metric,
        owner.c.plan,
        owner.c.outcome,
        owner.c.generation.label("owner_generation"),
        owner.c.assigned_at,
        owner.c.done_at,
        owner.c.version.label("owner_version"),
        owner.c.accepted_at,
        owner.c.due_reason,
        owner.c.snoozed_until,
        owner.c.help,
        owner.c.help_at,
        owner.c.left_by,
    )


@cache
def _owned_by() -> sa.Select[tuple[object, ...]]:
    pain, owner, workshop, stage = (table(n) for n in ("contribution", "pain_owner", "workshop", "stage"))
    return (
        sa.select(
            pain,
            *promise_columns(),
            workshop.c.title.label("workshop_title"),
            workshop.c.channel_id.label("workshop_channel"),
            stage.c.name.label("stage_name"),
            sa.literal(0).label("votes"),
        )
        .join(owner, owner.c.contribution_id == pain.c.id)
        .join(workshop, workshop.c.id == pain.c.workshop_id)
        .outerjoin(stage, stage.c.id == pain.c.stage_id)
        .where(*answered_for())
        .order_by(owner.c.due_on.is_(None), owner.c.due_on, pain.c.severity.desc(), pain.c.id)
        .limit(MOST)
        .offset(AFTER)
    )


async def votes_of(session: AsyncSession, workshop_id: int, user_id: str) -> Sequence[Vote]:
    """The ballot of one person."""
    found = await session.exec(select(Vote).where(col(Vote.workshop_id) == workshop_id, col(Vote.author_id) == user_id))
    return found.all()


async def scores_of(session: AsyncSession, workshop_id: int, user_id: str) -> Sequence[EmotionScore]:
    """The emotion scores of one person, on stages that still stand."""
    found = await session.exec(
        select(EmotionScore)
        .join(Stage, col(Stage.id) == col(EmotionScore.stage_id))
        .where(
            col(EmotionScore.workshop_id) == workshop_id,
            col(EmotionScore.author_id) == user_id,
            col(Stage.deleted_at).is_(None),
        )
    )
    return found.all()


async def due(session: AsyncSession, now: datetime, after: int, limit: int) -> list[int]:
    """A page of the pain points, above `after`, whose owners may have to be reminded, in workspaces with the app."""
    found = await session.exec(
        select(PainOwner.contribution_id)
        .join(Contribution, col(Contribution.id) == col(PainOwner.contribution_id))
        .join(Workshop, col(Workshop.id) == col(Contribution.workshop_id))
        .join(Workspace, col(Workspace.team_id) == col(Workshop.team_id))
        .where(
            col(PainOwner.remind_at) <= now,
            col(Workspace.removed_at).is_(None),
            swept(col(PainOwner.contribution_id)) > after,
        )
        .order_by(swept(col(PainOwner.contribution_id)))
        .limit(limit)
    )
    return list(found)


async def promise(session: AsyncSession, pain_id: int) -> tuple[PainOwner, Contribution, Workshop] | None:
    """A promise with its pain point and workshop; nobody else changes it meanwhile."""
    found = await session.exec(
        select(PainOwner, Contribution, Workshop)
        .join(Contribution, col(Contribution.id) == col(PainOwner.contribution_id))
        .join(Workshop, col(Workshop.id) == col(Contribution.workshop_id))
        .where(col(PainOwner.contribution_id) == pain_id)
        .with_for_update(of=PainOwner)
        .execution_options(populate_existing=True)
    )
    return found.first()


async def recount(session: AsyncSession, workshop_id: int, now: datetime) -> None:
    """Have the next moment of each promise on a map worked out anew."""
    promised = sa.select(col(Contribution.id)).where(
        col(Contribution.workshop_id) == workshop_id, col(Contribution.status).in_(OPEN)
    )
    await session.exec(
        sa.update(PainOwner)
        .where(col(PainOwner.contribution_id).in_(promised), col(PainOwner.due_on).is_not(None))
        .values(remind_at=now)
    )


async def promises_of(session: AsyncSession, team_id: str, user_id: str) -> Sequence[PainOwner]:
    """What a person promised in maps that stand, where it is not settled yet."""
    found = await session.exec(
        select(PainOwner)
        .join(Contribution, col(Contribution.id) == col(PainOwner.contribution_id))
        .join(Workshop, col(Workshop.id) == col(Contribution.workshop_id))
        .where(
            col(Workshop.team_id) == team_id,
            col(Workshop.deleted_at).is_(None),
            col(PainOwner.owner_id) == user_id,
            col(Contribution.status).in_(OPEN),
            col(Contribution.deleted_at).is_(None),
        )
        .order_by(col(PainOwner.contribution_id))
    )
    return found.all()
