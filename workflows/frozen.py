"""Maps as plain data and back: what a kept revision holds."""

from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from workflows.snapshots import MapSnapshot


@cache
def _adapter() -> TypeAdapter[MapSnapshot]:
    """Made where it is first asked for: it takes a while, and most starts need none."""
    return TypeAdapter(MapSnapshot)


def freeze(snapshot: MapSnapshot) -> dict[str, Any]:
    """A snapshot as JSON-able data."""
    return cast("dict[str, Any]", _adapter().dump_python(snapshot, mode="json"))


def thaw(content: dict[str, Any]) -> MapSnapshot:
    """The snapshot that `freeze` was given."""
    return _adapter().validate_python(content)
