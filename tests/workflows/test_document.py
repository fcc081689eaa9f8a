"""A map leaves as a document and comes back as it was."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.exports import FORMATS, Pictures, coming
from storage import tables
from tests.documents import made_up
from tests.documents.same import essence
from tests.workflows.conftest import BY_SQLITE, Room
from workflows import document, privacy, scoring
from workflows.commands import ScoreStages
from workflows.document import model
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.importing import applying, drafts
from workflows.importing.drafts import BeginImport
from workflows.words import NoteKind, PainStatus, Severity


async def _back(office: Room, given_: model.Document, name: str) -> model.Document:
    """Through the doors: a file, looked at and said yes to, and the new map of it."""
    format_ = FORMATS[name]
    file = f"map.{format_.extension}"
    found = coming.read(file, format_.write(given_, Pictures(), given_.map.workshop.language))
    begun = await drafts.begin(office.desk, office.lead, BeginImport("F1", file, "C9"))
    await drafts.keep(office.desk, office.lead, begun.item_id or 0, found, None)
    done = await applying.begin_map(office.desk, office.lead, begun.item_id or 0)
    return await document.document(office.desk, office.lead, done.workshop_id)


@given(given_=made_up.documents(), name=st.sampled_from(["json", "yaml", "xlsx"]))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
async def test_what_was_exported_comes_back_as_it_was(office: Room, given_: model.Document, name: str) -> None:
    assert essence(await _back(office, given_, name)) == essence(given_)


async def test_a_map_is_begun_only_where_one_is_and_where_there_is_room(office: Room) -> None:
    made = examples_with_strangers()
    async with office.desk.db.write() as session:
        session.add(tables.Channel(team_id=office.lead.team_id, channel_id="CSECRET", is_private=True))
    with pytest.raises(InvalidError, match="not_there"):
        await document.restore(office.desk, office.ann, made, "CSECRET")
    inside = replace(office.ann, channels=frozenset({"CSECRET"}))
    await document.restore(office.desk, inside, made, "CSECRET")
    full = replace(office.desk, caps=replace(office.desk.caps, maps=1))
    with pytest.raises(InvalidError, match="too_many_maps"):
        await document.restore(full, office.ann, made, "C1")
    assert await office.count(tables.Workshop) == 1


async def test_the_texts_of_a_document_are_cleaned_and_none_is_longer_than_a_map_takes(office: Room) -> None:
    data = document.plain(examples_with_strangers())
    data["map"]["contributions"][0]["text"] = "Too \u202eslow\x07"
    read = document.read(data)
    assert read.map.contributions[0].text == "Too slow"
    data["map"]["contributions"][0]["text"] = "x" * 200_000
    with pytest.raises(document.BadDocumentError, match="bad_document"):
        document.read(data)


async def test_who_is_of_elsewhere_stays_a_name_and_answers_for_nothing(office: Room) -> None:
    made = examples_with_strangers()
    done = await document.restore(office.desk, office.ann, made, "C9", claim="once")
    assert await document.restore(office.desk, office.ann, made, "C9", claim="once") == done
    assert done.extra["strangers"] == ["Olga"]
    back = await document.document(office.desk, office.ann, done.workshop_id)
    (pain,) = back.map.contributions
    assert pain.author == "was:Olga"
    assert pain.owner is not None
    assert (pain.owner.owner, pain.owner.left_by) == ("UANN", "was:Olga")
    assert back.map.workshop.facilitator == "UANN"
    assert await office.count(tables.Workshop) == 1
    with pytest.raises(NotAllowedError):
        await document.restore(office.desk, office.guest, made, "C9")


async def test_what_is_private_or_foreign_is_in_no_document(room: Room) -> None:
    stage = await room.stage("Checkout")
    await privacy.begin(room.desk, room.lead, room.workshop_id)
    await scoring.score(room.desk, room.ann, ScoreStages(room.workshop_id, {stage: -2}, {stage: "secretly"}))
    told = await document.document(room.desk, room.lead, room.workshop_id)
    assert told.withheld == ("scores",)
    assert "secretly" not in told.model_dump_json()
    with pytest.raises(NotFoundError):
        await document.document(room.desk, room.stranger, room.workshop_id)


async def test_a_document_that_contradicts_itself_is_refused(room: Room) -> None:
    data = document.plain(await document.document(room.desk, room.lead, room.workshop_id))
    data["map"]["touchpoints"] = [{"id": 1, "stage": 999_999, "title": "Shop"}]
    with pytest.raises(document.BadDocumentError, match="bad_document") as refused:
        document.read(data)
    assert "999999" in refused.value.why
    with pytest.raises(document.BadDocumentError, match="newer_document"):
        document.read({**data, "version": 2})


@BY_SQLITE
async def test_moments_without_a_zone_are_taken_for_utc_and_those_nobody_can_reckon_with_are_refused(
    office: Room,
) -> None:
    data = document.plain(examples_with_strangers())
    (pain,) = data["map"]["contributions"]
    pain["created_at"], pain["owner"]["assigned_at"] = "2026-10-01", "2026-10-01T08:30:00"
    done = await document.restore(office.desk, office.lead, document.read(data), "C1")
    made = await document.document(office.desk, office.lead, done.workshop_id)
    assert made.map.contributions[0].created_at.isoformat() == "2026-10-01T00:00:00+00:00"
    for wrong in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        pain["created_at"] = wrong
        with pytest.raises(document.BadDocumentError, match="bad_document"):
            document.read(data)


def examples_with_strangers() -> model.Document:
    """A map on which somebody unknown gave a pain point, and answers for it."""
    olga = model.Person(key="olga", name="Olga", slack_id="UELSEWHERE", takes_part=True)
    at = made_up.EARLIER
    pain = model.Contribution(
        id=1, kind=NoteKind.PAIN, text="Too slow", author="olga", created_at=at, severity=Severity.MINOR,
        status=PainStatus.OPEN, owner=model.Ownership(owner="olga", assigned_at=at),
    )  # fmt: skip
    head = model.Workshop(title="Theirs", facilitator="olga", created_at=at)
    return model.Document(exported_at=at, map=model.Content(workshop=head, people=(olga,), contributions=(pain,)))
