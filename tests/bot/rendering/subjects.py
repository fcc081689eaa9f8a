"""A subject for every kind of picture, of any map: its later state and its other customers are made up from it."""

from dataclasses import replace
from datetime import timedelta

from bot.rendering import KINDS, BeforeAfter, History, Kind, Matrix, Personas, PersonaSheet, Subject
from tests.bot.rendering import samples
from workflows.snapshots import Emotion, MapSnapshot, Stage
from workflows.words import Level, PainStatus

__all__ = ["KINDS", "later", "subject"]


def subject(kind: Kind, snapshot: MapSnapshot) -> Subject:
    """What a kind of picture is drawn of."""
    match kind:
        case "personas":
            people = [replace(person, id=place) for place, person in enumerate(snapshot.personas * 3)]
            shifts = (0.0, -0.5, 1.0, 0.25, 2.0, -1.0)
            return Personas(
                snapshot, tuple((one, _moved(snapshot, by)) for one, by in zip(people, shifts, strict=False))
            )
        case "matrix":
            return Matrix(_efforts(snapshot))
        case "before_after":
            return BeforeAfter(snapshot, later(snapshot))
        case "persona":
            person = snapshot.personas[0] if snapshot.personas else samples.persona()
            return PersonaSheet(person, snapshot)
        case "history":
            start = snapshot.taken_at or samples.NOW
            states = (snapshot, later(snapshot), snapshot, later(snapshot))
            return History(tuple((start + timedelta(days=30 * place), one) for place, one in enumerate(states)))
    return snapshot


def later(snapshot: MapSnapshot) -> MapSnapshot:
    """The map a while later: happier, the first pain of each stage gone, a new one in the last."""
    stages = [_later(stage) for stage in snapshot.stages]
    if stages and stages[-1].pains:
        new = replace(stages[-1].pains[0], id=99_000, status=PainStatus.OPEN, ownership=None)
        stages[-1] = replace(stages[-1], pains=(*stages[-1].pains, new))
    head = replace(snapshot.outline, revision=snapshot.outline.revision + 3)
    at = (snapshot.taken_at or samples.NOW) + timedelta(days=60)
    return replace(snapshot, stages=tuple(stages), outline=head, taken_at=at)


def _later(stage: Stage) -> Stage:
    emotion = stage.emotion and Emotion(min(2, stage.emotion.median + 1), -1, 2, 5, stage.emotion.word)
    solved = tuple(replace(pain, status=PainStatus.DONE) for pain in stage.pains[:1])
    return replace(stage, emotion=emotion, pains=(*solved, *stage.pains[1:]))


def _moved(snapshot: MapSnapshot, by: float) -> tuple[float | None, ...]:
    return tuple(
        max(-2.0, min(2.0, (stage.emotion.median + by) * (-1 if place % 3 == 0 and by else 1)))
        if stage.emotion
        else None
        for place, stage in enumerate(snapshot.stages)
    )


def _efforts(snapshot: MapSnapshot) -> MapSnapshot:
    """The same ideas, spread over the matrix, each for the first pain of its stage."""

    def spread(stage: Stage) -> Stage:
        pain = stage.pains[0].id if stage.pains else None
        ideas = tuple(
            replace(one, effort=Level((stage.position + place) % 3 + 1), pain_id=pain, stage_id=stage.id)
            for place, one in enumerate(stage.ideas)
        )
        return replace(stage, ideas=ideas)

    return replace(snapshot, stages=tuple(spread(stage) for stage in snapshot.stages))
