"""What people can ask for, typed. Forms make these; each service cleans and checks what it is given."""

from dataclasses import dataclass, field
from typing import Any

from workflows.lived import Lived
from workflows.words import (
    Attendance,
    Channel,
    EvidenceKind,
    Level,
    MapKind,
    Mode,
    NoteKind,
    NoticeKind,
    Severity,
    Side,
    TouchpointClass,
    Usage,
)

DEFAULT_METHOD = "six_step"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: from what Slack signed and the stored profile, never from metadata."""

    team_id: str
    user_id: str
    name: str = ""
    language: str = "en"
    tz: str = "UTC"
    is_guest: bool = False
    is_admin: bool = False
    channels: frozenset[str] = frozenset()  # where they are now: this request's, and private ones as Slack lately told


@dataclass(frozen=True, slots=True)
class Below:
    """Where a map lies: below a larger one, of which it details a stage, or (without) the whole."""

    parent_id: int
    stage_id: int | None = None


@dataclass(frozen=True, slots=True)
class StartWorkshop:
    """Begin a workshop in a channel. `people` are user ids to invite besides the actor."""

    channel_id: str
    title: str
    goal: str
    scope: str = ""
    kind: MapKind = MapKind.CURRENT
    language: str = "en"
    template: str = ""
    stages: tuple[str, ...] = ()  # the template's stages, named in the workshop's language
    made_up: str = ""  # how an example's customer says in that language that nobody met them
    people: tuple[str, ...] = ()
    mode: Mode = Mode.ASYNC
    symptoms: tuple[str, ...] = ()
    method: str = DEFAULT_METHOD
    evidence: "FirstEvidence | None" = None
    below: Below | None = None


@dataclass(frozen=True, slots=True)
class FirstEvidence:
    """The message that a workshop begins from."""

    text: str
    source: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class EditWorkshop:
    """Change the frame: title, goal, scope, symptoms, journey owner. `version` is the one seen."""

    workshop_id: int
    version: int
    title: str
    goal: str
    scope: str = ""
    symptoms: tuple[str, ...] = ()
    journey_owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class InvitePeople:
    """Add people of one department and side."""

    workshop_id: int
    people: tuple[str, ...]
    department: str
    side: Side


@dataclass(frozen=True, slots=True)
class Introduce:
    """Say of oneself: department, side, and whether one takes part."""

    workshop_id: int
    department: str
    side: Side
    attendance: Attendance = Attendance.ACCEPTED


@dataclass(frozen=True, slots=True)
class SavePersona:
    """Write the customer down: new where `persona_id` is None."""

    workshop_id: int
    name: str
    headline: str = ""
    segment: str = ""
    goal: str = ""
    quote: str = ""
    details: dict[str, str] = field(default_factory=dict)
    persona_id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class SetStages:
    """The columns, in order. Known names keep their contents; a stage with contents cannot be dropped."""

    workshop_id: int
    names: tuple[str, ...]
    seen: tuple[str, ...] | None = None  # the names the form showed: a column added meanwhile is not dropped


@dataclass(frozen=True, slots=True)
class EditStage:
    """Change one column's name, time spent and details (trigger, customer goal, information, decisions)."""

    workshop_id: int
    stage_id: int
    version: int
    name: str
    time_spent: str = ""
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddTouchpoints:
    """One touchpoint per line of text: `Stage: title @channel`; the rest is given for all of them.

    `places` says where the lines of unknown stages go, by `workflows.pasting.key`. With `ask`, nothing is
    stored where somebody should look first.
    """

    workshop_id: int
    stage_id: int  # of the lines that name none
    lines: str
    channel: Channel | None = None
    usage: Usage = Usage.IN_USE
    moment_of_truth: bool = False
    places: dict[str, int] = field(default_factory=dict)
    ask: bool = False


@dataclass(frozen=True, slots=True)
class EditTouchpoint:
    """Change one touchpoint."""

    workshop_id: int
    touchpoint_id: int
    version: int
    stage_id: int
    title: str
    channel: Channel
    usage: Usage = Usage.IN_USE
    classed: TouchpointClass | None = None
    moment_of_truth: bool = False
    importance: int = 0
    department: str = ""
    planned: bool = True
    lived: Lived = Lived.UNASKED
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddNote:
    """Contribute one text. Severity is for pains; the evidence fields are for evidence."""

    workshop_id: int
    kind: NoteKind
    text: str
    stage_id: int | None = None
    severity: Severity | None = None
    about_id: int | None = None
    evidence_kind: EvidenceKind | None = None
    source: str = ""
    link: str = ""
    sample_size: int | None = None


@dataclass(frozen=True, slots=True)
class EditNote:
    """Change one's own contribution (the facilitator: anybody's)."""

    workshop_id: int
    note_id: int
    version: int
    text: str
    stage_id: int | None = None
    severity: Severity | None = None
    evidence_kind: EvidenceKind | None = None
    source: str = ""
    link: str = ""
    sample_size: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Take one's own thing back. `item`: note, touchpoint, idea, metric, persona."""

    workshop_id: int
    item: str
    item_id: int


@dataclass(frozen=True, slots=True)
class ScoreStages:
    """How the persona feels, stage id -> −2 … +2, and optionally a word per stage."""

    workshop_id: int
    scores: dict[int, int]
    words: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CastVotes:
    """The whole ballot of one person: the pain points they put a dot on (replaces the earlier one)."""

    workshop_id: int
    pains: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaveIdea:
    """An idea for a pain point or a stage: new where `idea_id` is None."""

    workshop_id: int
    text: str
    pain_id: int | None = None
    stage_id: int | None = None
    impact: Level = Level.MEDIUM
    effort: Level = Level.MEDIUM
    idea_id: int | None = None
    version: int = 0
    question: str = ""
    value: Level | None = None
    complexity: Level | None = None
    timeline: str = ""
    depends_on: str = ""


@dataclass(frozen=True, slots=True)
class SavePreferences:
    """How a person wants to be spoken with. `tz` is empty where Slack's zone is the right one; Monday is 0."""

    language: str
    tz: str = ""
    works_from: str = "09:00"
    works_until: str = "18:00"
    works_on: tuple[int, ...] = (0, 1, 2, 3, 4)
    wanted: tuple[NoticeKind, ...] = tuple(NoticeKind)


@dataclass(frozen=True, slots=True)
class GoToStep:
    """Move on or back to a step; a reason where the gate asks for one."""

    workshop_id: int
    step: int
    seen_step: int  # the step the person saw: two people clicking «next» move on once
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What a change made: stored with the claim, so that a repeated delivery gets the same answer."""

    workshop_id: int
    item_id: int | None = None
    count: int = 1
    extra: dict[str, Any] = field(default_factory=dict)
