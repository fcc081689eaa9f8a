"""What comes back from a person's client: ids in buttons and metadata, and what stands in the fields of a form."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import values
from bot.aliases import LISTED, SAID, native
from bot.forms import Form, fresh, part
from bot.i18n import LANGUAGES
from bot.ids import Field
from bot.listeners import filters, words
from bot.listeners.filters import Asked
from bot.listeners.registry import Word
from bot.values import Value
from workflows.errors import InvalidError, NotFoundError
from workflows.finding import Shown
from workflows.words import Channel


def _form(**fields: dict) -> Form:
    return Form({"state": {"values": {name: {name: element} for name, element in fields.items()}}})


def _typed(text: str | None) -> dict:
    return {"type": "plain_text_input", "value": text}


@given(
    st.builds(
        Value,
        workshop=st.none() | st.integers(0, 2**31 - 1),
        item=st.none() | st.integers(0, 2**31 - 1),
        kind=st.text(max_size=40),
        more=st.dictionaries(st.text(min_size=1, max_size=10), st.text(max_size=50), max_size=4),
    )
)
def test_a_value_comes_back_as_it_was_written(value: Value) -> None:
    assert values.decode(values.encode(value)) == value


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "7", '"w"', "{", '{"w":"7"}', '{"w":-1}', '{"w":true}', '{"w":1.5}', '{"w":99999999999}', '{"k":7}', '{"x":{"a":1}}', "[" * 5000],
)  # fmt: skip
def test_a_forged_value_is_not_found_and_never_a_fault(text: str) -> None:
    with suppress(NotFoundError):
        assert values.decode(text) == Value()


@given(st.text(max_size=300))
def test_junk_is_not_found(text: str) -> None:
    with suppress(NotFoundError):
        values.decode(text)


def test_a_value_without_its_id_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        _ = Value().of
    with pytest.raises(NotFoundError):
        _ = Value(workshop=1).of_item


def test_a_field_is_read_whatever_its_round_is() -> None:
    form = _form(**{"lines~3": _typed("Order form")})
    assert form.text(Field.LINES) == "Order form"
    assert form.block("lines") == fresh(Field.LINES, 3)


def test_every_kind_of_field_reads_as_a_plain_value() -> None:
    form = _form(
        stage={"selected_option": {"value": "17"}},
        channel={"selected_option": {"value": "web"}},
        moment={"selected_options": [{"value": "moment"}]},
        people={"selected_users": ["U1", "U2"]},
        owner={"selected_user": "U1"},
        due={"selected_date": "2026-12-10"},
        time={"selected_time": "10:30"},
        baseline=_typed("3,4"),
        **{"detail:age": _typed("34"), "score:5": {"selected_option": {"value": "-2"}}},
    )
    assert form.item(Field.STAGE) == 17
    assert form.maybe(Field.CHANNEL, Channel) is Channel.WEB
    assert form.checked(Field.MOMENT, "moment")
    assert form.people(Field.PEOPLE) == ("U1", "U2")
    assert form.person(Field.OWNER) == "U1"
    assert form.day(Field.DUE) == date(2026, 12, 10)
    assert form.time(Field.TIME) == "10:30"
    assert form.number(Field.BASELINE) == 3.4
    assert form.texts(Field.DETAIL) == {"age": "34"}
    assert form.choice(part(Field.SCORE, 5)) == "-2"


def test_what_is_not_in_the_form_reads_as_nothing() -> None:
    form = _form()
    assert form.text(Field.TITLE) == ""
    assert form.people(Field.PEOPLE) == ()
    assert form.day(Field.DUE) is None
    assert form.number(Field.TARGET) is None
    assert form.member(Field.CHANNEL, Channel, Channel.OTHER) is Channel.OTHER


@pytest.mark.parametrize("typed", ["many", "1e999", "nan", "--3"])
def test_what_is_no_number_is_pointed_at(typed: str) -> None:
    with pytest.raises(InvalidError) as error:
        _form(target=_typed(typed)).number(Field.TARGET)
    assert error.value.code == "not_a_number"


def test_an_error_points_at_the_block_its_field_stands_in() -> None:
    form = _form(**{"title": _typed(""), "stage": {}, "detail:age": _typed("x")})
    assert form.block("stage_id") == "stage"
    assert form.block("details.age") == "detail:age"
    assert form.block("somewhere else") == "title"


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("", None, ""),
        ("pain Checkout: price changes", Word.PAIN, "Checkout: price changes"),
        ("  PAIN   too dear ", Word.PAIN, "too dear"),
        ("pain: too dear", Word.PAIN, "too dear"),
        ("joy\nit came early\nwith a card", Word.JOY, "it came early\nwith a card"),
        ("persona", Word.CUSTOMER, ""),
        ("痛点 结账: 太贵", Word.PAIN, "结账: 太贵"),
        ("痛点：结账：太贵", Word.PAIN, "结账：太贵"),
        ("痛点结账：太贵", Word.PAIN, "结账：太贵"),
        ("开始", Word.START, ""),
        ("开始工作坊", None, ""),
        ("？", Word.HELP, ""),
        ("Боль: Оплата: долго", Word.PAIN, "Оплата: долго"),
        ("ВПЕРЕД", Word.NEXT, ""),
        ("старт", Word.START, ""),
        ("\u200fכאב: משלוח: איחור", Word.PAIN, "משלוח: איחור"),
        ("התחל", Word.START, ""),
        ("nonsense", None, ""),
    ],
)
def test_a_command_is_read_into_a_word_and_what_follows(text: str, word: Word | None, rest: str) -> None:
    asked = words.read(text)
    assert (asked.word, asked.text) == (word, rest)


def test_the_nearest_word_is_offered_only_where_one_is_near() -> None:
    assert words.nearest("pian") == "pain"
    assert words.nearest("tuchpoints") == "touchpoints"
    assert words.nearest("qqqq") == ""
    assert [words.nearest(typed) for typed in ("стрт", "开使", "התחלל")] == ["старт", "开始", "התחל"]


def test_every_word_can_be_typed_in_every_language_and_no_way_to_say_it_means_two_things() -> None:
    assert set(SAID) == set(LANGUAGES)
    ways = [str(word) for word in Word]
    for language, said in SAID.items():
        assert set(said) == set(Word), language
        ways += [way for typed in said.values() for way in typed.split()]
        assert all(words.read(native(word, language)).word is word for word in Word)
    keys = [words.bare(way) for way in ways]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("", Asked()),
        ("refund", Asked(words="refund")),
        ("Overdue", Asked(Shown.OVERDUE)),
        ("ended  refund form", Asked(Shown.ENDED, words="refund form")),
        ("просроченные здесь", Asked(Shown.OVERDUE, here=True)),
        ("удаленные", Asked(deleted=True)),
        ("我的", Asked(Shown.MINE)),
        ("“ended”", Asked(words="ended")),
        ("refund ended", Asked(words="refund ended")),
    ],
)
def test_what_is_typed_behind_list_is_filters_and_then_words(said: str, asked: Asked) -> None:
    assert filters.read(said) == asked


def test_a_mistyped_filter_is_known_and_no_way_to_say_one_stands_twice() -> None:
    assert filters.nearest("overdu") == "overdue"
    assert filters.nearest("refund form") == filters.nearest("zebra") == ""
    ways = [way for said in LISTED.values() for way in " ".join(said.values()).split()]
    assert len(ways) == len(set(ways))
    assert {frozenset(said) for said in LISTED.values()} == {frozenset({*Shown, "deleted", "here"})}
    assert set(LISTED) == set(LANGUAGES)
