"""Which kind of file it is, by its name and its first bytes, and what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows import document
from workflows.importing import csvs, encodings, mermaid, opml, trees, xlsx
from workflows.importing.problems import refused
from workflows.importing.sheet import Sheet

FILE_MAX = 10_000_000  # bytes; what Slack takes in a form
ENDINGS = ("csv", "tsv", "txt", "xlsx", "json", "yaml", "yml", "mmd", "mermaid", "md", "opml", "xml")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ARCHIVES = (
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\x28\xb5\x2f\xfd",
)
_WEB = ("html", "htm")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class WholeMap:
    """A map that Cairn wrote out: it becomes a new map."""

    document: dict[str, Any]


def importable(name: str) -> bool:
    """Whether a file of this name may hold something to import."""
    return ending(name) in ENDINGS


def ending(name: str) -> str:
    """What stands behind the last dot of a file's name."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_name(name: str) -> None:
    """Refuse a web page by its name: once it is fetched, it looks like the page on which Slack asks to sign in."""
    if ending(name) in _WEB:
        raise refused("file_kind", endings=", ".join(ENDINGS[:-1]))


def read(name: str, content: bytes) -> Sheet | WholeMap:
    """What a file holds, or InvalidError("file", …) that says why it cannot be read, with row and column."""
    if len(content) > FILE_MAX:
        raise refused("file_big", limit=FILE_MAX // 1_000_000)
    if not content.strip(b"\x00 \t\r\n"):
        raise refused("file_empty")
    kind = ending(name)
    if content.startswith(_ZIP):
        return xlsx.read(content)
    if content.startswith(_OLD_EXCEL):
        raise refused("file_old_excel")
    if content.startswith(_ARCHIVES):
        raise refused("file_archive")
    if content.startswith(_OTHERS):
        raise refused("file_kind", endings=", ".join(ENDINGS[:-1]))
    if kind == "xlsx":
        raise refused("file_broken")
    if kind in {"opml", "xml"} or content.lstrip()[:5] in {b"<?xml", b"<opml"}:
        return opml.read(content)
    return _of_text(kind, *encodings.decode(content))


def _of_text(kind: str, text: str, encoding: str) -> Sheet | WholeMap:
    begins = text.lstrip("\ufeff \t\r\n")[:1]
    if kind == "json" or (kind not in {"csv", "tsv", "yaml", "yml"} and begins in {"{", "["}):
        return _of_tree(trees.parse_json(text), "JSON")
    if kind in {"yaml", "yml"}:
        return _of_tree(trees.parse_yaml(text), "YAML")
    if kind in {"mmd", "mermaid"} or (kind in {"md", "txt", ""} and mermaid.looks_like(text)):
        return mermaid.read(text)
    if kind in {"csv", "tsv", "txt", ""}:
        return csvs.read(text, encoding)
    if kind == "md":
        raise refused("file_no_diagram")
    raise refused("file_kind", endings=", ".join(ENDINGS[:-1]))


def _of_tree(value: Any, format_: str) -> Sheet | WholeMap:
    if isinstance(value, Mapping) and value.get("format") == document.FORMAT:
        return WholeMap(document.plain(document.read(value)))
    return trees.table(value, format_)
