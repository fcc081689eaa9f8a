"""Metrics, the rhythm of reviews, and holding one."""

from datetime import datetime

from slack_bolt.app.async_app import AsyncApp

from bot import labels
from bot.forms import Form
from bot.i18n import Say, zone
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.views import cadence, conflict, metrics, review
from bot.views.texts import Json
from workflows import maps, reviews
from workflows.commands import Actor, HoldReview, SaveMetric, SetReview
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError, NotFoundError
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Cadence, MetricKind, PainStatus


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.METRIC, open_empty_metric)
    on_press(app, desk, Action.EDIT_METRIC, open_metric_edit)
    on_submit(app, desk, Modal.METRIC, submit_metric)
    on_press(app, desk, Action.CADENCE, with_outline(open_cadence))
    on_submit(app, desk, Modal.CADENCE, submit_cadence)
    on_press(app, desk, Action.REVIEW, open_review_of)
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


# The rhythm


@opens(Word.CADENCE)
async def open_cadence(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form as the rhythm is set, or as it is usually."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    today = desk.clock.now().astimezone(zone(actor.tz)).date()
    return cadence.view(outline, snapshot.review, actor.tz, today, _)


async def submit_cadence(submit: Submit) -> Json:
    """Set the rhythm, and say when the first review is."""
    form, value = submit.form, submit.value
    starts_on, owner_id = form.day(Field.DAY), form.person(Field.JOURNEY_OWNER)
    if starts_on is None:
        raise InvalidError(Field.DAY, "required")
    if owner_id is None:
        raise InvalidError(Field.JOURNEY_OWNER, "choose_people")
    command = SetReview(
        value.of,
        form.member(Field.CADENCE, Cadence, Cadence.MONTHLY),
        starts_on,
        form.time(Field.TIME) or cadence.MORNING,
        form.choice(Field.TZ) or submit.actor.tz,
        owner_id,
    )
    done = await reviews.set_review(submit.desk, submit.actor, command, submit.claim)
    due_at = done.extra.get("due_at")
    return cadence.planned(datetime.fromisoformat(str(due_at)) if due_at else None, owner_id, submit.say)


# Holding a review


@opens(Word.REVIEW)
async def open_review(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the review that is due, or one out of turn."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    return _review_view(snapshot, None, _)


async def open_review_of(press: Press) -> None:
    """Open the review that a reminder is about."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    await press.show(_review_view(snapshot, press.value.item, press.say))


def _review_view(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Json:
    rounds = {one.id: one for one in snapshot.rounds}
    asked = rounds.get(round_id or 0)
    if asked and asked.held_at:
        return review.already(snapshot, asked, _)
    waiting = [one.id for one in snapshot.rounds if one.held_at is None]
    return review.view(snapshot, asked.id if asked else max(waiting, default=None), _)


async def submit_review(submit: Submit) -> Json:
    """Hold the review: only what was changed is written, so that nothing newer is overwritten by what was shown."""
    form, value = submit.form, submit.value
    command = HoldReview(value.of, value.item, _statuses(form), _values(form), form.text(Field.CONCLUSION))
    await reviews.hold(submit.desk, submit.actor, command, submit.claim)
    return review.thanks(await maps.snapshot(submit.desk, submit.actor, value.of), submit.say)


def _statuses(form: Form) -> dict[int, PainStatus]:
    shown = {block.get("block_id"): block.get("element", {}).get("initial_option") for block in form.view["blocks"]}
    changed: dict[int, PainStatus] = {}
    for pain, block in form.parts(Field.STATUS).items():
        status = form.maybe(block, PainStatus)
        if pain.isdigit() and status and status.value != (shown.get(block) or {}).get("value"):
            changed[int(pain)] = status
    return changed


def _values(form: Form) -> dict[int, float]:
    given = {metric: form.number(block) for metric, block in form.parts(Field.VALUE).items() if metric.isdigit()}
    return {int(metric): value for metric, value in given.items() if value is not None}
