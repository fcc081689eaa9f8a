"""Putting parts of another map into a new workshop, as what the person who starts it gave."""

from collections.abc import Iterator
from math import copysign, floor

from storage import tables
from workflows import items
from workflows.desk import Change
from workflows.snapshots import Idea, MapSnapshot, Note, Stage, Touchpoint
from workflows.stages import STAGE_FIELDS
from workflows.words import NoteKind, PainStatus


async def columns(change_: Change, workshop: tables.Workshop, names: tuple[str, ...]) -> list[tables.Stage]:
    """Add empty stages."""
    made = [
        tables.Stage(
            workshop_id=items.key(workshop.id),
            position=position,
            name=name,
            created_at=change_.now,
            updated_at=change_.now,
        )
        for position, name in enumerate(names)
    ]
    change_.session.add_all(made)
    await change_.session.flush()
    return made


async def plan(
    change_: Change, workshop: tables.Workshop, seed: MapSnapshot, names: tuple[str, ...]
) -> list[tables.Stage]:
    """Add the stages of a map with what they are about, where they meet the customer, and what is done there."""
    made = await columns(change_, workshop, names)
    place = 0
    for row, stage in zip(made, seed.stages, strict=True):
        row.time_spent = stage.time_spent
        # What the form of a stage does not ask for would be lost by the first edit: it stays behind.
        row.details = {name: said for name, said in stage.details.items() if name in STAGE_FIELDS}
        change_.session.add_all(
            [_touchpoint(change_, row, one, place + number) for number, one in enumerate(stage.touchpoints)]
        )
        place += len(stage.touchpoints)
        change_.session.add_all([_note(change_, row, one) for one in stage.actions])
    await change_.session.flush()
    return made


async def example(
    change_: Change, workshop: tables.Workshop, seed: MapSnapshot, names: tuple[str, ...], made_up: str, *, whole: bool
) -> None:
    """Add an example: its customer and its plan; `whole`: what its team found, too.

    Nothing invented counts as known: its evidence, votes, owners and measured values stay behind,
    and the customer says that they are made up.
    """
    made = await plan(change_, workshop, seed, names)
    for position, one in enumerate(seed.personas):
        change_.session.add(
            tables.Persona(
                workshop_id=items.key(workshop.id),
                position=position,
                name=one.name,
                headline=one.headline,
                segment=one.segment,
                goal=one.goal,
                quote=one.quote,
                details={**one.details, "evidence": made_up},
                author_id=change_.actor.user_id,
                created_at=change_.now,
                updated_at=change_.now,
            )
        )
    if whole:
        for row, stage in zip(made, seed.stages, strict=True):
            await _findings(change_, row, stage)
        change_.session.add_all([_decision(change_, workshop, one) for one in seed.decisions])
        change_.session.add_all(_metrics(change_, workshop, seed, made))
    await change_.session.flush()


async def _findings(change_: Change, row: tables.Stage, stage: Stage) -> None:
    pains = {pain.id: _note(change_, row, pain) for pain in stage.pains}
    change_.session.add_all(pains.values())
    change_.session.add_all([_note(change_, row, one) for one in (*stage.thoughts, *stage.joys, *stage.itches)])
    if stage.emotion:
        change_.session.add(
            tables.EmotionScore(
                workshop_id=row.workshop_id,
                stage_id=items.key(row.id),
                author_id=change_.actor.user_id,
                score=_whole_number(stage.emotion.median),
                word=stage.emotion.word,
                updated_at=change_.now,
            )
        )
    await change_.session.flush()
    change_.session.add_all([_idea(change_, row, one, pains) for one in stage.ideas])


def _whole_number(median: float) -> int:
    """The score nearest to a median; half a point goes to the stronger feeling."""
    return int(copysign(floor(abs(median) + 0.5), median))


def _touchpoint(change_: Change, row: tables.Stage, one: Touchpoint, position: int) -> tables.Touchpoint:
    return tables.Touchpoint(
        workshop_id=row.workshop_id,
        stage_id=items.key(row.id),
        position=position,
        title=one.title,
        channel=one.channel.value,
        usage=one.usage.value,
        classed=one.classed.value if one.classed else None,
        moment_of_truth=one.moment_of_truth,
        importance=one.importance,
        department=one.department,
        details=dict(one.details),
        author_id=change_.actor.user_id,
        created_at=change_.now,
        updated_at=change_.now,
    )


def _note(change_: Change, row: tables.Stage, one: Note) -> tables.Contribution:
    pain = one.kind is NoteKind.PAIN
    return tables.Contribution(
        workshop_id=row.workshop_id,
        stage_id=row.id,
        kind=one.kind.value,
        text=one.text,
        severity=int(one.severity) if pain and one.severity else None,
        status=PainStatus.OPEN.value if pain else None,
        author_id=change_.actor.user_id,
        created_at=change_.now,
        updated_at=change_.now,
    )


def _decision(change_: Change, workshop: tables.Workshop, one: Note) -> tables.Contribution:
    return tables.Contribution(
        workshop_id=items.key(workshop.id),
        kind=one.kind.value,
        text=one.text,
        author_id=change_.actor.user_id,
        created_at=change_.now,
        updated_at=change_.now,
    )


def _idea(change_: Change, row: tables.Stage, one: Idea, pains: dict[int, tables.Contribution]) -> tables.Idea:
    pain = pains.get(one.pain_id) if one.pain_id is not None else None
    return tables.Idea(
        workshop_id=row.workshop_id,
        stage_id=row.id,
        pain_id=pain.id if pain else None,
        text=one.text,
        impact=int(one.impact),
        effort=int(one.effort),
        decided=one.decided,
        author_id=change_.actor.user_id,
        created_at=change_.now,
        updated_at=change_.now,
    )


def _metrics(
    change_: Change, workshop: tables.Workshop, seed: MapSnapshot, made: list[tables.Stage]
) -> Iterator[tables.Metric]:
    places = {stage.id: row.id for stage, row in zip(seed.stages, made, strict=True)}
    for one in seed.metrics:
        yield tables.Metric(
            workshop_id=items.key(workshop.id),
            stage_id=places.get(one.stage_id) if one.stage_id is not None else None,
            kind=one.kind.value,
            name=one.name,
            unit=one.unit,
            higher_is_better=one.higher_is_better,
            baseline=one.baseline,
            target=one.target,
            author_id=change_.actor.user_id,
            created_at=change_.now,
            updated_at=change_.now,
        )
