"""When something breaks on our side: the person is told with a reference, the log explains it and quotes nobody."""

import logging
import re

import pytest
import sqlalchemy as sa

from bot.ids import Action, Field, Modal
from bot.simulator.faults import Fault, Mishap
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_SOCKET, LEADER, Team, block
from workflows.words import Step

pytestmark = [pytest.mark.thorough, BY_SOCKET]

SECRET = "the-words-of-a-person"


async def sql(team: Team, statement: str) -> None:
    async with team.desk.db.write() as session:
        await session.exec(sa.text(statement))  # type: ignore[call-overload]


async def test_a_fault_of_ours_tells_the_person_a_reference_and_logs_no_words(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    await team.begin(step=Step.FEEL)
    await team.drawn()
    view = await team.opens("sales", "pain", Modal.NOTE)
    hand = team.hand("sales")
    caplog.set_level(logging.INFO)
    await sql(team, "ALTER TABLE contribution RENAME TO contribution_gone")
    try:
        typed = await team.types("sales", f"pain Checkout: {SECRET}")
        errors = await hand.submit({block(view, Field.TEXT): SECRET, Field.STAGE: "Checkout"})
        await hand.click(team.card(), Action.MAP)
        told = await hand.sees(team.channel, "reference")
    finally:
        await sql(team, "ALTER TABLE contribution_gone RENAME TO contribution")
    assert isinstance(errors, dict), "the form stays open with what was typed in it"
    for said in (words_of(typed), *errors.values(), words_of(told)):
        found = re.search(r"reference: ([0-9a-f]{8})", said)
        assert found, said
        assert found.group(1) in caplog.text
    assert SECRET not in caplog.text
    assert await hand.submit({}) is not None, "tried again, it is kept"
    assert [pain.text for pain in (await team.map()).pains] == [SECRET]
    await team.drawn()


async def test_a_form_that_slack_does_not_open_is_said_and_can_be_asked_for_again(team: Team) -> None:
    await team.begin()
    hand = team.hand("sales")
    team.running.simulator.faults.plan("views.open", Fault(Mishap.REFUSED, code="fatal_error"))
    await hand.command(team.channel, "/journey pain")
    await team.settle()
    told = [m for m in hand.messages(team.channel) if m.ephemeral_to == hand.id]
    assert "reference" in words_of(told[-1])
    view = await team.opens("sales", "pain", Modal.NOTE)
    assert isinstance(view, OpenView)


async def test_the_facilitator_is_told_once_where_cairn_was_thrown_out_of_the_channel(team: Team) -> None:
    await team.begin()
    await team.drawn()
    team.channel.members.discard(team.world.bot_user_id)
    for number in range(2):
        await team.types("sales", f"pain Checkout: {number}")
        await team.opens(LEADER, "next", Modal.GATE)
        await team.submits(LEADER, {})
        await team.closes(LEADER)
        await team.drawn()
    told = [m for m in team.keyed(f"stopped:{team.workshop}:") if m.channel == team.hand(LEADER).direct.id]
    assert len(told) == 1
    assert len((await team.map()).pains) == 2, "nothing that was given is lost"
