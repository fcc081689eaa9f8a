"""The tokens of workspaces, the people who are about to install, and the keys that all secrets are sealed with."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import adding, rows
from storage.crypto import SealedError, Vault
from storage.db import Database
from storage.tables import Installation, OAuthState, Workspace
from storage.types import Sealed

BY_HAND = "sealed"  # a column of this name holds what the code around it sealed by itself


async def locked(session: AsyncSession, team_id: str) -> Installation | None:
    """A workspace's tokens, which nobody else changes until the transaction ends."""
    found = await session.exec(
        select(Installation)
        .where(col(Installation.team_id) == team_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.first()


async def stands(session: AsyncSession, team_id: str, at: datetime, said: Mapping[str, object]) -> None:
    """Write down what Slack says of a workspace whose token works: it is installed, whatever was before.

    Without objects: the first one makes SQLAlchemy ready for all tables, and whoever starts Cairn would wait for it.
    """
    workspace, workshop = rows.table("workspace"), rows.table("workshop")
    mine = workspace.c.team_id == team_id
    connection = await session.connection()
    before = await connection.execute(sa.select(workspace.c.removed_at).where(mine).with_for_update())
    known = before.first()
    if known is None:
        await adding.added(session, Workspace(team_id=team_id, installed_at=at), "team_id")
    elif known.removed_at is not None:
        # What failed while the token was refused says nothing about the maps.
        await connection.execute(workshop.update().where(workshop.c.team_id == team_id).values(draw_failures=0))
    standing = {"removed_at": None, "uninstalled_at": None}
    await connection.execute(workspace.update().where(mine).values({**said, **standing}))


async def expiring(session: AsyncSession, before: datetime, after: str, limit: int) -> Sequence[str]:
    """A page of the workspaces above `after` whose tokens expire before a moment."""
    found = await session.exec(
        select(Installation.team_id)
        .where(col(Installation.expires_at) < before, col(Installation.team_id) > after)
        .order_by(col(Installation.team_id))
        .limit(limit)
    )
    return found.all()


async def forget(session: AsyncSession, team_id: str) -> None:
    """Delete a workspace's tokens."""
    await session.exec(sa.delete(Installation).where(col(Installation.team_id) == team_id))


def begin(session: AsyncSession, state: str, language: str, until: datetime) -> None:
    """Remember that somebody goes to Slack with a state."""
    session.add(OAuthState(digest=_digest(state), language=language, expires_at=until))


async def finish(session: AsyncSession, state: str, now: datetime) -> str | None:
    """Use a state up; the language it was begun in, or None where it is not ours, used or too old.

    Of two who come with it at once, one is given the language.
    """
    mine = sa.delete(OAuthState).where(col(OAuthState.digest) == _digest(state), col(OAuthState.expires_at) >= now)
    result = await session.exec(mine.returning(col(OAuthState.language)))
    return result.scalar_one_or_none()


async def forget_states(session: AsyncSession, now: datetime) -> None:
    """Delete the states of people who did not come back in time."""
    await session.exec(sa.delete(OAuthState).where(col(OAuthState.expires_at) < now))


@dataclass(slots=True)
class Rotated:
    """What sealing everything anew came to."""

    done: int = 0
    lost: int = 0  # secrets that none of the keys opens


async def rotate(db: Database, page: int = 100) -> Rotated:
    """Seal every secret anew with the newest key, so that older keys can be dropped. Safe while Cairn runs."""
    outcome = Rotated()
    for table, column in sealed_columns():
        (key,) = table.primary_key.columns
        after: object = None
        while True:
            async with db.write() as session:
                ids = await _rotate_page(session, db.vault, (key, column), after, page, outcome)
            if len(ids) < page:
                break
            after = ids[-1]
    return outcome


def sealed_columns() -> Iterator[tuple[sa.Table, sa.Column[str]]]:
    """Every column that holds secrets."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed) or column.name == BY_HAND:
                yield table, column


async def _rotate_page(
    session: AsyncSession,
    vault: Vault,
    columns: tuple[sa.Column[object], sa.Column[str]],
    after: object,
    page: int,
    outcome: Rotated,
) -> list[object]:
    key, column = columns
    raw = sa.type_coerce(column, sa.Text)
    statement = sa.select(key, raw).where(column.is_not(None)).order_by(key).limit(page).with_for_update()
    connection = await session.connection()
    rows = (await connection.execute(statement if after is None else statement.where(key > after))).all()
    for row_id, sealed in rows:
        try:
            anew = vault.again(sealed)
        except SealedError:
            outcome.lost += 1
            continue
        text = sa.bindparam("anew", anew, sa.Text)
        await connection.execute(
            sa.text(f"UPDATE {key.table.name} SET {column.name} = :anew WHERE {key.name} = :id").bindparams(  # noqa: S608 - names of our own tables
                text, id=row_id
            )
        )
        outcome.done += 1
    return [row[0] for row in rows]


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
