"""Cleaning and parsing what people type."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows import text
from workflows.errors import InvalidError
from workflows.words import Channel

ANYTHING = st.text(st.characters(), max_size=80) | st.text(
    st.sampled_from("aя中א \n\r\t\x00\x7f\x85\u2028\ud800\ufffe\uffff\ufdd0\u202e\u2066\ufeff\u200b\u200dé́\U0001f600"),
    max_size=40,
)
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(ANYTHING)
def test_clean_text_holds_nothing_that_breaks_a_picture_or_a_file(raw: str) -> None:
    cleaned = text.clean(raw)
    assert text.clean(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")
    for char in cleaned:
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"}
        assert char not in "\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


@settings(max_examples=60, deadline=None)
@given(ANYTHING)
def test_a_line_is_one_line_and_a_body_has_no_wide_gaps(raw: str) -> None:
    assert "\n" not in text.line("f", raw, 10_000)
    assert "\n\n\n" not in text.body("f", raw, 10_000)


@pytest.mark.parametrize(
    "kept", ["שלום, עולם", "مرحبا", "日本語 と 中文", "👩‍👩‍👧 fine", "a\u200fb", "<!channel> & <@U1>", "=1+1", "Straße"]
)
def test_ordinary_writing_stays_as_it_is(kept: str) -> None:
    assert text.clean(kept) == kept


def test_only_marks_that_nobody_sees_count_as_nothing() -> None:
    for unseen in ("", "  \n ", "\u200b\u200d", "\u2060", "\ufeff", "\u00a0"):
        with pytest.raises(InvalidError, match="required"):
            text.line("title", unseen, 10, required=True)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30))
def test_a_limit_is_a_limit_to_the_letter(extra: int) -> None:
    assert text.line("f", "x" * 30, 30)
    if extra:
        with pytest.raises(InvalidError) as caught:
            text.line("f", "x" * (30 + extra), 30)
        assert (caught.value.params["limit"], caught.value.params["count"]) == (30, 30 + extra)


@settings(max_examples=60, deadline=None)
@given(ANYTHING)
def test_every_touchpoint_that_comes_out_has_a_title_on_one_line(raw: str) -> None:
    for one in text.touchpoint_lines(raw):
        assert one.title.strip()
        assert "\n" not in one.title


@settings(max_examples=60, deadline=None)
@given(
    st.lists(NAMES, min_size=1, max_size=10),
    st.sampled_from(["- ", "• ", "* ", "1. ", "12) ", "3、", "（4）", "– ", ""]),
)
def test_bullets_and_numbers_in_front_go(names: list[str], bullet: str) -> None:
    raw = "\n\n".join(f"{bullet}{name}" for name in names)
    assert [one.title for one in text.touchpoint_lines(raw)] == [text.clean(name) for name in names]


@pytest.mark.parametrize(
    ("raw", "title", "channel"),
    [
        ("Cart @WEB", "Cart", Channel.WEB),
        ("@phone Hotline", "Hotline", Channel.PHONE),
        ("Talk @in-person", "Talk", Channel.IN_PERSON),
        ("官网首页@网站", "官网首页", Channel.WEB),
        ("客服＠电话", "客服", Channel.PHONE),
        ("Курьер @доставка", "Курьер", Channel.DELIVERY),
        ("צאט עם נציג @צ׳אט", "צאט עם נציג", Channel.CHAT),
        ("Write to help@web", "Write to help@web", None),
        ("Profile @cairn @app", "Profile @cairn", Channel.APP),
        ("@web", "@web", Channel.WEB),
        ("3.5 inch floppy", "3.5 inch floppy", None),
        ("360° view", "360° view", None),
        ("-5 % coupon", "-5 % coupon", None),
        ("24/7 hotline @call", "24/7 hotline", Channel.PHONE),
    ],
)
def test_a_channel_word_is_read_in_four_languages(raw: str, title: str, channel: Channel | None) -> None:
    assert text.touchpoint_lines(raw) == [text.TouchpointLine(title, channel)]


def test_every_channel_has_a_word_of_its_own_name() -> None:
    for channel in Channel:
        assert text.touchpoint_lines(f"x @{channel.value}") == [text.TouchpointLine("x", channel)]


def test_stage_names_come_by_lines_or_commas() -> None:
    assert text.parse_stage_lines("1. Awareness\n2. Choice, and doubt\n\n") == ("Awareness", "Choice, and doubt")
    assert text.parse_stage_lines("认知、比较，购买") == ("认知", "比较", "购买")
    assert text.parse_stage_lines(" , ") == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(NAMES, min_size=1, max_size=8, unique_by=str.casefold),
    NAMES,
    st.sampled_from([":", "：", " : "]),
    st.data(),
)
def test_a_stage_typed_whole_is_always_found(names: list[str], said: str, colon: str, data: st.DataObject) -> None:
    names = [text.clean(name) for name in names]
    wanted = data.draw(st.sampled_from(names))
    found, rest = text.parse_quick(
        names, f"{wanted.upper() if wanted.upper().casefold() == wanted.casefold() else wanted}{colon}{said}"
    )
    assert found is not None
    assert found.casefold() == wanted.casefold()
    assert rest == text.clean(said)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, max_size=5), ANYTHING)
def test_quick_text_never_raises_and_names_only_stages_there_are(names: list[str], raw: str) -> None:
    found, rest = text.parse_quick(names, raw)
    assert found is None or found in names
    assert rest in text.clean(raw)


def test_a_colon_inside_a_stage_name_or_a_link_is_understood() -> None:
    assert text.parse_quick(["Week 1: search", "Week"], "week 1: search: too many tabs") == (
        "Week 1: search",
        "too many tabs",
    )
    assert text.parse_quick(["Checkout"], "https://example.org is down") == (None, "https://example.org is down")
