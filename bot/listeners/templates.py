"""Maps kept as templates of the workspace."""

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.views import templates as view
from bot.views.texts import Json
from workflows import templates
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.snapshots import Outline
from workflows.templates import SaveTemplate


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the keeping and the deleting."""
    on_press(app, desk, Action.TEMPLATE, with_outline(open_template))
    on_submit(app, desk, Modal.TEMPLATE, save_template)
    on_press(app, desk, Action.DROP_TEMPLATE, drop_template)


@opens(Word.TEMPLATE)
async def open_template(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form that keeps the map."""
    return view.keep(outline, await templates.kept(desk, actor), _)


async def save_template(submit: Submit) -> Json:
    """Keep the map under the name given."""
    command = SaveTemplate(submit.value.of, submit.form.text(Field.NAME))
    done = await templates.save(submit.desk, submit.actor, command, submit.claim)
    return view.kept(str(done.extra["name"]), submit.say)


async def drop_template(press: Press) -> None:
    """Let go of a template (the button has asked already)."""
    await templates.delete(press.desk, press.actor, press.value.of_item)
    await press.become(await open_template(press.desk, press.actor, await press.outline(), press.say))
