"""Reading maps from the database. Without access checks: `workflows.maps` and the other services make those."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import maps as rows
from storage import reviews, scores, workshops
from storage.asking import Named
from workflows import forming, gathering, vitals
from workflows.feeling import Secret
from workflows.gates import gate
from workflows.health import Health, early
from workflows.rounds import Answer
from workflows.snapshots import Idea, MapSnapshot, Note, Outline, Stage, Touchpoint
from workflows.words import NoteKind, Step, WorkshopStatus

_STEPS = {step.value: step for step in Step}


async def outlines(session: AsyncSession, team_id: str, ids: Sequence[int]) -> list[Outline]:
    """The heads of some workshops in the order of `ids`, in four queries however many they are."""
    if not ids:
        return []
    return await _outlines(session, team_id, ids, await workshops.stages_of(session, ids))


async def _outlines(
    session: AsyncSession, team_id: str, ids: Sequence[int], stage_rows: Sequence[Named]
) -> list[Outline]:
    heads = {row["id"]: row for row in await workshops.heads(session, team_id, ids)}
    people: dict[int, list[Named]] = defaultdict(list)
    for row in await workshops.people_of(session, team_id, ids):
        people[row["workshop_id"]].append(row)
    stages: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in stage_rows:
        stages[row["workshop_id"]].append((row["id"], row["name"]))
    gave: dict[int, dict[str, set[Step]]] = {i: defaultdict(set) for i in ids}
    for workshop_id, author_id, step in await workshops.gave_in(session, ids):
        gave[workshop_id][author_id].add(_STEPS[step])
    private = [i for i, row in heads.items() if row["blind_since"]]
    scored = await scores.givers(session, Secret.SCORES, private) if private else {}
    blind = [i for i, row in heads.items() if row["votes_blind_since"]]
    voted = await scores.givers(session, Secret.VOTES, blind) if blind else {}
    return [
        forming.outline(heads[i], people[i], tuple(stages[i]), gave[i], scored.get(i, 0), voted.get(i, 0))
        for i in ids
        if i in heads
    ]


async def whole_map(session: AsyncSession, team_id: str, workshop_id: int, at: datetime | None = None) -> MapSnapshot:
    """Everything that stands on a map, gate included."""
    stage_rows = await workshops.stages_of(session, [workshop_id])
    (outline,) = await _outlines(session, team_id, [workshop_id], stage_rows)
    persona_rows = await rows.personas(session, workshop_id)
    touchpoint_rows = await rows.touchpoints(session, workshop_id)
    said = await rows.notes(session, workshop_id)
    note_rows = [row for row in said if row["deleted_at"] is None]
    score_rows = await rows.scores(session, workshop_id)
    idea_rows = await rows.ideas(session, workshop_id)
    metric_rows = await rows.metrics(session, workshop_id)
    review_row = await rows.review(session, workshop_id)
    round_rows = await rows.rounds(session, workshop_id)
    answer_rows = await reviews.answers(session, workshop_id) if round_rows else ()
    merged = await gathering.load(session, workshop_id, [row for row in said if row["deleted_at"] is not None])
    authored = (*persona_rows, *touchpoint_rows, *note_rows, *idea_rows)
    people = {row["author_id"] for row in authored} | merged.authors
    people |= {row["owner_id"] for row in note_rows if row["owner_id"]}
    people |= {row["left_by"] for row in note_rows if row["left_by"]}
    people |= {row["held_by"] for row in round_rows if row["held_by"]}
    people |= {row["author_id"] for row in (*metric_rows, *answer_rows)}
    people |= {review_row["put_off_by"]} if review_row and review_row["put_off_by"] else set()
    names = forming.Names(await rows.names(session, team_id, people))

    known = {row["id"] for row in stage_rows}
    notes = gathering.notes(_notes(note_rows, names, known), merged, names)
    live = {note.id for note in notes}
    ideas = gathering.ideas((forming.idea(row, names, known) for row in idea_rows), merged, live)
    touchpoints = [forming.touchpoint(row, names) for row in touchpoint_rows]
    scored: dict[int, list[Named]] = defaultdict(list)
    for row in score_rows:
        scored[row["stage_id"]].append(row)
    answered: dict[int, list[Answer]] = defaultdict(list)
    for row in answer_rows:
        answered[row["round_id"]].append(forming.answer(row, names))
    snapshot = MapSnapshot(
        outline=outline,
        personas=tuple(forming.persona(row, names) for row in persona_rows),
        stages=tuple(_stages(stage_rows, touchpoints, notes, ideas, scored)),
        loose=tuple(note for note in notes if is_loose(note)),
        loose_ideas=tuple(one for one in ideas if one.stage_id is None),
        metrics=tuple(forming.metrics(metric_rows, names)),
        review=forming.review(review_row, names) if review_row else None,
        rounds=tuple(forming.review_round(row, names, answered[row["id"]]) for row in round_rows),
        taken_at=at,
    )
    return replace(snapshot, gate=gate(snapshot), health=await _health(session, outline, at))


async def _health(session: AsyncSession, outline: Outline, at: datetime | None) -> Health | None:
    """Read only where there is something to tell: most maps are read while they are being drawn up."""
    if at is None or early(outline.status, outline.step) or outline.status is WorkshopStatus.ENDED:
        return None
    return (await vitals.of_maps(session, [outline.id], at))[outline.id]


def is_loose(note: Note) -> bool:
    """Decisions speak of the whole journey, wherever they were taken."""
    return note.stage_id is None or note.kind is NoteKind.DECISION


def _stages(
    stage_rows: Iterable[Named],
    touchpoints: Iterable[Touchpoint],
    notes: Iterable[Note],
    ideas: Iterable[Idea],
    scored: dict[int, list[Named]],
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
            emotion=forming.emotion(scored.get(here, [])),
        )


def _notes(note_rows: Sequence[Named], names: forming.Names, stages: set[int]) -> list[Note]:
    evidence = Counter(row["about_id"] for row in note_rows if row["kind"] == NoteKind.EVIDENCE and row["about_id"])
    return [forming.note(row, names, stages, evidence[row["id"]]) for row in note_rows]
