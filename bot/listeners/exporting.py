"""Exports: the form that asks which files, and ordering them."""

from slack_bolt.app.async_app import AsyncApp

from bot import exports
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Submit, Word, on_press, on_submit, opens, with_outline
from bot.views import exporting as views
from bot.views.texts import Json
from workflows import exporting, maps, sharing
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import InvalidError
from workflows.exporting import OrderExport, To, What
from workflows.snapshots import Outline


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.EXPORT, with_outline(open_export))
    on_submit(app, desk, Modal.EXPORT, submit_export)


@opens(Word.EXPORT)
async def open_export(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Ask which files."""
    comparable = await exporting.comparable(desk, actor, outline.id)
    links = await sharing.of(desk, actor, outline.id)
    return views.view(
        outline,
        _,
        comparable=comparable,
        admin=actor.is_admin and not actor.is_guest,
        shares=links.possible and links.leads,
    )


async def submit_export(submit: Submit) -> Json:
    """Have them made."""
    form = submit.form
    what = form.member(Field.WHAT, What, What.MAP)
    to = form.member(Field.SEND_TO, To, To.ME)
    wanted = exports.known((*form.choices(Field.TO_SHOW), *form.choices(Field.TO_WORK)))
    if what is not What.WORKSPACE and to is not To.CANVAS and not wanted:
        raise InvalidError(Field.TO_SHOW, "no_format")
    if what is What.COMPARISON and to is not To.CANVAS and not all(one.compares for one in wanted):
        raise InvalidError(Field.TO_WORK if _works(wanted) else Field.TO_SHOW, "not_comparable")
    command = OrderExport(
        submit.value.of,
        tuple(one.name for one in wanted),
        what,
        to,
        form.person(Field.PERSON),
    )
    done = await exporting.order(submit.desk, submit.actor, command, submit.claim)
    outline = await maps.outline(submit.desk, submit.actor, submit.value.of)
    return views.coming(outline, command, done.count, submit.say)


def _works(wanted: tuple[exports.Format, ...]) -> bool:
    return any(one.group is exports.Group.WORK for one in wanted if not one.compares)
