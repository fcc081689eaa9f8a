"""Pain points: who answers for one, handing it over, and that it is gone."""

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_choice, on_press, on_submit, opens
from bot.values import Value
from bot.views import conflict, owner
from bot.views.texts import Json
from workflows import maps, pains
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError
from workflows.promising import AssignPain, SetPainStatus
from workflows.snapshots import Outline
from workflows.words import PainStatus


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.OWNER, open_owner_for)
    on_choice(app, desk, Field.PAIN, show_owner)
    on_press(app, desk, Action.HAND_OVER, open_hand_over)
    on_press(app, desk, Action.PAIN_DONE, open_done)
    on_submit(app, desk, Modal.OWNER, submit_owner)
    on_submit(app, desk, Modal.PAIN_DONE, submit_done)


@opens(Word.OWNER)
async def open_owner(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form with the pain that most needs an owner."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    return owner.assign(snapshot, _)


async def open_owner_for(press: Press) -> None:
    """Open the form, for a pain point where the button names one."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    await press.show(owner.assign(snapshot, press.say, pain_id=press.value.item))


async def show_owner(press: Press) -> None:
    """Show who answers for the pain point that was chosen, and the plan, so that neither is emptied unseen."""
    form = Form(press.body["view"])
    pain_id, _version = _pain(form, Value())
    snapshot = await maps.snapshot(press.desk, press.actor, form.value.of)
    chosen = next((pain for pain in snapshot.open_pains if pain.id == pain_id), None)
    if owner.filled(form.value) or (chosen and chosen.ownership):
        turn = (form.value.page or 0) + 1
        await press.become(owner.assign(snapshot, press.say, pain_id=pain_id, turn=turn))


async def open_hand_over(press: Press) -> None:
    """Ask who takes it on; a settled one needs nobody."""
    owned = await pains.one(press.desk, press.actor, press.value.of_item)
    view = owner.settled if owned.pain.status in owner.SETTLED else owner.hand_over
    await press.show(view(owned, press.say))


async def open_done(press: Press) -> None:
    """Ask how one knows that it is gone; a settled one is settled."""
    owned = await pains.one(press.desk, press.actor, press.value.of_item)
    view = owner.settled if owned.pain.status in owner.SETTLED else owner.done
    await press.show(view(owned, press.say))


async def submit_owner(submit: Submit) -> Json:
    """Give a pain point its owner, or another one."""
    form, value = submit.form, submit.value
    (pain_id, version), owner_id = _pain(form, value), form.person(Field.OWNER)
    if owner_id is None:
        raise InvalidError(Field.OWNER, "choose_people")
    command = AssignPain(
        value.of, pain_id, owner_id, form.day(Field.DUE), form.text(Field.SUCCESS), form.text(Field.PLAN), version
    )
    try:
        await pains.assign(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        return conflict.view(error, conflict.flat(command), value, submit.say)
    return owner.assigned(owner_id, command.due_on, submit.say, oneself=owner_id == submit.actor.user_id)


def _pain(form: Form, value: Value) -> tuple[int, int | None]:
    """Read which pain point it is, and the version of its ownership that the form showed."""
    if value.item is not None:
        return value.item, value.version or 0
    pain, _colon, version = (form.choice(Field.PAIN) or "").partition(":")
    if not (pain.isdigit() and version.isdigit()):
        raise InvalidError(Field.PAIN, "required")
    return int(pain), int(version)


async def submit_done(submit: Submit) -> Json:
    """Close a pain point, with how it was verified."""
    value = submit.value
    outcome = submit.form.text(Field.OUTCOME)
    if not outcome:
        raise InvalidError(Field.OUTCOME, "required")
    command = SetPainStatus(value.of, value.of_item, PainStatus.DONE, outcome)
    await pains.set_status(submit.desk, submit.actor, command, submit.claim)
    return owner.thanks(submit.say)
