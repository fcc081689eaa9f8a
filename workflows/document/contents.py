"""The contents of a document, made of a snapshot: whom it names, and what there is to refer to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from storage import tables
from storage.asking import Named
from workflows.document import model
from workflows.findings import Item
from workflows.persons import Participant
from workflows.persons import Person as Somebody
from workflows.rounds import Answer, ReviewRound
from workflows.snapshots import MapSnapshot, Note, Ownership, SaidToo, Stage, Touchpoint
from workflows.touchpoint_fields import links
from workflows.words import Answered, Verdict

Walks = Mapping[int, Sequence[Named]]
Dismissed = tuple[tables.CheckDismissal, Somebody]


def content_of(
    snapshot: MapSnapshot,
    *,
    template: str = "",
    walks: Walks | None = None,
    dismissed: Sequence[Dismissed] = (),
    answers: Mapping[int, Sequence[Answer]] | None = None,
) -> model.Content:
    """A snapshot as a document tells it, with what snapshots leave out where it was read."""
    made = _Made(snapshot, walks or {}, answers)
    personas = tuple(made.personas())
    touchpoints = tuple(made.touchpoint(one) for one in snapshot.touchpoints)
    contributions = tuple(made.contribution(one) for one in sorted(made.notes, key=lambda note: note.id))
    ideas, metrics = tuple(made.ideas()), tuple(made.metrics())
    reviews = tuple(made.review(one) for one in snapshot.rounds)
    rhythm, dismissals = made.rhythm(), tuple(made.dismissals(dismissed))
    return model.Content(
        workshop=made.workshop(template),
        personas=personas,
        stages=tuple(_stage(one) for one in snapshot.stages),
        touchpoints=touchpoints,
        contributions=contributions,
        ideas=ideas,
        metrics=metrics,
        rhythm=rhythm,
        reviews=reviews,
        dismissals=dismissals,
        people=tuple(made.people.values()),  # last: by now everybody is known who is named
    )


class _Made:
    """Makes the parts of a document, and remembers whom they name and what there is to refer to."""

    def __init__(self, snapshot: MapSnapshot, found: Walks, answers: Mapping[int, Sequence[Answer]] | None) -> None:
        self.snapshot, self.walks, self.answers = snapshot, found, answers
        self.notes = [*chain.from_iterable(_notes(stage) for stage in snapshot.stages), *snapshot.loose]
        self.stages = {stage.id for stage in snapshot.stages}
        self.contacts = {one.id for one in snapshot.touchpoints}
        self.standing = {note.id for note in self.notes}
        self.roots = {too.id: note.id for note in self.notes for too in note.also}
        self.people: dict[str, model.Person] = {}
        head = snapshot.outline
        self.key(head.facilitator)
        for one in head.participants:
            self._takes_part(one)

    def key(self, person: Somebody | None) -> str | None:
        """Under which key somebody stands in the document: none for whoever nobody may know."""
        if person is None or person.anonymous:
            return None
        if person.user_id not in self.people:
            known = None if person.stranger else person.user_id
            self.people[person.user_id] = model.Person(key=person.user_id, name=person.name, slack_id=known)
        return person.user_id

    def _takes_part(self, one: Participant) -> None:
        person = one.person
        self.people[person.user_id] = model.Person(
            key=person.user_id,
            name=person.name,
            slack_id=person.user_id,
            takes_part=True,
            department=one.department,
            side=one.side,
            role=one.role,
            attendance=one.attendance,
        )

    def workshop(self, template: str) -> model.Workshop:
        head = self.snapshot.outline
        return model.Workshop(
            title=head.title,
            goal=head.goal,
            scope=head.scope,
            kind=head.kind,
            language=head.language,
            mode=head.mode,
            method=head.method,
            template=template,
            status=head.status,
            step=head.step,
            symptoms=head.symptoms,
            facilitator=self.key(head.facilitator) or head.facilitator.user_id,
            journey_owner=self.key(head.journey_owner),
            escalate_days=head.escalate_days,
            revision=head.revision,
            created_at=head.created_at,
        )

    def personas(self) -> Iterator[model.Persona]:
        for one in self.snapshot.personas:
            yield model.Persona(
                id=one.id,
                name=one.name,
                headline=one.headline,
                segment=one.segment,
                goal=one.goal,
                quote=one.quote,
                details=one.details,
                author=self.key(one.author),
            )

    def touchpoint(self, one: Touchpoint) -> model.Touchpoint:
        found = self.walks.get(one.id, ())
        return model.Touchpoint(
            id=one.id,
            stage=one.stage_id,
            title=one.title,
            channel=one.channel,
            usage=one.usage,
            classed=one.classed,
            moment_of_truth=one.moment_of_truth,
            importance=one.importance,
            department=one.department,
            planned=one.planned,
            lived=one.lived,
            fate=one.fate,
            details={name: said for name, said in one.details.items() if name != "links"},
            leads_to=tuple(there for there in links(one.details) if there in self.contacts),
            walks=tuple(model.Walk(verdict=Verdict(row["verdict"]), note=row["note"]) for row in found),
            author=self.key(one.author),
        )

    def contribution(self, note: Note) -> model.Contribution:
        return model.Contribution(
            id=note.id,
            kind=note.kind,
            stage=note.stage_id if note.stage_id in self.stages else None,
            text=note.text,
            author=self.key(note.author),
            created_at=note.created_at,
            severity=note.severity,
            status=note.status,
            votes=note.votes,
            owner=self._owner(note.ownership) if note.ownership else None,
            about=note.about_id if note.about_id in self.standing else None,
            evidence_kind=note.evidence_kind,
            source=note.source,
            link=note.link,
            sample_size=note.sample_size,
            verified_on=note.verified_on,
            also=tuple(self._too(too) for too in note.also),
        )

    def _too(self, too: SaidToo) -> model.SaidToo:
        return model.SaidToo(id=too.id, into=too.into_id, text=too.text, author=self.key(too.author))

    def _owner(self, one: Ownership) -> model.Ownership:
        return model.Ownership(
            owner=self.key(one.owner) or one.owner.user_id,
            due_on=one.due_on,
            success_metric=one.success_metric,
            plan=one.plan,
            outcome=one.outcome,
            assigned_at=one.assigned_at,
            accepted_at=one.accepted_at,
            done_at=one.done_at,
            due_reason=one.due_reason,
            snoozed_until=one.snoozed_until,
            help=one.help,
            help_at=one.help_at,
            left_by=self.key(one.left_by),
        )

    def ideas(self) -> Iterator[model.Idea]:
        for one in sorted(self.snapshot.ideas, key=lambda idea: idea.id):
            yield model.Idea(
                id=one.id,
                stage=one.stage_id if one.stage_id in self.stages else None,
                pain=one.pain_id if one.pain_id in self.standing else None,
                question=one.question,
                text=one.text,
                impact=one.impact,
                effort=one.effort,
                value=one.value,
                complexity=one.complexity,
                timeline=one.timeline,
                depends_on=one.depends_on,
                decided=one.decided,
                author=self.key(one.author),
            )

    def metrics(self) -> Iterator[model.Metric]:
        for one in self.snapshot.metrics:
            yield model.Metric(
                id=one.id,
                stage=one.stage_id if one.stage_id in self.stages else None,
                kind=one.kind,
                name=one.name,
                unit=one.unit,
                higher_is_better=one.higher_is_better,
                baseline=one.baseline,
                target=one.target,
                author=self.key(one.author),
                values=tuple(model.Value(on=day, value=value) for day, value in one.values),
            )

    def rhythm(self) -> model.Rhythm | None:
        one = self.snapshot.review
        if one is None:
            return None
        return model.Rhythm(
            cadence=one.cadence,
            starts_on=one.starts_on,
            nth=one.nth,
            local_time=one.local_time,
            tz=one.tz,
            due_at=one.due_at,
            claim_days=one.claim_days,
            put_off=one.put_off,
            put_off_from=one.put_off_from,
            put_off_by=self.key(one.put_off_by),
            put_off_reason=one.put_off_reason,
        )

    def review(self, one: ReviewRound) -> model.Review:
        answers = one.answers if self.answers is None else self.answers.get(one.id, ())
        return model.Review(
            number=one.number,
            due_at=one.due_at,
            held_at=one.held_at,
            held_by=self.key(one.held_by),
            conclusion=one.conclusion,
            revision=one.revision,
            early=one.early,
            answers=tuple(self._said(answers)),
        )

    def _said(self, answers: Iterable[Answer]) -> Iterator[model.Answer]:
        """The answers about what is still there; where two things became one since, what was said first."""
        metrics = {one.id for one in self.snapshot.metrics}
        known = self.standing | {one.id for one in self.snapshot.ideas}
        seen = set()
        for one in answers:
            about = one.item_id if one.kind is Answered.METRIC else self.roots.get(one.item_id, one.item_id)
            there = metrics if one.kind is Answered.METRIC else known
            author = self.key(one.author)
            if (about and about not in there) or (author and (one.kind, about, author) in seen):
                continue
            seen.add((one.kind, about, author))
            yield model.Answer(
                kind=one.kind, item=about or None, answer=one.answer, before=one.before, author=author, at=one.at
            )

    def dismissals(self, rows: Sequence[Dismissed]) -> Iterator[model.Dismissal]:
        """The false alarms about what still stands on the map."""
        there = {
            Item.PERSONA: {one.id for one in self.snapshot.personas},
            Item.STAGE: self.stages,
            Item.TOUCHPOINT: self.contacts,
            Item.NOTE: self.standing,
            Item.METRIC: {one.id for one in self.snapshot.metrics},
        }
        for row, author in rows:
            item = Item(row.item)
            if item is not Item.MAP and row.item_id not in there[item]:
                continue
            yield model.Dismissal(
                code=row.code,
                item=item,
                item_id=row.item_id or None,
                reason=row.reason,
                author=self.key(author),
                at=row.created_at,
            )


def _notes(stage: Stage) -> Iterator[Note]:
    yield from chain(stage.actions, stage.thoughts, stage.pains, stage.joys, stage.itches, stage.evidence)


def _stage(one: Stage) -> model.Stage:
    felt = one.emotion
    return model.Stage(
        id=one.id,
        name=one.name,
        time_spent=one.time_spent,
        details=one.details,
        emotion=model.Emotion(median=felt.median, low=felt.low, high=felt.high, people=felt.count, word=felt.word)
        if felt
        else None,
    )
