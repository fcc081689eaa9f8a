"""What a format is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from workflows.document import Document
from workflows.history import Trail
from workflows.snapshots import MapSnapshot


class Picture(StrEnum):
    """A picture of the map that a format may need: `Pictures` has a field of that name."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class Group(StrEnum):
    """What somebody wants a file for: the form asks for each apart."""

    SHOW = "show"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The map as it was drawn for a document. Only what the format needs is there; the rest is empty.

    What is no part of the document, for formats that tell of it: what happened to each thing of the map
    (`workflows.history.of_things`), and the map that it is compared with.
    """

    png: bytes = b""
    svg: bytes = b""
    pdf: bytes = b""
    trail: Trail = field(default_factory=dict)
    origin: MapSnapshot | None = None


Write = Callable[[Document, Pictures, str], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a map down. `label` and `hint` are English, marked for translation with `N_`."""

    name: str  # stands in forms, ledger keys and on the command line: small letters only
    label: str
    hint: str  # what it is good for, in a few words
    extension: str  # without a dot
    mime: str
    write: Write  # of a document, pictures and a language such as "he"
    group: Group = Group.WORK
    needs: frozenset[Picture] = frozenset()
    compares: bool = False  # it is a picture, and can be one of two maps beside each other
