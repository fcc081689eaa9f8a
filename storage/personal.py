"""Where in the tables people are named, and where words of theirs stand.

Every column of text is in exactly one of these lists (a test walks the tables), `docs/data.md` tells of the first two
column by column, and erasing a person goes by them: a column that is new can be forgotten by neither.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from storage.types import Sealed

# The id that Slack gives a person, or what stands in its place.
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "audit": ("actor_id",),
    "channel_member": ("user_id",),
    "check_dismissal": ("author_id",),
    "contribution": ("author_id",),
    "emotion_score": ("author_id",),
    "erasure": ("user_id", "asked_by"),
    "idea": ("author_id",),
    "import_draft": ("user_id",),
    "installation": ("installed_by",),
    "map_template": ("created_by",),
    "metric": ("author_id",),
    "metric_value": ("author_id",),
    "notice": ("user_id", "key"),
    "pain_owner": ("owner_id", "assigned_by", "left_by"),
    "participant": ("user_id", "added_by", "called_by"),
    "persona": ("author_id",),
    "posting": ("channel_id", "message_channel_id", "key"),
    "profile": ("user_id",),
    "review": ("put_off_by",),
    "review_answer": ("author_id",),
    "review_round": ("held_by",),
    "share_link": ("created_by",),
    "touchpoint": ("author_id",),
    "vote": ("author_id",),
    "walk": ("author_id",),
    "webhook": ("set_by",),
    "workshop": ("facilitator_id", "journey_owner_id", "created_by"),
}

# What people wrote, or what is known of them: it may name somebody.
WORDS: Mapping[str, tuple[str, ...]] = {
    "audit": ("before", "after"),
    "check_dismissal": ("reason",),
    "contribution": ("text", "folded", "source", "link"),
    "delivery_claim": ("reply",),
    "emotion_score": ("word",),
    "idea": ("text", "question", "timeline", "depends_on"),
    "import_draft": ("name", "content", "mapping"),
    "map_template": ("name", "content"),
    "metric": ("name", "unit"),
    "pain_owner": ("success_metric", "plan", "outcome", "due_reason", "help"),
    "participant": ("department",),
    "persona": ("name", "headline", "segment", "goal", "quote", "details", "folded"),
    "profile": ("name", "tz", "locale", "language", "own_tz", "works_from", "works_until", "works_on", "muted"),
    "review": ("put_off_reason",),
    "review_answer": ("answer", "before"),
    "review_round": ("conclusion",),
    "revision_snapshot": ("content",),
    "stage": ("name", "time_spent", "details", "folded"),
    "touchpoint": ("title", "department", "details"),
    "walk": ("note",),
    "workshop": ("title", "goal", "scope", "symptoms", "folded"),
}

# Tokens and keys, which are sealed.
SECRETS: Mapping[str, tuple[str, ...]] = {
    "installation": ("token", "refresh_token"),
    "round_key": ("sealed",),
    "webhook": ("address", "secret"),
}

# Ids of workspaces, channels, messages and files, and words of the program's own.
NEITHER: Mapping[str, tuple[str, ...]] = {
    "audit": ("team_id", "action", "item"),
    "channel": ("team_id", "channel_id"),
    "channel_member": ("team_id", "channel_id"),
    "check_dismissal": ("code", "item"),
    "contribution": ("kind", "status", "evidence_kind"),
    "delivery_claim": ("team_id", "key"),
    "erasure": ("team_id",),
    "import_draft": ("team_id", "channel_id", "file_id"),
    "installation": ("team_id",),
    "map_template": ("team_id", "language"),
    "metric": ("kind",),
    "notice": ("team_id", "kind", "mark"),
    "oauth_state": ("digest", "language"),
    "participant": ("side", "role", "attendance"),
    "posting": ("team_id", "kind", "state", "ts", "error"),
    "profile": ("team_id",),
    "replica_heartbeat": ("executor_id",),
    "review": ("cadence", "local_time", "tz", "put_off"),
    "review_answer": ("kind",),
    "revision_snapshot": ("reason",),
    "share_link": ("digest",),
    "stopped_channel": ("team_id", "channel_id", "error"),
    "touchpoint": ("channel", "usage", "classed", "fate"),
    "walk": ("verdict",),
    "webhook": ("team_id", "kinds"),
    "webhook_delivery": ("team_id", "event_id", "kind", "state", "error"),
    "workshop": (
        *("team_id", "channel_id", "kind", "language", "template", "method", "mode", "status"),
        *("card_file_id", "map_file_id", "room"),
    ),
    "workspace": (
        *("team_id", "enterprise_id", "name", "bot_id", "bot_user_id", "app_id", "scopes", "url", "token_mark"),
    ),
}


def texts() -> set[tuple[str, str]]:
    """Every column of the tables that can hold text: pairs of table and column."""
    return {
        (source.name, column.name)
        for source in SQLModel.metadata.sorted_tables
        for column in source.c
        if isinstance(column.type, sa.String | sa.JSON | AutoString | Sealed)
    }
