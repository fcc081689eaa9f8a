"""Canvases: a text in Markdown that stands in a tab of a channel, and is a file."""

from bot.simulator.core import Core
from bot.simulator.errors import Refused
from bot.simulator.methods_chat import visible_channel
from bot.simulator.methods_files import new_file
from bot.simulator.registry import method
from bot.simulator.things import JsonObject

MOST_MARKDOWN = 1 << 20
MOST_TITLE = 255


@method("canvases.create", "canvases:write", tier=2)
def create(core: Core, args: JsonObject) -> JsonObject:
    """Make a canvas, in the tab of a channel where one is named."""
    content = args.get("document_content") or {"type": "markdown", "markdown": ""}
    words = content.get("markdown") if isinstance(content, dict) else None
    if not isinstance(words, str) or content.get("type") != "markdown" or set(content) != {"type", "markdown"}:
        code = "invalid_arguments"
        raise Refused(code, messages=["must be markdown [json-pointer:/document_content]"])
    title = str(args.get("title") or "")
    if len(words) > MOST_MARKDOWN or len(title) > MOST_TITLE:
        code = "invalid_arguments"
        raise Refused(code, messages=["too long"])
    channel = visible_channel(core, args["channel_id"]) if args.get("channel_id") else None
    if channel and core.world.bot_user_id not in channel.members:
        code = "restricted_action"
        raise Refused(code)
    made = new_file(core, f"{title or 'Untitled'}.canvas", core.world.bot_user_id, words.encode() or b" ")
    made.title, made.mimetype = title, "application/vnd.slack-docs"
    if channel:
        made.shares.setdefault(channel.id, [])
    core.world.touch()
    return {"canvas_id": made.id}
