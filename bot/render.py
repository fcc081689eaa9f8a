"""`python -m bot render`: draw a map from a file, without Slack and without a database."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.console import voice
from bot.i18n import say_for
from bot.rendering import BeforeAfter, Format, History, Kind, Matrix, Personas, PersonaSheet, Subject, draw
from workflows import presets
from workflows.frozen import thaw
from workflows.snapshots import MapSnapshot

WRONG = 2
PAGE = "html"  # a format besides those of pictures
BYTES_MAX = 20 << 20  # far more than the largest map has


class UnreadableError(Exception):
    """A file is no map, or not the right number of maps was given; a sentence that says so."""


def main(given: argparse.Namespace) -> int:
    """Draw what the command line asks for."""
    try:
        page = given.format == PAGE or (given.format is None and given.out.suffix.lower() == f".{PAGE}")
        kind: Kind = "before_after" if page else given.kind
        maps = [one for file in given.maps for one in read(file, kind, alone=len(given.maps) == 1)]
        if given.language:
            maps = [replace(one, outline=replace(one.outline, language=given.language)) for one in maps]
        picture = page_of(maps) if page else drawn(given, maps)
    except UnreadableError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    try:
        given.out.write_bytes(picture)
    except OSError as error:
        _ = voice()
        sys.stderr.write(_("{file} cannot be written: {why}.", file=given.out, why=error.strerror) + "\n")
        return WRONG
    return 0


def drawn(given: argparse.Namespace, maps: Sequence[MapSnapshot]) -> bytes:
    """The picture that the command line asks for."""
    return draw(subject_of(given.kind, maps), given.kind, format_of(given.format, given.out), given.scale)


def page_of(maps: Sequence[MapSnapshot]) -> bytes:
    """A page of the newest of one or two maps; it tells what changed since the earlier one."""
    from bot.exports.page import to_html
    from bot.exports.page.content import Subject

    if len(maps) > 2:
        raise UnreadableError(voice()("A page takes one map, or two: the earlier one first."))
    before = maps[0] if len(maps) == 2 else None
    return to_html(Subject(maps[-1], before), say_for(maps[-1].outline.language))


def read(file: Path, kind: Kind, *, alone: bool = False) -> list[MapSnapshot]:
    """The map of a file. An example that tells of its review gives two where a picture compares states."""
    _ = voice()
    try:
        if file.stat().st_size > BYTES_MAX:
            raise UnreadableError(_("{file} is too large for a map.", file=file))
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnreadableError(_("{file} is not there.", file=file)) from None
    except OSError as error:
        raise UnreadableError(_("{file} cannot be read: {why}.", file=file, why=error.strerror)) from error
    except UnicodeDecodeError:
        raise UnreadableError(_("{file} is no text in UTF-8.", file=file)) from None
    content = _parsed(file, text)
    if "outline" in content:
        return [_thawed(file, content)]
    states = [False, True] if alone and kind in {"before_after", "history"} and content.get("review") else [False]
    return [_example(file, content, reviewed=reviewed) for reviewed in states]


def subject_of(kind: Kind, maps: Sequence[MapSnapshot]) -> Subject:
    """What a kind of picture is drawn of."""
    _, newest = voice(), maps[-1]
    match kind:
        case "before_after":
            _counted(maps, 2, _("A before-and-after picture takes two maps, the earlier one first."))
            return BeforeAfter(maps[0], maps[1])
        case "history":
            return History(tuple((one.taken_at or one.outline.created_at, one) for one in maps))
        case "personas":
            return Personas(maps[0], tuple(line for one in maps for line in _line(one)))
    _counted(maps, 1, _("A picture of this kind takes one map."))
    if kind == "matrix":
        return Matrix(newest)
    if kind == "persona":
        if not newest.personas:
            raise UnreadableError(_("This map has no persona yet."))
        return PersonaSheet(newest.personas[0], newest)
    return newest


def format_of(wanted: Format | None, out: Path) -> Format:
    """The format: as asked for, else as the file's name ends."""
    if wanted:
        return wanted
    endings: dict[str, Format] = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
    found = endings.get(out.suffix.lower())
    if found is None:
        _ = voice()
        raise UnreadableError(_("{file} does not tell its format: say --format png, svg, pdf or html.", file=out))
    return found


def _line(one: MapSnapshot) -> list[tuple[Any, tuple[float | None, ...]]]:
    """The map's persona and how it feels: a map holds one curve, that of its first persona."""
    medians = tuple(stage.emotion.median if stage.emotion else None for stage in one.stages)
    return [(persona, medians) for persona in one.personas[:1]]


def _counted(maps: Sequence[MapSnapshot], count: int, sentence: str) -> None:
    if len(maps) != count:
        raise UnreadableError(sentence)


def _parsed(file: Path, text: str) -> dict[str, Any]:
    _ = voice()
    try:
        content = json.loads(text) if file.suffix.lower() == ".json" else yaml.safe_load(text)
    except json.JSONDecodeError as error:
        told = _(
            "{file} is no JSON: line {line}, column {column}: {why}.",
            file=file,
            line=error.lineno,
            column=error.colno,
            why=error.msg,
        )
        raise UnreadableError(told) from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or _("it is broken")
        told = (
            _("{file} is no YAML in line {line}: {why}.", file=file, line=mark.line + 1, why=problem)
            if mark
            else _("{file} is no YAML: {why}.", file=file, why=problem)
        )
        raise UnreadableError(told) from error
    if not isinstance(content, dict):
        raise UnreadableError(_("{file} holds no map.", file=file))
    return content


def _thawed(file: Path, content: dict[str, Any]) -> MapSnapshot:
    _ = voice()
    try:
        return thaw(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        told = _("{file} holds no map: at {where}: {why}.", file=file, where=where, why=first["msg"])
        raise UnreadableError(told) from error


def _example(file: Path, content: dict[str, Any], *, reviewed: bool) -> MapSnapshot:
    _ = voice()
    try:
        return presets.snapshot(content, reviewed=reviewed)
    except KeyError as error:
        told = _("{file} holds no journey: {field} is missing.", file=file, field=error.args[0])
        raise UnreadableError(told) from error
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise UnreadableError(_("{file} is not written as journeys are: {why}.", file=file, why=error)) from error
