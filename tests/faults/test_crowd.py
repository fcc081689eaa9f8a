"""Two thousand reminders due in one minute, and the worst happens in the middle of it."""

import asyncio
import signal
from datetime import UTC, datetime

import pytest

from tests.faults.crowd import COUNT, HISTORY, crowd, measured, seeded

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("scopes", [HISTORY, frozenset()], ids=["with history scopes", "without history scopes"])
async def test_one_of_two_copies_is_killed(database_url, scopes):
    name = f"kill -9 {'with' if scopes else 'without'} history scopes"
    chance = seeded(name)
    async with measured(name), crowd(database_url, scopes=scopes) as there:
        first, second = await there.start(), await there.start()
        await there.come_due()
        await there.until(int(COUNT * chance.uniform(0.2, 0.7)))
        await there.kill(chance.choice([first, second]))
        killed = datetime.now(UTC)
        await asyncio.sleep(4.5)
        held, flying = await there.held_by_the_dead(1)
        await there.all_told()
        recovered = (await there.first_sent(held) - killed).total_seconds() if held else 0.0
        lost, twice = there.count(name, held_by_the_dead=len(held), in_flight=flying, seconds_to_recover=recovered)
    assert lost == 0
    assert twice == 0 if scopes else twice <= flying
    assert recovered <= 15
