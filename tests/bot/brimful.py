"""Workshops for the tests of views: an ordinary one, and one with as much of everything as the limits allow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from workflows import limits
from workflows.persons import Participant, Person
from workflows.rounds import Metric, Review, ReviewRound
from workflows.snapshots import Emotion, Idea, MapSnapshot, Note, Outline, Ownership, Persona, Stage, Touchpoint
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

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
ANNA = Person("U0ANNA", "Anna")
BORIS = Person("U0BORIS", "Boris")

# What goes wrong first: text from the right, wide characters, emoji of several code points, markup, pings.
LATIN = "<!channel> *bold* & <https://example.com|link> `code` — "
HEBREW = "הלקוחה מחכה זמן רב מדי לתשובה ולא יודעת מה קורה עם ההזמנה שלה. "
CHINESE = "顾客等了很久也不知道订单怎么样了，没有人告诉她。"
EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈😡🚚💥"


def long(size: int, turn: int = 0) -> str:
    """A text of exactly `size` characters, of another writing each turn."""
    seed = (LATIN, HEBREW, CHINESE, EMOJI)[turn % 4]
    return (seed * (size // len(seed) + 1))[: size - 1] + "."


def outline(**changes: object) -> Outline:
    """A small workshop in step four with two stages."""
    return replace(_OUTLINE, **changes)  # type: ignore[arg-type]


def pain(number: int, text: str = "Shipping costs appear only at the end", **changes: object) -> Note:
    """One pain point of Anna's in the second stage."""
    note = Note(
        number, NoteKind.PAIN, 2, text, ANNA, 1, NOW - timedelta(days=3), Severity.SERIOUS, PainStatus.OPEN, votes=3
    )
    return replace(note, **changes)  # type: ignore[arg-type]


def owned(**changes: object) -> Ownership:
    """Boris answers for it until the tenth of December."""
    start = Ownership(
        BORIS, date(2026, 12, 10), "Fewer drop-outs at payment", "Show it on the page", "", 1, NOW, None, 1
    )
    return replace(start, **changes)  # type: ignore[arg-type]


def metric(number: int = 1, **changes: object) -> Metric:
    """Satisfaction: was 3.4, wished 4.2, measured 3.9."""
    start = Metric(
        number,
        None,
        MetricKind.SATISFACTION,
        "Satisfaction",
        "/5",
        higher_is_better=True,
        baseline=3.4,
        target=4.2,
        values=((date(2026, 11, 1), 3.9),),
        version=1,
    )
    return replace(start, **changes)  # type: ignore[arg-type]


def journey(**changes: object) -> MapSnapshot:
    """A small map: two stages, a pain with an owner, one without, a metric, a monthly review."""
    pains = (pain(11, ownership=owned(), evidence_count=1), pain(12, "Return form is hard", severity=Severity.CRITICAL))
    start = MapSnapshot(
        outline=outline(),
        stages=(Stage(1, 0, "Awareness", "", {}, 1), Stage(2, 1, "Checkout", "", {}, 1, pains=pains)),
        metrics=(metric(),),
        review=Review(Cadence.MONTHLY, date(2026, 12, 23), "10:00", "Europe/Berlin", NOW + timedelta(days=30), 1),
        rounds=(ReviewRound(5, 1, NOW, None, None, "", None),),
        taken_at=NOW,
    )
    return replace(start, **changes)  # type: ignore[arg-type]


def full_outline() -> Outline:
    """The head of a workshop with the longest of everything."""
    people = tuple(
        Participant(
            Person(f"U{n:010}", long(80, n)), long(80, n), Side.BACKSTAGE, Role.PARTICIPANT, Attendance.ACCEPTED
        )
        for n in range(limits.PARTICIPANTS_MAX)
    )
    return replace(
        _OUTLINE,
        id=2**31 - 1,
        title=long(limits.TITLE_MAX),
        goal=long(limits.TEXT_MAX, 1),
        scope=long(limits.TEXT_MAX, 2),
        participants=people,
        stages=tuple((2**31 - 1 - n, long(limits.NAME_MAX, n)) for n in range(limits.STAGES_MAX)),
    )


@cache
def full_journey(turn: int | None = None) -> MapSnapshot:
    """A map with as much as can be: every text at its longest, in four kinds of writing (or in one, by `turn`)."""

    def say(size: int, n: int) -> str:
        return long(size, n if turn is None else turn)

    head = full_outline()
    per_stage = 500 // limits.STAGES_MAX
    ownership = Ownership(BORIS, date(2026, 12, 10), say(300, 1), say(3000, 2), say(3000, 3), 9, NOW, None, 9)
    stages = []
    for place, (stage_id, _name) in enumerate(head.stages):
        base = place * per_stage

        def notes(kind: NoteKind, base: int = base, stage_id: int = stage_id) -> tuple[Note, ...]:
            return tuple(
                Note(
                    2**30 + base + n,
                    kind,
                    stage_id,
                    say(3000, n),
                    Person(f"U{n:010}", say(80, n)),
                    7,
                    NOW,
                    Severity(n % 3 + 1) if kind is NoteKind.PAIN else None,
                    PainStatus(("open", "doing")[n % 2]) if kind is NoteKind.PAIN else None,
                    votes=200,
                    ownership=ownership if n % 3 else None,
                    evidence_kind=EvidenceKind.EMPLOYEE_INTERVIEW,
                    source=say(300, n),
                    link="https://example.com/" + "x" * 2900,
                    sample_size=2**31 - 1,
                    evidence_count=99,
                )
                for n in range(per_stage)
            )

        stages.append(
            Stage(
                stage_id,
                place,
                say(limits.NAME_MAX, place),
                say(80, place),
                {},
                1,
                touchpoints=tuple(
                    Touchpoint(
                        2**30 + base + n,
                        stage_id,
                        say(300, n),
                        Channel.SOCIAL,
                        Usage.WISHED_FOR,
                        TouchpointClass.COMPLEMENTARY,
                        moment_of_truth=True,
                        importance=5,
                        department=say(80, n),
                        details={},
                        author=ANNA,
                        version=3,
                    )
                    for n in range(per_stage)
                ),
                actions=notes(NoteKind.ACTION),
                thoughts=notes(NoteKind.THOUGHT),
                pains=notes(NoteKind.PAIN),
                joys=notes(NoteKind.JOY),
                ideas=tuple(
                    Idea(
                        2**30 + base + n,
                        stage_id,
                        None,
                        say(3000, n),
                        Level.HIGH,
                        Level.LOW,
                        decided=True,
                        author=ANNA,
                        version=3,
                    )
                    for n in range(per_stage)
                ),
                emotion=Emotion(-1.5, -2, 2, 200, say(80, 1)),
            )
        )
    return MapSnapshot(
        outline=head,
        personas=tuple(
            Persona(n, say(80, n), say(300, n), say(300, n), say(3000, n), say(300, n), {}, ANNA, 1)
            for n in range(limits.PERSONAS_MAX)
        ),
        stages=tuple(stages),
        loose=tuple(Note(n, NoteKind.DECISION, None, say(3000, n), ANNA, 1, NOW) for n in range(1, 40)),
        metrics=tuple(
            metric(n, name=say(80, n), unit=say(16, n), baseline=-1.23456789e15, target=9.87e15)
            for n in range(1, limits.METRICS_MAX + 1)
        ),
        review=Review(Cadence.BIWEEKLY, TODAY, "10:00", "America/Argentina/ComodRivadavia", NOW, 1),
        rounds=tuple(ReviewRound(n, n, NOW, NOW, ANNA, say(3000, n), n) for n in range(1, 30)),
        taken_at=NOW,
    )


_OUTLINE = Outline(
    id=7,
    team_id="T0CAIRN",
    channel_id="C0JOURNEY",
    title="Buying a jacket online",
    goal="Find out where people give up",
    scope="",
    kind=MapKind.CURRENT,
    language="en",
    mode=Mode.ASYNC,
    status=WorkshopStatus.OPEN,
    step=Step.FEEL,
    step_visit=4,
    version=1,
    revision=12,
    facilitator=ANNA,
    journey_owner=BORIS,
    symptoms=(),
    participants=(
        Participant(ANNA, "Sales", Side.FRONTLINE, Role.FACILITATOR, Attendance.ACCEPTED),
        Participant(BORIS, "Logistics", Side.BACKSTAGE, Role.PARTICIPANT, Attendance.INVITED),
    ),
    stages=((1, "Awareness"), (2, "Checkout")),
    created_at=NOW,
    card_ts="1700000000.000100",
    card_link="https://example.slack.com/archives/C0JOURNEY/p1700000000000100",
    card_file_id=None,
    map_file_id=None,
    pinned=False,
)
