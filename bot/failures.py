"""The one error listener: whatever fails before the acknowledgement, Slack still gets an answer a person can read."""

import json
import logging
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors
from bot.forms import Form
from bot.i18n import SOURCE, Say, say_for
from bot.lazy import Background
from bot.views import refusal
from bot.views.texts import escape
from workflows.errors import CairnError, InvalidError

log = logging.getLogger(__name__)

Json = dict[str, Any]


def install(app: AsyncApp, background: Background) -> None:
    """Make this the app's only error listener, of middleware and listeners alike."""

    async def on_error(error: Exception, body: Json, context: AsyncBoltContext, client: AsyncWebClient) -> BoltResponse:
        say: Say = context.get("say_in") or say_for(SOURCE)
        if isinstance(error, BoltUnhandledRequestError):
            return _unhandled(body, say)
        if body.get("type") == "event_callback":
            if errors.foreseen(error):
                background.spawn(errors.show(client, body, say, errors.sentence(error, say)))
            return _event(error)
        if body.get("type") == "view_submission":
            return _acknowledged(_of_submission(error, body["view"], say))
        text = errors.sentence(error, say)
        if "command" in body and "type" not in body:
            return _acknowledged({"response_type": "ephemeral", "text": escape(text) + _given_back(body, say)})
        if body.get("type") != "block_suggestion" and body.get("type") != "view_closed":
            background.spawn(errors.show(client, body, say, text))
        return _acknowledged({"options": []} if body.get("type") == "block_suggestion" else None)

    app.error(on_error)


def _given_back(body: Json, say: Say) -> str:
    """What somebody typed behind a word of the command: it is gone from the field they typed it in."""
    words = str(body.get("text") or "").strip()
    return "\n" + say("You typed: {words}", words=escape(words)) if " " in words else ""


def _unhandled(body: Json, say: Say) -> BoltResponse:
    """Answer what no listener is for: an older message or form, or an event nobody asked for."""
    log.info("nothing listens to %s", _kind(body))
    text = say("This belongs to an older version of Cairn. Please open it anew with /journey.")
    if body.get("type") == "view_submission":
        return _acknowledged({"response_action": "update", "view": refusal.view(text, _typed(body["view"]), say)})
    if "command" in body and "type" not in body:
        return _acknowledged({"response_type": "ephemeral", "text": text})
    return _acknowledged({"options": []} if body.get("type") == "block_suggestion" else None)


def _event(error: Exception) -> BoltResponse:
    """Have Slack deliver an event again when a fault lost it; nobody reads an answer to an event."""
    if errors.foreseen(error):
        return _acknowledged(None)
    errors.note(error)
    return BoltResponse(status=503, body="")


def _of_submission(error: Exception, view: Json, say: Say) -> Json:
    """Keep the form open where trying again can help; else give what was typed back."""
    text = errors.sentence(error, say)
    refused = isinstance(error, CairnError) and not isinstance(error, InvalidError)
    block_id = _first_input(view)
    if refused or block_id is None:
        return {"response_action": "update", "view": refusal.view(text, _typed(view), say)}
    if isinstance(error, InvalidError):
        block_id = _form(view).block(error.field)
    return {"response_action": "errors", "errors": {block_id: text}}


def _first_input(view: Json) -> str | None:
    return next((str(b["block_id"]) for b in view.get("blocks", ()) if b.get("type") == "input"), None)


def _typed(view: Json) -> str:
    return _form(view).typed()


def _form(view: Json) -> Form:
    """Read a form whose metadata nobody may be able to read any more."""
    return Form({**view, "private_metadata": ""})


def _kind(body: Json) -> str:
    """Name a request for the log, by ids only."""
    action = (body.get("actions") or [{}])[0].get("action_id")
    event = (body.get("event") or {}).get("type")
    view = (body.get("view") or {}).get("callback_id")
    return " ".join(str(part) for part in (body.get("type"), event, action, view, body.get("callback_id")) if part)


def _acknowledged(answer: Json | None) -> BoltResponse:
    if answer is None:
        return BoltResponse(status=200, body="")
    return BoltResponse(
        status=200, body=json.dumps(answer), headers={"content-type": ["application/json; charset=utf-8"]}
    )
