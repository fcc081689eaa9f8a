"""Anonymous rounds: finding the open one, and making its authors unknown for good when it closes.

An author column holds a person's id, or, of what was given in an anonymous round: a pseudonym (`anon:…`) while the
round is open; afterwards `anon`, or, where people have to be counted, a name (`anon-…`) that stands for one person in
one table and was drawn by lot. Ids of Slack's begin with a capital letter, so that none is ever mistaken for these.
"""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import WORKSHOP, once, plain, table
from storage.tables import AnonymousRound, RoundKey

NOBODY, PSEUDONYM, BY_LOT = "anon", "anon:", "anon-"
LEAST = 3  # people: what fewer said could be traced to one of them
_GIVEN = ("contribution", "idea", "touchpoint", "persona", "metric", "metric_value")
# One row for each person and thing: these keep telling people apart, each table in its own way.
_COUNTED = ("emotion_score", "vote", "walk")
_ITEMS = {"contribution": "note", "idea": "idea", "touchpoint": "touchpoint", "persona": "persona", "metric": "metric"}


def hidden(author: sa.SQLColumnExpression[str]) -> sa.ColumnElement[bool]:
    """Whether an author column names nobody."""
    return author.like(f"{NOBODY}%")


def is_hidden(author_id: str) -> bool:
    """Whether an author's id names nobody."""
    return author_id.startswith(NOBODY)


async def open_round(session: AsyncSession, workshop_id: int) -> AnonymousRound | None:
    """The round that runs in a workshop now."""
    if not await plain(session, _running(), workshop_id=workshop_id):
        return None  # as nearly always
    found = await session.exec(
        select(AnonymousRound).where(
            col(AnonymousRound.workshop_id) == workshop_id, col(AnonymousRound.closed_at).is_(None)
        )
    )
    return found.first()


@cache
def _running() -> sa.SelectBase:
    round_ = table("anonymous_round")
    return sa.select(round_.c.id).where(round_.c.workshop_id == WORKSHOP, round_.c.closed_at.is_(None))


async def rounds_of(session: AsyncSession, team_id: str, user_id: str) -> Sequence[AnonymousRound]:
    """The rounds that run now in the workshops that a person takes part in."""
    workshop, person = table("workshop"), table("participant")
    found = await session.exec(
        select(AnonymousRound)
        .join(workshop, workshop.c.id == col(AnonymousRound.workshop_id))
        .join(person, person.c.workshop_id == workshop.c.id)
        .where(
            workshop.c.team_id == team_id,
            person.c.user_id == user_id,
            person.c.removed_at.is_(None),
            col(AnonymousRound.closed_at).is_(None),
        )
    )
    return found.all()


async def key_of(session: AsyncSession, round_id: int) -> str | None:
    """The sealed key of a round; None where it was destroyed."""
    row = await session.get(RoundKey, round_id)
    return row.sealed if row else None


async def counted_before(session: AsyncSession, workshop_id: int, visit: int, what: str) -> bool:
    """Whether a round of this visit to the step, over by now, had `votes` or `scores`."""
    found = await session.exec(
        select(AnonymousRound.id)
        .where(
            col(AnonymousRound.workshop_id) == workshop_id,
            col(AnonymousRound.step_visit) == visit,
            col(AnonymousRound.closed_at).is_not(None),
            table("anonymous_round").c[what],
        )
        .limit(1)
    )
    return found.first() is not None


async def close(session: AsyncSession, round_: AnonymousRound, at: datetime) -> None:
    """Destroy the round's key, and make everything that was given in it nobody's."""
    if round_.id is None:
        return
    key = await session.get(RoundKey, round_.id)
    if key is not None:
        key.sealed = "0" * len(key.sealed)  # SQLite leaves what a deleted row said in the file; this stands there then
        await session.flush()
        await session.delete(key)
    round_.closed_at = at
    round_.votes = await _any(session, "vote", round_.workshop_id)
    round_.scores = await _any(session, "emotion_score", round_.workshop_id)
    session.add(round_)
    await session.flush()
    for name in _GIVEN:
        await _disown(session, name, "author_id", round_.workshop_id)
    await _disown(session, "audit", "actor_id", round_.workshop_id)
    await _disown(session, "participant", "added_by", round_.workshop_id)
    await _disown(session, "pain_owner", "assigned_by", round_.workshop_id)
    for name in _COUNTED:
        await _by_lot(session, name, round_.workshop_id)


async def disown(session: AsyncSession, workshop_id: int, pseudonym: str) -> None:
    """Make what one author gave in the round that runs nobody's, as its end does with everybody's."""
    connection = await session.connection()
    await session.flush()
    named = [(name, "author_id") for name in _GIVEN]
    named += [("audit", "actor_id"), ("participant", "added_by"), ("pain_owner", "assigned_by")]
    for name, column in named:
        mine = sa.and_(_of(name, workshop_id), table(name).c[column] == pseudonym)
        await connection.execute(sa.update(table(name)).where(mine).values({column: NOBODY}))
    for name in _COUNTED:
        mine = sa.and_(_of(name, workshop_id), table(name).c.author_id == pseudonym)
        lot = f"{BY_LOT}{secrets.token_hex(24)}"
        await connection.execute(sa.update(table(name)).where(mine).values(author_id=lot))


def _of(name: str, workshop_id: int) -> sa.ColumnElement[bool]:
    """The rows of a workshop, in tables that hang below something else of it, too."""
    source = table(name)
    if "workshop_id" in source.c:
        return source.c.workshop_id == workshop_id
    column, above = ("metric_id", "metric") if name == "metric_value" else ("contribution_id", "contribution")
    parent = table(above)
    return source.c[column].in_(sa.select(parent.c.id).where(parent.c.workshop_id == workshop_id))


async def _any(session: AsyncSession, name: str, workshop_id: int) -> bool:
    source = table(name)
    mine = sa.select(source.c.id).where(_of(name, workshop_id), source.c.author_id.startswith(PSEUDONYM)).limit(1)
    return bool(await once(session, mine))


async def _disown(session: AsyncSession, name: str, column: str, workshop_id: int) -> None:
    source = table(name)
    connection = await session.connection()
    await connection.execute(
        sa.update(source).where(_of(name, workshop_id), source.c[column].startswith(PSEUDONYM)).values({column: NOBODY})
    )


async def _by_lot(session: AsyncSession, name: str, workshop_id: int) -> None:
    source, connection = table(name), await session.connection()
    mine = sa.and_(_of(name, workshop_id), source.c.author_id.startswith(PSEUDONYM))
    for row in await once(session, sa.select(source.c.author_id).where(mine).distinct()):
        lot = f"{BY_LOT}{secrets.token_hex(24)}"
        here = sa.and_(_of(name, workshop_id), source.c.author_id == row["author_id"])
        await connection.execute(sa.update(source).where(here).values(author_id=lot))


async def authored(session: AsyncSession, workshop_id: int, authors: Collection[str]) -> set[tuple[str, int]]:
    """What some authors gave to a map: pairs of the kind of thing and its id."""
    found: set[tuple[str, int]] = set()
    for name, item in _ITEMS.items():
        source = table(name)
        mine = sa.select(source.c.id).where(source.c.workshop_id == workshop_id, source.c.author_id.in_(list(authors)))
        found |= {(item, row["id"]) for row in await once(session, mine)}
    return found


async def gave(session: AsyncSession, workshop_id: int, author_id: str) -> bool:
    """Whether an author gave anything at all."""
    names = (*_GIVEN[:-1], *_COUNTED)

    def theirs(name: str) -> sa.Select[tuple[int]]:
        source = table(name)
        return sa.select(source.c.id).where(source.c.workshop_id == workshop_id, source.c.author_id == author_id)

    return bool(await once(session, sa.union_all(*(theirs(name) for name in names)).limit(1)))


async def of_team(session: AsyncSession, team_id: str) -> Sequence[AnonymousRound]:
    """The rounds that run in a workspace now."""
    workshop = table("workshop")
    found = await session.exec(
        select(AnonymousRound)
        .join(workshop, workshop.c.id == col(AnonymousRound.workshop_id))
        .where(workshop.c.team_id == team_id, col(AnonymousRound.closed_at).is_(None))
    )
    return found.all()
