"""The one translator of errors: a code becomes a sentence, anything else a reference that the log explains."""

import logging
import traceback
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.error_words import COUNTED, SENTENCES, SLACK, THINGS, UNSAID
from bot.i18n import Say
from bot.views import blocks
from bot.views.texts import escape
from workflows.errors import BusyError, CairnError, NoRoomError
from workflows.tracing import current
from workflows.tracing import new_reference as new_reference

log = logging.getLogger(__name__)

RESPONSE_TIMEOUT = 5  # seconds


def codes() -> frozenset[str]:
    """List the codes that have a sentence."""
    return frozenset(SENTENCES) | frozenset(COUNTED) | {"conflict", "file_cell"}


def sentence(error: Exception, _: Say) -> str:
    """Say what went wrong, in somebody's language. What nobody foresaw is logged and gets a reference."""
    if isinstance(error, CairnError):
        known = _of_code(error, _)
        if known:
            return known
    if isinstance(error, SlackApiError):
        code = SLACK.get(slack_code(error))
        if code:
            return _(SENTENCES[code])
    reference = note(error)
    if isinstance(error, NoRoomError):
        return _(
            "There is no room left to keep this: Cairn's disk is full, and nothing was changed. "
            "Please keep your words, and tell whoever runs Cairn (reference {reference}).",
            reference=reference,
        )
    if isinstance(error, BusyError):
        return _(
            "So many people are at work at once that I could not get to this, and nothing was changed. "
            "Please keep your words and try again in a minute (reference {reference}).",
            reference=reference,
        )
    return _(
        "Something went wrong on our side, and nothing was changed. Please try again; if it stays so, "
        "give whoever runs Cairn this reference: {reference}",
        reference=reference,
    )


def foreseen(error: Exception) -> bool:
    """Tell a refusal from a fault."""
    return isinstance(error, CairnError) and error.code in codes()


def note(error: Exception) -> str:
    """Write a fault down, without its text (which may quote a person or a token); give its reference."""
    reference = current() or new_reference()
    log.error("reference %s: %s", reference, described(error))
    return reference


def described(error: BaseException) -> str:
    """Describe an error by its type and the places it came through, cause by cause."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(lines) < 60:
        code = f" ({slack_code(cause)})" if isinstance(cause, SlackApiError) else ""
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}{code}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)[-12:]
        ]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


def slack_code(error: SlackApiError) -> str:
    """Read the code Slack gave; an answer that is no JSON has none."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


async def tell(client: AsyncWebClient, body: dict[str, Any], say: Say, error: Exception) -> None:
    """Tell the person, after the acknowledgement, by whichever way is still open. Raises nothing."""
    await show(client, body, say, sentence(error, say))


async def show(client: AsyncWebClient, body: dict[str, Any], say: Say, text: str) -> None:
    """Show a sentence to the one person a request came from."""
    for way in (_answer, _modal, _where_said, _direct_message):
        try:
            if await way(client, body, say, text):
                return
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError, ValueError) as trouble:
            log.info("a person could not be told by %s: %s", way.__name__, described(trouble))


async def _answer(client: AsyncWebClient, body: dict[str, Any], say: Say, text: str) -> bool:
    """Answer where it was clicked or typed, for this person only."""
    del say
    url = body.get("response_url")
    if not url:
        return False
    webhook = AsyncWebhookClient(url, timeout=RESPONSE_TIMEOUT, session=client.session)
    answer = await webhook.send(text=escape(text), response_type="ephemeral", replace_original=False)
    return answer.status_code == 200


async def _modal(client: AsyncWebClient, body: dict[str, Any], say: Say, text: str) -> bool:
    """Open a modal, on top of the one the click was in."""
    trigger = body.get("trigger_id")
    if not trigger:
        return False
    view = blocks.info(say("That did not work"), extra=[blocks.said(text)], close=say("Close"))
    if (body.get("view") or {}).get("type") == "modal" and body.get("type") != "view_submission":
        await client.views_push(trigger_id=trigger, view=view)
    else:
        await client.views_open(trigger_id=trigger, view=view)
    return True


async def _where_said(client: AsyncWebClient, body: dict[str, Any], say: Say, text: str) -> bool:
    """Answer where somebody spoke to Cairn, for this person only."""
    del say
    event = body.get("event") or {}
    if event.get("type") != "app_mention" or not event.get("user") or event.get("bot_id"):
        return False
    await client.chat_postEphemeral(
        channel=event["channel"], user=event["user"], thread_ts=event.get("thread_ts"), text=escape(text)
    )
    return True


async def _direct_message(client: AsyncWebClient, body: dict[str, Any], say: Say, text: str) -> bool:
    """Write to the person: the trigger of a click lives three seconds, this does not end."""
    del say
    user = body.get("user")
    user_id = user.get("id") if isinstance(user, dict) else body.get("user_id")
    if not user_id:
        return False
    await client.chat_postMessage(channel=user_id, text=escape(text), unfurl_links=False, unfurl_media=False)
    return True


def _of_code(error: CairnError, _: Say) -> str | None:
    if error.code == "conflict":
        return _("Somebody else changed this while you were writing. Nothing of theirs was overwritten.")
    if error.code == "file_cell":
        said = _readable(error.params, _)
        return _.n(
            "Row {row}, column {column}: this cell holds more than {count} character.",
            "Row {row}, column {column}: this cell holds more than {count} characters.",
            int(error.params.get("limit") or 0),
            row=said["row"],
            column=said["column"],
        )
    if error.code in COUNTED:
        return COUNTED[error.code](_, int(error.params.get("limit") or 0))
    if error.code == "not_found":
        return _(THINGS.get(str(error.params.get("what")), SENTENCES["not_found"]))
    words = SENTENCES.get(error.code)
    if words is None:
        return None
    return _(words, **_readable(error.params, _))


def _readable(params: dict[str, Any], _: Say) -> dict[str, object]:
    """Write lists as people do; what the code that raised gave no value for is there all the same."""
    listed = {name: _.join([str(each) for each in value]) for name, value in params.items() if _is_list(value)}
    return {**UNSAID, **params, **listed}


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple | set | frozenset)
