"""What the program keeps for itself: the audit trail, claims, messages, heartbeats."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from storage import words
from storage.tables.columns import ID_MAX, LINE_MAX, NAME_MAX, NEVER_REUSED, Row, one_of, ref, row_id, when

UNSENT = sa.text("state IN ('queued', 'sending')")


class Audit(Row, table=True):
    """Who changed what, from what to what."""

    __tablename__ = "audit"
    __table_args__ = (
        sa.Index("ix_audit_workshop_at", "workshop_id", "at"),
        sa.Index("ix_audit_team_at", "team_id", "at"),
    )
    id: int | None = row_id()
    team_id: str = Field(max_length=ID_MAX)
    workshop_id: int | None = ref("workshop.id", nullable=True, index=False)
    actor_id: str = Field(max_length=ID_MAX)
    action: str = Field(max_length=NAME_MAX)
    item: str = Field(default="", max_length=NAME_MAX)
    item_id: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    at: datetime = when()
    undone_at: datetime | None = when(nullable=True)


class DeliveryClaim(Row, table=True):
    """A delivery of Slack's that had its effect, with the answer it got; a repeat gets the same."""

    __tablename__ = "delivery_claim"
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    key: str = Field(primary_key=True, max_length=255)
    reply: dict[str, Any] = Field(sa_type=sa.JSON)
    at: datetime = when(index=True)


class Posting(Row, table=True):
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
    id: int | None = row_id()
    team_id: str = Field(max_length=ID_MAX)
    workshop_id: int | None = ref("workshop.id", nullable=True)  # none: a letter, which may be about several
    key: str = Field(max_length=255)
    kind: str = Field(max_length=24)
    channel_id: str = Field(max_length=ID_MAX)  # a channel, or a person's id for a direct message
    in_thread: bool = False  # below the workshop's card
    subject_id: int | None = None  # the pain, review round or step it speaks of
    state: str = Field(default=words.PostingState.QUEUED, max_length=8)
    message_channel_id: str | None = Field(default=None, max_length=ID_MAX)  # where Slack says it stands
    ts: str | None = Field(default=None, max_length=32)
    lease_until: datetime | None = when(nullable=True)  # of one that is queued: not to be tried before
    attempts: int = 0
    error: str = Field(default="", max_length=LINE_MAX)
    created_at: datetime = when()
    sent_at: datetime | None = when(nullable=True)


class Notice(Row, table=True):
    """One thing that one person is to be told. Like a posting it holds no text, only what it is about.

    `send_at` is what the tick sweeps: when the notice is to go into a new message. None: it was in one, it is not to
    be sent, or it is about nothing any more.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("team_id", "key"),
        one_of("kind", words.NoticeKind),
        sa.Index("ix_notice_person", "team_id", "user_id", "id"),
        sa.Index("ix_notice_subject", "subject_id", "kind"),
    )
    id: int | None = row_id()
    team_id: str = Field(max_length=ID_MAX)
    user_id: str = Field(max_length=ID_MAX)
    workshop_id: int = ref("workshop.id")
    key: str = Field(max_length=255)
    kind: str = Field(max_length=24)
    subject_id: int | None = None  # the pain, review round or step that it is about
    mark: str = Field(default="", max_length=NAME_MAX)  # which state of it: a due date, a generation, a visit
    posting_id: int | None = ref("posting.id", nullable=True, on_delete="SET NULL")  # the message it stands in
    carried: bool = False  # an edit brought it into an earlier day's message, which told nobody
    created_at: datetime = when()
    send_at: datetime | None = when(nullable=True, index=True)
    told_at: datetime | None = when(nullable=True)  # when a new message brought it


class StoppedChannel(Row, table=True):
    """A channel that takes no messages at present: what is to be said there waits, and is tried once in a while."""

    __tablename__ = "stopped_channel"
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    channel_id: str = Field(primary_key=True, max_length=ID_MAX)
    error: str = Field(max_length=NAME_MAX)
    since: datetime = when()
    tries: int = 1
    next_try_at: datetime = when()


class ReplicaHeartbeat(Row, table=True):
    """When a running copy of the program was last alive, by the database's clock."""

    __tablename__ = "replica_heartbeat"
    executor_id: str = Field(primary_key=True, max_length=LINE_MAX)
    last_seen: datetime = when()
