"""A bad day of Slack's: answers that are refusals, errors, or nothing at all."""

import asyncio

import pytest

from bot.simulator.faults import ANY, Fault, Mishap
from tests.journeys.team import BY_SOCKET, Team
from workflows.words import Step

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
PATIENCE = 200.0  # seconds: what is refused is tried again later and later


@BY_SOCKET
async def test_on_a_day_when_a_third_of_slacks_answers_fail_every_message_arrives_once(team: Team) -> None:
    faults = team.running.simulator.faults
    for mishap in (Mishap.RATE_LIMITED, Mishap.SERVER_ERROR, Mishap.DROPPED):
        faults.chance(ANY, 0.11, Fault(mishap, retry_after=1))
    await team.begin(step=Step.REDESIGN)
    await asyncio.gather(
        *(team.hand(role).command(team.channel, f"/journey pain Checkout: of {role}") for role in team.cast.people)
    )
    pains = (await team.map()).pains
    assert len(pains) == len(team.cast.people)
    await team.running.settle(PATIENCE)
    faults.clear()
    await team.types("sales", "pain Checkout: wet after the storm")
    await team.drawn()
    keys = [message.metadata["event_payload"]["key"] for message in team.thread() if message.metadata]
    assert sorted(keys) == sorted(
        [
            f"card:{team.workshop}",
            *(f"guide:{team.workshop}:{visit}" for visit in range(1, 6)),
            f"picture:{team.workshop}:0",
        ]
    )
    assert f"Pain points: {len(pains) + 1}" in str(team.pictures()[0].blocks), "and shows the newest"
