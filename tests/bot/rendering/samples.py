"""Maps to draw in tests: one e-bike journey in four languages, and small builders for everything else."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from workflows.persons import Person
from workflows.rounds import Metric
from workflows.snapshots import Emotion, Idea, MapSnapshot, Note, Outline, Ownership, Persona, Stage, Touchpoint
from workflows.words import (
    Channel,
    EvidenceKind,
    Level,
    MapKind,
    MetricKind,
    Mode,
    NoteKind,
    PainStatus,
    Severity,
    Step,
    Usage,
    WorkshopStatus,
)

LANGUAGES = ("en", "ru", "zh_Hans", "he")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANN = Person("U0ANN", "Ann Field")
_DAYS = {1: date(2026, 11, 28), 2: date(2026, 12, 5), 3: date(2026, 11, 20)}
# actual, unit (an index into the language's units, or a sign), baseline, target, higher is better
_NUMBERS: tuple[tuple[tuple[float | None, int | str, float | None, float | None, bool], ...], ...] = (
    ((2100, "", 1875, 2500, True),),
    ((71, "%", 62, 75, True),),
    ((None, "", 9, None, False), (11, 0, 7, 3, False)),
    ((63, "%", 57, 45, False), (None, "", 2.4, 1.2, False)),
    ((6.8, 1, 7.7, 5, False),),
    ((86, "%", 81, None, True),),
    ((58, "", 55, 60, True), (0.2, "", 0.2, 0.5, True)),
)
_YES, _NO = True, False
_ids = count(1)


def outline(**changes: Any) -> Outline:
    """The head of a workshop."""
    plain = Outline(
        id=1, team_id="T1", channel_id="C1", title="Buying a first e-bike online", goal="Sell more bikes online",
        scope="", kind=MapKind.CURRENT, language="en", mode=Mode.ASYNC, status=WorkshopStatus.OPEN, step=Step.MAP,
        step_visit=1, version=1, revision=12, facilitator=ANN, journey_owner=None, symptoms=(), participants=(),
        stages=(), created_at=NOW, card_ts=None, card_link=None, card_file_id=None, map_file_id=None, pinned=False,
    )  # fmt: skip
    return replace(plain, **changes)


def persona(**changes: Any) -> Persona:
    """A customer."""
    return replace(Persona(1, "Maya Levin", "34 · analyst", "", "Get to work by bike", "", {}, ANN, 1), **changes)


def note(kind: NoteKind, text: str, **changes: Any) -> Note:
    """A contribution."""
    return replace(Note(next(_ids), kind, None, text, ANN, 1, NOW), **changes)


def pain(text: str, severity: int = 2, owner: str = "", **changes: Any) -> Note:
    """A pain point, with an owner where one is named."""
    owned = None
    if owner:
        owned = Ownership(Person("U1", owner), _DAYS[severity], "", "", "", 1, NOW, None, 1)
    plain = {"severity": Severity(severity), "status": PainStatus.OPEN, "ownership": owned}
    return note(NoteKind.PAIN, text, **(plain | changes))


def touchpoint(title: str, channel: Channel = Channel.WEB, **changes: Any) -> Touchpoint:
    """A contact."""
    plain = Touchpoint(next(_ids), 1, title, channel, Usage.IN_USE, None, _NO, 0, "", {}, ANN, 1)
    return replace(plain, **changes)


def idea(text: str, impact: int = 2, **changes: Any) -> Idea:
    """An opportunity."""
    return replace(Idea(next(_ids), 1, None, text, Level(impact), Level.LOW, _NO, ANN, 1), **changes)


def metric(name: str, **changes: Any) -> Metric:
    """A number of the journey."""
    return replace(Metric(next(_ids), None, MetricKind.OWN, name, "", _YES, None, None, (), 1), **changes)


def stage(name: str, position: int = 1, **changes: Any) -> Stage:
    """A column."""
    return replace(Stage(position, position, name, "", {}, 1), **changes)


def snapshot(*stages: Stage, head: dict[str, Any] | None = None, **changes: Any) -> MapSnapshot:
    """A whole map."""
    numbered = tuple(replace(one, id=place, position=place) for place, one in enumerate(stages, 1))
    return replace(MapSnapshot(outline(**(head or {})), stages=numbered, taken_at=NOW), **changes)


@cache
def ebike(language: str) -> MapSnapshot:
    """The e-bike journey, full to the brim of what a map can show."""
    said = json.loads((Path(__file__).parent / "ebike.json").read_text(encoding="utf-8"))[language]
    stages = tuple(_stage(said, index) for index in range(len(said["stages"])))
    metrics = tuple(found for index in range(len(said["stages"])) for found in _metrics(said, index))
    kinds = (EvidenceKind.INTERVIEW, EvidenceKind.SURVEY, EvidenceKind.ANALYTICS)
    loose = [note(NoteKind.DECISION, text) for text in said["decisions"]]
    loose += [note(NoteKind.EVIDENCE, "…", evidence_kind=kind) for kind in kinds]
    return snapshot(
        *stages,
        head={"title": said["title"], "scope": said["scope"], "language": language, "journey_owner": ANN},
        personas=(persona(**said["persona"]),),
        metrics=metrics,
        loose=tuple(loose),
    )


def _stage(said: dict[str, Any], index: int) -> Stage:
    one = said["stages"][index]
    score = one["score"]
    low, high = max(-2, round(score - 0.8)), min(2, round(score + 0.8))
    contacts = [touchpoint(text, _channel(name), moment_of_truth=bool(star)) for name, text, star in one["touchpoints"]]
    if index == 2:
        contacts.append(touchpoint(said["wished"], Channel.SHOP, usage=Usage.WISHED_FOR))
    return stage(
        one["name"],
        time_spent=one["time"],
        actions=tuple(note(NoteKind.ACTION, text) for text in one["actions"]),
        touchpoints=tuple(contacts),
        thoughts=(note(NoteKind.THOUGHT, one["thought"]),),
        pains=tuple(_pain(index, place, *given) for place, given in enumerate(one["pains"])),
        joys=(note(NoteKind.JOY, said["joys"][index - 4]),) if index in {4, 5, 6} else (),
        itches=(note(NoteKind.ITCH, said["itch"]),) if index == 1 else (),
        ideas=tuple(idea(text, impact, decided=index == 3) for text, impact in one["ideas"]),
        emotion=Emotion(score, low, high, 5, one["feels"]),
    )


def _pain(index: int, place: int, text: str, severity: int, owner: str) -> Note:
    status = {(1, 0): PainStatus.DONE, (2, 0): PainStatus.DOING}.get((index, place), PainStatus.OPEN)
    return pain(text, severity, owner, status=status, votes=(index * 2 + place) % 7)


def _channel(name: str) -> Channel:
    return Channel(name)


def _metrics(said: dict[str, Any], index: int) -> list[Metric]:
    found = []
    for name, (actual, unit, baseline, target, higher) in zip(
        said["stages"][index]["metrics"], _NUMBERS[index], strict=True
    ):
        found.append(
            metric(
                name,
                stage_id=index + 1,
                unit=said["units"][unit] if isinstance(unit, int) else unit,
                higher_is_better=higher,
                baseline=baseline,
                target=target,
                values=() if actual is None else ((date(2026, 11, 20), actual),),
            )
        )
    return found
