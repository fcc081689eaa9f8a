"""The command line: sentences instead of tracebacks."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cairo, cli

ROOT = Path(__file__).parents[2]


def bot(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command, in an environment without any of our variables."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CAIRN_"))}
    clean.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_starting_without_tokens_says_what_is_missing_and_ends_with_2():
    ended = bot("socket")
    assert ended.returncode == 2
    assert "SLACK_BOT_TOKEN is missing" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_slack_that_does_not_answer_is_a_sentence(tmp_path):
    ended = bot(
        "serve",
        SLACK_BOT_TOKEN="xoxb-canary",
        SLACK_SIGNING_SECRET="s" * 32,
        SLACK_API_URL="http://127.0.0.1:9/api/",
        CAIRN_DATA=str(tmp_path),
    )
    assert ended.returncode == 2
    assert "Nothing answers at SLACK_API_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "canary" not in ended.stderr


def test_the_database_is_brought_up_to_date_once(tmp_path):
    first, second = (bot("db", "upgrade", CAIRN_DATA=str(tmp_path / "new")) for _ in range(2))
    assert (first.returncode, first.stdout) == (0, "The database was brought up to date.\n")
    assert (second.returncode, second.stdout) == (0, "The database is up to date.\n")


def test_a_file_that_is_no_database_is_a_sentence(tmp_path):
    (tmp_path / "cairn.sqlite").write_text("not a database, whatever its name says. " * 20)
    ended = bot("db", "upgrade", CAIRN_DATA=str(tmp_path))
    assert ended.returncode == 2
    assert "The database file cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_of_a_newer_cairn_is_left_alone(tmp_path):
    bot("db", "upgrade", CAIRN_DATA=str(tmp_path))
    with sqlite3.connect(tmp_path / "cairn.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ended = bot("db", "upgrade", CAIRN_DATA=str(tmp_path))
    assert ended.returncode == 2
    assert "newer Cairn" in ended.stderr


def test_a_postgresql_that_does_not_answer_is_a_sentence_without_its_password():
    ended = bot("db", "upgrade", DATABASE_URL="postgresql://cairn:canary@127.0.0.1:9/cairn")
    assert ended.returncode == 2
    assert "does not answer at DATABASE_URL" in ended.stderr
    assert "canary" not in ended.stderr


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
