"""The run of a workshop: starting it, its frame, going on and back, the card's menu, the map and its PDF."""

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors
from bot.i18n import Say, say_for
from bot.ids import Action, Field, Modal
from bot.listeners import below
from bot.listeners.registry import OPENERS, Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.rendering.alt_text import alt_text
from bot.values import Value
from bot.views import beginnings, conflict, everything, frame, gate, picture, start
from bot.views.message_to_map import Quote, remembered
from bot.views.texts import Json
from workflows import dismissals, kin, maps, methods, presets, steps, templates, workshops
from workflows.commands import Actor, Below, EditWorkshop, FirstEvidence, GoToStep, StartWorkshop
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError
from workflows.snapshots import Outline
from workflows.words import MapKind, Mode, Step

_ABSENT = frozenset({"channel_not_found", "not_in_channel"})


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything that moves a workshop as a whole."""
    on_press(app, desk, Action.START, press_start)
    on_submit(app, desk, Modal.START, start_workshop)
    on_press(app, desk, Action.FRAME, with_outline(open_frame))
    on_submit(app, desk, Modal.FRAME, save_frame)
    on_press(app, desk, Action.END, end)
    on_press(app, desk, Action.NEXT, with_outline(open_gate))
    on_press(app, desk, Action.BACK, go_back)
    on_submit(app, desk, Modal.GATE, go_on)
    on_press(app, desk, Action.EVERYTHING, open_everything)
    on_press(app, desk, Action.MENU, menu)
    on_press(app, desk, Action.MAP, press_map)
    on_press(app, desk, Action.PDF, send_pdf)


async def start_view(
    client: AsyncWebClient,
    desk: Desk,
    actor: Actor,
    channel_id: str | None,
    _: Say,
    quote: Quote | None = None,
    of: Below | None = None,
) -> Json:
    """Choose between the form that begins a workshop and what stands in its way."""
    if channel_id and channel_id.startswith("D"):
        return start.not_a_channel(_)
    if channel_id and not await is_member(client, channel_id):
        return start.not_in_channel(channel_id, _, quote, of)
    larger = await kin.choice(desk, actor, None, channel_id or "", meant=of) if of else None
    return start.start(channel_id, _, templates=await templates.kept(desk, actor), quote=quote, larger=larger)


async def is_member(client: AsyncWebClient, channel_id: str) -> bool:
    """Ask Slack whether the bot is in a channel; where it may not ask, the first message will tell."""
    try:
        found = await client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        return errors.slack_code(error) not in _ABSENT
    return bool((found.get("channel") or {}).get("is_member", True))


async def press_start(press: Press) -> None:
    """Open the form for the channel the button stands in; on the App Home it asks for one."""
    clicked_in = (press.body.get("channel") or {}).get("id")
    channel_id = clicked_in or press.value.more.get(start.CHANNEL)
    quote, of = remembered(press.value), larger_of(press.value)
    await press.become(await start_view(press.client, press.desk, press.actor, channel_id, press.say, quote, of))


async def unfold_start(press: Press) -> None:
    """Show every question about a new workshop; Slack keeps what is typed in the fields it knows."""
    channel_id = press.value.more.get(start.CHANNEL)
    kept = await templates.kept(press.desk, press.actor)
    quote = remembered(press.value)
    larger = await kin.choice(press.desk, press.actor, None, channel_id or "", meant=larger_of(press.value))
    await press.become(start.start(channel_id, press.say, templates=kept, full=True, quote=quote, larger=larger))


def larger_of(value: Value) -> Below | None:
    """The larger map that a workshop is to be a part of, where it was begun from that one."""
    said = value.more.get(Field.PARENT)
    return below.read(said) if said else None


async def start_workshop(submit: Submit) -> Json:
    """Begin a workshop."""
    form = submit.form
    channel_id = submit.value.more.get(start.CHANNEL) or form.conversation(Field.WHERE)
    if not channel_id:
        raise InvalidError(Field.WHERE, "required")
    quote = remembered(submit.value)
    template = form.choice(Field.TEMPLATE) or beginnings.NOTHING
    language = form.choice(Field.LANGUAGE) or submit.say.language
    command = StartWorkshop(
        channel_id=channel_id,
        title=form.text(Field.TITLE),
        goal=form.text(Field.GOAL),
        scope=form.text(Field.SCOPE),
        kind=form.member(Field.KIND, MapKind, MapKind.CURRENT),
        language=language,
        template="" if template == beginnings.NOTHING else template,
        stages=_stages_of(template, language),
        made_up=beginnings.made_up(say_for(language)),
        people=form.people(Field.PEOPLE),
        mode=form.member(Field.MODE, Mode, Mode.ASYNC),
        symptoms=form.choices(Field.SYMPTOMS),
        method=form.choice(Field.METHOD) or methods.DEFAULT,
        evidence=FirstEvidence(quote.text, quote.source, quote.link) if quote else None,
        below=below.chosen(form),
    )
    done = await workshops.start(submit.desk, submit.actor, command, submit.claim)
    return start.started(await maps.outline(submit.desk, submit.actor, done.workshop_id), submit.say)


def _stages_of(template: str, language: str) -> tuple[str, ...]:
    """Name the stages of a set, or of the example that has the same ones, in the language of the map."""
    _ = say_for(language)
    chosen = presets.stage_sets().get(template.rpartition(":")[2])
    return tuple(_(name) for name in chosen.stages) if chosen else ()


@opens(Word.EDIT)
async def open_frame(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form of title and goal."""
    del desk, actor
    return frame.frame(outline, _)


async def save_frame(submit: Submit) -> Json | None:
    """Change title, goal, scope, symptoms, journey owner, when they hear of broken promises, and language."""
    form, of = submit.form, submit.value.of
    command = EditWorkshop(
        workshop_id=of,
        version=submit.value.version or 0,
        title=form.text(Field.TITLE),
        goal=form.text(Field.GOAL),
        scope=form.text(Field.SCOPE),
        symptoms=form.choices(Field.SYMPTOMS),
        journey_owner_id=form.person(Field.JOURNEY_OWNER),
    )
    try:
        await workshops.edit(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        return conflict.view(error, conflict.flat(command), Value(workshop=of), submit.say)
    language = form.choice(Field.LANGUAGE)
    if language:
        await workshops.set_language(submit.desk, submit.actor, of, language)
    days = form.item(Field.ESCALATE_DAYS)
    if days is not None:
        await workshops.set_escalation(submit.desk, submit.actor, of, days)
    return None


async def end(press: Press) -> None:
    """End the workshop (the button has asked already)."""
    await workshops.end(press.desk, press.actor, press.value.of)
    await press.become(frame.ended(press.say))


@opens(Word.NEXT)
async def open_gate(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the gate of the present step."""
    report = await dismissals.report(desk, actor, outline.id)
    found = steps.gate(report.snapshot)
    return gate.gate(report.snapshot, found, _, user_id=actor.user_id, mistakes=len(report.findings))


@opens(Word.BACK)
async def open_back(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Ask before going back."""
    del desk, actor
    return gate.back(outline, _)


async def go_on(submit: Submit) -> Json:
    """Move to the next step (or the one before), or finish the last one."""
    seen, back = _seen(submit.value), submit.value.kind == gate.BACK
    try:
        if seen is Step.REVIEW and not back:
            await steps.finish(submit.desk, submit.actor, submit.value.of, submit.claim)
            return gate.finished(submit.say)
        command = GoToStep(submit.value.of, seen - 1 if back else seen + 1, seen, submit.form.text(Field.REASON))
        done = await steps.go_to(submit.desk, submit.actor, command, submit.claim)
    except InvalidError:
        if submit.form.has(Field.REASON):
            raise
        # Something became thin after the gate was opened: show it as it is now, with the question it asks.
        snapshot = await maps.snapshot(submit.desk, submit.actor, submit.value.of)
        return gate.gate(snapshot, steps.gate(snapshot), submit.say)
    return gate.moved(await maps.outline(submit.desk, submit.actor, done.workshop_id), submit.say)


async def go_back(press: Press) -> None:
    """Move back from the step the person saw (the button has asked already)."""
    seen = _seen(press.value)
    done = await steps.go_to(press.desk, press.actor, GoToStep(press.value.of, seen - 1, seen))
    await press.become(gate.moved(await maps.outline(press.desk, press.actor, done.workshop_id), press.say))


def _seen(value: Value) -> Step:
    """Read which step somebody saw; a forged one is answered like the first."""
    return next((step for step in Step if step == value.step), Step.INVITE)


async def menu(press: Press) -> None:
    """Do what was chosen in the card's ⋯ menu."""
    chosen = press.value.kind
    openers = {"mine": Word.MINE, "edit": Word.EDIT}
    if chosen in openers:
        await with_outline(OPENERS[openers[chosen]])(press)
    elif chosen == "everything":
        await open_everything(press)
    elif chosen == "pdf":
        await send_pdf(press)
    elif chosen in {"pin", "unpin"}:
        await pin(press, pinned=chosen == "pin")


async def pin(press: Press, *, pinned: bool) -> None:
    """Pin the card in its channel, or unpin it. Slack says so where it stands already as wished."""
    outline = await press.outline()
    await workshops.pin(press.desk, press.actor, outline.id, pinned=pinned)
    if outline.card_ts is None:
        return
    call = press.client.pins_add if pinned else press.client.pins_remove
    try:
        await call(channel=outline.channel_id, timestamp=outline.card_ts)
    except SlackApiError as error:
        if errors.slack_code(error) not in {"already_pinned", "no_pin"}:
            await workshops.pin(press.desk, press.actor, outline.id, pinned=not pinned)
            raise


@opens(Word.MAP)
async def open_map(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Show the map."""
    return await _map_view(desk, actor, outline.id, _)


async def press_map(press: Press) -> None:
    """Show the map for a button."""
    await press.show(await _map_view(press.desk, press.actor, press.value.of, press.say))


async def _map_view(desk: Desk, actor: Actor, workshop_id: int, _: Say) -> Json:
    snapshot = await maps.snapshot(desk, actor, workshop_id)
    return picture.view(snapshot.outline, alt_text(snapshot, "map"), _)


async def send_pdf(press: Press) -> None:
    """Have the PDF drawn and shared in the thread."""
    outline = await press.outline()
    await maps.send_pdf(press.desk, press.actor, outline.id)
    await press.reply(picture.pdf_coming(outline, press.say), title=press.say("The map"))


async def open_everything(press: Press) -> None:
    """Open all that this person can do with the map."""
    await press.show(everything.view(await press.outline(), press.actor.user_id, press.say))
