"""What can be asked for about promises: giving a pain point an owner, moving it, asking for help."""

from dataclasses import dataclass
from datetime import date

from workflows.words import (
    PainStatus,
)


@dataclass(frozen=True, slots=True)
class AssignPain:
    """Give a pain point an owner, or hand it over."""

    workshop_id: int
    pain_id: int
    owner_id: str
    due_on: date | None = None
    success_metric: str = ""
    plan: str = ""
    version: int | None = None  # of the ownership the form showed; 0: there was none


@dataclass(frozen=True, slots=True)
class SetPainStatus:
    """Say where a pain point stands; `outcome` says how it was verified when it is done."""

    workshop_id: int
    pain_id: int
    status: PainStatus
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class MovePain:
    """Promise another day for a pain point, and say why."""

    workshop_id: int
    pain_id: int
    due_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class AskHelp:
    """Say what one needs to remove a pain point: to those who lead, in person, or to everybody, in the thread."""

    workshop_id: int
    pain_id: int
    text: str
    leaders: bool = True
    thread: bool = False
