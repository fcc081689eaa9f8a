"""What leaves a workspace by other ways than Slack: the webhook, what it was told, and links for people outside."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage import words
from storage.tables.columns import ID_MAX, NEVER_REUSED, Row, one_of, ref, row_id, when
from storage.types import Sealed

UNTOLD = sa.text("state = 'queued'")


class Webhook(Row, table=True):
    """Where a workspace has told what happens on its maps. No row: nowhere.

    The address is sealed, too: with many receivers whoever knows it may write to them.
    """

    __tablename__ = "webhook"
    team_id: str = Field(
        primary_key=True,
        max_length=ID_MAX,
        sa_column_args=(sa.ForeignKey("workspace.team_id", ondelete="CASCADE"),),
    )
    address: str = Field(sa_type=Sealed)
    secret: str = Field(sa_type=Sealed)
    kinds: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # of `words.HookKind`
    set_by: str = Field(max_length=ID_MAX)
    set_at: datetime = when()
    version: int = 1  # counts secrets
    failures: int = 0  # in a row
    rest_until: datetime | None = when(nullable=True)  # the receiver failed: nothing is sent before


class WebhookDelivery(Row, table=True):
    """One thing that the receiver is told. Like a posting it holds no text: what is said is made when it is sent."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        one_of("kind", words.HookKind),
        one_of("state", words.HookState),
        sa.Index("ix_webhook_delivery_untold", "id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        NEVER_REUSED,
    )
    id: int | None = row_id()
    team_id: str = Field(
        max_length=ID_MAX,
        index=True,
        sa_column_args=(sa.ForeignKey("webhook.team_id", ondelete="CASCADE"),),
    )
    event_id: str = Field(max_length=32, unique=True)  # the same at every try: receivers tell repeats by it
    kind: str = Field(max_length=24)
    workshop_id: int | None = ref("workshop.id", nullable=True)  # none: a test
    subject_id: int | None = None  # the pain point or the review round
    state: str = Field(default=words.HookState.QUEUED.value, max_length=8)
    attempts: int = 0
    status: int | None = None  # of HTTP, at the last try
    error: str = Field(default="", max_length=24)  # a code of ours, where there was no answer
    created_at: datetime = when(index=True)
    tried_at: datetime | None = when(nullable=True)


class ShareLink(Row, table=True):
    """A link by which people outside Slack see a map's page for a while."""

    __tablename__ = "share_link"
    __table_args__ = (NEVER_REUSED,)
    id: int | None = row_id()
    workshop_id: int = ref("workshop.id")
    digest: str = Field(max_length=64)  # SHA-256 of the link's token: who reads the table cannot open the map
    created_by: str = Field(max_length=ID_MAX)
    created_at: datetime = when()
    expires_at: datetime = when(index=True)
    revoked_at: datetime | None = when(nullable=True)
    opened: int = 0
