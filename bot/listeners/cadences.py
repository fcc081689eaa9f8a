"""The rhythm of reviews: by form, by words, and skipping or moving one."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say, zone
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_choice, on_press, on_submit, opens, with_outline
from bot.views import cadence
from bot.views.message import Message
from bot.views.texts import Json
from workflows import cadences, maps, phrases, rhythm
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import InvalidError
from workflows.reviewing import PutOffReview, SetReview
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Cadence, PutOff

SHOWN = 3


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.CADENCE, press_cadence)
    on_press(app, desk, Action.PUT_OFF, with_outline(open_put_off))
    on_submit(app, desk, Modal.CADENCE, submit_cadence)
    on_submit(app, desk, Modal.PUT_OFF, submit_put_off)
    for field in (Field.CADENCE, Field.NTH, Field.DAY, Field.TIME):
        on_choice(app, desk, field, show_days)


@opens(Word.CADENCE)
async def open_cadence(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form as the rhythm is set, or as it is usually."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    return _view(desk, actor, snapshot, _plan(desk, actor, snapshot, ""), _)


async def press_cadence(press: Press) -> None:
    """Open the form; from a phrase that was not clear, with what was understood of it."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    plan = _plan(press.desk, press.actor, snapshot, press.value.more.get(cadence.TYPED, ""))
    await press.show(_view(press.desk, press.actor, snapshot, plan, press.say))


async def show_days(press: Press) -> None:
    """Show the next days of what is chosen by now."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    known = _plan(press.desk, press.actor, snapshot, "")
    plan = _given(Form(press.view), known)
    await press.become(_view(press.desk, press.actor, snapshot, plan, press.say))


async def submit_cadence(submit: Submit) -> Json:
    """Set the rhythm, and say when the first review is."""
    form, value = submit.form, submit.value
    if form.day(Field.DAY) is None:
        raise InvalidError(Field.DAY, "required")
    owner_id = form.person(Field.JOURNEY_OWNER)
    if owner_id is None:
        raise InvalidError(Field.JOURNEY_OWNER, "choose_people")
    today = _today(submit.desk, submit.actor)
    start = SetReview(value.of, Cadence.MONTHLY, today, cadence.MORNING, submit.actor.tz, owner_id)
    done = await cadences.set_review(submit.desk, submit.actor, _given(form, start), submit.claim)
    due_at = done.extra.get("due_at")
    return cadence.planned(datetime.fromisoformat(str(due_at)) if due_at else None, owner_id, submit.say)


async def typed(desk: Desk, actor: Actor, outline: Outline, said: str, claim: str, _: Say) -> Message:
    """Set the rhythm as somebody typed it, or say what was not clear."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    plan = _plan(desk, actor, snapshot, said)
    if not phrases.hear(said, _today(desk, actor)).clear:
        return cadence.unclear(outline, said, _)
    try:
        await cadences.set_review(desk, actor, plan, claim)
    except InvalidError:
        return cadence.unclear(outline, said, _)
    rule = cadences.rule_for(plan)
    return cadence.set_by_words(outline, rule, rhythm.coming(rule, desk.clock.now(), SHOWN), _)


@opens(Word.POSTPONE)
async def open_put_off(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form that skips or moves the next review."""
    return cadence.put_off_view(await maps.snapshot(desk, actor, outline.id), _)


async def submit_put_off(submit: Submit) -> Json:
    """Skip or move the next review."""
    form, value = submit.form, submit.value
    moved = form.member(Field.PUT_OFF, PutOff, PutOff.MOVED) is PutOff.MOVED
    to = form.day(Field.DAY) if moved else None
    if moved and to is None:
        raise InvalidError(Field.DAY, "required")
    command = PutOffReview(value.of, value.version or 0, to, form.text(Field.REASON))
    done = await cadences.put_off(submit.desk, submit.actor, command, submit.claim)
    due_at = done.extra.get("due_at")
    return cadence.put_off_done(datetime.fromisoformat(str(due_at)) if due_at else None, submit.say)


def _today(desk: Desk, actor: Actor) -> date:
    return desk.clock.now().astimezone(zone(actor.tz)).date()


def _plan(desk: Desk, actor: Actor, snapshot: MapSnapshot, said: str) -> SetReview:
    """What stands in the form at first: what is set, and over it what was understood of a phrase."""
    today = _today(desk, actor)
    plan = cadence.plan_of(snapshot.outline, snapshot.review, actor.tz, today)
    heard = phrases.hear(said, today)
    if heard.cadence is not None:
        weekday = heard.starts_on.weekday() if heard.nth and heard.starts_on else None
        plan = replace(plan, cadence=heard.cadence, nth=heard.nth, weekday=weekday)
    return replace(plan, starts_on=heard.starts_on or plan.starts_on, local_time=heard.local_time or plan.local_time)


def _given(form: Form, plan: SetReview) -> SetReview:
    """A plan with what the form says."""
    chosen = (form.choice(Field.NTH) or "").partition(":")
    numbers = [int(one) for one in (chosen[0], chosen[2]) if one.lstrip("-").isdigit()]
    nth, weekday = numbers if len(numbers) == 2 else (None, None)  # which, and which day
    return replace(
        plan,
        cadence=form.member(Field.CADENCE, Cadence, plan.cadence),
        starts_on=form.day(Field.DAY) or plan.starts_on,
        local_time=form.time(Field.TIME) or plan.local_time,
        tz=form.choice(Field.TZ) or plan.tz,
        journey_owner_id=form.person(Field.JOURNEY_OWNER) or plan.journey_owner_id,
        nth=nth,
        weekday=weekday,
        claim_days=form.item(Field.CLAIM_DAYS) or plan.claim_days,
    )


def _view(desk: Desk, actor: Actor, snapshot: MapSnapshot, plan: SetReview, _: Say) -> Json:
    coming: list[datetime] = []
    with suppress(InvalidError):  # what is wrong is said when it is saved
        coming = rhythm.coming(cadences.rule_for(plan), desk.clock.now(), SHOWN)
    return cadence.view(snapshot.outline, plan, coming, actor.tz, _, known=snapshot.review is not None)
