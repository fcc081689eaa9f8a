"""First tables.

Revision: 0001
After:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_claim",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "key", name=op.f("pk_delivery_claim")),
    )
    with op.batch_alter_table("delivery_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_claim_at"), ["at"], unique=False)

    op.create_table(
        "profile",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("deactivated", sa.Boolean(), nullable=False),
        sa.Column("last_stage_id", sa.Integer(), nullable=True),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_profile_name_length")),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_profile")),
    )
    op.create_table(
        "replica_heartbeat",
        sa.Column("executor_id", sa.String(length=300), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("executor_id", name=op.f("pk_replica_heartbeat")),
    )
    op.create_table(
        "workspace",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("bot_id", sa.String(length=64), nullable=False),
        sa.Column("bot_user_id", sa.String(length=64), nullable=False),
        sa.Column("app_id", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "map_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_map_template_name_length")),
        sa.ForeignKeyConstraint(["team_id"], ["workspace.team_id"], name=op.f("fk_map_template_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_template")),
    )
    with op.batch_alter_table("map_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_map_template_team_id"), ["team_id"], unique=False)

    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("step_visit", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timebox_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timebox_left", sa.Integer(), nullable=True),
        sa.Column("blind_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("votes_blind_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("journey_owner_id", sa.String(length=64), nullable=True),
        sa.Column("facilitator_id", sa.String(length=64), nullable=False),
        sa.Column("symptoms", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("drawn_revision", sa.Integer(), nullable=False),
        sa.Column("refresh_generation", sa.Integer(), nullable=False),
        sa.Column("refresh_pending", sa.Boolean(), nullable=False),
        sa.Column("draw_failures", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_file_id", sa.String(length=64), nullable=True),
        sa.Column("map_file_id", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('current', 'future', 'day_in_life', 'blueprint')", name=op.f("ck_workshop_kind_known")
        ),
        sa.CheckConstraint("mode IN ('live', 'async')", name=op.f("ck_workshop_mode_known")),
        sa.CheckConstraint("status IN ('open', 'living', 'ended')", name=op.f("ck_workshop_status_known")),
        sa.CheckConstraint("drawn_revision <= revision", name=op.f("ck_workshop_drawn_not_ahead")),
        sa.CheckConstraint("length(goal) <= 3000", name=op.f("ck_workshop_goal_length")),
        sa.CheckConstraint("length(scope) <= 3000", name=op.f("ck_workshop_scope_length")),
        sa.CheckConstraint("length(title) <= 120", name=op.f("ck_workshop_title_length")),
        sa.CheckConstraint("step BETWEEN 1 AND 6", name=op.f("ck_workshop_step_range")),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["workshop.id"], name=op.f("fk_workshop_copied_from_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["workspace.team_id"], name=op.f("fk_workshop_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.create_index(
            "ix_workshop_behind",
            ["id"],
            unique=False,
            sqlite_where=sa.text("revision > drawn_revision"),
            postgresql_where=sa.text("revision > drawn_revision"),
        )
        batch_op.create_index(batch_op.f("ix_workshop_copied_from_id"), ["copied_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshop_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index("ix_workshop_team_channel", ["team_id", "channel_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshop_timebox_ends_at"), ["timebox_ends_at"], unique=False)

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_audit_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_team_id"), ["team_id"], unique=False)
        batch_op.create_index("ix_audit_workshop_at", ["workshop_id", "at"], unique=False)

    op.create_table(
        "check_dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 300", name=op.f("ck_check_dismissal_reason_length")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_check_dismissal_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_dismissal")),
        sa.UniqueConstraint(
            "workshop_id", "code", "item", "item_id", name=op.f("uq_check_dismissal_workshop_id_code_item_item_id")
        ),
    )
    with op.batch_alter_table("check_dismissal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_dismissal_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("attendance", sa.String(length=16), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "attendance IN ('invited', 'accepted', 'declined')", name=op.f("ck_participant_attendance_known")
        ),
        sa.CheckConstraint(
            "role IN ('facilitator', 'co_facilitator', 'participant', 'observer')",
            name=op.f("ck_participant_role_known"),
        ),
        sa.CheckConstraint("side IN ('frontline', 'backstage', 'unknown')", name=op.f("ck_participant_side_known")),
        sa.CheckConstraint("length(department) <= 80", name=op.f("ck_participant_department_length")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_participant_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("workshop_id", "user_id", name=op.f("uq_participant_workshop_id_user_id")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participant_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "persona",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("segment", sa.String(length=300), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("quote", sa.String(length=300), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(goal) <= 3000", name=op.f("ck_persona_goal_length")),
        sa.CheckConstraint("length(headline) <= 300", name=op.f("ck_persona_headline_length")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_persona_name_length")),
        sa.CheckConstraint("length(quote) <= 300", name=op.f("ck_persona_quote_length")),
        sa.CheckConstraint("length(segment) <= 300", name=op.f("ck_persona_segment_length")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_persona_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persona")),
    )
    with op.batch_alter_table("persona", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persona_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("message_channel_id", sa.String(length=64), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('card', 'guide', 'picture', 'owner_told', 'review_due', 'review_due_owner', 'review_held', 'time_soon', 'time_over', 'nudge', 'deadline_over', 'revealed', 'document', 'trouble')",
            name=op.f("ck_posting_kind_known"),
        ),
        sa.CheckConstraint("state <> 'sent' OR ts IS NOT NULL", name=op.f("ck_posting_sent_has_ts")),
        sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_posting_state_known")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_posting_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("team_id", "key", name=op.f("uq_posting_team_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_posting_unsent",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
        )
        batch_op.create_index(batch_op.f("ix_posting_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("cadence", sa.String(length=16), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("local_time", sa.String(length=5), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cadence IN ('weekly', 'biweekly', 'monthly', 'quarterly')", name=op.f("ck_review_cadence_known")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_review_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_review_workshop_id")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_due_at"), ["due_at"], unique=False)

    op.create_table(
        "review_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.String(length=64), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(conclusion) <= 3000", name=op.f("ck_review_round_conclusion_length")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_review_round_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_review_round_workshop_id_number")),
    )
    op.create_table(
        "revision_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_revision_snapshot_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_snapshot")),
        sa.UniqueConstraint(
            "workshop_id", "revision", "reason", name=op.f("uq_revision_snapshot_workshop_id_revision_reason")
        ),
    )
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("time_spent", sa.String(length=80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_stage_name_length")),
        sa.CheckConstraint("length(time_spent) <= 80", name=op.f("ck_stage_time_spent_length")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_stage_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
    )
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.create_index("ix_stage_workshop_position", ["workshop_id", "position"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("evidence_kind", sa.String(length=24), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=3000), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'pain') = (severity IS NOT NULL)", name=op.f("ck_contribution_severity_of_pains")),
        sa.CheckConstraint("(kind = 'pain') = (status IS NOT NULL)", name=op.f("ck_contribution_status_of_pains")),
        sa.CheckConstraint(
            "evidence_kind IN ('interview', 'employee_interview', 'case', 'observation', 'survey', 'analytics', 'ticket', 'review')",
            name=op.f("ck_contribution_evidence_kind_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('action', 'thought', 'pain', 'joy', 'itch', 'evidence', 'decision')",
            name=op.f("ck_contribution_kind_known"),
        ),
        sa.CheckConstraint("status IN ('open', 'doing', 'done', 'dropped')", name=op.f("ck_contribution_status_known")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 3000", name=op.f("ck_contribution_text_length")),
        sa.CheckConstraint("sample_size >= 0", name=op.f("ck_contribution_sample_size_positive")),
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name=op.f("ck_contribution_severity_range")),
        sa.ForeignKeyConstraint(
            ["about_id"], ["contribution.id"], name=op.f("fk_contribution_about_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["contribution.id"], name=op.f("fk_contribution_merged_into_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_contribution_stage_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_contribution_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_about_id"), ["about_id"], unique=False)
        batch_op.create_index("ix_contribution_author", ["workshop_id", "author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index("ix_contribution_workshop_kind", ["workshop_id", "kind"], unique=False)

    op.create_table(
        "emotion_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(word) <= 80", name=op.f("ck_emotion_score_word_length")),
        sa.CheckConstraint("score BETWEEN -2 AND 2", name=op.f("ck_emotion_score_score_range")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_emotion_score_stage_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_emotion_score_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emotion_score")),
        sa.UniqueConstraint("stage_id", "author_id", name=op.f("uq_emotion_score_stage_id_author_id")),
    )
    with op.batch_alter_table("emotion_score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_emotion_score_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "metric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("higher_is_better", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('satisfaction', 'nps', 'ces', 'retention', 'ltv', 'conversion', 'resolution_time', 'own')",
            name=op.f("ck_metric_kind_known"),
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_metric_name_length")),
        sa.CheckConstraint("length(unit) <= 16", name=op.f("ck_metric_unit_length")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_metric_stage_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_metric_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
    )
    with op.batch_alter_table("metric", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_metric_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_metric_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "touchpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("usage", sa.String(length=16), nullable=False),
        sa.Column("classed", sa.String(length=16), nullable=True),
        sa.Column("moment_of_truth", sa.Boolean(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("lived", sa.Boolean(), nullable=True),
        sa.Column("fate", sa.String(length=8), nullable=True),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'app', 'search', 'social', 'word', 'mail', 'chat', 'phone', 'shop', 'delivery', 'print', 'in_person', 'other')",
            name=op.f("ck_touchpoint_channel_known"),
        ),
        sa.CheckConstraint(
            "classed IN ('critical', 'complementary', 'redundant')", name=op.f("ck_touchpoint_classed_known")
        ),
        sa.CheckConstraint("fate IN ('add', 'drop')", name=op.f("ck_touchpoint_fate_known")),
        sa.CheckConstraint("usage IN ('in_use', 'wished_for')", name=op.f("ck_touchpoint_usage_known")),
        sa.CheckConstraint("importance BETWEEN 0 AND 5", name=op.f("ck_touchpoint_importance_range")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 300", name=op.f("ck_touchpoint_title_length")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_touchpoint_stage_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_touchpoint_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint")),
    )
    with op.batch_alter_table("touchpoint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_touchpoint_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index("ix_touchpoint_workshop_stage", ["workshop_id", "stage_id"], unique=False)

    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("pain_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("complexity", sa.Integer(), nullable=True),
        sa.Column("timeline", sa.String(length=80), nullable=False),
        sa.Column("depends_on", sa.String(length=300), nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("complexity BETWEEN 1 AND 3", name=op.f("ck_idea_complexity_range")),
        sa.CheckConstraint("effort BETWEEN 1 AND 3", name=op.f("ck_idea_effort_range")),
        sa.CheckConstraint("impact BETWEEN 1 AND 3", name=op.f("ck_idea_impact_range")),
        sa.CheckConstraint("length(depends_on) <= 300", name=op.f("ck_idea_depends_on_length")),
        sa.CheckConstraint("length(question) <= 300", name=op.f("ck_idea_question_length")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 3000", name=op.f("ck_idea_text_length")),
        sa.CheckConstraint("length(timeline) <= 80", name=op.f("ck_idea_timeline_length")),
        sa.CheckConstraint("value BETWEEN 1 AND 3", name=op.f("ck_idea_value_range")),
        sa.ForeignKeyConstraint(["pain_id"], ["contribution.id"], name=op.f("fk_idea_pain_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_idea_stage_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_idea_workshop_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_pain_id"), ["pain_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "metric_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["metric_id"], ["metric.id"], name=op.f("fk_metric_value_metric_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_metric_value_round_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_value")),
    )
    with op.batch_alter_table("metric_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_metric_value_metric_id"), ["metric_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_metric_value_round_id"), ["round_id"], unique=False)

    op.create_table(
        "pain_owner",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("success_metric", sa.String(length=300), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("assigned_by", sa.String(length=64), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(plan) <= 3000", name=op.f("ck_pain_owner_plan_length")),
        sa.CheckConstraint("length(success_metric) <= 300", name=op.f("ck_pain_owner_success_metric_length")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_pain_owner_contribution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_pain_owner")),
    )
    with op.batch_alter_table("pain_owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pain_owner_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_pain_owner_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_vote_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_vote_workshop_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("contribution_id", "author_id", name=op.f("uq_vote_contribution_id_author_id")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "walk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('works', 'unrealistic', 'broken')", name=op.f("ck_walk_verdict_known")),
        sa.CheckConstraint("length(note) <= 3000", name=op.f("ck_walk_note_length")),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name=op.f("fk_walk_touchpoint_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_walk_workshop_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk")),
        sa.UniqueConstraint("touchpoint_id", "author_id", name=op.f("uq_walk_touchpoint_id_author_id")),
    )
    with op.batch_alter_table("walk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_walk_workshop_id"), ["workshop_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("walk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_walk_workshop_id"))

    op.drop_table("walk")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_workshop_id"))

    op.drop_table("vote")
    with op.batch_alter_table("pain_owner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pain_owner_owner_id"))
        batch_op.drop_index(batch_op.f("ix_pain_owner_due_on"))

    op.drop_table("pain_owner")
    with op.batch_alter_table("metric_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_metric_value_round_id"))
        batch_op.drop_index(batch_op.f("ix_metric_value_metric_id"))

    op.drop_table("metric_value")
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_idea_stage_id"))
        batch_op.drop_index(batch_op.f("ix_idea_pain_id"))

    op.drop_table("idea")
    with op.batch_alter_table("touchpoint", schema=None) as batch_op:
        batch_op.drop_index("ix_touchpoint_workshop_stage")
        batch_op.drop_index(batch_op.f("ix_touchpoint_stage_id"))

    op.drop_table("touchpoint")
    with op.batch_alter_table("metric", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_metric_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_metric_stage_id"))

    op.drop_table("metric")
    with op.batch_alter_table("emotion_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_emotion_score_workshop_id"))

    op.drop_table("emotion_score")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index("ix_contribution_workshop_kind")
        batch_op.drop_index(batch_op.f("ix_contribution_stage_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_merged_into_id"))
        batch_op.drop_index("ix_contribution_author")
        batch_op.drop_index(batch_op.f("ix_contribution_about_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_workshop_position")

    op.drop_table("stage")
    op.drop_table("revision_snapshot")
    op.drop_table("review_round")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_due_at"))

    op.drop_table("review")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_workshop_id"))
        batch_op.drop_index(
            "ix_posting_unsent",
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
        )

    op.drop_table("posting")
    with op.batch_alter_table("persona", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persona_workshop_id"))

    op.drop_table("persona")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_participant_user_id"))

    op.drop_table("participant")
    with op.batch_alter_table("check_dismissal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_dismissal_workshop_id"))

    op.drop_table("check_dismissal")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_workshop_at")
        batch_op.drop_index(batch_op.f("ix_audit_team_id"))

    op.drop_table("audit")
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_timebox_ends_at"))
        batch_op.drop_index("ix_workshop_team_channel")
        batch_op.drop_index(batch_op.f("ix_workshop_deadline_at"))
        batch_op.drop_index(batch_op.f("ix_workshop_copied_from_id"))
        batch_op.drop_index(
            "ix_workshop_behind",
            sqlite_where=sa.text("revision > drawn_revision"),
            postgresql_where=sa.text("revision > drawn_revision"),
        )

    op.drop_table("workshop")
    with op.batch_alter_table("map_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_map_template_team_id"))

    op.drop_table("map_template")
    op.drop_table("workspace")
    op.drop_table("replica_heartbeat")
    op.drop_table("profile")
    with op.batch_alter_table("delivery_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_claim_at"))

    op.drop_table("delivery_claim")
