"""The cells of a sheet by what they hold, and what is found wrong with them on the way."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from workflows import text
from workflows.errors import InvalidError
from workflows.importing import values
from workflows.importing.columns import Mapping
from workflows.importing.plans import PROBLEMS_MAX, Plan, There
from workflows.importing.problems import Problem
from workflows.importing.sheet import Row, Sheet
from workflows.importing.vocabulary import Role
from workflows.pasting import folded

NOTES_MAX = 30


@dataclass
class Reader:
    """The cells of a sheet by role, and what was found wrong with them."""

    sheet: Sheet
    mapping: Mapping
    there: There
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    stages: dict[int, str] = field(default_factory=dict)  # by row: its own, or where cells are merged the one above

    def __post_init__(self) -> None:
        """Look once from the first row down."""
        last = ""
        for row in self.sheet.rows:
            last = self.stages[row.number] = self.said(row, Role.STAGE) or last

    def said(self, row: Row, role: Role) -> str:
        """What stands in a cell; nothing where there is no such column."""
        place = self.mapping.place(role)
        return row.cells[place] if place is not None else ""

    def column(self, role: Role) -> str:
        """What the column of a role is called in the file."""
        place = self.mapping.place(role)
        return self.sheet.columns[place] if place is not None else ""

    def wrong(self, code: str, row: int, role: Role | None = None, **params: Any) -> None:
        """Write a problem down."""
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(Problem(code, row, self.column(role) if role else "", params))

    def note(self, code: str, row: int = 0, role: Role | None = None, **params: Any) -> None:
        """Write down what is worth a look."""
        if len(self.notes) < NOTES_MAX:
            self.notes.append(Problem(code, row, self.column(role) if role else "", params))

    def line(self, row: Row, role: Role, limit: int, *, required: bool = False) -> str:
        """A cell as one line; too long a one is a problem, and reads as nothing."""
        try:
            return text.line("", self.said(row, role), limit, required=required)
        except InvalidError as error:
            self.wrong(error.code, row.number, role, **error.params)
            return ""

    def whole(self, row: Row, role: Role, low: int, high: int) -> int | None:
        """A cell as a whole number within bounds; anything else is a problem."""
        said = self.said(row, role)
        if not said:
            return None
        found = values.whole(said)
        if found is None:
            self.wrong("not_whole", row.number, role, said=said[:60])
        elif not low <= found <= high:
            self.wrong("out_of_bounds", row.number, role, low=low, high=high)
        else:
            return found
        return None

    def plan(self, **parts: Any) -> Plan:
        """The plan with all that was noticed."""
        return Plan(self.mapping.kind, problems=tuple(self.problems), notes=tuple(self.notes), **parts)


class Stages:
    """The stages of the map and those that the file adds."""

    def __init__(self, there: There) -> None:
        self.known = {folded(name): name for _id, name in there.stages}
        self.ids = {folded(name): stage_id for stage_id, name in there.stages}
        self.names = dict(there.stages)
        self.new: dict[str, str] = {}
        self.order: dict[str, None] = {}  # as the file comes to them

    def named(self, said: str) -> str | None:
        """The stage of a name, known or new by now."""
        found = self.known.get(folded(said)) or self.new.get(folded(said))
        return self._met(found) if found else None

    def add(self, said: str) -> str:
        """A new stage."""
        return self._met(self.new.setdefault(folded(said), said))

    def _met(self, name: str) -> str:
        self.order.setdefault(name)
        return name

    def near(self, said: str) -> str:
        """A known stage that was perhaps meant."""
        close = get_close_matches(folded(said), list(self.known), n=1, cutoff=0.75)
        return self.known[close[0]] if close else ""
