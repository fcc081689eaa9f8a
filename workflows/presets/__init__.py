"""Ready-made journeys: whole example maps, and sets of stages to begin with."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from workflows.presets import stories
from workflows.presets.as_map import snapshot as snapshot

_HERE = files(__name__)
_STAGES = "stages.yaml"
# Ten times as fast where it is there; both make plain values only.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(file: str) -> dict[str, Any]:
    content = yaml.load(_HERE.joinpath(file).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe one
    if not isinstance(content, dict):
        msg = f"{file} holds no mapping"
        raise TypeError(msg)
    return content


@cache
def _journeys() -> dict[str, dict[str, str]]:
    """The example journeys: name -> language -> file."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(entry.name for entry in _HERE.iterdir()):
        parts = file.split(".")
        if len(parts) == 3 and parts[2] == "yaml":
            found.setdefault(parts[0], {})[parts[1]] = file
    return found


@dataclass(frozen=True, slots=True)
class StageSet:
    """Columns a team can start from. Title and names are English msgids, translated where they are shown."""

    title: str
    stages: tuple[str, ...]


def names() -> list[str]:
    """The example journeys there are."""
    return sorted(_journeys())


def example(name: str, language: str = "en") -> dict[str, Any]:
    """One example journey as it stands in its file, in a language or else in English; KeyError for an unknown one."""
    languages = _journeys()[name]
    file = languages.get(language) or languages.get("en") or next(iter(languages.values()))
    content = _read(file)
    stories.check(file, content)
    return content


@cache
def stage_sets() -> dict[str, StageSet]:
    """The sets of stages there are, by template name."""
    return {
        name: StageSet(str(one["title"]), tuple(str(stage) for stage in one["stages"]))
        for name, one in _read(_STAGES).items()
    }
