"""What a format is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from workflows.document import Document


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
    """The map as it was drawn for a document. Only what the format needs is there; the rest is empty."""

    png: bytes = b""
    svg: bytes = b""
    pdf: bytes = b""


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
