"""JSON and YAML: a list of rows, stages with their touchpoints, or a whole map that Cairn wrote."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from workflows.importing.problems import refused
from workflows.importing.sheet import COLUMNS_MAX, Sheet, sheet

DEPTH_MAX, NODES_MAX, YAML_MAX = 30, 1_000_000, 4_000_000
# Where the rows of a table are usually kept.
_LISTS = ("touchpoints", "rows", "items", "data", "answers", "responses", "values", "metrics", "records", "points")
_INNER = ("touchpoints", "tasks", "items")


def parse_json(text: str) -> Any:
    """The value of a JSON text, or a refusal that names the line."""
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise refused("file_syntax", format="JSON", row=error.lineno, column=str(error.colno)) from None
    except RecursionError:
        raise refused("file_deep", limit=DEPTH_MAX) from None
    except ValueError:  # a number with thousands of digits
        raise refused("file_broken") from None
    return _weighed(value)


def parse_yaml(text: str) -> Any:
    """The value of a YAML text without aliases, which can make a few lines stand for billions, or a refusal."""
    if len(text) > YAML_MAX:
        raise refused("file_text")
    try:
        _walk(text)
        value = yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            raise refused("file_format", format="YAML") from None
        raise refused("file_syntax", format="YAML", row=mark.line + 1, column=str(mark.column + 1)) from None
    except RecursionError:
        raise refused("file_deep", limit=DEPTH_MAX) from None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, AttributeError, KeyError, IndexError):
        raise refused("file_format", format="YAML") from None
    return _weighed(value)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, written in C where it is there


def _walk(text: str) -> None:
    """Look at the events alone, before anything is built of them."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise refused("file_alias", row=_line(event))
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_MAX:
            raise refused("file_deep", limit=DEPTH_MAX, row=_line(event))
        if nodes > NODES_MAX:
            raise refused("file_text")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _weighed(value: Any) -> Any:
    waiting, seen = [(value, 1)], 0
    while waiting:
        one, depth = waiting.pop()
        seen += 1
        if depth > DEPTH_MAX:
            raise refused("file_deep", limit=DEPTH_MAX)
        if seen > NODES_MAX:
            raise refused("file_text")
        inner = one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else ()
        waiting.extend((each, depth + 1) for each in inner)
    return value


def table(value: Any, format_: str) -> Sheet:
    """The rows that a value holds. The first object is row 1: there is no line of names to count."""
    found = list(_found(value))
    if not found:
        raise refused("file_no_rows", format=format_)
    if all(isinstance(one, Mapping) for one in found):
        return _of_objects(found, format_)
    if all(isinstance(one, list) for one in found):
        return sheet(((number, one) for number, one in enumerate(found, start=1)), format=format_)
    if all(isinstance(one, str | int | float) for one in found):
        return sheet([(0, ["touchpoint"]), *((n, [one]) for n, one in enumerate(found, start=1))], format=format_)
    raise refused("file_no_rows", format=format_)


def _found(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from _nested(value)
        return
    if not isinstance(value, Mapping):
        return
    stages = value.get("stages")
    if isinstance(stages, list) and any(isinstance(one, Mapping) for one in stages):
        yield from _nested(stages)
        return
    for name in _LISTS:
        if isinstance(value.get(name), list):
            yield from value[name]
            return
    # A stage's name and the list of its touchpoints.
    if value and all(isinstance(one, list) for one in value.values()):
        for stage, inner in value.items():
            for one in inner:
                yield {"stage": stage, **one} if isinstance(one, Mapping) else {"stage": stage, "touchpoint": one}


def _nested(value: Sequence[Any]) -> Iterator[Any]:
    """Rows as they are; stages that hold their touchpoints become a row for each of these."""
    for one in value:
        inner = next((one[name] for name in _INNER if isinstance(one.get(name), list)), None) if _is(one) else None
        if inner is None:
            yield one
            continue
        stage = one.get("name") or one.get("stage") or one.get("title") or ""
        for each in inner:
            yield {"stage": stage, **each} if isinstance(each, Mapping) else {"stage": stage, "touchpoint": each}


def _is(value: Any) -> bool:
    return isinstance(value, Mapping)


def _of_objects(found: Sequence[Mapping[Any, Any]], format_: str) -> Sheet:
    names: dict[str, None] = {}
    flat = []
    for one in found:
        row = {}
        for name, value in one.items():
            if isinstance(value, Mapping):  # details, one level down
                row.update({str(inner): each for inner, each in value.items()})
            else:
                row[str(name)] = value
        names.update(dict.fromkeys(row))
        flat.append(row)
        if len(names) > COLUMNS_MAX:
            raise refused("file_columns", limit=COLUMNS_MAX, row=len(flat))
    rows = [(number, [_plain(row.get(name)) for name in names]) for number, row in enumerate(flat, start=1)]
    return sheet([(0, list(names)), *rows], format=format_)


def _plain(value: Any) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value if not isinstance(one, Mapping | list))
    return None if isinstance(value, Mapping) else value
