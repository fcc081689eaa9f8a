"""What happened on a map, and taking one's own last change back."""

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say
from bot.ids import Action
from bot.listeners.registry import Press, Word, on_press, opens
from bot.views import history as view
from bot.views.message import Message
from bot.views.texts import Json
from workflows import history, undoing
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.history import Asked
from workflows.snapshots import Outline
from workflows.undoing import Outcome, Undo


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.HISTORY, show)
    on_press(app, desk, Action.HISTORY_ABOUT, turn)
    on_press(app, desk, Action.HISTORY_WHO, turn)
    on_press(app, desk, Action.UNDO, press_undo)


@opens(Word.HISTORY)
async def open_history(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the newest page."""
    return view.view(outline, await history.history(desk, actor, Asked(outline.id)), _)


async def show(press: Press) -> None:
    """Open the history from a button, or turn its page."""
    if press.value.page is None:
        await press.show(await _page(press))
    else:
        await turn(press)


async def turn(press: Press) -> None:
    """Show another page, or another part, in the same modal."""
    await press.become(await _page(press))


async def _page(press: Press) -> Json:
    asked = view.decoded(press.value)
    return view.view(await press.outline(), await history.history(press.desk, press.actor, asked), press.say)


async def press_undo(press: Press) -> None:
    """Take back what the button stands below."""
    command = Undo(press.value.of, press.value.kind, press.value.item)
    await press.reply(await take_back(press.desk, press.actor, command, press.trigger_id, press.say))


async def take_back(desk: Desk, actor: Actor, command: Undo, claim: str, _: Say) -> Message:
    """Take a change back, and say what came of it."""
    done = await undoing.undo(desk, actor, command, claim)
    entry, by = (done.extra.get(name) for name in ("entry", "by"))
    told = await history.some(desk, actor, command.workshop_id, (entry, by))
    return view.taken_back(Outcome(done.extra["outcome"]), told.get(entry or 0), told.get(by or 0), _)
