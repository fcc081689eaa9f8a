"""What is stored: showing it, having a name removed, and how long a workspace keeps what is over."""

from slack_bolt.app.async_app import AsyncApp

from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, on_press, on_submit
from bot.views import data as view
from bot.views.texts import Json
from workflows import erasing, keeping
from workflows.desk import Desk
from workflows.errors import InvalidError, NotAllowedError
from workflows.keeping import Keeping


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.DATA, press_data)
    on_press(app, desk, Action.KEEPING, press_keeping)
    on_submit(app, desk, Modal.KEEPING, submit_keeping)
    on_press(app, desk, Action.ERASE_ME, press_erase_me)
    on_press(app, desk, Action.ERASE_OTHER, press_erase_other)
    on_submit(app, desk, Modal.ERASE, submit_erase)


async def press_data(press: Press) -> None:
    """Say what is kept of the person."""
    kept = await keeping.of(press.desk, press.actor)
    pending = await erasing.pending(press.desk, press.actor)
    await press.show(view.view(kept, press.say, admin=press.actor.is_admin, pending=pending))


async def press_keeping(press: Press) -> None:
    """Open the form of an administrator."""
    if not press.actor.is_admin:
        raise NotAllowedError("only_admin")
    await press.show(view.keeping_form(await keeping.of(press.desk, press.actor), press.say))


async def submit_keeping(submit: Submit) -> Json:
    """Keep how long things are kept."""
    form = submit.form
    wanted = Keeping(form.item(Field.DELETED_DAYS) or 0, form.item(Field.ENDED_DAYS), form.item(Field.TRAIL_DAYS))
    await keeping.save(submit.desk, submit.actor, wanted, submit.claim)
    return view.keeping_saved(submit.say)


async def press_erase_me(press: Press) -> None:
    """Say what removing one's name means."""
    await press.show(view.erase(press.say, myself=True))


async def press_erase_other(press: Press) -> None:
    """Ask an administrator whose name."""
    if not press.actor.is_admin:
        raise NotAllowedError("only_admin")
    await press.show(view.erase(press.say, myself=False))


async def submit_erase(submit: Submit) -> Json:
    """Have the name removed."""
    myself = submit.value.kind == view.MYSELF
    who = submit.actor.user_id if myself else submit.form.person(Field.PERSON)
    if not who:
        raise InvalidError(Field.PERSON, "choose_people")
    await erasing.ask(submit.desk, submit.actor, who, submit.claim)
    return view.asked(submit.say, myself=myself)
