"""Whole maps: few queries, plain data and back, stages arranged by any list of names."""

import json
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.conftest import Room
from workflows import contributions, ideas, maps, pains, personas, presets, reviews, scoring, touchpoints
from workflows.commands import AddNote, AddTouchpoints, SaveIdea, SavePersona, ScoreStages, SetStages
from workflows.errors import InvalidError
from workflows.frozen import freeze, thaw
from workflows.promising import AssignPain
from workflows.reviewing import SaveMetric
from workflows.snapshots import MapSnapshot
from workflows.words import NoteKind


@contextmanager
def counted(room: Room):
    """Count the statements that a block sends to the database."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "(SELECT")):
            seen.append(statement)

    both = (room.desk.db._readers, room.desk.db._writers)
    books = [(lanes.book, lanes.book.written) for lanes in both]

    def noted(written):
        def found(statement, *keys):
            seen.append(str(statement))
            return written(statement, *keys)

        return found

    for book, written in books:
        book.written = noted(written)
    engines = {lanes.engine.sync_engine.pool: lanes.engine.sync_engine for lanes in both}.values()
    for engine in engines:  # on PostgreSQL the readers' engine is a view of the writers'
        sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", note)
    for book, written in books:
        book.written = written


async def fill(room: Room) -> None:
    stages = (await room.map()).stages
    await personas.save(room.desk, room.ann, SavePersona(room.workshop_id, "Sarah", goal="g", details={"age": "32"}))
    await reviews.save_metric(room.desk, room.ann, SaveMetric(room.workshop_id, "NPS", baseline=10))
    await scoring.score(room.desk, room.bob, ScoreStages(room.workshop_id, {stage.id: -1 for stage in stages}))
    for stage in stages:
        await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage.id, "a\nb @web\nc"))
        for kind in NoteKind:
            await contributions.add(room.desk, room.bob, AddNote(room.workshop_id, kind, f"a {kind}", stage.id))
    for pain in (await room.map()).pains:
        await ideas.save(room.desk, room.ann, SaveIdea(room.workshop_id, "mend it", pain.id))
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain.id, "UANN", date(2026, 12, 1)))


async def test_a_whole_map_takes_the_same_few_queries_however_full_it_is(room: Room) -> None:
    with counted(room) as empty:
        await room.map()
    await fill(room)
    with counted(room) as full:
        whole = await room.map()
    assert len(full) == len(empty) <= 15
    assert len(whole.touchpoints) == 9
    with counted(room) as head:
        await maps.outline(room.desk, room.lead, room.workshop_id)
    assert len(head) <= 5  # the four of an outline, and the door's own


async def test_a_full_map_comes_back_from_plain_data_as_it_was(room: Room) -> None:
    await fill(room)
    whole = await room.map()
    plain = json.loads(json.dumps(freeze(whole)))
    assert thaw(plain) == whole
    assert thaw(plain).gate == whole.gate


def values(kind: object) -> st.SearchStrategy:  # noqa: PLR0911 - one line for each shape of type
    """Values of a snapshot's field type, any the type allows."""
    origin, given_types = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return st.one_of(*(values(one) for one in given_types))
    if origin is tuple and given_types[-1] is Ellipsis:
        return st.lists(values(given_types[0]), max_size=1).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(one) for one in given_types))
    if origin is dict:
        return st.dictionaries(TEXTS, values(given_types[1]), max_size=2)
    if origin is frozenset:
        return st.frozensets(values(given_types[0]), max_size=3)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{one.name: values(hints[one.name]) for one in fields(kind)})
    return PLAIN[kind] if kind in PLAIN else st.from_type(kind)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=5)
PLAIN = {
    str: TEXTS,
    int: st.integers(-(2**31), 2**31),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
}


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(values(MapSnapshot))
def test_any_map_at_all_comes_back_from_plain_data(snapshot: MapSnapshot) -> None:
    again = thaw(json.loads(json.dumps(freeze(snapshot))))
    assert again == snapshot
    assert again.gate == snapshot.gate


NAME = st.sampled_from(["Awareness", "CHECKOUT", "Checkout", "delivery", "Use", "认知", "Straße", "STRASSE", " Use "])


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(names=st.lists(NAME, max_size=6).map(tuple))
async def test_any_list_of_stage_names_either_stands_as_typed_or_changes_nothing(
    room: Room, names: tuple[str, ...]
) -> None:
    before = (await room.map()).stages
    if not any(stage.touchpoints for stage in before):
        stage_id = next(stage.id for stage in before if stage.name.casefold() == "checkout")
        await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, "Cart"))
        before = (await room.map()).stages
    folded = [name.strip().casefold() for name in names]
    command = SetStages(room.workshop_id, names)
    if not names or len(set(folded)) < len(folded) or "checkout" not in folded:
        with pytest.raises(InvalidError, match=r"required|duplicate|stage_has_contents"):
            await maps.set_stages(room.desk, room.ann, command)
        assert (await room.map()).stages == before
    else:
        await maps.set_stages(room.desk, room.ann, command)
        after = (await room.map()).stages
        assert [stage.name for stage in after] == [name.strip() for name in names]
        assert [stage.position for stage in after] == list(range(len(names)))
        ids = {stage.name.casefold(): stage.id for stage in before}
        assert all(ids.get(stage.name.casefold(), stage.id) == stage.id for stage in after)
        assert sum(len(stage.touchpoints) for stage in after) == 1


@pytest.mark.parametrize("name", sorted(presets.stage_sets()))
def test_every_set_of_stages_fits_a_map(name: str) -> None:
    one = presets.stage_sets()[name]
    assert one.title
    assert 1 <= len(one.stages) <= 20
    assert len({stage.casefold() for stage in one.stages}) == len(one.stages)
    assert all(0 < len(stage) <= 80 for stage in one.stages)


def test_the_example_journey_can_be_loaded_and_unknown_ones_cannot() -> None:
    assert "ecommerce" in presets.names()
    assert presets.example("ecommerce", "he")["stages"]
    with pytest.raises(KeyError):
        presets.example("../../etc/passwd")
