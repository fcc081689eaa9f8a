"""What the page shows, ready for its templates: texts that are clean, numbers that are said, ids that are safe."""

from dataclasses import dataclass, field
from datetime import datetime

from workflows.history import Trail
from workflows.snapshots import MapSnapshot

Key = tuple[str, int]  # the kind of a thing ("note", "touchpoint", "idea", "metric", "persona", "stage") and its id


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is made of. `before` is an earlier state; `trail` is what happened to each thing, newest first."""

    now: MapSnapshot
    before: MapSnapshot | None = None
    trail: Trail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tag:
    """A small sign on a card: an icon, what it says, and whether that is good, bad or neither."""

    said: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for a pain point; without a name, nobody does. `colour` is the number of the person's colour."""

    name: str
    initials: str
    colour: int
    due: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence. `link` is an address of the web or empty."""

    kind: str
    text: str
    facts: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the audit trail."""

    when: str
    said: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class More:
    """What a click on a card tells."""

    key: str
    kind: str
    icon: str
    title: str
    quote: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    answers: tuple[str, ...] = ()  # ideas for a pain point
    trail: tuple[Happened, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One thing in a cell. `kind` is its look, `looks` are further ones; `level` is a pain's severity, 1 to 3."""

    kind: str
    text: str
    icon: str = ""
    looks: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    spoken: str = ""  # what is said of it where others see a colour, bars or a star
    level: int = 0
    rank: int = 0  # a touchpoint's importance, 0 to 5
    votes: str = ""
    owner: Owner | None = None
    value: str = ""  # a metric's number
    note: str = ""
    more: More | None = None


@dataclass(frozen=True, slots=True)
class Feeling:
    """How a stage feels. `height` is the place of the median in hundredths of the lane, from above."""

    level: int
    height: int
    top: int  # of the highest score
    foot: int  # of the lowest score
    word: str
    value: str
    spoken: str
    low: bool
    above: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the map. `shape` is how its cells look: cards, feelings or one row across."""

    key: str
    icon: str
    name: str
    caption: str
    shape: str
    cells: tuple[tuple[Card, ...], ...] = ()
    feelings: tuple[Feeling | None, ...] = ()
    across: tuple[Card, ...] = ()
    above: str = ""  # a line of the service blueprint over it


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a stage."""

    number: str
    name: str
    time: str
    more: More | None


@dataclass(frozen=True, slots=True)
class Customer:
    """A persona's card."""

    key: str
    name: str
    initials: str
    about: str
    quote: str
    goal: str
    more: More


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the journey at a glance. `face` is an emotion's level instead of an icon."""

    icon: str
    name: str
    value: str
    tone: str
    face: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A stage in the comparison. Medians as −2 … +2, None where nobody scored; words for both and for the change."""

    name: str
    before: float | None
    after: float | None
    said_before: str
    said_after: str
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class Metered:
    """A metric in the comparison. `was`, `now` are numbers for the slider; the rest is said."""

    name: str
    was: float | None
    now: float | None
    said_was: str
    said_now: str
    unit: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Before and after."""

    before: str
    after: str
    moves: tuple[Move, ...]
    groups: tuple[tuple[str, str, str, tuple[str, ...]], ...]  # look, icon, name, texts
    metrics: tuple[Metered, ...]
    story: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on the page."""

    language: str
    right_to_left: bool
    kicker: str
    title: str
    about: str
    story: str
    figures: tuple[Figure, ...]
    customers: tuple[Customer, ...]
    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    legend: tuple[tuple[str, str], ...]  # sign, name
    waiting: str  # what has no stage yet
    hint: str  # what an empty map waits for
    source: tuple[str, ...]
    leader: str
    curve: str  # path data over all stages, 100 wide each, 100 high
    area: str
    changes: Changes | None
    made: datetime | None
