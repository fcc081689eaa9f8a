"""Words as they stand in a picture: the right letters, in the right order, inside their room."""

import pytest

from bot.rendering import bidi
from bot.rendering.clean import drawable
from bot.rendering.fonts import BOX
from bot.rendering.typeset import Block, Spec, Typesetter, initials, place

ENGLISH, HEBREW = Typesetter("en", rtl=False), Typesetter("he", rtl=True)


def seen(block: Block, line: int = 0) -> str:
    """The characters of a line in the order in which the eye meets them from the left."""
    out = ""
    for run in block.lines[line].runs:
        source = bidi.protected(block.text) if any(one.level for one in block.lines[line].runs) else block.text
        out += "".join(source[index] for _, index, _, _, _ in run.glyphs)
    return out.replace("\u200e", "")


def faces(block: Block) -> list[str]:
    """The faces of a line, in the order of reading."""
    return [run.face.key for line in block.lines for run in line.runs]


def test_hebrew_stands_from_right_to_left() -> None:
    assert seen(HEBREW.block("שלום", Spec(14))) == "םולש"


@pytest.mark.parametrize("token", ["3-D Secure", "+12%", "−0.9", "5G"])
def test_signed_and_digit_led_words_keep_their_order_inside_hebrew(token: str) -> None:
    assert token in seen(HEBREW.block(f"אימות {token} נכשל", Spec(14)))


def test_english_inside_a_hebrew_map_still_reads_from_the_left() -> None:
    assert seen(HEBREW.block("Cart is empty.", Spec(14))) == "Cart is empty."


def test_a_label_without_letters_follows_the_map() -> None:
    assert bidi.base_is_rtl("12 · 3", otherwise=True)
    assert not bidi.base_is_rtl("Google תוצאות", otherwise=True)
    assert bidi.base_is_rtl("תוצאות Google", otherwise=False)


def test_arabic_letters_join() -> None:
    joined = HEBREW.block("سلام", Spec(14)).lines[0].runs[0]
    apart = [HEBREW.block(letter, Spec(14)).lines[0].runs[0].glyphs[0][0] for letter in "سلام"]
    assert joined.face.key.startswith("NotoSansArabic")
    assert [glyph[0] for glyph in joined.glyphs] != apart[::-1]


def test_ascii_stays_latin_after_chinese() -> None:
    assert faces(ENGLISH.block("手机 3D Secure 验证", Spec(14)))[1] == "Inter-400"


def test_every_language_finds_a_face() -> None:
    block = ENGLISH.block("Привет 你好 שלום مرحبا 日本語 한국 ąčęř ₴ 🚲 👩🏽‍💻 🇮🇱", Spec(14))
    assert not block.missing
    assert {"Inter-400", "NotoSansHebrew-400", "NotoSansArabic-400", "NotoSansCJKsc-400", "Twemoji"} <= set(
        faces(block)
    )


def test_a_character_that_no_font_has_is_a_visible_box_and_is_reported() -> None:
    block = ENGLISH.block("ก ok", Spec(14))
    assert block.missing == {"ก"}
    assert block.text == f"{BOX} ok"


def test_emoji_have_colours_and_sequences_are_one_picture() -> None:
    run = ENGLISH.block("👩🏽‍💻", Spec(14)).lines[0].runs[0]
    assert len([glyph for glyph in run.glyphs if glyph[2]]) == 1
    assert len({colour for _, colour in run.face.layers(run.glyphs[0][0])}) > 2


def test_slack_names_of_emoji_become_emoji() -> None:
    assert drawable("I ride :bike: :+1::skin-tone-3: at 10:30:00 :nonsense:") == "I ride 🚲 👍🏼 at 10:30:00 :nonsense:"


@pytest.mark.parametrize(
    "poison", ["\x00", "\x1b", "\ud800", "\ufffe", "\U0001fffe", "\u202e", "\u2028", "\ufeff", "\x85"]
)
def test_characters_that_kill_a_picture_are_left_out(poison: str) -> None:
    assert drawable(f"a{poison}b") == "ab"


def test_towers_of_marks_are_cut_down() -> None:
    assert len(drawable("x" + "\u0336" * 200)) <= 5


def test_an_overlong_word_is_broken_and_nothing_is_wider_than_its_room() -> None:
    block = ENGLISH.block("Donaudampfschifffahrtsgesellschaftskapitän" * 4, Spec(14, width=120))
    assert len(block.lines) > 5
    assert max(line.width for line in block.lines) <= 120.5


@pytest.mark.parametrize(("text", "setter"), [("word " * 90, ENGLISH), ("מילה " * 90, HEBREW), ("语" * 300, ENGLISH)])
def test_a_long_text_ends_with_an_ellipsis_inside_its_room(text: str, setter: Typesetter) -> None:
    block = setter.block(text, Spec(14, width=150, lines=3))
    assert len(block.lines) == 3
    assert block.clipped
    assert max(line.width for line in block.lines) <= 150
    assert len(block.lines[2].runs) >= 1


def test_a_later_paragraph_without_room_is_announced_by_an_ellipsis() -> None:
    block = ENGLISH.block("one\ntwo\nthree", Spec(14, width=150, lines=2))
    assert len(block.lines) == 2
    assert block.clipped


def test_no_widow_is_left_on_the_last_line() -> None:
    block = ENGLISH.block("Delivery date appears only after the customer has paid for it", Spec(14, width=190))
    assert block.lines[-1].width > 0.34 * max(line.width for line in block.lines)


def test_a_thousand_signs_do_not_overflow_the_stack() -> None:
    assert HEBREW.block("(" * 1100 + "שלום", Spec(14, width=200, lines=4)).clipped


def test_text_stands_at_the_side_asked_for() -> None:
    block = ENGLISH.block("wide", Spec(14))
    starts = [next(place(block, 10, 0, 200, side))[1] for side in ("left", "middle", "right")]
    assert starts == pytest.approx([10, 110 - block.width / 2, 210 - block.width])


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana R.", "AR"), ("玛雅·莱文", "玛"), ("דנה ק.", "דק"), ("plato", "P"), ("", "?"), ("@!", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
