"""What is wrong with the environment is said at the start, with what to do."""

from pathlib import Path

import pytest

from bot import settings
from bot.settings import Mode, SettingsError

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
SERVE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s" * 32}


def complaints(mode: Mode, environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings.load(mode, environment)
    return caught.value.sentences


def test_a_complete_environment_is_taken_with_sensible_defaults():
    made = settings.load(Mode.SOCKET, SOCKET)
    assert (made.port, made.log_level, made.slack_api_url) == (3000, "INFO", "https://slack.com/api/")
    assert made.database.startswith("sqlite:////")
    assert made.database.endswith("/data/cairn.sqlite")


def test_socket_mode_needs_no_signing_secret_and_http_no_app_token():
    assert settings.load(Mode.SOCKET, SOCKET).signing_secret == ""
    assert settings.load(Mode.SERVE, SERVE).app_token == ""


def test_everything_that_is_missing_is_said_at_once_with_the_page_to_find_it_on():
    first, second = complaints(Mode.SOCKET, {})
    assert "SLACK_BOT_TOKEN" in first
    assert "OAuth & Permissions" in first
    assert "SLACK_APP_TOKEN" in second
    assert "App-Level Tokens" in second
    assert "connections:write" in second


def test_http_without_a_signing_secret_says_where_it_is():
    (sentence,) = complaints(Mode.SERVE, {"SLACK_BOT_TOKEN": "xoxb-1"})
    assert "SLACK_SIGNING_SECRET" in sentence
    assert "App Credentials" in sentence


def test_swapped_tokens_are_recognised_by_their_prefixes():
    first, second = complaints(Mode.SOCKET, {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"})
    assert "belongs in SLACK_APP_TOKEN" in first
    assert "belongs in SLACK_BOT_TOKEN" in second


@pytest.mark.parametrize("token", ["xoxp-1", "hello"])
def test_a_token_of_another_kind_is_refused(token):
    (sentence,) = complaints(Mode.SOCKET, SOCKET | {"SLACK_BOT_TOKEN": token})
    assert "xoxb-" in sentence


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "３０００", "9" * 5000])
def test_a_port_that_is_none_is_said_to_be(port):
    (sentence,) = complaints(Mode.SERVE, SERVE | {"PORT": port})
    assert "from 1 to 65535" in sentence


@pytest.mark.parametrize("url", ["mysql://host/name", "cairn.sqlite", "sqlite://", "postgresql://"])
def test_a_database_nobody_knows_is_named_with_what_to_write(url):
    (sentence,) = complaints(Mode.SERVE, SERVE | {"DATABASE_URL": url})
    assert "postgresql://user:password@host/name" in sentence


@pytest.mark.parametrize(
    "url", ["sqlite:///x.sqlite", "sqlite+aiosqlite:////x", "postgresql://u@h/n", "postgresql+psycopg://u:p@h/n"]
)
def test_the_databases_we_know_are_taken(url):
    assert settings.load(Mode.SERVE, SERVE | {"DATABASE_URL": url}).database == url


def test_tokens_do_not_travel_in_the_open():
    (sentence,) = complaints(Mode.SERVE, SERVE | {"SLACK_API_URL": "http://slack.example.com/api/"})
    assert "https://" in sentence
    local = settings.load(Mode.SERVE, SERVE | {"SLACK_API_URL": "http://127.0.0.1:9/api"})
    assert local.slack_api_url == "http://127.0.0.1:9/api/"


def test_an_unknown_log_level_lists_those_that_are():
    (sentence,) = complaints(Mode.SERVE, SERVE | {"LOG_LEVEL": "loud"})
    assert "DEBUG, INFO, WARNING, ERROR" in sentence


def test_how_long_a_copy_serves_on_is_a_number_of_seconds():
    assert settings.load(Mode.SERVE, SERVE | {"LEAVE_SECONDS": "5"}).leave_seconds == 5
    for wrong in ("61", "-1", "soon"):
        (sentence,) = complaints(Mode.SERVE, SERVE | {"LEAVE_SECONDS": wrong})
        assert "whole seconds from 0 to 60" in sentence


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("")
    (sentence,) = complaints(Mode.SERVE, SERVE | {"CAIRN_DATA": str(tmp_path / "file")})
    assert "Name a folder" in sentence


def test_secrets_are_neither_in_complaints_nor_in_the_representation():
    sentences = complaints(Mode.SERVE, SERVE | {"PORT": "xoxb-canary-123"})
    assert "canary" not in "".join(sentences)
    shown = repr(settings.load(Mode.SERVE, SERVE | {"DATABASE_URL": "postgresql://u:canary@h/n"}))
    assert "canary" not in shown
    assert "xoxb" not in shown


MANY = {
    "SLACK_CLIENT_ID": "1234.5678",
    "SLACK_CLIENT_SECRET": "c" * 32,
    "SLACK_SIGNING_SECRET": "s" * 32,
    "CAIRN_URL": "https://cairn.example.com/",
}


def test_for_many_workspaces_there_is_no_token_of_one():
    made = settings.load(Mode.SERVE, MANY)
    assert (made.many, made.bot_token, made.public_url) == (True, "", "https://cairn.example.com")
    assert not settings.load(Mode.SERVE, SERVE).many
    for secret in ("c" * 32, "s" * 32):
        assert secret not in repr(made)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "are both set"),
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET is missing"),
        ({"SLACK_CLIENT_SECRET": "s" * 32}, "are the same"),
        ({"SLACK_CLIENT_SECRET": "xoxb-canary"}, "holds a token"),
        ({"SLACK_CLIENT_ID": "A0123"}, "two numbers with a dot"),
        ({"CAIRN_URL": ""}, "CAIRN_URL is missing"),
        ({"CAIRN_URL": "http://cairn.example.com"}, "https://"),
        ({"CAIRN_URL": "https://cairn.example.com/path"}, "address of a server"),
        ({"CAIRN_SECRET_KEYS": "short"}, "fewer than 32"),
        ({"DATABASE_URL": "postgresql://u@h/d"}, "CAIRN_SECRET_KEYS is missing"),
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is missing"),
    ],
)
def test_what_is_missing_or_mixed_up_for_many_workspaces_is_one_sentence(changed, words):
    (sentence,) = complaints(Mode.SERVE, MANY | changed)
    assert words in sentence
    assert "canary" not in sentence


def test_many_workspaces_are_not_served_by_socket_mode_and_half_of_the_credentials_is_none():
    assert "Socket Mode serves one workspace" in str(complaints(Mode.SOCKET, MANY | {"SLACK_APP_TOKEN": "xapp-1"}))
    assert "SLACK_CLIENT_ID is missing" in str(complaints(Mode.SERVE, SERVE | {"SLACK_CLIENT_SECRET": "c"}))


def test_keys_are_taken_newest_first_and_one_that_is_too_short_is_refused() -> None:
    new, old = "n" * 32, "o" * 40
    read = settings.load(Mode.SERVE, SERVE | {"CAIRN_SECRET_KEYS": f"{new}, {old}"})
    assert read.secret_keys == (new, old)
    assert new not in repr(read)
    (sentence,) = complaints(Mode.SERVE, SERVE | {"CAIRN_SECRET_KEYS": f"{new},short"})
    assert "openssl rand -base64 32" in sentence
    assert "short" not in sentence


def test_the_log_is_for_people_unless_json_is_asked_for():
    assert not settings.load(Mode.SERVE, SERVE).log_json
    assert settings.load(Mode.SERVE, {**SERVE, "LOG_FORMAT": "JSON"}).log_json
    (sentence,) = complaints(Mode.SERVE, {**SERVE, "LOG_FORMAT": "xml"})
    assert sentence == "LOG_FORMAT is 'xml'. Write json, or leave it out for lines that people read."
