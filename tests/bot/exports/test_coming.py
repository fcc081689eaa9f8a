"""Files that Cairn wrote itself come back: workbooks as maps, tables and outlines as their touchpoints."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from bot.exports import FORMATS, Pictures, coming, examples
from bot.i18n import LANGUAGES
from workflows.document import plain
from workflows.errors import InvalidError
from workflows.importing.columns import guess
from workflows.importing.planning import touchpoints
from workflows.importing.plans import There
from workflows.importing.reading import WholeMap
from workflows.importing.sheet import Sheet
from workflows.limits import NOTES_MAX
from workflows.words import Channel

EMPTY = There((), (), frozenset(), 0, NOTES_MAX, {}, {}, {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["csv", "mermaid", "opml"])
def test_touchpoints_come_back_with_stage_and_channel_and_nobody_has_to_say_what_the_columns_are(
    name: str, language: str
) -> None:
    made = examples.document()
    format_ = FORMATS[name]
    found = coming.read(f"map.{format_.extension}", format_.write(made, Pictures(), language))
    assert isinstance(found, Sheet)
    mapping = guess(found)
    assert mapping.sure
    plan = touchpoints(found, mapping, EMPTY)
    assert not plan.problems
    assert not plan.notes
    stages = {one.id: one.name for one in made.map.stages}
    assert [(one.stage, one.title) for one in plan.added] == [
        (stages[one.stage], one.title) for one in made.map.touchpoints
    ]
    if name != "mermaid":  # it knows no channels, but feelings
        assert [Channel(one.fields["channel"]) for one in plan.added] == [one.channel for one in made.map.touchpoints]
        assert not plan.scores
    else:
        assert set(plan.scores) == {one.name for one in made.map.stages if one.emotion}
        assert not any("details.person" in one.fields for one in plan.added)


def test_of_a_table_without_touchpoints_the_evidence_is_taken_and_the_rest_is_counted() -> None:
    made = examples.document()
    content = made.map.model_copy(update={"touchpoints": ()})
    found = coming.read("map.csv", FORMATS["csv"].write(made.model_copy(update={"map": content}), Pictures(), "en"))
    assert isinstance(found, Sheet)
    assert guess(found).kind == "survey"
    assert guess(found).sure
    assert int(found.how["rest"]) > len(found.rows)


def test_a_workbook_of_ours_is_a_whole_map_whatever_people_sorted_and_another_one_is_a_table() -> None:
    made = examples.document()
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].write(made, Pictures(), "he")))
    sheet = book.worksheets[5]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for number, row in enumerate(reversed(rows), 3):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    out = io.BytesIO()
    book.save(out)
    found = coming.read("whatever.xlsx", out.getvalue())
    assert isinstance(found, WholeMap)
    assert {one["id"] for one in found.document["map"]["touchpoints"]} == {one.id for one in made.map.touchpoints}
    assert found.document["map"]["contributions"] == plain(made)["map"]["contributions"]

    other = Workbook()
    assert other.active
    other.active.append(["Stage", "Touchpoint"])
    other.active.append(["Order", "Cart"])
    out = io.BytesIO()
    other.save(out)
    assert isinstance(coming.read("list.xlsx", out.getvalue()), Sheet)
    # What says it were ours, and is not.
    other.create_sheet("cairn")
    out = io.BytesIO()
    other.save(out)
    with pytest.raises(InvalidError):
        coming.read("list.xlsx", out.getvalue())


def test_a_workbook_of_ours_with_nonsense_in_its_hidden_cells_is_refused_with_a_reason() -> None:
    book = zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(examples.document(), Pictures(), "en")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as spoilt:
        for name in book.namelist():
            spoilt.writestr(name, book.read(name).replace(b"<t>symptoms.0</t>", b"<t>symptoms.x</t>"))
    with pytest.raises(InvalidError):
        coming.read("map.xlsx", out.getvalue())
