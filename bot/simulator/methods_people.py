"""The Web API's methods about people, channels, the team and the app itself."""

import secrets

from bot.simulator import payloads
from bot.simulator.core import Core
from bot.simulator.errors import Refused
from bot.simulator.methods_chat import open_channel, visible_channel
from bot.simulator.registry import flag, method, page, required
from bot.simulator.things import JsonObject, SimChannel, SimMessage


@method("api.test", tier=4, token="none")  # noqa: S106 - a kind of token
def api_test(core: Core, args: JsonObject) -> JsonObject:  # noqa: ARG001 - every method is called alike
    """Say hello back."""
    return {"args": args}


@method("auth.test", tier=4)
def auth_test(core: Core, args: JsonObject) -> JsonObject:  # noqa: ARG001
    """Who the token belongs to."""
    world = core.world
    return {
        "url": f"https://{world.domain}.slack.com/",
        "team": world.team_name,
        "user": world.users[world.bot_user_id].name,
        "team_id": world.tenant,
        "user_id": world.bot_user_id,
        "bot_id": world.bot_id,
        "enterprise_id": world.enterprise_id,
        "is_enterprise_install": world.is_org,
    }


@method("apps.connections.open", tier=1, token="app")  # noqa: S106 - a kind of token
def open_connection(core: Core, args: JsonObject) -> JsonObject:  # noqa: ARG001
    """An address for one Socket Mode connection."""
    ticket = secrets.token_hex(16)
    core.tickets.add(ticket)
    address = core.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={core.world.app_id}"}


@method("users.info", "users:read", tier=4)
def user_info(core: Core, args: JsonObject) -> JsonObject:
    """What is known of a person."""
    required(args, "user")
    user = core.world.users.get(str(args["user"]))
    if user is None:
        code = "user_not_found"
        raise Refused(code)
    return {"user": payloads.user(core, user, locale=flag(args, "include_locale"))}


@method("users.list", "users:read", tier=2)
def users_list(core: Core, args: JsonObject) -> JsonObject:
    """Everybody in the workspace."""
    locale = flag(args, "include_locale")
    everybody = [payloads.user(core, user, locale=locale) for user in core.world.users.values()]
    members, more = page(args, everybody)
    return {"members": members, **more}


@method("bots.info", "users:read", tier=3)
def bot_info(core: Core, args: JsonObject) -> JsonObject:
    """What is known of the bot."""
    if args.get("bot") not in {None, "", core.world.bot_id}:
        code = "bot_not_found"
        raise Refused(code)
    return {
        "bot": {
            "id": core.world.bot_id,
            "deleted": False,
            "name": core.world.app_name,
            "app_id": core.world.app_id,
            "user_id": core.world.bot_user_id,
        }
    }


@method("team.info", "team:read", tier=3)
def team_info(core: Core, args: JsonObject) -> JsonObject:  # noqa: ARG001
    """What is known of the workspace."""
    world = core.world
    return {
        "team": {"id": world.team_id, "name": world.team_name, "domain": world.domain, "email_domain": "", "icon": {}}
    }


def scopes_for(channel: SimChannel, what: str) -> str:
    """The scope that reading about a channel takes, by the kind of channel."""
    kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
    return f"{kind}:{what}"


@method("conversations.open", "im:write", "mpim:write", tier=3)
def conversations_open(core: Core, args: JsonObject) -> JsonObject:
    """Open the direct message with a person."""
    if args.get("channel"):
        channel = visible_channel(core, args["channel"])
        return {"channel": {"id": channel.id}}
    required(args, "users")
    users = args["users"] if isinstance(args["users"], list) else str(args["users"]).split(",")
    if len(users) != 1:
        code = "method_not_supported_for_channel_type"
        raise Refused(code)
    if users[0] not in core.world.users:
        code = "user_not_found"
        raise Refused(code)
    channel = open_channel(core, users[0])
    return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}


@method("conversations.info", tier=3)
def conversations_info(core: Core, args: JsonObject) -> JsonObject:
    """What is known of a channel."""
    required(args, "channel")
    channel = visible_channel(core, args["channel"])
    core.needs(scopes_for(channel, "read"))
    return {"channel": payloads.channel(core, channel)}


@method("conversations.members", tier=4)
def conversations_members(core: Core, args: JsonObject) -> JsonObject:
    """Who is in a channel."""
    required(args, "channel")
    channel = visible_channel(core, args["channel"])
    core.needs(scopes_for(channel, "read"))
    ids, more = page(args, [{"id": member} for member in sorted(channel.members)])
    return {"members": [one["id"] for one in ids], **more}


@method("conversations.list", "channels:read", "groups:read", "im:read", tier=2)
def conversations_list(core: Core, args: JsonObject) -> JsonObject:
    """The channels that the app can see and has asked for."""
    wanted = str(args.get("types") or "public_channel").split(",")
    found = []
    for channel in core.world.channels.values():
        kind = "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"
        hidden = kind != "public_channel" and core.world.bot_user_id not in channel.members
        if kind in wanted and not hidden and not (flag(args, "exclude_archived") and channel.is_archived):
            core.needs(scopes_for(channel, "read"))
            found.append(payloads.channel(core, channel))
    channels, more = page(args, found)
    return {"channels": channels, **more}


@method("users.conversations", "channels:read", "groups:read", tier=3)
def users_conversations(core: Core, args: JsonObject) -> JsonObject:
    """The channels somebody is in; of the private ones those that the app is in, too."""
    wanted = str(args.get("types") or "public_channel").split(",")
    user_id = str(args.get("user") or core.world.bot_user_id)
    found = []
    for channel in core.world.channels.values():
        kind = "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"
        hidden = kind != "public_channel" and core.world.bot_user_id not in channel.members
        if kind in wanted and not hidden and user_id in channel.members:
            found.append(payloads.channel(core, channel))
    channels, more = page(args, found)
    return {"channels": channels, **more}


@method("conversations.join", "channels:join", tier=3)
def conversations_join(core: Core, args: JsonObject) -> JsonObject:
    """Let the bot into a public channel."""
    required(args, "channel")
    channel = visible_channel(core, args["channel"])
    if channel.is_archived:
        code = "is_archived"
        raise Refused(code)
    channel.members.add(core.world.bot_user_id)
    core.world.touch()
    return {"channel": payloads.channel(core, channel)}


def _readable(core: Core, args: JsonObject) -> SimChannel:
    required(args, "channel")
    channel = visible_channel(core, args["channel"])
    core.needs(scopes_for(channel, "history"))
    if core.world.bot_user_id not in channel.members:
        code = "not_in_channel"
        raise Refused(code)
    return channel


def _told(core: Core, args: JsonObject, messages: list[SimMessage]) -> JsonObject:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999")
    inclusive = flag(args, "inclusive")
    kept = [
        one
        for one in messages
        if (oldest <= one.ts <= latest if inclusive else oldest < one.ts < latest) and one.ephemeral_to is None
    ]
    wants_metadata = flag(args, "include_all_metadata")
    shown = [payloads.message(core, one) for one in kept]
    if not wants_metadata:
        for one in shown:
            one.pop("metadata", None)
    items, more = page(args, shown)
    return {"messages": items, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


@method("conversations.history", tier=3)
def history(core: Core, args: JsonObject) -> JsonObject:
    """The messages of a channel, newest first."""
    channel = _readable(core, args)
    messages = core.world.seen_by(core.world.bot_user_id, channel.id)
    return _told(core, args, messages[::-1])


@method("conversations.replies", tier=3)
def replies(core: Core, args: JsonObject) -> JsonObject:
    """The messages of a thread, oldest first."""
    channel = _readable(core, args)
    required(args, "ts")
    found = core.world.thread(channel.id, str(args["ts"]))
    if not found:
        code = "thread_not_found"
        raise Refused(code)
    return _told(core, args, found)
