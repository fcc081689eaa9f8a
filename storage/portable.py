"""A backup: one compressed file of lines that either database can be filled from.

The first line says what it is, the last one how many lines there are and what they add up to; what stands
between is told in `storage.contents`. A file is written beside its place and moved there when it is whole.
"""

import contextlib
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.sentences import SentenceError

SHAPE = 1
PRIVATE = 0o600  # what teams wrote is in it


class FileError(SentenceError):
    """The file cannot be used; a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a whole file says of itself."""

    path: Path
    head: Mapping[str, Any]
    foot: Mapping[str, Any]
    lines: int


def write(path: Path, head: Mapping[str, object], lines: Iterable[str], foot: dict[str, object]) -> None:
    """Write a file: whole, or not at all. `foot` is read when the last of the lines has gone by."""
    if path.exists():
        raise FileError("{file} is there already. Name another file: a backup is never overwritten.", file=path)
    beside = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
            _write(file, head, lines, foot)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
    except OSError as error:
        _discard(beside)
        raise FileError(
            "{file} could not be written: {why}. Nothing of it was left there.", file=path, why=error.strerror or error
        ) from None
    except BaseException:
        _discard(beside)
        raise


def _write(file: Any, head: Mapping[str, object], lines: Iterable[str], foot: dict[str, object]) -> None:
    digest, number = hashlib.sha256(), 0
    with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        for line in _all(json.dumps({"cairn": SHAPE, **head}, ensure_ascii=False), lines):
            packed.write(written := line.encode() + b"\n")
            digest.update(written)
            number += 1
        last = {"end": number, "sha256": digest.hexdigest(), **foot}
        packed.write(json.dumps(last, ensure_ascii=False).encode() + b"\n")


def _all(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def read(path: Path) -> Backup:
    """Read a file from its first to its last line and check that it is whole, before anything is done with it."""
    digest, number, before = hashlib.sha256(), 0, b""
    head: Any = None
    for line in _bytes(path):
        if before:
            digest.update(before)
            number += 1
        before = line
        if head is None:
            head = _value(path, line)
            if not isinstance(head, dict) or "cairn" not in head:
                raise FileError("{file} is not a backup of Cairn's.", file=path)
            if head["cairn"] != SHAPE:
                raise FileError(
                    "{file} was written by a newer Cairn than this one. Restore it with that one.", file=path
                )
    foot = _value(path, before) if before else None
    if not isinstance(foot, dict) or foot.get("end") != number or foot.get("sha256") != digest.hexdigest():
        raise _damaged(path)
    return Backup(path, head, foot, number - 1)


def lines(backup: Backup) -> Iterator[str]:
    """The lines between the first and the last one."""
    for number, line in enumerate(_bytes(backup.path)):
        if 1 <= number <= backup.lines:
            yield line.decode().removesuffix("\n")


def _bytes(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as packed:
            yield from packed
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        if isinstance(error, gzip.BadGzipFile) and "Not a gzipped file" in str(error):
            raise FileError("{file} is not a backup of Cairn's.", file=path) from None
        raise _damaged(path) from None
    except OSError as error:
        raise FileError("{file} cannot be read: {why}.", file=path, why=error.strerror or error) from None


def _value(path: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise _damaged(path) from None


def _damaged(path: Path) -> FileError:
    return FileError(
        "{file} is damaged: it does not end as it was written. Take another backup. Nothing was changed.", file=path
    )
