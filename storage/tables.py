"""The tables, shaped after the words of journey mapping.

Every row that belongs to a workspace carries `team_id` or hangs below a workshop that does. Rows
people can edit carry `version` (optimistic locking: an edit names the version it saw) and are
deleted softly (`deleted_at`), so that undo and audit can find them.
"""

from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage import words
from storage.types import UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

TITLE_MAX, LINE_MAX, TEXT_MAX, NAME_MAX, ID_MAX = 120, 300, 3000, 80, 64

# The engine names its jobs by these rows' ids: SQLite must not give the id of a deleted row away again.
NEVER_REUSED = {"sqlite_autoincrement": True}
BEHIND = sa.text("revision > drawn_revision")
UNSENT = sa.text("state IN ('queued', 'sending')")


def _id() -> Any:
    return Field(default=None, primary_key=True)


def _ref(target: str, *, nullable: bool = False, on_delete: str = "CASCADE", index: bool = True) -> Any:
    return Field(
        default=None,
        sa_type=sa.Integer,
        sa_column_args=(sa.ForeignKey(target, ondelete=on_delete),),
        nullable=nullable,
        index=index,
    )


def _when(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable, index=index)


def _text(limit: int, *, default: str | None = "") -> Any:
    return Field(default=default, max_length=limit, sa_type=sa.String(limit))


def one_of(column: str, enum: type[Enum]) -> sa.CheckConstraint:
    """A CHECK that a column holds a member of `enum` (or null, where the column allows it)."""
    values = ", ".join(repr(member.value) for member in enum)
    return sa.CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def at_most(column: str, limit: int) -> sa.CheckConstraint:
    """A CHECK on a text's length: SQLite does not honour VARCHAR(n)."""
    return sa.CheckConstraint(f"length({column}) <= {limit}", name=f"{column}_length")


class Workspace(SQLModel, table=True):
    """A Slack workspace the bot serves."""

    __tablename__ = "workspace"
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    enterprise_id: str | None = Field(default=None, max_length=ID_MAX)
    name: str = _text(LINE_MAX)
    bot_id: str = Field(default="", max_length=ID_MAX)
    bot_user_id: str = Field(default="", max_length=ID_MAX)
    app_id: str = Field(default="", max_length=ID_MAX)
    scopes: str = Field(default="", sa_type=sa.Text)
    url: str = Field(default="", max_length=LINE_MAX)
    installed_at: datetime = _when()
    removed_at: datetime | None = _when(nullable=True)


class Profile(SQLModel, table=True):
    """What Slack says of a person, and what they chose themselves; refreshed by the engine, read before the ack."""

    __tablename__ = "profile"
    __table_args__ = (at_most("name", NAME_MAX),)
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    user_id: str = Field(primary_key=True, max_length=ID_MAX)
    name: str = _text(NAME_MAX)
    tz: str = Field(default="UTC", max_length=ID_MAX)
    locale: str = Field(default="", max_length=16)
    language: str | None = Field(default=None, max_length=16)
    is_guest: bool = False
    is_admin: bool = False
    is_bot: bool = False
    deactivated: bool = False
    last_stage_id: int | None = None
    refreshed_at: datetime | None = _when(nullable=True)


class Workshop(SQLModel, table=True):
    """One facilitated run of the six steps in one channel, and the journey map it makes."""

    __tablename__ = "workshop"
    __table_args__ = (
        one_of("kind", words.MapKind),
        one_of("mode", words.Mode),
        one_of("status", words.WorkshopStatus),
        sa.CheckConstraint("step BETWEEN 1 AND 6", name="step_range"),
        sa.CheckConstraint("drawn_revision <= revision", name="drawn_not_ahead"),
        at_most("title", TITLE_MAX),
        at_most("goal", TEXT_MAX),
        at_most("scope", TEXT_MAX),
        sa.Index("ix_workshop_team_channel", "team_id", "channel_id", "status"),
        sa.Index("ix_workshop_behind", "id", sqlite_where=BEHIND, postgresql_where=BEHIND),
        NEVER_REUSED,
    )
    id: int | None = _id()
    team_id: str = Field(max_length=ID_MAX, foreign_key="workspace.team_id")
    channel_id: str = Field(max_length=ID_MAX)
    title: str = _text(TITLE_MAX)
    goal: str = Field(default="", sa_type=sa.Text)
    scope: str = Field(default="", sa_type=sa.Text)
    kind: str = Field(default=words.MapKind.CURRENT, max_length=16)
    language: str = Field(default="en", max_length=16)
    template: str = Field(default="", max_length=NAME_MAX)
    mode: str = Field(default=words.Mode.ASYNC, max_length=8)
    status: str = Field(default=words.WorkshopStatus.OPEN, max_length=8)
    step: int = 1
    step_visit: int = Field(default=1)  # counts entries into any step: going back and on again makes a new guide
    pinned: bool = False
    journey_owner_id: str | None = Field(default=None, max_length=ID_MAX)
    facilitator_id: str = Field(max_length=ID_MAX)
    symptoms: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    revision: int = 1  # counts changes of the map's content
    drawn_revision: int = 0
    refresh_generation: int = 0
    refresh_pending: bool = False
    draw_failures: int = 0  # in a row: what cannot be drawn is not tried for ever
    published_at: datetime | None = _when(nullable=True)
    card_file_id: str | None = Field(default=None, max_length=ID_MAX)
    map_file_id: str | None = Field(default=None, max_length=ID_MAX)
    version: int = 1
    created_by: str = Field(max_length=ID_MAX)
    created_at: datetime = _when()
    ended_at: datetime | None = _when(nullable=True)


class Participant(SQLModel, table=True):
    """A person in a workshop, with department and side."""

    __tablename__ = "participant"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "user_id"),
        one_of("side", words.Side),
        one_of("role", words.Role),
        one_of("attendance", words.Attendance),
        at_most("department", NAME_MAX),
    )
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id")
    user_id: str = Field(max_length=ID_MAX, index=True)
    department: str = _text(NAME_MAX)
    side: str = Field(default=words.Side.UNKNOWN, max_length=16)
    role: str = Field(default=words.Role.PARTICIPANT, max_length=16)
    attendance: str = Field(default=words.Attendance.INVITED, max_length=16)
    added_by: str = Field(max_length=ID_MAX)
    added_at: datetime = _when()
    removed_at: datetime | None = _when(nullable=True)


class Persona(SQLModel, table=True):
    """The customer type whose view the map takes. `details` holds the two layers, by field name."""

    __tablename__ = "persona"
    __table_args__ = (
        at_most("name", NAME_MAX),
        at_most("headline", LINE_MAX),
        at_most("goal", TEXT_MAX),
        at_most("quote", LINE_MAX),
        at_most("segment", LINE_MAX),
    )
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id")
    position: int = 0
    name: str = _text(NAME_MAX)
    headline: str = _text(LINE_MAX)
    segment: str = _text(LINE_MAX)
    goal: str = Field(default="", sa_type=sa.Text)
    quote: str = _text(LINE_MAX)
    details: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = _when()
    updated_at: datetime = _when()
    deleted_at: datetime | None = _when(nullable=True)


class Stage(SQLModel, table=True):
    """A group of the customer's steps: a column of the map."""

    __tablename__ = "stage"
    __table_args__ = (
        sa.Index("ix_stage_workshop_position", "workshop_id", "position"),
        at_most("name", NAME_MAX),
        at_most("time_spent", NAME_MAX),
    )
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id", index=False)
    position: int = 0
    name: str = _text(NAME_MAX)
    time_spent: str = _text(NAME_MAX)
    details: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    version: int = 1
    created_at: datetime = _when()
    updated_at: datetime = _when()
    deleted_at: datetime | None = _when(nullable=True)


class Touchpoint(SQLModel, table=True):
    """One contact, direct or indirect, with the organisation."""

    __tablename__ = "touchpoint"
    __table_args__ = (
        one_of("channel", words.Channel),
        one_of("usage", words.Usage),
        one_of("classed", words.TouchpointClass),
        sa.CheckConstraint("importance BETWEEN 0 AND 5", name="importance_range"),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 300", name="title_length"),
        sa.Index("ix_touchpoint_workshop_stage", "workshop_id", "stage_id"),
    )
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id", index=False)
    stage_id: int = _ref("stage.id")
    position: int = 0
    title: str = _text(LINE_MAX)
    channel: str = Field(default=words.Channel.OTHER, max_length=16)
    usage: str = Field(default=words.Usage.IN_USE, max_length=16)
    classed: str | None = Field(default=None, max_length=16)
    moment_of_truth: bool = False
    importance: int = 0
    department: str = _text(NAME_MAX)
    details: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = _when()
    updated_at: datetime = _when()
    deleted_at: datetime | None = _when(nullable=True)


class Contribution(SQLModel, table=True):
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
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id", index=False)
    stage_id: int | None = _ref("stage.id", nullable=True)
    about_id: int | None = _ref("contribution.id", nullable=True, on_delete="SET NULL")  # what evidence is about
    kind: str = Field(max_length=16)
    text: str = Field(sa_type=sa.Text)
    severity: int | None = None
    status: str | None = Field(default=None, max_length=16)
    evidence_kind: str | None = Field(default=None, max_length=24)
    source: str = _text(LINE_MAX)
    link: str = _text(TEXT_MAX)
    sample_size: int | None = None
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    verified_on: date | None = None
    created_at: datetime = _when()
    updated_at: datetime = _when()
    deleted_at: datetime | None = _when(nullable=True)


class PainOwner(SQLModel, table=True):
    """Who answers for a pain point, until when, and how they will know it is gone."""

    __tablename__ = "pain_owner"
    __table_args__ = (at_most("success_metric", LINE_MAX), at_most("plan", TEXT_MAX))
    contribution_id: int = Field(
        primary_key=True, sa_column_args=(sa.ForeignKey("contribution.id", ondelete="CASCADE"),)
    )
    owner_id: str = Field(max_length=ID_MAX, index=True)
    due_on: date | None = Field(default=None, index=True)
    success_metric: str = _text(LINE_MAX)
    plan: str = Field(default="", sa_type=sa.Text)
    outcome: str = Field(default="", sa_type=sa.Text)
    generation: int = 1  # counts hand-overs: each new owner is told once
    assigned_by: str = Field(max_length=ID_MAX)
    assigned_at: datetime = _when()
    done_at: datetime | None = _when(nullable=True)
    version: int = 1


class EmotionScore(SQLModel, table=True):
    """How one person thinks the persona feels in one stage, −2 … +2."""

    __tablename__ = "emotion_score"
    __table_args__ = (
        sa.UniqueConstraint("stage_id", "author_id"),
        sa.CheckConstraint("score BETWEEN -2 AND 2", name="score_range"),
        at_most("word", NAME_MAX),
    )
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id")
    stage_id: int = _ref("stage.id", index=False)
    author_id: str = Field(max_length=ID_MAX)
    score: int
    word: str = _text(NAME_MAX)
    updated_at: datetime = _when()


class Vote(SQLModel, table=True):
    """One dot of one person on one pain point."""

    __tablename__ = "vote"
    __table_args__ = (sa.UniqueConstraint("contribution_id", "author_id"),)
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id")
    contribution_id: int = _ref("contribution.id", index=False)
    author_id: str = Field(max_length=ID_MAX)
    created_at: datetime = _when()


class Idea(SQLModel, table=True):
    """An opportunity: a proposed answer to a pain point, or to a stage as a whole."""

    __tablename__ = "idea"
    __table_args__ = (
        sa.CheckConstraint("impact BETWEEN 1 AND 3", name="impact_range"),
        sa.CheckConstraint("effort BETWEEN 1 AND 3", name="effort_range"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 3000", name="text_length"),
    )
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id")
    stage_id: int | None = _ref("stage.id", nullable=True)
    pain_id: int | None = _ref("contribution.id", nullable=True, on_delete="SET NULL")
    text: str = Field(sa_type=sa.Text)
    impact: int = words.Level.MEDIUM
    effort: int = words.Level.MEDIUM
    decided: bool = False
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = _when()
    updated_at: datetime = _when()
    deleted_at: datetime | None = _when(nullable=True)


class Metric(SQLModel, table=True):
    """A number that shows whether the journey gets better."""

    __tablename__ = "metric"
    __table_args__ = (
        one_of("kind", words.MetricKind),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name="name_length"),
        at_most("unit", 16),
    )
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id")
    stage_id: int | None = _ref("stage.id", nullable=True, on_delete="SET NULL")
    kind: str = Field(default=words.MetricKind.OWN, max_length=24)
    name: str = _text(NAME_MAX)
    unit: str = _text(16)
    higher_is_better: bool = True
    baseline: float | None = None
    target: float | None = None
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = _when()
    updated_at: datetime = _when()
    deleted_at: datetime | None = _when(nullable=True)


class MetricValue(SQLModel, table=True):
    """One measured value."""

    __tablename__ = "metric_value"
    id: int | None = _id()
    metric_id: int = _ref("metric.id")
    round_id: int | None = _ref("review_round.id", nullable=True, on_delete="SET NULL")
    value: float
    measured_on: date
    author_id: str = Field(max_length=ID_MAX)
    created_at: datetime = _when()


class Review(SQLModel, table=True):
    """The rhythm in which a map is looked at again. `due_at` is what the engine's tick sweeps."""

    __tablename__ = "review"
    __table_args__ = (one_of("cadence", words.Cadence), sa.UniqueConstraint("workshop_id"))
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id", index=False)
    cadence: str = Field(max_length=16)
    starts_on: date
    local_time: str = Field(default="10:00", max_length=5)
    tz: str = Field(default="UTC", max_length=ID_MAX)
    due_at: datetime | None = _when(nullable=True, index=True)
    generation: int = 1  # moves on whenever due_at does: a fired workflow of an older one does nothing
    version: int = 1
    updated_at: datetime = _when()


class ReviewRound(SQLModel, table=True):
    """One review that came due: held once, by whoever submits it first."""

    __tablename__ = "review_round"
    __table_args__ = (sa.UniqueConstraint("workshop_id", "number"), at_most("conclusion", TEXT_MAX))
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id", index=False)
    number: int
    due_at: datetime = _when()
    held_at: datetime | None = _when(nullable=True)
    held_by: str | None = Field(default=None, max_length=ID_MAX)
    conclusion: str = Field(default="", sa_type=sa.Text)
    revision: int | None = None


class RevisionSnapshot(SQLModel, table=True):
    """The whole map as it was, kept at the end of a step and after a review."""

    __tablename__ = "revision_snapshot"
    __table_args__ = (sa.UniqueConstraint("workshop_id", "revision", "reason"),)
    id: int | None = _id()
    workshop_id: int = _ref("workshop.id", index=False)
    revision: int
    reason: str = Field(max_length=NAME_MAX)
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    created_at: datetime = _when()


class Audit(SQLModel, table=True):
    """Who changed what, from what to what."""

    __tablename__ = "audit"
    __table_args__ = (sa.Index("ix_audit_workshop_at", "workshop_id", "at"),)
    id: int | None = _id()
    team_id: str = Field(max_length=ID_MAX, index=True)
    workshop_id: int | None = _ref("workshop.id", nullable=True, index=False)
    actor_id: str = Field(max_length=ID_MAX)
    action: str = Field(max_length=NAME_MAX)
    item: str = Field(default="", max_length=NAME_MAX)
    item_id: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    at: datetime = _when()


class DeliveryClaim(SQLModel, table=True):
    """A delivery of Slack's that had its effect, with the answer it got; a repeat gets the same."""

    __tablename__ = "delivery_claim"
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    key: str = Field(primary_key=True, max_length=255)
    reply: dict[str, Any] = Field(sa_type=sa.JSON)
    at: datetime = _when(index=True)


class Posting(SQLModel, table=True):
    """The ledger of messages: one row per message that should stand in Slack.

    The row is written in the transaction that makes the message due, marked `sending` (with a
    lease) just before Slack is called, and given Slack's `ts` after it. Its text is not stored:
    it is made from the map when it is sent.
    """

    __tablename__ = "posting"
    __table_args__ = (
        sa.UniqueConstraint("team_id", "key"),
        one_of("kind", words.PostingKind),
        one_of("state", words.PostingState),
        sa.CheckConstraint("state <> 'sent' OR ts IS NOT NULL", name="sent_has_ts"),
        sa.Index("ix_posting_unsent", "id", sqlite_where=UNSENT, postgresql_where=UNSENT),
        NEVER_REUSED,
    )
    id: int | None = _id()
    team_id: str = Field(max_length=ID_MAX)
    workshop_id: int = _ref("workshop.id")
    key: str = Field(max_length=255)
    kind: str = Field(max_length=24)
    channel_id: str = Field(max_length=ID_MAX)  # a channel, or a person's id for a direct message
    in_thread: bool = False  # below the workshop's card
    subject_id: int | None = None  # the pain, review round or step it speaks of
    state: str = Field(default=words.PostingState.QUEUED, max_length=8)
    message_channel_id: str | None = Field(default=None, max_length=ID_MAX)  # where Slack says it stands
    ts: str | None = Field(default=None, max_length=32)
    lease_until: datetime | None = _when(nullable=True)
    attempts: int = 0
    error: str = Field(default="", max_length=LINE_MAX)
    created_at: datetime = _when()
    sent_at: datetime | None = _when(nullable=True)


class ReplicaHeartbeat(SQLModel, table=True):
    """When a running copy of the program was last alive, by the database's clock."""

    __tablename__ = "replica_heartbeat"
    executor_id: str = Field(primary_key=True, max_length=LINE_MAX)
    last_seen: datetime = _when()
