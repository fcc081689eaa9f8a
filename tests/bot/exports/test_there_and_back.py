"""What was written down comes back as it was: JSON, YAML, and workbooks whatever is in their cells."""

import io
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from bot.exports import FORMATS, Pictures, cells, data, xlsx
from tests.documents import made_up
from workflows.document import BadDocumentError, Document

BACK = {"json": data.read_json, "yaml": data.read_yaml, "xlsx": xlsx.read}


@pytest.mark.parametrize("name", BACK)
@given(document=made_up.documents())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_a_document_comes_back_as_it_was(name: str, document: Document) -> None:
    language = document.map.workshop.language
    assert BACK[name](FORMATS[name].write(document, Pictures(), language)) == document


@given(text=made_up.said())
def test_a_cell_is_never_a_formula_and_says_the_same_afterwards(text: str) -> None:
    cell = cells.safe(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cells.plain(cell) == text


@given(document=made_up.documents())
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_a_workbook_holds_no_formula_whatever_people_wrote(document: Document) -> None:
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].write(document, Pictures(), "en")))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert all(sheet.title == sheet.title.strip() and len(sheet.title) <= 31 for sheet in book)


@pytest.mark.parametrize("read", BACK.values(), ids=list(BACK))
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"{}", b"[" * 9000, b"PK\x03\x04", b"a: &a [*a, *a]", b'{"format": "other"}']
)
def test_what_is_no_map_is_refused_with_a_reason(read: Callable[[bytes], Document], content: bytes) -> None:
    with pytest.raises(BadDocumentError):
        read(content)
