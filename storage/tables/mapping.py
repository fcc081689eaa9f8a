"""What the map is made of: stages, touchpoints, what people contributed and felt."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage import words
from storage.tables.columns import (
    ID_MAX,
    LINE_MAX,
    NAME_MAX,
    TEXT_MAX,
    Row,
    at_most,
    one_of,
    ref,
    row_id,
    short_text,
    when,
)


class Stage(Row, table=True):
    """A group of the customer's steps: a column of the map."""

    __tablename__ = "stage"
    __table_args__ = (
        sa.Index("ix_stage_workshop_position", "workshop_id", "position"),
        at_most("name", NAME_MAX),
        at_most("time_spent", NAME_MAX),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id", index=False)
    position: int = 0
    name: str = short_text(NAME_MAX)
    time_spent: str = short_text(NAME_MAX)
    details: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    folded: str = Field(default="", sa_type=sa.Text)
    version: int = 1
    created_at: datetime = when()
    updated_at: datetime = when()
    deleted_at: datetime | None = when(nullable=True)


class Touchpoint(Row, table=True):
    """One contact, direct or indirect, with the organisation."""

    __tablename__ = "touchpoint"
    __table_args__ = (
        one_of("channel", words.Channel),
        one_of("usage", words.Usage),
        one_of("classed", words.TouchpointClass),
        one_of("fate", words.Fate),
        sa.CheckConstraint("importance BETWEEN 0 AND 5", name="importance_range"),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 300", name="title_length"),
        sa.Index("ix_touchpoint_workshop_stage", "workshop_id", "stage_id"),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id", index=False)
    stage_id: int = ref("stage.id")
    position: int = 0
    title: str = short_text(LINE_MAX)
    channel: str = Field(default=words.Channel.OTHER, max_length=16)
    usage: str = Field(default=words.Usage.IN_USE, max_length=16)
    classed: str | None = Field(default=None, max_length=16)
    moment_of_truth: bool = False
    planned: bool = True  # on the organisation's own list
    lived: bool | None = None  # reported by customers; None: nobody asked them yet
    fate: str | None = Field(default=None, max_length=8)
    importance: int = 0
    department: str = short_text(NAME_MAX)
    details: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = when()
    updated_at: datetime = when()
    deleted_at: datetime | None = when(nullable=True)


class Contribution(Row, table=True):
    """One text of one person: an action, thought, pain, joy, itch, piece of evidence or decision."""

    __tablename__ = "contribution"
    __table_args__ = (
        one_of("kind", words.NoteKind),
        one_of("status", words.PainStatus),
        one_of("evidence_kind", words.EvidenceKind),
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name="severity_range"),
        sa.CheckConstraint("(kind = 'pain') = (status IS NOT NULL)", name="status_of_pains"),
        sa.CheckConstraint("(kind = 'pain') = (severity IS NOT NULL)", name="severity_of_pains"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 3000", name="text_length"),
        sa.CheckConstraint("sample_size >= 0", name="sample_size_positive"),
        sa.Index("ix_contribution_workshop_kind", "workshop_id", "kind"),
        sa.Index("ix_contribution_author", "workshop_id", "author_id"),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id", index=False)
    stage_id: int | None = ref("stage.id", nullable=True)
    merged_into_id: int | None = ref("contribution.id", nullable=True, on_delete="SET NULL")  # said twice
    about_id: int | None = ref("contribution.id", nullable=True, on_delete="SET NULL")  # what evidence is about
    kind: str = Field(max_length=16)
    text: str = Field(sa_type=sa.Text)
    folded: str = Field(default="", sa_type=sa.Text)  # of pain points, which are searched
    severity: int | None = None
    status: str | None = Field(default=None, max_length=16)
    evidence_kind: str | None = Field(default=None, max_length=24)
    source: str = short_text(LINE_MAX)
    link: str = short_text(TEXT_MAX)
    sample_size: int | None = None
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    verified_on: date | None = None
    created_at: datetime = when()
    updated_at: datetime = when()
    deleted_at: datetime | None = when(nullable=True)


class EmotionScore(Row, table=True):
    """How one person thinks the persona feels in one stage, −2 … +2."""

    __tablename__ = "emotion_score"
    __table_args__ = (
        sa.UniqueConstraint("stage_id", "author_id"),
        sa.CheckConstraint("score BETWEEN -2 AND 2", name="score_range"),
        at_most("word", NAME_MAX),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    stage_id: int = ref("stage.id", index=False)
    author_id: str = Field(max_length=ID_MAX)
    score: int
    word: str = short_text(NAME_MAX)
    updated_at: datetime = when()


class Walk(Row, table=True):
    """What one person found at a touchpoint, walking the journey as the persona."""

    __tablename__ = "walk"
    __table_args__ = (
        sa.UniqueConstraint("touchpoint_id", "author_id"),
        one_of("verdict", words.Verdict),
        at_most("note", TEXT_MAX),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    touchpoint_id: int = ref("touchpoint.id", index=False)
    author_id: str = Field(max_length=ID_MAX)
    verdict: str = Field(max_length=16)
    note: str = Field(default="", sa_type=sa.Text)
    updated_at: datetime = when()
