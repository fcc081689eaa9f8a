"""What a format is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflows.document import Document
from workflows.history import Entry
from workflows.snapshots import MapSnapshot


class Picture(StrEnum):
    """A picture of the map that a format may need: `Pictures` has a field of that name."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The map as it was drawn for a document. Only what the format needs is there; the rest is empty.

    For a format that `tells`: what happened to each thing of the map (`workflows.history.of_things`), and the map that
    a map of tomorrow was copied from. Neither is part of the document.
    """

    png: bytes = b""
    svg: bytes = b""
    pdf: bytes = b""
    trail: Mapping[tuple[str, int], tuple[Entry, ...]] = field(default_factory=dict)
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
    needs: frozenset[Picture] = frozenset()
    tells: bool = False
