"""What keeps a map alive: metrics, reviews, the map as it was."""

from datetime import date, datetime
from typing import Any

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


class Metric(Row, table=True):
    """A number that shows whether the journey gets better."""

    __tablename__ = "metric"
    __table_args__ = (
        one_of("kind", words.MetricKind),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name="name_length"),
        at_most("unit", 16),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    stage_id: int | None = ref("stage.id", nullable=True, on_delete="SET NULL")
    kind: str = Field(default=words.MetricKind.OWN, max_length=24)
    name: str = short_text(NAME_MAX)
    unit: str = short_text(16)
    higher_is_better: bool = True
    baseline: float | None = None
    target: float | None = None
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = when()
    updated_at: datetime = when()
    deleted_at: datetime | None = when(nullable=True)


class MetricValue(Row, table=True):
    """One measured value."""

    __tablename__ = "metric_value"
    id: int | None = row_id()
    metric_id: int = ref("metric.id")
    round_id: int | None = ref("review_round.id", nullable=True, on_delete="SET NULL")
    value: float
    measured_on: date
    author_id: str = Field(max_length=ID_MAX)
    created_at: datetime = when()


class Review(Row, table=True):
    """The rhythm in which a map is looked at again. `due_at` is what the engine's tick sweeps."""

    __tablename__ = "review"
    __table_args__ = (
        one_of("cadence", words.Cadence),
        one_of("put_off", words.PutOff),
        sa.CheckConstraint("nth IN (-1, 1, 2, 3, 4)", name="nth_known"),
        sa.CheckConstraint("claim_days BETWEEN 1 AND 3660", name="claim_days_range"),
        at_most("put_off_reason", LINE_MAX),
        sa.UniqueConstraint("workshop_id"),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id", index=False)
    cadence: str = Field(max_length=16)
    starts_on: date
    nth: int | None = None  # by the month: the first … fourth (-1: last) weekday that `starts_on` is
    local_time: str = Field(default="10:00", max_length=5)
    tz: str = Field(default="UTC", max_length=ID_MAX)
    due_at: datetime | None = when(nullable=True, index=True)
    notice_at: datetime | None = when(nullable=True, index=True)  # when to look who has something to bring
    late_at: datetime | None = when(nullable=True, index=True)  # when to say that nobody held the one that waits
    claim_days: int = 90  # a claim that nobody verified for so long is asked about
    paused_at: datetime | None = when(nullable=True)  # the channel takes no messages: archived, or without the bot
    put_off: str | None = Field(default=None, max_length=8)
    put_off_from: datetime | None = when(nullable=True)  # the regular time of what was moved or skipped
    put_off_by: str | None = Field(default=None, max_length=ID_MAX)
    put_off_reason: str = short_text(LINE_MAX)
    generation: int = 1  # moves on whenever due_at does: a fired workflow of an older one does nothing
    version: int = 1
    updated_at: datetime = when()


class ReviewRound(Row, table=True):
    """One review that came due, or was begun ahead of time: held once, by whoever finishes it first."""

    __tablename__ = "review_round"
    __table_args__ = (sa.UniqueConstraint("workshop_id", "number"), at_most("conclusion", TEXT_MAX))
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id", index=False)
    number: int
    due_at: datetime = when()
    early: bool = False  # begun ahead of time: the next one that comes due is this one
    late_told: int = 0  # how often it was said that nobody held it
    skipped_at: datetime | None = when(nullable=True)  # it will not be held
    held_at: datetime | None = when(nullable=True)
    held_by: str | None = Field(default=None, max_length=ID_MAX)
    conclusion: str = Field(default="", sa_type=sa.Text)
    revision: int | None = None


class ReviewAnswer(Row, table=True):
    """What one person answered in a review, kept as they go: for the result, and for those who come back."""

    __tablename__ = "review_answer"
    __table_args__ = (
        one_of("kind", words.Answered),
        sa.UniqueConstraint("round_id", "kind", "item_id", "author_id"),
        at_most("answer", TEXT_MAX),
        at_most("before", NAME_MAX),
    )
    id: int | None = row_id()
    round_id: int = ref("review_round.id", index=False)
    kind: str = Field(max_length=16)
    item_id: int = 0  # the pain, metric, claim or decision; 0 for what is about the whole
    answer: str = Field(default="", sa_type=sa.Text)
    before: str = short_text(NAME_MAX)  # what stood there
    author_id: str = Field(max_length=ID_MAX)
    at: datetime = when()


class RevisionSnapshot(Row, table=True):
    """The whole map as it was, kept at the end of a step and after a review."""

    __tablename__ = "revision_snapshot"
    __table_args__ = (sa.UniqueConstraint("workshop_id", "revision", "reason"),)
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id", index=False)
    revision: int
    reason: str = Field(max_length=NAME_MAX)
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    mood: float | None = None  # the median of how its stages felt, where enough people had said so openly
    created_at: datetime = when()
