"""The Web API's chat and pins methods."""

from bot.simulator import payloads
from bot.simulator.blocks import dress, file_references, state_of
from bot.simulator.core import Core
from bot.simulator.errors import Refused
from bot.simulator.registry import flag, method, required
from bot.simulator.state import refers_to
from bot.simulator.strict import MOST_TEXT, check_message
from bot.simulator.things import JsonObject, SimChannel, SimMessage


def open_channel(core: Core, asked: object) -> SimChannel:
    """The channel that a call names, when the app may post there. A person's id means their direct message."""
    world = core.world
    name = str(asked or "")
    if name in world.users:
        if world.users[name].is_bot or world.users[name].deleted:
            code = "cannot_dm_bot" if world.users[name].is_bot else "channel_not_found"
            raise Refused(code)
        return world.direct(world.bot_user_id, name)
    channel = visible_channel(core, name)
    if channel.is_archived:
        code = "is_archived"
        raise Refused(code)
    if world.bot_user_id not in channel.members and "chat:write.public" not in core.profile.scopes:
        code = "not_in_channel"
        raise Refused(code)
    return channel


def visible_channel(core: Core, asked: object) -> SimChannel:
    """The channel that a call names, when the app can see it at all."""
    world = core.world
    name = str(asked or "")
    channel = world.channels.get(name) or next(
        (one for one in world.channels.values() if not one.is_im and one.name == name.lstrip("#")), None
    )
    hidden = channel is None or ((channel.is_private or channel.is_im) and world.bot_user_id not in channel.members)
    if channel is None or hidden:
        code = "channel_not_found"
        raise Refused(code)
    return channel


def validate(core: Core, payload: JsonObject) -> None:
    """Refuse a message that Slack would not take."""
    if isinstance(payload.get("text"), str) and len(payload["text"]) > MOST_TEXT:
        code = "msg_too_long"
        raise Refused(code)
    if not payload.get("text") and not payload.get("blocks") and not payload.get("attachments"):
        code = "no_text"
        raise Refused(code)
    wrong = check_message(payload)
    if any("/metadata" in one for one in wrong):
        code = "invalid_metadata_format"
        raise Refused(code, messages=wrong)
    if wrong:
        code = "invalid_blocks"
        raise Refused(code, messages=wrong)
    if core.faults.refuse_charts and any(
        one.get("type") == "data_visualization" for one in payload.get("blocks") or []
    ):
        code = "invalid_blocks"
        raise Refused(code, messages=["unsupported type: data_visualization [json-pointer:/blocks]"])
    check_files(core, payload.get("blocks"), "invalid_blocks")


def check_files(core: Core, blocks: object, code: str) -> None:
    """Refuse pictures whose file is not there, not ready or not the app's."""
    for reference in file_references(blocks or []):
        known = [one for one in core.world.files.values() if refers_to(reference, one) and not one.deleted]
        fine = known and payloads.is_ready(known[0]) and known[0].uploader == core.world.bot_user_id
        if core.faults.refuse_slack_file or not fine:
            raise Refused(code, messages=["invalid slack file [json-pointer:/blocks]"])


def thread_of(core: Core, channel: SimChannel, thread_ts: object) -> str | None:
    """The head of the thread that a call names."""
    if not thread_ts:
        return None
    head = core.world.message(channel.id, str(thread_ts))
    if head is None or head.ephemeral_to:
        code = "thread_not_found"
        raise Refused(code)
    return head.thread_ts or head.ts


def compose(core: Core, channel: SimChannel, payload: JsonObject) -> SimMessage:
    """A message of the app's, from a checked payload. It is not in the channel yet."""
    blocks = dress(payload.get("blocks") or [])
    return SimMessage(
        channel=channel.id,
        ts=core.world.clock.ts(),
        user=core.world.bot_user_id,
        text=payload.get("text") or "",
        blocks=blocks,
        attachments=payload.get("attachments") or [],
        thread_ts=thread_of(core, channel, payload.get("thread_ts")),
        reply_broadcast=flag(payload, "reply_broadcast"),
        metadata=payload.get("metadata"),
        bot_id=core.world.bot_id,
        values=state_of(blocks),
    )


def own_message(core: Core, args: JsonObject, foreign: str) -> SimMessage:
    """The app's own message that a call names; other people's are refused with the code `foreign`."""
    channel = visible_channel(core, args.get("channel"))
    sent = core.world.message(channel.id, str(args["ts"]))
    if sent is None or sent.ephemeral_to or sent.subtype == "tombstone":
        code = "message_not_found"
        raise Refused(code)
    if sent.user != core.world.bot_user_id:
        raise Refused(foreign)
    if channel.is_archived:
        code = "is_archived"
        raise Refused(code)
    return sent


@method("chat.postMessage", "chat:write", tier=4)
def post_message(core: Core, args: JsonObject) -> JsonObject:
    """Post a message."""
    required(args, "channel")
    channel = open_channel(core, args["channel"])
    validate(core, args)
    sent = core.world.put(compose(core, channel, args))
    return {"channel": channel.id, "ts": sent.ts, "message": payloads.message(core, sent)}


@method("chat.postEphemeral", "chat:write", tier=4)
def post_ephemeral(core: Core, args: JsonObject) -> JsonObject:
    """Post a message that one person sees."""
    required(args, "channel", "user")
    channel = open_channel(core, args["channel"])
    if str(args["user"]) not in channel.members:
        code = "user_not_in_channel"
        raise Refused(code)
    validate(core, args)
    sent = compose(core, channel, args)
    sent.ephemeral_to = str(args["user"])
    core.world.put(sent)
    return {"message_ts": sent.ts}


def rewrite(core: Core, sent: SimMessage, payload: JsonObject) -> None:
    """Replace what a message says. A text without blocks removes the blocks."""
    if payload.get("text") is not None:
        sent.text = payload["text"]
    sent.blocks = dress(payload.get("blocks") or [])
    sent.values = state_of(sent.blocks, sent.values)
    if "attachments" in payload or not payload.get("blocks"):
        sent.attachments = payload.get("attachments") or []
    if payload.get("metadata") is not None:
        sent.metadata = payload["metadata"]
    sent.edited = core.world.clock.ts()
    sent.changed_at = core.world.touch()


@method("chat.update", "chat:write", tier=3)
def update(core: Core, args: JsonObject) -> JsonObject:
    """Replace a message of the app's own."""
    required(args, "channel", "ts")
    sent = own_message(core, args, "cant_update_message")
    validate(core, args)
    rewrite(core, sent, args)
    return {"channel": sent.channel, "ts": sent.ts, "text": sent.text, "message": payloads.message(core, sent)}


def take_away(core: Core, sent: SimMessage) -> None:
    """Delete a message; the head of a thread leaves a tombstone."""
    if not sent.reply_count:
        core.world.remove(sent)
        return
    sent.text, sent.subtype, sent.user = "This message was deleted.", "tombstone", "USLACKBOT"
    sent.blocks, sent.files, sent.attachments = [], [], []
    sent.metadata = None
    sent.values = {}
    sent.changed_at = core.world.touch()


@method("chat.delete", "chat:write", tier=3)
def delete(core: Core, args: JsonObject) -> JsonObject:
    """Delete a message of the app's own."""
    required(args, "channel", "ts")
    sent = own_message(core, args, "cant_delete_message")
    take_away(core, sent)
    return {"channel": sent.channel, "ts": sent.ts}


@method("chat.getPermalink", tier=4)
def permalink(core: Core, args: JsonObject) -> JsonObject:
    """A link to a message."""
    required(args, "channel", "message_ts")
    channel = visible_channel(core, args["channel"])
    sent = core.world.message(channel.id, str(args["message_ts"]))
    if sent is None or sent.ephemeral_to:
        code = "message_not_found"
        raise Refused(code)
    link = f"{core.base_url}/archives/{channel.id}/p{sent.ts.replace('.', '')}"
    if sent.is_reply:
        link += f"?thread_ts={sent.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _pinnable(core: Core, args: JsonObject) -> tuple[SimChannel, SimMessage]:
    required(args, "channel", "timestamp")
    channel = open_channel(core, args["channel"])
    sent = core.world.message(channel.id, str(args["timestamp"]))
    if sent is None or sent.ephemeral_to:
        code = "message_not_found"
        raise Refused(code)
    return channel, sent


@method("pins.add", "pins:write", tier=2)
def pin(core: Core, args: JsonObject) -> JsonObject:
    """Pin a message."""
    channel, sent = _pinnable(core, args)
    if sent.pinned:
        code = "already_pinned"
        raise Refused(code)
    sent.pinned = True
    channel.pins.append(sent.ts)
    sent.changed_at = core.world.touch()
    return {}


@method("pins.remove", "pins:write", tier=2)
def unpin(core: Core, args: JsonObject) -> JsonObject:
    """Unpin a message."""
    channel, sent = _pinnable(core, args)
    if not sent.pinned:
        code = "no_pin"
        raise Refused(code)
    sent.pinned = False
    channel.pins.remove(sent.ts)
    sent.changed_at = core.world.touch()
    return {}
