"""The shapes in which Slack tells of its things: messages, files, people, channels, views and interactions."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.simulator.clock import monotonic
from bot.simulator.core import Core
from bot.simulator.things import JsonObject, OpenView, SimChannel, SimFile, SimMessage, SimUser


def team(core: Core) -> JsonObject | None:
    """The team of an interaction; where an organisation installed the app, Slack may not say which it was."""
    if core.world.is_org:
        return None
    return {"id": core.world.team_id, "domain": core.world.domain}


def person(core: Core, user_id: str) -> JsonObject:
    """The person of an interaction."""
    user = core.world.users[user_id]
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def place(channel: SimChannel) -> JsonObject:
    """The channel of an interaction. Slack does not tell the names of private places."""
    if channel.is_im:
        return {"id": channel.id, "name": "directmessage"}
    return {"id": channel.id, "name": "privategroup" if channel.is_private else channel.name}


def message(core: Core, sent: SimMessage) -> JsonObject:
    """A message as conversations.history and interactions show it."""
    told: JsonObject = {"type": "message", "user": sent.user, "ts": sent.ts, "text": sent.text}
    told["team"] = core.world.team_id
    if sent.bot_id:
        told |= {
            "bot_id": sent.bot_id,
            "app_id": core.world.app_id,
            "bot_profile": {
                "id": sent.bot_id,
                "deleted": False,
                "name": core.world.app_name,
                "app_id": core.world.app_id,
                "team_id": core.world.team_id,
            },
        }
    optional = {
        "blocks": sent.blocks,
        "attachments": sent.attachments,
        "subtype": sent.subtype,
        "thread_ts": sent.thread_ts,
        "metadata": sent.metadata,
        "edited": sent.edited and {"user": sent.user, "ts": sent.edited},
        "files": [file(core, core.world.files[one]) for one in sent.files if one in core.world.files],
        "pinned_to": [sent.channel] if sent.pinned else None,
    }
    told |= {name: value for name, value in optional.items() if value}
    if sent.reply_count:
        told |= {
            "reply_count": sent.reply_count,
            "reply_users": sent.reply_users,
            "reply_users_count": len(sent.reply_users),
            "latest_reply": sent.latest_reply,
        }
    return told


def is_ready(one: SimFile) -> bool:
    """Whether Slack has processed an upload."""
    return one.completed and monotonic() >= one.ready_at


def file(core: Core, one: SimFile) -> JsonObject:
    """A file. Until it is processed it has no mimetype, no thumbnails and no shares."""
    ready = is_ready(one)
    private = f"{core.base_url}/files-pri/{core.world.team_id}-{one.id}"
    told: JsonObject = {
        "id": one.id,
        "created": one.created,
        "timestamp": one.created,
        "name": one.name,
        "title": one.title or one.name,
        "mimetype": one.mimetype if ready else "",
        "filetype": one.name.rpartition(".")[2].lower() if ready else "",
        "pretty_type": one.name.rpartition(".")[2].upper() if ready else "",
        "user": one.uploader,
        "user_team": core.world.team_id,
        "editable": False,
        "size": one.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{private}/{one.name}",
        "url_private_download": f"{private}/download/{one.name}",
        "permalink": f"{core.base_url}/files/{one.uploader}/{one.id}/{one.name}",
        "file_access": "visible",
        "channels": [],
        "groups": [],
        "ims": [],
        "shares": {},
    }
    if one.alt:
        told["alt_txt"] = one.alt
    if ready and one.mimetype.startswith("image/"):
        told["thumb_360"] = f"{private}/thumb_360/{one.name}"
    if ready:
        _shares(core, one, told)
    return told


def _shares(core: Core, one: SimFile, told: JsonObject) -> None:
    for channel_id, sent in one.shares.items():
        channel = core.world.channels[channel_id]
        listed = "ims" if channel.is_im else "groups" if channel.is_private else "channels"
        told[listed].append(channel_id)
        kind = "private" if channel.is_im or channel.is_private else "public"
        told["shares"].setdefault(kind, {})[channel_id] = [
            {"ts": ts, "channel_name": channel.name, "team_id": core.world.team_id, "share_user_id": one.uploader}
            for ts in sent
        ]
        told["is_public"] = told["is_public"] or kind == "public"


def user(core: Core, one: SimUser, *, locale: bool = False) -> JsonObject:
    """A person as users.info tells of them."""
    try:
        offset = datetime.now(ZoneInfo(one.tz)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        offset = None
    told: JsonObject = {
        "id": one.id,
        "team_id": one.team_id,
        "name": one.name,
        "deleted": one.deleted,
        "color": one.color.lstrip("#"),
        "real_name": one.real_name,
        "tz": one.tz,
        "tz_label": one.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "title": one.title,
            "real_name": one.real_name,
            "real_name_normalized": one.real_name,
            "display_name": "",  # as with people who never chose one: their real name is shown
            "display_name_normalized": "",
            "team": one.team_id,
            "image_72": f"{core.base_url}/avatars/{one.id}.svg",
        },
        "is_admin": one.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": one.is_guest or one.is_single_channel_guest,
        "is_ultra_restricted": one.is_single_channel_guest,
        "is_bot": one.is_bot,
        "is_app_user": False,
        "updated": core.world.clock.seconds(),
    }
    if "users:read.email" in core.profile.scopes and one.email:
        told["profile"]["email"] = one.email
    if core.world.enterprise_id:
        told["enterprise_user"] = {"id": one.id, "enterprise_id": core.world.enterprise_id, "teams": [one.team_id]}
    if locale:
        told["locale"] = one.locale
    return told


def channel(core: Core, one: SimChannel) -> JsonObject:
    """A channel as conversations.info tells of it."""
    told: JsonObject = {
        "id": one.id,
        "created": one.created,
        "is_archived": one.is_archived,
        "is_im": one.is_im,
        "is_mpim": False,
        "is_private": one.is_private or one.is_im,
        "is_org_shared": False,
        "context_team_id": core.world.team_id,
    }
    if one.is_im:
        told["user"] = next((member for member in one.members if member != core.world.bot_user_id), "")
        return told
    return told | {
        "name": one.name,
        "name_normalized": one.name,
        "is_channel": not one.is_private,
        "is_group": one.is_private,
        "is_general": False,
        "is_member": core.world.bot_user_id in one.members,
        "creator": one.creator,
        "topic": {"value": one.topic, "creator": one.creator, "last_set": one.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(one.members),
    }


def view(core: Core, one: OpenView) -> JsonObject:
    """A view with the state that the person has brought about in it."""
    return {
        "id": one.id,
        "team_id": core.world.team_id,
        "type": one.type,
        "blocks": one.blocks,
        "private_metadata": one.private_metadata,
        "callback_id": one.callback_id,
        "state": {"values": one.values},
        "hash": one.hash,
        "title": one.title,
        "clear_on_close": one.clear_on_close,
        "notify_on_close": one.notify_on_close,
        "close": one.close,
        "submit": one.submit,
        "previous_view_id": one.previous_view_id,
        "root_view_id": one.root_view_id,
        "app_id": core.world.app_id,
        "external_id": one.external_id,
        "app_installed_team_id": core.world.team_id,
        "bot_id": core.world.bot_id,
    }


def function(core: Core, callback_id: str, defined: JsonObject) -> JsonObject:
    """A step of a workflow, as the event of its execution tells of it."""

    def listed(parameters: JsonObject) -> list[JsonObject]:
        return [{"name": name, **rule} for name, rule in parameters.items()]

    return {
        "id": f"Fn{callback_id.upper()}",
        "callback_id": callback_id,
        "title": defined["title"],
        "description": defined["description"],
        "type": "app",
        "input_parameters": listed(defined["input_parameters"]),
        "output_parameters": listed(defined["output_parameters"]),
        "app_id": core.world.app_id,
        "date_created": 1694727597,
        "date_updated": 1694727597,
        "date_deleted": 0,
    }


def interaction(core: Core, kind: str, user_id: str, *, view_id: str | None = None) -> JsonObject:
    """What every interaction says."""
    return {
        "type": kind,
        "team": team(core),
        "user": person(core, user_id),
        "api_app_id": core.world.app_id,
        "token": core.verification_token,
        "trigger_id": core.new_trigger(user_id, view_id),
        "enterprise": core.world.enterprise_id and {"id": core.world.enterprise_id, "name": "The organisation"},
        "is_enterprise_install": core.world.is_org,
    }


def command(core: Core, user_id: str, where: SimChannel, name: str, words: str) -> dict[str, str]:
    """A slash command, as the form that Slack posts."""
    shown = place(where)
    organisation = {"enterprise_id": core.world.enterprise_id} if core.world.enterprise_id else {}
    return {
        **organisation,
        "token": core.verification_token,
        "team_id": core.world.team_id,
        "team_domain": core.world.domain,
        "channel_id": shown["id"],
        "channel_name": shown["name"],
        "user_id": user_id,
        "user_name": core.world.users[user_id].name,
        "command": name,
        "text": words,
        "api_app_id": core.world.app_id,
        "is_enterprise_install": "true" if core.world.is_org else "false",
        "response_url": core.new_response_url("commands", user_id, where.id),
        "trigger_id": core.new_trigger(user_id),
    }
