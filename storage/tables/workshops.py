"""Workshops, those who take part, and the customer they look at."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from storage import words
from storage.tables.columns import (
    ID_MAX,
    LINE_MAX,
    NAME_MAX,
    NEVER_REUSED,
    TEXT_MAX,
    TITLE_MAX,
    Row,
    at_most,
    one_of,
    ref,
    row_id,
    short_text,
    when,
)

BEHIND = sa.text("revision > drawn_revision")


class Workshop(Row, table=True):
    """One facilitated run of the six steps in one channel, and the journey map it makes."""

    __tablename__ = "workshop"
    __table_args__ = (
        one_of("kind", words.MapKind),
        one_of("mode", words.Mode),
        one_of("status", words.WorkshopStatus),
        sa.CheckConstraint("step BETWEEN 1 AND 6", name="step_range"),
        sa.CheckConstraint("drawn_revision <= revision", name="drawn_not_ahead"),
        sa.CheckConstraint("escalate_days BETWEEN 1 AND 365", name="escalate_days_range"),
        at_most("title", TITLE_MAX),
        at_most("goal", TEXT_MAX),
        at_most("scope", TEXT_MAX),
        sa.Index("ix_workshop_team_channel", "team_id", "channel_id", "status"),
        sa.Index("ix_workshop_behind", "id", sqlite_where=BEHIND, postgresql_where=BEHIND),
        NEVER_REUSED,
    )
    id: int | None = row_id()
    team_id: str = Field(max_length=ID_MAX, foreign_key="workspace.team_id")
    channel_id: str = Field(max_length=ID_MAX)
    title: str = short_text(TITLE_MAX)
    goal: str = Field(default="", sa_type=sa.Text)
    scope: str = Field(default="", sa_type=sa.Text)
    kind: str = Field(default=words.MapKind.CURRENT, max_length=16)
    language: str = Field(default="en", max_length=16)
    template: str = Field(default="", max_length=NAME_MAX)
    method: str = Field(default="six_step", max_length=16)
    mode: str = Field(default=words.Mode.ASYNC, max_length=8)
    status: str = Field(default=words.WorkshopStatus.OPEN, max_length=8)
    step: int = 1
    step_visit: int = Field(default=1)  # counts entries into any step: going back and on again makes a new guide
    pinned: bool = False
    copied_from_id: int | None = ref("workshop.id", nullable=True, on_delete="SET NULL")  # a future state from today's
    deadline_at: datetime | None = when(nullable=True)  # of the present step, working apart
    timebox_ends_at: datetime | None = when(nullable=True)  # of the present step, working live
    timebox_left: int | None = None  # seconds, while the timebox is paused
    clock_at: datetime | None = when(nullable=True, index=True)  # when the step's time next has something to say
    blind_since: datetime | None = when(nullable=True)  # scores are private until the facilitator reveals them
    votes_blind_since: datetime | None = when(nullable=True)  # the same of the votes on pain points
    journey_owner_id: str | None = Field(default=None, max_length=ID_MAX)
    facilitator_id: str = Field(max_length=ID_MAX)
    escalate_days: int = 7  # after a promised day, when the journey owner hears that it was not kept
    symptoms: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    revision: int = 1  # counts changes of the map's content
    drawn_revision: int = 0
    told_revision: int = 0  # of which the workspace's webhook was told that the map changed
    refresh_generation: int = 0
    refresh_pending: bool = False
    draw_failures: int = 0  # in a row: what cannot be drawn is not tried for ever
    published_at: datetime | None = when(nullable=True)
    card_file_id: str | None = Field(default=None, max_length=ID_MAX)
    map_file_id: str | None = Field(default=None, max_length=ID_MAX)
    room: dict[str, list[int]] = Field(default_factory=dict, sa_type=sa.JSON)  # see `storage.rooms`
    version: int = 1
    folded: str = Field(default="", sa_type=sa.Text)  # title and goal as they are searched (`storage.folding`)
    created_by: str = Field(max_length=ID_MAX)
    created_at: datetime = when()
    ended_at: datetime | None = when(nullable=True)
    deleted_at: datetime | None = when(nullable=True)


class Placement(Row, table=True):
    """A map that shows a part of a larger one in detail: one of its stages, or (without) the journey as a whole."""

    __tablename__ = "placement"
    __table_args__ = (sa.CheckConstraint("workshop_id <> parent_id", name="not_below_itself"),)
    workshop_id: int = Field(
        primary_key=True,
        sa_type=sa.Integer,
        sa_column_args=(sa.ForeignKey("workshop.id", ondelete="CASCADE"),),
        sa_column_kwargs={"autoincrement": False},
    )
    parent_id: int = ref("workshop.id")
    stage_id: int | None = ref("stage.id", nullable=True, on_delete="SET NULL")


class Participant(Row, table=True):
    """A person in a workshop, with department and side."""

    __tablename__ = "participant"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "user_id"),
        one_of("side", words.Side),
        one_of("role", words.Role),
        one_of("attendance", words.Attendance),
        at_most("department", NAME_MAX),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    user_id: str = Field(max_length=ID_MAX, index=True)
    department: str = short_text(NAME_MAX)
    side: str = Field(default=words.Side.UNKNOWN, max_length=16)
    role: str = Field(default=words.Role.PARTICIPANT, max_length=16)
    attendance: str = Field(default=words.Attendance.INVITED, max_length=16)
    added_by: str = Field(max_length=ID_MAX)
    added_at: datetime = when()
    called: int = 0  # the invitation in the thread that names them: a number that goes up; 0: the first guide does
    called_by: str = Field(default="", max_length=ID_MAX)
    removed_at: datetime | None = when(nullable=True)


class Persona(Row, table=True):
    """The customer type whose view the map takes. `details` holds the two layers, by field name."""

    __tablename__ = "persona"
    __table_args__ = (
        at_most("name", NAME_MAX),
        at_most("headline", LINE_MAX),
        at_most("goal", TEXT_MAX),
        at_most("quote", LINE_MAX),
        at_most("segment", LINE_MAX),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    position: int = 0
    name: str = short_text(NAME_MAX)
    headline: str = short_text(LINE_MAX)
    segment: str = short_text(LINE_MAX)
    goal: str = Field(default="", sa_type=sa.Text)
    quote: str = short_text(LINE_MAX)
    details: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    folded: str = Field(default="", sa_type=sa.Text)
    author_id: str = Field(max_length=ID_MAX)
    version: int = 1
    created_at: datetime = when()
    updated_at: datetime = when()
    deleted_at: datetime | None = when(nullable=True)


class MapTemplate(Row, table=True):
    """A map that a team kept to begin others with: stages and touchpoints, without people and what they felt."""

    __tablename__ = "map_template"
    __table_args__ = (at_most("name", TITLE_MAX),)
    id: int | None = row_id()
    team_id: str = Field(max_length=ID_MAX, foreign_key="workspace.team_id", index=True)
    name: str = short_text(TITLE_MAX)
    language: str = Field(default="en", max_length=16)
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    created_by: str = Field(max_length=ID_MAX)
    created_at: datetime = when()
    deleted_at: datetime | None = when(nullable=True)


class CheckDismissal(Row, table=True):
    """A finding of the ten checks that somebody called a false alarm, and why."""

    __tablename__ = "check_dismissal"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "code", "item", "item_id"),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 300", name="reason_length"),
    )
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    code: str = Field(max_length=NAME_MAX)
    item: str = Field(default="", max_length=NAME_MAX)
    item_id: int = 0
    reason: str = short_text(LINE_MAX)
    author_id: str = Field(max_length=ID_MAX)
    created_at: datetime = when()
