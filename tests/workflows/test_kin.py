"""Maps below larger ones: who may put one where, what is refused, and who hears of it."""

import asyncio
from dataclasses import replace

import pytest

from storage import tables
from tests.workflows.conftest import CHANNEL, Room
from workflows import copying, finding, kin, limits, lives, maps, undoing, workshops
from workflows.commands import Below, SetStages, StartWorkshop
from workflows.copying import CopyMap
from workflows.errors import CairnError, InvalidError, NotAllowedError
from workflows.relatives import Relative
from workflows.undoing import Outcome, Undo


async def begun(room: Room, title: str, below: Below | None = None, channel: str = CHANNEL) -> int:
    command = StartWorkshop(channel, title, "Why", below=below)
    return (await workshops.start(room.desk, room.lead, command)).workshop_id


async def titles(room: Room, of: int) -> list[tuple[str, str]]:
    return [(one.title, one.stage) for one in (await kin.of(room.desk, room.lead, of)).children]


async def refusal(room: Room, of: int, below: Below) -> str:
    with pytest.raises(InvalidError) as refused:
        await kin.put(room.desk, room.lead, of, below)
    assert refused.value.field == "parent"
    return refused.value.code


async def test_a_map_lies_below_a_stage_of_a_larger_one_and_both_say_so(room: Room) -> None:
    whole, checkout = room.workshop_id, await room.stage("Checkout")
    paying = await begun(room, "Paying", Below(whole, checkout))
    waiting = await begun(room, "Waiting")
    room.tray.refreshed.clear()
    await kin.put(room.desk, room.lead, waiting, Below(whole))
    assert {one for one, _soon in room.tray.refreshed} == {whole, waiting}
    assert await titles(room, whole) == [("Paying", "Checkout"), ("Waiting", "")]
    assert (await kin.of(room.desk, room.lead, paying)).parent == Relative(whole, "Buying an oven", CHANNEL, "Checkout")
    assert (await maps.snapshot(room.desk, room.ann, paying)).kin.parent
    copied = await copying.copy(
        room.desk, room.lead, CopyMap(paying, "Paying later", below=Below(paying))
    )  # a copy may go below what it was copied from
    found = await finding.find(room.desk, room.lead)
    assert [(one.outline.title, one.beneath) for one in found.hits] == [
        ("Buying an oven", False),
        ("Waiting", True),
        ("Paying", True),
        ("Paying later", True),
    ]
    choice = await kin.choice(room.desk, room.lead, copied.workshop_id)
    assert choice.now == Below(paying)
    assert [one.id for one in choice.parents][:2] == [paying, whole]

    await maps.set_stages(room.desk, room.lead, SetStages(whole, ("Awareness", "Delivery")))
    assert ("Paying", "") in await titles(room, whole)
    await lives.delete(room.desk, room.lead, whole)
    assert (await kin.of(room.desk, room.lead, paying)).parent is None
    await lives.restore(room.desk, room.lead, whole)
    assert len(await titles(room, whole)) == 2


async def test_circles_depths_and_what_is_not_there_are_refused_with_a_reason(room: Room) -> None:
    top = room.workshop_id
    middle = await begun(room, "Middle", Below(top))
    bottom = await begun(room, "Bottom", Below(middle))
    single = await begun(room, "Single")
    assert await refusal(room, top, Below(top)) == "below_itself"
    assert await refusal(room, top, Below(bottom)) == "below_in_circle"
    assert await refusal(room, single, Below(bottom)) == "too_deep"
    over = await begun(room, "Over")
    assert await refusal(room, top, Below(over)) == "too_deep"
    assert await refusal(room, single, Below(2**40)) == "no_such_parent"
    assert await refusal(room, single, Below(top, 2**31 - 1)) == "unknown_stage"
    await lives.delete(room.desk, room.lead, over)
    assert await refusal(room, single, Below(over)) == "no_such_parent"
    with pytest.raises(NotAllowedError):
        await kin.put(room.desk, room.ann, single, Below(top))
    with pytest.raises(CairnError):
        await kin.put(room.desk, room.stranger, single, Below(top))
    assert limits.LEVELS_MAX == 3

    one, other = await begun(room, "One"), await begun(room, "Other")  # at once, each below the other
    both = await asyncio.gather(
        kin.put(room.desk, room.lead, one, Below(other)),
        kin.put(room.desk, room.lead, other, Below(one)),
        return_exceptions=True,
    )
    assert [type(done) for done in both].count(InvalidError) == 1


async def test_a_map_of_a_private_channel_is_named_to_nobody_else(room: Room) -> None:
    async with room.desk.db.write() as session:
        session.add(tables.Channel(team_id="T1", channel_id="CSECRET", is_private=True))
    lead = room.lead
    there = replace(lead, channels=frozenset({"CSECRET"}))
    secret = (await workshops.start(room.desk, there, StartWorkshop("CSECRET", "Secret", "Why"))).workshop_id
    await kin.put(room.desk, there, room.workshop_id, Below(secret))
    assert (await kin.of(room.desk, lead, room.workshop_id)).parent  # who leads it sees it
    assert not await kin.of(room.desk, room.ann, room.workshop_id)
    assert not (await room.map()).kin  # what everybody reads does not name it
    assert (await maps.snapshot(room.desk, there, secret)).kin.children[0].title == "Buying an oven"
    assert (await finding.find(room.desk, room.ann)).hits[0].parent is None
    with pytest.raises(InvalidError):
        await workshops.start(room.desk, room.ann, StartWorkshop(CHANNEL, "Mine", "Why", below=Below(secret)))


async def test_it_is_taken_back_as_long_as_it_still_lies_there(room: Room) -> None:
    larger, of = await begun(room, "Larger"), room.workshop_id
    await kin.put(room.desk, room.lead, of, Below(larger))
    await kin.put(room.desk, room.lead, of, None)
    undone = await undoing.undo(room.desk, room.lead, Undo(of))
    assert undone.extra["outcome"] == Outcome.UNDONE
    assert (await kin.of(room.desk, room.lead, of)).parent
    await kin.put(room.desk, room.lead, of, None)
    await kin.put(room.desk, room.lead, larger, Below(of))
    undone = await undoing.undo(room.desk, room.lead, Undo(of))
    assert undone.extra["outcome"] == Outcome.CHANGED  # it would lie below what lies below it
