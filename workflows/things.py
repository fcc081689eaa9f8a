"""What a map is made of, as the audit trail names it: for telling what happened, and for taking it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage import tables
from workflows import items, limits
from workflows.words import NoteKind, Step

Row = (
    tables.Contribution | tables.Touchpoint | tables.Idea | tables.Metric | tables.Persona | tables.Stage
)  # each has a workshop, a version and a day on which it was deleted


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing: its rows, what they are called by, and the words the trail has for it."""

    model: type[Row]
    called: str
    audited: frozenset[str]
    home: Callable[[Row], Step]
    limit: int

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)


def _of_note(row: Row) -> Step:
    return items.HOME[NoteKind(row.kind)] if isinstance(row, tables.Contribution) else Step.FEEL


THINGS: Mapping[str, Thing] = {
    "note": Thing(
        tables.Contribution,
        "text",
        frozenset({"note", *(kind.value for kind in NoteKind)}),
        _of_note,
        limits.NOTES_MAX,
    ),
    "touchpoint": Thing(
        tables.Touchpoint, "title", frozenset({"touchpoint"}), lambda _: Step.MAP, limits.TOUCHPOINTS_MAX
    ),
    "idea": Thing(tables.Idea, "text", frozenset({"idea"}), lambda _: Step.REDESIGN, limits.IDEAS_MAX),
    "metric": Thing(tables.Metric, "name", frozenset({"metric"}), lambda _: Step.REVIEW, limits.METRICS_MAX),
    "persona": Thing(tables.Persona, "name", frozenset({"persona"}), lambda _: Step.CUSTOMER, limits.PERSONAS_MAX),
    "stage": Thing(tables.Stage, "name", frozenset({"stage"}), lambda _: Step.MAP, limits.STAGES_MAX),
}


def thing_of(audited: str) -> str | None:
    """The thing that a word of the audit trail stands for."""
    return next((word for word, thing in THINGS.items() if audited in thing.audited), None)
