"""The Web API's file methods: upload in three steps, look, delete."""

import mimetypes
import secrets

from bot.simulator import payloads
from bot.simulator.clock import monotonic
from bot.simulator.core import Core
from bot.simulator.errors import Refused
from bot.simulator.methods_chat import open_channel, take_away, thread_of
from bot.simulator.registry import method, required
from bot.simulator.things import JsonObject, SimFile, SimMessage

MOST_ALT = 1000
MOST_BYTES = 1_000_000_000


def new_file(core: Core, name: str, uploader: str, content: bytes = b"") -> SimFile:
    """A file that is not uploaded yet, or a finished one when its content is given."""
    one = SimFile(
        id=core.world.new_id("F"),
        name=name,
        uploader=uploader,
        title=name,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=len(content),
        content=content,
        created=core.world.clock.seconds(),
        uploaded=bool(content),
        completed=bool(content),
        ready_at=monotonic(),
    )
    core.world.files[one.id] = one
    return one


@method("files.getUploadURLExternal", "files:write", tier=4)
def get_upload_url(core: Core, args: JsonObject) -> JsonObject:
    """Begin an upload."""
    required(args, "filename", "length")
    if not str(args["length"]).isdigit() or not 0 < int(args["length"]) <= MOST_BYTES:
        code = "invalid_arguments"
        raise Refused(code, messages=["length must be a number of bytes [json-pointer:/length]"])
    alt = str(args.get("alt_txt") or "")
    if len(alt) > MOST_ALT:
        code = "alt_txt_too_large"
        raise Refused(code)
    one = new_file(core, str(args["filename"]), core.world.bot_user_id)
    one.size, one.alt = int(args["length"]), alt
    key = secrets.token_urlsafe(24)
    core.upload_urls[key] = one.id
    return {"upload_url": f"{core.base_url}/upload/v1/{key}", "file_id": one.id}


def receive(core: Core, key: str, content: bytes) -> int:
    """Take the bytes of an upload; the HTTP status of the answer."""
    one = core.world.files.get(core.upload_urls.get(key, ""))
    if one is None or one.uploaded:
        return 404
    if len(content) != one.size:
        return 400
    one.content, one.uploaded = content, True
    return 200


def _taken(core: Core, args: JsonObject) -> list[SimFile]:
    listed = args["files"]
    if not isinstance(listed, list) or not listed:
        code = "invalid_arguments"
        raise Refused(code, messages=["must be an array [json-pointer:/files]"])
    found = []
    for entry in listed:
        one = core.world.files.get(entry.get("id", "")) if isinstance(entry, dict) else None
        if one is None or not one.uploaded or one.completed or one.deleted:
            code = "file_not_found"
            raise Refused(code)
        one.title = entry.get("title") or one.name
        found.append(one)
    return found


@method("files.completeUploadExternal", "files:write", tier=4)
def complete_upload(core: Core, args: JsonObject) -> JsonObject:
    """Finish an upload: with channels it is posted there, without it stays with the app."""
    required(args, "files")
    listed = str(args.get("channels") or args.get("channel_id") or "")
    channels = [open_channel(core, one) for one in listed.split(",") if one]
    threads = [thread_of(core, channel, args.get("thread_ts")) for channel in channels]
    files = _taken(core, args)
    for one in files:
        one.completed, one.ready_at = True, monotonic() + core.file_ready_after
    for channel, thread in zip(channels, threads, strict=True):
        sent = SimMessage(
            channel=channel.id,
            ts=core.world.clock.ts(),
            user=core.world.bot_user_id,
            text=str(args.get("initial_comment") or ""),
            thread_ts=thread,
            files=[one.id for one in files],
            bot_id=core.world.bot_id,
        )
        core.world.put(sent)
        for one in files:
            one.shares.setdefault(channel.id, []).append(sent.ts)
    core.world.touch()
    return {"files": [payloads.file(core, one) for one in files]}


def _known(core: Core, args: JsonObject) -> SimFile:
    required(args, "file")
    one = core.world.files.get(str(args["file"]))
    if one is None or not one.completed or not core.world.can_see_file(core.world.bot_user_id, one):
        code = "file_not_found" if one is None or not one.deleted else "file_deleted"
        raise Refused(code)
    return one


@method("files.info", "files:read", tier=4)
def file_info(core: Core, args: JsonObject) -> JsonObject:
    """What is known of a file."""
    return {"file": payloads.file(core, _known(core, args)), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete", "files:write", tier=3)
def file_delete(core: Core, args: JsonObject) -> JsonObject:
    """Delete a file of the app's own, with the messages that are nothing but it."""
    one = _known(core, args)
    if one.uploader != core.world.bot_user_id:
        code = "cant_delete_file"
        raise Refused(code)
    one.deleted, one.content = True, b""
    for channel, sent in one.shares.items():
        for ts in sent:
            message = core.world.message(channel, ts)
            if message is None:
                continue
            message.files = [file_id for file_id in message.files if file_id != one.id]
            if not message.files and not message.text and not message.blocks:
                take_away(core, message)
    one.shares.clear()
    core.world.touch()
    return {}
