"""A map as a whole: opening it again, copies, its future state and the comparison, deleting and bringing back."""

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say, say_for
from bot.ids import Action, Field, Modal
from bot.listeners import below, filters
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.views import comparison, found, manage
from bot.views.message import Message
from bot.views.texts import Json
from workflows import copying, finding, kin, lives, maps, workshops
from workflows.commands import Actor
from workflows.copying import CopyMap, Depth
from workflows.desk import Desk
from workflows.errors import InvalidError
from workflows.snapshots import Outline
from workflows.words import MapKind


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.MANAGE, with_outline(open_manage))
    on_press(app, desk, Action.REOPEN, reopen)
    on_press(app, desk, Action.KIND, open_kind)
    on_submit(app, desk, Modal.KIND, submit_kind)
    on_press(app, desk, Action.COPY, open_copy)
    on_submit(app, desk, Modal.COPY, submit_copy)
    on_press(app, desk, Action.FUTURE, begin_future)
    on_press(app, desk, Action.COMPARE, with_outline(open_comparison))
    on_press(app, desk, Action.SEND_COMPARISON, send_comparison)
    on_press(app, desk, Action.DELETE_MAP, open_delete)
    on_submit(app, desk, Modal.DELETE_MAP, submit_delete)
    on_press(app, desk, Action.DELETED, press_deleted)
    on_press(app, desk, Action.RESTORE, restore)
    on_press(app, desk, Action.FOUND, turn_list)


@opens(Word.MANAGE)
async def open_manage(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open what can be done with the map as a whole."""
    return manage.view(await lives.life(desk, actor, outline.id), _)


async def reopen(press: Press) -> None:
    """Open an ended workshop again."""
    await lives.reopen(press.desk, press.actor, press.value.of)
    await press.become(manage.reopened(await press.outline(), press.say))


async def open_kind(press: Press) -> None:
    """Say what another kind changes, and ask for it."""
    await press.show(manage.kind(await press.outline(), press.say))


async def submit_kind(submit: Submit) -> Json:
    """Have the map show something else."""
    wanted = submit.form.maybe(Field.KIND, MapKind)
    if wanted is None:
        raise InvalidError(Field.KIND, "required")
    await workshops.set_kind(submit.desk, submit.actor, submit.value.of, wanted, submit.claim)
    return manage.kind_changed(await maps.outline(submit.desk, submit.actor, submit.value.of), submit.say)


async def open_copy(press: Press) -> None:
    """Ask what goes along, and where to."""
    desk, actor, of = press.desk, press.actor, press.value.of
    life = await lives.life(desk, actor, of)
    larger = await kin.choice(desk, actor, of, life.outline.channel_id, itself=True)
    await press.show(manage.copy(life, larger, press.say))


async def submit_copy(submit: Submit) -> Json:
    """Begin the copy."""
    form = submit.form
    command = CopyMap(
        submit.value.of,
        form.text(Field.TITLE),
        form.conversation(Field.WHERE),
        form.member(Field.DEPTH, Depth, Depth.MAP),
        form.people(Field.PEOPLE),
        below.chosen(form),
    )
    done = await copying.copy(submit.desk, submit.actor, command, submit.claim)
    return manage.copied(await maps.outline(submit.desk, submit.actor, done.workshop_id), submit.say)


async def begin_future(press: Press) -> None:
    """Begin the future state, called so in the language of the map."""
    outline = await press.outline()
    title = say_for(outline.language)("Tomorrow: {title}", title=outline.title)
    done = await copying.future(press.desk, press.actor, outline.id, title)
    made = await maps.outline(press.desk, press.actor, done.workshop_id)
    await press.become(manage.future(made, press.say, existing=bool(done.extra.get("existing"))))


@opens(Word.COMPARE)
async def open_comparison(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Say what differs from the map that this one was copied from."""
    before, after = await copying.states(desk, actor, outline.id)
    return comparison.view(before, after, _)


async def send_comparison(press: Press) -> None:
    """Have the picture of both drawn and shared in the thread."""
    await copying.send_comparison(press.desk, press.actor, press.value.of)
    await press.reply(comparison.coming(await press.outline(), press.say), title=press.say("Before and after"))


async def open_delete(press: Press) -> None:
    """Say what would be lost."""
    await press.show(manage.delete(await lives.life(press.desk, press.actor, press.value.of), press.say))


async def submit_delete(submit: Submit) -> Json:
    """Delete the map."""
    done = await lives.delete(submit.desk, submit.actor, submit.value.of, submit.claim)
    return manage.gone(done.workshop_id, str(done.extra.get("title", "")), submit.say)


async def listed(desk: Desk, actor: Actor, said: str, channel_id: str, _: Say) -> Message:
    """Answer with one's own maps: all, some by a filter, those with some words on them, or those that were deleted."""
    return await _page(desk, actor, said, channel_id, 0, _)


async def _page(desk: Desk, actor: Actor, said: str, channel_id: str, page: int, _: Say) -> Message:
    asked = filters.read(said)
    if asked.deleted:
        return await deleted(desk, actor, _)
    channel = channel_id if asked.here else ""
    maps_found = await finding.find(desk, actor, asked.words, page, shown=asked.shown, channel=channel)
    if asked.words and asked.words != said and not maps_found.hits:  # perhaps it was no filter
        maps_found = await finding.find(desk, actor, said, page)
    near = "" if maps_found.hits else filters.nearest(asked.words)
    return found.listed(maps_found, channel_id, _, said=said, near=near)


async def turn_list(press: Press) -> None:
    """Show another page of the list."""
    said, page = press.value.more.get(found.WORDS, ""), press.value.page or 0
    channel_id = (press.body.get("channel") or {}).get("id") or ""
    message = await _page(press.desk, press.actor, said, channel_id, page, press.say)
    await press.reply(message, title=press.say("Your journey maps"))


async def press_deleted(press: Press) -> None:
    """List the deleted maps."""
    await press.reply(await deleted(press.desk, press.actor, press.say), title=press.say("Deleted maps"))


async def deleted(desk: Desk, actor: Actor, _: Say) -> Message:
    """Answer with the deleted maps that this person can bring back."""
    return manage.deleted(await lives.deleted(desk, actor), _)


async def restore(press: Press) -> None:
    """Bring a map back."""
    await lives.restore(press.desk, press.actor, press.value.of, press.trigger_id)
    await press.reply(manage.restored(await press.outline(), press.say), title=press.say("It is back"))
