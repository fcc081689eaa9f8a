"""Queries on workshops, their people and their messages."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage import adding, words
from storage.asking import Named
from storage.rows import MOST, TEAM, USER, WORKSHOP, WORKSHOPS, held, plain, possible, read, swept, table
from storage.tables import Audit, Participant, Posting, Profile, Workshop, Workspace

Gave = tuple[int, str, int]
LIVE = (words.WorkshopStatus.OPEN.value, words.WorkshopStatus.LIVING.value)


async def served(session: AsyncSession, team_id: str) -> bool:
    """Whether the workspace has the bot installed."""
    row = await session.get(Workspace, team_id)
    return row is not None and row.removed_at is None


async def installed(session: AsyncSession, team_id: str) -> Named | None:
    """The row of a workspace that has the bot installed."""
    found = await read(session, _installed(), team_id=team_id)
    return found[0] if found else None


@cache
def _installed() -> sa.Select[tuple[object, ...]]:
    workspace = table("workspace")
    return sa.select(workspace).where(workspace.c.team_id == TEAM, workspace.c.removed_at.is_(None))


async def count_open(session: AsyncSession, team_id: str, most: int) -> int:
    """How many workshops of a workspace have not ended; it counts no further than to `most`."""
    some = (
        sa.select(col(Workshop.id))
        .where(col(Workshop.team_id) == team_id, col(Workshop.status).in_(LIVE), col(Workshop.deleted_at).is_(None))
        .limit(most)
        .subquery()
    )
    return (await session.exec(select(sa.func.count()).select_from(some))).one()


async def lock_workspace(session: AsyncSession, team_id: str) -> Workspace | None:
    """A workspace's row, which nobody else changes until the transaction ends."""
    return await session.get(Workspace, team_id, with_for_update={"key_share": True}, populate_existing=True)


async def one(
    session: AsyncSession, team_id: str, workshop_id: int, *, lock: bool = False, gone: bool = False
) -> Workshop | None:
    """A workshop of a workspace; `lock` makes changes of one workshop wait for each other on PostgreSQL.

    `gone`: one that was deleted, and no other.
    """
    if not possible(workshop_id):
        return None
    statement = _one(lock=lock, gone=gone)
    if lock:
        return await held(session, Workshop, statement, workshop_id=workshop_id, team_id=team_id)
    found = await session.exec(statement, params={"workshop_id": workshop_id, "team_id": team_id})
    return found.first()


@cache
def _one(*, lock: bool, gone: bool) -> SelectOfScalar[Workshop]:
    statement = (
        select(Workshop)
        .join(Workspace, col(Workspace.team_id) == col(Workshop.team_id))
        .where(col(Workshop.id) == WORKSHOP, col(Workshop.team_id) == TEAM, col(Workspace.removed_at).is_(None))
        .where(col(Workshop.deleted_at).is_not(None) if gone else col(Workshop.deleted_at).is_(None))
    )
    if lock:
        statement = statement.with_for_update(of=Workshop, key_share=True).execution_options(populate_existing=True)
    return statement


async def participant(session: AsyncSession, workshop_id: int, user_id: str) -> Participant | None:
    """A person's row in a workshop, removed or not."""
    found = await session.exec(
        select(Participant).where(col(Participant.workshop_id) == workshop_id, col(Participant.user_id) == user_id)
    )
    return found.first()


async def part(session: AsyncSession, workshop_id: int, user_id: str) -> Named | None:
    """What a person is in a workshop (`role`, `attendance`); None for somebody who takes no part, or no more.

    `last_stage_id`: the stage, of any workshop, that they contributed to last.
    """
    found = await read(session, _part(), workshop_id=workshop_id, user_id=user_id)
    return found[0] if found else None


@cache
def _part() -> sa.SelectBase:
    person, workshop, profile_ = table("participant"), table("workshop"), table("profile")
    known = sa.and_(profile_.c.team_id == workshop.c.team_id, profile_.c.user_id == person.c.user_id)
    return (
        sa.select(person.c.role, person.c.attendance, profile_.c.last_stage_id)
        .join(workshop, workshop.c.id == person.c.workshop_id)
        .outerjoin(profile_, known)
        .where(person.c.workshop_id == WORKSHOP, person.c.user_id == USER, person.c.removed_at.is_(None))
    )


async def participants(session: AsyncSession, workshop_id: int) -> Sequence[Participant]:
    """Every row of a workshop's people, removed ones too."""
    found = await session.exec(select(Participant).where(col(Participant.workshop_id) == workshop_id))
    return found.all()


async def profile(session: AsyncSession, team_id: str, user_id: str) -> Profile:
    """A person's profile; a new one begins empty, and Slack's answer fills it."""
    return await adding.found_or_added(session, Profile(team_id=team_id, user_id=user_id))


async def last_stage(session: AsyncSession, team_id: str, user_id: str) -> int | None:
    """The stage that a person contributed to last."""
    found = await plain(session, _last_stage(), team_id=team_id, user_id=user_id)
    return found[0][0] if found else None


@cache
def _last_stage() -> sa.SelectBase:
    person = table("profile")
    return sa.select(person.c.last_stage_id).where(person.c.team_id == TEAM, person.c.user_id == USER)


async def known(session: AsyncSession, team_id: str, people: Iterable[str]) -> dict[str, Profile]:
    """The stored profiles of some people, by user id."""
    found = await session.exec(
        select(Profile).where(col(Profile.team_id) == team_id, col(Profile.user_id).in_(list(people)))
    )
    return {row.user_id: row for row in found.all()}


async def posting(session: AsyncSession, team_id: str, key: str) -> Posting | None:
    """The ledger row of a message."""
    found = await session.exec(select(Posting).where(col(Posting.team_id) == team_id, col(Posting.key) == key))
    return found.first()


async def last_moved(session: AsyncSession, workshop_id: int, actions: Iterable[str]) -> datetime | None:
    """When one of some audited actions last happened in a workshop."""
    found = await session.exec(
        select(sa.func.max(Audit.at)).where(col(Audit.workshop_id) == workshop_id, col(Audit.action).in_(list(actions)))
    )
    return found.first()


async def all_of_team(session: AsyncSession, team_id: str) -> list[int]:
    """Every map of a workspace that was not deleted, oldest first."""
    found = await session.exec(
        select(Workshop.id)
        .where(col(Workshop.team_id) == team_id, col(Workshop.deleted_at).is_(None))
        .order_by(col(Workshop.id))
    )
    return [workshop_id for workshop_id in found if workshop_id is not None]


async def in_channel(session: AsyncSession, team_id: str, channel_id: str, limit: int) -> list[int]:
    """The open and living workshops of a channel, newest first."""
    found = await plain(session, _in_channel(), team_id=team_id, channel_id=channel_id, most=limit)
    return [row[0] for row in found]


@cache
def _in_channel() -> sa.Select[tuple[int]]:
    workshop = table("workshop")
    return (
        sa.select(workshop.c.id)
        .where(
            workshop.c.team_id == TEAM,
            workshop.c.channel_id == sa.bindparam("channel_id"),
            workshop.c.status.in_(LIVE),
            workshop.c.deleted_at.is_(None),
        )
        .order_by(workshop.c.id.desc())
        .limit(MOST)
    )


async def briefly_in(session: AsyncSession, team_id: str, channel_id: str, limit: int) -> Sequence[tuple[Any, ...]]:
    """The same with their stages in order: workshop_id, title, stage_id, name. One without stages has one row."""
    return await plain(session, _briefly_in(), team_id=team_id, channel_id=channel_id, most=limit)


@cache
def _briefly_in() -> sa.SelectBase:
    workshop, stage = table("workshop"), table("stage")
    return (
        sa.select(workshop.c.id, workshop.c.title, stage.c.id.label("stage_id"), stage.c.name)
        .outerjoin(stage, sa.and_(stage.c.workshop_id == workshop.c.id, stage.c.deleted_at.is_(None)))
        .where(workshop.c.id.in_(_in_channel()))
        .order_by(workshop.c.id.desc(), stage.c.position, stage.c.id)
    )


async def heads(session: AsyncSession, team_id: str, ids: Sequence[int]) -> Sequence[Named]:
    """The rows of some workshops with the names of facilitator and owner, and where the card stands."""
    return await read(session, _heads(), team_id=team_id, workshop_ids=ids)


@cache
def _heads() -> sa.Select[tuple[object, ...]]:
    workshop, workspace, posting_ = table("workshop"), table("workspace"), table("posting")
    lead, owner = table("profile").alias("lead"), table("profile").alias("owner")
    round_ = table("anonymous_round")
    return (
        sa.select(
            workshop,
            workspace.c.url.label("workspace_url"),
            lead.c.name.label("facilitator_name"),
            owner.c.name.label("journey_owner_name"),
            posting_.c.ts.label("card_ts"),
            posting_.c.message_channel_id.label("card_channel_id"),
            round_.c.opened_at.label("round_since"),
            sa.case((workshop.c.deleted_at.is_not(None), _deleter(workshop))).label("deleted_by"),
        )
        .join(workspace, workspace.c.team_id == workshop.c.team_id)
        .outerjoin(lead, sa.and_(lead.c.team_id == workshop.c.team_id, lead.c.user_id == workshop.c.facilitator_id))
        .outerjoin(
            owner, sa.and_(owner.c.team_id == workshop.c.team_id, owner.c.user_id == workshop.c.journey_owner_id)
        )
        .outerjoin(
            posting_,
            sa.and_(posting_.c.workshop_id == workshop.c.id, posting_.c.kind == words.PostingKind.CARD.value),
        )
        .outerjoin(round_, sa.and_(round_.c.workshop_id == workshop.c.id, round_.c.closed_at.is_(None)))
        .where(workshop.c.team_id == TEAM, workshop.c.id.in_(WORKSHOPS))
    )


def _deleter(workshop: sa.Table) -> sa.ScalarSelect[str]:
    """Who deleted a workshop last."""
    audit = table("audit")
    return (
        sa.select(audit.c.actor_id)
        .where(audit.c.workshop_id == workshop.c.id, audit.c.action == "workshop.delete")
        .order_by(audit.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


async def people_of(session: AsyncSession, team_id: str, ids: Sequence[int]) -> Sequence[Named]:
    """The people of some workshops with their names, in the order they came."""
    return await read(session, _people_of(), team_id=team_id, workshop_ids=ids)


@cache
def _people_of() -> sa.Select[tuple[object, ...]]:
    participant_, profile_ = table("participant"), table("profile")
    return (
        sa.select(participant_, profile_.c.name)
        .outerjoin(profile_, sa.and_(profile_.c.team_id == TEAM, profile_.c.user_id == participant_.c.user_id))
        .where(participant_.c.workshop_id.in_(WORKSHOPS), participant_.c.removed_at.is_(None))
        .order_by(participant_.c.id)
    )


async def stages_of(session: AsyncSession, ids: Sequence[int]) -> Sequence[Named]:
    """The columns of some workshops, in order."""
    return await read(session, _stages_of(), workshop_ids=ids)


@cache
def _stages_of() -> sa.Select[tuple[object, ...]]:
    stage = table("stage")
    return (
        sa.select(stage)
        .where(stage.c.workshop_id.in_(WORKSHOPS), stage.c.deleted_at.is_(None))
        .order_by(stage.c.position, stage.c.id)
    )


async def gave_in(session: AsyncSession, ids: Sequence[int]) -> Sequence[Gave]:
    """Who gave something in which step: workshop_id, author_id, step."""
    return [(row[0], row[1], row[2]) for row in await plain(session, _gave_in(), workshop_ids=ids)]


@cache
def _gave_in() -> sa.CompoundSelect[tuple[object, ...]]:
    def authors(step: words.Step, source: sa.Table, alive: tuple[sa.ColumnElement[bool], ...]) -> sa.Select[Gave]:
        number: sa.ColumnElement[int] = sa.literal_column(str(step.value), sa.Integer)
        return (
            sa.select(source.c.workshop_id, source.c.author_id, number.label("step"))
            .where(source.c.workshop_id.in_(WORKSHOPS), *alive)
            .distinct()
        )

    return sa.union(*(authors(step, *given) for step, given in giving()))


def giving() -> Iterator[tuple[words.Step, tuple[sa.Table, tuple[sa.ColumnElement[bool], ...]]]]:
    """What counts as having given something to a step: rows of a table, under some conditions."""

    def of(name: str, *conditions: sa.ColumnElement[bool]) -> tuple[sa.Table, tuple[sa.ColumnElement[bool], ...]]:
        source = table(name)
        if "merged_into_id" in source.c:  # who said what was merged gave something all the same
            return source, (sa.or_(source.c.deleted_at.is_(None), source.c.merged_into_id.is_not(None)), *conditions)
        alive = (source.c.deleted_at.is_(None),) if "deleted_at" in source.c else ()
        return source, (*alive, *conditions)

    kind = table("contribution").c.kind
    in_map = (words.NoteKind.ACTION.value,)
    in_redesign = (words.NoteKind.DECISION.value,)
    yield words.Step.CUSTOMER, of("persona")
    yield words.Step.MAP, of("touchpoint")
    yield words.Step.MAP, of("contribution", kind.in_(in_map))
    yield words.Step.FEEL, of("contribution", kind.not_in((*in_map, *in_redesign)))
    yield words.Step.REDESIGN, of("contribution", kind.in_(in_redesign))
    yield words.Step.FEEL, of("emotion_score")
    yield words.Step.FEEL, of("walk")
    yield words.Step.REDESIGN, of("vote")
    yield words.Step.REDESIGN, of("idea")
    yield words.Step.REVIEW, of("metric")


async def timed(session: AsyncSession, now: datetime, after: int, limit: int) -> Sequence[int]:
    """Workshops above `after` whose clock may have something to say."""
    found = await session.exec(
        select(Workshop.id)
        .join(Workspace, col(Workspace.team_id) == col(Workshop.team_id))
        .where(
            col(Workshop.clock_at) <= now,
            col(Workspace.removed_at).is_(None),
            col(Workshop.status) == words.WorkshopStatus.OPEN.value,
            col(Workshop.deleted_at).is_(None),
            swept(col(Workshop.id)) > after,
        )
        .order_by(swept(col(Workshop.id)))
        .limit(limit)
    )
    return [workshop_id for workshop_id in found if workshop_id is not None]
