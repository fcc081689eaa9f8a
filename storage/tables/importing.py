"""Files that are being imported: what was read of them waits here for somebody's yes."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.columns import ID_MAX, LINE_MAX, NEVER_REUSED, Row, ref, row_id, short_text, when


class ImportDraft(Row, table=True):
    """One file of one person, on its way onto a map. Deleted when it is there, or after a day."""

    __tablename__ = "import_draft"
    __table_args__ = (NEVER_REUSED,)
    id: int | None = row_id()
    team_id: str = Field(max_length=ID_MAX, foreign_key="workspace.team_id", index=True)
    workshop_id: int | None = ref("workshop.id", nullable=True)  # none: a file that may become a new map
    channel_id: str = Field(max_length=ID_MAX)
    user_id: str = Field(max_length=ID_MAX)
    file_id: str = Field(max_length=ID_MAX)
    name: str = short_text(LINE_MAX)
    content: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)  # what was read of it
    mapping: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)  # what its columns are
    created_at: datetime = when(index=True)
