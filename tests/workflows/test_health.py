"""How well journeys are looked after: the figures, the word for them, and who sees whose."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage import tables
from tests.workflows.conftest import HandClock, Room
from workflows import contributions, merging, pains, privacy, reviews, scoring, steps, tending, workshops
from workflows.commands import AddNote, GoToStep, ScoreStages, StartWorkshop
from workflows.health import Figures, Health, State, Trend, Worst, judge, mood
from workflows.promising import AssignPain
from workflows.redesigning import MergeNotes
from workflows.reviewing import HoldReview, SaveMetric, SetReview
from workflows.words import Cadence, EvidenceKind, MetricKind, NoteKind, Step, WorkshopStatus

NOW = HandClock().now()
LIVING = Figures(WorkshopStatus.LIVING, Step.REVIEW, rhythm=True)


def judged(**changes: object) -> tuple[State, Worst | None]:
    health = judge(replace(LIVING, **changes), NOW)
    return health.state, health.worst


def test_each_figure_has_its_word_and_what_to_do_first() -> None:
    assert judged() == (State.WELL, None)
    assert judged(overdue=1) == (State.LOOK, Worst.OVERDUE)
    assert judged(overdue=3) == (State.CARE, Worst.OVERDUE)
    assert judged(waiting_since=NOW) == (State.LOOK, Worst.REVIEW)
    assert judged(waiting_since=NOW - timedelta(days=7), overdue=1) == (State.CARE, Worst.REVIEW)
    assert judged(rhythm=False) == (State.LOOK, Worst.RHYTHM)
    assert judged(claims=4, proven=1) == (State.LOOK, Worst.EVIDENCE)
    assert judged(claims=4, proven=2) == (State.WELL, None)
    assert judged(moods=(-1.0, 0.0)) == (State.CARE, Worst.MOOD)
    assert judged(moods=(1.0, 0.0)) == (State.WELL, None)
    assert judged(measured=3, on_target=1) == (State.LOOK, Worst.TARGETS)
    assert judged(unmeasured=1) == (State.LOOK, Worst.MEASURE)
    assert judged(status=WorkshopStatus.OPEN, step=Step.FEEL, claims=4)[0] is State.EARLY
    assert judged(status=WorkshopStatus.OPEN, step=Step.FEEL, overdue=1)[0] is State.LOOK


def test_a_trend_needs_two_moods_and_a_stage_needs_three_people() -> None:
    assert [replace(LIVING, moods=moods).trend for moods in ((), (1.0,), (1.0, 0.9), (1.0, 0.0), (-1.0, 0.0))] == [
        None,
        None,
        Trend.SAME,
        Trend.UP,
        Trend.DOWN,
    ]
    assert mood([(-2, 2), (1, 3), (2, 4)]) == 1.5
    assert mood([(-2, 2)]) is None


@given(
    overdue=st.integers(0, 500),
    claims=st.integers(0, 500),
    proven=st.integers(0, 500),
    moods=st.lists(st.floats(-2, 2), max_size=2).map(tuple),
    measured=st.integers(0, 40),
    on_target=st.integers(0, 40),
    days=st.none() | st.integers(0, 4000),
)
def test_a_map_that_needs_somebody_always_says_what_to_do(
    overdue: int, claims: int, proven: int, moods: tuple[float, ...], measured: int, on_target: int, days: int | None
) -> None:
    health = judge(
        replace(
            LIVING,
            overdue=overdue,
            claims=claims,
            proven=min(proven, claims),
            moods=moods,
            measured=measured,
            on_target=min(on_target, measured),
            waiting_since=None if days is None else NOW - timedelta(days=days),
        ),
        NOW,
    )
    assert (health.worst is None) == (health.state is State.WELL) == (health.weight == 0)
    assert 0 <= (health.figures.evidence_share or 0) <= 100


async def health(room: Room) -> Health:
    return await tending.of_map(room.desk, room.lead, room.workshop_id)


async def test_the_figures_of_a_map_are_what_stands_on_it(room: Room) -> None:
    stage = await room.stage("Checkout")

    async def pain(text: str, due: date | None = None) -> int:
        done = await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.PAIN, text, stage))
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, done.item_id, "UBOB", due))
        return done.item_id

    yesterday = room.clock.now().date() - timedelta(days=1)
    first, second, third = await pain("fees", yesterday), await pain("slow", None), await pain("fees at the end")
    for about in (second, third):
        note = AddNote(
            room.workshop_id, NoteKind.EVIDENCE, "said so", about_id=about, evidence_kind=EvidenceKind.INTERVIEW
        )
        await contributions.add(room.desk, room.ann, note)
    assert (await health(room)).figures.overdue == 1
    assert (await health(room)).figures.evidence_share == 67
    # What was merged gives its evidence to what was kept, and is one claim with it.
    await merging.merge(room.desk, room.lead, MergeNotes(room.workshop_id, ((first, third),)))
    assert ((await health(room)).figures.claims, (await health(room)).figures.proven) == (2, 2)


async def test_metrics_count_where_their_newest_value_is_at_the_target_or_better(room: Room) -> None:
    wanted = ((True, 4.0), (False, 10.0), (True, 90.0), (True, None))
    for number, (higher, target) in enumerate(wanted):
        metric = SaveMetric(
            room.workshop_id, f"M{number}", MetricKind.OWN, target=target, higher_is_better=higher, baseline=1.0
        )
        await reviews.save_metric(room.desk, room.ann, metric)
    ids = [one.id for one in (await room.map()).metrics]
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 6, 1))
    await reviews.set_review(
        room.desk, room.lead, SetReview(room.workshop_id, Cadence.WEEKLY, date(2026, 11, 30), "10:00", "UTC", "UBOB")
    )
    await steps.finish(room.desk, room.lead, room.workshop_id)
    figures = (await health(room)).figures
    assert (figures.measured, figures.unmeasured, figures.rhythm) == (0, 3, True)
    assert (await room.map()).health is not None
    for values in ({ids[0]: 5.0, ids[1]: 9.0}, {ids[0]: 3.0}):
        room.clock.forward(days=1)
        await reviews.hold(room.desk, room.lead, HoldReview(room.workshop_id, None, {}, values, "fine"))
    room.clock.forward(days=3)
    after = await health(room)
    assert (after.figures.on_target, after.figures.measured, after.figures.unmeasured) == (1, 2, 1)
    assert (after.review_age, after.figures.waiting_since) == (3, None)


async def test_the_trend_is_between_the_last_ends_of_steps_and_never_of_private_scores(room: Room) -> None:
    stages = [await room.stage(name) for name in ("Awareness", "Checkout", "Delivery")]
    for step, score in ((1, -1), (2, 1)):
        for who in (room.lead, room.ann, room.bob):
            await scoring.score(room.desk, who, ScoreStages(room.workshop_id, dict.fromkeys(stages, score)))
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, step + 1, step))
    figures = (await health(room)).figures
    assert (figures.moods, figures.trend) == ((1.0, -1.0), Trend.UP)
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 4, 3))
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    assert (await health(room)).figures.moods == ()
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 5, 4))
    kept = [one.mood for one in await room.all(tables.RevisionSnapshot)]
    assert kept == [-1.0, 1.0, 1.0, None], "what is private is not kept"


async def test_the_list_has_the_maps_a_person_takes_part_in_worst_first(room: Room) -> None:
    late = room.workshop_id
    stage = await room.stage("Checkout")
    pain = await contributions.add(room.desk, room.ann, AddNote(late, NoteKind.PAIN, "fees", stage))
    yesterday = room.clock.now().date() - timedelta(days=1)
    await pains.assign(room.desk, room.lead, AssignPain(late, pain.item_id, "UBOB", yesterday))
    for number in range(tending.PAGE):
        started = StartWorkshop("C9", f"Other {number}", "Goal", people=("UANN",))
        await workshops.start(room.desk, room.lead, started)
    needs = await tending.tended(room.desk, room.ann)
    assert [(one.id, found.worst) for one, found in needs.rows] == [(late, Worst.OVERDUE)]
    assert (needs.of[State.LOOK], needs.of[State.EARLY]) == (1, tending.PAGE)
    pages = [await tending.tended(room.desk, room.ann, page, all_=True) for page in (0, 1, 9)]
    assert [(one.page, len(one.rows)) for one in pages] == [(0, 10), (1, 1), (1, 1)]
    assert pages[0].rows[0][0].id == late
    for stranger in (room.guest, room.stranger):
        assert not any((await tending.tended(room.desk, stranger, all_=True)).of.values())
