"""The doctor: each thing that can be amiss is made so, and the sentence says how to mend it."""

import sqlite3

import pytest
from slack_sdk.errors import SlackApiError

from bot import cairo, cli, doctor
from bot.manifest import manifest
from bot.rendering import fonts
from bot.simulator.core import AppProfile
from bot.simulator.distribution import Distribution
from bot.simulator.faults import Fault, Mishap
from bot.simulator.server import Simulator
from storage.db import Database
from storage.tables import Installation, Workspace
from tests.storage.test_db import NOW


class Patient:
    def __init__(self, simulator: Simulator, database: str) -> None:
        core = simulator.core
        self.simulator = simulator
        self.environment = {
            "SLACK_BOT_TOKEN": core.bot_token,
            "SLACK_APP_TOKEN": core.app_token,
            "SLACK_API_URL": simulator.api_url,
            "DATABASE_URL": database,
        }

    async def amiss(self, **environment: str) -> dict[str, str]:
        found = await doctor.examine(self.environment | environment)
        assert doctor.told(found)
        return {one.what: one.mend for one in found if not one.well}


@pytest.fixture(scope="module")
async def slack():
    async with Simulator(profile=AppProfile.from_manifest(manifest())) as simulator:
        yield simulator


@pytest.fixture
def patient(slack, sqlite_url) -> Patient:
    slack.core.account_error, slack.distribution, slack.skew = None, None, None
    slack.core.profile = AppProfile.from_manifest(manifest())
    return Patient(slack, f"sqlite:///{sqlite_url.database}")


async def test_where_nothing_is_amiss_everything_is_ok(patient, monkeypatch, capsys):
    found = await doctor.examine(patient.environment)
    assert [one.what for one in found if not one.well] == []
    assert {
        "cairo",
        "fonts",
        "settings",
        "database",
        "migration",
        "engine",
        "Slack",
        "clock",
        "bot token",
        "permissions",
    } <= {one.what for one in found}
    told = doctor.told(found)
    assert told.endswith("All is well.\n")
    assert patient.simulator.core.bot_token not in told


@pytest.mark.parametrize(
    ("token", "words"), [("xoxb-wrong", "Slack does not know SLACK_BOT_TOKEN"), ("xoxp-user", "holds a user token")]
)
async def test_a_wrong_token(patient, token, words):
    assert words in str(await patient.amiss(SLACK_BOT_TOKEN=token))


async def test_a_wrong_app_level_token_and_one_without_its_scope(patient):
    assert "Slack refused SLACK_APP_TOKEN" in (await patient.amiss(SLACK_APP_TOKEN="xapp-wrong"))["app-level token"]
    patient.simulator.faults.plan("apps.connections.open", Fault(Mishap.REFUSED, code="missing_scope"))
    assert "connections:write" in (await patient.amiss())["app-level token"]


async def test_a_permission_that_was_not_granted(patient):
    patient.simulator.core.profile.scopes.remove("pins:write")
    assert "Missing: pins:write" in (await patient.amiss())["permissions"]


async def test_a_database_that_is_behind_or_newer_or_no_database(patient, tmp_path):
    path = patient.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM alembic_version")
    assert "python -m bot db upgrade" in (await patient.amiss())["migration"]
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    assert (await patient.amiss())["migration"]
    nothing = tmp_path / "no.sqlite"
    nothing.write_text("not a database, whatever its name says. " * 20)
    assert "cannot be used" in (await patient.amiss(DATABASE_URL=f"sqlite:///{nothing}"))["database"]
    gone = "postgresql://cairn:canary@127.0.0.1:9/cairn"
    found = await patient.amiss(DATABASE_URL=gone)
    assert "does not answer" in found["database"]
    assert "canary" not in str(found)


async def test_a_table_of_the_engine_that_is_missing(patient):
    with sqlite3.connect(patient.environment["DATABASE_URL"].removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TABLE operation_outputs")
    assert "operation_outputs" in (await patient.amiss())["engine"]


async def test_no_font_and_no_cairo(patient, monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)

    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(cairo.ctypes, "CDLL", missing)
    found = await patient.amiss()
    assert "Inter-400.ttf" in found["fonts"]
    assert "libcairo2" in found["cairo"]


@pytest.mark.parametrize(("skew", "words"), [(600, "10 minutes behind"), (-600, "10 minutes ahead of")])
async def test_a_clock_that_is_ten_minutes_off(patient, skew, words):
    patient.simulator.skew = skew
    found = await patient.amiss()
    assert words in found["clock"]
    assert "timedatectl" in found["clock"]


async def test_a_slack_that_cannot_be_reached(patient):
    assert "Nothing answers at" in (await patient.amiss(SLACK_API_URL="http://127.0.0.1:9/api/"))["Slack"]


async def test_for_many_workspaces_the_apps_secrets_are_tried_without_installing_anything(patient, sqlite_url):
    patient.simulator.distribute(Distribution.from_manifest(manifest("https://c.example", many=True), "1.2", "right"))
    many = {
        "SLACK_BOT_TOKEN": "",
        "SLACK_APP_TOKEN": "",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "right",
        "SLACK_SIGNING_SECRET": "s" * 32,
        "CAIRN_URL": "https://c.example",
    }
    assert await patient.amiss(**many) == {}
    assert "SLACK_CLIENT_SECRET" in (await patient.amiss(**many | {"SLACK_CLIENT_SECRET": "wrong"}))["client secret"]
    assert "SLACK_CLIENT_ID" in (await patient.amiss(**many | {"SLACK_CLIENT_ID": "1.3"}))["client id"]
    # A key that is gone.
    db = await Database.open(sqlite_url, ["a" * 32])
    async with db.write() as session:
        session.add(Workspace(team_id="T1", installed_at=NOW))
        await session.flush()
        session.add(Installation(team_id="T1", token="xoxb-1"))
    await db.close()
    found = await patient.amiss(**many | {"CAIRN_SECRET_KEYS": "b" * 32})
    assert "1 of the encrypted secrets cannot be opened" in found["keys"]
    assert await patient.amiss(**many | {"CAIRN_SECRET_KEYS": f"{'b' * 32},{'a' * 32}"}) == {}


async def test_on_postgresql_many_workspaces_need_a_key(patient, postgres_url):
    found = await patient.amiss(
        SLACK_BOT_TOKEN="",
        SLACK_APP_TOKEN="",
        SLACK_CLIENT_ID="1.2",
        SLACK_CLIENT_SECRET="right",
        SLACK_SIGNING_SECRET="s" * 32,
        CAIRN_URL="https://c.example",
        DATABASE_URL=postgres_url.render_as_string(hide_password=False),
    )
    assert "CAIRN_SECRET_KEYS is missing" in found["settings"]


def test_scripts_are_told_by_the_exit_code(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    monkeypatch.setenv("CAIRN_DATA", str(tmp_path))
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "SLACK_BOT_TOKEN is missing" in said
    assert "to mend" in said
    assert SlackApiError.__name__ not in said
