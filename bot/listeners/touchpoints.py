"""Step 3: the touchpoints: several at once, one in depth, all of them, and those to decide about."""

import re
from dataclasses import replace
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot import values
from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.lists import lists
from bot.listeners.registry import Press, Submit, Word, matching, on_press, on_submit, opens, with_outline
from bot.values import Value
from bot.views import blocks, conflict, pasting, planned, touchpoint_details, touchpoint_list
from bot.views import touchpoints as view
from bot.views.texts import Json
from workflows import contributions, maps, touchpoints
from workflows.commands import Actor, AddTouchpoints, EditTouchpoint
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError, NotFoundError
from workflows.lived import Lived
from workflows.pasting import mark
from workflows.snapshots import MapSnapshot, Outline, Touchpoint
from workflows.touchpoint_fields import links
from workflows.touchpoints import DecideTouchpoint
from workflows.words import Channel, Fate, TouchpointClass, Usage


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything about touchpoints."""
    on_press(app, desk, Action.TOUCHPOINTS, with_outline(open_touchpoints))
    on_submit(app, desk, Modal.TOUCHPOINTS, add_touchpoints)
    on_press(app, desk, Action.RETYPE, retype)
    on_press(app, desk, Action.TOUCHPOINT, press_touchpoint)
    on_submit(app, desk, Modal.TOUCHPOINT, save_touchpoint)
    on_press(app, desk, Action.TOUCHPOINT_LIST, open_list)
    on_press(app, desk, Action.TOUCHPOINT_FILTER, narrow)
    on_press(app, desk, Action.LIVED, open_lived)
    on_press(app, desk, Action.FATE, decide)

    async def to_change(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        snapshot, about = await _searched(desk, context["actor"], body)
        found = touchpoint_list.found(snapshot, body.get("value") or "")
        await ack(options=[_option(snapshot, one, Value(workshop=about.of, item=one.id)) for one in found[:100]])

    async def to_link(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        snapshot, about = await _searched(desk, context["actor"], body)
        found = touchpoint_list.found(snapshot, body.get("value") or "", besides=about.item)
        await ack(options=[blocks.option(one.title, one.id) for one in found[:100]])

    app.options(matching(Action.TOUCHPOINT))(to_change)
    app.options(re.compile(re.escape(touchpoint_details.LINKS)))(to_link)


async def _searched(desk: Desk, actor: Actor, body: dict[str, Any]) -> tuple[MapSnapshot, Value]:
    about = values.decode((body.get("view") or {}).get("private_metadata"))
    return await maps.snapshot(desk, actor, about.of), about


def _option(snapshot: MapSnapshot, one: Touchpoint, value: Value) -> Json:
    stage = dict(snapshot.outline.stages).get(one.stage_id, "")
    return blocks.option(one.title, values.encode(value), stage)


# Several at once


@opens(Word.TOUCHPOINTS)
async def open_touchpoints(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form for several touchpoints, at the stage this person was at last."""
    last = await contributions.last_stage(desk, actor, outline.id)
    snapshot = await maps.snapshot(desk, actor, outline.id)
    return view.add(outline, _, stage_id=last, known=snapshot.touchpoints)


async def add_touchpoints(submit: Submit) -> Json:
    """Store a touchpoint per line, and come back for the next ones; what is not plain is shown first."""
    form, value = submit.form, submit.value
    command = _pasted(form, value)
    done = await touchpoints.add(submit.desk, submit.actor, command, submit.claim)
    if done.extra.get("unclear"):
        pasted = await touchpoints.preview(submit.desk, submit.actor, command)
        outline = await maps.outline(submit.desk, submit.actor, value.of)
        return pasting.preview(outline, pasted, command.lines, value, submit.say, stage_id=command.stage_id)
    snapshot = await maps.snapshot(submit.desk, submit.actor, value.of)
    return view.add(
        snapshot.outline,
        submit.say,
        stage_id=command.stage_id,
        saved=(value.step or 0) + done.count,
        turn=(value.page or 0) + 1,
        known=snapshot.touchpoints,
        left=str(done.extra.get("left") or ""),
    )


def _pasted(form: Form, value: Value) -> AddTouchpoints:
    stage_id = form.item(Field.STAGE)
    if stage_id is None:
        raise InvalidError("stage_id", "unknown_stage")
    places = {name: form.item(block) for name, block in form.parts(Field.PLACE).items()}
    return AddTouchpoints(
        workshop_id=value.of,
        stage_id=stage_id,
        lines=form.text(Field.LINES),
        ask=value.more.get(pasting.SEEN) != mark(form.text(Field.LINES)),
        channel=form.maybe(Field.CHANNEL, Channel),
        usage=_usage(form),
        moment_of_truth=form.checked(Field.MOMENT, view.MOMENT),
        places={name: place for name, place in places.items() if place is not None},
    )


async def retype(press: Press) -> None:
    """Go back from what I understood to the text, as it was typed."""
    form = Form(press.view)
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    again = view.add(
        snapshot.outline,
        press.say,
        stage_id=form.item(Field.STAGE),
        saved=form.value.step or 0,
        turn=form.value.page or 0,
        known=snapshot.touchpoints,
        typed=form.text(Field.LINES),
    )
    await press.become(again)


def _usage(form: Form) -> Usage:
    return Usage.WISHED_FOR if form.checked(Field.MOMENT, view.WISHED_FOR) else Usage.IN_USE


# One in depth


async def press_touchpoint(press: Press) -> None:
    """Open one touchpoint's form."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    one = _touchpoint(snapshot, press.value.item)
    await press.show(view.edit(snapshot.outline, one, press.say, others=_linked(snapshot, one)))


async def unfold_touchpoint(press: Press) -> None:
    """Show every question about a touchpoint; Slack keeps what is typed in the fields it knows."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    one = _touchpoint(snapshot, press.value.item)
    full = view.edit(snapshot.outline, one, press.say, others=_linked(snapshot, one), full=True)
    # An edit is checked against the version this person saw, not against the one read just now.
    await press.become({**full, "private_metadata": press.view["private_metadata"]})


def _touchpoint(snapshot: MapSnapshot, touchpoint_id: int | None) -> Touchpoint:
    one = next((one for one in snapshot.touchpoints if one.id == touchpoint_id), None)
    if one is None:
        raise NotFoundError("touchpoint")
    return one


def _linked(snapshot: MapSnapshot, one: Touchpoint) -> list[Touchpoint]:
    wanted = links(one.details)
    return [other for other in snapshot.touchpoints if other.id in wanted]


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
        moment_of_truth=form.checked(Field.MOMENT, view.MOMENT),
        importance=form.item(Field.IMPORTANCE) or 0,
        department=form.text(Field.DEPARTMENT),
        planned=form.checked(Field.MOMENT, view.PLANNED),
        lived=form.member(Field.LIVED, Lived, Lived.UNASKED),
        details=_details(form),
    )
    try:
        await touchpoints.edit(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        outline = await maps.outline(submit.desk, submit.actor, value.of)
        metadata = Value(workshop=value.of)
        return conflict.view(error, conflict.flat(command), metadata, submit.say, stages=outline.stages)
    return None


def _details(form: Form) -> dict[str, str]:
    chosen = {
        "performance": form.choice(touchpoint_details.PERFORMANCE) or "",
        "links": " ".join(form.choices(touchpoint_details.LINKS)),
    }
    return {name: said for name, said in {**form.texts(Field.DETAIL), **chosen}.items() if said.strip()}


# All of them


@lists(Modal.TOUCHPOINT_LIST)
async def list_again(desk: Desk, actor: Actor, about: Value, _: Say) -> Json:
    """Build a page of the list as it is now."""
    snapshot = await maps.snapshot(desk, actor, about.of)
    return touchpoint_list.view(snapshot, _, touchpoint_list.Sieve.of(about), page=about.page or 0)


@lists(Modal.LIVED)
async def list_lived(desk: Desk, actor: Actor, about: Value, _: Say) -> Json:
    """Build a page of what is planned against what is lived, as it is now."""
    return planned.view(await maps.snapshot(desk, actor, about.of), _, page=about.page or 0)


async def open_list(press: Press) -> None:
    """Open the list, or turn its pages."""
    await _put(press, Modal.TOUCHPOINT_LIST, await list_again(press.desk, press.actor, press.value, press.say))


async def narrow(press: Press) -> None:
    """Show only some of the list."""
    name, _equals, chosen = press.value.kind.partition("=")
    about = values.decode(press.view["private_metadata"])
    if name not in {touchpoint_list.STAGE, touchpoint_list.CHANNEL, touchpoint_list.DEPARTMENT}:
        raise NotFoundError("item")
    sieve = replace(touchpoint_list.Sieve.of(about), **{name: chosen})
    snapshot = await maps.snapshot(press.desk, press.actor, about.of)
    await press.become(touchpoint_list.view(snapshot, press.say, sieve))


async def open_lived(press: Press) -> None:
    """Open what is planned against what is lived, or turn its pages."""
    await _put(press, Modal.LIVED, await list_lived(press.desk, press.actor, press.value, press.say))


async def decide(press: Press) -> None:
    """Decide about a touchpoint, and show the list with the decision."""
    fate = next((one for one in Fate if one.value == press.value.kind), None)
    await touchpoints.decide(press.desk, press.actor, DecideTouchpoint(press.value.of, press.value.of_item, fate))
    await press.become(await list_lived(press.desk, press.actor, press.value, press.say))


async def _put(press: Press, modal: Modal, shown: Json) -> None:
    """Put another page in the place of the one before; from anywhere else, open the list on top."""
    if (press.body.get("view") or {}).get("callback_id") == modal:
        await press.become(shown)
    else:
        await press.show(shown)
