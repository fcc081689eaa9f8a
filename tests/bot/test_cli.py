"""The command line: sentences instead of tracebacks."""

import asyncio
import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import cairo, cli
from bot.exports import coming, examples
from storage import tables
from storage.db import Database, plain
from tests.conftest import administer
from tests.workflows.conftest import HandClock, Tray
from workflows import document
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.importing.reading import WholeMap

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bot(monkeypatch, capsys) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run a command in an environment with none of our variables but those that are given."""
    for name in [name for name in os.environ if name.startswith(("SLACK_", "CAIRN_"))] + ["DATABASE_URL", "PORT"]:
        monkeypatch.delenv(name, raising=False)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level

    def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = cli.main(arguments)
        return code, *capsys.readouterr()

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


def test_starting_without_tokens_says_what_is_missing_and_ends_with_2():
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CAIRN_"))}
    command = [sys.executable, "-m", "bot", "socket"]
    ended = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "SLACK_BOT_TOKEN is missing" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_slack_that_does_not_answer_is_a_sentence(bot, tmp_path):
    code, _out, said = bot(
        "serve",
        SLACK_BOT_TOKEN="xoxb-canary",
        SLACK_SIGNING_SECRET="s" * 32,
        SLACK_API_URL="http://127.0.0.1:9/api/",
        CAIRN_DATA=str(tmp_path),
    )
    assert code == 2
    assert "Nothing answers at SLACK_API_URL" in said
    assert "canary" not in said


def test_the_database_is_brought_up_to_date_once(bot, tmp_path):
    assert bot("db", "upgrade", CAIRN_DATA=str(tmp_path / "new"))[:2] == (0, "The database was brought up to date.\n")
    assert bot("db", "upgrade")[:2] == (0, "The database is up to date.\n")


def test_a_file_that_is_no_database_is_a_sentence(bot, tmp_path):
    (tmp_path / "cairn.sqlite").write_text("not a database, whatever its name says. " * 20)
    code, _out, said = bot("db", "upgrade", CAIRN_DATA=str(tmp_path))
    assert code == 2
    assert "The database file cannot be used" in said


def test_a_database_of_a_newer_cairn_is_left_alone(bot, sqlite_url):
    with sqlite3.connect(sqlite_url.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    code, _out, said = bot("db", "upgrade", DATABASE_URL=f"sqlite:///{sqlite_url.database}")
    assert code == 2
    assert "newer Cairn" in said


def test_a_postgresql_that_does_not_answer_is_a_sentence_without_its_password(bot):
    code, _out, said = bot("db", "upgrade", DATABASE_URL="postgresql://cairn:canary@127.0.0.1:9/cairn")
    assert code == 2
    assert "does not answer at DATABASE_URL" in said
    assert "canary" not in said


def test_a_postgresql_that_is_behind_asks_for_the_one_command(bot, postgres):
    administer(postgres, "CREATE DATABASE behind")
    url = plain(postgres.set(database="behind"))
    code, _out, said = bot("serve", DATABASE_URL=url, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s" * 32)
    assert code == 2
    assert "python -m bot db upgrade" in said
    assert bot("db", "upgrade")[0] == 0


def test_the_manifest_is_printed(capsys):
    assert cli.main(["manifest"]) == 0
    assert json.loads(capsys.readouterr().out)["settings"]["socket_mode_enabled"] is True


def test_a_manifest_for_an_address_slack_cannot_call_is_a_sentence(capsys):
    assert cli.main(["manifest", "--url", "http://cairn.example.com"]) == 2
    assert "https://" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["socket"], ["serve"], ["try"], ["play", "ecommerce", "--out", "x"]])
def test_without_cairo_the_package_to_install_is_named(command, capsys, monkeypatch):
    monkeypatch.setattr(cairo.ctypes, "CDLL", _missing)
    assert cli.main(command) == 2
    said = capsys.readouterr().err
    assert "libcairo2" in said
    assert "brew install cairo" in said


def _missing(name):
    raise OSError(name)


def test_the_operator_orders_that_a_name_is_removed_and_is_told_how_far_it_is(bot, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.erasures.erase.__defaults__", (0.0,))
    place = {"CAIRN_DATA": str(tmp_path)}
    assert bot("erase", "Ana", **place)[::2] == (
        2,
        "“Ana” is not a person's id. In Slack: profile, ⋮, “Copy member ID”.\n",
    )
    assert "No workspace is served" in bot("erase", "U1", **place)[2]
    with sqlite3.connect(tmp_path / "cairn.sqlite") as connection:
        for team in ("T1", "T2"):
            connection.execute(
                "INSERT INTO workspace (team_id, name, bot_id, bot_user_id, app_id, scopes, url, token_mark,"
                " keep_deleted_days, links_allowed, installed_at)"
                " VALUES (?, '', '', '', '', '', '', '', 30, 0, '2026-11-22 10:00:00')",
                (team,),
            )
    assert "T1, T2" in bot("erase", "U1", **place)[2]
    assert "No workspace T3" in bot("erase", "U1", "--workspace", "T3", **place)[2]
    code, said, _ = bot("erase", "U1", "--workspace", "T2", **place)
    assert (code, "It is ordered" in said) == (0, True)
    with sqlite3.connect(tmp_path / "cairn.sqlite") as connection:
        assert connection.execute("SELECT team_id, user_id, asked_by FROM erasure").fetchall() == [("T2", "U1", "")]


@pytest.mark.parametrize(
    ("language", "said", "help_"),
    [
        ("ru_RU.UTF-8", "SLACK_BOT_TOKEN не задан", "как вызывать"),
        ("zh_CN.UTF-8", "没有设置 SLACK_BOT_TOKEN", "用法"),
        ("he_IL.UTF-8", "SLACK_BOT_TOKEN חסר", "שימוש"),
    ],
)
def test_the_command_line_speaks_the_language_of_the_shell(bot, capsys, language, said, help_):
    code, _out, complaint = bot("socket", LC_ALL=language)
    assert code == 2
    assert said in complaint
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    shown = capsys.readouterr().out
    assert help_ in shown
    with pytest.raises(SystemExit):
        cli.main(["render"])
    assert not re.search("usage|error|required|argument", shown + capsys.readouterr().err)
    assert "SLACK_BOT_TOKEN is missing" in bot("socket", CAIRN_LANGUAGE="en")[2], "a wish counts more than the shell"


def test_what_storage_says_is_translated_too(bot, tmp_path):
    (tmp_path / "old.gz").write_text("nothing of ours")
    code, _out, said = bot("restore", str(tmp_path / "old.gz"), CAIRN_DATA=str(tmp_path / "new"), CAIRN_LANGUAGE="ru")
    assert code == 2
    assert "это не резервная копия Cairn" in said


def test_maps_are_written_into_files_and_whatever_hinders_it_is_a_sentence(bot, tmp_path):
    place = {"CAIRN_DATA": str(tmp_path / "new")}
    assert bot("export", "--map", "1", "--out", str(tmp_path), **place)[::2] == (
        2,
        "There is no such map, or no such workspace.\n",
    )
    assert bot("export", "--workspace", "T1", "--out", str(tmp_path))[0] == 2
    asyncio.run(_restored(tmp_path / "new" / "cairn.sqlite"))
    out = tmp_path / "files" / "of today"
    code, said, _ = bot("export", "--map", "1", "--format", "json", "--format", "xlsx", "--out", str(out))
    assert code == 0
    assert said.split("\n")[:-1] == [str(one) for one in sorted(out.iterdir(), key=lambda one: one.suffix)]
    assert isinstance(coming.read("x.xlsx", next(out.glob("*.xlsx")).read_bytes()), WholeMap)
    code, said, _ = bot("export", "--workspace", "T1", "--out", str(out))
    assert code == 0
    packed = zipfile.ZipFile(said.strip())
    assert {name.partition("/")[0] for name in packed.namelist()} == {"index.csv", "index.json", "maps", "pictures"}
    (tmp_path / "taken").write_text("a file, no folder")
    code, _out, said = bot("export", "--map", "1", "--out", str(tmp_path / "taken"))
    assert (code, "cannot be written" in said, "Traceback" in said) == (2, True, False)
    for wrong in (["--map", "x"], ["--map", "1", "--format", "docx"], ["--map", "1", "--workspace", "T1"], []):
        with pytest.raises(SystemExit) as ended:
            cli.main(["export", *wrong])
        assert ended.value.code == 2


async def _restored(path: Path) -> None:
    db = await Database.open(f"sqlite+aiosqlite:///{path}")
    clock, lead = HandClock(), Actor("T1", "ULEAD", "Lena")
    async with db.write() as session:
        session.add(tables.Workspace(team_id="T1", name="Home", installed_at=clock.now()))
        session.add(tables.Profile(team_id="T1", user_id="ULEAD", name="Lena", refreshed_at=clock.now()))
    await document.restore(Desk(db, clock, Tray()), lead, examples.document(), "C1")
    await db.close()
