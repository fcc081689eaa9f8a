"""What a file is written from, and the file: what the engine hands to those who write."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from workflows.snapshots import MapSnapshot

if TYPE_CHECKING:
    from workflows.document import Document
    from workflows.history import Trail


CANVAS: Final = "canvas"  # the format of a text that becomes a canvas of the channel


class What(StrEnum):
    """What a file is about."""

    MAP = "map"
    COMPARISON = "compare"
    WORKSPACE = "workspace"


class To(StrEnum):
    """Whom a file goes to."""

    ME = "me"
    PERSON = "person"
    THREAD = "thread"
    CANVAS = "canvas"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ledger key says: which file, for whom. `workshop_id` is 0 for a whole workspace."""

    format: str
    what: What
    language: str
    user_id: str
    workshop_id: int


@dataclass(frozen=True, slots=True)
class Export:
    """One file to write. `before`: what the map is compared with; `gone`: nothing may be told any more."""

    asked: Asked
    document: "Document | None" = None
    snapshot: MapSnapshot | None = None
    before: MapSnapshot | None = None
    workspace: str = ""  # its name
    gone: bool = False
    trail: "Trail" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was written, and the sentence that goes with it."""

    name: str
    content: bytes
    title: str
    story: str
