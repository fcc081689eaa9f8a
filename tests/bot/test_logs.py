"""What is written down, and what never is."""

import logging

import pytest

from bot import logs


@pytest.fixture(autouse=True)
def restored():
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("bot", "workflows", "storage", "cairn"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_a_line_has_its_interactions_number_and_no_secrets(capsys):
    logs.setup("INFO")
    logs.CORRELATION.set("1a2b3c4d")
    try:
        int("postgresql://cairn:canary@host/name")
    except ValueError:
        logging.getLogger("bot.test").exception("token %s", "xoxb-canary-1")
    logs.CORRELATION.set("-")
    said = capsys.readouterr().err
    assert "[1a2b3c4d] token xoxb-…" in said
    assert "canary" not in said


@pytest.mark.parametrize(
    "library", ["aiosqlite", "sqlalchemy.engine", "slack_sdk.web", "slack_bolt.App", "aiohttp.access"]
)
def test_libraries_quote_nobody_even_when_everything_is_wanted(library, capsys):
    logs.setup("DEBUG")
    logging.getLogger(library).info("INSERT … ('a secret thought',)")
    logging.getLogger("bot.test").debug("ours")
    said = capsys.readouterr().err
    assert "secret thought" not in said
    assert "ours" in said


def test_only_errors_means_only_errors(capsys):
    logs.setup("ERROR")
    logging.getLogger("bot.test").warning("not this")
    logging.getLogger("some.library").warning("nor this")
    logging.getLogger("bot.test").error("this")
    said = capsys.readouterr().err
    assert "this" in said
    assert "not this" not in said
    assert "nor this" not in said
