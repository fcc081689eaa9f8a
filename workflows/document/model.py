"""The document of a map: everything that stands on it as plain data that leaves the house and comes back.

Ids are numbers that hold inside one document only; people are named by a key that stands in `people`. Nobody who gave
something anonymously has a key: their things have no author. Scores and votes are told as the map shows them, put
together, and not at all while they are private.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from workflows import limits
from workflows.document import references
from workflows.findings import Item
from workflows.text import clean
from workflows.words import (
    Answered,
    Attendance,
    Cadence,
    Channel,
    EvidenceKind,
    Fate,
    Level,
    MapKind,
    MetricKind,
    Mode,
    NoteKind,
    PainStatus,
    PutOff,
    Role,
    Severity,
    Side,
    Step,
    TouchpointClass,
    Usage,
    Verdict,
    WorkshopStatus,
)

FORMAT: Final = "cairn-journey-map"
VERSION: Final = 1  # goes up when a document of before could be read wrongly; new optional fields leave it
DETAILS_MAX, SYMPTOMS_MAX, VALUES_MAX, ROUNDS_MAX, ANSWERS_MAX, WALKS_MAX = 40, 10, 2000, 1000, 5000, 500
REVISIONS_MAX = 500

Line = Annotated[str, AfterValidator(clean), Field(max_length=limits.LINE_MAX)]
Name = Annotated[str, AfterValidator(clean), Field(max_length=limits.NAME_MAX)]
Title = Annotated[str, AfterValidator(clean), Field(max_length=limits.TITLE_MAX)]
Text = Annotated[str, AfterValidator(clean), Field(max_length=limits.TEXT_MAX)]
Said = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=limits.TEXT_MAX)]
Key = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=limits.NAME_MAX)]
Details = Annotated[dict[Name, Text], Field(max_length=DETAILS_MAX)]
Id = Annotated[int, Field(ge=1, lt=2**63)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Number = Annotated[float, Field(allow_inf_nan=False)]


def _aware(at: datetime) -> datetime:
    """A moment that says nothing of its zone, as other programs write it, is one of UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _reckoned_with(at: datetime) -> datetime:
    """The first and the last day there are leave no room for the zones."""
    if not date.min < at.date() < date.max:
        msg = "no zone has this day"
        raise ValueError(msg)
    return at


Moment = Annotated[datetime, AfterValidator(_aware), AfterValidator(_reckoned_with)]


class Part(BaseModel):
    """What a document is made of: nothing unknown is taken, and nothing changes afterwards.

    pydantic prepares all of it where the first document is made or read, not where this is imported.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Person(Part):
    """Somebody the map names. `slack_id` is missing for those who are known by name only."""

    key: Key
    name: Name
    slack_id: Annotated[str | None, Field(max_length=limits.NAME_MAX)] = None
    takes_part: bool = False
    department: Name = ""
    side: Side = Side.UNKNOWN
    role: Role = Role.PARTICIPANT
    attendance: Attendance = Attendance.INVITED


class Workshop(Part):
    """What the map is about and how far the work on it has come."""

    title: Annotated[Title, Field(min_length=1)]
    goal: Text = ""
    scope: Text = ""
    kind: MapKind = MapKind.CURRENT
    language: Annotated[str, Field(max_length=16)] = "en"
    mode: Mode = Mode.ASYNC
    method: Annotated[str, Field(max_length=16)] = "six_step"
    template: Annotated[str, Field(max_length=limits.NAME_MAX)] = ""
    status: WorkshopStatus = WorkshopStatus.OPEN
    step: Step = Step.INVITE
    symptoms: Annotated[tuple[Name, ...], Field(max_length=SYMPTOMS_MAX)] = ()
    facilitator: Key
    journey_owner: Key | None = None
    escalate_days: Annotated[int, Field(ge=1, le=limits.ESCALATE_DAYS_MAX)] = 7
    revision: Annotated[int, Field(ge=1, le=10**9)] = 1
    created_at: Moment


class Persona(Part):
    """The customer whose view the map takes."""

    id: Id
    name: Name
    headline: Line = ""
    segment: Line = ""
    goal: Text = ""
    quote: Line = ""
    details: Details = {}
    author: Key | None = None


class Emotion(Part):
    """How the customer feels in a stage, −2 … +2, of all who said so put together."""

    median: Annotated[float, Field(ge=-2, le=2)]
    low: Annotated[int, Field(ge=-2, le=2)]
    high: Annotated[int, Field(ge=-2, le=2)]
    people: Annotated[int, Field(ge=1, le=10_000)]
    word: Name = ""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        references.check_emotion(self.median, self.low, self.high, self.people)
        return self


class Stage(Part):
    """A column of the map."""

    id: Id
    name: Name
    time_spent: Name = ""
    details: Details = {}
    emotion: Emotion | None = None


class Walk(Part):
    """What one person found at a touchpoint, walking as the customer. It is never said who."""

    verdict: Verdict
    note: Text = ""


class Touchpoint(Part):
    """One contact with the organisation."""

    id: Id
    stage: Id
    title: Annotated[Line, Field(min_length=1)]
    channel: Channel = Channel.OTHER
    usage: Usage = Usage.IN_USE
    classed: TouchpointClass | None = None
    moment_of_truth: bool = False
    importance: Annotated[int, Field(ge=0, le=5)] = 0
    department: Name = ""
    planned: bool = True
    lived: bool | None = None
    fate: Fate | None = None
    details: Details = {}
    leads_to: Annotated[tuple[Id, ...], Field(max_length=100)] = ()
    walks: Annotated[tuple[Walk, ...], Field(max_length=WALKS_MAX)] = ()
    author: Key | None = None


class Ownership(Part):
    """Who answers for a pain point, until when, and how one will know."""

    owner: Key
    due_on: date | None = None
    success_metric: Line = ""
    plan: Text = ""
    outcome: Text = ""
    assigned_at: Moment
    accepted_at: Moment | None = None
    done_at: Moment | None = None
    due_reason: Line = ""
    snoozed_until: Moment | None = None
    help: Line = ""
    help_at: Moment | None = None
    left_by: Key | None = None


class SaidToo(Part):
    """What somebody else said in other words, and was merged; `into` is a contribution or another of these."""

    id: Id
    into: Id
    text: Said
    author: Key | None = None


class Contribution(Part):
    """One text: an action, thought, pain point, joy, itch, piece of evidence or decision."""

    id: Id
    kind: NoteKind
    stage: Id | None = None
    text: Said
    author: Key | None = None
    created_at: Moment
    severity: Severity | None = None
    status: PainStatus | None = None
    votes: Count = 0
    owner: Ownership | None = None
    about: Id | None = None
    evidence_kind: EvidenceKind | None = None
    source: Line = ""
    link: Text = ""
    sample_size: Annotated[int | None, Field(ge=0, lt=2**31)] = None
    verified_on: date | None = None
    also: Annotated[tuple[SaidToo, ...], Field(max_length=limits.NOTES_MAX)] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        references.check_pain(
            pain=self.kind is NoteKind.PAIN,
            pain_fields=(self.severity is not None, self.status is not None),
            more=bool(self.votes or self.owner),
        )
        return self


class Idea(Part):
    """An opportunity; `question` is the "how might we" that it answers, `pain` the pain point it is for."""

    id: Id
    stage: Id | None = None
    pain: Id | None = None
    question: Line = ""
    text: Said
    impact: Level = Level.MEDIUM
    effort: Level = Level.MEDIUM
    value: Level | None = None
    complexity: Level | None = None
    timeline: Name = ""
    depends_on: Line = ""
    decided: bool = False
    author: Key | None = None


class Value(Part):
    """A metric as it was measured on one day."""

    on: date
    value: Number


class Metric(Part):
    """A number of the journey with its series, oldest value first."""

    id: Id
    stage: Id | None = None
    kind: MetricKind = MetricKind.OWN
    name: Annotated[Name, Field(min_length=1)]
    unit: Annotated[Name, Field(max_length=16)] = ""
    higher_is_better: bool = True
    baseline: Number | None = None
    target: Number | None = None
    author: Key | None = None
    values: Annotated[tuple[Value, ...], Field(max_length=VALUES_MAX)] = ()


class Rhythm(Part):
    """How often the map is looked at again."""

    cadence: Cadence
    starts_on: date
    nth: Annotated[int | None, AfterValidator(references.check_nth)] = None
    local_time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "10:00"
    tz: Annotated[str, Field(max_length=64)] = "UTC"
    due_at: Moment | None = None
    claim_days: Annotated[int, Field(ge=1, le=3660)] = 90
    put_off: PutOff | None = None
    put_off_from: Moment | None = None
    put_off_by: Key | None = None
    put_off_reason: Line = ""


class Answer(Part):
    """What one person answered in a review; `item` is what it was about, by its id, nothing for the whole."""

    kind: Answered
    item: Id | None = None
    answer: Text
    before: Name = ""
    author: Key | None = None
    at: Moment


class Review(Part):
    """One review that came due, and what came of it."""

    number: Annotated[int, Field(ge=1, lt=2**31)]
    due_at: Moment
    held_at: Moment | None = None
    held_by: Key | None = None
    conclusion: Text = ""
    revision: Annotated[int, Field(ge=1, le=10**9)] | None = None
    early: bool = False
    answers: Annotated[tuple[Answer, ...], Field(max_length=ANSWERS_MAX)] = ()


class Dismissal(Part):
    """A finding of the checks that somebody called a false alarm."""

    code: Annotated[Name, Field(min_length=1)]
    item: Item = Item.MAP
    item_id: Id | None = None
    reason: Annotated[Line, Field(min_length=1)]
    author: Key | None = None
    at: Moment


class Content(Part):
    """A map as it stands at one revision."""

    workshop: Workshop
    people: Annotated[tuple[Person, ...], Field(max_length=10_000)] = ()
    personas: Annotated[tuple[Persona, ...], Field(max_length=100)] = ()
    stages: Annotated[tuple[Stage, ...], Field(max_length=200)] = ()
    touchpoints: Annotated[tuple[Touchpoint, ...], Field(max_length=10_000)] = ()
    contributions: Annotated[tuple[Contribution, ...], Field(max_length=20_000)] = ()
    ideas: Annotated[tuple[Idea, ...], Field(max_length=10_000)] = ()
    metrics: Annotated[tuple[Metric, ...], Field(max_length=1000)] = ()
    rhythm: Rhythm | None = None
    reviews: Annotated[tuple[Review, ...], Field(max_length=ROUNDS_MAX)] = ()
    dismissals: Annotated[tuple[Dismissal, ...], Field(max_length=5000)] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        references.check(self)
        return self


class Revision(Part):
    """The map as it was kept at the end of a step or after a review."""

    revision: Annotated[int, Field(ge=1, le=10**9)]
    reason: Annotated[str, Field(max_length=limits.NAME_MAX)]
    kept_at: Moment
    mood: Annotated[float, Field(ge=-2, le=2)] | None = None
    map: Content


class Near(Part):
    """A larger map, or one of details, by its title; `stage` is the one of the larger map that is shown in detail."""

    title: Annotated[Title, Field(min_length=1)]
    stage: Name = ""


class Document(Part):
    """One map, whole. `withheld` says what is private at the moment and therefore missing.

    The larger map and those of details are named where whoever sees this map may see them; they do not come back.
    """

    format: Literal["cairn-journey-map"] = FORMAT
    version: Literal[1] = VERSION
    exported_at: Moment
    withheld: tuple[Literal["scores", "votes"], ...] = ()
    part_of: Near | None = None
    in_detail: Annotated[tuple[Near, ...], Field(max_length=limits.BELOW_MAX)] = ()
    map: Content
    revisions: Annotated[tuple[Revision, ...], Field(max_length=REVISIONS_MAX)] = ()
