"""The time of a step: setting it, pausing, and giving more."""

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say, zone
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens
from bot.views import pacing as view
from bot.views.texts import Json
from workflows import maps, pacing
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.snapshots import Outline


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.TIME, press_time)
    on_submit(app, desk, Modal.TIME, submit_time)


@opens(Word.TIME)
async def open_time(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form of the present step's time."""
    today = desk.clock.now().astimezone(zone(actor.tz)).date()
    return view.view(outline, actor.user_id, today, _)


async def press_time(press: Press) -> None:
    """Pause, go on, give five minutes more, or open the form."""
    desk, actor, of = press.desk, press.actor, press.value.of
    match press.value.kind:
        case view.PAUSE:
            await pacing.pause(desk, actor, of)
        case view.RESUME:
            await pacing.resume(desk, actor, of)
        case view.MORE:
            await pacing.extend(desk, actor, of, view.LONGER, press.trigger_id)
        case _:
            await press.show(await open_time(desk, actor, await press.outline(), press.say))
            return
    if (press.body.get("view") or {}).get("type") == "modal":
        await press.become(await open_time(desk, actor, await press.outline(), press.say))


async def submit_time(submit: Submit) -> Json | None:
    """Start the clock, or set the last day."""
    form, of = submit.form, submit.value.of
    if form.has(Field.MINUTES):
        minutes = form.item(Field.MINUTES) or 0
        await pacing.set_timebox(submit.desk, submit.actor, of, minutes, submit.claim)
    else:
        await pacing.set_deadline(submit.desk, submit.actor, of, form.day(Field.DAY), submit.claim)
    outline = await maps.outline(submit.desk, submit.actor, of)
    return view.kept(outline, submit.say)
