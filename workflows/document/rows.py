"""The rows that the parts of a document become in a new map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from sqlmodel import SQLModel

from storage import tables
from storage.anonymous import NOBODY
from workflows import cadences, items, text
from workflows.desk import Change
from workflows.document import model
from workflows.document.showing import Ids
from workflows.errors import InvalidError
from workflows.personas import FIELDS
from workflows.persons import stranger_id
from workflows.rhythm import next_due, zone
from workflows.stages import STAGE_FIELDS
from workflows.touchpoint_fields import details_of
from workflows.words import Answered, WorkshopStatus

Dated = Mapping[str, Any]  # workshop_id, created_at, updated_at


@dataclass
class Back:
    """One document on its way back: who is who, and which row a thing became."""

    change: Change
    document: model.Document
    known: dict[str, str]  # keys of those who are of the workspace -> their Slack ids
    workshop_id: int = 0
    ids: Ids = field(default_factory=Ids)

    @property
    def content(self) -> model.Content:
        """The map that comes back."""
        return self.document.map

    def author(self, key: str | None) -> str:
        """Whom a row names as its author."""
        if key is None:
            return NOBODY
        return self.known.get(key) or stranger_id(next(one.name for one in self.content.people if one.key == key))

    async def keep(self, kind: str, given: Iterable[tuple[int, SQLModel]]) -> None:
        """Write rows, and remember what the things of the document became."""
        made = list(given)
        self.change.session.add_all([row for _, row in made])
        await self.change.session.flush()
        for old, row in made:
            self.ids.known[kind, old] = items.key(getattr(row, "id", None))


def persona(back: Back, one: model.Persona, position: int, dated: Dated) -> tables.Persona:
    """A persona; InvalidError where a detail is longer than its form takes."""
    text.details(one.details, FIELDS)
    return tables.Persona(
        **dated,
        position=position,
        name=one.name,
        headline=one.headline,
        segment=one.segment,
        goal=one.goal,
        quote=one.quote,
        details=dict(one.details),
        author_id=back.author(one.author),
    )


def stage(one: model.Stage, position: int, dated: Dated) -> tables.Stage:
    """A stage; InvalidError as above."""
    text.details(one.details, STAGE_FIELDS)
    return tables.Stage(**dated, position=position, name=one.name, time_spent=one.time_spent, details=dict(one.details))


def touchpoint(back: Back, one: model.Touchpoint, position: int, dated: Dated) -> tables.Touchpoint:
    """A touchpoint, which leads nowhere yet."""
    details_of(one.details)
    return tables.Touchpoint(
        **dated,
        stage_id=back.ids("stage", one.stage),
        position=position,
        title=one.title,
        channel=one.channel.value,
        usage=one.usage.value,
        classed=one.classed.value if one.classed else None,
        moment_of_truth=one.moment_of_truth,
        planned=one.planned,
        lived=one.lived,
        fate=one.fate.value if one.fate else None,
        importance=one.importance,
        department=one.department,
        details={name: said for name, said in one.details.items() if name != "links"},
        author_id=back.author(one.author),
    )


def note(back: Back, one: model.Contribution) -> tables.Contribution:
    """A contribution, about nothing yet."""
    said = min(one.created_at, back.change.now)
    return tables.Contribution(
        workshop_id=back.workshop_id,
        stage_id=back.ids.maybe("stage", one.stage),
        kind=one.kind.value,
        text=one.text,
        severity=one.severity.value if one.severity else None,
        status=one.status.value if one.status else None,
        evidence_kind=one.evidence_kind.value if one.evidence_kind else None,
        source=one.source,
        link=one.link,
        sample_size=one.sample_size,
        author_id=back.author(one.author),
        verified_on=one.verified_on,
        created_at=said,
        updated_at=said,
    )


def owner(back: Back, pain_id: int, one: model.Ownership, *, done: bool) -> tables.PainOwner:
    """Who answers for a pain point; what somebody of elsewhere answered for, whoever brings the map looks after."""
    now, me = back.change.now, back.change.actor.user_id
    left = one.left_by if one.owner in back.known else one.left_by or one.owner
    return tables.PainOwner(
        contribution_id=pain_id,
        owner_id=back.known.get(one.owner, me),
        due_on=one.due_on,
        success_metric=one.success_metric,
        plan=one.plan,
        outcome=one.outcome,
        assigned_by=me,
        assigned_at=one.assigned_at,
        done_at=one.done_at,
        accepted_at=one.accepted_at,
        due_reason=one.due_reason,
        snoozed_until=one.snoozed_until,
        remind_at=None if done else now,
        escalated_on=one.due_on if one.due_on and one.due_on < now.date() else None,
        help=one.help,
        help_at=one.help_at,
        left_by=back.author(left) if left else None,
    )


def idea(back: Back, one: model.Idea, dated: Dated) -> tables.Idea:
    """An idea."""
    return tables.Idea(
        **dated,
        stage_id=back.ids.maybe("stage", one.stage),
        pain_id=back.ids.maybe("note", one.pain),
        text=one.text,
        impact=one.impact.value,
        effort=one.effort.value,
        question=one.question,
        value=one.value.value if one.value else None,
        complexity=one.complexity.value if one.complexity else None,
        timeline=one.timeline,
        depends_on=one.depends_on,
        decided=one.decided,
        author_id=back.author(one.author),
    )


def metric(back: Back, one: model.Metric, dated: Dated) -> tables.Metric:
    """A metric, without its values."""
    return tables.Metric(
        **dated,
        stage_id=back.ids.maybe("stage", one.stage),
        kind=one.kind.value,
        name=one.name,
        unit=one.unit,
        higher_is_better=one.higher_is_better,
        baseline=one.baseline,
        target=one.target,
        author_id=back.author(one.author),
    )


def scores(felt: model.Emotion) -> list[int]:
    """Scores that add up to what is told of them: the lowest and the highest, and the middle for all others."""
    if felt.people == 1:
        return [felt.low]
    below = (felt.people - 2) // 2
    middle = [floor(felt.median)] * below + [ceil(felt.median)] * (felt.people - 2 - below)
    return [felt.low, *middle, felt.high]


def answer(back: Back, round_id: int, one: model.Answer, number: int) -> tables.ReviewAnswer:
    """What somebody answered in a review."""
    kind = "metric" if one.kind is Answered.METRIC else "note"
    nobody = f"{NOBODY}-{number}"  # several who are nobody are several all the same
    return tables.ReviewAnswer(
        round_id=round_id,
        kind=one.kind.value,
        item_id=back.ids.maybe(kind, one.item) or 0,
        answer=one.answer,
        before=one.before,
        author_id=back.author(one.author) if one.author else nobody,
        at=one.at,
    )


def rhythm(back: Back, one: model.Rhythm) -> tables.Review:
    """The rhythm of reviews: the next one as it was planned, or the first that is still to come."""
    now = back.change.now
    try:
        zone(one.tz)
        tz = one.tz
    except InvalidError:
        tz = "UTC"
    row = tables.Review(
        workshop_id=back.workshop_id,
        cadence=one.cadence.value,
        starts_on=one.starts_on,
        nth=one.nth,
        local_time=one.local_time,
        tz=tz,
        claim_days=one.claim_days,
        put_off=one.put_off.value if one.put_off else None,
        put_off_from=one.put_off_from,
        put_off_by=back.author(one.put_off_by) if one.put_off_by else None,
        put_off_reason=one.put_off_reason,
        generation=0,
        version=0,
    )
    planned = one.due_at is not None and back.content.workshop.status is not WorkshopStatus.ENDED
    coming = one.due_at if one.due_at and one.due_at > now else next_due(cadences.rule_of(row), now)
    cadences.schedule(row, coming if planned else None, now)
    return row
