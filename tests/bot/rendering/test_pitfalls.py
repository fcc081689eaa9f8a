"""The ways in which text and pictures have gone wrong before, each once more.

The ninth, arrows and their colours, is in test_pictures.
"""

import logging
import struct
from dataclasses import replace
from io import BytesIO
from typing import Any

import cairocffi
import cairosvg
import pytest
from PIL import Image
from pypdf import PdfReader

from bot.rendering import bidi, child, draw, fonts, missing, native, paper, typeset
from bot.rendering.clean import drawable
from bot.rendering.fonts import BOX
from bot.rendering.scene import Scene
from bot.rendering.svg import to_svg
from bot.rendering.typeset import Block, Spec, Typesetter
from tests.bot.rendering import samples
from tests.bot.rendering.looking import scene_of, size_of, words
from tests.bot.rendering.test_text import faces, seen
from workflows.snapshots import Emotion
from workflows.words import NoteKind

SETTERS = {language: Typesetter(language, rtl=language in {"he", "ar"}) for language in ("en", "he", "ar", "zh_Hans")}
EVERY_SCRIPT = {
    "en": "The bike arrives",
    "ru": "Велосипед приезжает",
    "zh_Hans": "自行车送到了",
    "zh_Hant": "自行車送到了，體驗與開發",
    "he": "האופניים מגיעים",
    "ar": "الدراجة تصل",
    "ja": "自転車が届きます、カート",
    "ko": "자전거가 도착합니다",
    "el": "Το ποδήλατο φτάνει",
}


def block(text: str, language: str = "en", **how: Any) -> Block:
    """A text set at 14."""
    return SETTERS[language].block(text, Spec(14, **how))


def test_1_the_colours_of_emoji_are_read_without_the_call_that_eats_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("get_color_palette() allocates without bound")

    face = fonts.Face("Twemoji", fonts.FOLDER / "Twemoji.ttf", colour=True)
    monkeypatch.setattr(type(face.font.face), "get_color_palette", forbidden, raising=False)
    layers = face.layers(face.font.get_nominal_glyph(ord("🚲")))
    assert len(layers) > 3
    assert all(len(colour) == 7 and colour.startswith("#") for _, colour in layers)


def test_2_every_weight_is_a_file_of_its_own_and_prints_as_itself() -> None:
    for weight in fonts.WEIGHTS:
        assert all(b"fvar" not in _tables(face.path.read_bytes()) for face in fonts.faces(weight))
    widths = {round(SETTERS["en"].block("minimum", Spec(14, weight)).width, 1) for weight in fonts.WEIGHTS}
    assert len(widths) == len(fonts.WEIGHTS)
    document = PdfReader(BytesIO(draw(samples.ebike("en"), "map", "pdf")))
    assert len(_fonts_of(document)) >= len(fonts.WEIGHTS)


@pytest.mark.parametrize("language", ["he", "ar"])
@pytest.mark.parametrize("token", ["3-D Secure", "+12%", "−0.9", "-5", "5G", "24h"])
def test_3_numbers_with_signs_and_words_that_begin_with_digits_are_not_turned_around(language: str, token: str) -> None:
    around = {"he": "אימות {} נכשל", "ar": "التحقق {} فشل"}[language]
    assert token in seen(block(around.format(token), language))


def test_4_a_paragraph_runs_its_own_way_but_stands_where_the_map_has_it() -> None:
    scene = scene_of(
        samples.snapshot(
            samples.stage("Cart is empty.", actions=(samples.note(NoteKind.ACTION, "Pay (now)."),)),
            head={"language": "he"},
        )
    )
    (text,) = (text for text in scene.texts if text.block.text == "Pay (now).")
    assert seen(text.block) == "Pay (now)."
    assert scene.side(text) == "right"


@pytest.mark.parametrize("before", ["手机 ", "カート ", "카트 ", "кнопка ", "קוד ", "رمز "])
def test_5_ascii_letters_and_digits_look_the_same_after_any_script(before: str) -> None:
    runs = block(before + "iPhone 15 Pro").lines[0].runs
    ascii_runs = [
        run
        for run in runs
        if any(run.source[index].isascii() and run.source[index].isalnum() for _, index, *_ in run.glyphs)
    ]
    assert {run.face.key for run in ascii_runs} == {"Inter-400"}


def test_6_a_character_without_a_font_is_a_box_that_one_sees_and_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    missing._tell.cache_clear()
    snapshot = samples.snapshot(samples.stage("ตะกร้า", emotion=Emotion(1, 1, 1, 1, "ก")))
    with caplog.at_level(logging.WARNING, "bot.rendering"):
        for kind in ("card", "map", "map"):
            draw(snapshot, kind, "png")
    told = [record.getMessage() for record in caplog.records]
    assert told.count("no font has U+0E01") == 1
    assert len(told) == len(set(told))
    stage = next(text for text in scene_of(snapshot).texts if BOX in text.block.text)
    assert all(
        run.face.outline(glyph, 14) for line in stage.block.lines for run in line.runs for glyph, *_ in run.glyphs
    )


def test_7_pictures_are_posted_large_enough_for_glyphs_to_stand_between_whole_pixels() -> None:
    assert child._MAP_SCALE >= 1.5


@pytest.mark.parametrize("language", ["en", "ru", "zh_Hans", "he"])
@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_8_counts_need_no_plural(language: str, count: int) -> None:
    def said(many: int) -> list[str]:
        pains = tuple(samples.pain("Slow", 2) for _ in range(many))
        return words(scene_of(samples.snapshot(samples.stage("A", pains=pains), head={"language": language}), "card"))

    def template(texts: list[str], many: int) -> set[str]:
        return {text.replace(str(many), "#") for text in texts if str(many) in text and ":" in text.replace("：", ":")}

    assert template(said(count), count)
    assert template(said(count), count) & template(said(7), 7)


@pytest.mark.parametrize("poison", ["\x00", "\x1b", "\ud800", "\ufffe", "\U0001fffe", "\x85", "\u202e"])
def test_10_one_bad_character_does_not_cost_the_picture(poison: str) -> None:
    snapshot = samples.snapshot(samples.stage(f"Ca{poison}rt", pains=(samples.pain(f"{poison}Slow", 3, poison),)))
    assert {"Cart", "Slow"} <= set(words(scene_of(snapshot)))
    for kind in ("card", "map"):
        assert size_of(draw(snapshot, kind, "png"))[0] > 1000


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_11_nothing_is_painted_through_groups_filters_or_masks(language: str) -> None:
    svg = draw(samples.ebike(language), "map", "svg").decode()
    for slow in ("<g opacity", "filter", "mask", "clip-path", "<use", "<image"):
        assert slow not in svg
    with native.plate() as plate:
        nodes = to_svg(scene_of(samples.ebike(language)), "map", plate.shapes, plate.texts)
    assert nodes.count("<") < 400


def test_12_a_picture_beyond_what_cairo_holds_is_made_smaller() -> None:
    scene = replace(scene_of(samples.snapshot()), width=200, height=120_000)
    width, height = size_of(paper.to_png(scene, "map", 2))
    assert max(width, height) <= paper.SIDE_MAX
    assert width * height <= paper.PIXELS_MAX


@pytest.mark.parametrize("language", EVERY_SCRIPT)
def test_every_language_is_drawn_whole_in_every_weight_and_broken_into_lines(language: str) -> None:
    text = EVERY_SCRIPT[language]
    for weight in fonts.WEIGHTS:
        for setter in SETTERS.values():
            made = setter.block(f"{text} {text} {text}", Spec(14, weight, width=120))
            assert not made.missing
            assert len(made.lines) > 1
            assert max(line.width for line in made.lines) <= 120.5
            assert all(glyph[0] for line in made.lines for run in line.runs for glyph in run.glyphs)  # 0 is no glyph


def test_all_languages_in_one_sentence_keep_every_letter() -> None:
    together = " ".join(EVERY_SCRIPT.values())
    for language in SETTERS:
        made = block(together, language)
        drawn = {(run.source, index) for run in made.lines[0].runs for _, index, *_ in run.glyphs}
        assert sorted(source[index] for source, index in drawn) == sorted(together)
        assert len(set(faces(made))) >= 4


def test_hebrew_and_arabic_stand_reversed_and_numbers_among_them_do_not() -> None:
    assert seen(block("שלום 2024 עולם", "he")) == "םלוע 2024 םולש"
    assert seen(block("Pay שלום now")) == "Pay םולש now"
    assert seen(block("(שלום)", "he")) in {"(םולש)", ")םולש("}  # the brackets are mirrored by their glyphs


def test_marks_stand_on_their_letters() -> None:
    for text in ("e\u0301", "שָׁלוֹם", "مُحَمَّد", "и\u0306", "が"):
        made = block(text, "he" if bidi.runs_left(text) else "en")
        glyphs = [glyph for run in made.lines[0].runs for glyph in run.glyphs]
        assert made.width <= sum(advance for _, _, advance, _, _ in glyphs) + 0.01
        assert not made.missing
    assert block("e\u0301").width == block("é").width
    assert len({run.face.key for run in block("x\u0336y\u0336").lines[0].runs}) <= 2


@pytest.mark.parametrize("picture", ["🚲", "👍🏽", "👩🏽‍💻", "🇮🇱", "❤️", "1️⃣", "👨‍👩‍👧"])
def test_an_emoji_is_one_picture_in_text_of_any_direction(picture: str) -> None:
    for text, language in ((f"ok {picture} go", "en"), (f"כן {picture} לא", "he"), (f"好{picture}的", "zh_Hans")):
        coloured = [run for line in block(text, language).lines for run in line.runs if run.face.colour]
        assert sum(bool(advance) for run in coloured for _, _, advance, _, _ in run.glyphs) == 1


def test_names_of_emoji_become_pictures_and_times_stay_times() -> None:
    assert drawable(":bike: at 10:30:45 :no-such-thing: :+1::skin-tone-4:") == "🚲 at 10:30:45 :no-such-thing: 👍🏽"


def test_a_text_that_no_library_can_bear_spoils_its_own_cell_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = bidi.levels

    def brittle(text: str, *, rtl: bool) -> list[int] | None:
        if "poison" in text:
            raise RecursionError
        return real(text, rtl=rtl)

    monkeypatch.setattr(typeset.bidi, "levels", brittle)
    snapshot = samples.snapshot(
        samples.stage("Cart", pains=(samples.pain("poison of the day", 3), samples.pain("Slow", 2)))
    )
    said = words(scene_of(snapshot))
    assert {"Cart", "Slow", BOX} <= set(said)
    assert "poison" not in caplog.text
    assert "cannot be set: RecursionError" in caplog.text


def test_glyphs_painted_by_cairo_are_those_of_the_paths() -> None:
    """The hook into CairoSVG: with and without it, the picture looks the same."""
    scene = scene_of(samples.ebike("he"), "card")
    with_hook = Image.open(BytesIO(paper.to_png(scene, "card", 2))).convert("L").resize((240, 160))
    surface = Image.open(BytesIO(_from_paths(scene))).convert("L").resize((240, 160))
    worst = max(abs(a - b) for a, b in zip(with_hook.tobytes(), surface.tobytes(), strict=True))
    assert worst < 24


def _from_paths(scene: Scene) -> bytes:
    return bytes(cairosvg.svg2png(bytestring=to_svg(scene, "card").encode(), scale=2))


def _tables(data: bytes) -> set[bytes]:
    (count,) = struct.unpack(">H", data[4:6])
    return {data[12 + 16 * place : 16 + 16 * place] for place in range(count)}


def _fonts_of(document: PdfReader) -> list[Any]:
    resources = document.pages[0]["/Resources"]["/Font"]
    return [font.get_object() for font in resources.values()]


def test_cairo_is_new_enough_for_what_the_painter_asks_of_it() -> None:
    assert cairocffi.cairo_version() >= 11600
    assert native.available()
