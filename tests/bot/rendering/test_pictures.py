"""The map and the card as people see them."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.rendering import draw, native, paper
from bot.rendering.scene import Box, Layer
from tests.bot.rendering import samples
from tests.bot.rendering.looking import collisions, off_page, scene_of, size_of, words
from workflows.snapshots import Emotion, MapSnapshot
from workflows.words import Channel, NoteKind, PainStatus, Step, Usage

POISON = "\x00\ud800\ufffe\u202e]]>&<svg onload='x'>" + "(" * 200 + " שלום ไทย A" + "\u0301" * 30

TEXTS = st.one_of(
    st.sampled_from(
        ["Cart", "Оформление заказа", "付款之后才看到送达日期", "קוד ההפניה מוסתר בהגדרות", "🚲 👍🏽", POISON]
    ),
    st.text(max_size=90),
    st.builds(
        lambda word, times: (word + " ") * times, st.sampled_from(["word", "слово", "W" * 40, "语"]), st.integers(1, 80)
    ),
)
EMOTIONS = st.none() | st.builds(
    lambda median, spread, word: Emotion(
        median, max(-2, round(median) - spread), min(2, round(median) + spread), 3, word
    ),
    st.sampled_from([-2.0, -1.5, -0.5, 0.0, 1.0, 2.0]),
    st.integers(0, 2),
    TEXTS,
)


def many(thing: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    """A few of something."""
    return st.lists(thing, max_size=most).map(tuple)


STAGES = st.builds(
    samples.stage,
    TEXTS,
    time_spent=TEXTS,
    actions=many(st.builds(samples.note, st.just(NoteKind.ACTION), TEXTS)),
    thoughts=many(st.builds(samples.note, st.just(NoteKind.THOUGHT), TEXTS)),
    touchpoints=many(
        st.builds(
            samples.touchpoint,
            TEXTS,
            st.sampled_from(Channel),
            moment_of_truth=st.booleans(),
            usage=st.sampled_from(Usage),
        )
    ),
    pains=many(
        st.builds(
            samples.pain,
            TEXTS,
            st.integers(1, 3),
            TEXTS,
            status=st.sampled_from(PainStatus),
            votes=st.sampled_from([0, 3, 99999]),
        )
    ),
    ideas=many(st.builds(samples.idea, TEXTS, st.integers(1, 3))),
    emotion=EMOTIONS,
)
METRICS = st.builds(
    samples.metric,
    TEXTS,
    stage_id=st.none() | st.integers(1, 4),
    unit=st.sampled_from(["", "%", "min", "x" * 30]),
    baseline=st.none() | st.floats(-1e9, 1e9),
    target=st.none() | st.floats(-1e9, 1e9),
    higher_is_better=st.booleans(),
    values=st.none().map(lambda _: ()) | st.floats(-1e9, 1e9).map(lambda x: ((samples.NOW.date(), x),)),
)
MAPS = st.builds(
    lambda stages, language, title, metrics, persona: samples.snapshot(
        *stages, head={"language": language, "title": title, "goal": title}, metrics=metrics, personas=persona
    ),
    st.lists(STAGES, max_size=5),
    st.sampled_from(samples.LANGUAGES),
    TEXTS,
    many(METRICS),
    many(st.builds(samples.persona, name=TEXTS, headline=TEXTS, quote=TEXTS, goal=TEXTS), 2),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(MAPS)
def test_no_text_stands_on_another_or_leaves_the_page(snapshot: MapSnapshot) -> None:
    for kind in ("map", "card"):
        scene = scene_of(snapshot, kind)
        assert collisions(scene) == []
        assert off_page(scene) == []


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_the_sample_journey_stands_clear_in_every_language(language: str) -> None:
    for kind in ("map", "card"):
        scene = scene_of(samples.ebike(language), kind)
        assert collisions(scene) == []
        assert off_page(scene) == []
        assert not scene.missing


def test_a_hebrew_map_is_the_mirror_of_an_english_one() -> None:
    stages = (
        samples.stage("12", emotion=Emotion(1, 1, 1, 1, "")),
        samples.stage("34", touchpoints=(samples.touchpoint("5"),)),
    )
    hebrew = scene_of(samples.snapshot(*stages, head={"language": "he"}))
    english = scene_of(samples.snapshot(*stages))
    first = {
        scene.language: next(text for text in scene.texts if text.block.text == "12") for scene in (hebrew, english)
    }
    assert first["en"].x < first["en"].block.width + 400 < first["he"].x
    assert hebrew.faces[0].x == pytest.approx(english.width - english.faces[0].x)
    assert hebrew.side(first["he"]) == "right"


def test_a_map_with_nothing_on_it_says_what_comes_next() -> None:
    for kind in ("map", "card"):
        said = " ".join(words(scene_of(samples.snapshot(head={"step": Step.MAP}), kind)))
        assert "The journey starts here" in said
        assert "name the stages" in said


def test_stages_without_content_ask_for_it() -> None:
    said = words(scene_of(samples.snapshot(samples.stage("Buy"))))
    assert "Buy" in said
    assert any(text.startswith("Next: add what the customer does") for text in said)
    assert "Legend" not in said


def test_empty_lanes_and_unused_legend_entries_are_left_out() -> None:
    said = words(scene_of(samples.snapshot(samples.stage("Buy", pains=(samples.pain("Slow", 2, "Ana R."),)))))
    assert {"Pain points", "Owner", "Slow", "Ana R.", "AR"} <= set(said)
    assert not {"Actions", "Touchpoints", "Joys", "Moment of truth", "Needs an owner", "Votes"} & set(said)


def test_a_pain_nobody_answers_for_says_so_on_map_and_card() -> None:
    snapshot = samples.snapshot(samples.stage("Buy", pains=(samples.pain("Slow", 3),)))
    assert "No owner" in words(scene_of(snapshot))
    assert "No owner" in words(scene_of(snapshot, "card"))
    assert "Without owner: 1" in words(scene_of(snapshot, "card"))


def test_the_card_shows_the_worst_open_pains_first() -> None:
    pains = (samples.pain("minor", 1), samples.pain("solved", 3, status=PainStatus.DONE), samples.pain("critical", 3))
    said = words(scene_of(samples.snapshot(samples.stage("Buy", pains=pains)), "card"))
    assert said.index("critical") < said.index("minor")
    assert "solved" not in said


def test_a_card_without_scores_shows_the_stages_as_stops() -> None:
    scene = scene_of(samples.snapshot(samples.stage("Look"), samples.stage("Buy")), "card")
    assert scene.faces == []
    assert {"Look", "Buy", "1", "2"} <= set(words(scene))


@pytest.mark.parametrize(
    ("before", "now", "higher_is_better", "icon", "colour"),
    [
        (50, 60, True, "trending-up", "#0B6159"),
        (50, 60, False, "trending-up", "#B42318"),
        (60, 50, True, "trending-down", "#B42318"),
        (60, 50, False, "trending-down", "#0B6159"),
    ],
)
def test_the_arrow_says_which_way_and_thumb_and_colour_whether_that_is_good(
    before: float, now: float, higher_is_better: bool, icon: str, colour: str
) -> None:
    moved = samples.metric(
        "NPS", baseline=before, values=((samples.NOW.date(), now),), higher_is_better=higher_is_better
    )
    scene = scene_of(samples.snapshot(samples.stage("Buy"), metrics=(moved,)))
    thumb = "thumbs-up" if (now > before) == higher_is_better else "thumbs-down"
    for name in (icon, thumb):
        assert [style.stroke for _, style, shape in scene.shapes if getattr(shape, "name", "") == name] == [colour]


def test_the_spread_band_shows_only_where_two_people_differ() -> None:
    def bands(*emotions: Emotion) -> int:
        stages = [samples.stage("Buy", emotion=emotion) for emotion in emotions]
        scene = scene_of(samples.snapshot(*stages))
        return sum(layer is Layer.SHADES and isinstance(shape, Box) for layer, _, shape in scene.shapes)

    assert bands(Emotion(0, -1, 1, 3, "")) == 1
    assert bands(Emotion(0, -1, 1, 1, ""), Emotion(1, 1, 1, 4, "")) == 0


def test_more_than_a_column_can_show_is_counted() -> None:
    touchpoints = tuple(samples.touchpoint(f"Touchpoint {number}") for number in range(500))
    said = words(scene_of(samples.snapshot(samples.stage("Buy", touchpoints=touchpoints))))
    assert "440 more" in said


@pytest.mark.parametrize("stages", [1, 20])
def test_the_largest_maps_stay_within_what_slack_and_cairo_take(stages: int) -> None:
    full = samples.ebike("ru").stages[3]
    touchpoints = tuple(samples.touchpoint("Точка контакта с длинным названием " * 3) for _ in range(500 // stages))
    snapshot = samples.snapshot(*[replace(full, touchpoints=touchpoints)] * stages)
    width, height = size_of(draw(snapshot, "map", "png", 2))
    assert width * height <= 20_000_000
    assert max(width, height) < 32_767


def test_a_picture_taller_than_cairo_can_hold_is_made_smaller() -> None:
    scene = scene_of(samples.snapshot())
    scene.width, scene.height = 100, 90_000
    assert max(size_of(paper.to_png(scene, "map", 2))) <= 32_767


@pytest.mark.parametrize("language", ["en", "he"])
def test_poisoned_text_is_drawn_like_any_other(language: str) -> None:
    stage = samples.stage(
        POISON,
        time_spent=POISON,
        pains=(samples.pain(POISON, 3, POISON),),
        touchpoints=(samples.touchpoint(POISON),),
        emotion=Emotion(-1, -2, 2, 2, POISON),
    )
    snapshot = samples.snapshot(stage, head={"title": POISON, "goal": POISON, "language": language})
    assert size_of(draw(snapshot, "card", "png"))[0] == 1200
    assert draw(snapshot, "map", "pdf").startswith(b"%PDF")
    root = ET.fromstring(draw(snapshot, "map", "svg"))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "linearGradient", "stop", "rect", "path", "g", "circle",
    }  # fmt: skip


def test_the_exported_svg_needs_no_font_and_tells_its_story() -> None:
    svg = draw(samples.ebike("en"), "map", "svg").decode()
    assert "<text" not in svg
    assert "font-family" not in svg
    assert "<title>Buying a first e-bike online</title>" in svg
    assert "Lowest point: Buy" in svg


def test_the_text_of_the_pdf_can_be_searched() -> None:
    said = PdfReader(BytesIO(draw(samples.ebike("en"), "map", "pdf"))).pages[0].extract_text()
    for phrase in ("Buying a first e-bike online", "3-D Secure times", "Ana R.", "Recommend"):
        assert phrase in said
    chinese = PdfReader(BytesIO(draw(samples.ebike("zh_Hans"), "map", "pdf"))).pages[0].extract_text()
    assert "第一次在网上买电动自行车" in chinese


def test_the_same_map_gives_the_same_bytes() -> None:
    he = samples.ebike("he")
    assert draw(he, "card", "png") == draw(he, "card", "png")
    assert draw(he, "map", "pdf") == draw(he, "map", "pdf")
    assert draw(he, "map", "svg") == draw(he, "map", "svg")


@pytest.mark.thorough
def test_pictures_do_not_depend_on_the_fonts_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig/>", encoding="utf-8")
    script = (
        "import sys; from bot.rendering import draw; from tests.bot.rendering.samples import ebike;"
        "sys.stdout.buffer.write(draw(ebike('zh_Hans'), 'card', 'png'))"
    )
    environment = {"PATH": "/usr/bin", "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path)}
    bare = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment, timeout=60)
    assert bare.stdout == draw(samples.ebike("zh_Hans"), "card", "png")


def test_without_the_native_painter_the_picture_is_drawn_from_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    assert native.available()
    usual = draw(samples.ebike("en"), "card", "png")
    monkeypatch.setattr(native, "available", lambda: False)
    assert size_of(draw(samples.ebike("en"), "card", "png")) == size_of(usual)


def test_a_picture_never_fetches_anything() -> None:
    with pytest.raises(PermissionError):
        paper._deny("file:///etc/passwd", "image/*")


def test_the_bot_itself_loads_neither_what_draws_nor_what_writes_files_or_makes_tables() -> None:
    """Nor what browsers are shown, nor what reads rhythms and compares words; nor are documents and rows prepared."""
    drawn = "'cairosvg', 'cairocffi', 'uharfbuzz', 'PIL', 'jinja2', 'fpdf', 'fontTools'"
    asked = "'rapidfuzz', 'workflows.spoken', 'bot.oauth', 'bot.shares', 'bot.socket_mode'"
    script = (
        "import sys, bot.cli, bot.running; from storage.tables import Workshop; from workflows.document import Document;"
        f"heavy = {{{drawn}, {asked}, 'openpyxl', 'pptx', 'alembic'}} & set(sys.modules);"
        "heavy |= {one.__name__ for one in (Document, Workshop) if one.__pydantic_complete__};"
        "sys.exit(' '.join(heavy) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0
