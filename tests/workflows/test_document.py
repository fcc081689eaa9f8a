"""A map leaves as a document and comes back as it was."""

from hypothesis import HealthCheck, given, settings

from tests.documents import made_up
from tests.documents.same import essence
from tests.workflows.conftest import Room
from workflows import document
from workflows.document import model


async def _back(office: Room, given_: model.Document) -> model.Document:
    done = await document.restore(office.desk, office.lead, given_, "C9")
    return await document.document(office.desk, office.lead, done.workshop_id)


@given(given_=made_up.documents())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
async def test_what_was_exported_comes_back_as_it_was(office: Room, given_: model.Document) -> None:
    assert essence(await _back(office, given_)) == essence(given_)
