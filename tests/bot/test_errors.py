"""What went wrong becomes a sentence in the person's language; what nobody foresaw a reference, and nothing leaks."""

import ast
import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors, failures, lazy
from bot.i18n import LANGUAGES, say_for
from bot.lazy import Background
from bot.redaction import redacted
from workflows.errors import CairnError, ConflictError, InvalidError, NotAllowedError, NotFoundError

ROOT = Path(__file__).parents[2]
_ = say_for("en")


def raised() -> set[str]:
    """Collect every code that a service, a form or the middleware raises."""
    found = set()
    for folder in ("workflows", "bot"):
        for path in (ROOT / folder).rglob("*.py"):
            if "simulator" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    at = {"InvalidError": 1, "NotAllowedError": 0, "CairnError": 0}.get(node.func.id)
                    if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                        found.add(node.args[at].value)
    return found


def test_every_code_that_is_raised_anywhere_has_a_sentence():
    assert raised() - errors.codes() == set()
    assert "required" in raised()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(errors.codes() - {"conflict"}))
def test_every_sentence_can_be_said_whatever_comes_with_it(code, language):
    for params in ({}, {"limit": 5, "count": 9}, {"names": ["A {b}", "C"]}, {"names": ("A",)}):
        said = errors.sentence(CairnError(code, **params), say_for(language))
        assert said
        assert "{names}" not in said
        assert "{count}" not in said


def test_sentences_say_the_numbers_and_names_that_matter():
    long = errors.sentence(InvalidError("text", "too_long", limit=1500, count=2000), _)
    assert long == "At most 1,500 characters, please."
    kept = errors.sentence(InvalidError("names", "stage_has_contents", names=["Purchase", "Use"]), _)
    assert kept.startswith("Something stands in Purchase and Use already.")
    assert "review" in errors.sentence(NotFoundError("round"), _)
    assert "Somebody else" in errors.sentence(ConflictError("note", 1, 2, {}), _)


def test_slacks_own_refusals_are_said_in_our_words():
    error = SlackApiError("no", {"ok": False, "error": "not_in_channel"})
    assert "not in this channel" in errors.sentence(error, _)


def test_a_fault_shows_a_reference_that_the_log_explains_without_quoting_anybody(caplog):
    def typed(text):
        message = f"cannot store {text}"
        raise ValueError(message)

    try:
        typed("a secret thought, xoxb-canary-1")
    except ValueError as error:
        said = errors.sentence(error, _)
    reference = said.rpartition(" ")[2]
    written = caplog.text
    assert reference in written
    assert "ValueError" in written
    assert "test_errors.py" in written
    assert "secret thought" not in written
    assert "canary" not in written


def test_tokens_and_passwords_are_taken_out_of_what_is_written():
    assert redacted("xoxb-1-abc xapp-1-A-b xoxe.xoxp-1-zz") == "xoxb-… xapp-… xoxe.xoxp-…"
    assert redacted("postgresql://cairn:canary@host/name") == "postgresql://cairn:…@host/name"


class Outside:
    """Slack's Web API and a response address, which only write down what they are told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict]] = []
        self.refuse: dict[str, str] = {}

    async def take(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        body = await request.json() if "json" in request.content_type else dict(await request.post())
        self.told.append((name, body))
        if name in self.refuse:
            return web.json_response({"ok": False, "error": self.refuse[name]})
        return web.json_response({"ok": True, "channel": "D1", "ts": "1.1", "view": {}})


@pytest.fixture
async def outside() -> AsyncIterator[tuple[Outside, str]]:
    made = Outside()
    app = web.Application()
    app.router.add_post("/{path:.*}", made.take)
    server = TestServer(app)
    await server.start_server()
    yield made, str(server.make_url("/api/"))
    await server.close()


@pytest.fixture
def bolt(outside) -> tuple[AsyncApp, Background]:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UB")

    logger = logging.getLogger("test.errors.bolt")
    logger.setLevel(logging.ERROR)
    app = AsyncApp(
        name="test",
        logger=logger,
        client=AsyncWebClient(token="xoxb-1", base_url=outside[1], retry_handlers=[]),
        authorize=authorize,
        signing_secret="",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    background = Background()
    lazy.install(app, background)
    failures.install(app, background)
    return app, background


VIEW = {
    "id": "V1",
    "hash": "h",
    "type": "modal",
    "callback_id": "note",
    "private_metadata": "not ours at all",
    "blocks": [{"type": "section", "block_id": "s"}, {"type": "input", "block_id": "text"}],
    "state": {"values": {"text": {"text": {"type": "plain_text_input", "value": "Delivery took <b>nine</b> days"}}}},
}
SUBMISSION = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": VIEW}
PRESS = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "trigger_id": "1.2.3",
    "actions": [{"action_id": "next_step", "block_id": "b", "type": "button"}],
}


async def dispatch(app: AsyncApp, body: dict):
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    return answer.status, json.loads(answer.body) if answer.body else None


def fail(app: AsyncApp, error: Exception) -> None:
    async def listener():
        raise error

    app.view("note")(listener)
    app.command("/journey")(listener)
    app.action("next_step")(listener)
    app.event("app_home_opened")(listener)


async def test_a_form_with_a_wrong_value_stays_open_and_points_at_it(bolt):
    fail(bolt[0], InvalidError("text", "required"))
    assert await dispatch(bolt[0], SUBMISSION) == (
        200,
        {"response_action": "errors", "errors": {"text": "Please fill this in."}},
    )


async def test_a_form_that_is_refused_gives_the_typed_text_back(bolt):
    fail(bolt[0], NotAllowedError("only_facilitator"))
    status, answer = await dispatch(bolt[0], SUBMISSION)
    assert (status, answer["response_action"]) == (200, "update")
    shown = json.dumps(answer["view"])
    assert "Only the facilitator can do this" in shown
    assert "Delivery took <b>nine</b> days" in shown


async def test_a_form_that_meets_a_fault_stays_open_with_a_reference(bolt, caplog):
    fail(bolt[0], RuntimeError("Delivery took nine days, xoxb-canary"))
    status, answer = await dispatch(bolt[0], SUBMISSION)
    assert (status, answer["response_action"]) == (200, "errors")
    reference = answer["errors"]["text"].rpartition(" ")[2]
    assert reference in caplog.text
    assert "RuntimeError" in caplog.text
    assert "nine" not in caplog.text
    assert "canary" not in caplog.text


async def test_a_form_of_an_older_version_gives_the_typed_text_back(bolt):
    status, answer = await dispatch(bolt[0], SUBMISSION)
    assert (status, answer["response_action"]) == (200, "update")
    assert "older version" in json.dumps(answer["view"])
    assert "nine" in json.dumps(answer["view"])


async def test_a_command_that_fails_answers_only_the_person_and_pings_nobody(bolt):
    fail(bolt[0], InvalidError("names", "duplicate", names=["<!channel>"]))
    status, answer = await dispatch(bolt[0], {"command": "/journey", "text": "", "team_id": "T1", "user_id": "U1"})
    assert (status, answer["response_type"]) == (200, "ephemeral")
    assert "&lt;!channel&gt;" in answer["text"]


async def test_a_button_that_fails_is_acknowledged_and_answered_where_it_was_pressed(bolt, outside):
    fail(bolt[0], NotAllowedError("ended"))
    where = outside[1] + "response"
    assert await dispatch(bolt[0], PRESS | {"response_url": where}) == (200, None)
    assert await bolt[1].drain(5)
    ((name, said),) = outside[0].told
    assert name == "response"
    assert said["response_type"] == "ephemeral"
    assert said["replace_original"] is False
    assert "has ended" in said["text"]


async def test_a_button_in_a_form_is_answered_on_top_of_it_or_else_in_a_direct_message(bolt, outside):
    fail(bolt[0], NotAllowedError("ended"))
    outside[0].refuse["views.push"] = "expired_trigger_id"
    await dispatch(bolt[0], PRESS | {"view": VIEW})
    assert await bolt[1].drain(5)
    assert [name for name, _body in outside[0].told] == ["views.push", "chat.postMessage"]
    assert outside[0].told[-1][1]["channel"] == "U1"


async def test_what_a_lazy_listener_runs_into_is_told_and_waited_for(bolt, outside):
    async def ack(ack):
        await ack()

    async def later():
        await asyncio.sleep(0.05)
        raise NotFoundError

    bolt[0].action("next_step")(ack=ack, lazy=[later])
    await dispatch(bolt[0], PRESS | {"response_url": outside[1] + "response"})
    assert outside[0].told == []
    assert await bolt[1].drain(5)
    assert "not there any more" in outside[0].told[0][1]["text"]


async def test_an_event_that_meets_a_fault_is_delivered_again_and_one_refused_is_not(bolt):
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}}
    fail(bolt[0], RuntimeError("x"))
    assert (await dispatch(bolt[0], event))[0] == 503
    assert (await dispatch(bolt[0], event | {"event": {"type": "unheard_of"}}))[0] == 200


async def test_a_person_who_cannot_be_told_does_no_harm(bolt, outside):
    outside[0].refuse = {"views.open": "expired_trigger_id", "chat.postMessage": "account_inactive"}
    fail(bolt[0], NotAllowedError("ended"))
    assert await dispatch(bolt[0], PRESS | {"response_url": "http://127.0.0.1:9/"}) == (200, None)
    assert await bolt[1].drain(5)
