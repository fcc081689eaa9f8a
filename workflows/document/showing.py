"""A document's map as the snapshot it was made of: for pictures of it, and for the revisions that come back with it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from workflows import snapshots
from workflows.document import model
from workflows.persons import Participant, Person, stranger_id
from workflows.rounds import Answer, Metric, Review, ReviewRound
from workflows.words import Answered, NoteKind

BEYOND = 2**52  # ids of what is on an old revision only: above those of all rows, and exact in JSON everywhere

People = Mapping[str, str]  # a document's keys -> ids as rows keep them


@dataclass
class Ids:
    """Which id a thing of a document has by now; what is gone gets one that nothing else will ever have."""

    known: dict[tuple[str, int], int] = field(default_factory=dict)
    beyond: Callable[[], int] = field(default_factory=lambda: count(BEYOND).__next__)

    def __call__(self, kind: str, old: int) -> int:
        """The id of a thing."""
        if (kind, old) not in self.known:
            self.known[kind, old] = self.beyond()
        return self.known[kind, old]

    def maybe(self, kind: str, old: int | None) -> int | None:
        """The same of what may be nothing."""
        return None if old is None else self(kind, old)


class _AsItIs(Ids):
    def __call__(self, kind: str, old: int) -> int:
        del kind
        return old


@dataclass(frozen=True, slots=True)
class Place:
    """Where a map stands."""

    workshop_id: int = 0
    team_id: str = ""
    channel_id: str = ""


def snapshot_of(
    content: model.Content,
    *,
    at: datetime | None = None,
    ids: Ids | None = None,
    people: People | None = None,
    place: Place | None = None,
) -> snapshots.MapSnapshot:
    """The snapshot of a document's map, with its own ids where none are given."""
    return _Shown(content, ids or _AsItIs(), people, place or Place()).snapshot(at)


class _Shown:
    def __init__(self, content: model.Content, ids: Ids, people: People | None, place: Place) -> None:
        self.content, self.ids, self.place = content, ids, place
        self.people = {
            one.key: Person((people or {}).get(one.key) or one.slack_id or stranger_id(one.name), one.name)
            for one in content.people
        }
        self.proofs = Counter(one.about for one in content.contributions if one.kind is NoteKind.EVIDENCE)

    def snapshot(self, at: datetime | None) -> snapshots.MapSnapshot:
        content = self.content
        stages = tuple(self.stage(one, place) for place, one in enumerate(content.stages))
        loose = (self.note(one) for one in content.contributions if one.stage is None or _whole(one))
        return snapshots.MapSnapshot(
            outline=self.outline(tuple((one.id, one.name) for one in stages)),
            personas=tuple(self.persona(one) for one in content.personas),
            stages=stages,
            loose=tuple(loose),
            loose_ideas=tuple(self.idea(one) for one in content.ideas if one.stage is None),
            metrics=tuple(self.metric(one) for one in content.metrics),
            review=self.review(content.rhythm) if content.rhythm else None,
            rounds=tuple(self.round(one) for one in content.reviews),
            taken_at=at,
        )

    def person(self, key: str | None) -> Person:
        return self.people[key] if key else Person("", "")

    def maybe(self, key: str | None) -> Person | None:
        return self.people[key] if key else None

    def outline(self, stages: tuple[tuple[int, str], ...]) -> snapshots.Outline:
        head, here = self.content.workshop, self.place
        taking_part = tuple(
            Participant(self.people[one.key], one.department, one.side, one.role, one.attendance)
            for one in self.content.people
            if one.takes_part
        )
        return snapshots.Outline(
            id=here.workshop_id, team_id=here.team_id, channel_id=here.channel_id, title=head.title, goal=head.goal,
            scope=head.scope, kind=head.kind, language=head.language, mode=head.mode, status=head.status,
            step=head.step, step_visit=1, version=1, revision=head.revision, facilitator=self.person(head.facilitator),
            journey_owner=self.maybe(head.journey_owner), symptoms=head.symptoms, participants=taking_part,
            stages=stages, created_at=head.created_at, card_ts=None, card_link=None, card_file_id=None,
            map_file_id=None, pinned=False, method=head.method, escalate_days=head.escalate_days,
            veiled=any(one.author is None for one in self.content.contributions),
        )  # fmt: skip

    def persona(self, one: model.Persona) -> snapshots.Persona:
        known = self.ids("persona", one.id)
        author = self.person(one.author)
        return snapshots.Persona(
            known, one.name, one.headline, one.segment, one.goal, one.quote, dict(one.details), author, 1
        )

    def stage(self, one: model.Stage, position: int) -> snapshots.Stage:
        lanes: dict[NoteKind, list[snapshots.Note]] = defaultdict(list)
        for note in self.content.contributions:
            if note.stage == one.id and not _whole(note):
                lanes[note.kind].append(self.note(note))
        felt = one.emotion
        return snapshots.Stage(
            id=self.ids("stage", one.id),
            position=position,
            name=one.name,
            time_spent=one.time_spent,
            details=dict(one.details),
            version=1,
            touchpoints=tuple(self.touchpoint(each) for each in self.content.touchpoints if each.stage == one.id),
            actions=tuple(lanes[NoteKind.ACTION]),
            thoughts=tuple(lanes[NoteKind.THOUGHT]),
            pains=tuple(lanes[NoteKind.PAIN]),
            joys=tuple(lanes[NoteKind.JOY]),
            itches=tuple(lanes[NoteKind.ITCH]),
            evidence=tuple(lanes[NoteKind.EVIDENCE]),
            ideas=tuple(self.idea(each) for each in self.content.ideas if each.stage == one.id),
            emotion=snapshots.Emotion(felt.median, felt.low, felt.high, felt.people, felt.word) if felt else None,
        )

    def touchpoint(self, one: model.Touchpoint) -> snapshots.Touchpoint:
        links = " ".join(str(self.ids("touchpoint", there)) for there in one.leads_to)
        return snapshots.Touchpoint(
            id=self.ids("touchpoint", one.id),
            stage_id=self.ids("stage", one.stage),
            title=one.title,
            channel=one.channel,
            usage=one.usage,
            classed=one.classed,
            moment_of_truth=one.moment_of_truth,
            importance=one.importance,
            department=one.department,
            details={**one.details, **({"links": links} if links else {})},
            author=self.person(one.author),
            version=1,
            planned=one.planned,
            lived=one.lived,
            fate=one.fate,
        )

    def note(self, one: model.Contribution) -> snapshots.Note:
        also = (
            snapshots.SaidToo(self.ids("note", too.id), self.ids("note", too.into), too.text, self.person(too.author))
            for too in one.also
        )
        return snapshots.Note(
            id=self.ids("note", one.id),
            kind=one.kind,
            stage_id=self.ids.maybe("stage", one.stage),
            text=one.text,
            author=self.person(one.author),
            version=1,
            created_at=one.created_at,
            severity=one.severity,
            status=one.status,
            votes=one.votes,
            ownership=self.owner(one.owner) if one.owner else None,
            about_id=self.ids.maybe("note", one.about),
            evidence_kind=one.evidence_kind,
            source=one.source,
            link=one.link,
            sample_size=one.sample_size,
            evidence_count=self.proofs[one.id],
            verified_on=one.verified_on,
            changed_at=one.created_at,
            also=tuple(also),
        )

    def owner(self, one: model.Ownership) -> snapshots.Ownership:
        return snapshots.Ownership(
            owner=self.person(one.owner),
            due_on=one.due_on,
            success_metric=one.success_metric,
            plan=one.plan,
            outcome=one.outcome,
            generation=1,
            assigned_at=one.assigned_at,
            done_at=one.done_at,
            version=1,
            accepted_at=one.accepted_at,
            due_reason=one.due_reason,
            snoozed_until=one.snoozed_until,
            help=one.help,
            help_at=one.help_at,
            left_by=self.maybe(one.left_by),
        )

    def idea(self, one: model.Idea) -> snapshots.Idea:
        return snapshots.Idea(
            id=self.ids("idea", one.id),
            stage_id=self.ids.maybe("stage", one.stage),
            pain_id=self.ids.maybe("note", one.pain),
            text=one.text,
            impact=one.impact,
            effort=one.effort,
            decided=one.decided,
            author=self.person(one.author),
            version=1,
            question=one.question,
            value=one.value,
            complexity=one.complexity,
            timeline=one.timeline,
            depends_on=one.depends_on,
        )

    def metric(self, one: model.Metric) -> Metric:
        return Metric(
            id=self.ids("metric", one.id),
            stage_id=self.ids.maybe("stage", one.stage),
            kind=one.kind,
            name=one.name,
            unit=one.unit,
            higher_is_better=one.higher_is_better,
            baseline=one.baseline,
            target=one.target,
            values=tuple((each.on, each.value) for each in one.values),
            version=1,
            author=self.maybe(one.author),
        )

    def review(self, one: model.Rhythm) -> Review:
        return Review(
            cadence=one.cadence,
            starts_on=one.starts_on,
            local_time=one.local_time,
            tz=one.tz,
            due_at=one.due_at,
            version=1,
            nth=one.nth,
            claim_days=one.claim_days,
            put_off=one.put_off,
            put_off_from=one.put_off_from,
            put_off_by=self.maybe(one.put_off_by),
            put_off_reason=one.put_off_reason,
        )

    def round(self, one: model.Review) -> ReviewRound:
        return ReviewRound(
            id=one.number,
            number=one.number,
            due_at=one.due_at,
            held_at=one.held_at,
            held_by=self.maybe(one.held_by),
            conclusion=one.conclusion,
            revision=one.revision,
            early=one.early,
            answers=tuple(self.answer(each) for each in one.answers),
        )

    def answer(self, one: model.Answer) -> Answer:
        about = self.ids.maybe("metric" if one.kind is Answered.METRIC else "note", one.item)
        return Answer(one.kind, about or 0, one.answer, one.before, self.person(one.author), one.at)


def _whole(one: model.Contribution) -> bool:
    """Decisions speak of the whole journey, wherever they were taken."""
    return one.kind is NoteKind.DECISION
