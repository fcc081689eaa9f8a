"""What the team chooses to do: votes, owners, ideas."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage import words
from storage.tables.columns import ID_MAX, LINE_MAX, NAME_MAX, TEXT_MAX, Row, at_most, ref, row_id, short_text, when


class Vote(Row, table=True):
    """One dot of one person on one pain point."""

    __tablename__ = "vote"
    __table_args__ = (sa.UniqueConstraint("contribution_id", "author_id"),)
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    contribution_id: int = ref("contribution.id", index=False)
    author_id: str = Field(max_length=ID_MAX)
    created_at: datetime = when()


class PainOwner(Row, table=True):
    """Who answers for a pain point, until when, and how they will know it is gone."""

    __tablename__ = "pain_owner"
    __table_args__ = (
        at_most("success_metric", LINE_MAX),
        at_most("plan", TEXT_MAX),
        at_most("due_reason", LINE_MAX),
        at_most("help", LINE_MAX),
    )
    contribution_id: int = Field(
        primary_key=True, sa_column_args=(sa.ForeignKey("contribution.id", ondelete="CASCADE"),)
    )
    owner_id: str = Field(max_length=ID_MAX, index=True)
    due_on: date | None = Field(default=None, index=True)
    success_metric: str = short_text(LINE_MAX)
    plan: str = Field(default="", sa_type=sa.Text)
    outcome: str = Field(default="", sa_type=sa.Text)
    generation: int = 1  # counts hand-overs: each new owner is told once
    assigned_by: str = Field(max_length=ID_MAX)
    assigned_at: datetime = when()
    done_at: datetime | None = when(nullable=True)
    accepted_at: datetime | None = when(nullable=True)
    due_reason: str = short_text(LINE_MAX)  # why it is due later than was promised first
    snoozed_until: datetime | None = when(nullable=True)
    remind_at: datetime | None = when(nullable=True, index=True)  # what the tick sweeps
    escalated_on: date | None = None  # the due date of which the journey owner was told that it passed
    help: str = short_text(LINE_MAX)  # what the owner needs, while they need it
    help_at: datetime | None = when(nullable=True)
    left_by: str | None = Field(default=None, max_length=ID_MAX)  # who answered for it, and left the workspace
    version: int = 1


class Idea(Row, table=True):
    """An opportunity: a proposed answer to a pain point, or to a stage as a whole."""

    __tablename__ = "idea"
    __table_args__ = (
        sa.CheckConstraint("impact BETWEEN 1 AND 3", name="impact_range"),
        sa.CheckConstraint("effort BETWEEN 1 AND 3", name="effort_range"),
        sa.CheckConstraint("value BETWEEN 1 AND 3", name="value_range"),
        sa.CheckConstraint("complexity BETWEEN 1 AND 3", name="complexity_range"),
        at_most("question", LINE_MAX),
        at_most("timeline", NAME_MAX),
        at_most("depends_on", LINE_MAX),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 3000", name="text_length"),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    stage_id: int | None = ref("stage.id", nullable=True)
    pain_id: int | None = ref("contribution.id", nullable=True, on_delete="SET NULL")
    text: str = Field(sa_type=sa.Text)
    impact: int = words.Level.MEDIUM
    effort: int = words.Level.MEDIUM
    question: str = short_text(LINE_MAX)  # the "how might we" that it answers
    value: int | None = None  # for the business
    complexity: int | None = None
    timeline: str = short_text(NAME_MAX)
    depends_on: str = short_text(LINE_MAX)
    decided: bool = False
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = when()
    updated_at: datetime = when()
    deleted_at: datetime | None = when(nullable=True)
