"""An example journey as a map: for pictures of it, without a workspace and without a database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from statistics import median
from typing import Any

from workflows.persons import Participant, Person
from workflows.rounds import Metric, Review, ReviewRound
from workflows.snapshots import Emotion, Idea, MapSnapshot, Note, Outline, Ownership, Persona, Stage, Touchpoint
from workflows.text import TouchpointLine, touchpoint_lines
from workflows.words import (
    Attendance,
    Cadence,
    Channel,
    EvidenceKind,
    Level,
    MapKind,
    MetricKind,
    Mode,
    NoteKind,
    PainStatus,
    Role,
    Severity,
    Side,
    Step,
    TouchpointClass,
    Usage,
    WorkshopStatus,
)

EXAMPLE_DAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # pictures of an example are the same on every day
_LISTS = ("resources", "resources_lacking", "backstage", "support")  # details that may be written as lists

Story = Mapping[str, Any]


def snapshot(story: Story, *, reviewed: bool = False, at: datetime = EXAMPLE_DAY) -> MapSnapshot:
    """The map of an example journey; `reviewed`: as it stands after the review that the example tells of.

    Raises ValueError, KeyError or TypeError where the example is not written as examples are.
    """
    made = _Made(at, _cast(story))
    review = story.get("review") or {}
    stages = tuple(made.stage(one, position) for position, one in enumerate(story["stages"], 1))
    loose = (*made.notes(NoteKind.DECISION, story.get("decisions")), *made.unplaced(story))
    whole = MapSnapshot(
        made.outline(story),
        personas=tuple(made.persona(one) for one in _personas(story)),
        stages=stages,
        loose=loose,
        metrics=tuple(made.metric(one, stages, reviewed=reviewed) for one in story.get("metrics") or ()),
        review=_review(review, at.date()) if review else None,
        taken_at=at,
    )
    return _reviewed(whole, review, made.facilitator) if reviewed and review else whole


def _personas(story: Story) -> list[Story]:
    several = story.get("personas")
    return list(several) if several else [story["persona"]] if story.get("persona") else []


def _cast(story: Story) -> dict[str, Participant]:
    found = {}
    for number, one in enumerate(story.get("cast") or (), 1):
        role = Role.FACILITATOR if one["role"] == "facilitator" else Role.PARTICIPANT
        person = Person(f"U{number}", one["name"])
        side = Side(one.get("side", Side.UNKNOWN))
        found[one["role"]] = Participant(person, one.get("department", ""), side, role, Attendance.ACCEPTED)
    return found


@dataclass
class _Made:
    """Makes the parts of one map and numbers them."""

    at: datetime
    cast: dict[str, Participant]
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def facilitator(self) -> Person:
        leader = self.cast.get("facilitator")
        return leader.person if leader else Person("", "")

    def outline(self, story: Story) -> Outline:
        names = tuple((place, str(one["name"])) for place, one in enumerate(story["stages"], 1))
        return Outline(
            id=1, team_id="", channel_id="", title=story["title"], goal=story.get("goal", ""),
            scope=story.get("scope", ""), kind=MapKind(story.get("kind", MapKind.CURRENT)),
            language=story.get("language", "en"), mode=Mode.ASYNC, status=WorkshopStatus.OPEN, step=Step.REDESIGN,
            step_visit=1, version=1, revision=1, facilitator=self.facilitator, journey_owner=self.facilitator,
            symptoms=tuple(story.get("symptoms") or ()), participants=tuple(self.cast.values()), stages=names,
            created_at=self.at, card_ts=None, card_link=None, card_file_id=None, map_file_id=None, pinned=False,
        )  # fmt: skip

    def persona(self, one: Story) -> Persona:
        headline, segment, goal, quote = (str(one.get(name, "")) for name in ("headline", "segment", "goal", "quote"))
        known = _details(one)
        return Persona(next(self.ids), str(one["name"]), headline, segment, goal, quote, known, self.facilitator, 1)

    def stage(self, one: Story, position: int) -> Stage:
        pains, evidence, answers = self._pains(one, position)
        return Stage(
            id=position,
            position=position,
            name=str(one["name"]),
            time_spent=str(one.get("time", "")),
            details=_details(one),
            version=1,
            touchpoints=tuple(self._touchpoint(given, position) for given in one.get("touchpoints") or ()),
            actions=self.notes(NoteKind.ACTION, one.get("actions"), position),
            thoughts=self.notes(NoteKind.THOUGHT, one.get("thoughts"), position),
            pains=tuple(pains),
            joys=self.notes(NoteKind.JOY, one.get("joys"), position),
            itches=self.notes(NoteKind.ITCH, one.get("itches"), position),
            evidence=tuple(evidence),
            ideas=(*answers, *(self._idea(given, position, None) for given in one.get("ideas") or ())),
            emotion=_emotion(one.get("emotion")),
        )

    def notes(self, kind: NoteKind, texts: Iterable[str] | None, stage_id: int | None = None) -> tuple[Note, ...]:
        return tuple(self._note(kind, text, stage_id) for text in texts or ())

    def unplaced(self, story: Story) -> tuple[Note, ...]:
        """What was overheard and became evidence, on a stage or on the whole journey."""
        heard = story.get("overheard")
        if not heard or heard.get("kind") != NoteKind.EVIDENCE:
            return ()
        return (self._note(NoteKind.EVIDENCE, heard["text"], None, evidence_kind=EvidenceKind.OBSERVATION),)

    def metric(self, one: Story, stages: tuple[Stage, ...], *, reviewed: bool) -> Metric:
        measured = one.get("after_review") if reviewed else None
        return Metric(
            id=next(self.ids),
            stage_id=next((stage.id for stage in stages if stage.name == one.get("stage")), None),
            kind=MetricKind(one.get("kind", MetricKind.OWN)),
            name=one["name"],
            unit=str(one.get("unit", "")),
            higher_is_better=one.get("better", "higher") == "higher",
            baseline=one.get("baseline"),
            target=one.get("target"),
            values=() if measured is None else ((self.at.date(), float(measured)),),
            version=1,
        )

    def _note(self, kind: NoteKind, text: str, stage_id: int | None, **more: Any) -> Note:
        return Note(next(self.ids), kind, stage_id, str(text), self.facilitator, 1, self.at, **more)

    def _pains(self, one: Story, stage_id: int) -> tuple[list[Note], list[Note], list[Idea]]:
        pains, evidence, answers = [], [], []
        for given in one.get("pains") or ():
            rests_on = given.get("evidence")
            pain = self._note(
                NoteKind.PAIN,
                given["text"],
                stage_id,
                severity=Severity(given.get("severity", Severity.SERIOUS)),
                status=PainStatus(given.get("status", PainStatus.OPEN)),
                votes=int(given.get("votes", 0)),
                ownership=self._ownership(given.get("owner")),
                evidence_count=int(bool(rests_on)),
            )
            pains.append(pain)
            if rests_on:
                evidence.append(self._evidence(rests_on, pain))
            if given.get("idea"):
                answers.append(self._idea(given["idea"], stage_id, pain.id))
        return pains, evidence, answers

    def _evidence(self, one: Story, pain: Note) -> Note:
        return self._note(
            NoteKind.EVIDENCE,
            one["text"],
            pain.stage_id,
            about_id=pain.id,
            evidence_kind=EvidenceKind(one["kind"]),
            source=str(one.get("source", "")),
            sample_size=one.get("sample"),
        )

    def _ownership(self, one: Story | None) -> Ownership | None:
        if not one:
            return None
        due = self.at.date() + timedelta(days=int(one["due_in_days"])) if "due_in_days" in one else None
        person = self.cast[one["who"]].person
        return Ownership(person, due, one.get("metric", ""), one.get("plan", ""), "", 1, self.at, None, 1)

    def _idea(self, one: Story, stage_id: int, pain_id: int | None) -> Idea:
        impact, effort = Level(one.get("impact", Level.MEDIUM)), Level(one.get("effort", Level.MEDIUM))
        decided = bool(one.get("decided", False))
        return Idea(next(self.ids), stage_id, pain_id, one["text"], impact, effort, decided, self.facilitator, 1)

    def _touchpoint(self, given: str | Story, stage_id: int) -> Touchpoint:
        one: Story = {} if isinstance(given, str) else given
        line = _line(given)
        classed = one.get("class")
        return Touchpoint(
            id=next(self.ids),
            stage_id=stage_id,
            title=line.title,
            channel=Channel(one["channel"]) if "channel" in one else line.channel or Channel.OTHER,
            usage=Usage(one.get("usage", Usage.IN_USE)),
            classed=TouchpointClass(classed) if classed else None,
            moment_of_truth=bool(one.get("moment_of_truth", line.star)),
            importance=int(one.get("importance", 0)),
            department=str(one.get("department", "")),
            details=_details(one),
            author=self.facilitator,
            version=1,
        )


def _line(given: str | Story) -> TouchpointLine:
    """A title with «@channel» and star in it; where the channel is said apart, the title is taken at its word."""
    if not isinstance(given, str) and "channel" in given:
        return TouchpointLine(given["title"], None)
    return touchpoint_lines(given if isinstance(given, str) else given["title"])[0]


def _details(one: Story) -> dict[str, str]:
    """The details of a stage, a persona or a touchpoint; lists become lines."""
    given = {**(one.get("details") or {}), **{name: one[name] for name in _LISTS if name in one}}
    return {
        name: "\n".join(map(str, said)) if isinstance(said, list) else str(said) for name, said in given.items() if said
    }


def _emotion(one: Story | None) -> Emotion | None:
    if not one or not one["scores"]:
        return None
    scores = [int(score) for score in one["scores"]]
    return Emotion(float(median(scores)), min(scores), max(scores), len(scores), one.get("word", ""))


def _review(one: Story, today: date) -> Review:
    tz = one.get("tz", "UTC")
    return Review(Cadence(one["cadence"]), today, str(one.get("time", "10:00")), tz, None, 1)


def _reviewed(whole: MapSnapshot, review: Story, held_by: Person) -> MapSnapshot:
    """The map after its review: some pains solved, some being worked on."""
    status = dict.fromkeys(review.get("done") or (), PainStatus.DONE)
    status |= dict.fromkeys(review.get("doing") or (), PainStatus.DOING)
    stages = tuple(
        replace(stage, pains=tuple(replace(pain, status=status.get(pain.text, pain.status)) for pain in stage.pains))
        for stage in whole.stages
    )
    at = whole.taken_at or EXAMPLE_DAY
    due = datetime.combine(at.date(), time(10), UTC)
    held = ReviewRound(1, 1, due, at, held_by, review.get("conclusion", ""), 2)
    head = replace(whole.outline, status=WorkshopStatus.LIVING, step=Step.REVIEW, revision=2)
    return replace(whole, outline=head, stages=stages, rounds=(held,))
