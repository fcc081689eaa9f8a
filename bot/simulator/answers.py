"""What the app's acknowledgements bring about: answers to commands and submissions, and calls of response URLs."""

from bot.simulator.blocks import dress, state_of
from bot.simulator.clock import monotonic
from bot.simulator.core import RESPONSE_URL_USES, Core
from bot.simulator.errors import BadAnswer, Refused
from bot.simulator.methods_chat import compose, rewrite, take_away, validate
from bot.simulator.methods_views import replace, stack_up
from bot.simulator.methods_views import validate as validate_view
from bot.simulator.registry import flag
from bot.simulator.things import JsonObject, OpenView, SimMessage

COMMAND_FIELDS = frozenset(
    {
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "metadata",
        "mrkdwn",
        "parse",
        "unfurl_links",
        "unfurl_media",
        "link_names",
    }
)


def _unknown(payload: JsonObject) -> None:
    foreign = sorted(set(payload) - COMMAND_FIELDS)
    if foreign:
        message = f"an answer may not have {', '.join(foreign)}"
        raise BadAnswer(message)


def _say(core: Core, user: str, channel_id: str, payload: JsonObject) -> SimMessage:
    """A message by response URL or acknowledgement: it needs no membership of the channel."""
    validate(core, payload)
    sent = compose(core, core.world.channels[channel_id], payload)
    sent.by_response_url = True
    if payload.get("response_type", "ephemeral") != "in_channel":
        sent.ephemeral_to = user
    return core.world.put(sent)


def answer_command(core: Core, user: str, channel_id: str, answer: JsonObject) -> SimMessage | None:
    """Show what the app answered to a command, if it answered anything."""
    if not answer:
        return None
    _unknown(answer)
    try:
        return _say(core, user, channel_id, answer)
    except Refused as refused:
        raise BadAnswer(*refused.args) from refused


def answer_submission(core: Core, view: OpenView, answer: JsonObject) -> None:
    """Do with a submitted view what the app answered: errors, update, push, clear, or close."""
    kind = answer.get("response_action")
    if not answer:
        core.close_top(view)
    elif kind == "errors":
        _show_errors(core, view, answer.get("errors"))
    elif kind == "clear":
        core.world.stack(view.user).clear()
        core.world.touch()
    elif kind in ("update", "push"):
        _show(core, view, kind, answer.get("view"))
    else:
        message = f"not an answer to a submission: {str(answer)[:300]}"
        raise BadAnswer(message)


def _show(core: Core, view: OpenView, kind: str, shown: object) -> None:
    try:
        checked = validate_view(core, shown, "modal")
        if kind == "update":
            replace(core, view, checked)
        else:
            stack_up(core, view.user, checked)
    except Refused as refused:
        raise BadAnswer(*refused.args) from refused


def _show_errors(core: Core, view: OpenView, errors: object) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        message = "errors must be an object of block ids and sentences"
        raise BadAnswer(message)
    for block_id, sentence in errors.items():
        if block_id not in inputs:
            message = f"there is no input block {block_id!r} to show an error at"
            raise BadAnswer(message)
        if not isinstance(sentence, str) or not sentence:
            message = f"the error at {block_id!r} has no words"
            raise BadAnswer(message)
    view.errors = dict(errors)
    view.changed_at = core.world.touch()


def respond(core: Core, key: str, payload: JsonObject) -> None:
    """A call of a response URL."""
    right = core.response_urls.get(key)
    if right is None or monotonic() > right.expires:
        code = "expired_url"
        raise Refused(code)
    if right.uses >= RESPONSE_URL_USES:
        code = "used_url"
        raise Refused(code)
    right.uses += 1
    original = core.world.message(right.channel, right.message_ts) if right.message_ts else None
    if flag(payload, "delete_original"):
        if original:
            core.world.remove(original) if original.ephemeral_to else take_away(core, original)
        return
    if flag(payload, "replace_original") and original:
        validate(core, payload)
        if original.ephemeral_to:
            _replace_ephemeral(core, original, payload)
        else:
            rewrite(core, original, payload)
        return
    if original and original.is_reply and "thread_ts" not in payload:
        payload = {**payload, "thread_ts": original.thread_ts}
    _say(core, right.user, right.channel, payload)


def _replace_ephemeral(core: Core, original: SimMessage, payload: JsonObject) -> None:
    original.text = payload.get("text") or ""
    original.blocks = dress(payload.get("blocks") or [])
    original.values = state_of(original.blocks, original.values)
    original.changed_at = core.world.touch()
