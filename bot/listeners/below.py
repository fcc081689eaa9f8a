"""The lists of pain points and of ideas, as what stands below the forms that are opened from them."""

from bot import values
from bot.ids import Modal
from bot.listeners.registry import LISTS, Press, Submit
from bot.views import pain_list, priorities
from bot.views.texts import Json
from workflows import maps


async def _pains(submit: Submit, page: int) -> Json:
    snapshot = await maps.snapshot(submit.desk, submit.actor, submit.value.of)
    return pain_list.view(snapshot, submit.say, page=page)


async def _priorities(submit: Submit, page: int) -> Json:
    snapshot = await maps.snapshot(submit.desk, submit.actor, submit.value.of)
    return priorities.view(snapshot, submit.actor.user_id, submit.say, page=page)


_LISTS = {str(Modal.PAINS): _pains, str(Modal.PRIORITIES): _priorities}
LISTS.update(_LISTS)


def below(press: Press) -> str:
    """Name the list that a button was pressed in, with its page; nothing where it was no such list."""
    view = press.body.get("view") or {}
    name = view.get("callback_id") or ""
    if name not in _LISTS:
        return ""
    return f"{name}:{values.decode(view.get('private_metadata') or None).page or 0}"
