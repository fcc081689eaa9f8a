"""The texts by which maps are found. Letters are folded by who reads them: SQLite knows the case of ASCII only."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.rows import WORKSHOPS, read, table

Texts = Sequence[sa.RowMapping]


async def texts(session: AsyncSession, ids: Sequence[int]) -> Texts:
    """What stands on some maps: rows of workshop_id, place (title, goal, persona, stage, pain), text."""
    return await read(session, _texts(), workshop_ids=ids) if ids else []


@cache
def _texts() -> sa.CompoundSelect[tuple[object, ...]]:
    def of(name: str, place: str, column: str, *conditions: sa.ColumnElement[bool]) -> sa.Select[tuple[int, str, str]]:
        source = table(name)
        key = source.c.id if name == "workshop" else source.c.workshop_id
        where: sa.ColumnElement[str] = sa.literal_column(f"'{place}'", sa.String)
        text = sa.cast(source.c[column], sa.Text)  # a union has columns of one type
        return sa.select(key.label("workshop_id"), where.label("place"), text.label("text")).where(
            key.in_(WORKSHOPS), source.c.deleted_at.is_(None), *conditions
        )

    pains = table("contribution").c.kind == words.NoteKind.PAIN.value
    return sa.union_all(
        of("workshop", "title", "title"),
        of("workshop", "goal", "goal"),
        of("persona", "persona", "name"),
        of("persona", "persona", "headline"),
        of("stage", "stage", "name"),
        of("contribution", "pain", "text", pains),
    )
