"""The list below a form: brought up to date when the form that was opened from it is submitted."""

from collections.abc import Callable

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors, values
from bot.i18n import Say
from bot.ids import Modal
from bot.listeners.registry import Press, Submit
from bot.views import pain_list, priorities
from bot.views.texts import Json
from workflows import maps
from workflows.snapshots import MapSnapshot

BELOW = "below"  # in a form's metadata: the list and its page
Lister = Callable[[MapSnapshot, str, Say, int], Json]
LISTS: dict[str, Lister] = {
    Modal.PAINS: lambda snapshot, _user, _, page: pain_list.view(snapshot, _, page=page),
    Modal.PRIORITIES: lambda snapshot, user, _, page: priorities.view(snapshot, user, _, page=page),
}


def below(press: Press) -> str:
    """Name the list that a button was pressed in, with its page; nothing where it was no such list."""
    view = press.body.get("view") or {}
    name = view.get("callback_id") or ""
    if name not in LISTS:
        return ""
    return f"{name}:{values.decode(view.get('private_metadata') or None).page or 0}"


async def refresh(client: AsyncWebClient, submit: Submit) -> None:
    """Show the list below a form as it is now."""
    name, _colon, page = submit.value.more.get(BELOW, "").partition(":")
    view_id = submit.body["view"].get("previous_view_id")
    if name not in LISTS or not view_id:
        return
    snapshot = await maps.snapshot(submit.desk, submit.actor, submit.value.of)
    view = LISTS[name](snapshot, submit.actor.user_id, submit.say, int(page) if page.isdigit() else 0)
    try:
        await client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if errors.slack_code(error) != "not_found":  # the person has closed the list meanwhile
            raise
