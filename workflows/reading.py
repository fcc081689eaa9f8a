"""From rows to frozen snapshots. Without access checks: `workflows.maps` and the other services make those."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import maps as rows
from storage import workshops
from workflows.gates import gate
from workflows.snapshots import (
    Emotion,
    Idea,
    MapSnapshot,
    Metric,
    Note,
    Outline,
    Ownership,
    Participant,
    Person,
    Persona,
    Review,
    ReviewRound,
    Stage,
    Touchpoint,
)
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

Row = sa.RowMapping


class Names:
    """What people are called; somebody unknown is called by their id."""

    def __init__(self, names: dict[str, str]) -> None:
        """Take what is known."""
        self._names = names

    def __call__(self, user_id: str) -> Person:
        """The person behind an id."""
        return Person(user_id, self._names.get(user_id) or user_id)

    def maybe(self, user_id: str | None) -> Person | None:
        """The person behind an id, where there is one."""
        return self(user_id) if user_id else None


async def outlines(session: AsyncSession, team_id: str, ids: Sequence[int]) -> list[Outline]:
    """The heads of some workshops in the order of `ids`, in four queries however many they are."""
    if not ids:
        return []
    heads = {row["id"]: row for row in await workshops.heads(session, team_id, ids)}
    people: dict[int, list[Row]] = defaultdict(list)
    for row in await workshops.people_of(session, team_id, ids):
        people[row["workshop_id"]].append(row)
    stages: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in await workshops.stages_of(session, ids):
        stages[row["workshop_id"]].append((row["id"], row["name"]))
    gave: dict[tuple[int, str], set[Step]] = defaultdict(set)
    for row in await workshops.gave_in(session, ids):
        gave[row["workshop_id"], row["author_id"]].add(Step(row["step"]))
    return [_outline(heads[i], people[i], tuple(stages[i]), gave) for i in ids if i in heads]


def _outline(
    row: Row, people: list[Row], stages: tuple[tuple[int, str], ...], gave: dict[tuple[int, str], set[Step]]
) -> Outline:
    def person(user_id: str, name: str | None) -> Person:
        return Person(user_id, name or user_id)

    owner = row["journey_owner_id"]
    return Outline(
        id=row["id"],
        team_id=row["team_id"],
        channel_id=row["channel_id"],
        title=row["title"],
        goal=row["goal"],
        scope=row["scope"],
        kind=MapKind(row["kind"]),
        language=row["language"],
        mode=Mode(row["mode"]),
        status=WorkshopStatus(row["status"]),
        step=Step(row["step"]),
        step_visit=row["step_visit"],
        version=row["version"],
        revision=row["revision"],
        facilitator=person(row["facilitator_id"], row["facilitator_name"]),
        journey_owner=person(owner, row["journey_owner_name"]) if owner else None,
        symptoms=tuple(row["symptoms"] or ()),
        participants=tuple(_participant(p, gave.get((row["id"], p["user_id"]), set())) for p in people),
        stages=stages,
        created_at=row["created_at"],
        card_ts=row["card_ts"],
        card_link=card_link(row["workspace_url"], row["card_channel_id"] or row["channel_id"], row["card_ts"]),
        card_file_id=row["card_file_id"],
        map_file_id=row["map_file_id"],
        pinned=row["pinned"],
    )


def card_link(workspace_url: str, channel_id: str, ts: str | None) -> str | None:
    """The permalink of a message, made without asking Slack for it."""
    if not workspace_url or not ts:
        return None
    return f"{workspace_url.rstrip('/')}/archives/{channel_id}/p{ts.replace('.', '')}"


def _participant(row: Row, gave: set[Step]) -> Participant:
    attendance = Attendance(row["attendance"])
    introduced = {Step.INVITE} if row["department"] and attendance is Attendance.ACCEPTED else set()
    return Participant(
        person=Person(row["user_id"], row["name"] or row["user_id"]),
        department=row["department"],
        side=Side(row["side"]),
        role=Role(row["role"]),
        attendance=attendance,
        contributed=frozenset(gave | introduced),
    )


async def whole_map(session: AsyncSession, team_id: str, workshop_id: int, at: datetime | None = None) -> MapSnapshot:
    """Everything that stands on a map, gate included."""
    (outline,) = await outlines(session, team_id, [workshop_id])
    stage_rows = await workshops.stages_of(session, [workshop_id])
    persona_rows = await rows.personas(session, workshop_id)
    touchpoint_rows = await rows.touchpoints(session, workshop_id)
    note_rows = await rows.notes(session, workshop_id)
    score_rows = await rows.scores(session, workshop_id)
    idea_rows = await rows.ideas(session, workshop_id)
    metric_rows = await rows.metrics(session, workshop_id)
    review_row = await rows.review(session, workshop_id)
    round_rows = await rows.rounds(session, workshop_id)
    authored = (*persona_rows, *touchpoint_rows, *note_rows, *idea_rows)
    people = {row["author_id"] for row in authored}
    people |= {row["owner_id"] for row in note_rows if row["owner_id"]}
    people |= {row["held_by"] for row in round_rows if row["held_by"]}
    names = Names(await rows.names(session, team_id, people))

    known = {row["id"] for row in stage_rows}
    notes = _notes(note_rows, names, known)
    ideas = [idea(row, names, known, {note.id for note in notes}) for row in idea_rows]
    touchpoints = [touchpoint(row, names) for row in touchpoint_rows]
    scored: dict[int, list[Row]] = defaultdict(list)
    for row in score_rows:
        scored[row["stage_id"]].append(row)
    snapshot = MapSnapshot(
        outline=outline,
        personas=tuple(persona(row, names) for row in persona_rows),
        stages=tuple(_stages(stage_rows, touchpoints, notes, ideas, scored)),
        loose=tuple(note for note in notes if is_loose(note)),
        loose_ideas=tuple(one for one in ideas if one.stage_id is None),
        metrics=tuple(metrics(metric_rows)),
        review=review(review_row) if review_row else None,
        rounds=tuple(review_round(row, names) for row in round_rows),
        taken_at=at,
    )
    return replace(snapshot, gate=gate(snapshot))


def is_loose(note: Note) -> bool:
    """Decisions speak of the whole journey, wherever they were taken."""
    return note.stage_id is None or note.kind is NoteKind.DECISION


def _stages(
    stage_rows: Iterable[Row],
    touchpoints: Iterable[Touchpoint],
    notes: Iterable[Note],
    ideas: Iterable[Idea],
    scored: dict[int, list[Row]],
) -> Iterable[Stage]:
    contacts: dict[int | None, list[Touchpoint]] = defaultdict(list)
    lanes: dict[tuple[int | None, NoteKind], list[Note]] = defaultdict(list)
    wishes: dict[int | None, list[Idea]] = defaultdict(list)
    for contact in touchpoints:
        contacts[contact.stage_id].append(contact)
    for note in notes:
        lanes[note.stage_id, note.kind].append(note)
    for one in ideas:
        wishes[one.stage_id].append(one)
    for row in stage_rows:
        here = row["id"]
        yield Stage(
            id=here,
            position=row["position"],
            name=row["name"],
            time_spent=row["time_spent"],
            details=dict(row["details"] or {}),
            version=row["version"],
            touchpoints=tuple(contacts[here]),
            actions=tuple(lanes[here, NoteKind.ACTION]),
            thoughts=tuple(lanes[here, NoteKind.THOUGHT]),
            pains=tuple(lanes[here, NoteKind.PAIN]),
            joys=tuple(lanes[here, NoteKind.JOY]),
            itches=tuple(lanes[here, NoteKind.ITCH]),
            evidence=tuple(lanes[here, NoteKind.EVIDENCE]),
            ideas=tuple(wishes[here]),
            emotion=emotion(scored.get(here, [])),
        )


def emotion(scored: Sequence[Row]) -> Emotion | None:
    """The scores of one stage put together; of equally frequent words the one said first."""
    if not scored:
        return None
    scores = [row["score"] for row in scored]
    said = Counter(row["word"].casefold() for row in scored if row["word"])
    top = said.most_common(1)[0][0] if said else ""
    word = next((row["word"] for row in scored if row["word"] and row["word"].casefold() == top), "")
    return Emotion(float(median(scores)), min(scores), max(scores), len(scores), word)


def _notes(note_rows: Sequence[Row], names: Names, stages: set[int]) -> list[Note]:
    evidence = Counter(row["about_id"] for row in note_rows if row["kind"] == NoteKind.EVIDENCE and row["about_id"])
    here = {row["id"] for row in note_rows}
    return [note(row, names, stages, here, evidence[row["id"]]) for row in note_rows]


def note(
    row: Row, names: Names, stages: set[int] | None = None, notes: set[int] | None = None, proofs: int = 0
) -> Note:
    """A contribution. What it refers to is left out where that was deleted."""
    return Note(
        id=row["id"],
        kind=NoteKind(row["kind"]),
        stage_id=_there(row["stage_id"], stages),
        text=row["text"],
        author=names(row["author_id"]),
        version=row["version"],
        created_at=row["created_at"],
        severity=Severity(row["severity"]) if row["severity"] else None,
        status=PainStatus(row["status"]) if row["status"] else None,
        votes=row["votes"],
        ownership=ownership(row, names),
        about_id=_there(row["about_id"], notes),
        evidence_kind=EvidenceKind(row["evidence_kind"]) if row["evidence_kind"] else None,
        source=row["source"],
        link=row["link"],
        sample_size=row["sample_size"],
        evidence_count=proofs,
    )


def _there(row_id: int | None, known: set[int] | None) -> int | None:
    return row_id if known is None or row_id in known else None


def ownership(row: Row, names: Names) -> Ownership | None:
    """Who answers for a pain point, from the columns of `storage.maps.notes`."""
    if not row["owner_id"]:
        return None
    return Ownership(
        owner=names(row["owner_id"]),
        due_on=row["due_on"],
        success_metric=row["success_metric"],
        plan=row["plan"],
        outcome=row["outcome"],
        generation=row["owner_generation"],
        assigned_at=row["assigned_at"],
        done_at=row["done_at"],
        version=row["owner_version"],
    )


def persona(row: Row, names: Names) -> Persona:
    """A persona."""
    return Persona(
        id=row["id"],
        name=row["name"],
        headline=row["headline"],
        segment=row["segment"],
        goal=row["goal"],
        quote=row["quote"],
        details=dict(row["details"] or {}),
        author=names(row["author_id"]),
        version=row["version"],
    )


def touchpoint(row: Row, names: Names) -> Touchpoint:
    """A contact."""
    return Touchpoint(
        id=row["id"],
        stage_id=row["stage_id"],
        title=row["title"],
        channel=Channel(row["channel"]),
        usage=Usage(row["usage"]),
        classed=TouchpointClass(row["classed"]) if row["classed"] else None,
        moment_of_truth=row["moment_of_truth"],
        importance=row["importance"],
        department=row["department"],
        details=dict(row["details"] or {}),
        author=names(row["author_id"]),
        version=row["version"],
    )


def idea(row: Row, names: Names, stages: set[int] | None = None, notes: set[int] | None = None) -> Idea:
    """An opportunity."""
    return Idea(
        id=row["id"],
        stage_id=_there(row["stage_id"], stages),
        pain_id=_there(row["pain_id"], notes),
        text=row["text"],
        impact=Level(row["impact"]),
        effort=Level(row["effort"]),
        decided=row["decided"],
        author=names(row["author_id"]),
        version=row["version"],
    )


def metrics(metric_rows: Iterable[Row]) -> list[Metric]:
    """The metrics with their values, from rows of one value each."""
    found: dict[int, Metric] = {}
    for row in metric_rows:
        value = ((row["measured_on"], row["value"]),) if row["value"] is not None else ()
        one = found.get(row["id"])
        found[row["id"]] = replace(one, values=one.values + value) if one else _metric(row, value)
    return list(found.values())


def _metric(row: Row, values: tuple[tuple[datetime, float], ...]) -> Metric:
    return Metric(
        id=row["id"],
        stage_id=row["stage_id"],
        kind=MetricKind(row["kind"]),
        name=row["name"],
        unit=row["unit"],
        higher_is_better=row["higher_is_better"],
        baseline=row["baseline"],
        target=row["target"],
        values=values,
        version=row["version"],
    )


def review(row: Row) -> Review:
    """The rhythm of reviews."""
    return Review(
        cadence=Cadence(row["cadence"]),
        starts_on=row["starts_on"],
        local_time=row["local_time"],
        tz=row["tz"],
        due_at=row["due_at"],
        version=row["version"],
    )


def review_round(row: Row, names: Names) -> ReviewRound:
    """One review that came due."""
    return ReviewRound(
        id=row["id"],
        number=row["number"],
        due_at=row["due_at"],
        held_at=row["held_at"],
        held_by=names.maybe(row["held_by"]),
        conclusion=row["conclusion"],
        revision=row["revision"],
    )
