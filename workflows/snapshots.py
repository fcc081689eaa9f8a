"""Frozen read models: all that views, pictures and exports see of a workshop.

Nothing here reaches the database; `workflows.maps` fills them. Ids are the rows' ids; times are
aware UTC; dates are local calendar days.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from workflows.feeling import Anonymous, Private
from workflows.health import Health
from workflows.persons import Participant, Person
from workflows.relatives import Kin
from workflows.rounds import Metric, Review, ReviewRound
from workflows.words import (
    Attendance,
    Channel,
    EvidenceKind,
    Fate,
    Level,
    MapKind,
    Mode,
    NoteKind,
    PainStatus,
    Role,
    Severity,
    Step,
    TouchpointClass,
    Usage,
    WorkshopStatus,
)


@dataclass(frozen=True, slots=True)
class Persona:
    """The customer the map is about. `details` maps field names of `workflows.personas.FIELDS` to text."""

    id: int
    name: str
    headline: str
    segment: str
    goal: str
    quote: str
    details: dict[str, str]
    author: Person
    version: int


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One contact with the organisation. `importance` is 0 (not ranked) or 1 … 5."""

    id: int
    stage_id: int
    title: str
    channel: Channel
    usage: Usage
    classed: TouchpointClass | None
    moment_of_truth: bool
    importance: int
    department: str
    details: dict[str, str]  # by the field names of `workflows.touchpoints.DETAILS`
    author: Person
    version: int
    planned: bool = True
    lived: bool | None = None  # None: nobody asked customers yet
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who answers for a pain point."""

    owner: Person
    due_on: date | None
    success_metric: str
    plan: str
    outcome: str
    generation: int
    assigned_at: datetime
    done_at: datetime | None
    version: int
    accepted_at: datetime | None = None
    due_reason: str = ""  # why it is due later than was promised first
    snoozed_until: datetime | None = None
    help: str = ""  # what the owner needs, while they need it
    help_at: datetime | None = None
    left_by: Person | None = None  # who answered for it, and left the workspace


@dataclass(frozen=True, slots=True)
class SaidToo:
    """What somebody else said in other words, and was merged with what was kept."""

    id: int
    into_id: int  # what it was merged with, which may have been merged further
    text: str
    author: Person


@dataclass(frozen=True, slots=True)
class Note:
    """A contribution of one text. `severity`, `status`, `votes` and `ownership` are of pains only."""

    id: int
    kind: NoteKind
    stage_id: int | None
    text: str
    author: Person
    version: int
    created_at: datetime
    severity: Severity | None = None
    status: PainStatus | None = None
    votes: int = 0
    ownership: Ownership | None = None
    about_id: int | None = None
    evidence_kind: EvidenceKind | None = None
    source: str = ""
    link: str = ""
    sample_size: int | None = None
    evidence_count: int = 0  # pieces of evidence that are about this note
    verified_on: date | None = None  # when somebody last said that it is so; None: never since it was given
    changed_at: datetime | None = None
    also: tuple[SaidToo, ...] = ()  # what was merged into it


@dataclass(frozen=True, slots=True)
class Idea:
    """An opportunity, for a pain point or for a stage; `question` is the "how might we" that it answers."""

    id: int
    stage_id: int | None
    pain_id: int | None
    text: str
    impact: Level
    effort: Level
    decided: bool
    author: Person
    version: int
    question: str = ""
    value: Level | None = None  # for the business
    complexity: Level | None = None
    timeline: str = ""
    depends_on: str = ""


@dataclass(frozen=True, slots=True)
class Emotion:
    """The scores of one stage put together: −2 … +2. `word` is the most frequent word given."""

    median: float
    low: int
    high: int
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A column of the map, with everything that stands in it, in the order it was given."""

    id: int
    position: int
    name: str
    time_spent: str
    details: dict[str, str]
    version: int
    touchpoints: tuple[Touchpoint, ...] = ()
    actions: tuple[Note, ...] = ()
    thoughts: tuple[Note, ...] = ()
    pains: tuple[Note, ...] = ()
    joys: tuple[Note, ...] = ()
    itches: tuple[Note, ...] = ()
    evidence: tuple[Note, ...] = ()
    ideas: tuple[Idea, ...] = ()
    emotion: Emotion | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """As much of a workshop as an answer to what was added by a word says."""

    id: int
    title: str
    stages: tuple[tuple[int, str], ...]  # (stage id, name) in order


@dataclass(frozen=True, slots=True)
class Outline(Brief):
    """The head of a workshop: what most forms and answers need, cheap to read (no contributions)."""

    team_id: str
    channel_id: str
    goal: str
    scope: str
    kind: MapKind
    language: str
    mode: Mode
    status: WorkshopStatus
    step: Step
    step_visit: int
    version: int
    revision: int
    facilitator: Person
    journey_owner: Person | None
    symptoms: tuple[str, ...]
    participants: tuple[Participant, ...]
    created_at: datetime
    card_ts: str | None  # where the card stands in `channel_id`: the root of the thread
    card_link: str | None  # a permalink to it, where the workspace's address is known
    card_file_id: str | None
    map_file_id: str | None
    pinned: bool
    deadline_at: datetime | None = None  # of the present step, working apart
    timebox_ends_at: datetime | None = None  # of the present step, working live
    timebox_left: int | None = None  # seconds, while the timebox is paused
    private: Private | None = None  # while scores are private, no stage carries an emotion
    private_votes: Private | None = None  # while votes are private, no pain point has any
    method: str = "six_step"  # a name of `workflows.methods`
    anonymous: Anonymous | None = None  # the round that runs
    escalate_days: int = 7  # after a promised day, when the journey owner hears that it was not kept
    veiled: bool = False  # something on the map was given anonymously: who contributed is not wholly known
    deleted_by: Person | None = None  # where the map was deleted; the card says so

    @property
    def expected(self) -> tuple[Participant, ...]:
        """Those who are to give something: who said no does not take part, and observers only watch."""
        return tuple(
            one
            for one in self.participants
            if one.attendance is not Attendance.DECLINED and one.role is not Role.OBSERVER
        )

    @property
    def waiting(self) -> tuple[Participant, ...]:
        """Those of whom nothing has come in the present step yet; in an anonymous round nobody knows."""
        if self.anonymous:
            return ()
        return tuple(one for one in self.expected if self.step not in one.contributed)

    @property
    def right_to_left(self) -> bool:
        """Whether the workshop's language is written from the right."""
        return self.language.split("-")[0] in {"he", "ar", "fa", "ur"}


@dataclass(frozen=True, slots=True)
class Thin:
    """One thing a step lacks at its gate: a code that views turn into a sentence, and what it is about."""

    code: str
    names: tuple[str, ...] = ()
    count: int = 0
    needed: int = 0  # how many there should be, where methods differ


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between a step and the next. `needs_reason`: critical pains would stay without owner."""

    step: Step
    thin: tuple[Thin, ...]
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class MapSnapshot:
    """The whole map at one revision."""

    outline: Outline
    personas: tuple[Persona, ...] = ()
    stages: tuple[Stage, ...] = ()
    loose: tuple[Note, ...] = ()  # contributions on the journey as a whole: evidence, decisions
    loose_ideas: tuple[Idea, ...] = ()
    metrics: tuple[Metric, ...] = ()
    review: Review | None = None
    rounds: tuple[ReviewRound, ...] = ()
    taken_at: datetime | None = None
    gate: Gate | None = field(default=None, compare=False)
    health: Health | None = field(default=None, compare=False)  # None while there is nothing to tell
    kin: Kin = field(default_factory=Kin, compare=False)  # those that whoever sees the map may see, too

    @property
    def pains(self) -> tuple[Note, ...]:
        """Every pain point, stage by stage, then those of no stage."""
        loose = (note for note in self.loose if note.kind is NoteKind.PAIN)
        return (*(pain for stage in self.stages for pain in stage.pains), *loose)

    @property
    def open_pains(self) -> tuple[Note, ...]:
        """The pain points that are neither done nor dropped."""
        return tuple(p for p in self.pains if p.status in {PainStatus.OPEN, PainStatus.DOING})

    @property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """Every touchpoint, stage by stage."""
        return tuple(touchpoint for stage in self.stages for touchpoint in stage.touchpoints)

    @property
    def ideas(self) -> tuple[Idea, ...]:
        """Every idea, stage by stage, then those of no stage."""
        return (*(idea for stage in self.stages for idea in stage.ideas), *self.loose_ideas)

    @property
    def evidence(self) -> tuple[Note, ...]:
        """Every piece of evidence."""
        loose = (note for note in self.loose if note.kind is NoteKind.EVIDENCE)
        return (*(note for stage in self.stages for note in stage.evidence), *loose)

    @property
    def decisions(self) -> tuple[Note, ...]:
        """What the team decided."""
        return tuple(note for note in self.loose if note.kind is NoteKind.DECISION)

    @property
    def lowest(self) -> Stage | None:
        """The stage where the persona feels worst, where anything was scored."""
        scored = [stage for stage in self.stages if stage.emotion]
        return min(scored, key=lambda s: s.emotion.median if s.emotion else 0, default=None)
