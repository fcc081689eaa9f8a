"""Metrics, and holding a review."""

from datetime import date
from enum import Enum
from typing import TypeVar

from slack_bolt.app.async_app import AsyncApp

from bot import labels
from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens
from bot.values import Value
from bot.views import conflict, metrics, reviewing, sitting
from bot.views.sitting import Part
from bot.views.texts import Json
from workflows import maps, reviews
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError, NotFoundError
from workflows.reviewing import HoldReview, SaveMetric
from workflows.snapshots import Outline
from workflows.words import MetricKind, PainStatus, Truth

Choice = TypeVar("Choice", bound=Enum)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.METRIC, open_empty_metric)
    on_press(app, desk, Action.EDIT_METRIC, open_metric_edit)
    on_submit(app, desk, Modal.METRIC, submit_metric)
    on_press(app, desk, Action.REVIEW, open_review_of)
    on_press(app, desk, Action.REVIEW_PART, open_part)
    on_press(app, desk, Action.REVIEW_PARTS, back_to_parts)
    on_submit(app, desk, Modal.REVIEW, submit_review)


# Metrics


@opens(Word.METRIC)
async def open_metric(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open an empty form."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    return metrics.view(outline, _, known=snapshot.metrics)


async def open_empty_metric(press: Press) -> None:
    """Open an empty form."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    await press.show(metrics.view(snapshot.outline, press.say, known=snapshot.metrics))


async def open_metric_edit(press: Press) -> None:
    """Open a metric that stands already."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    metric = next((one for one in snapshot.metrics if one.id == press.value.of_item), None)
    if metric is None:
        raise NotFoundError("metric")
    await press.show(metrics.view(snapshot.outline, press.say, metric=metric))


async def submit_metric(submit: Submit) -> Json | None:
    """Keep a metric, new or changed."""
    form, value = submit.form, submit.value
    kind = form.member(Field.METRIC_KIND, MetricKind, MetricKind.OWN)
    name = form.text(Field.NAME).strip()
    if not name and kind is MetricKind.OWN:
        raise InvalidError(Field.NAME, "required")
    command = SaveMetric(
        value.of,
        name or labels.label(submit.say, kind),
        kind,
        form.text(Field.UNIT),
        higher_is_better=form.choice(Field.DIRECTION) != metrics.LOWER,
        baseline=form.number(Field.BASELINE),
        target=form.number(Field.TARGET),
        stage_id=form.item(Field.STAGE),
        metric_id=value.item,
        version=value.version or 0,
    )
    try:
        await reviews.save_metric(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        return conflict.view(error, conflict.flat(command), value, submit.say)
    return None


# Holding a review


@opens(Word.REVIEW)
async def open_review(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the review that is due, or one out of turn."""
    return reviewing.overview(await _sitting(desk, actor, outline.id, None), _)


async def open_review_of(press: Press) -> None:
    """Open the review that a reminder is about."""
    now = await _sitting(press.desk, press.actor, press.value.of, press.value.item)
    one = next((held for held in now.snapshot.rounds if held.id == press.value.item and held.held_at), None)
    await press.show(reviewing.already(now.snapshot, one, press.say) if one else reviewing.overview(now, press.say))


async def open_part(press: Press) -> None:
    """Go from the overview to one part."""
    round_id = press.value.item
    if round_id is None:
        round_id = (await reviews.begin(press.desk, press.actor, press.value.of)).item_id
    now = await _sitting(press.desk, press.actor, press.value.of, round_id)
    await press.become(reviewing.page(now, _part(press.value), press.value.page or 0, press.say))


async def back_to_parts(press: Press) -> None:
    """Keep what stands on a page, and go back to the overview."""
    form = Form(press.view)
    await reviews.answer(press.desk, press.actor, _given(form))
    now = await _sitting(press.desk, press.actor, press.value.of, press.value.item)
    await press.become(reviewing.overview(now, press.say))


async def submit_review(submit: Submit) -> Json:
    """Keep a page and go on to the next one; the last one finishes the review."""
    desk, actor, value, _ = submit.desk, submit.actor, submit.value, submit.say
    if not value.kind:
        round_id = (await reviews.begin(desk, actor, value.of, submit.claim)).item_id
        now = await _sitting(desk, actor, value.of, round_id)
        return reviewing.page(now, now.parts[0], 0, _)
    command = _given(submit.form)
    if _part(value) is Part.CLOSE:
        done = await reviews.hold(desk, actor, command, submit.claim)
        now = await _sitting(desk, actor, value.of, done.item_id)
        return reviewing.added(now.this, _) if done.extra.get("late") else reviewing.thanks(now.snapshot, _)
    done = await reviews.answer(desk, actor, command, submit.claim)
    now = await _sitting(desk, actor, value.of, done.item_id)
    part, page = sitting.following(now, _part(value), value.page or 0)
    return reviewing.page(now, part, page, _)


async def _sitting(desk: Desk, actor: Actor, workshop_id: int, round_id: int | None) -> sitting.Sitting:
    """The review of that id, or the one that waits."""
    snapshot = await maps.snapshot(desk, actor, workshop_id)
    this = next((one for one in snapshot.rounds if one.id == round_id), None)
    waiting = next((one for one in reversed(snapshot.rounds) if one.held_at is None), None)
    return sitting.sitting(snapshot, this or waiting, actor.user_id)


def _part(value: Value) -> Part:
    return next((one for one in Part if one == value.kind), Part.CLOSE)


def _given(form: Form) -> HoldReview:
    """Read what a page was given: only what was changed, so that nothing newer is overwritten by what was shown."""
    value = form.value
    return HoldReview(
        value.of,
        value.item,
        _chosen(form, Field.STATUS, PainStatus),
        _values(form),
        form.text(Field.CONCLUSION),
        _days(form),
        _chosen(form, Field.CLAIM, Truth),
        tuple(line for line in form.text(Field.DECISIONS).splitlines() if line.strip()),
    )


def _shown(form: Form, name: str) -> str | None:
    """What stood in a field when the page was shown."""
    for block in form.view["blocks"]:
        if block.get("block_id") == name:
            element = block["element"]
            known = (element.get("initial_option") or {}).get("value")
            stood = known or element.get("initial_date") or element.get("initial_value")
            return str(stood) if stood else None
    return None


def _chosen(form: Form, field: Field, kind: type[Choice]) -> dict[int, Choice]:
    changed: dict[int, Choice] = {}
    for item, block in form.parts(field).items():
        choice = form.maybe(block, kind)
        if item.isdigit() and choice and choice.value != _shown(form, block):
            changed[int(item)] = choice
    return changed


def _values(form: Form) -> dict[int, float]:
    given = {
        metric: form.number(block)
        for metric, block in form.parts(Field.VALUE).items()
        if metric.isdigit() and form.text(block) != (_shown(form, block) or "")
    }
    return {int(metric): value for metric, value in given.items() if value is not None}


def _days(form: Form) -> dict[int, date]:
    given = {pain: (form.day(block), _shown(form, block)) for pain, block in form.parts(Field.DUE).items()}
    return {int(pain): day for pain, (day, was) in given.items() if pain.isdigit() and day and day.isoformat() != was}
