"""Steps 2 and 3: the customer, the stages of the journey, and the touchpoints in them."""

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.values import Value
from bot.views import conflict
from bot.views import persona as persona_view
from bot.views import stages as stages_view
from bot.views import touchpoints as touchpoints_view
from bot.views.texts import Json
from workflows import contributions, maps, personas, text, touchpoints
from workflows.commands import Actor, AddTouchpoints, EditStage, EditTouchpoint, SavePersona, SetStages
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError, NotFoundError
from workflows.snapshots import MapSnapshot, Outline, Persona
from workflows.words import Channel, TouchpointClass, Usage


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the forms that make the map."""
    on_press(app, desk, Action.PERSONA, press_persona)
    on_press(app, desk, Action.MORE, unfold_persona)
    on_submit(app, desk, Modal.PERSONA, save_persona)
    on_press(app, desk, Action.STAGES, with_outline(open_stages))
    on_submit(app, desk, Modal.STAGES, set_stages)
    on_press(app, desk, Action.STAGE, press_stage)
    on_submit(app, desk, Modal.STAGE, save_stage)
    on_press(app, desk, Action.TOUCHPOINTS, with_outline(open_touchpoints))
    on_submit(app, desk, Modal.TOUCHPOINTS, add_touchpoints)
    on_press(app, desk, Action.TOUCHPOINT, press_touchpoint)
    on_submit(app, desk, Modal.TOUCHPOINT, save_touchpoint)


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


async def unfold_persona(press: Press) -> None:
    """Show every question about the customer, and keep what is typed already."""
    form = Form(press.body["view"])
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    view = persona_view.persona(
        snapshot.outline.id, _persona(snapshot, press.value.item), press.say, full=True, typed=form.filled()
    )
    # An edit is checked against the version this person saw, not against the one read just now.
    await press.become({**view, "private_metadata": press.body["view"]["private_metadata"]})


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


async def press_stage(press: Press) -> None:
    """Open one stage's form."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    one = next((stage for stage in snapshot.stages if stage.id == press.value.of_item), None)
    if one is None:
        raise NotFoundError("stage")
    await press.show(stages_view.stage(snapshot.outline.id, one, press.say))


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


# The touchpoints


@opens(Word.TOUCHPOINTS)
async def open_touchpoints(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form for several touchpoints, at the stage this person was at last."""
    last = await contributions.last_stage(desk, actor, outline.id)
    snapshot = await maps.snapshot(desk, actor, outline.id)
    return touchpoints_view.add(outline, _, stage_id=last, known=snapshot.touchpoints)


async def add_touchpoints(submit: Submit) -> Json:
    """Store a touchpoint per line, and come back empty for the next ones."""
    form, value = submit.form, submit.value
    stage_id = form.item(Field.STAGE)
    if stage_id is None:
        raise InvalidError("stage_id", "unknown_stage")
    command = AddTouchpoints(
        workshop_id=value.of,
        stage_id=stage_id,
        lines=form.text(Field.LINES),
        channel=form.maybe(Field.CHANNEL, Channel),
        usage=_usage(form),
        moment_of_truth=form.checked(Field.MOMENT, touchpoints_view.MOMENT),
    )
    done = await touchpoints.add(submit.desk, submit.actor, command, submit.claim)
    snapshot = await maps.snapshot(submit.desk, submit.actor, value.of)
    return touchpoints_view.add(
        snapshot.outline,
        submit.say,
        stage_id=stage_id,
        saved=(value.step or 0) + done.count,
        turn=(value.page or 0) + 1,
        known=snapshot.touchpoints,
    )


def _usage(form: Form) -> Usage:
    return Usage.WISHED_FOR if form.checked(Field.MOMENT, touchpoints_view.WISHED_FOR) else Usage.IN_USE


async def press_touchpoint(press: Press) -> None:
    """Open one touchpoint's form."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    one = next((touchpoint for touchpoint in snapshot.touchpoints if touchpoint.id == press.value.of_item), None)
    if one is None:
        raise NotFoundError("touchpoint")
    await press.show(touchpoints_view.edit(snapshot.outline, one, press.say))


async def save_touchpoint(submit: Submit) -> Json | None:
    """Change one touchpoint."""
    form, value = submit.form, submit.value
    stage_id = form.item(Field.STAGE)
    if stage_id is None:
        raise InvalidError("stage_id", "unknown_stage")
    command = EditTouchpoint(
        workshop_id=value.of,
        touchpoint_id=value.of_item,
        version=value.version or 0,
        stage_id=stage_id,
        title=form.text(Field.TITLE),
        channel=form.member(Field.CHANNEL, Channel, Channel.OTHER),
        usage=_usage(form),
        classed=form.maybe(Field.CLASSED, TouchpointClass),
        moment_of_truth=form.checked(Field.MOMENT, touchpoints_view.MOMENT),
        importance=form.item(Field.IMPORTANCE) or 0,
        department=form.text(Field.DEPARTMENT),
    )
    try:
        await touchpoints.edit(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        outline = await maps.outline(submit.desk, submit.actor, value.of)
        metadata = Value(workshop=value.of)
        return conflict.view(error, conflict.flat(command), metadata, submit.say, stages=outline.stages)
    return None
