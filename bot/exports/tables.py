"""A document as tables, one for each kind of thing, and such tables as a document again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from bot import labels
from bot.exports import fields, words
from bot.exports.fields import Cell
from bot.i18n import LANGUAGES, Say, say_for
from workflows.document import BadDocumentError, Content, Document, model, read
from workflows.document.model import FORMAT, VERSION
from workflows.words import NoteKind

SHOWN: Final = "~"  # begins the key of a column that says in words what a number or key beside it refers to
Rows = Sequence[Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of thing: its columns by key, and its rows. Columns of `hidden` are for coming back."""

    name: str
    columns: tuple[str, ...]
    rows: Rows
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of thing is laid out: its part of the document, and the columns that are always there."""

    part: type[BaseModel]
    always: frozenset[str]
    parent: str = ""  # the column that says which thing it belongs to


_TEXT: Final = frozenset({"id", "text", "author"})
KINDS: Final[Mapping[str, Kind]] = {
    "people": Kind(model.Person, frozenset({"key", "name", "department", "role", "side"})),
    "personas": Kind(model.Persona, frozenset({"id", "name", "headline", "goal", "quote"})),
    "stages": Kind(model.Stage, frozenset({"id", "name", "time_spent", "emotion.median", "emotion.people"})),
    "touchpoints": Kind(model.Touchpoint, frozenset({"id", "stage", "title", "channel", "importance", "author"})),
    **{
        kind.value: Kind(
            model.Contribution,
            _TEXT | ({"stage"} if kind is not NoteKind.DECISION else frozenset()) | {"created_at"}
            | ({"severity", "status", "votes", "owner.owner", "owner.due_on"} if kind is NoteKind.PAIN else frozenset())
            | ({"about", "evidence_kind", "source", "link"} if kind is NoteKind.EVIDENCE else frozenset()),
        )
        for kind in NoteKind
    },
    "merged": Kind(model.SaidToo, _TEXT, "kept"),
    "ideas": Kind(model.Idea, _TEXT | {"stage", "pain", "question", "impact", "effort", "decided"}),
    "metrics": Kind(model.Metric, frozenset({"id", "stage", "kind", "name", "unit", "baseline", "target"})),
    "values": Kind(model.Value, frozenset({"on", "value"}), "metric"),
    "walks": Kind(model.Walk, frozenset({"verdict", "note"}), "touchpoint"),
    "rhythm": Kind(model.Rhythm, frozenset({"cadence", "starts_on", "local_time", "tz", "due_at"})),
    "reviews": Kind(model.Review, frozenset({"number", "due_at", "held_at", "held_by", "conclusion"})),
    "answers": Kind(model.Answer, frozenset({"kind", "item", "answer", "author"}), "review"),
    "dismissals": Kind(model.Dismissal, frozenset({"code", "reason", "author"})),
}  # fmt: skip
_PEOPLE: Final = frozenset(
    {"author", "owner.owner", "owner.left_by", "held_by", "put_off_by", "facilitator", "journey_owner"}
)
_SPACES: Final = {
    "stage": "stages", "about": "notes", "pain": "notes", "kept": "notes", "into": "notes", "touchpoint": "touchpoints",
    "metric": "metrics", "leads_to": "touchpoints",
}  # fmt: skip
_HIDDEN: Final = frozenset({"id", "key", "slack_id", "item_id"})
_PARENT: Final = "~parent"
SHORT: Final = 80  # characters of what something refers to


def tables(document: Document, say: Say) -> list[Table]:
    """Every table of a map, in the order of its sheets, empty ones included."""
    content = document.map
    told = _Told(content, say)
    made = [_map(content, told, say)]
    made += [_table(name, kind, _rows(name, kind, content, say), told) for name, kind in KINDS.items()]
    return made


def _rows(name: str, kind: Kind, content: Content, say: Say) -> list[dict[str, Cell]]:
    if not kind.parent:
        return [fields.row(part, say) for part in _parts(name, content)]
    return [
        {kind.parent: parent, **fields.row(part, say)} for parent, several in _held(name, content) for part in several
    ]


def _parts(name: str, content: Content) -> Iterable[BaseModel]:
    if name in set(NoteKind):
        return [one for one in content.contributions if one.kind == name]
    if name == "rhythm":
        return [content.rhythm] if content.rhythm else []
    found: Iterable[BaseModel] = getattr(content, name)
    return found


def _held(name: str, content: Content) -> Iterable[tuple[int, Sequence[BaseModel]]]:
    match name:
        case "merged":
            return [(one.id, one.also) for one in content.contributions]
        case "values":
            return [(one.id, one.values) for one in content.metrics]
        case "walks":
            return [(one.id, one.walks) for one in content.touchpoints]
        case _:
            return [(one.number, one.answers) for one in content.reviews]


def _table(name: str, kind: Kind, rows: list[dict[str, Cell]], told: "_Told") -> Table:
    drop = {"kind"} if name in set(NoteKind) else set()
    plain = [one for one in fields.used(rows, kind.part, kind.always) if one not in drop]
    if kind.parent:
        plain.insert(0, kind.parent)
    refers = [one for one in plain if told.refers(name, one)]
    shown = [f"{SHOWN}{one}" if one in refers else one for one in plain if one in refers or one not in _HIDDEN]
    hidden = [one for one in plain if one in refers or one in _HIDDEN]
    for one in rows:
        one.update({f"{SHOWN}{column}": told.word(name, column, one) for column in refers if column in one})
    return Table(name, (*shown, *hidden), rows, frozenset(hidden))


def _map(content: Content, told: "_Told", say: Say) -> Table:
    """The head of the map: one field a row, because there is one of each."""
    cells = fields.row(content.workshop, say)
    cells |= {f"symptoms.{n}": said for n, said in enumerate(content.workshop.symptoms)}
    rows: list[Mapping[str, Cell]] = []
    for name, value in cells.items():
        shown = told.word("map", name, cells) if told.refers("map", name) else _named(name, value, say)
        label = words.column("map", name, say)
        rows.append({"label": label, "shown": shown, "key": name, "value": value if shown != value else None})
    return Table("map", ("label", "shown", "key", "value"), rows, frozenset({"key", "value"}))


def _named(name: str, value: Cell, say: Say) -> Cell:
    """What stands for a word of Cairn's own, as people call it."""
    if name == "language":
        return LANGUAGES.get(str(value), value)
    if name.startswith("symptoms.") and value in labels.SYMPTOMS:
        return say(labels.SYMPTOMS[str(value)])
    return value


class _Told:
    """Says in words what numbers and keys refer to."""

    def __init__(self, content: Content, say: Say) -> None:
        self.say = say
        self.people = {one.key: one.name for one in content.people}
        notes = {one.id: one.text for one in content.contributions}
        notes |= {too.id: too.text for one in content.contributions for too in one.also}
        self.spaces = {
            "stages": {one.id: one.name for one in content.stages},
            "touchpoints": {one.id: one.title for one in content.touchpoints},
            "notes": notes,
            "metrics": {one.id: one.name for one in content.metrics},
        }

    def refers(self, table: str, column: str) -> bool:
        return column in _PEOPLE or column in _SPACES or (table == "answers" and column == "item")

    def word(self, table: str, column: str, cells: Mapping[str, Cell]) -> str:
        value = cells[column]
        if column in _PEOPLE:
            return self.people.get(str(value), "")
        if table == "answers" and column == "item":
            both = {**self.spaces["metrics"], **self.spaces["notes"]}
            return _short(both.get(int(str(value)), ""))
        space = self.spaces[_SPACES[column]]
        return self.say.parts(_short(space.get(int(one), "")) for one in str(value).split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


# And back


Sheets = Mapping[str, Sequence[Mapping[str, Any]]]


def document_of(sheets: Sheets, head: Mapping[str, Any]) -> Document:
    """The document that tables were made of. BadDocumentError where they are none any more.

    `sheets`: rows by the names of tables, cells by the keys of columns, nothing where a cell is empty; `head`: what the
    file says of itself: language, exported_at, withheld, revisions (data of them).
    """
    say = say_for(str(head.get("language") or "en"))
    parts = {name: _read(sheets, name, say) for name in KINDS}
    notes = [{**one, "kind": kind.value} for kind in NoteKind for one in parts[kind.value]]
    _hang(parts["merged"], notes, "kept", "also")
    _hang(parts["values"], parts["metrics"], "metric", "values")
    _hang(parts["walks"], parts["touchpoints"], "touchpoint", "walks")
    _hang(parts["answers"], parts["reviews"], "review", "answers", "number")
    content = {
        "workshop": _head(sheets, say),
        **{name: parts[name] for name in ("people", "personas", "stages", "touchpoints", "ideas", "metrics")},
        "contributions": sorted(notes, key=lambda one: one.get("id") or 0),
        "rhythm": next(iter(parts["rhythm"]), None),
        "reviews": parts["reviews"],
        "dismissals": parts["dismissals"],
    }
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": head.get("exported_at"),
        "withheld": head.get("withheld") or [],
        "map": content,
        "revisions": head.get("revisions") or [],
    }
    return read(whole)


def _read(sheets: Sheets, name: str, say: Say) -> list[dict[str, Any]]:
    kind, made = KINDS[name], []
    for number, cells in enumerate(sheets.get(name, ()), 1):
        if not any(value not in {None, ""} for value in cells.values()):
            continue
        try:
            one = fields.data(kind.part, cells, say)
            if kind.parent:
                one[_PARENT] = int(cells.get(kind.parent) or 0)
        except ValueError as error:
            raise BadDocumentError("bad_document", f"{name}, {number}", str(error)) from None
        made.append(one)
    return made


def _hang(
    children: list[dict[str, Any]], parents: list[dict[str, Any]], column: str, field: str, key: str = "id"
) -> None:
    """Give every child to its parent."""
    known = {one.get(key): one for one in parents}
    for child in children:
        parent = known.get(child.pop(_PARENT))
        if parent is None:
            raise BadDocumentError("bad_document", field, f"{column}: there is none with this number")
        parent.setdefault(field, []).append(child)


def _head(sheets: Sheets, say: Say) -> dict[str, Any]:
    cells = {
        str(one.get("key") or ""): one.get("shown") if one.get("value") in {None, ""} else one.get("value")
        for one in sheets.get("map", ())
    }
    try:
        head = fields.data(model.Workshop, cells, say)
    except ValueError as error:
        raise BadDocumentError("bad_document", "map", str(error)) from None
    said = [name for name in cells if name.startswith("symptoms.")]
    head["symptoms"] = [str(cells[name]) for name in sorted(said, key=lambda name: int(name.partition(".")[2]))]
    return head
