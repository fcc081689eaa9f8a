"""Ready-made journeys: whole example maps, and sets of stages to begin with."""

from typing import Any


def names() -> list[str]:
    """The example journeys there are."""
    raise NotImplementedError


def load(name: str) -> dict[str, Any]:
    """One example journey, as it stands in its YAML file."""
    raise NotImplementedError


def stage_sets() -> dict[str, list[str]]:
    """Sets of stage names to begin a map with, by template name; names are English msgids."""
    raise NotImplementedError
