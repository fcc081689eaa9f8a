"""Anonymous rounds: when one ran, and the key that tells its authors apart while it runs."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.columns import Row, ref, row_id, when

OPEN = sa.text("closed_at IS NULL")


class AnonymousRound(Row, table=True):
    """A time in which what people give carries a pseudonym instead of their id; one at a time in a workshop.

    `votes` and `scores` say, of a round that is over, whether there were any: those who gave them cannot be known
    again, so they would count twice.
    """

    __tablename__ = "anonymous_round"
    __table_args__ = (
        sa.CheckConstraint("step BETWEEN 1 AND 6", name="step_range"),
        sa.Index("uq_anonymous_round_open", "workshop_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    step: int
    step_visit: int
    votes: bool = False
    scores: bool = False
    opened_at: datetime = when()
    closed_at: datetime | None = when(nullable=True)


class RoundKey(Row, table=True):
    """The key of an open round, sealed. Its row is destroyed when the round closes."""

    __tablename__ = "round_key"
    round_id: int = Field(primary_key=True, sa_column_args=(sa.ForeignKey("anonymous_round.id", ondelete="CASCADE"),))
    sealed: str = Field(sa_type=sa.Text)
