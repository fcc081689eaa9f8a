"""Queries on what single people are to be told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import adding, words
from storage.asking import Named
from storage.rows import once, swept, table
from storage.tables import Notice, Posting, Profile, Workspace

RECENT = 10  # messages of one thing that are brought up to date


async def lock_person(session: AsyncSession, team_id: str, user_id: str) -> Profile:
    """A person's profile, made where there is none: who holds it decides alone what they are told today."""
    return await adding.found_or_added(session, Profile(team_id=team_id, user_id=user_id), lock=True)


async def by_key(session: AsyncSession, team_id: str, key: str) -> Notice | None:
    """The notice of a key."""
    return (await session.exec(select(Notice).where(Notice.team_id == team_id, Notice.key == key))).first()


async def due_people(session: AsyncSession, now: datetime, after: tuple[str, str], limit: int) -> list[tuple[str, str]]:
    """A page of the people, above `after`, of whom something is due."""
    person = (
        select(swept(col(Notice.team_id), "").label("team_id"), swept(col(Notice.user_id), "").label("user_id"))
        .join(Workspace, col(Workspace.team_id) == col(Notice.team_id))
        .where(col(Notice.send_at) <= now, col(Workspace.removed_at).is_(None))
        .distinct()
        .subquery()
    )
    found = await session.exec(
        select(person.c.team_id, person.c.user_id)
        .where(sa.tuple_(person.c.team_id, person.c.user_id) > after)
        .order_by(person.c.team_id, person.c.user_id)
        .limit(limit)
    )
    return [(team_id, user_id) for team_id, user_id in found]


async def due_of(session: AsyncSession, team_id: str, user_id: str, now: datetime) -> Sequence[Notice]:
    """What is due for one person, oldest first."""
    found = await session.exec(
        select(Notice)
        .where(Notice.team_id == team_id, Notice.user_id == user_id, col(Notice.send_at) <= now)
        .order_by(col(Notice.id))
    )
    return found.all()


async def in_message(session: AsyncSession, posting_id: int) -> Sequence[Notice]:
    """What stands in a message, oldest first."""
    found = await session.exec(select(Notice).where(col(Notice.posting_id) == posting_id).order_by(col(Notice.id)))
    return found.all()


async def waiting_of(session: AsyncSession, team_id: str, user_id: str) -> Sequence[Notice]:
    """What waits for its moment."""
    found = await session.exec(
        select(Notice).where(Notice.team_id == team_id, Notice.user_id == user_id, col(Notice.send_at).is_not(None))
    )
    return found.all()


async def watched(session: AsyncSession, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Owners of whom Slack is to be asked again whether they are still there."""
    found = await session.exec(
        select(Profile.team_id, Profile.user_id)
        .join(Workspace, col(Workspace.team_id) == col(Profile.team_id))
        .where(col(Profile.watch_at) <= now, col(Workspace.removed_at).is_(None))
        .order_by(col(Profile.watch_at))
        .limit(limit)
    )
    return list(found)


async def told(session: AsyncSession, ids: Iterable[int], posting_id: int, at: datetime) -> None:
    """Write down that a new message brought these."""
    await session.exec(
        update(Notice)
        .where(col(Notice.id).in_(list(ids)), col(Notice.posting_id) == posting_id)
        .values(send_at=None, told_at=at)
    )


async def of_subject(
    session: AsyncSession, team_id: str, kinds: Sequence[words.NoticeKind], subject_id: int
) -> Sequence[Notice]:
    """Every notice about one thing."""
    found = await session.exec(
        select(Notice).where(
            Notice.team_id == team_id, col(Notice.kind).in_(list(kinds)), col(Notice.subject_id) == subject_id
        )
    )
    return found.all()


async def messages_about(
    session: AsyncSession, team_id: str, kinds: Sequence[words.NoticeKind], subject_id: int
) -> list[int]:
    """The newest messages in which one thing is spoken of."""
    found = await session.exec(
        select(Notice.posting_id)
        .join(Posting, col(Posting.id) == col(Notice.posting_id))
        .where(Notice.team_id == team_id, col(Notice.kind).in_(list(kinds)), col(Notice.subject_id) == subject_id)
        .distinct()
        .order_by(col(Notice.posting_id).desc())
        .limit(RECENT)
    )
    return [posting_id for posting_id in found if posting_id is not None]


async def of_person(session: AsyncSession, team_id: str, user_id: str, since: datetime, limit: int) -> Sequence[Named]:
    """The newest notices of a person in maps that stand: with workshop_title and, of a pain point, its text."""
    notice, workshop, pain = table("notice"), table("workshop"), table("contribution")
    about_pain = sa.and_(pain.c.id == notice.c.subject_id, notice.c.kind.in_([kind.value for kind in words.OF_PAINS]))
    statement = (
        sa.select(notice, workshop.c.title.label("workshop_title"), pain.c.text.label("pain_text"))
        .join(workshop, workshop.c.id == notice.c.workshop_id)
        .outerjoin(pain, about_pain)
        .where(
            notice.c.team_id == team_id,
            notice.c.user_id == user_id,
            notice.c.created_at >= since,
            workshop.c.deleted_at.is_(None),
            workshop.c.status != words.WorkshopStatus.ENDED.value,
        )
        .order_by(notice.c.id.desc())
        .limit(limit)
    )
    return await once(session, statement)
