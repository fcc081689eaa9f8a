"""What a workshop begins with: nothing, a set of stages, an example or a part of it, a template of the workspace."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from storage import tables
from workflows import limits, planting, presets, templates, text
from workflows.commands import StartWorkshop
from workflows.desk import Change
from workflows.errors import InvalidError
from workflows.snapshots import MapSnapshot

_DIGITS = 10  # of an id


class Source(StrEnum):
    """Where the first columns of a map come from: the part of `Workshop.template` before the colon."""

    NOTHING = ""
    STAGES = "stages"
    EXAMPLE = "example"
    WHOLE = "whole"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Beginning:
    """One way to begin. `name` is that of a set of stages, of an example, or a template's id."""

    source: Source = Source.NOTHING
    name: str = ""

    def __str__(self) -> str:
        """Write it down; a set of stages goes by its name alone."""
        return self.name if self.source in {Source.NOTHING, Source.STAGES} else f"{self.source}:{self.name}"


def read(written: str) -> Beginning:
    """Read a way to begin, or InvalidError("template", "unknown_template")."""
    if not written:
        return Beginning()
    head, colon, name = written.partition(":")
    made = Beginning(Source.STAGES, head)
    if colon:
        made = Beginning(next((one for one in Source if one == head), Source.NOTHING), name)
    if not _known(made):
        raise InvalidError("template", "unknown_template")
    return made


def _known(made: Beginning) -> bool:
    match made.source:
        case Source.STAGES:
            return made.name in presets.stage_sets()
        case Source.EXAMPLE | Source.WHOLE:
            return made.name in presets.names()
        case Source.TEAM:
            return made.name.isascii() and made.name.isdigit() and len(made.name) <= _DIGITS
        case _:
            return False


async def begin(change_: Change, workshop: tables.Workshop, made: Beginning, command: StartWorkshop) -> None:
    """Give a new workshop what it begins with."""
    match made.source:
        case Source.STAGES:
            own = presets.stage_sets()[made.name].stages
            await planting.columns(change_, workshop, (_names(command) or own)[: limits.STAGES_MAX])
        case Source.EXAMPLE | Source.WHOLE:
            seed = _example(made.name, workshop.language)
            own, named = tuple(stage.name for stage in seed.stages), _names(command)
            names = named if len(named) == len(own) else own
            whole = made.source is Source.WHOLE
            await planting.example(change_, workshop, seed, names, command.made_up, whole=whole)
        case Source.TEAM:
            seed = await templates.seed(change_, int(made.name))
            await planting.plan(change_, workshop, seed, tuple(stage.name for stage in seed.stages))


def _names(command: StartWorkshop) -> tuple[str, ...]:
    """The stages as the command names them, in the language of the map."""
    named = [text.line("template", name, limits.NAME_MAX) for name in command.stages]
    return tuple(dict.fromkeys(name for name in named if name))


@cache
def _example(name: str, language: str) -> MapSnapshot:
    return presets.snapshot(presets.example(name, language))
