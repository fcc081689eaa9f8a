"""How a person wants to be spoken with: opening the form, keeping it, and the Home tab after it."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Say, say_for
from bot.ids import Action, Field, Modal
from bot.listeners.home import publish
from bot.listeners.registry import Press, Submit, on_press, on_submit, show
from bot.listeners.steps import larger_of, start_view
from bot.views import overview
from bot.views import settings as view
from bot.views.message_to_map import remembered
from bot.views.texts import Json
from workflows import people, preferences
from workflows.commands import Actor, SavePreferences
from workflows.desk import Desk
from workflows.words import NoticeKind


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.SETTINGS, press_settings)
    on_press(app, desk, Action.SPEAK, press_speak)
    on_submit(app, desk, Modal.SETTINGS, submit_settings, after=refresh)


async def open_settings(client: AsyncWebClient, desk: Desk, actor: Actor, body: dict[str, Any], _: Say) -> None:
    """Open the form: no workshop is needed for it."""
    await show(
        client, body, view.view(await preferences.mine(desk, actor), _, admin=actor.is_admin and not actor.is_guest)
    )


async def press_settings(press: Press) -> None:
    """Open the form from a button."""
    await open_settings(press.client, press.desk, press.actor, press.body, press.say)


async def press_speak(press: Press) -> None:
    """Speak the language that was pressed, and say the first screen again in it."""
    await preferences.speak(press.desk, press.actor, press.value.kind)
    actor = await people.actor(press.desk, press.actor.team_id, press.actor.user_id)
    _ = say_for(actor.language, actor.tz)
    channel_id = press.value.more.get(overview.CHANNEL)
    if press.view.get("callback_id") == Modal.START:
        quote, of = remembered(press.value), larger_of(press.value)
        await press.become(await start_view(press.client, press.desk, actor, channel_id, _, quote, of))
    elif channel_id:
        await press.reply(overview.invitation(channel_id, _))
    else:
        await publish(press.client, press.desk, actor, _)


async def submit_settings(submit: Submit) -> Json:
    """Keep it."""
    form, tz = submit.form, submit.form.choice(Field.TZ)
    days = form.choices(Field.WORKS_ON)
    wanted = form.choices(Field.WANTED)
    command = SavePreferences(
        language=form.choice(Field.LANGUAGE) or submit.actor.language,
        tz="" if tz in {None, view.SLACKS} else str(tz),
        works_from=form.time(Field.WORKS_FROM),
        works_until=form.time(Field.WORKS_UNTIL),
        works_on=tuple(int(day) for day in days if day.isdigit()),
        wanted=tuple(kind for kind in NoticeKind if kind.value in wanted),
    )
    await preferences.save(submit.desk, submit.actor, command, submit.claim)
    return view.kept(say_for(command.language, command.tz or submit.actor.tz))


async def refresh(client: AsyncWebClient, submit: Submit) -> None:
    """Show the Home tab as it is now, in the language that was chosen."""
    actor = await people.actor(submit.desk, submit.actor.team_id, submit.actor.user_id)
    await publish(client, submit.desk, actor, say_for(actor.language, actor.tz))
