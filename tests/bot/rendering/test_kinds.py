"""Every kind of picture, in every format and both directions, of maps of any size."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.i18n import say_for
from bot.rendering import (
    FORMATS,
    KINDS,
    BeforeAfter,
    History,
    Kind,
    Matrix,
    Personas,
    alt_text,
    draw,
    icons,
    layouts,
    touchpoint_pages,
)
from bot.rendering.pool import Pool
from bot.rendering.scene import Icon, Scene
from bot.rendering.subjects import Subject, map_of
from tests.bot.rendering import samples
from tests.bot.rendering.looking import collisions, off_page, size_of, words
from tests.bot.rendering.subjects import later, subject
from workflows import presets
from workflows.priorities import Class, class_of
from workflows.snapshots import MapSnapshot, Persona
from workflows.words import Fate, Level, MapKind, NoteKind, PainStatus, TouchpointClass

DETAILS = {"age": "34", "family": "Alone", "goals": "Ride", "likes": "Clear prices", "dislikes": "Nine tabs"}
LONG = "Довольно длинное название, которое нигде не помещается целиком, " * 4


def full(language: str) -> MapSnapshot:
    """The sample journey with a persona whose every field is known."""
    snapshot = samples.ebike(language)
    return replace(snapshot, personas=(replace(snapshot.personas[0], details=DETAILS),))


def laid(thing: Subject, kind: Kind) -> Scene:
    """A picture as it is laid out, before it is drawn."""
    return layouts.lay(thing, kind, say_for(map_of(thing).outline.language))


def clear(scene: Scene) -> bool:
    """Whether every text can be read."""
    return not collisions(scene) and not off_page(scene)


@pytest.mark.parametrize("language", samples.LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_words_stand_on_others_in_any_kind_and_language(kind: Kind, language: str) -> None:
    scene = laid(subject(kind, full(language)), kind)
    assert collisions(scene) == []
    assert off_page(scene) == []
    assert not scene.missing


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_draws_in_each_format_and_tells_its_story(kind: Kind, language: str) -> None:
    thing = subject(kind, full(language))
    for fmt, start in zip(FORMATS, (b"\x89PNG", b"<svg", b"%PDF"), strict=True):
        assert draw(thing, kind, fmt, 0.5).lstrip().startswith(start)
    said = alt_text(thing, kind)
    assert 40 < len(said) <= 2000


@pytest.mark.parametrize("count", [1, 2, 5, 12, 20])
@pytest.mark.parametrize("kind", KINDS)
def test_one_stage_and_twenty_find_their_room(kind: Kind, count: int) -> None:
    stages = (samples.ebike("ru").stages * 3)[:count]
    named = tuple(replace(one, name=f"{one.name} {place} и ещё" * (place % 3 + 1)) for place, one in enumerate(stages))
    snapshot = samples.snapshot(*named, head={"language": "ru"}, personas=samples.ebike("ru").personas)
    assert clear(laid(subject(kind, snapshot), kind))


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_any_length_are_clipped_inside_their_room(kind: Kind) -> None:
    stage = samples.stage(
        LONG,
        time_spent=LONG,
        details={"trigger": LONG, "resources": LONG, "resources_lacking": LONG, "backstage": LONG, "support": LONG},
        touchpoints=(samples.touchpoint(LONG, classed=TouchpointClass.COMPLEMENTARY, importance=3),),
        pains=(samples.pain(LONG, 3, LONG, votes=99_999, evidence_count=12), samples.pain(LONG, 1)),
        ideas=(samples.idea(LONG, 3, decided=True), samples.idea(LONG, 1)),
        emotion=samples.ebike("ru").stages[0].emotion,
    )
    person = samples.persona(
        name=LONG, headline=LONG, segment=LONG, goal=LONG, quote=LONG, details=dict.fromkeys(DETAILS, LONG)
    )
    metric = samples.metric(LONG, unit="x" * 20, baseline=1e9, target=-1e9, values=((samples.NOW.date(), 5e8),))
    head = {"language": "he", "title": LONG, "kind": MapKind.BLUEPRINT}
    snapshot = samples.snapshot(stage, stage, stage, head=head, personas=(person,), metrics=(metric,))
    assert clear(laid(subject(kind, snapshot), kind))
    assert clear(laid(subject(kind, replace(snapshot, stages=())), kind))


def test_what_is_clipped_stands_in_full_on_the_next_page() -> None:
    stage = samples.stage("Buy", pains=(samples.pain(LONG + "the very end", 2),))
    pages = PdfReader(BytesIO(draw(samples.snapshot(stage), "map", "pdf"))).pages
    assert len(pages) == 2
    said = " ".join(pages[1].extract_text().split())
    assert "In full" in said
    assert "the very end" in said
    assert "the very end" not in " ".join(pages[0].extract_text().split())


def test_a_map_with_everything_in_full_has_one_page() -> None:
    short = samples.snapshot(samples.stage("Buy", pains=(samples.pain("Slow", 2),)))
    assert len(PdfReader(BytesIO(draw(short, "map", "pdf"))).pages) == 1


def test_five_hundred_touchpoints_are_all_in_the_document_and_the_picture_stays_small() -> None:
    touchpoints = tuple(samples.touchpoint(f"Touchpoint number {number}") for number in range(500))
    snapshot = samples.snapshot(samples.stage("Buy", touchpoints=touchpoints), samples.stage("Use"))
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(draw(snapshot, "map", "pdf"))).pages)
    assert all(f"number {number}" in said for number in range(500))
    width, height = size_of(draw(snapshot, "map", "png", 2))
    assert width * height <= 20_000_000


def test_a_high_map_is_paged_by_lanes_and_each_page_begins_with_the_stages() -> None:
    full_stage = samples.ebike("en").stages[3]
    many = tuple(samples.touchpoint(f"Touchpoint {number}") for number in range(58))
    pains = tuple(samples.pain(f"Pain {number}", 2) for number in range(38))
    snapshot = samples.snapshot(*[replace(full_stage, touchpoints=many, pains=pains)] * 2)
    pages = PdfReader(BytesIO(draw(snapshot, "map", "pdf"))).pages
    assert len(pages) >= 2
    assert all("Buy" in page.extract_text() for page in pages[:2])
    assert "Page 2 of" in pages[1].extract_text()


def test_a_claim_without_evidence_looks_unproven_and_one_with_evidence_counts_it() -> None:
    pains = (
        samples.pain("Guess", 2),
        samples.pain("Fact", 2, evidence_count=3),
        samples.pain("Gone", 2, status=PainStatus.DONE),
    )
    said = words(laid(samples.snapshot(samples.stage("Buy", pains=pains)), "map"))
    assert said.count("Unproven") == 1
    assert "Evidence: 3" in said


def test_pains_without_a_stage_are_counted_below_the_map() -> None:
    loose = (samples.pain("Somewhere", 2), samples.pain("Elsewhere", 1), samples.note(NoteKind.THOUGHT, "Hm"))
    said = words(laid(samples.snapshot(samples.stage("Buy"), loose=loose), "map"))
    assert "Not placed yet: Pain points: 2, Thoughts: 1" in said


def test_a_blueprint_has_its_three_lines_and_other_maps_have_none() -> None:
    stage = samples.stage(
        "Buy",
        actions=(samples.note(NoteKind.ACTION, "Pays"),),
        touchpoints=(samples.touchpoint("Cart", details={"resources_lacking": "Night shift"}),),
        details={"backstage": "Fraud check\nPrice service", "support": "Bank", "resources": "Team"},
    )
    lines = {"Line of interaction", "Line of visibility", "Line of internal interaction"}
    blueprint = words(laid(samples.snapshot(stage, head={"kind": MapKind.BLUEPRINT}), "map"))
    assert lines <= set(blueprint)
    order = [
        "Pays",
        "Line of interaction",
        "Cart",
        "Line of visibility",
        "Fraud check",
        "Line of internal interaction",
        "Bank",
    ]
    assert [blueprint.index(one) for one in order] == sorted(blueprint.index(one) for one in order)
    assert {"Night shift", "Team", "Resource that is lacking"} <= set(blueprint)
    assert not lines & set(words(laid(samples.snapshot(stage), "map")))


def test_a_touchpoint_says_its_class_and_importance() -> None:
    judged = samples.touchpoint("Cart", classed=TouchpointClass.REDUNDANT, importance=2)
    said = words(laid(samples.snapshot(samples.stage("Buy", touchpoints=(judged,))), "map"))
    assert {"Redundant", "Importance"} <= set(said)
    assert "Critical touchpoint" not in said


def test_a_touchpoint_says_how_well_it_works_whom_it_reaches_and_whether_it_is_lived() -> None:
    measured = samples.touchpoint("Cart", details={"performance": "2", "reach": "60"}, lived=False)
    unplanned = samples.touchpoint("Forum", planned=False, lived=True)
    settled = samples.touchpoint("Leaflet", lived=False, fate=Fate.DROP)
    plain = samples.touchpoint("Shop")
    said = words(laid(samples.snapshot(samples.stage("Buy", touchpoints=(measured, unplanned, settled, plain))), "map"))
    assert clear(laid(samples.snapshot(samples.stage("Buy", touchpoints=(measured, unplanned, settled))), "map"))
    assert [one for one in said if "not " in one] == ["Planned, not lived", "Lived, not planned"]
    assert {"2/5", "60%", "To be dropped", "How well it works, 5 is best", "Customers who meet it"} <= set(said)
    bare = words(laid(samples.snapshot(samples.stage("Buy", touchpoints=(plain,))), "map"))
    assert not {"How well it works, 5 is best", "Customers who meet it"} & set(bare)


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_the_document_lists_touchpoints_with_all_that_is_known_and_shortens_nothing_for_good(language: str) -> None:
    endless = " ".join(f"word{number}" for number in range(80))
    details = {
        "need": "Calm",
        "customer_goal": endless,
        "region": "צפון",
        "person": "欧阳娜娜",
        "performance": "4",
        "reach": "85",
        "resources": "Отдел",
        "resources_lacking": "Videos",
    }
    after = samples.touchpoint("Receipt")
    rich = samples.touchpoint(
        "Cart", department="Web shop", importance=4, lived=True, details=details | {"links": str(after.id)}
    )
    stages = [samples.stage(name, touchpoints=(rich, after)) for name in ("Buy", "Use", "Tell")]
    snapshot = samples.snapshot(*stages, head={"language": language})
    scenes = layouts.document(snapshot, "map", say_for(language))
    listed = [scene for scene in scenes if (scene.width, scene.height) == (touchpoint_pages.WIDTH, 1240)]
    said = [one for scene in listed for one in words(scene)]
    assert len(listed) > 1
    for known in ("Web shop", "צפון", "欧阳娜娜", "4/5", "85\u00a0%" if language == "ru" else "85%"):
        assert said.count(known) == 3
    for known in ("Calm", "Отдел", "Videos", "Receipt"):
        assert sum(known in one for one in said) >= 3
    assert all(clear(scene) for scene in listed)
    assert "word79" in " ".join(words(scenes[-1]))
    bare = samples.snapshot(samples.stage("Buy", touchpoints=(after,)), head={"language": language})
    assert len(layouts.document(bare, "map", say_for(language))) == 1


@pytest.mark.parametrize(
    ("impact", "effort", "advice"),
    [
        (Level.HIGH, Level.LOW, Class.QUICK_WIN),
        (Level.MEDIUM, Level.LOW, Class.QUICK_WIN),
        (Level.HIGH, Level.HIGH, Class.BIG_BET),
        (Level.LOW, Level.LOW, Class.FILL_IN),
        (Level.LOW, Level.HIGH, Class.LATER),
    ],
)
def test_impact_and_effort_advise_what_comes_first(impact: Level, effort: Level, advice: Class) -> None:
    assert class_of(impact, effort) is advice


def test_the_matrix_counts_the_votes_of_the_pain_behind_an_idea() -> None:
    pain = samples.pain("Slow", 2, votes=7)
    snapshot = samples.snapshot(samples.stage("Buy", pains=(pain,), ideas=(samples.idea("Cache", 3, pain_id=pain.id),)))
    assert {"Cache", "7", "Quick wins"} <= set(words(laid(Matrix(snapshot), "matrix")))
    assert "Quick wins: 1 (Cache)" in alt_text(Matrix(snapshot), "matrix")


def test_three_hundred_ideas_in_one_cell_are_counted_and_stand_in_the_document() -> None:
    snapshot = samples.snapshot(samples.stage("Buy", ideas=tuple(samples.idea(f"Idea {n}", 3) for n in range(300))))
    scene = laid(Matrix(snapshot), "matrix")
    assert "288 more" in words(scene)
    assert clear(scene)
    pages = PdfReader(BytesIO(draw(Matrix(snapshot), "matrix", "pdf"))).pages
    assert "Idea 299" in " ".join(page.extract_text() for page in pages)


def test_before_and_after_finds_what_is_closed_new_and_better() -> None:
    before = presets.snapshot(presets.example("ecommerce"))
    after = presets.snapshot(presets.example("ecommerce"), reviewed=True)
    said = alt_text(BeforeAfter(before, after), "before_after")
    assert "Closed pain points: 1 (Delivery fee appears on the last page of the checkout)." in said
    assert "Carts abandoned on the fee page: 38% → 29%." in said
    backwards = alt_text(BeforeAfter(after, before), "before_after")
    assert "New pain points: 1 (Delivery fee appears" in backwards


def test_a_future_state_of_another_workshop_is_compared_by_names() -> None:
    now = samples.ebike("en")
    future = replace(
        later(now), outline=replace(now.outline, id=77, kind=MapKind.FUTURE), stages=later(now).stages[:-1]
    )
    future = replace(
        future, stages=(*(replace(one, id=one.id + 500) for one in future.stages), samples.stage("Sell", 9))
    )
    said = words(laid(BeforeAfter(now, future), "before_after"))
    assert {"New stage", "No longer", "Sell", "Recommend"} <= set(said)
    assert any("Current state" in one and "Future state" in one for one in said)


def test_personas_with_the_same_initials_are_told_apart_by_numbers() -> None:
    people: tuple[Persona, ...] = (samples.persona(name="Ana Berg"), samples.persona(name="Alan Bo"))
    snapshot = samples.snapshot(samples.stage("Look"), samples.stage("Buy"))
    compared = Personas(snapshot, tuple((one, (1.0, -2.0)) for one in people))
    said = words(laid(compared, "personas"))
    assert "AB" not in said
    assert clear(laid(compared, "personas"))


def test_personas_are_told_where_they_differ_most() -> None:
    snapshot = samples.snapshot(samples.stage("Look"), samples.stage("Buy"))
    people = (samples.persona(name="Ana"), samples.persona(name="Bo"))
    compared = Personas(snapshot, ((people[0], (1.0, -2.0)), (people[1], (1.0, None))))
    assert "differ most" not in alt_text(compared, "personas")
    compared = Personas(snapshot, ((people[0], (1.0, -2.0)), (people[1], (1.0, 1.5))))
    assert "They differ most in Buy: by 3.5." in alt_text(compared, "personas")


def test_history_takes_labels_or_days_and_shows_the_newest_dozen() -> None:
    snapshot = samples.ebike("en")
    history = History(tuple((f"Review {number}", snapshot) for number in range(1, 31)))
    said = words(laid(history, "history"))
    assert "Review 30" in said
    assert "Review 18" not in said


def test_a_subject_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError):
        draw(Matrix(samples.snapshot()), "history", "svg")


async def test_the_pool_draws_every_kind() -> None:
    pool = Pool()
    try:
        assert (await pool.picture(Matrix(samples.ebike("he")), "matrix", "svg")).lstrip().startswith(b"<svg")
        assert size_of(await pool.picture(samples.ebike("en"), "card", "png", 0.5))[0] == 600
    finally:
        await pool.close()


def test_where_a_journey_runs_to_the_left_rising_points_to_the_left() -> None:
    risen = {
        language: {shape.name for _, _, shape in laid(subject("before_after", full(language)), "before_after").shapes
                   if isinstance(shape, Icon)}
        for language in ("en", "he")
    }  # fmt: skip
    assert "trending-up" in risen["en"]
    assert "trending-up-left" in risen["he"]
    assert "trending-up" not in risen["he"]
    rightward, leftward = (icons.segments(name) for name in ("trending-up", "trending-up-left"))
    assert leftward[0][1] == (24 - rightward[0][1][0], rightward[0][1][1])
