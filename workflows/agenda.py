"""Where to talk first: the stages about which people feel most differently."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from storage import scores as rows
from storage.asking import Named
from workflows import access, maps
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.feeling import LEAST
from workflows.snapshots import Emotion, MapSnapshot, Outline, Stage
from workflows.words import PainStatus, Side


@dataclass(frozen=True, slots=True)
class Topic:
    """One stage to talk about. The sides are there only where nobody can be told from them."""

    stage_id: int
    name: str
    emotion: Emotion
    pains: int  # that are still open
    frontline: float | None = None
    backstage: float | None = None

    @property
    def spread(self) -> int:
        """How far the lowest score is from the highest."""
        return self.emotion.high - self.emotion.low

    @property
    def gap(self) -> float:
        """How far the two sides are apart."""
        return 0.0 if self.frontline is None or self.backstage is None else abs(self.frontline - self.backstage)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to talk about, the most disputed first. While scores are private there is nothing in it."""

    outline: Outline
    topics: tuple[Topic, ...] = ()
    silent: tuple[str, ...] = ()  # stages nobody scored


async def read(desk: Desk, actor: Actor, workshop_id: int) -> Agenda:
    """The agenda as the scores are now."""
    async with desk.db.read() as session:
        row = await access.workshop(session, actor, workshop_id)
        snapshot = await maps.load_snapshot(session, row, desk.clock.now())
        scored = await rows.with_sides(session, workshop_id)
    return formed(snapshot, scored)


def formed(snapshot: MapSnapshot, scored: Sequence[Named]) -> Agenda:
    """The agenda of a map, from its scores with the side of who gave each."""
    if snapshot.outline.private:
        return Agenda(snapshot.outline)
    topics = [
        _topic(stage, stage.emotion, [row for row in scored if row["stage_id"] == stage.id])
        for stage in snapshot.stages
        if stage.emotion
    ]
    topics.sort(key=lambda one: (-one.spread, -one.gap, one.emotion.median))
    silent = tuple(stage.name for stage in snapshot.stages if stage.emotion is None)
    return Agenda(snapshot.outline, tuple(topics), silent)


def _topic(stage: Stage, emotion: Emotion, scored: Iterable[Named]) -> Topic:
    said: dict[Side, list[int]] = {side: [] for side in Side}
    for row in scored:
        said[Side(row["side"] or Side.UNKNOWN)].append(row["score"])
    front, back = said[Side.FRONTLINE], said[Side.BACKSTAGE]
    pains = sum(pain.status in {PainStatus.OPEN, PainStatus.DOING} for pain in stage.pains)
    # One side alone would show the other by what is missing.
    if min(len(front), len(back)) < LEAST:
        return Topic(stage.id, stage.name, emotion, pains)
    return Topic(stage.id, stage.name, emotion, pains, float(median(front)), float(median(back)))
