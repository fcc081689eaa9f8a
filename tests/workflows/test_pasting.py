"""Several touchpoints in one paste: which line goes where, and that no line is lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows import text
from workflows.pasting import AS_IT_IS, Paste, key, mark, paste, read
from workflows.words import Channel

STAGES = ((1, "Awareness"), (2, "Checkout"), (3, "Доставка"), (4, "结账"), (5, "תשלום"), (6, "Use: at home"))
PIECES = st.sampled_from(
    [
        "Checkout",
        "awareness",
        "Доставка",
        "结账",
        "תשלום",
        "Kasse",
        ":",
        "：",
        " — ",
        "@",
        "＠web",
        "\n",
        "- ",
        " ",
        "★",
    ]
)
TYPED = st.lists(PIECES | st.text(st.characters(), max_size=12), max_size=30).map("".join)


def sorted_(lines: str, **more: object) -> Paste:
    return paste(lines, STAGES, more.pop("there", ()), 1, more.pop("places", {}), **more)  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(TYPED, st.booleans())
def test_whatever_is_pasted_no_line_is_lost(typed: str, placed: bool) -> None:
    places = {key(line.said): AS_IT_IS for line in read(typed, STAGES, 1)} if placed else {}
    found = sorted_(typed, places=places)
    lines = [line.raw for line in (*found.fresh, *found.known, *found.homeless)]
    headings = Counter(text.listed(typed)) - Counter(lines)
    assert not Counter(lines) - Counter(text.listed(typed))
    assert not any(read(heading, STAGES, 1) for heading in headings), "only the name of a stage is no touchpoint"
    assert all(line.title.strip() for line in (*found.fresh, *found.known, *found.homeless))
    assert {line.raw for line in found.homeless} == set(text.listed(found.left))
    assert not (placed and found.homeless)


@pytest.mark.parametrize(
    ("typed", "stage", "title", "channel"),
    [
        ("Checkout: order form @web", 2, "order form", Channel.WEB),
        ("  check OUT :order form", 2, "order form", None),
        ("доставка — посылка @почта", 3, "посылка", Channel.MAIL),
        ("结账：订单确认＠邮件", 4, "订单确认", Channel.MAIL),
        ("תשלום: טופס הזמנה @אתר", 5, "טופס הזמנה", Channel.WEB),
        ("Use: at home: the manual", 6, "the manual", None),
        ("Checkuot: bank text", 2, "bank text", None),
        ("https://example.com/help", 1, "https://example.com/help", None),
        ("Call at 9:30", 1, "Call at 9:30", None),
        ("What they read first of all: the label", 1, "What they read first of all: the label", None),
    ],
)
def test_a_line_may_begin_with_its_stage_in_whatever_way_it_is_written(
    typed: str, stage: int, title: str, channel: Channel | None
) -> None:
    (line,) = sorted_(typed).fresh
    assert (line.stage_id, line.title, line.channel) == (stage, title, channel)
    assert line.guessed == (typed.startswith("Checkuot"))


def test_a_line_that_is_only_a_stage_is_a_heading_for_those_below() -> None:
    found = sorted_("Ad @social\nCheckout:\n- cart\n- form\nDoes not matter:\nДоставка: parcel")
    placed = [(line.stage_id, line.title) for line in found.fresh]
    assert placed == [(1, "Ad"), (2, "cart"), (2, "form"), (2, "Does not matter:"), (3, "parcel")]


def test_what_is_there_already_and_what_is_said_twice_is_skipped() -> None:
    there = [(2, "Order form", Channel.WEB), (1, "Ad", Channel.SOCIAL)]
    found = sorted_("Checkout: ORDER  form @web\nCheckout: order form @phone\nAd\nSign\nsign", there=there)
    assert [line.title for line in found.known] == ["ORDER form", "Ad", "sign"]
    assert [line.title for line in found.fresh] == ["order form", "Sign"]
    assert found.unclear


def test_lines_of_an_unknown_stage_wait_until_somebody_says_where_they_go() -> None:
    typed = "Kasse: form @web\nE-Mail: newsletter\nkasse : card"
    found = sorted_(typed)
    assert {name: len(lines) for name, lines in found.missing.items()} == {"Kasse": 2, "E-Mail": 1}
    assert found.left == "Kasse: form @web\nE-Mail: newsletter\nkasse : card"
    found = sorted_(typed, places={key("KASSE"): 2, key("e-mail"): AS_IT_IS})
    placed = [(line.stage_id, line.title) for line in found.fresh]
    assert placed == [(2, "form"), (1, "E-Mail: newsletter"), (2, "card")]
    assert not found.homeless


def test_a_few_plain_lines_need_no_second_look_and_many_do() -> None:
    assert not sorted_("a\nb\nc\nd\ne").unclear
    assert sorted_("a\nb\nc\nd\ne\nf").unclear
    assert mark("a\n\n- b") == mark("a\nb") != mark("a\nc")
