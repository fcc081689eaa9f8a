"""Workspaces and the people in them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.columns import ID_MAX, LINE_MAX, NAME_MAX, Row, at_most, short_text, when
from storage.types import Sealed


class Workspace(Row, table=True):
    """A Slack workspace the bot serves; or an organisation, where an organisation installed it for all of its own.

    An organisation is one tenant: its people and channels have ids that are the same in all its workspaces, and Slack
    does not always say in which of them somebody clicked. Its `team_id` is the organisation's id (`E…`).
    """

    __tablename__ = "workspace"
    __table_args__ = (
        sa.CheckConstraint("keep_deleted_days BETWEEN 1 AND 3660", name="keep_deleted_days_range"),
        sa.CheckConstraint("keep_ended_days BETWEEN 1 AND 3660", name="keep_ended_days_range"),
        sa.CheckConstraint("keep_trail_days BETWEEN 1 AND 3660", name="keep_trail_days_range"),
    )
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    enterprise_id: str | None = Field(default=None, max_length=ID_MAX)
    name: str = short_text(LINE_MAX)
    bot_id: str = Field(default="", max_length=ID_MAX)
    bot_user_id: str = Field(default="", max_length=ID_MAX)
    app_id: str = Field(default="", max_length=ID_MAX)
    scopes: str = Field(default="", sa_type=sa.Text)
    url: str = Field(default="", max_length=LINE_MAX)
    installed_at: datetime = when()
    token_mark: str = Field(default="", max_length=16)  # of the token that works: a refusal of an older one is over
    # How long what is over is kept, in days; None is for as long as Cairn is installed.
    keep_deleted_days: int = 30  # in which a deleted map can be brought back
    keep_ended_days: int | None = None  # after which a map that ended is deleted
    keep_trail_days: int | None = None  # who changed what, of a map that stands
    links_allowed: bool = False  # for people outside Slack, to the pages of maps
    removed_at: datetime | None = when(nullable=True)  # nothing is answered or said there: no token that works
    uninstalled_at: datetime | None = when(nullable=True, index=True)  # Slack told that the app was removed


class Installation(Row, table=True):
    """The tokens of a workspace that was installed by OAuth; gone at the moment in which the app is removed."""

    __tablename__ = "installation"
    team_id: str = Field(
        primary_key=True,
        max_length=ID_MAX,
        sa_column_args=(sa.ForeignKey("workspace.team_id", ondelete="CASCADE"),),
    )
    token: str = Field(sa_type=Sealed)
    refresh_token: str | None = Field(default=None, sa_type=Sealed)
    expires_at: datetime | None = when(nullable=True, index=True)  # None: the token does not expire
    refreshing_until: datetime | None = when(nullable=True)  # one copy of the program is asking for a new one
    installed_by: str = Field(default="", max_length=ID_MAX)


class OAuthState(Row, table=True):
    """That somebody went to Slack to install the app, and has not come back yet. Used once."""

    __tablename__ = "oauth_state"
    digest: str = Field(primary_key=True, max_length=64)  # SHA-256: who reads the table cannot go on for somebody
    language: str = Field(max_length=16)
    expires_at: datetime = when(index=True)


class Channel(Row, table=True):
    """Whether a channel is private, as Slack last told. One that is not here counts as private."""

    __tablename__ = "channel"
    team_id: str = Field(
        primary_key=True,
        max_length=ID_MAX,
        sa_column_args=(sa.ForeignKey("workspace.team_id", ondelete="CASCADE"),),
    )
    channel_id: str = Field(primary_key=True, max_length=ID_MAX)
    is_private: bool = True


class ChannelMember(Row, table=True):
    """That somebody was in a private channel when Slack last told; what is too old says nothing."""

    __tablename__ = "channel_member"
    team_id: str = Field(
        primary_key=True,
        max_length=ID_MAX,
        sa_column_args=(sa.ForeignKey("workspace.team_id", ondelete="CASCADE"),),
    )
    user_id: str = Field(primary_key=True, max_length=ID_MAX)
    channel_id: str = Field(primary_key=True, max_length=ID_MAX)
    seen_at: datetime = when()


class Profile(Row, table=True):
    """What Slack says of a person, and what they chose themselves; refreshed by the engine, read before the ack."""

    __tablename__ = "profile"
    __table_args__ = (at_most("name", NAME_MAX),)
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    user_id: str = Field(primary_key=True, max_length=ID_MAX)
    name: str = short_text(NAME_MAX)
    tz: str = Field(default="UTC", max_length=ID_MAX)
    locale: str = Field(default="", max_length=16)
    language: str | None = Field(default=None, max_length=16)
    is_guest: bool = False
    is_admin: bool = False
    is_bot: bool = False
    deactivated: bool = False
    last_stage_id: int | None = None
    refreshed_at: datetime | None = when(nullable=True)
    watch_at: datetime | None = when(nullable=True, index=True)  # of owners: when Slack is asked whether they left
    own_tz: str | None = Field(default=None, max_length=ID_MAX)  # where it is not Slack's
    works_from: str = Field(default="09:00", max_length=5)
    works_until: str = Field(default="18:00", max_length=5)
    works_on: list[int] = Field(default_factory=lambda: [0, 1, 2, 3, 4], sa_type=sa.JSON)  # Monday is 0
    muted: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # kinds of notices


class Erasure(Row, table=True):
    """A person whose name is to be removed everywhere; gone itself when that is done."""

    __tablename__ = "erasure"
    team_id: str = Field(primary_key=True, max_length=ID_MAX)
    user_id: str = Field(primary_key=True, max_length=ID_MAX)
    asked_by: str = Field(default="", max_length=ID_MAX)  # an administrator; empty: they themselves, or the operator
    asked_at: datetime = when()
    after_id: int = 0  # the last map that names them no more
