"""Maps of a given size for measuring, the same at each run: words of four languages, and no text twice."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from tests.bot.rendering import samples
from workflows.rounds import Metric
from workflows.snapshots import Emotion, Idea, MapSnapshot, Note, Stage, Touchpoint
from workflows.words import Channel, EvidenceKind, NoteKind, PainStatus, Severity, Usage

_SAID = json.loads((Path(samples.__file__).parent / "ebike.json").read_text(encoding="utf-8"))
_DAY = date(2026, 11, 20)


def real() -> MapSnapshot:
    """What a team makes of two afternoons: 7 stages, 10 lanes, 60 touchpoints."""
    return made(7, 60)


def large() -> MapSnapshot:
    """What a department makes of a quarter: 12 stages, every lane, 300 touchpoints."""
    return made(12, 300, whole_journey=True)


def made(stages: int, touchpoints: int, *, whole_journey: bool = False, seed: int = 7) -> MapSnapshot:
    """Make a map of some size."""
    words = _Words(seed)
    head = {"title": "Buying a first e-bike online", "scope": _SAID["en"]["scope"], "journey_owner": samples.ANN}
    columns = [_stage(words, place, _share(touchpoints, stages, place)) for place in range(stages)]
    metrics = [metric for place in range(stages) for metric in _metrics(words, place + 1)]
    loose: list[Note] = [samples.note(NoteKind.EVIDENCE, "…", evidence_kind=kind) for kind in EvidenceKind]
    ideas: tuple[Idea, ...] = ()
    if whole_journey:
        loose += [samples.note(NoteKind.DECISION, words.one("decisions")) for _ in range(4)]
        ideas = tuple(samples.idea(words.one("ideas")) for _ in range(4))
        metrics += [replace(one, stage_id=None) for one in _metrics(words, 0)]
    return samples.snapshot(
        *columns,
        head=head,
        personas=(samples.persona(**_SAID["en"]["persona"]),),
        metrics=tuple(metrics),
        loose=tuple(loose),
        loose_ideas=ideas,
    )


class _Words:
    """Sentences of the sample journey in all its languages, shuffled, and numbered so that none comes twice."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self._queues = {kind: self._endless(texts) for kind, texts in _texts().items()}

    def one(self, kind: str) -> str:
        """The next sentence of a kind."""
        return next(self._queues[kind])

    def _endless(self, texts: list[str]) -> Iterator[str]:
        self.chance.shuffle(texts)
        count = 0
        while True:
            count += 1
            for text in texts:
                yield f"{text} {count}.{self.chance.randrange(10, 99)}"


def _texts() -> dict[str, list[str]]:
    """All sentences, by what they are."""
    stages = [stage for said in _SAID.values() for stage in said["stages"]]

    def each(pick: Callable[[dict[str, Any]], list[str]]) -> list[str]:
        return list(chain.from_iterable(map(pick, stages)))

    return {
        "names": [stage["name"] for stage in stages],
        "actions": each(lambda stage: stage["actions"]),
        "touchpoints": each(lambda stage: [one[1] for one in stage["touchpoints"]]),
        "thoughts": [stage["thought"] for stage in stages],
        "pains": each(lambda stage: [one[0] for one in stage["pains"]]),
        "ideas": each(lambda stage: [one[0] for one in stage["ideas"]]),
        "metrics": each(lambda stage: stage["metrics"]),
        "feelings": [stage["feels"] for stage in stages],
        "joys": list(chain.from_iterable(said["joys"] for said in _SAID.values())),
        "itches": [said["itch"] for said in _SAID.values()],
        "decisions": list(chain.from_iterable(said["decisions"] for said in _SAID.values())),
    }


def _share(total: int, parts: int, place: int) -> int:
    return total // parts + (place < total % parts)


def _stage(words: _Words, place: int, touchpoints: int) -> Stage:
    median = round(words.chance.uniform(-1.9, 1.9), 1)

    def notes(kind: NoteKind, source: str, count: int) -> tuple[Note, ...]:
        return tuple(samples.note(kind, words.one(source)) for _ in range(count))

    return samples.stage(
        words.one("names"),
        time_spent=f"{place + 1} d",
        actions=notes(NoteKind.ACTION, "actions", 4),
        touchpoints=tuple(_touchpoint(words, number) for number in range(touchpoints)),
        thoughts=notes(NoteKind.THOUGHT, "thoughts", 1),
        pains=tuple(_pain(words, number) for number in range(3)),
        joys=notes(NoteKind.JOY, "joys", 1),
        itches=notes(NoteKind.ITCH, "itches", 1),
        ideas=tuple(samples.idea(words.one("ideas"), 1 + number) for number in range(2)),
        emotion=Emotion(median, max(-2, round(median - 0.8)), min(2, round(median + 0.8)), 5, words.one("feelings")),
    )


def _touchpoint(words: _Words, number: int) -> Touchpoint:
    channels = list(Channel)
    usage = Usage.WISHED_FOR if number % 7 == 6 else Usage.IN_USE
    channel = channels[words.chance.randrange(len(channels))]
    return samples.touchpoint(words.one("touchpoints"), channel, usage=usage, moment_of_truth=number % 5 == 4)


def _pain(words: _Words, number: int) -> Note:
    owner = "Ana Ruiz" if number % 2 else ""
    status = PainStatus.DONE if number == 2 else PainStatus.OPEN
    return samples.pain(words.one("pains"), Severity(number + 1), owner, status=status, votes=number * 3)


def _metrics(words: _Words, stage_id: int) -> list[Metric]:
    return [
        samples.metric(
            words.one("metrics"), stage_id=stage_id, unit="%", baseline=57.0, target=70.0, values=((_DAY, value),)
        )
        for value in (63.0, 51.0)
    ]
