"""One tidy table of everything that was given, a row each: CSV, for analysis and for every other tool."""

import csv
import io
from collections.abc import Mapping
from typing import Final

from bot.exports import cells, fields, words
from bot.exports.format import Format, Pictures
from bot.exports.summary import names
from bot.i18n import N_, Say, say_for
from bot.labels import NOTE_KINDS
from workflows.document import Content, Document, model

# The columns, by the keys of `bot.exports.words`; each names the field of the thing that a row is about.
COLUMNS: Final = (
    "kind", "stage", "text", "note", "severity", "status", "votes", "owner.owner", "owner.due_on", "owner.plan",
    "channel", "usage", "classed", "importance", "moment_of_truth", "department", "impact", "effort", "decided",
    "evidence_kind", "source", "link", "sample_size", "verified_on", "emotion.median", "emotion.people",
    "baseline", "target", "unit", "value", "on", "author", "created_at", "id",
)  # fmt: skip
TOUCHPOINT, METRIC = N_("Touchpoint"), N_("Metric")  # what rows are called that an import takes
_KINDS: Final = {
    model.Persona: N_("Persona"),
    model.Stage: N_("Stage"),
    model.Touchpoint: TOUCHPOINT,
    model.Idea: N_("Idea"),
    model.Metric: METRIC,
}
# Where a thing calls its main text, or what stands beside it, by another name.
_TEXTS: Final = {
    model.Persona: ("name", "goal"),
    model.Stage: ("name", "time_spent"),
    model.Touchpoint: ("title", "details.need"),
    model.Idea: ("text", "question"),
    model.Metric: ("name", ""),
    model.Contribution: ("text", ""),
}
Thing = model.Persona | model.Stage | model.Touchpoint | model.Idea | model.Metric | model.Contribution


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The table, with a mark at its beginning by which Excel knows that it is UTF-8."""
    del pictures
    say, content = say_for(language), document.map
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([cells.safe(words.column("csv", one, say)) for one in COLUMNS])
    known = _Known(content, say)
    things: list[Thing] = [
        *content.personas, *content.stages, *content.touchpoints, *content.contributions, *content.ideas,
        *content.metrics,
    ]  # fmt: skip
    for thing in things:
        row = known.row(thing)
        table.writerow([_cell(row.get(one, "")) for one in COLUMNS])
        if isinstance(thing, model.Contribution):
            for too in thing.also:
                said = {**{one: row.get(one, "") for one in ("kind", "stage", "created_at")}, "text": too.text}
                said |= {"note": f"→ {thing.id}", "author": known.people.get(too.author or "", ""), "id": too.id}
                table.writerow([_cell(said.get(one, "")) for one in COLUMNS])
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: object) -> object:
    """A number stays one, below zero, too; only a text could be a formula."""
    return value if isinstance(value, int | float) else cells.safe(str(value))


class _Known:
    def __init__(self, content: Content, say: Say) -> None:
        self.people, self.say = names(content), say
        self.stages = {one.id: one.name for one in content.stages}

    def row(self, thing: Thing) -> Mapping[str, object]:
        """The cells of a thing, by the keys of the columns."""
        found: dict[str, object] = dict(fields.row(thing, self.say))
        text, note = _TEXTS[type(thing)]
        found |= {"text": found.get(text, ""), "note": found.get(note, "")}
        kind = NOTE_KINDS[thing.kind] if isinstance(thing, model.Contribution) else _KINDS[type(thing)]
        found["kind"] = self.say(kind)
        stage = thing.id if isinstance(thing, model.Stage) else getattr(thing, "stage", None)
        found["stage"] = self.stages.get(stage or 0, "")
        for column in ("author", "owner.owner"):
            found[column] = self.people.get(str(found.get(column, "")), "")
        if isinstance(thing, model.Idea):
            found.pop("value", None)  # its value for the business; the column is for what was measured
        if isinstance(thing, model.Metric) and thing.values:
            found |= {"value": thing.values[-1].value, "on": thing.values[-1].on}
        return found


CSV = Format("csv", N_("CSV table"), N_("One table of everything that was given"), "csv", "text/csv", write)
