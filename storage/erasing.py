"""Taking a person's name out of the tables: what they gave stays and counts, and nobody is told whose it was.

Where their id stood there is `gone-…` then, drawn by lot, another one on each map: it keeps what one person gave on a
map together, so that votes and scores count as before, and leads nowhere else. Where their name stood there is 👤.
"""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.folding import fold
from storage.personal import PEOPLE, WORDS
from storage.rows import once, table
from storage.tables import (
    ChannelMember,
    Erasure,
    ImportDraft,
    Notice,
    Participant,
    Posting,
    Profile,
    Workshop,
    Workspace,
)

GONE = "gone-"  # how ids begin that stand for somebody whose name was removed
SILHOUETTE = "👤"
# Tables without a column of the map they belong to: the table above, and the column that leads there.
_BELOW = {
    "pain_owner": ("contribution", "contribution_id"),
    "metric_value": ("metric", "metric_id"),
    "review_answer": ("review_round", "round_id"),
}
_OF_TEAM = ("map_template", "audit", "delivery_claim", "installation", "webhook")  # what belongs to no map
# Rows of theirs go altogether.
_WHOLE = frozenset({"posting", "notice", "profile", "channel_member", "import_draft", "erasure"})


@dataclass(frozen=True, slots=True)
class Erased:
    """Whose name goes: the id, the name as Slack told it (or nothing), and what stands there from now on."""

    user_id: str
    name: str
    stand_in: str


def is_gone(user_id: str) -> bool:
    """Whether an id stands for somebody whose name was removed."""
    return user_id.startswith(GONE)


def drawn(user_id: str, name: str) -> Erased:
    """A person, with a stand-in that was drawn by lot."""
    return Erased(user_id, name, f"{GONE}{secrets.token_hex(8)}")


def without(value: Any, who: Erased) -> Any:
    """A value of a column, or of JSON, that names a person no more."""
    if isinstance(value, str):
        return _text(value, who)
    if isinstance(value, list):
        return [without(one, who) for one in value]
    if isinstance(value, dict):
        made = {_text(name, who): without(one, who) for name, one in value.items()}
        if value.get("user_id") == who.user_id and "name" in value:
            made["name"] = SILHOUETTE
        return made
    return value


def _text(said: str, who: Erased) -> str:
    """What was said; a name of one word is taken out where it stands alone, since it may be a word like any other."""
    if said == who.user_id:
        return who.stand_in
    if who.name and said.strip() == who.name:
        return SILHOUETTE
    for user_id, name in ((who.user_id, who.name), (fold(who.user_id), fold(who.name))):
        said = re.sub(rf"<@{user_id}(\|[^>]*)?>|(?<![A-Za-z0-9]){user_id}(?![A-Za-z0-9])", SILHOUETTE, said)
        if " " in name:
            said = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", SILHOUETTE, said)
    return said


@dataclass(frozen=True, slots=True)
class Teams:
    """The workspaces that a database serves, and those of them in which a person is known."""

    served: list[str]
    known: list[str]


async def teams_of(session: AsyncSession, user_id: str) -> Teams:
    """Which workspaces a person may be of."""
    served = await session.exec(select(Workspace.team_id).order_by(col(Workspace.team_id)))
    known = await session.exec(
        select(Profile.team_id).where(col(Profile.user_id) == user_id).order_by(col(Profile.team_id))
    )
    return Teams(list(served), list(known))


async def waiting(session: AsyncSession, limit: int) -> Sequence[Erasure]:
    """Whose names are to be removed, those who waited longest first."""
    found = await session.exec(select(Erasure).order_by(col(Erasure.asked_at), col(Erasure.user_id)).limit(limit))
    return found.all()


async def maps_after(session: AsyncSession, team_id: str, after: int, limit: int) -> list[int]:
    """A page of all maps of a workspace, those that ended or were deleted among them."""
    found = await session.exec(
        select(Workshop.id)
        .where(col(Workshop.team_id) == team_id, col(Workshop.id) > after)
        .order_by(col(Workshop.id))
        .limit(limit)
    )
    return [one for one in found if one is not None]


async def messages_to(session: AsyncSession, team_id: str, user_id: str) -> list[int]:
    """The ledger's rows of messages to one person."""
    found = await session.exec(
        select(Posting.id).where(col(Posting.team_id) == team_id, col(Posting.channel_id) == user_id)
    )
    return [one for one in found if one is not None]


async def of_map(session: AsyncSession, workshop_id: int, who: Erased, now: datetime) -> bool:
    """Take a person out of all rows of one map; whether anything named them."""
    await session.flush()
    below = [name for name in PEOPLE.keys() | WORDS.keys() if name not in _WHOLE and _belongs(name)]
    # One who takes part no more, and whose department and side still count for what they gave.
    leaves = sa.update(Participant).where(
        col(Participant.workshop_id) == workshop_id, col(Participant.user_id) == who.user_id
    )
    found = bool((await session.exec(leaves.values(removed_at=now))).rowcount)
    for name in sorted(below):
        found |= await _rewritten(session, name, _of(name, workshop_id), who)
    session.expire_all()
    return found


async def of_team(session: AsyncSession, team_id: str, who: Erased) -> None:
    """Take a person out of what belongs to no map, and forget what is known of them and was written to them."""
    await session.flush()
    for name in _OF_TEAM:
        await _rewritten(session, name, table(name).c.team_id == team_id, who)
    for model in (Notice, Profile, ChannelMember, ImportDraft):
        mine = (col(model.team_id) == team_id, col(model.user_id) == who.user_id)
        await session.exec(sa.delete(model).where(*mine))
    to_them = (col(Posting.channel_id) == who.user_id, col(Posting.key).contains(f":{who.user_id}:"))
    await session.exec(sa.delete(Posting).where(col(Posting.team_id) == team_id, sa.or_(*to_them)))
    asked = sa.update(Erasure).where(col(Erasure.team_id) == team_id, col(Erasure.asked_by) == who.user_id)
    await session.exec(asked.values(asked_by=""))
    session.expire_all()


def reaches(name: str) -> bool:
    """Whether erasing somebody goes through a table at all."""
    return name in _WHOLE or name in _OF_TEAM or _belongs(name)


def _belongs(name: str) -> bool:
    return name == "workshop" or name in _BELOW or "workshop_id" in table(name).c


def _of(name: str, workshop_id: int) -> sa.ColumnElement[bool]:
    source = table(name)
    if name == "workshop":
        return source.c.id == workshop_id
    if name in _BELOW:
        above, column = _BELOW[name]
        parent = table(above)
        return source.c[column].in_(sa.select(parent.c.id).where(parent.c.workshop_id == workshop_id))
    return source.c.workshop_id == workshop_id


async def _rewritten(session: AsyncSession, name: str, where: sa.ColumnElement[bool], who: Erased) -> bool:
    source, connection = table(name), await session.connection()
    found = False
    for column in PEOPLE.get(name, ()):
        theirs = sa.update(source).where(where, source.c[column] == who.user_id).values({column: who.stand_in})
        found |= bool((await connection.execute(theirs)).rowcount)
    words = WORDS.get(name, ())
    if not words:
        return found
    keys = list(source.primary_key.columns)
    named = sa.or_(*(_names(source.c[column], who) for column in words))
    for row in await once(session, sa.select(*keys, *(source.c[column] for column in words)).where(where, named)):
        said = {column: without(row[column], who) for column in words}
        changed = {column: value for column, value in said.items() if value != row[column]}
        if changed:
            this = [key == row[key.name] for key in keys]
            await connection.execute(sa.update(source).where(*this).values(changed))
            found = True
    return found


def _names(column: sa.ColumnElement[Any], who: Erased) -> sa.ColumnElement[bool]:
    """Whether a column may name somebody: as they are called, or as it is folded, or written in JSON."""
    said = {who.user_id, fold(who.user_id)}
    if who.name:
        said |= {who.name, fold(who.name), json.dumps(who.name, ensure_ascii=False)[1:-1]}
    text = sa.cast(column, sa.Text)
    return sa.or_(*(text.contains(one, autoescape=True) for one in sorted(said)))
