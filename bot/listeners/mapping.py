"""Steps 2 and 3: the customer, and the stages of the journey."""

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens
from bot.listeners.steps import unfold_start
from bot.listeners.touchpoints import unfold_touchpoint
from bot.values import Value
from bot.views import conflict, stage_order, start
from bot.views import persona as persona_view
from bot.views import stages as stages_view
from bot.views.texts import Json
from workflows import maps, personas, stages, text
from workflows.commands import Actor, EditStage, SavePersona, SetStages
from workflows.desk import Desk
from workflows.errors import ConflictError, NotFoundError
from workflows.snapshots import MapSnapshot, Outline, Persona
from workflows.stages import MoveStage


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the forms that make the map."""
    on_press(app, desk, Action.PERSONA, press_persona)
    on_press(app, desk, Action.MORE, unfold)
    on_submit(app, desk, Modal.PERSONA, save_persona)
    on_press(app, desk, Action.STAGES, press_stages)
    on_submit(app, desk, Modal.STAGES, set_stages)
    on_press(app, desk, Action.STAGE, press_stage)
    on_press(app, desk, Action.STAGE_ORDER, open_order)
    on_press(app, desk, Action.MOVE_STAGE, move_stage)
    on_submit(app, desk, Modal.STAGE, save_stage)


# The customer


@opens(Word.CUSTOMER)
async def open_persona(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the map's customer, or the form for the first one."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    mine = snapshot.personas[0] if snapshot.personas else None
    return persona_view.persona(outline.id, mine, _, others=snapshot.personas)


async def press_persona(press: Press) -> None:
    """Open the customer a button names, a new one, or the map's first."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    mine = _persona(snapshot, press.value.item)
    if mine is None and press.value.kind != "new" and snapshot.personas:
        mine = snapshot.personas[0]
    view = persona_view.persona(snapshot.outline.id, mine, press.say, others=snapshot.personas)
    if press.value.item is None and press.value.kind != "new":
        await press.show(view)
    else:
        await press.become(view)


def _persona(snapshot: MapSnapshot, persona_id: int | None) -> Persona | None:
    return next((one for one in snapshot.personas if one.id == persona_id), None)


async def unfold(press: Press) -> None:
    """Show the rest of whichever form asks for it."""
    part = str(press.body["actions"][0]["action_id"]).partition(":")[2]
    parts = {"touchpoint": unfold_touchpoint, "stage": unfold_stage, start.PART: unfold_start}
    unfolding = parts.get(part, unfold_persona)
    await unfolding(press)


async def unfold_persona(press: Press) -> None:
    """Show every question about the customer, and keep what is typed already."""
    form = Form(press.view)
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    view = persona_view.persona(
        snapshot.outline.id, _persona(snapshot, press.value.item), press.say, full=True, typed=form.filled()
    )
    # An edit is checked against the version this person saw, not against the one read just now.
    await press.become({**view, "private_metadata": press.view["private_metadata"]})


async def save_persona(submit: Submit) -> Json | None:
    """Write the customer down."""
    form, value = submit.form, submit.value
    command = SavePersona(
        workshop_id=value.of,
        name=form.text(Field.NAME),
        headline=form.text(Field.HEADLINE),
        segment=form.text(Field.SEGMENT),
        goal=form.text(Field.GOAL),
        quote=form.text(Field.QUOTE),
        details={name: given for name, given in form.texts(Field.DETAIL).items() if given.strip()},
        persona_id=value.item,
        version=value.version or 0,
    )
    try:
        await personas.save(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        return conflict.view(error, conflict.flat(command), Value(workshop=value.of), submit.say)
    return None


# The stages


@opens(Word.STAGES)
async def open_stages(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the list of stages."""
    del desk, actor
    return stages_view.stages(outline, _)


async def set_stages(submit: Submit) -> Json:
    """Name the stages; where somebody else did so meanwhile, show both lists put together."""
    names = text.parse_stage_lines(submit.form.text(Field.STAGES))
    seen = submit.value.more.get(stages_view.SEEN, "")
    command = SetStages(submit.value.of, names, tuple(seen.splitlines()))
    typed: tuple[str, ...] | None = None
    try:
        await maps.set_stages(submit.desk, submit.actor, command, submit.claim)
    except ConflictError:
        typed = names
    outline = await maps.outline(submit.desk, submit.actor, submit.value.of)
    if typed is not None:
        return stages_view.stages(outline, submit.say, typed=typed)
    return stages_view.saved(outline, submit.say)


async def press_stages(press: Press) -> None:
    """Open the list of stages; from their order, in its place."""
    view = stages_view.stages(await press.outline(), press.say)
    ordering = (press.body.get("view") or {}).get("callback_id") == Modal.STAGE_ORDER
    await (press.become(view) if ordering else press.show(view))


async def open_order(press: Press) -> None:
    """Show the stages to be moved; who has typed another list is asked to save it first, and loses nothing."""
    outline = await press.outline()
    standing = press.view
    if standing["callback_id"] == Modal.STAGES:
        form = Form(standing)
        names = text.parse_stage_lines(form.text(Field.STAGES))
        if list(names) != form.value.more.get(stages_view.SEEN, "").splitlines():
            await press.become(stages_view.stages(outline, press.say, typed=names, unsaved=True))
            return
    await press.become(stage_order.view(outline, press.say))


async def move_stage(press: Press) -> None:
    """Move one stage past its neighbour, and show the order as it is then."""
    value = press.value
    if value.kind not in {stage_order.UP, stage_order.DOWN} or value.stage is None:
        raise NotFoundError("stage")
    command = MoveStage(value.of, value.of_item, value.stage, before=value.kind == stage_order.UP)
    await stages.move(press.desk, press.actor, command)
    await press.become(stage_order.view(await press.outline(), press.say))


async def press_stage(press: Press) -> None:
    """Open one stage's form."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    one = next((stage for stage in snapshot.stages if stage.id == press.value.of_item), None)
    if one is None:
        raise NotFoundError("stage")
    await press.show(stages_view.stage(snapshot.outline, one, press.say))


async def unfold_stage(press: Press) -> None:
    """Show every question about a stage; Slack keeps what is typed in the fields it knows."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    one = next((stage for stage in snapshot.stages if stage.id == press.value.item), None)
    if one is None:
        raise NotFoundError("stage")
    view = stages_view.stage(snapshot.outline, one, press.say, full=True)
    await press.become({**view, "private_metadata": press.view["private_metadata"]})


async def save_stage(submit: Submit) -> Json | None:
    """Change one stage's name, time and details."""
    form, value = submit.form, submit.value
    command = EditStage(
        workshop_id=value.of,
        stage_id=value.of_item,
        version=value.version or 0,
        name=form.text(Field.NAME),
        time_spent=form.text(Field.TIME_SPENT),
        details={name: given for name, given in form.texts(Field.DETAIL).items() if given.strip()},
    )
    try:
        await maps.edit_stage(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        return conflict.view(error, conflict.flat(command), Value(workshop=value.of), submit.say)
    return None
