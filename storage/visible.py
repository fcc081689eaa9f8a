"""Which maps somebody sees in lists: those they take part in or answer for, and no other map of the workspace.

What may be seen besides, in the channels somebody is in, shows in those channels (`workflows.access`).
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.pains import OPEN
from storage.reviews import waits
from storage.rows import TEAM, USER, once, table


class Seer(NamedTuple):
    """Somebody who looks at a list of maps."""

    team_id: str
    user_id: str
    guest: bool = False


@cache
def seen(*, guest: bool) -> sa.ColumnElement[bool]:
    """The condition on `workshop`: not deleted, and this person's. Guests lead nowhere: only where they take part."""
    workshop, person = table("workshop"), table("participant")
    takes_part = (
        sa.select(person.c.workshop_id)
        .where(
            person.c.user_id == USER,
            person.c.removed_at.is_(None),
            person.c.attendance != words.Attendance.DECLINED.value,
        )
        .scalar_subquery()
    )
    theirs: list[sa.ColumnElement[bool]] = [workshop.c.id.in_(takes_part)]
    if not guest:
        theirs += [workshop.c.facilitator_id == USER, workshop.c.journey_owner_id == USER]
    return sa.and_(workshop.c.team_id == TEAM, workshop.c.deleted_at.is_(None), sa.or_(*theirs))


async def ids(
    session: AsyncSession, who: Seer, *conditions: sa.ColumnElement[bool], limit: int, offset: int = 0
) -> list[int]:
    """The ids of the maps that somebody sees, newest first."""
    workshop = table("workshop")
    statement = (
        sa.select(workshop.c.id)
        .where(seen(guest=who.guest), *conditions)
        .order_by(workshop.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    found = await once(session, statement, team_id=who.team_id, user_id=who.user_id)
    return [row["id"] for row in found]


async def count(session: AsyncSession, who: Seer, *conditions: sa.ColumnElement[bool]) -> int:
    """How many there are."""
    every = sa.select(sa.func.count().label("many")).select_from(table("workshop"))
    statement = every.where(seen(guest=who.guest), *conditions)
    return int((await once(session, statement, team_id=who.team_id, user_id=who.user_id))[0]["many"])


def with_status(statuses: Sequence[words.WorkshopStatus]) -> sa.ColumnElement[bool]:
    """The condition that a map is in one of some states."""
    return table("workshop").c.status.in_([one.value for one in statuses])


def led_by(user_id: str) -> sa.ColumnElement[bool]:
    """The condition that somebody leads a map, or answers for its journey."""
    workshop, person = table("workshop"), table("participant")
    leads = (
        sa.exists()
        .where(
            person.c.workshop_id == workshop.c.id,
            person.c.user_id == user_id,
            person.c.removed_at.is_(None),
            person.c.role.in_([words.Role.FACILITATOR.value, words.Role.CO_FACILITATOR.value]),
        )
        .correlate(workshop)
    )
    return sa.or_(leads, workshop.c.facilitator_id == user_id, workshop.c.journey_owner_id == user_id)


def overdue(today: date) -> sa.ColumnElement[bool]:
    """The condition that a promise on a map is past its day, or that a review which came due waits to be held."""
    workshop, pain, owner = table("workshop"), table("contribution"), table("pain_owner")
    round_, review = table("review_round"), table("review")
    late = (
        sa.exists()
        .where(
            pain.c.workshop_id == workshop.c.id,
            pain.c.deleted_at.is_(None),
            pain.c.status.in_(OPEN),
            owner.c.contribution_id == pain.c.id,
            owner.c.due_on < today,
        )
        .correlate(workshop)
    )
    waiting = (
        sa.exists()
        .where(
            round_.c.workshop_id == workshop.c.id,
            waits(round_),
            sa.not_(round_.c.early),
            review.c.workshop_id == workshop.c.id,
            review.c.paused_at.is_(None),
        )
        .correlate(workshop)
    )
    ended = workshop.c.status == words.WorkshopStatus.ENDED.value
    return sa.and_(sa.not_(ended), sa.or_(late, waiting))


def in_channel(channel_id: str) -> sa.ColumnElement[bool]:
    """The condition that a map is worked on in a channel."""
    return table("workshop").c.channel_id == channel_id


def with_person(user_id: str) -> sa.ColumnElement[bool]:
    """The condition that somebody takes part in a map, or answers for it."""
    workshop, person = table("workshop"), table("participant")
    takes_part = (
        sa.exists()
        .where(person.c.workshop_id == workshop.c.id, person.c.user_id == user_id, person.c.removed_at.is_(None))
        .correlate(workshop)
    )
    return sa.or_(takes_part, workshop.c.facilitator_id == user_id, workshop.c.journey_owner_id == user_id)
