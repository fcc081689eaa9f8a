"""The methods of journey mapping: what each asks in the six steps, in which order, and what its gates expect.

A method is a file in `presets/methods`. Its sentences are English msgids, translated where they are
shown. It changes prompts, order and thresholds, never what is stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workflows.commands import DEFAULT_METHOD
from workflows.words import Step

DEFAULT = DEFAULT_METHOD
NAMES = (DEFAULT, "seven_step", "eight_step", "five_step", "dimensions")
_FOLDER = files("workflows.presets") / "methods"
Count = Annotated[int, Field(ge=1, le=20)]


class MethodError(ValueError):
    """A method is not written as methods are; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a method says in one step. `order` names what it collects, the most useful first."""

    purpose: str
    prompts: tuple[str, ...]
    example: str
    order: tuple[str, ...] = ()


class Thresholds(BaseModel):
    """How much a step should hold before the next one."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    departments: Count = 2
    specifics: Count = 2
    stages: Count = 3
    scores: Count = 2


@dataclass(frozen=True, slots=True)
class Method:
    """One way to go through the six steps. `when` says in a line for whom it is."""

    name: str
    title: str
    when: str
    steps: Mapping[Step, Guidance]
    thresholds: Thresholds
    scorecard: bool = False


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)
    purpose: str = ""
    prompts: Annotated[list[str], Field(min_length=2, max_length=2)]
    example: str = ""
    order: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)
    title: Annotated[str, Field(max_length=75)]
    when: Annotated[str, Field(max_length=75)]
    scorecard: bool = False
    steps: dict[str, _Step]
    thresholds: Thresholds = Field(default_factory=Thresholds)


@cache
def method(name: str) -> Method:
    """A method by name; one that nobody knows (any more) is the six steps."""
    known = name if name in NAMES else DEFAULT
    file = f"{known}.yaml"
    return read(known, yaml.safe_load((_FOLDER / file).read_text(encoding="utf-8")))


def read(name: str, content: Any) -> Method:
    """Read a method; what it leaves unsaid is said as in the six steps."""
    try:
        given = _File.model_validate(content)
        said = {Step[key.upper()]: one for key, one in given.steps.items()}
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        msg = f"{name}.yaml: at {where}: {first['msg']}"
        raise MethodError(msg) from error
    except KeyError as error:
        msg = f"{name}.yaml: there is no step {error.args[0].lower()}"
        raise MethodError(msg) from error
    usual = {} if name == DEFAULT else method(DEFAULT).steps
    missing = [step.name.lower() for step in Step if step not in said and step not in usual]
    if missing:
        msg = f"{name}.yaml: nothing is said of {', '.join(missing)}"
        raise MethodError(msg)
    steps = {step: _guidance(said.get(step), usual.get(step)) for step in Step}
    return Method(name, given.title, given.when, steps, given.thresholds, given.scorecard)


def _guidance(given: _Step | None, usual: Guidance | None) -> Guidance:
    if given is None and usual is not None:
        return usual
    own = given or _Step(prompts=["", ""])
    purpose = own.purpose or (usual.purpose if usual else "")
    example = own.example or (usual.example if usual else "")
    return Guidance(purpose, tuple(own.prompts), example, tuple(own.order))


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that is shown translated, with the file that says it."""
    for name in NAMES:
        one = method(name)
        said = [one.title, one.when]
        for guidance in one.steps.values():
            said += [guidance.purpose, *guidance.prompts, guidance.example]
        yield from ((text, f"workflows/presets/methods/{name}.yaml") for text in dict.fromkeys(said))
