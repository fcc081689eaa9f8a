"""Files of every kind become rows that know where they stood; what cannot be read is refused with its place."""

import io
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import errors, labels
from bot.i18n import say_for
from workflows.errors import InvalidError
from workflows.importing import reading, values
from workflows.importing.columns import guess
from workflows.importing.sheet import Sheet
from workflows.importing.vocabulary import CHANNELS, CLASSES, HEADINGS, Kind, Role, folded
from workflows.languages import LANGUAGES

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "imports"
RUSSIAN = "Этап;Точка контакта;Канал\nОсознание;Реклама «на ходу»;Соцсети\nПокупка;Заказ, по телефону;Телефон\n"
CHINESE = "阶段,触点,渠道\n认知,朋友推荐,口碑\n购买,官网下单,网站\n"
HEBREW = "שלב,נקודת מגע,ערוץ\nמודעות,פרסומת ברחוב,דפוס\n"
FRENCH = "Stage,Touchpoint\nCafé,Menu à la carte de l’été for every guest of the house\n"


def sheet(name: str, content: bytes) -> Sheet:
    found = reading.read(name, content)
    assert isinstance(found, Sheet)
    return found


def refusal(name: str, content: bytes) -> InvalidError:
    with pytest.raises(InvalidError) as caught:
        reading.read(name, content)
    return caught.value


def attempt(name: str, content: bytes) -> tuple[InvalidError | None, object]:
    try:
        return None, reading.read(name, content)
    except InvalidError as error:
        return error, None


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        *((RUSSIAN, name, "UTF-8") for name in ("utf-8", "utf-8-sig")),
        *((RUSSIAN, name, "UTF-16") for name in ("utf-16", "utf-16-le", "utf-16-be")),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (CHINESE, "utf-16-le", "UTF-16"),
        (CHINESE, "gb18030", "GB18030"),
        (HEBREW, "cp1255", "Windows-1255"),
        (FRENCH, "cp1252", "Windows-1252"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, shown: str) -> None:
    found = sheet("list.csv", text.encode(encoding))
    assert found == sheet("list.csv", text.encode()) or found.how["encoding"] == shown
    assert found.how["encoding"] == shown
    assert found.columns == sheet("list.csv", text.encode()).columns
    assert [row.cells for row in found.rows] == [row.cells for row in sheet("list.csv", text.encode()).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_rows_are_counted_as_a_spreadsheet_counts_them(separator: str) -> None:
    text = separator.join(["Stage", "Touchpoint"]) + "\n" + separator.join(["A", '"two, lines;\nof | one cell"'])
    found = sheet("x.csv", f"{text}\n\n{separator.join(['B', 'next'])}\n".encode())
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, ("A", "two, lines;\nof | one cell")),
        (4, ("B", "next")),
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir()))
def test_every_example_is_read_and_nobody_has_to_be_asked(name: str) -> None:
    found = sheet(name, (EXAMPLES / name).read_bytes())
    assert found.rows
    assert guess(found).sure


def test_what_cairn_itself_calls_things_is_understood_in_every_language() -> None:
    for language in LANGUAGES:
        _ = say_for(language)
        for channel in labels.CHANNELS:
            name = labels.label(_, channel)
            assert CHANNELS[folded(name)] is channel, (language, name)
        for classed, name in labels.TOUCHPOINT_CLASSES.items():
            assert CLASSES[folded(_(name))] is classed, (language, name)
        assert folded(_("Stage")) in HEADINGS[Role.STAGE]
        assert folded(_("Touchpoint")) in HEADINGS[Role.TITLE]
        assert values.truth(_("yes")) is True
        assert values.truth(_("no")) is False


def test_a_heading_that_is_nearly_one_is_asked_about() -> None:
    mapping = guess(sheet("x.csv", b"Stage,Touchpoints list,Importanse\nA,B,3\n"))
    assert mapping.roles[0] is Role.STAGE
    assert Role.IMPORTANCE in mapping.roles
    assert not mapping.sure


def test_lines_without_a_heading_are_a_list_of_touchpoints() -> None:
    found = sheet("x.txt", b"Web shop\nHotline\n")
    mapping = guess(found)
    assert (mapping.headless, mapping.sure, mapping.kind) == (True, False, Kind.TOUCHPOINTS)
    assert [row.cells[0] for row in found.headless().rows] == ["Web shop", "Hotline"]


def test_an_apostrophe_that_an_export_wrote_before_a_formula_comes_off() -> None:
    text = "Stage,Touchpoint\nA,'=SUM(A1)\nA,'@home\nA,'n Touchpoint\nA,'-3\n"
    assert [row.cells[1] for row in sheet("x.csv", text.encode()).rows] == ["=SUM(A1)", "@home", "'n Touchpoint", "-3"]


def test_a_workbook_gives_its_telling_sheet_with_days_and_numbers_as_people_write_them() -> None:
    book = openpyxl.Workbook()
    book.active.append(["About this file"])
    second = book.create_sheet("Numbers")
    second.append(["Metric", "Date", "Value"])
    second.append(["NPS", datetime(2026, 3, 1), 31.0])  # noqa: DTZ001  # workbooks know no zones
    second.append(["NPS", date(2026, 4, 1), 0.1 + 0.2])
    content = io.BytesIO()
    book.save(content)
    found = sheet("x.xlsx", content.getvalue())
    assert [row.cells for row in found.rows] == [("NPS", "2026-03-01", "31"), ("NPS", "2026-04-01", "0.3")]
    assert found.how["others"] == "Sheet"


def test_a_journey_of_mermaid_is_read_with_its_scores_and_refused_with_its_line() -> None:
    text = "# Notes\n```mermaid\njourney\n title My day\n %% note\n section Work\n  Make tea: 5: Me, Cat\n  Sit: 1\n```\nend"
    found = sheet("day.md", text.encode())
    assert [row.cells for row in found.rows] == [("Work", "Make tea", "2", "Me, Cat"), ("Work", "Sit", "-2", "")]
    assert found.how["title"] == "My day"
    assert refusal("day.mmd", b"journey\n section Work\n  Make tea\n").params["row"] == 3
    assert refusal("day.mmd", b"journey\n section Work\n  Make tea: 9: Me\n").code == "file_task_score"


def test_a_page_and_a_text_without_a_diagram_are_refused_for_what_they_are() -> None:
    with pytest.raises(InvalidError) as page:
        reading.check_name("map.HTML")
    with pytest.raises(InvalidError) as text:
        reading.read("notes.md", b"# Notes\n\nNothing drawn.")
    assert (page.value.code, text.value.code) == ("file_kind", "file_no_diagram")


def test_stages_with_their_touchpoints_are_read_from_json_and_yaml() -> None:
    tree = {"stages": [{"name": "Order", "touchpoints": [{"title": "Cart", "details": {"need": "Overview"}}]}]}
    for name, content in (("x.json", json.dumps(tree)), ("x.yaml", "Order:\n- {title: Cart, need: Overview}\n")):
        found = sheet(name, content.encode())
        assert dict(zip(found.columns, found.rows[0].cells, strict=True)) == {
            "stage": "Order",
            "title": "Cart",
            "need": "Overview",
        }
    wrong = refusal("x.json", b'[\n {"title": "Cart",}\n]')
    assert (wrong.code, wrong.params["row"]) == ("file_syntax", 2)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(("1 234,5", 1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("12 %", 12), ("−3", -3), ("４５", 45)),
        *(("1,5", 1.5), ("1,234", 1234), ("0,125", 0.125), ("1e5", 1e5)),
        *(("abc", None), ("", None), ("nan", None), ("1e999", None)),
    ],
)
def test_numbers_are_read_as_people_write_them(said: str, number: float | None) -> None:
    assert values.number(said) == number


def test_a_day_is_read_by_what_the_column_says_and_never_guessed() -> None:
    assert str(values.Days([]).read("2026年3月4日")) == "2026-03-04"
    assert str(values.Days([]).read("4.3.2026")) == "2026-03-04"
    assert str(values.Days(["31/03/2026"]).read("04/03/2026")) == "2026-03-04"
    assert str(values.Days(["03/31/2026"]).read("03/04/2026")) == "2026-03-04"
    assert values.Days(["03/04/2026"]).read("03/04/2026") == "unclear_day"
    assert values.Days([]).read("31.02.2026") == "bad_day"


NAMES = st.sampled_from([f"x.{ending}" for ending in reading.ENDINGS])
HEADS = st.sampled_from(
    [b"", b"journey\n", b"[", b"{", b"<?xml version='1.0'?><opml>", b"PK\x03\x04", b"\xff\xfe", b"a: &a [", b'"', b"- "]
)


@pytest.mark.parametrize("examples", [15, pytest.param(200, marks=pytest.mark.thorough)])
def test_any_bytes_are_read_or_refused_with_a_sentence(examples: int) -> None:
    every = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    content = st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode))
    every(given(NAMES, HEADS, content)(_read_or_refused))()


def _read_or_refused(name: str, head: bytes, content: bytes) -> None:
    refused, found = attempt(name, head + content)
    if refused is not None:
        assert errors.foreseen(refused), refused.code
        assert errors.sentence(refused, say_for("en"))
    else:
        assert isinstance(found, Sheet)
        assert guess(found).kind in Kind
        assert Sheet.load(json.loads(json.dumps(found.dump()))) == found


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_broken_workbook_is_refused_and_breaks_nothing(data: st.DataObject) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Stage", "Touchpoint"])
    content = io.BytesIO()
    book.save(content)
    whole = bytearray(content.getvalue())
    for _ in range(data.draw(st.integers(1, 30))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    refused, _found = attempt("x.xlsx", bytes(whole))
    assert refused is None or refused.code.startswith("file_")
