"""What an owner presses: taking on, later, another day, asking for help."""

from collections.abc import Awaitable, Callable
from datetime import date

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.ideas import open_idea_for
from bot.listeners.pains import open_hand_over, open_owner_for
from bot.listeners.registry import Press, Submit, on_press, on_submit
from bot.views import care, owner
from bot.views.texts import Json
from workflows import pains, promises
from workflows.desk import Desk
from workflows.errors import InvalidError
from workflows.personal import OwnedPain
from workflows.promises import Snooze
from workflows.promising import AskHelp, MovePain


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.ACCEPT, accept)
    on_press(app, desk, Action.SNOOZE, open_snooze)
    on_press(app, desk, Action.NEW_DATE, open_new_date)
    on_press(app, desk, Action.ASK_HELP, open_help)
    on_press(app, desk, Action.CARE, choose)
    on_submit(app, desk, Modal.SNOOZE, submit_snooze)
    on_submit(app, desk, Modal.NEW_DATE, submit_new_date)
    on_submit(app, desk, Modal.ASK_HELP, submit_help)


async def accept(press: Press) -> None:
    """Take a pain point on."""
    await promises.accept(press.desk, press.actor, press.value.of, press.value.of_item)


async def open_snooze(press: Press) -> None:
    """Ask for how long."""
    await _open(press, care.snooze)


async def open_new_date(press: Press) -> None:
    """Ask for another day."""
    await _open(press, care.new_date)


async def open_help(press: Press) -> None:
    """Ask what is needed."""
    await _open(press, care.ask_help)


async def _open(press: Press, build: Callable[[OwnedPain, Say], Json]) -> None:
    owned = await pains.one(press.desk, press.actor, press.value.of_item)
    view = owner.settled if owned.pain.status in owner.SETTLED else build
    await press.show(view(owned, press.say))


async def choose(press: Press) -> None:
    """Do what the menu of a pain point says."""
    await _CHOICES.get(press.value.kind, open_hand_over)(press)


_CHOICES: dict[str, Callable[[Press], Awaitable[None]]] = {
    care.HAND_OVER: open_hand_over,
    care.PLAN: open_owner_for,
    care.QUESTION: open_idea_for,
    care.LATER: open_snooze,
    care.NEW_DATE: open_new_date,
    care.HELP: open_help,
}


async def submit_snooze(submit: Submit) -> Json:
    """Keep silent for a while."""
    how_long = submit.form.member(Field.SNOOZE, Snooze, Snooze.DAY)
    done = await promises.snooze(
        submit.desk, submit.actor, submit.value.of, submit.value.of_item, how_long, submit.claim
    )
    return care.snoozed(date.fromisoformat(done.extra["until"]), submit.say)


async def submit_new_date(submit: Submit) -> Json:
    """Promise another day."""
    day = submit.form.day(Field.DUE)
    if day is None:
        raise InvalidError("due_on", "required")
    command = MovePain(submit.value.of, submit.value.of_item, day, submit.form.text(Field.REASON))
    await promises.move(submit.desk, submit.actor, command, submit.claim)
    return care.moved(day, submit.say)


async def submit_help(submit: Submit) -> Json:
    """Ask for help."""
    chosen = submit.form.choices(Field.ASKED)
    command = AskHelp(
        submit.value.of,
        submit.value.of_item,
        submit.form.text(Field.TEXT),
        leaders=care.LEADERS in chosen,
        thread=care.THREAD in chosen,
    )
    await promises.ask_help(submit.desk, submit.actor, command, submit.claim)
    return care.asked(submit.say)
