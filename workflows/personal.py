"""What one person sees of what concerns them: promises, letters, what was told, and how they want to be spoken with."""

from dataclasses import dataclass
from datetime import datetime

from workflows.snapshots import MapSnapshot, Note
from workflows.words import (
    NoticeKind,
)


@dataclass(frozen=True, slots=True)
class OwnedPain:
    """A pain point in somebody's list, with the workshop it belongs to."""

    workshop_id: int
    workshop_title: str
    channel_id: str
    stage_name: str
    pain: Note


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing that a letter tells, with the map that it is about."""

    id: int
    kind: NoticeKind
    subject_id: int | None
    mark: str
    carried: bool  # it stood in an earlier message already, where an edit brought it
    snapshot: MapSnapshot


@dataclass(frozen=True, slots=True)
class Letter:
    """A direct message: everything that one person is to know today."""

    user_id: str
    language: str
    tz: str
    at: datetime
    items: tuple[LetterItem, ...]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in a list. `name` is what it is about; `muted`: it was not sent, since the person wants none such."""

    kind: NoticeKind
    name: str
    workshop_title: str
    at: datetime
    muted: bool


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a person wants to be spoken with. `own_tz` is empty where Slack's zone is the right one."""

    language: str = "en"
    slack_tz: str = "UTC"
    own_tz: str = ""
    works_from: str = "09:00"
    works_until: str = "18:00"
    works_on: tuple[int, ...] = (0, 1, 2, 3, 4)
    muted: frozenset[NoticeKind] = frozenset()
