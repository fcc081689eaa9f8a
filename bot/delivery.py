"""What to do about each thing Slack can say instead of taking a call: the one table of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import slack_code
from workflows.errors import DeliveryError

RETRY, STOP, REPLACE = "retry", "stop", "replace"
LATER, SOON = 30.0, 3.0  # seconds

# Slack has trouble of its own, and says that the same call may work later.
_PASSING = frozenset(
    {
        "accesslimited",
        "fatal_error",
        "internal_error",
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "external_channel_migrating",
        "file_update_failed",
    }
)
# The message that was to be changed is gone, or may not be changed any more: a new one takes its place.
_GONE = frozenset(
    {
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "thread_not_found",
        "slack_file_refused",
        "file_not_found",
        "file_deleted",
    }
)
# Everything else (archived channel, bot removed, revoked token, missing scope, a view Slack does not
# take) stays as it is however often it is tried.


def answer_to(code: str, status: int = 200) -> str:
    """Say what to do about Slack's error code."""
    if code in _PASSING or status == 429 or status >= 500:
        return RETRY
    return REPLACE if code in _GONE else STOP


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Turn whatever a call to Slack raises into a `DeliveryError`."""
    try:
        yield
    except SlackApiError as error:
        raise of_slack(error) from error
    except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
        raise DeliveryError(type(error).__name__, RETRY, SOON) from error


def of_slack(error: SlackApiError) -> DeliveryError:
    """Read Slack's refusal: its code, and for how long it wants to be left alone."""
    code, status = slack_code(error), int(getattr(error.response, "status_code", 0) or 0)
    answer = answer_to(code, status)
    return DeliveryError(code or f"http_{status}", answer, _delay(error) if answer == RETRY else 0.0)


def _delay(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    after = {str(name).lower(): str(value) for name, value in headers.items()}.get("retry-after", "")
    return float(min(int(after), 3600)) if after.isascii() and after.isdigit() else LATER
