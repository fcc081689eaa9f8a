"""How an example journey has to be written: read from YAML, checked before anybody draws or copies it."""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from workflows import limits
from workflows.personas import FIELDS
from workflows.words import (
    Cadence,
    Channel,
    EvidenceKind,
    Level,
    MapKind,
    MetricKind,
    NoteKind,
    PainStatus,
    Severity,
    Side,
    TouchpointClass,
    Usage,
)

Line = Annotated[str, Field(min_length=1, max_length=limits.LINE_MAX)]
Name = Annotated[str, Field(min_length=1, max_length=limits.NAME_MAX)]
Said = Annotated[str, Field(min_length=1, max_length=limits.NOTE_TEXT_MAX)]
Told = Annotated[str, Field(min_length=1, max_length=limits.FIELD_MAX)]
Score = Annotated[int, Field(ge=-2, le=2)]
Story = Mapping[str, Any]
# What is the same in every language: the values below these names, and the marks behind a touchpoint's title.
KINDS = frozenset(
    {"kind", "class", "usage", "status", "symptoms", "role", "side", "who", "by", "taken_by", "cadence", "better"}
)
_MARKS = re.compile(r"(?: @\w+)?(?: \*)?$")
_DETAILS = frozenset({"trigger", "customer_goal", "information", "decisions"})


class StoryError(ValueError):
    """An example is not written as examples are; the message says where and why."""


class _Part(BaseModel):
    # An unquoted comma makes a field that nobody meant. Prepared by pydantic where the first example is read.
    model_config = ConfigDict(extra="forbid", defer_build=True)


class _Persona(_Part):
    name: Name
    headline: Line
    segment: Line = ""
    goal: Said
    quote: Line = ""
    details: dict[str, Told] = {}

    @model_validator(mode="after")
    def _known(self) -> Self:
        _check_names("details", self.details, FIELDS)
        return self


class _Touchpoint(_Part):
    title: Line
    channel: Channel | None = None
    usage: Usage = Usage.IN_USE
    classed: TouchpointClass | None = Field(default=None, alias="class")
    moment_of_truth: bool = False
    importance: Annotated[int, Field(ge=0, le=5)] = 0
    department: Name = ""
    resources: list[Line] = []
    resources_lacking: list[Line] = []


class _Evidence(_Part):
    kind: EvidenceKind
    text: Said
    source: Line = ""
    sample: Annotated[int, Field(ge=0)] | None = None


class _Idea(_Part):
    text: Said
    impact: Level = Level.MEDIUM
    effort: Level = Level.MEDIUM
    decided: bool = False


class _Owner(_Part):
    who: Name
    due_in_days: int | None = None
    metric: Line = ""
    plan: Said = ""


class _Pain(_Part):
    text: Said
    severity: Severity = Severity.SERIOUS
    status: PainStatus = PainStatus.OPEN
    votes: Annotated[int, Field(ge=0)] = 0
    evidence: _Evidence | None = None
    idea: _Idea | None = None
    owner: _Owner | None = None


class _Emotion(_Part):
    scores: Annotated[list[Score], Field(min_length=2)]
    word: Name = ""


class _Stage(_Part):
    name: Name
    time: Name = ""
    details: dict[str, Told] = {}
    actions: list[Said] = []
    touchpoints: list[Line | _Touchpoint] = []
    thoughts: list[Said] = []
    emotion: _Emotion | None = None
    pains: list[_Pain] = []
    joys: list[Said] = []
    itches: list[Said] = []
    ideas: list[_Idea] = []
    backstage: list[Line] = []
    support: list[Line] = []
    resources: list[Line] = []
    resources_lacking: list[Line] = []

    @model_validator(mode="after")
    def _known(self) -> Self:
        _check_names("details", self.details, _DETAILS)
        return self


class _Overheard(_Part):
    by: Name
    taken_by: Name
    kind: NoteKind
    stage: Name
    text: Said


class _Metric(_Part):
    name: Name
    kind: MetricKind
    unit: Annotated[str, Field(max_length=16)] = ""
    baseline: float
    target: float
    better: Literal["higher", "lower"]
    stage: Name
    after_review: float | None = None


class _Review(_Part):
    cadence: Cadence
    time: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    tz: Name
    conclusion: Said
    done: list[Said] = []
    doing: list[Said] = []


class _Person(_Part):
    role: Name
    name: Name
    title: Name = ""
    department: Name
    side: Side
    tz: Name = "UTC"


class _Story(_Part):
    language: Name
    kind: MapKind
    title: Annotated[str, Field(min_length=1, max_length=limits.TITLE_MAX)]
    goal: Said
    scope: Said = ""
    symptoms: list[Name] = []
    persona: _Persona
    stages: Annotated[list[_Stage], Field(min_length=1, max_length=limits.STAGES_MAX)]
    overheard: _Overheard | None = None
    decisions: list[Said] = []
    metrics: list[_Metric] = []
    review: _Review | None = None
    cast: Annotated[list[_Person], Field(min_length=1)]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """What a part names has to be there: a stage, a person, a pain."""
        stages = [stage.name for stage in self.stages]
        pains = [pain for stage in self.stages for pain in stage.pains]
        roles = [person.role for person in self.cast]
        _check_names("metrics", [metric.stage for metric in self.metrics], stages)
        _check_names("owner", [pain.owner.who for pain in pains if pain.owner], roles)
        _check_counts([pain.votes for pain in pains], len(self.cast))
        if self.overheard:
            _check_names("overheard", [self.overheard.stage], stages)
            _check_names("overheard", [self.overheard.by, self.overheard.taken_by], roles)
        if self.review:
            _check_names("review", [*self.review.done, *self.review.doing], [pain.text for pain in pains])
        return self


def check(file: str, content: Mapping[str, Any]) -> None:
    """Raise StoryError, which names the file, the place and what is wrong there."""
    try:
        _Story.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        msg = f"{file}: {f'at {where}: ' if where else ''}{first['msg']}"
        raise StoryError(msg) from error


def check_translation(file: str, content: Story, original: Story) -> None:
    """Raise StoryError where a story has not the parts, numbers and kinds of the one it translates."""
    for here, there in zip_longest(_skeleton(content), _skeleton(original), fillvalue=("", None)):
        if here != there:
            msg = f"{file}: at {here[0] or 'the end'}: {here[1]!r}, where English has {there[1]!r} at {there[0]}"
            raise StoryError(msg)


def _skeleton(part: Any, where: str = "") -> Iterator[tuple[str, object]]:
    """Everything but what is said in a language, in order: place and value, None for a text."""
    if isinstance(part, Mapping):
        for name, below in part.items():
            yield from _skeleton(below, f"{where}.{name}".removeprefix("."))
    elif isinstance(part, list):
        for number, below in enumerate(part):
            yield from _skeleton(below, f"{where}.{number}")
    elif isinstance(part, str):
        names = where.split(".")
        marks = _MARKS.search(part) if "touchpoints" in names else None
        yield where, part if KINDS.intersection(names) else marks and marks[0]
    else:
        yield where, part


def _check_counts(votes: list[int], people: int) -> None:
    if max(votes, default=0) > people or sum(votes) > people * limits.VOTES_EACH:
        msg = f"votes are more than {people} people have"
        raise ValueError(msg)


def _check_names(where: str, given: Mapping[str, Any] | list[str], known: Mapping[str, Any] | list[str] | Any) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        msg = f"{where} names what is not there: {', '.join(unknown)}"
        raise ValueError(msg)
