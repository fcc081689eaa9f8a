"""What the ten checks find on a map, and what becomes of it. Frozen, like `workflows.snapshots`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflows.persons import Person
from workflows.snapshots import MapSnapshot


class Check(StrEnum):
    """The ten usual mistakes of journey mapping."""

    ASSUMPTIONS = "assumptions"
    RESEARCH = "research"
    EMOTIONS = "emotions"
    EVERYTHING = "everything"
    INSIDE_OUT = "inside_out"
    GENERIC = "generic"
    NO_ACTION = "no_action"
    SILO = "silo"
    ONE_OFF = "one_off"
    POORLY_TOLD = "poorly_told"


class Item(StrEnum):
    """What a finding can be about."""

    MAP = ""
    PERSONA = "persona"
    STAGE = "stage"
    TOUCHPOINT = "touchpoint"
    NOTE = "note"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that looks like one of the ten mistakes. `code` says which, and views turn it into a sentence.

    `name` is what the item says, `word` the word that sounded wrong in it; `names` and `count` are of
    findings about the map as a whole.
    """

    check: Check
    code: str
    item: Item = Item.MAP
    item_id: int = 0
    name: str = ""
    word: str = ""
    names: tuple[str, ...] = ()
    count: int = 0

    @property
    def key(self) -> tuple[str, str, int]:
        """What a dismissal remembers it by."""
        return self.code, self.item.value, self.item_id


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A finding that somebody called a false alarm, and why."""

    id: int
    finding: Finding
    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A map, and what the checks say of it: what is still to be looked at, and what was called a false alarm."""

    snapshot: MapSnapshot
    findings: tuple[Finding, ...] = ()
    dismissed: tuple[Dismissed, ...] = ()


@dataclass(frozen=True, slots=True)
class DismissFinding:
    """Call a finding a false alarm, and say why."""

    workshop_id: int
    code: str
    item_id: int
    reason: str
