"""What is in the files: read again by programs that nobody here wrote."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pptx import Presentation

from bot.exports import FORMATS, Pictures, examples
from bot.exports.mermaid import said
from bot.exports.names import slug
from bot.exports.summary import OPEN
from bot.rendering import draw
from tests.documents import made_up
from workflows.document import Document, plain, schema
from workflows.document.model import Content

# A task of Mermaid's journey grammar: a name without its separators, a score, actors.
TASK = re.compile(r"^ {6}[^:;#,\n]+: [1-5]: [^:;#,\n]+$")


def text(name: str, document: Document, language: str = "en") -> str:
    return FORMATS[name].write(document, Pictures(), language).decode()


def test_the_examples_are_what_the_code_makes() -> None:
    assert examples.main(["check"]) == 0


@given(document=made_up.documents())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_every_format_bears_whatever_people_wrote(document: Document) -> None:
    jsonschema.Draft202012Validator(schema()).validate(plain(document))
    ET.fromstring(text("opml", document))
    lines = text("mermaid", document).splitlines()
    assert lines[0] == "journey"
    assert all(
        line.startswith(("    title ", "    section ", "    %%", "      %%")) or TASK.match(line) for line in lines[1:]
    )
    rows = list(csv.reader(io.StringIO(text("csv", document).lstrip("\ufeff"))))
    things = document.map
    merged = sum(len(one.also) for one in things.contributions)
    given_ = (things.personas, things.stages, things.touchpoints, things.contributions, things.ideas, things.metrics)
    assert len(rows) == 1 + merged + sum(map(len, given_))
    assert not any(re.match(r"[=+@\t\r]|-\D", cell) for row in rows for cell in row)
    written = text("markdown", document)
    assert all(" ".join(one.name.split())[:1] for one in things.stages)
    assert "<b>" not in written.replace("\\<b", "")


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_slides_have_a_chart_and_tables_that_can_be_edited_and_go_on_where_there_is_much(language: str) -> None:
    made = examples.document()
    png = draw(examples.snapshot(), "card", "png")
    deck = Presentation(io.BytesIO(FORMATS["pptx"].write(made, Pictures(png=png), language)))
    shapes = [[*slide.shapes] for slide in deck.slides]
    assert next(one for one in shapes[0] if one.shape_type == 13).width <= deck.slide_width
    (chart,) = [one.chart for one in shapes[0] if one.has_chart]
    felt = [stage.emotion.median if stage.emotion else None for stage in made.map.stages]
    assert [*chart.plots[0].series[0].values] == felt
    assert chart.category_axis.reverse_order is (language == "he")
    tables = [shape.table for slide in shapes for shape in slide if shape.has_table]
    worst = [cell.text for cell in tables[0].rows[1].cells]
    assert "Features cannot be compared side by side" in (worst[-1] if language == "he" else worst[0])
    told = {cell.text for table in tables for row in table.rows for cell in row.cells}
    assert {one.text for one in made.map.contributions if one.severity and one.status in OPEN} <= told
    assert all(shape.top + shape.height <= deck.slide_height for slide in shapes for shape in slide)
    right = [line._p.pPr.get("rtl") for slide in shapes for one in slide if one.has_text_frame
             for line in one.text_frame.paragraphs if line.text]  # fmt: skip
    assert set(right) == ({"1"} if language == "he" else {None})


def test_nobody_who_gave_something_anonymously_stands_in_any_file() -> None:
    made = examples.document()
    hidden = tuple(one.model_copy(update={"author": None}) for one in made.map.contributions)
    content = Content(**{**dict(made.map), "contributions": hidden, "people": made.map.people})
    alone = made.model_copy(update={"map": content})
    facilitator = next(one.name for one in made.map.people if one.key == made.map.workshop.facilitator)
    notes = [
        row for row in csv.DictReader(io.StringIO(text("csv", alone).lstrip("\ufeff"))) if row["Kind"] == "Pain point"
    ]
    assert notes
    assert not any(row["Author"] for row in notes)
    assert all(one["author"] is None for one in json.loads(text("json", alone))["map"]["contributions"])
    assert f"— {facilitator}" not in text("markdown", alone)


def test_names_of_files_lead_nowhere_and_say_what_is_in_them() -> None:
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("CON") == "map-con"
    assert slug("💥") == "map"
    assert slug("Покупка: духовка") == "покупка-духовка"
    assert slug("קניית תנור") == "קניית-תנור"
    assert len(slug("烤" * 500).encode()) <= 240
    assert said("end: of; #it") == "\u2060end： of； ＃it"
