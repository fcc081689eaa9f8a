"""What whoever runs Cairn can ask it: figures of a workshop, and whether it is well."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from bot import settings
from bot.settings import Mode, SettingsError
from bot.simulator.faults import Fault, Mishap
from bot.simulator.rehearsal import Rehearsal
from storage.figures import count
from tests.bot.crew import crew, workplace


@pytest.fixture(scope="module")
async def asked(tmp_path_factory) -> AsyncIterator[tuple[Rehearsal, str]]:
    """Cairn by Socket Mode, and the address at which it is asked."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    async with workplace(tmp_path_factory.mktemp("data"), metrics=("127.0.0.1", port)) as there:
        yield there, f"http://127.0.0.1:{port}"


async def ask(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def figures(url: str) -> dict[tuple[str, ...], float]:
    status, text = await ask(f"{url}/metrics")
    assert status == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.thorough
async def test_after_a_workshop_the_figures_tell_of_it_and_name_nobody(asked):
    there, url = asked
    team = await crew(there)
    await team.adds_pain(team.anna)
    there.simulator.faults.plan("views.open", Fault(Mishap.REFUSED, code="fatal_error"))
    await team.boris.command(team.channel, "/journey pain")
    await there.settle()
    told = await figures(url)
    assert told["cairn_ack_seconds_count", "command"] == 2
    assert told["cairn_ack_seconds_count", "form"] == 1
    assert told["cairn_slack_call_seconds_count", "views.open"] == 2
    assert told["cairn_slack_errors_total", "fatal_error", "views.open"] == 1
    assert told["cairn_slack_call_seconds_count", "upload"] >= 2
    assert told["cairn_slack_call_seconds_count", "response_url"] >= 1
    assert told["cairn_messages_total", "card", "new"] == 1
    assert told["cairn_drawing_seconds_count", "map"] >= 1
    assert told[("cairn_maps_behind",)] == 0
    assert told[("process_resident_memory_bytes",)] > 1_000_000
    names = {user.id for user in there.simulator.world.users.values()} | {
        there.simulator.world.team_id,
        team.channel.id,
        there.simulator.core.bot_token,
    }
    text = (await ask(f"{url}/metrics"))[1]
    assert not any(name in text for name in names)
    for label in re.findall(r'="([^"]*)"', text):
        assert not re.fullmatch(r"[TUCDWE][A-Z0-9]{6,}", label)


async def test_what_waits_in_the_database_is_counted_when_it_is_asked_for(asked):
    there, url = asked
    team = await crew(there)
    await there.settle()
    db = there.cairn.desk.db
    async with db.write() as session:
        await session.exec(
            sa.text(
                "INSERT INTO review (workshop_id, cadence, starts_on, due_at, local_time, tz, claim_days, "
                "put_off_reason, generation, version, updated_at) SELECT id, 'monthly', '2020-01-01', "
                "'2020-01-01 00:00:00', '10:00', 'UTC', 90, '', 1, 1, '2020-01-01 00:00:00' FROM workshop WHERE id = :id"
            ),
            params={"id": team.workshop},
        )
        await session.exec(sa.text("UPDATE posting SET state = 'queued', ts = NULL WHERE kind = 'guide'"))
        await session.exec(
            sa.text("UPDATE workshop SET revision = revision + 1 WHERE id = :id"), params={"id": team.workshop}
        )
    async with db.read() as session:
        seen = await count(session, there.cairn.desk.clock.now())
    told = await figures(url)
    assert seen.reviews_due == 1 == told[("cairn_reviews_due",)]
    assert seen.messages["guide"] == told["cairn_messages_waiting", "guide"] >= 1
    assert seen.maps_behind == 1
    async with db.write() as session:
        await session.exec(sa.text("DELETE FROM review"))
        await session.exec(sa.text("UPDATE posting SET state = 'failed' WHERE kind = 'guide'"))
        await session.exec(sa.text("UPDATE workshop SET drawn_revision = revision"))


async def test_ready_means_the_database_its_tables_and_the_engine(asked):
    there, url = asked
    db, engine = there.cairn.desk.db, there.cairn.engine
    assert await ask(f"{url}/readyz") == (200, "ready")
    assert await ask(f"{url}/healthz") == (200, "ok")

    async def at(version: str) -> tuple[int, str]:
        async with db.write() as session:
            await session.exec(sa.text("UPDATE alembic_version SET version_num = :it"), params={"it": version})
        return await ask(f"{url}/readyz")

    assert (await at("9999"))[0] == 200, "a newer version that takes its place does not end this one"
    assert (await at("0001"))[0] == 200
    async with db.write() as session:
        await session.exec(sa.text("ALTER TABLE alembic_version RENAME TO gone"))
    assert await ask(f"{url}/readyz") == (503, "the database does not answer")
    async with db.write() as session:
        await session.exec(sa.text("ALTER TABLE gone RENAME TO alembic_version"))
    works, engine._works = engine._works, None
    assert await ask(f"{url}/readyz") == (503, "the engine is not running")
    engine._works = works
    there.simulator.faults.plan("apps.connections.open", Fault(Mishap.REFUSED, code="internal_error"), times=4)
    await there.simulator.socket.cut()
    async with asyncio.timeout(10):
        while await ask(f"{url}/readyz") != (503, "not connected to Slack"):
            await asyncio.sleep(0.05)
    there.simulator.faults.clear()


@pytest.mark.parametrize(
    ("given", "read"),
    [("9464", ("127.0.0.1", 9464)), ("0.0.0.0:9464", ("0.0.0.0", 9464)), ("[::1]:9464", ("::1", 9464)), ("", None)],
)
def test_figures_are_for_this_machine_alone_unless_somebody_says_otherwise(given, read):
    environment = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s" * 32, "METRICS_ADDRESS": given}
    assert settings.load(Mode.SERVE, environment).metrics == read


@pytest.mark.parametrize("given", ["soon", "localhost", "1.2.3.4:", ":9464", "0", "99999"])
def test_an_address_that_is_none_is_complained_about(given):
    with pytest.raises(SettingsError, match="METRICS_ADDRESS is not an address"):
        settings.load(
            Mode.SERVE, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s" * 32, "METRICS_ADDRESS": given}
        )
