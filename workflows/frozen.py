"""Maps as plain data and back: what a kept revision holds."""

from typing import Any, cast

from pydantic import TypeAdapter

from workflows.snapshots import MapSnapshot

_ADAPTER: TypeAdapter[MapSnapshot] = TypeAdapter(MapSnapshot)


def freeze(snapshot: MapSnapshot) -> dict[str, Any]:
    """A snapshot as JSON-able data."""
    return cast("dict[str, Any]", _ADAPTER.dump_python(snapshot, mode="json"))


def thaw(content: dict[str, Any]) -> MapSnapshot:
    """The snapshot that `freeze` was given."""
    return _ADAPTER.validate_python(content)
