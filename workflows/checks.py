"""The ten usual mistakes of journey mapping, looked for on a map. Plain rules, no guessing.

A rule speaks up only from the step on in which it can be expected: nobody is told in step 2 that no
review is planned. Codes and what they are about stand in `_RULES`; `bot.views.checks` has their words.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import chain

from workflows import inside_out
from workflows.findings import Check, Finding, Item
from workflows.gates import short
from workflows.persons import Participant
from workflows.snapshots import MapSnapshot, Note, Persona, Touchpoint
from workflows.words import Attendance, Channel, EvidenceKind, MapKind, Severity, Side, Step

SOURCES_MIN, STAGES_MAX, DEPARTMENTS_MIN, SPECIFICS_MIN = 3, 9, 2, 2
LARGE_SAMPLE = 30  # from so many on, a piece of evidence counts rather than tells
LATE = timedelta(days=3)  # a review may wait over a weekend

_COUNTED = frozenset({EvidenceKind.SURVEY, EvidenceKind.ANALYTICS})
_DEMOGRAPHIC = frozenset({"age", "family", "place", "work"})
_BEHIND = ("backstage", "support")  # details of a touchpoint that no customer sees

Rule = Callable[[MapSnapshot], Iterable[Finding]]


def findings(snapshot: MapSnapshot) -> tuple[Finding, ...]:
    """What looks like a mistake on the map as it stands in its step, in the order of the ten checks."""
    step = snapshot.outline.step
    asked = (rule(snapshot) for since, rule in _RULES if step >= since)
    order = list(Check)
    return tuple(sorted(chain.from_iterable(asked), key=lambda finding: order.index(finding.check)))


# Assumptions without evidence


def _bare_pains(snapshot: MapSnapshot) -> Iterator[Finding]:
    for pain in () if _wished(snapshot) else _weighty(snapshot):
        if not pain.evidence_count:
            yield _about_note(Check.ASSUMPTIONS, "pain_without_evidence", pain)


def _bare_evidence(snapshot: MapSnapshot) -> Iterator[Finding]:
    for note in snapshot.evidence:
        if not (note.source or note.link or note.evidence_kind):
            yield _about_note(Check.ASSUMPTIONS, "evidence_without_source", note)


def _invented_personas(snapshot: MapSnapshot) -> Iterator[Finding]:
    heard = any(note.evidence_kind is not EvidenceKind.EMPLOYEE_INTERVIEW for note in snapshot.evidence)
    for persona in () if heard or _wished(snapshot) else snapshot.personas:
        if not persona.details.get("evidence"):
            yield _about_persona(Check.ASSUMPTIONS, "persona_without_evidence", persona)


# Too little research


def _few_sources(snapshot: MapSnapshot) -> Iterator[Finding]:
    sources = {(note.source or note.link or str(note.id)).casefold() for note in snapshot.evidence}
    if len(sources) < SOURCES_MIN and not _wished(snapshot):
        yield Finding(Check.RESEARCH, "few_sources", count=len(sources))


def _one_kind(snapshot: MapSnapshot) -> Iterator[Finding]:
    counted = [_counts(note) for note in snapshot.evidence]
    if len(counted) > 1 and len(set(counted)) == 1 and not _wished(snapshot):
        yield Finding(Check.RESEARCH, "only_numbers" if counted[0] else "only_stories", count=len(counted))


def _counts(note: Note) -> bool:
    return note.evidence_kind in _COUNTED or (note.sample_size or 0) >= LARGE_SAMPLE


# No emotions


def _no_emotions(snapshot: MapSnapshot) -> Iterator[Finding]:
    bare = tuple(stage.name for stage in snapshot.stages if stage.emotion is None)
    if bare and snapshot.outline.private is None:  # private scores may well be there
        yield Finding(Check.EMOTIONS, "no_emotion", names=bare, count=len(bare))


# Everything at once


def _several_segments(snapshot: MapSnapshot) -> Iterator[Finding]:
    segments = {persona.segment.casefold(): persona.segment for persona in snapshot.personas if persona.segment}
    if len(segments) > 1:
        yield Finding(Check.EVERYTHING, "several_segments", names=tuple(segments.values()), count=len(segments))


def _many_stages(snapshot: MapSnapshot) -> Iterator[Finding]:
    if len(snapshot.stages) > STAGES_MAX:
        yield Finding(Check.EVERYTHING, "many_stages", count=len(snapshot.stages))


# Inside-out


def _inside_words(snapshot: MapSnapshot) -> Iterator[Finding]:
    language = snapshot.outline.language
    for stage in snapshot.stages:
        said = [("inside_stage", Item.STAGE, stage.id, stage.name)]
        said += [("inside_action", Item.NOTE, note.id, note.text) for note in stage.actions]
        said += [("inside_touchpoint", Item.TOUCHPOINT, one.id, one.title) for one in stage.touchpoints]
        for code, item, item_id, text in said:
            if word := inside_out.word(text, language):
                yield Finding(Check.INSIDE_OUT, code, item, item_id, short(text), word)


def _backstage_only(snapshot: MapSnapshot) -> Iterator[Finding]:
    """A contact without a medium, of people whom customers never meet, is work behind the scenes."""
    unseen = _departments(one for one in _here(snapshot) if one.side is Side.BACKSTAGE)
    unseen -= _departments(one for one in _here(snapshot) if one.side is not Side.BACKSTAGE)
    language = snapshot.outline.language
    for one in snapshot.touchpoints:
        hidden = one.department.casefold() in unseen or any(one.details.get(name) for name in _BEHIND)
        if one.channel is Channel.OTHER and hidden and not _met(one) and not inside_out.word(one.title, language):
            yield Finding(Check.INSIDE_OUT, "backstage_touchpoint", Item.TOUCHPOINT, one.id, short(one.title))


def _met(one: Touchpoint) -> bool:
    return one.moment_of_truth or bool(one.details.get("customer_goal"))


# Generic persona


def _no_persona(snapshot: MapSnapshot) -> Iterator[Finding]:
    if not snapshot.personas:
        yield Finding(Check.GENERIC, "no_persona")


def _generic_personas(snapshot: MapSnapshot) -> Iterator[Finding]:
    for persona in snapshot.personas:
        given = {name for name, text in persona.details.items() if text and name != "evidence"}
        if inside_out.anyone(persona.name):
            yield _about_persona(Check.GENERIC, "persona_anyone", persona)
        elif len(given) < SPECIFICS_MIN:
            yield _about_persona(Check.GENERIC, "persona_thin", persona)
        elif given <= _DEMOGRAPHIC:
            yield _about_persona(Check.GENERIC, "persona_statistics", persona)
        if not persona.goal:
            yield _about_persona(Check.GENERIC, "persona_no_goal", persona)


# No action


def _loose_pains(snapshot: MapSnapshot) -> Iterator[Finding]:
    today = snapshot.taken_at.date() if snapshot.taken_at else None
    for pain in _weighty(snapshot):
        owned = pain.ownership
        if owned is None:
            yield _about_note(Check.NO_ACTION, "pain_without_owner", pain)
        elif owned.due_on is None:
            yield _about_note(Check.NO_ACTION, "pain_without_date", pain)
        elif today and owned.due_on < today:
            yield _about_note(Check.NO_ACTION, "pain_overdue", pain)
        elif not owned.success_metric:
            yield _about_note(Check.NO_ACTION, "pain_without_metric", pain)


# A silo


def _silo(snapshot: MapSnapshot) -> Iterator[Finding]:
    here = _here(snapshot)
    # Saying where one comes from is no contribution; before anybody gave something, those who take part count.
    # So they do where something was given anonymously, by whichever of them.
    veiled = snapshot.outline.veiled
    gave = here if veiled else [one for one in here if one.contributed - {Step.INVITE}] or here
    departments = {one.department.casefold(): one.department for one in gave if one.department}
    if len(departments) < DEPARTMENTS_MIN:
        code = "one_department" if departments else "no_departments"
        yield Finding(Check.SILO, code, name=next(iter(departments.values()), ""), count=len(departments))


# A one-off


def _no_rhythm(snapshot: MapSnapshot) -> Iterator[Finding]:
    if snapshot.review is None:
        yield Finding(Check.ONE_OFF, "no_cadence")
    elif snapshot.outline.journey_owner is None:
        yield Finding(Check.ONE_OFF, "no_journey_owner")


def _late_review(snapshot: MapSnapshot) -> Iterator[Finding]:
    waiting = [one for one in snapshot.rounds if one.held_at is None]
    if waiting and snapshot.taken_at and waiting[0].due_at + LATE < snapshot.taken_at:
        late = snapshot.taken_at - waiting[0].due_at
        yield Finding(Check.ONE_OFF, "review_overdue", count=late.days)


def _unmeasured(snapshot: MapSnapshot) -> Iterator[Finding]:
    if not snapshot.metrics:
        yield Finding(Check.ONE_OFF, "no_metric")
    elif all(metric.baseline is None for metric in snapshot.metrics):
        for metric in snapshot.metrics:
            yield Finding(Check.ONE_OFF, "metric_without_baseline", Item.METRIC, metric.id, short(metric.name))


# Poorly told


def _no_title(snapshot: MapSnapshot) -> Iterator[Finding]:
    if not snapshot.outline.title:
        yield Finding(Check.POORLY_TOLD, "no_title")
    if not snapshot.outline.goal:
        yield Finding(Check.POORLY_TOLD, "no_goal")


def _no_legend(snapshot: MapSnapshot) -> Iterator[Finding]:
    """Pictures explain their own signs; from where to where the journey goes, only the team can say."""
    if not snapshot.outline.scope:
        yield Finding(Check.POORLY_TOLD, "no_scope")


def _no_conclusion(snapshot: MapSnapshot) -> Iterator[Finding]:
    concluded = any(one.conclusion for one in snapshot.rounds) or any(idea.decided for idea in snapshot.ideas)
    if not snapshot.decisions and not concluded:
        yield Finding(Check.POORLY_TOLD, "no_conclusion")


# What rules share


def _wished(snapshot: MapSnapshot) -> bool:
    """A map of tomorrow rests on wishes, not on findings."""
    return snapshot.outline.kind is MapKind.FUTURE


def _weighty(snapshot: MapSnapshot) -> list[Note]:
    return [pain for pain in snapshot.open_pains if (pain.severity or 0) >= Severity.SERIOUS]


def _here(snapshot: MapSnapshot) -> list[Participant]:
    return [one for one in snapshot.outline.participants if one.attendance is not Attendance.DECLINED]


def _departments(people: Iterable[Participant]) -> set[str]:
    return {one.department.casefold() for one in people if one.department}


def _about_note(check: Check, code: str, note: Note) -> Finding:
    return Finding(check, code, Item.NOTE, note.id, short(note.text))


def _about_persona(check: Check, code: str, persona: Persona) -> Finding:
    return Finding(check, code, Item.PERSONA, persona.id, persona.name)


_RULES: tuple[tuple[Step, Rule], ...] = (
    (Step.CUSTOMER, _invented_personas),
    (Step.FEEL, _bare_pains),
    (Step.FEEL, _bare_evidence),
    (Step.FEEL, _few_sources),
    (Step.FEEL, _one_kind),
    (Step.FEEL, _no_emotions),
    (Step.CUSTOMER, _several_segments),
    (Step.MAP, _many_stages),
    (Step.MAP, _inside_words),
    (Step.MAP, _backstage_only),
    (Step.CUSTOMER, _no_persona),
    (Step.CUSTOMER, _generic_personas),
    (Step.REDESIGN, _loose_pains),
    (Step.MAP, _silo),
    (Step.REVIEW, _no_rhythm),
    (Step.REVIEW, _late_review),
    (Step.REVIEW, _unmeasured),
    (Step.INVITE, _no_title),
    (Step.MAP, _no_legend),
    (Step.REDESIGN, _no_conclusion),
)
