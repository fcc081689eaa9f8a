"""What happened, in words: one entry of the audit trail as a sentence, and what changed in it line by line."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final

from bot import labels
from bot.i18n import N_, Say
from bot.views.texts import clip, isolate, quoted
from workflows.history import Entry, Value
from workflows.history import Field as Changed
from workflows.words import (
    Cadence,
    Channel,
    EvidenceKind,
    MapKind,
    MetricKind,
    NoteKind,
    PainStatus,
    Severity,
    Step,
    TouchpointClass,
    Usage,
)

NAME_MAX, VALUE_MAX, NOTHING = 120, 160, "–"

_FIELDS: Final[Mapping[str, str]] = {
    "text": N_("Text"),
    "title": N_("Title"),
    "name": N_("Name"),
    "names": N_("Stages"),
    "goal": N_("Goal"),
    "scope": N_("Scope"),
    "symptoms": N_("What made you start?"),
    "journey_owner_id": N_("Journey owner"),
    "language": N_("Language of the map"),
    "map_kind": N_("What does the map show?"),
    "step": N_("Step"),
    "headline": N_("In one line"),
    "segment": N_("Segment"),
    "quote": N_("Quote"),
    "stage_id": N_("Stage"),
    "severity": N_("Severity"),
    "status": N_("Status"),
    "outcome": N_("How one knows"),
    "evidence_kind": N_("Kind of evidence"),
    "source": N_("Source"),
    "sample_size": N_("How many were asked"),
    "channel": N_("Channel"),
    "usage": N_("In use or wished for"),
    "classed": N_("Class"),
    "moment_of_truth": N_("Moment of truth"),
    "importance": N_("Importance"),
    "department": N_("Department"),
    "planned": N_("On our own list"),
    "lived": N_("Do customers tell of it?"),
    "time_spent": N_("Time spent"),
    "impact": N_("Impact"),
    "effort": N_("Effort"),
    "owner_id": N_("Owner"),
    "due_on": N_("Due by"),
    "due_reason": N_("Why"),
    "until": N_("Later, from"),
    "help": N_("Help needed"),
    "success_metric": N_("How one knows that it worked"),
    "plan": N_("First steps"),
    "kind": N_("Kind"),
    "unit": N_("Unit"),
    "higher_is_better": N_("Higher is better"),
    "baseline": N_("Baseline"),
    "target": N_("Target"),
    "cadence": N_("How often"),
    "starts_on": N_("First day"),
    "local_time": N_("Time"),
    "tz": N_("Time zone"),
    "claim_days": N_("Days until a claim is asked about"),
    "escalate_days": N_("Days until the journey owner hears of a promise that was not kept"),
    "due_at": N_("Next review"),
    "why": N_("Reason"),
}
_WORDS: Final[Mapping[str, type[Enum]]] = {
    "severity": Severity,
    "status": PainStatus,
    "evidence_kind": EvidenceKind,
    "channel": Channel,
    "usage": Usage,
    "classed": TouchpointClass,
    "kind": MetricKind,
    "cadence": Cadence,
    "map_kind": MapKind,
    "step": Step,
}
_DAYS: Final = frozenset({"due_on", "starts_on", "until"})
_QUOTED: Final = frozenset(
    {"text", "title", "name", "goal", "scope", "headline", "quote", "plan", "outcome", "why", "help"}
)

# What is said of a workshop as a whole, and of what has no name of its own.
_PLAIN: Final[Mapping[str, str]] = {
    "workshop.start": N_("{who} started the workshop"),
    "workshop.edit": N_("{who} changed the frame of the map"),
    "workshop.pin": N_("{who} pinned the card, or unpinned it"),
    "workshop.language": N_("{who} changed the language of the map"),
    "workshop.kind": N_("{who} changed what the map shows"),
    "workshop.escalation": N_("{who} changed when the journey owner hears of a promise that was not kept"),
    "workshop.end": N_("{who} ended the workshop"),
    "workshop.reopen": N_("{who} opened the workshop again"),
    "workshop.delete": N_("{who} deleted the map"),
    "workshop.restore": N_("{who} brought the map back"),
    "workshop.copied": N_("{who} made a copy of this map"),
    "below.put": N_("{who} said which larger map this one is a part of"),
    "workshop.detailed": N_("{who} put a map of details below this one, or took one away"),
    "workshop.import": N_("{who} began this map with one that was exported before"),
    "export.send": N_("{who} exported the map"),
    "link.make": N_("{who} made a link to this map for people outside Slack"),
    "link.revoke": N_("{who} ended a link for people outside Slack"),
    "workshop.copy": N_("{who} began this map as a copy of another one"),
    "channel_archived": N_("The channel could not be reached any more: messages and reviews wait"),
    "channel_opened": N_("The channel can be reached again: messages and reviews go on"),
    "pdf.send": N_("{who} had the map sent as a PDF"),
    "matrix.send": N_("{who} had the priorities sent as a picture"),
    "time.set": N_("{who} changed how long the step takes"),
    "check.dismiss": N_("{who} called a finding a false alarm"),
    "check.take_back": N_("{who} let a finding count again"),
    "people.erase": N_("Somebody's name was removed from this map: what they gave stays"),
    "people.attend": N_("{who} said whether they take part"),
    "people.lead": N_("{who} said who leads the workshop"),
    "scores.private": N_("{who} made the scores private"),
    "scores.reveal": N_("{who} revealed the scores"),
    "anonymous.begin": N_("{who} began an anonymous round"),
    "anonymous.end": N_("{who} ended the anonymous round"),
    "scores.drop": N_("{who} let the private scores go without revealing them"),
    "votes.private": N_("{who} made the votes private"),
    "votes.reveal": N_("{who} revealed the votes"),
    "votes.drop": N_("{who} let the private votes go without revealing them"),
    "walk.judge": N_("{who} walked the journey as the customer"),
    "note.merge": N_("{who} put together what was said twice"),
    "note.part": N_("{who} took apart what had been put together"),
    "touchpoint.decide": N_("{who} decided whether a touchpoint stays"),
    "template.save": N_("{who} kept the map as a template"),
    "template.delete": N_("{who} deleted a template"),
    "compare.send": N_("{who} compared the map with today"),
    "people.leave": N_("{who} left the channel of this map, and takes part no longer"),
    "people.introduce": N_("{who} said which team they come from"),
    "stages.set": N_("{who} set the stages"),
    "stages.move": N_("{who} changed the order of the stages"),
    "scores.set": N_("{who} scored how the stages feel"),
    "votes.cast": N_("{who} voted on the pain points"),
    "step.go": N_("{who} went to another step"),
    "step.finish": N_("{who} finished the last step: the map is living"),
    "review.remind": N_("{who} reminded of a review"),
    "review.set": N_("{who} planned the reviews"),
    "review.hold": N_("{who} held a review"),
    "review.answer": N_("{who} answered questions of a review"),
    "review.move": N_("{who} moved a review"),
    "review.skip": N_("{who} skipped a review"),
}
_NAMED: Final[Mapping[str, str]] = {
    "add": N_("{who} added the {thing} “{name}”"),
    "edit": N_("{who} changed the {thing} “{name}”"),
    "delete": N_("{who} deleted the {thing} “{name}”"),
    "undo": N_("{who} took back a change of the {thing} “{name}”"),
    "assign": N_("{who} said who answers for the {thing} “{name}”"),
    "accept": N_("{who} took the {thing} “{name}” on"),
    "snooze": N_("{who} wants to come back later to the {thing} “{name}”"),
    "move": N_("{who} promised another day for the {thing} “{name}”"),
    "help": N_("{who} asked for help with the {thing} “{name}”"),
    "hand_back": N_("The {thing} “{name}” went back, because its owner left"),
    "status": N_("{who} said where the {thing} “{name}” stands"),
    "decide": N_("{who} chose the {thing} “{name}”"),
    "drop": N_("{who} did not choose the {thing} “{name}” after all"),
}


def sentence(entry: Entry, _: Say) -> str:
    """Say what somebody did, in one sentence without its full stop."""
    who = isolate(entry.who.name) if entry.who and not entry.who.anonymous else _("Somebody")
    if entry.action in _PLAIN:
        return _(_PLAIN[entry.action], who=who)
    if counted := _counted(entry, who, _):
        return counted
    verb, thing = _verb(entry), _things(_).get(entry.kind, "")
    if verb == "undo" and not entry.name:
        return _("{who} took back a change", who=who)
    if verb not in _NAMED or not thing or not entry.name:
        return _("{who} changed the map", who=who)
    return _(_NAMED[verb], who=who, thing=thing, name=isolate(clip(entry.name, NAME_MAX)))


def _counted(entry: Entry, who: str, _: Say) -> str:
    """Say what was done with several things at once."""
    count = entry.count
    if entry.action == "people.invite":
        return _.n("{who} added {count} person", "{who} added {count} people", count, who=who)
    if entry.action == "import.apply":
        return _.n("{who} imported a file: {count} thing", "{who} imported a file: {count} things", count, who=who)
    if entry.action == "touchpoint.add" and count > 1:
        return _.n("{who} added {count} touchpoint", "{who} added {count} touchpoints", count, who=who)
    return ""


def lines(entry: Entry, _: Say) -> list[str]:
    """Say what changed, a line for each field: before → after."""
    return of_fields(entry.fields, _)


def of_fields(fields: Iterable[Changed], _: Say) -> list[str]:
    """Say what fields were and are."""
    return [line for field in fields if (line := _line(field, _))]


def _verb(entry: Entry) -> str:
    verb = entry.action.rpartition(".")[2]
    if verb == "save":
        return "add" if entry.new else "edit"
    return "drop" if verb == "decide" and not entry.new else verb


def _things(_: Say) -> dict[str, str]:
    """Name things as the object of a sentence: languages that decline their nouns do so here."""
    return {
        NoteKind.ACTION: _.p("object of a sentence", "action"),
        NoteKind.THOUGHT: _.p("object of a sentence", "thought"),
        NoteKind.PAIN: _.p("object of a sentence", "pain point"),
        NoteKind.JOY: _.p("object of a sentence", "joy"),
        NoteKind.ITCH: _.p("object of a sentence", "itch"),
        NoteKind.EVIDENCE: _.p("object of a sentence", "evidence"),
        NoteKind.DECISION: _.p("object of a sentence", "decision"),
        "touchpoint": _.p("object of a sentence", "touchpoint"),
        "idea": _.p("object of a sentence", "idea"),
        "metric": _.p("object of a sentence", "metric"),
        "persona": _.p("object of a sentence", "persona"),
        "stage": _.p("object of a sentence", "stage"),
    }


def _line(field: Changed, _: Say) -> str:
    label = _label(field.name, _)
    if not label:
        return ""
    before, after = (_value(field.name, side, _) for side in (field.before, field.after))
    if before == NOTHING:
        return _("{field}: {value}", field=label, value=after)
    return _("{field}: {before} → {after}", field=label, before=before, after=after)


def _label(name: str, _: Say) -> str:
    group, _dot, inner = name.rpartition(".")
    if group:
        known = {**labels.TOUCHPOINT_FIELDS, **labels.PERSONA_FIELDS, **labels.STAGE_FIELDS}
        return _(known[inner]) if inner in known and inner != "links" else ""
    return _(_FIELDS[name]) if name in _FIELDS else ""


def _value(name: str, value: Value, _: Say) -> str:
    if value in {None, ""}:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in labels.LEVELS_OF:
        return labels.levels(_, name).get(str(value), str(value))
    if name in _WORDS:
        return labels.labels(_, _WORDS[name]).get(str(value), str(value))
    if isinstance(value, int | float):
        return _.number(value)
    return _text(name, str(value), _)


def _text(name: str, value: str, _: Say) -> str:
    if name in _DAYS:
        return _.date(date.fromisoformat(value))
    if name == "due_at":
        return _.when(datetime.fromisoformat(value))
    said = isolate(clip(" ".join(str(value).split()), VALUE_MAX))
    return quoted(said, _) if name in _QUOTED or "." in name else said
