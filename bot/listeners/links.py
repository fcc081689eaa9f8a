"""Links for people outside Slack: making one, and ending it."""

from slack_bolt.app.async_app import AsyncApp

from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, on_press, on_submit
from bot.views import links as view
from bot.views.texts import Json
from workflows import sharing
from workflows.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.LINKS, press_links)
    on_press(app, desk, Action.LINK_END, press_end)
    on_submit(app, desk, Modal.LINK, submit_link)


async def _view(press: Press) -> Json:
    outline = await press.outline()
    return view.view(outline, await sharing.of(press.desk, press.actor, outline.id), press.say)


async def press_links(press: Press) -> None:
    """Ask for how long, and list the links that there are."""
    await press.show(await _view(press))


async def press_end(press: Press) -> None:
    """End a link."""
    await sharing.revoke(press.desk, press.actor, press.value.of, press.value.of_item)
    await press.become(await _view(press))


async def submit_link(submit: Submit) -> Json:
    """Make a link, and show it."""
    workshop_id, days = submit.value.of, submit.form.item(Field.LINK_DAYS) or 0
    done = await sharing.make(submit.desk, submit.actor, workshop_id, days, submit.claim)
    made = await sharing.address(submit.desk, submit.actor, workshop_id, done.item_id or 0)
    return view.made(made, submit.say)
