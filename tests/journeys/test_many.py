"""Workshops of many people: sixty in one minute, and twelve over nine days in four time zones.

Slow, so they run beside the tests of faults.
"""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import SimUser
from tests.journeys.team import BY_HTTP, LEADER, Team, block
from workflows.words import NoteKind, Step

pytestmark = [BY_HTTP, pytest.mark.thorough, pytest.mark.alone]

PEOPLE = 60
ACK = 3.0
MINUTE = 40.0  # seconds in which they all come
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Jerusalem", "Asia/Shanghai")
WAITED_FOR = "is waiting for what you know"


def crowd(team: Team, count: int, zones: tuple[str, ...] = ("UTC",)) -> list[SimUser]:
    """More people in the channel, each of whom may act as a role by their number."""
    made = []
    for number in range(count):
        user = team.world.add_user(f"p{team.channel.id}{number}", f"Person {number}", tz=zones[number % len(zones)])
        team.channel.members.add(user.id)
        team.cast.people[f"p{number}"] = user
        made.append(user)
    return made


def told(team: Team, role: str, words: str) -> int:
    """How many letters to a person say something."""
    return sum(words in words_of(letter) for letter in team.letters(role))


async def test_sixty_people_contribute_in_the_same_minute_and_no_word_is_lost(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    crowd(team, PEOPLE)
    await team.drawn()
    files, waits = len(team.world.files), []

    async def gives(number: int) -> None:
        hand = team.hand(f"p{number}")
        await asyncio.sleep(number * MINUTE / PEOPLE)
        for kind in (NoteKind.PAIN, NoteKind.JOY):
            begun = time.monotonic()
            await hand.command(team.channel, f"/journey {kind} Checkout: {kind} of {number}")
            waits.append(time.monotonic() - begun)

    await asyncio.gather(*(gives(number) for number in range(PEOPLE)))
    await team.drawn()
    whole = await team.map()
    assert {note.text for note in whole.pains} == {f"pain of {number}" for number in range(PEOPLE)}
    assert {note.text for stage in whole.stages for note in stage.joys} == {f"joy of {n}" for n in range(PEOPLE)}
    assert len(whole.outline.participants) == PEOPLE + 5
    drawings = (len(team.world.files) - files) / 2
    waits.sort()
    usual = waits[len(waits) * 95 // 100]
    print(
        f"{len(waits)} contributions, 95 of 100 in {usual:.2f} s, slowest {waits[-1]:.2f} s, drawn {drawings:.0f} times"
    )
    assert usual < ACK, "Slack waits no longer"
    assert drawings <= 20
    assert whole.outline.map_file_id, "the picture shows it all"


async def a_day(team: Team) -> None:
    """A day goes by, and everybody's working hours with it, whatever time it is now."""
    for _quarter in range(4):
        await team.running.simulator.clock.shift(timedelta(hours=6))
        await team.settle()


async def test_twelve_people_in_four_time_zones_work_nine_days_apart(team: Team) -> None:
    people = crowd(team, 7, ZONES)
    clock = team.running.simulator.clock
    await team.begin(step=Step.MAP)
    for role in [f"p{number}" for number in range(7)]:
        view = await team.opens(role, "introduce", Modal.INTRODUCE)
        assert view.user == team.user(role).id
        await team.submits(role, {Field.DEPARTMENT: "Support"})
        await team.closes(role)
    await team.opens(LEADER, "time", Modal.TIME)
    await team.submits(LEADER, {Field.DAY: clock.now().date() + timedelta(days=5)})
    await team.closes(LEADER)
    for day in range(5):
        role = f"p{day}"
        await team.hand(role).command(team.channel, f"/journey action Checkout: fills in the form again, {day}")
        await a_day(team)
    nudged = {role for role in team.cast.people if told(team, role, WAITED_FOR)}
    assert "p0" not in nudged, "who gave something is left in peace"
    assert {"p5", "p6", "sales"} <= nudged
    # Two of them describe the same contact, and neither's words are lost.
    view = await team.opens("p3", "touchpoints", Modal.TOUCHPOINTS)
    await team.submits("p3", {block(view, Field.LINES): "Order form @web", Field.STAGE: "Checkout"})
    await team.closes("p3")
    forms = {}
    for role in ("p3", "p4"):
        listed = await team.opens(role, "touchpoints", Modal.TOUCHPOINTS)
        forms[role] = await team.presses(role, listed, Action.TOUCHPOINT, "Order form", modal=Modal.TOUCHPOINT)
    await team.submits("p3", {Field.TITLE: "The long order form"}, forms["p3"])
    clash = await team.submits("p4", {Field.TITLE: "Order form on the phone"}, forms["p4"])
    assert clash is not None
    assert clash.callback_id == Modal.CONFLICT
    assert "The long order form" in words_of(clash)
    await team.closes("p3")
    await team.closes("p4")
    # One of them leaves the company; what they gave stays, and nobody writes to them any more.
    gone = people[0]
    gone.deleted = True
    await team.running.simulator.change_user(gone)
    # Half-way, somebody else leads.
    form = await team.opens(LEADER, "people", Modal.PEOPLE)
    await team.presses(LEADER, form, Action.LEAD, modal=Modal.LEAD)
    await team.submits(LEADER, {Field.FACILITATOR: team.user("p6").id})
    await team.closes(LEADER)
    await team.opens("p6", "next", Modal.GATE)
    await team.submits("p6", {})
    await team.closes("p6")
    await team.opens("p6", "time", Modal.TIME)
    await team.submits("p6", {Field.DAY: clock.now().date() + timedelta(days=4)})
    await team.closes("p6")
    for day in range(4):
        await team.adds_pain(f"p{day + 1}", f"Nobody answers on day {day}")
        await a_day(team)
    whole = await team.map()
    assert len(whole.pains) == 4
    assert any(note.text.endswith("again, 0") for stage in whole.stages for note in stage.actions)
    assert not told(team, "p0", ""), "who left is not written to"
    await a_day(team)  # the last day is over then, at whatever time of day this began
    await team.at_work("p6")
    assert told(team, "p6", "of 12 people gave something") == 1, "who leads now hears of the end"
