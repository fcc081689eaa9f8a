"""The webhook of a workspace, and whether it allows links: for its administrators, behind the settings."""

from slack_bolt.app.async_app import AsyncApp

from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, on_press, on_submit
from bot.views import connections as view
from bot.views.connections import Connections
from bot.views.texts import Json
from workflows import access, sharing, webhooks
from workflows.desk import Desk
from workflows.webhooks import SetWebhook
from workflows.words import HookKind


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.CONNECTIONS, press_connections)
    on_press(app, desk, Action.WEBHOOK, press_webhook)
    on_submit(app, desk, Modal.WEBHOOK, submit_webhook)
    on_press(app, desk, Action.WEBHOOK_TEST, press_test)
    on_press(app, desk, Action.WEBHOOK_SECRET, press_secret)
    on_press(app, desk, Action.WEBHOOK_OFF, press_off)
    on_press(app, desk, Action.LINKS_ALLOW, press_links)


async def _now(press: Press) -> Connections:
    return Connections(
        webhook=await webhooks.of(press.desk, press.actor),
        hosts=press.desk.reach.hosts,
        links=await sharing.allowed(press.desk, press.actor),
        address=bool(press.desk.reach.public_url),
    )


async def press_connections(press: Press) -> None:
    """Say how things are."""
    await press.show(view.view(await _now(press), press.say))


async def press_webhook(press: Press) -> None:
    """Ask where, and of what."""
    access.administers(press.actor)
    hook = await webhooks.of(press.desk, press.actor)
    await press.show(view.form(hook, press.desk.reach.hosts, press.say))


async def submit_webhook(submit: Submit) -> Json:
    """Keep it, and show the secret where there is a new one."""
    wanted = submit.form.choices(Field.HOOK_KINDS)
    command = SetWebhook(submit.form.text(Field.LINK), tuple(kind for kind in HookKind if kind.value in wanted))
    done = await webhooks.save(submit.desk, submit.actor, command, submit.claim)
    if not done.extra.get("fresh"):
        return view.saved(submit.say)
    return view.secret(await webhooks.secret(submit.desk, submit.actor), submit.say)


async def press_test(press: Press) -> None:
    """Send a test."""
    await webhooks.test(press.desk, press.actor)
    await press.show(view.view(await _now(press), press.say, tested=True))


async def press_secret(press: Press) -> None:
    """Make a new secret, and show it."""
    await webhooks.renew_secret(press.desk, press.actor, press.value.version or 0)
    await press.show(view.secret(await webhooks.secret(press.desk, press.actor), press.say))


async def press_off(press: Press) -> None:
    """Tell nothing any more."""
    await webhooks.switch_off(press.desk, press.actor)
    await press.show(view.view(await _now(press), press.say))


async def press_links(press: Press) -> None:
    """Have links possible, or end all of them."""
    await sharing.allow(press.desk, press.actor, links=press.value.kind == view.ON)
    await press.show(view.view(await _now(press), press.say))
