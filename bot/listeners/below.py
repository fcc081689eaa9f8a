"""Maps below larger ones: saying which larger map one is a part of."""

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, on_press, on_submit
from bot.views import below as view
from bot.views.texts import Json
from workflows import kin
from workflows.commands import Below
from workflows.desk import Desk
from workflows.errors import InvalidError

_DIGITS = 10


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.BELOW, ask)
    on_submit(app, desk, Modal.BELOW, save)


async def ask(press: Press) -> None:
    """Ask which larger map it is a part of."""
    outline = await press.outline()
    await press.show(view.form(await kin.choice(press.desk, press.actor, outline.id), outline, press.say))


async def save(submit: Submit) -> Json:
    """Put the map there, or let it stand on its own."""
    of = submit.value.of
    await kin.put(submit.desk, submit.actor, of, chosen(submit.form), submit.claim)
    return view.put(await kin.of(submit.desk, submit.actor, of), submit.say)


def chosen(form: Form) -> Below | None:
    """Read which larger map was chosen, and its stage; None: it stands on its own."""
    said = form.choice(Field.PARENT)
    return None if said in {None, "", view.ALONE} else read(said or "")


def read(said: str) -> Below:
    """Read a choice as it is written down; InvalidError for what nobody wrote."""
    parent, colon, stage = said.partition(":")
    if not (_number(parent) and (_number(stage) or not colon)):
        raise InvalidError(Field.PARENT, "no_such_parent")
    return Below(int(parent), int(stage) if colon else None)


def _number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) <= _DIGITS
