"""The texts by which maps are found, as `storage.folding` keeps them, and as people wrote them."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import words
from storage.asking import Named
from storage.rows import WORKSHOPS, read, table

Texts = Sequence[Named]


def says(word: str) -> sa.ColumnElement[bool]:
    """The condition on `workshop` that a folded word stands on the map: title, goal, persona, stage or pain point."""
    workshop = table("workshop")

    def in_(name: str) -> sa.ColumnElement[bool]:
        source = table(name)
        return (
            sa.exists()
            .where(
                source.c.workshop_id == workshop.c.id,
                source.c.deleted_at.is_(None),
                source.c.folded.contains(word, autoescape=True),
                *((source.c.kind == words.NoteKind.PAIN.value,) if name == "contribution" else ()),
            )
            .correlate(workshop)
        )

    return sa.or_(workshop.c.folded.contains(word, autoescape=True), in_("persona"), in_("stage"), in_("contribution"))


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
