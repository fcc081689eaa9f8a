"""A map as a canvas of its channel: where the workspace does not let Cairn make one, the same text comes as a file."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import slack_code
from bot.i18n import Say, say_for
from bot.views.texts import clip, escape, isolate, link
from workflows.exported import File

log = logging.getLogger(__name__)

TITLE_MAX = 255
# Nothing that trying again would change: https://docs.slack.dev/reference/methods/canvases.create
REFUSALS = frozenset(
    {
        "missing_scope",
        "canvas_disabled_user_team",
        "canvas_disabled_file_team",
        "canvas_creation_failed",
        "canvas_tab_creation_failed",
        "free_team_canvas_tab_already_exists",
        "free_teams_cannot_create_non_tabbed_canvases",
        "team_tier_cannot_create_channel_canvases",
        "restricted_action",
        "unknown_method",
    }
)


async def make(client: AsyncWebClient, channel_id: str, file: File) -> str:
    """Make the canvas, in a tab of the channel; its address. SlackApiError where Slack does not."""
    made = await client.canvases_create(
        title=clip(file.title, TITLE_MAX),
        document_content={"type": "markdown", "markdown": file.content.decode()},
        channel_id=channel_id,
    )
    canvas_id = str(made["canvas_id"])
    try:
        told: dict[str, Any] = (await client.files_info(file=canvas_id))["file"]
    except SlackApiError as error:
        log.info("Slack does not tell of a canvas it made: %s", slack_code(error))
        return ""
    return str(told.get("permalink") or "")


def refused(error: SlackApiError) -> bool:
    """Tell a workspace that lets nobody, or not Cairn, make canvases from a bad moment."""
    return slack_code(error) in REFUSALS


def told(file: File, address: str, language: str) -> str:
    """Say where the canvas is: mrkdwn."""
    _ = say_for(language)
    said = escape(_("“{title}” is a canvas of this channel now.", title=isolate(file.title)))
    return f"{said} {link(address, _('Open the canvas'))}" if address else said


def instead(error: SlackApiError, language: str) -> str:
    """Say why there is a file instead, and what would help."""
    _: Say = say_for(language)
    if slack_code(error) == "missing_scope":
        return _(
            "I may not make canvases here, so this is the text as a file. Should you want canvases, ask an "
            "administrator to install Cairn again and to allow the permission canvases:write."
        )
    return _("Slack did not let me make a canvas in this workspace, so this is the text as a file.")
