"""Queries on webhooks, and on what they are told."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import table
from storage.tables import Channel, Webhook, WebhookDelivery, Workshop, Workspace
from storage.words import HookKind, HookState

QUEUED = HookState.QUEUED.value


async def one(session: AsyncSession, team_id: str, *, lock: bool = False) -> Webhook | None:
    """A workspace's webhook."""
    return await session.get(Webhook, team_id, with_for_update=lock or None, populate_existing=lock)


async def kinds(session: AsyncSession, team_id: str) -> Sequence[str]:
    """What a workspace's webhook is told of; nothing where there is none. No secret is opened for it."""
    found = await session.exec(select(Webhook.kinds).where(col(Webhook.team_id) == team_id))
    return found.first() or ()


async def forget(session: AsyncSession, team_id: str) -> None:
    """Delete a workspace's webhook with all that it was told."""
    await session.exec(sa.delete(Webhook).where(col(Webhook.team_id) == team_id))


async def waiting(session: AsyncSession, team_id: str, most: int) -> int:
    """How many deliveries of a workspace wait; it counts no further than to `most`."""
    some = (
        sa.select(col(WebhookDelivery.id))
        .where(col(WebhookDelivery.team_id) == team_id, col(WebhookDelivery.state) == QUEUED)
        .limit(most)
        .subquery()
    )
    return (await session.exec(select(sa.func.count()).select_from(some))).one()


async def last(session: AsyncSession, team_id: str, limit: int) -> Sequence[WebhookDelivery]:
    """What a workspace's webhook was told last, the newest first."""
    found = await session.exec(
        select(WebhookDelivery)
        .where(col(WebhookDelivery.team_id) == team_id)
        .order_by(col(WebhookDelivery.id).desc())
        .limit(limit)
    )
    return found.all()


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[WebhookDelivery]:
    """What is to be sent, the oldest first; of a receiver that failed last only the oldest, to see how it is."""
    other = table("webhook_delivery").alias()
    first = (
        sa.select(sa.func.min(other.c.id))
        .where(other.c.team_id == col(Webhook.team_id), other.c.state == QUEUED)
        .correlate(table("webhook"))
        .scalar_subquery()
    )
    found = await session.exec(
        select(WebhookDelivery)
        .join(Webhook, col(Webhook.team_id) == col(WebhookDelivery.team_id))
        .join(Workspace, col(Workspace.team_id) == col(WebhookDelivery.team_id))
        .where(
            col(WebhookDelivery.state) == QUEUED,
            col(Workspace.removed_at).is_(None),
            sa.or_(col(Webhook.rest_until).is_(None), col(Webhook.rest_until) <= now),
            sa.or_(col(Webhook.failures) == 0, col(WebhookDelivery.id) == first),
        )
        .order_by(col(WebhookDelivery.id))
        .limit(limit)
    )
    return found.all()


async def overdue(
    session: AsyncSession, team_id: str, before: datetime, error: str, status: int | None
) -> Sequence[int | None]:
    """Give up what has waited since before a moment; the maps it was about."""
    given_up = (
        sa.update(WebhookDelivery)
        .where(
            col(WebhookDelivery.team_id) == team_id,
            col(WebhookDelivery.state) == QUEUED,
            col(WebhookDelivery.created_at) <= before,
        )
        .values(state=HookState.FAILED.value, error=error, status=status)
        .returning(col(WebhookDelivery.workshop_id))
    )
    found = await session.exec(given_up, execution_options={"synchronize_session": False})
    return [row[0] for row in found]


async def forget_old(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete a page of what was settled, and begun before a moment; how many it were."""
    page = (
        sa.select(col(WebhookDelivery.id))
        .where(col(WebhookDelivery.created_at) < before, col(WebhookDelivery.state) != QUEUED)
        .limit(limit)
    )
    result = await session.exec(sa.delete(WebhookDelivery).where(col(WebhookDelivery.id).in_(page.scalar_subquery())))
    return int(result.rowcount)


async def listening(session: AsyncSession, kind: HookKind) -> list[str]:
    """The workspaces whose webhooks are told of a kind of thing."""
    found = await session.exec(
        select(Webhook.team_id, Webhook.kinds)
        .join(Workspace, col(Workspace.team_id) == col(Webhook.team_id))
        .where(col(Workspace.removed_at).is_(None))
    )
    return [team_id for team_id, kinds in found if kind.value in kinds]


async def changed(
    session: AsyncSession, teams: Collection[str], now: datetime, every: timedelta, limit: int
) -> Sequence[tuple[int, str]]:
    """Maps in public channels that changed since their webhook was told so, each at most once in a while."""
    told = sa.exists().where(
        col(WebhookDelivery.workshop_id) == col(Workshop.id),
        col(WebhookDelivery.kind) == HookKind.MAP_CHANGED.value,
        sa.or_(col(WebhookDelivery.state) == QUEUED, col(WebhookDelivery.created_at) > now - every),
    )
    found = await session.exec(
        select(Workshop.id, Workshop.team_id)
        .join(
            Channel,
            sa.and_(
                col(Channel.team_id) == col(Workshop.team_id),
                col(Channel.channel_id) == col(Workshop.channel_id),
                ~col(Channel.is_private),
            ),
        )
        .where(
            col(Workshop.team_id).in_(teams),
            col(Workshop.revision) > col(Workshop.told_revision),
            col(Workshop.deleted_at).is_(None),
            ~told,
        )
        .order_by(col(Workshop.id))
        .limit(limit)
    )
    return [(workshop_id, team_id) for workshop_id, team_id in found if workshop_id is not None]


async def caught_up(session: AsyncSession, workshop_id: int) -> bool:
    """Write down that the change of a map is told; False where somebody else just did."""
    result = await session.exec(
        sa.update(Workshop)
        .where(col(Workshop.id) == workshop_id, col(Workshop.told_revision) < col(Workshop.revision))
        .values(told_revision=Workshop.revision),
        execution_options={"synchronize_session": False},
    )
    return bool(result.rowcount)


async def begin_now(session: AsyncSession, team_id: str) -> None:
    """Have what changed until now count as told."""
    await session.exec(
        sa.update(Workshop).where(col(Workshop.team_id) == team_id).values(told_revision=Workshop.revision),
        execution_options={"synchronize_session": False},
    )
