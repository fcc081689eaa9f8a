"""What to do about each thing Slack can say instead of taking a call: the one table of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import slack_code
from workflows.errors import PASSING, Answer, DeliveryError

LATER, SOON = 30.0, 3.0  # seconds

# Slack's codes are those its reference lists for chat.postMessage, chat.update, chat.delete, the file uploads,
# views.publish and users.info, together with what every method may say. A code that is not here gets TELL.
ANSWERS: dict[str, Answer] = {
    # Slack has trouble of its own; whether it did what it was asked for is not known.
    "fatal_error": Answer.RETRY,
    "token_expired": Answer.RETRY,  # the next try is made with a renewed one
    "internal_error": Answer.RETRY,
    "request_timeout": Answer.RETRY,
    "service_unavailable": Answer.RETRY,
    "external_channel_migrating": Answer.RETRY,
    "file_update_failed": Answer.RETRY,
    "file_upload_error": Answer.RETRY,
    "posting_to_channel_failed": Answer.RETRY,
    # Slack did nothing, and says that the same call works later.
    "ratelimited": Answer.WAIT,
    "rate_limited": Answer.WAIT,
    "message_limit_exceeded": Answer.WAIT,
    "accesslimited": Answer.WAIT,
    "team_added_to_org": Answer.WAIT,
    "org_login_required": Answer.WAIT,
    "update_failed": Answer.WAIT,
    # The message that was to be changed is gone, or may not be changed any more.
    "message_not_found": Answer.REPLACE,
    "cant_update_message": Answer.REPLACE,
    "edit_window_closed": Answer.REPLACE,
    "thread_not_found": Answer.REPLACE,
    "invalid_thread_ts": Answer.REPLACE,
    "cannot_reply_to_message": Answer.REPLACE,
    "slack_file_refused": Answer.REPLACE,
    "file_not_found": Answer.REPLACE,
    "file_deleted": Answer.REPLACE,
    # A message Slack does not take as it is: a fault of ours.
    "msg_too_long": Answer.SHORTEN,
    "msg_blocks_too_long": Answer.SHORTEN,
    "invalid_blocks": Answer.SHORTEN,
    "invalid_blocks_format": Answer.SHORTEN,
    "block_mismatch": Answer.SHORTEN,
    "attachment_payload_limit_exceeded": Answer.SHORTEN,
    "markdown_text_conflict": Answer.SHORTEN,
    # Nothing can be said in this channel, until somebody changes that.
    "is_archived": Answer.STOP_CHANNEL,
    "not_in_channel": Answer.STOP_CHANNEL,
    "channel_not_found": Answer.STOP_CHANNEL,
    "is_inactive": Answer.STOP_CHANNEL,
    "restricted_action": Answer.STOP_CHANNEL,
    "restricted_action_read_only_channel": Answer.STOP_CHANNEL,
    "ekm_access_denied": Answer.STOP_CHANNEL,
    "team_access_not_granted": Answer.STOP_CHANNEL,
    "not_allowed_in_externally_shared_channel": Answer.STOP_CHANNEL,
    # Cairn is not in this workspace any more, until somebody installs it again.
    "account_inactive": Answer.STOP_WORKSPACE,
    "token_revoked": Answer.STOP_WORKSPACE,
    "invalid_auth": Answer.STOP_WORKSPACE,
    "not_authed": Answer.STOP_WORKSPACE,
    "team_not_found": Answer.STOP_WORKSPACE,
    # What is refused stays refused, and only this one message is concerned.
    "missing_scope": Answer.TELL,
    "restricted_action_thread_only_channel": Answer.TELL,
    "restricted_action_non_threadable_channel": Answer.TELL,
    "restricted_action_thread_locked": Answer.TELL,
    "no_permission": Answer.TELL,
    "access_denied": Answer.TELL,
    "not_allowed_token_type": Answer.TELL,
    "two_factor_setup_required": Answer.TELL,
    "enterprise_is_restricted": Answer.TELL,
    "method_deprecated": Answer.TELL,
    "deprecated_endpoint": Answer.TELL,
    "method_not_supported_for_channel_type": Answer.TELL,
    "user_not_found": Answer.TELL,
    "user_not_visible": Answer.TELL,
    "users_not_found": Answer.TELL,
    "user_disabled": Answer.TELL,
    "user_is_bot": Answer.TELL,
    "cannot_dm_bot": Answer.TELL,
    "messages_tab_disabled": Answer.TELL,
    "no_text": Answer.TELL,
    "too_many_attachments": Answer.TELL,
    "too_many_contact_cards": Answer.TELL,
    "duplicate_channel_not_found": Answer.TELL,
    "duplicate_message_not_found": Answer.TELL,
    "as_user_not_supported": Answer.TELL,
    "metadata_must_be_sent_from_app": Answer.TELL,
    "metadata_too_large": Answer.TELL,
    "invalid_metadata_format": Answer.TELL,
    "invalid_metadata_schema": Answer.TELL,
    "invalid_attachments": Answer.TELL,
    "cant_delete_message": Answer.TELL,
    "cant_broadcast_message": Answer.TELL,
    "compliance_exports_prevent_deletion": Answer.TELL,
    "is_thread_reply": Answer.TELL,
    "slack_connect_file_upload_sharing_blocked": Answer.TELL,
    "file_uploads_disabled": Answer.TELL,
    "file_uploads_except_images_disabled": Answer.TELL,
    "file_not_supported": Answer.TELL,
    "storage_limit_reached": Answer.TELL,
    "blocked_file_type": Answer.TELL,
    "malware_detected": Answer.TELL,
    "file_type_not_allowed": Answer.TELL,
    "alt_txt_too_large": Answer.TELL,
    "missing_argument": Answer.TELL,
    "unknown_method": Answer.TELL,
    "invalid_arg_name": Answer.TELL,
    "invalid_arguments": Answer.TELL,
    "invalid_array_arg": Answer.TELL,
    "invalid_charset": Answer.TELL,
    "invalid_form_data": Answer.TELL,
    "invalid_post_type": Answer.TELL,
    "missing_post_type": Answer.TELL,
    # Of views.publish: who opens their Home tab anew gets a new one.
    "hash_conflict": Answer.TELL,
    "not_enabled": Answer.TELL,
    "view_too_large": Answer.TELL,
    "duplicate_external_id": Answer.TELL,
}


def answer_to(code: str, status: int = 200) -> Answer:
    """Say what to do about Slack's error code, or about the status of an answer without one."""
    if status == 429:
        return Answer.WAIT
    if status >= 500:
        return Answer.RETRY
    return ANSWERS.get(code, Answer.TELL)


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Turn whatever a call to Slack raises into a `DeliveryError`."""
    try:
        yield
    except SlackApiError as error:
        raise of_slack(error) from error
    except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
        raise DeliveryError(type(error).__name__, Answer.RETRY, SOON) from error


def of_slack(error: SlackApiError) -> DeliveryError:
    """Read Slack's refusal: its code, and for how long it wants to be left alone."""
    code, status = slack_code(error), int(getattr(error.response, "status_code", 0) or 0)
    answer = answer_to(code, status)
    usual = LATER if answer is Answer.WAIT else SOON
    return DeliveryError(code or f"http_{status}", answer, _delay(error, usual) if answer in PASSING else 0.0)


def _delay(error: SlackApiError, usual: float) -> float:
    headers = getattr(error.response, "headers", None) or {}
    after = {str(name).lower(): str(value) for name, value in headers.items()}.get("retry-after", "")
    return float(min(int(after), 3600)) if after.isascii() and after.isdigit() else usual
