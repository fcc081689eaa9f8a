"""Cairn and the simulated workspace together, over Socket Mode on SQLite and over signed HTTP on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from bot.simulator.cast import Cast, enter
from bot.simulator.rehearsal import Rehearsal, rehearsal
from tests.conftest import Databases
from tests.journeys.team import NUMBERS, WAYS, Team
from workflows import presets

PAUSE = 3.0  # between a change and its picture, unless somebody asks for it
PATIENCE = 15.0  # on a busy machine three seconds are soon over


@pytest.fixture(scope="package", params=list(WAYS))
async def running(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Rehearsal]:
    """Cairn, connected; one at a time, because the engine is one per process."""
    mode, kind = WAYS[request.param]
    url = databases.new(kind)
    wished = {"refresh_delay": PAUSE, "secret_keys": ["k" * 40], "webhooks_here": True}
    async with rehearsal(database_url=url, mode=mode, **wished) as one:
        one.simulator.core.ack_seconds = one.simulator.core.trigger_seconds = PATIENCE
        yield one
        one.simulator.faults.clear()
    databases.drop(url)


@pytest.fixture(scope="package")
def cast(running: Rehearsal) -> Cast:
    """Five people of four departments, who know each other from test to test."""
    return enter(running.simulator.world, presets.example("ecommerce")["cast"])


@pytest.fixture
async def team(running: Rehearsal, cast: Cast) -> AsyncIterator[Team]:
    """Those five in a channel of their own; nobody meets with a problem unless a test says so."""
    world = running.simulator.world
    world.problems.clear()
    for user in cast.people.values():
        world.stack(user.id).clear()
    channel = world.add_channel(f"team-{next(NUMBERS)}", [user.id for user in cast.people.values()])
    one = Team(running, Cast(channel, dict(cast.people)))
    yield one
    running.simulator.faults.clear()
    await one.settle()
    assert not one.problems(), "the workspace had something to complain about"
    # Its reviews would come due in other tests that move the one clock.
    await running.simulator.archive(channel, cast.facilitator)
