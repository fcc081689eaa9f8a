"""Documents of maps that nobody drew: every field in use, in every combination that a map allows."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from workflows.document import model
from workflows.findings import Item
from workflows.persons import stranger_id
from workflows.text import clean
from workflows.words import (
    Answered,
    Attendance,
    Cadence,
    Channel,
    EvidenceKind,
    Fate,
    Level,
    MapKind,
    MetricKind,
    Mode,
    NoteKind,
    PainStatus,
    PutOff,
    Role,
    Severity,
    Side,
    Step,
    TouchpointClass,
    Usage,
    Verdict,
    WorkshopStatus,
)

EARLIER = datetime(2026, 10, 1, 8, 30, tzinfo=UTC)
LATER = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
HERE = ("ULEAD", "UANN", "UBOB")
NAMES = {"ULEAD": "Lena", "UANN": "Ann", "UBOB": "Bob"}
ELSEWHERE = stranger_id("Zoë of elsewhere")
KEYS = (*HERE, ELSEWHERE, None)
# What spreadsheets take for formulas, what YAML takes for something else, lines, marks and letters of every kind.
TRICKY = (
    "=SUM(A1:A9)", "+1", "-1", "@home", "'=quoted", "''", "null", "yes", "1e5", "2026-01-01", "012", "~", "a: b",
    "# not a heading", "- item", "two\nlines", "|pipe|", "לא עובד, באמת", "排队太久了", "Не работает…", "😀 emoji", "<b>&amp;",
    "_x000D_", "{{x}}", "[[1]]", "'", "TRUE", "\u200fmark", "a\u00a0b", "=", "%20",
)  # fmt: skip


def said(limit: int = 60) -> st.SearchStrategy[str]:
    """Something that somebody wrote, as maps keep it."""
    free = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=limit)
    return (st.sampled_from(TRICKY) | free).map(clean).filter(bool)


def maybe(strategy: st.SearchStrategy[Any], nothing: Any = "") -> st.SearchStrategy[Any]:
    """That, or nothing."""
    return st.just(nothing) | strategy


def _details(*fields: str) -> st.SearchStrategy[Mapping[str, str]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(fields, said(40)))


_day = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_number = st.integers(-(10**6), 10**6).map(lambda n: n / 4)


@st.composite
def contents(draw: st.DrawFn) -> model.Content:
    """One map."""
    size = st.integers(0, 3)
    ids = iter(range(draw(st.integers(1, 50)), 10_000, draw(st.integers(1, 7))))
    author = st.sampled_from(KEYS)
    stages = tuple(_stage(draw, next(ids), n) for n in range(draw(size)))
    places = [one.id for one in stages]
    contacts = tuple(_contact(draw, next(ids), place, author) for place in places for _ in range(draw(size)))
    targets = [one.id for one in contacts]
    if targets:
        contacts = tuple(
            one.model_copy(
                update={"leads_to": tuple(draw(st.lists(st.sampled_from(targets), max_size=2, unique=True)))}
            )
            for one in contacts
        )
    notes: list[model.Contribution] = []
    for _ in range(draw(st.integers(0, 6))):
        notes.append(_note(draw, ids, places, [one.id for one in notes], author))
    pains = [one.id for one in notes if one.kind is NoteKind.PAIN]
    stage = st.sampled_from([None, *places])
    ideas = tuple(
        model.Idea(
            id=next(ids), stage=draw(stage), pain=draw(st.sampled_from([None, *pains])), question=draw(maybe(said())),
            text=draw(said()), impact=draw(st.sampled_from(Level)), effort=draw(st.sampled_from(Level)),
            value=draw(maybe(st.sampled_from(Level), None)), complexity=draw(maybe(st.sampled_from(Level), None)),
            timeline=draw(maybe(said())), depends_on=draw(maybe(said())), decided=draw(st.booleans()),
            author=draw(author),
        )
        for _ in range(draw(size))
    )  # fmt: skip
    metrics = tuple(_metric(draw, next(ids), draw(stage), author) for _ in range(draw(size)))
    personas = tuple(
        model.Persona(
            id=next(ids), name=draw(said()), headline=draw(maybe(said())), segment=draw(maybe(said())),
            goal=draw(maybe(said())), quote=draw(maybe(said())), details=draw(_details("age", "habits", "likes")),
            author=draw(author),
        )
        for _ in range(draw(size))
    )  # fmt: skip
    kinds = {
        Item.STAGE: places, Item.TOUCHPOINT: targets, Item.NOTE: [one.id for one in notes],
        Item.METRIC: [one.id for one in metrics], Item.PERSONA: [one.id for one in personas],
    }  # fmt: skip
    workshop = _workshop(draw)
    rhythm = draw(maybe(_rhythm(), None))
    if rhythm and workshop.status is WorkshopStatus.ENDED:
        rhythm = rhythm.model_copy(update={"due_at": None})
    return model.Content(
        workshop=workshop,
        people=_people(draw),
        personas=personas,
        stages=stages,
        touchpoints=contacts,
        contributions=tuple(notes),
        ideas=ideas,
        metrics=metrics,
        rhythm=rhythm,
        reviews=tuple(_review(draw, n + 1, [one.id for one in notes], kinds[Item.METRIC]) for n in range(draw(size))),
        dismissals=_dismissals(draw, kinds),
    )


@st.composite
def documents(draw: st.DrawFn) -> model.Document:
    """One map with an older state of it."""
    now = draw(contents())
    revisions = ()
    if draw(st.booleans()):
        kept = now.model_copy(update={"dismissals": (), "touchpoints": _unwalked(now), "workshop": _bare(now)})
        gone = kept.model_copy(update={"ideas": (), "metrics": kept.metrics})
        revisions = (
            model.Revision(revision=1, reason="step:3", kept_at=EARLIER, mood=None, map=kept),
            model.Revision(revision=2, reason="review:1", kept_at=EARLIER, mood=-0.5, map=gone),
        )
    return model.Document(exported_at=EARLIER, map=now, revisions=revisions)


def _unwalked(content: model.Content) -> tuple[model.Touchpoint, ...]:
    return tuple(one.model_copy(update={"walks": ()}) for one in content.touchpoints)


def _bare(content: model.Content) -> model.Workshop:
    return content.workshop.model_copy(update={"template": ""})


def _workshop(draw: st.DrawFn) -> model.Workshop:
    return model.Workshop(
        title=draw(said().map(lambda title: " ".join(title.split())).filter(bool)),
        goal=draw(maybe(said())),
        scope=draw(maybe(said())),
        kind=draw(st.sampled_from(MapKind)),
        language=draw(st.sampled_from(["en", "ru", "zh_Hans", "he"])),
        mode=draw(st.sampled_from(Mode)),
        method="six_step",
        status=draw(st.sampled_from(WorkshopStatus)),
        step=draw(st.sampled_from(Step)),
        symptoms=tuple(draw(st.lists(said(30), max_size=2))),
        facilitator="ULEAD",
        journey_owner=draw(st.sampled_from([*HERE, None])),
        escalate_days=draw(st.integers(1, 365)),
        revision=draw(st.integers(1, 900)),
        created_at=EARLIER,
    )


def _people(draw: st.DrawFn) -> tuple[model.Person, ...]:
    lead = model.Person(
        key="ULEAD", name="Lena", slack_id="ULEAD", takes_part=True, role=Role.FACILITATOR,
        attendance=Attendance.ACCEPTED, department=draw(maybe(said(20))), side=draw(st.sampled_from(Side)),
    )  # fmt: skip
    others = [
        model.Person(
            key=key, name=NAMES[key], slack_id=key, takes_part=True, department=draw(maybe(said(20))),
            side=draw(st.sampled_from(Side)), role=draw(st.sampled_from([Role.PARTICIPANT, Role.OBSERVER])),
            attendance=draw(st.sampled_from(Attendance)),
        )
        for key in HERE[1:]
    ]  # fmt: skip
    return lead, *others, model.Person(key=ELSEWHERE, name="Zoë of elsewhere")


def _stage(draw: st.DrawFn, number: int, place: int) -> model.Stage:
    felt = None
    if draw(st.booleans()):
        scores = sorted(draw(st.lists(st.integers(-2, 2), min_size=1, max_size=5)))
        half = len(scores) // 2
        median = (scores[half] + scores[-half - 1]) / 2
        word = draw(maybe(said(20)))
        felt = model.Emotion(median=median, low=scores[0], high=scores[-1], people=len(scores), word=word)
    return model.Stage(
        id=number, name=f"{place} {draw(said(20))}", time_spent=draw(maybe(said(20))),
        details=draw(_details("trigger", "backstage")), emotion=felt,
    )  # fmt: skip


def _contact(draw: st.DrawFn, number: int, place: int, author: st.SearchStrategy[str | None]) -> model.Touchpoint:
    walk = st.builds(model.Walk, verdict=st.sampled_from(Verdict), note=maybe(said()))
    details = {**draw(_details("need", "region", "resources")), **draw(st.sampled_from([{}, {"reach": "40"}]))}
    return model.Touchpoint(
        id=number, stage=place, title=draw(said()), channel=draw(st.sampled_from(Channel)),
        usage=draw(st.sampled_from(Usage)), classed=draw(maybe(st.sampled_from(TouchpointClass), None)),
        moment_of_truth=draw(st.booleans()), importance=draw(st.integers(0, 5)), department=draw(maybe(said(20))),
        planned=draw(st.booleans()), lived=draw(st.sampled_from([None, True, False])),
        fate=draw(maybe(st.sampled_from(Fate), None)), details=details,
        walks=tuple(draw(st.lists(walk, max_size=2))), author=draw(author),
    )  # fmt: skip


def _note(
    draw: st.DrawFn, ids: Any, places: list[int], there: list[int], author: st.SearchStrategy[str | None]
) -> model.Contribution:
    kind = draw(st.sampled_from(NoteKind))
    number = next(ids)
    pain, evidence = kind is NoteKind.PAIN, kind is NoteKind.EVIDENCE
    also: list[model.SaidToo] = []
    for _ in range(draw(st.integers(0, 2))):
        into = draw(st.sampled_from([number, *(one.id for one in also)]))
        also.append(model.SaidToo(id=next(ids), into=into, text=draw(said()), author=draw(author)))
    return model.Contribution(
        id=number, kind=kind, stage=draw(st.sampled_from([None, *places])), text=draw(said()), author=draw(author),
        created_at=EARLIER, severity=draw(st.sampled_from(Severity)) if pain else None,
        status=draw(st.sampled_from(PainStatus)) if pain else None, votes=draw(st.integers(0, 3)) if pain else 0,
        owner=_owner(draw) if pain and draw(st.booleans()) else None,
        about=draw(st.sampled_from([None, *there])) if evidence else None,
        evidence_kind=draw(maybe(st.sampled_from(EvidenceKind), None)) if evidence else None,
        source=draw(maybe(said())) if evidence else "", link=draw(maybe(st.just("https://example.com/a?b=1&c=2"))),
        sample_size=draw(maybe(st.integers(0, 1000), None)) if evidence else None,
        verified_on=draw(maybe(_day, None)), also=tuple(also),
    )  # fmt: skip


def _owner(draw: st.DrawFn) -> model.Ownership:
    moment = maybe(st.just(EARLIER), None)
    return model.Ownership(
        owner=draw(st.sampled_from(HERE)), due_on=draw(maybe(_day, None)), success_metric=draw(maybe(said())),
        plan=draw(maybe(said())), outcome=draw(maybe(said())), assigned_at=EARLIER, accepted_at=draw(moment),
        done_at=draw(moment), due_reason=draw(maybe(said())), snoozed_until=draw(moment), help=draw(maybe(said())),
        help_at=draw(moment), left_by=draw(st.sampled_from([None, "UBOB", ELSEWHERE])),
    )  # fmt: skip


def _metric(draw: st.DrawFn, number: int, stage: int | None, author: st.SearchStrategy[str | None]) -> model.Metric:
    days = sorted(draw(st.lists(_day, max_size=3, unique=True)))
    return model.Metric(
        id=number, stage=stage, kind=draw(st.sampled_from(MetricKind)), name=draw(said()), unit=draw(maybe(said(10))),
        higher_is_better=draw(st.booleans()), baseline=draw(maybe(_number, None)), target=draw(maybe(_number, None)),
        author=draw(author), values=tuple(model.Value(on=day, value=draw(_number)) for day in days),
    )  # fmt: skip


def _rhythm() -> st.SearchStrategy[model.Rhythm]:
    return st.builds(
        model.Rhythm, cadence=st.just(Cadence.MONTHLY), starts_on=st.just(date(2027, 3, 1)),
        nth=st.sampled_from([None, 1, -1]), local_time=st.just("10:00"),
        tz=st.sampled_from(["UTC", "Asia/Jerusalem"]), due_at=st.just(LATER), claim_days=st.integers(1, 900),
        put_off=maybe(st.sampled_from(PutOff), None), put_off_from=maybe(st.just(EARLIER), None),
        put_off_by=st.sampled_from([None, "UANN"]), put_off_reason=maybe(said()),
    )  # fmt: skip


def _review(draw: st.DrawFn, number: int, notes: list[int], metrics: list[int]) -> model.Review:
    answers: dict[Any, model.Answer] = {}
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from([Answered.PAIN, Answered.METRIC, Answered.CLAIM, Answered.CONCLUSION]))
        about = metrics if kind is Answered.METRIC else [] if kind is Answered.CONCLUSION else notes
        item = draw(st.sampled_from(about)) if about else None
        who = draw(st.sampled_from([*HERE, None]))
        answers[kind, item, who] = model.Answer(
            kind=kind, item=item, answer=draw(maybe(said())), before=draw(maybe(said(20))), author=who, at=EARLIER
        )
    held = draw(st.booleans())
    return model.Review(
        number=number, due_at=EARLIER, held_at=EARLIER if held else None, held_by="UANN" if held else None,
        conclusion=draw(maybe(said())), revision=draw(maybe(st.integers(1, 9), None)), early=draw(st.booleans()),
        answers=tuple(answers.values()),
    )  # fmt: skip


def _dismissals(draw: st.DrawFn, kinds: Mapping[Item, list[int]]) -> tuple[model.Dismissal, ...]:
    made = [model.Dismissal(code="few_sources", reason=draw(said()), author="ULEAD", at=EARLIER)]
    for item, there in kinds.items():
        if there:
            about = draw(st.sampled_from(there))
            made.append(
                model.Dismissal(
                    code="some_code", item=item, item_id=about, reason=draw(said()), author="UANN", at=EARLIER
                )
            )
    return tuple(made[: draw(st.integers(0, len(made)))])
